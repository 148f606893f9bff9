// One theme may be chosen for the whole page; the address keeps it: #theme=attention-sinks, or #theme=…&at=map.
const chooser = document.getElementById("choice");
const clearer = document.getElementById("all-themes");
const chosenSaid = document.getElementById("chosen-said");
const nameOf = new Map([...chooser.options].map((option) => [option.value, option.textContent]));

function choose(id, keepAddress) {
  const next = nameOf.has(id) ? id : "";
  const changed = next !== choice;
  choice = next;
  chooser.value = theme.value = choice;
  clearer.hidden = !choice;
  for (const card of document.querySelectorAll(".card")) card.classList.toggle("chosen", choice !== "" && card.id === `theme-${choice}`);
  for (const each of document.querySelectorAll("button[data-choose]")) each.setAttribute("aria-pressed", String(each.dataset.choose === choice));
  if (changed) chosenSaid.textContent = choice ? _("{theme} is highlighted in all charts.", { theme: nameOf.get(choice) }) : _("All themes are shown alike.");
  find();
  if (!keepAddress) setAddress(choice ? `#theme=${encodeURIComponent(choice)}` : "");
  if (changed) redraw();
}
function setAddress(fragment) {
  if (fragment !== location.hash) history.pushState(null, "", fragment || location.href.split("#")[0]);
}

chooser.addEventListener("change", () => choose(chooser.value));
clearer.addEventListener("click", () => { choose(""); chooser.focus(); });
for (const each of document.querySelectorAll("button[data-choose]")) {
  each.addEventListener("click", () => choose(each.dataset.choose === choice ? "" : each.dataset.choose));
}
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && choice && !(event.target.tagName === "INPUT" && event.target.value)) choose("");
});

// Going to a place of the page keeps the choice; what is folded there opens.
function goTo(id) {
  const target = id && document.getElementById(id);
  if (!target) return;
  if (target.tagName === "DETAILS") target.open = true;
  target.scrollIntoView();
  if (!target.matches("a, button, input, select, summary, [tabindex]")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const place = decodeURIComponent(link.getAttribute("href").slice(1));
  if (link.dataset.theme) {
    words.value = "";
    choose(link.dataset.theme, true);
  }
  if (!choice) return;
  event.preventDefault();
  setAddress(`#theme=${encodeURIComponent(choice)}&at=${encodeURIComponent(place)}`);
  goTo(place);
});
function followAddress() {
  const fragment = location.hash.slice(1);
  if (fragment.startsWith("theme=")) {
    const asked = new URLSearchParams(fragment);
    choose(asked.get("theme"), true);
    goTo(asked.get("at"));
  } else {
    choose("", true);
    const target = fragment && document.getElementById(decodeURIComponent(fragment));
    if (target && target.tagName === "DETAILS") target.open = true;
  }
}
addEventListener("hashchange", followAddress);

// How a choice looks: rows of other themes lie under a veil, their panels and points are pale.
const PALE = 0.12;
const ofRow = (traces) => {
  const rows = new Map();
  for (const { meta, y, z } of traces) {
    if (!meta) continue;
    if (z) meta.forEach((id, row) => { if (id) rows.set(row, id); });
    else y.forEach((height, point) => rows.set(Math.floor(height), Array.isArray(meta) ? meta[point] : meta));
  }
  return rows;
};
function highlight(traces, layout) {
  const veil = layout.template.layout.annotationdefaults.bgcolor;
  for (const note of layout.annotations || []) if (nameOf.has(note.name) && note.name !== choice) note.opacity = 0.3;
  if (layout.yaxis && layout.yaxis.ticktext) {
    const cover = (from, to) => ({
      type: "rect", xref: "paper", x0: -3, x1: 3, yref: "y", y0: from, y1: to, fillcolor: veil, line: { width: 0 }, layer: "above",
    });
    const others = [...ofRow(traces)].filter(([, id]) => id !== choice).map(([row]) => cover(row, row + 1));
    if (others.length) layout.shapes = [...(layout.shapes || []), ...others];
    return;
  }
  for (const trace of traces) {
    const mine = trace.meta && trace.meta.area ? trace.meta.area === page.areas[choice] : trace.meta === choice;
    if (trace.meta && !Array.isArray(trace.meta) && !mine) trace.opacity = PALE;
  }
}

// What a click on a chart does: a theme's row, panel or name chooses it; a paper on the map opens.
function listen(chart, slug) {
  chart.dataset.listens = "yes";
  chart.on("plotly_clickannotation", ({ annotation }) => { if (nameOf.has(annotation.name)) choose(annotation.name); });
  chart.on("plotly_legendclick", ({ data, curveNumber }) => { choose(data[curveNumber].meta); return false; });
  if (slug === "map") {
    chart.on("plotly_click", openPaper);
    for (const moved of ["plotly_afterplot", "plotly_relayouting"]) chart.on(moved, () => paintSoon(chart));
    paintPoints(chart);
  } else if (chart.layout.yaxis && chart.layout.yaxis.ticktext) {
    chart.addEventListener("click", (event) => {
      const axis = chart._fullLayout.yaxis;
      const row = Math.floor(axis.p2d(event.clientY - chart.getBoundingClientRect().top - axis._offset));
      const id = ofRow(chart.data).get(row);
      if (id) choose(id === choice ? "" : id);
    });
  } else {
    chart.on("plotly_click", ({ points }) => { if (typeof points[0].data.meta === "string") choose(points[0].data.meta); });
  }
}

followAddress();
