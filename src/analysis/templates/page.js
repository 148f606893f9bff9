"use strict";
(() => {
  const page = JSON.parse(document.getElementById("figures").textContent);
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
  charts.forEach((chart) => nearby.observe(chart));
  addEventListener("beforeprint", () => { printing = true; charts.forEach(draw); });
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
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const text = page.csv[page.sheets[link.dataset.csv].csv];
      const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
      const anchor = Object.assign(document.createElement("a"), { href: address, download: link.download });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    });
  }

  for (const button of document.querySelectorAll("button.picture")) {
    button.addEventListener("click", () => {
      const { data, layout, slug } = page.sheets[button.dataset.chart];
      const template = copy(page.templates.light);
      template.layout.paper_bgcolor = "#ffffff";
      const picture = { data: copy(data), layout: { ...copy(layout), template } };
      Plotly.downloadImage(picture, { format: "png", scale: 2, width: 800, height: layout.height, filename: slug });
    });
  }

  // Papers: every word must be found; the first hundred rows are shown until more are asked for
  const AT_ONCE = 100;
  const rows = [...document.querySelectorAll("#papers-table tbody tr")].map((row) => ({
    row, text: row.textContent.toLowerCase(), themes: row.dataset.themes.split(" "),
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

  // a link to something folded away opens it
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
})();
