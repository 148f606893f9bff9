let page;
let choice = "";
const charts = [...document.querySelectorAll(".chart")];
async function unpackAll() {
  // both are unpacked beside the page's own work
  const [figures, plotly] = await Promise.all([unpacked("figures").json(), unpacked("plotly").text()]);
  page = figures;
  run(plotly);
}
const ready = unpackAll();
ready.catch(() => {
  const said = _("This browser cannot unpack the chart (it is older than 2023); its numbers are below.");
  for (const chart of charts) {
    chart.style.minHeight = "0";
    chart.replaceChildren(Object.assign(document.createElement("p"), { className: "note", textContent: said }));
  }
});
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;
// pixels of a sheet of A4 that a chart may fill; smaller than this part of its size its letters would not be read
const PRINT_WIDTH = 700;
const PRINT_HEIGHT = 860;
const LEAST_PRINTED = 0.62;
let printing = false;

const isDark = () => !printing && (root.dataset.mode ? root.dataset.mode === "dark" : systemDark.matches);
const copy = (value) => JSON.parse(JSON.stringify(value));
// plotly never writes into the numbers of a trace: only what is set on it here has to be its own
const copyTrace = (trace) => ({ ...trace, ...(trace.marker ? { marker: { ...trace.marker } } : {}) });

// Charts: drawn when they come near the window, drawn again when the page turns light or dark.
function draw(chart) {
  const { data, layout, slug, head } = page.sheets[chart.dataset.chart];
  const template = page.templates[isDark() ? "dark" : "light"];
  const size = printing ? { autosize: false, width: PRINT_WIDTH } : {};
  const config = {
    responsive: !printing, displaylogo: false, scrollZoom: false,
    modeBarButtons: [["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"]], displayModeBar: slug === "map", ...page.plotly,
  };
  if (!chart.dataset.drawn) chart.replaceChildren();
  chart.dataset.drawn = "yes";
  // the page says title and subtitle itself; the chart keeps them for its picture
  const own = { ...copy(layout), template: copy(template), ...size };
  delete own.title;
  own.height -= head;
  own.margin.t -= head;
  const printed = Math.max(LEAST_PRINTED, Math.min(1, PRINT_HEIGHT / own.height));
  chart.style.zoom = printing ? printed : "";
  chart.closest("figure").classList.toggle("over-pages", printing && printed * own.height > PRINT_HEIGHT);
  const traces = data.map(copyTrace);
  if (slug === "map") markFound(traces);
  if (choice) highlight(traces, own);
  if (slug === "map" && own.annotations && !printing) fitNames(chart, data, own);
  Plotly.react(chart, slug === "map" ? onCanvas(traces, own) : traces, own, config);
  if (!chart.dataset.listens) listen(chart, slug);
  // what a chart says is in its caption and its table; its single labels would only be read out as a heap of words
  for (const svg of chart.querySelectorAll("svg.main-svg")) svg.setAttribute("aria-hidden", "true");
}
const nearby = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) {
      nearby.unobserve(entry.target);
      draw(entry.target);
    }
  }
}, { rootMargin: "600px" });
// what is far from the window is drawn again when it comes near
const redraw = () => ready.then(() => charts.forEach((chart) => { nearby.unobserve(chart); nearby.observe(chart); }), () => {});
redraw();
addEventListener("beforeprint", () => { printing = true; ready.then(() => charts.forEach(draw), () => {}); });
addEventListener("afterprint", () => { printing = false; redraw(); });

// Light or dark
const button = document.getElementById("mode");
const showMode = () => { button.textContent = isDark() ? _("Light page") : _("Dark page"); };
button.addEventListener("click", () => {
  root.dataset.mode = isDark() ? "light" : "dark";
  try { localStorage.setItem("paper-themes-mode", root.dataset.mode); } catch (error) { /* kept for this visit only */ }
  showMode();
  redraw();
});
systemDark.addEventListener("change", () => { showMode(); redraw(); });
showMode();

function hand(content, name) {
  const address = URL.createObjectURL(content);
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
const save = (text, name) => hand(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }), name);
