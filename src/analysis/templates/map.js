// The map: words mark the papers whose titles have them all; a click opens a paper.
const mapWords = document.getElementById("map-words");
const mapHits = document.getElementById("map-hits");
const chartOfMap = document.getElementById("chart-map");
const rowOfPaper = new Map();
ready.then(() => page.papers.forEach((id, place) => rowOfPaper.set(id, rowsAsMade[place])), () => {});

function wantedOnMap() {
  return mapWords ? mapWords.value.toLowerCase().split(/\s+/).filter(Boolean) : [];
}
function markFound(traces) {
  const wanted = wantedOnMap();
  if (!wanted.length) return;
  const fits = (id) => rowOfPaper.has(id) && wanted.every((word) => rowOfPaper.get(id).title.includes(word));
  const found = new Set();
  for (const trace of traces) {
    trace.selectedpoints = trace.ids.flatMap((id, point) => (fits(id) ? [point] : []));
    trace.selected = { marker: { opacity: 1, size: trace.marker.size + 5 } };
    trace.unselected = { marker: { opacity: 0.12 } };
    trace.selectedpoints.forEach((point) => found.add(trace.ids[point]));
  }
  mapHits.textContent = found.size
    ? _("{n} of {all} papers marked", { n: format(found.size), all: format(rows.length) }) : _("No title has these words.");
}
if (mapWords) {
  let pause;
  mapWords.addEventListener("input", () => {
    clearTimeout(pause);
    if (!wantedOnMap().length) mapHits.textContent = "";
    pause = setTimeout(() => ready.then(() => draw(chartOfMap), () => {}), 150);
  });
  document.getElementById("map-search").addEventListener("submit", (event) => event.preventDefault());
}

let touched;
function openPaper({ points, event }) {
  const { data, pointNumber } = points[0];
  if (event && event.shiftKey) return choose(data.meta);
  const id = data.ids[pointNumber];
  const row = rowOfPaper.get(id);
  // where nothing hovers, the first touch tells what the point is, the second opens it
  const toldFirst = matchMedia("(hover: none)").matches && touched !== id;
  touched = id;
  if (!row || toldFirst) return undefined;
  const link = row.row.cells[0].querySelector("a");
  return Object.assign(document.createElement("a"), { href: link.href, target: "_blank", rel: "noopener noreferrer" }).click();
}
