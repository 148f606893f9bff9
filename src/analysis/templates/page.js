"use strict";
(() => {
  let page;
  // figures and CSV travel gzipped: the page is a quarter shorter
  async function unpacked() {
    const packed = atob(document.getElementById("figures").textContent);
    const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }
  const ready = unpacked().then((figures) => { page = figures; });
  const charts = [...document.querySelectorAll(".chart")];
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const PRINT_WIDTH = 700;
  let printing = false;

  const isDark = () => !printing && (root.dataset.mode ? root.dataset.mode === "dark" : systemDark.matches);
  const copy = (value) => JSON.parse(JSON.stringify(value));

  // Charts: drawn when they come near the window, drawn again when the page turns light or dark.
  function draw(chart) {
    const { data, layout, slug, head } = page.sheets[chart.dataset.chart];
    const template = page.templates[isDark() ? "dark" : "light"];
    const size = printing ? { autosize: false, width: PRINT_WIDTH } : {};
    const config = {
      responsive: !printing, displaylogo: false, scrollZoom: false,
      modeBarButtons: [["zoom2d", "pan2d", "resetScale2d"]], displayModeBar: slug === "map",
    };
    if (!chart.dataset.drawn) chart.replaceChildren();
    chart.dataset.drawn = "yes";
    // the page says title and subtitle itself; the chart keeps them for its picture
    const own = { ...copy(layout), template: copy(template), ...size };
    delete own.title;
    own.height -= head;
    own.margin.t -= head;
    Plotly.react(chart, copy(data), own, config);
    // what a chart says is in its caption and its table; its single labels would only be read out as a heap of words
    for (const svg of chart.querySelectorAll("svg.main-svg")) svg.setAttribute("aria-hidden", "true");
  }
  const redraw = () => charts.filter((chart) => chart.dataset.drawn).forEach(draw);
  const nearby = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        nearby.unobserve(entry.target);
        draw(entry.target);
      }
    }
  }, { rootMargin: "600px" });
  ready.then(() => charts.forEach((chart) => nearby.observe(chart)));
  addEventListener("beforeprint", () => { printing = true; ready.then(() => charts.forEach(draw)); });
  addEventListener("afterprint", () => { printing = false; charts.forEach(draw); });

  // Light or dark
  const button = document.getElementById("mode");
  const showMode = () => { button.textContent = isDark() ? "Light page" : "Dark page"; };
  button.addEventListener("click", () => {
    root.dataset.mode = isDark() ? "light" : "dark";
    try { localStorage.setItem("paper-themes-mode", root.dataset.mode); } catch (error) { /* kept for this visit only */ }
    showMode();
    redraw();
  });
  systemDark.addEventListener("change", () => { showMode(); redraw(); });
  showMode();

  // CSV: the numbers travel inside the page, so that a mailed page still hands them out
  for (const link of document.querySelectorAll("a.csv")) {
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      await ready;
      const text = page.csv[page.sheets[link.dataset.csv].csv];
      const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
      const anchor = Object.assign(document.createElement("a"), { href: address, download: link.download });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    });
  }

  for (const button of document.querySelectorAll("button.picture")) {
    button.addEventListener("click", async () => {
      await ready;
      const { data, layout, slug } = page.sheets[button.dataset.chart];
      const template = copy(page.templates.light);
      template.layout.paper_bgcolor = "#ffffff";
      const picture = { data: copy(data), layout: { ...copy(layout), template } };
      Plotly.downloadImage(picture, { format: "png", scale: 2, width: 800, height: layout.height, filename: slug });
    });
  }

  // Papers: every word must be found; the first hundred rows are shown until more are asked for
  const AT_ONCE = 100;
  const table = document.getElementById("papers-table");
  const themesOf = (row) => [...row.cells[1].children].map((link) => link.getAttribute("href").slice("#theme-".length));
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row, text: row.textContent.toLowerCase(), themes: themesOf(row),
  }));
  const words = document.getElementById("words");
  const theme = document.getElementById("theme");
  const hits = document.getElementById("hits");
  const showAll = document.getElementById("show-all");
  const format = (count) => count.toLocaleString("en");
  function find(limit = AT_ONCE) {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { row, text, themes } of rows) {
      const fits = wanted.every((word) => text.includes(word)) && (!theme.value || themes.includes(theme.value));
      if (fits) found += 1;
      row.hidden = !fits || found > limit;
    }
    const shown = Math.min(found, limit);
    hits.textContent = found === 0 ? "No paper fits." :
      `${format(found)} of ${format(rows.length)} papers` + (shown < found ? `, the first ${format(shown)} shown` : "");
    showAll.hidden = shown === found;
    showAll.textContent = `Show all ${format(found)}`;
  }
  let waiting;
  words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(find, 120); });
  theme.addEventListener("change", () => find());
  showAll.addEventListener("click", () => find(Infinity));
  document.getElementById("search").addEventListener("submit", (event) => { event.preventDefault(); find(); });
  for (const link of document.querySelectorAll("a[data-theme]")) {
    link.addEventListener("click", () => { words.value = ""; theme.value = link.dataset.theme; find(); });
  }
  find();

  // Columns sort by a click on their heading; what has no date comes last either way
  const headings = [...table.tHead.rows[0].cells];
  const DATES_FROM = 2;
  const first = (row, column) => {
    const said = row.cells[column].textContent;
    return column < DATES_FROM ? said.toLowerCase().replace(/^[^\p{L}\p{N}]+/u, "") : Date.parse(said.replace("*", "").split(", ", 2).join(", "));
  };
  function sort(column) {
    const turn = headings[column].getAttribute("aria-sort") === "ascending" ? -1 : 1;
    headings.forEach((heading) => heading.removeAttribute("aria-sort"));
    headings[column].setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
    for (const each of rows) each.key = first(each.row, column);
    const order = new Intl.Collator("en", { numeric: true }).compare;
    rows.sort(({ key: a }, { key: b }) => {
      if (typeof a === "string") return turn * order(a, b);
      return Number.isNaN(a) || Number.isNaN(b) ? Number.isNaN(a) - Number.isNaN(b) : turn * (a - b);
    });
    table.tBodies[0].append(...rows.map(({ row }) => row));
    find();
  }
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain sort";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sort(column));
    heading.replaceChildren(button);
  });

  // a link to something folded away opens it
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
})();
