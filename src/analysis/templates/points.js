// The points of the map lie on a canvas inside the chart, which zooms and pales thousands of them in one frame;
// plotly keeps axes, names, hover and legend. On paper, and in pictures, they are drawn by plotly.
const ROUND = 2 * Math.PI;
const points = { traces: [], canvas: document.createElement("canvas"), asked: false };
points.canvas.setAttribute("aria-hidden", "true");
points.canvas.className = "points";

function onCanvas(traces, layout) {
  if (printing) {
    points.canvas.remove();
    return traces;
  }
  points.traces = traces;
  // what somebody has zoomed to stays when a theme is chosen
  layout.uirevision = "map";
  const unmarked = traces.map((trace) => ({ ...trace, mode: "none", showlegend: false }));
  const inLegend = traces.filter(({ showlegend }) => showlegend !== false)
    .map(({ ids, customdata, selectedpoints, ...trace }) => ({ ...trace, x: [null], y: [null] }));
  return [...unmarked, ...inLegend];
}
// names are placed apart for a narrow map; where there are too many even so, those of larger themes stay
const NAME_LINE = 13;
function fitNames({ clientWidth: width }, traces, { annotations, xaxis, yaxis, margin, height, template }) {
  const sizes = new Map(traces.map(({ meta, ids }) => [meta, ids.length]));
  const rank = ({ name }) => (name === choice ? Infinity : sizes.get(name) ?? 0);
  const brush = points.canvas.getContext("2d");
  brush.font = `600 10px ${template.layout.font.family}`;
  const [wide, high] = [width - margin.l - margin.r, height - margin.t - margin.b];
  const taken = [];
  for (const note of [...annotations].sort((one, other) => rank(other) - rank(one))) {
    const lines = note.text.split("<br>");
    const half = Math.max(...lines.map((line) => brush.measureText(line).width)) / 2 + 2;
    const tall = (lines.length * NAME_LINE) / 2;
    const at = wide * (note.x - xaxis.range[0]) / (xaxis.range[1] - xaxis.range[0]);
    const x = Math.min(Math.max(at, half), wide - half);
    const y = high * (note.y - yaxis.range[0]) / (yaxis.range[1] - yaxis.range[0]);
    note.xshift = x - at;
    note.visible = taken.every((box) => Math.abs(box.x - x) >= box.half + half || Math.abs(box.y - y) >= box.tall + tall);
    if (note.visible) taken.push({ x, y, half, tall });
  }
}
function paintPoints(chart) {
  const { width, height, _size: size, xaxis, yaxis } = chart._fullLayout;
  const { canvas } = points;
  const scale = devicePixelRatio || 1;
  // between the shade behind the points and the names before them
  const holder = chart.querySelector(".gl-container");
  if (printing || !holder) return;
  if (canvas.parentNode !== holder) holder.append(canvas);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const brush = canvas.getContext("2d");
  brush.setTransform(scale, 0, 0, scale, 0, 0);
  brush.beginPath();
  brush.rect(size.l, size.t, size.w, size.h);
  brush.clip();
  const across = size.w / (xaxis.range[1] - xaxis.range[0]);
  const down = size.h / (yaxis.range[1] - yaxis.range[0]);
  const at = (trace, point) => [
    size.l + (trace.x[point] - xaxis.range[0]) * across, size.t + size.h - (trace.y[point] - yaxis.range[0]) * down,
  ];
  for (const trace of points.traces) {
    const found = trace.selectedpoints && new Set(trace.selectedpoints);
    const shape = shapeOf(trace.marker);
    brush.fillStyle = brush.strokeStyle = (trace.marker.symbol === "x-thin" && trace.marker.line.color) || trace.marker.color;
    brush.lineWidth = (trace.marker.line && trace.marker.line.width) || 1;
    const drawOnly = (fits, opacity, size) => {
      brush.globalAlpha = (trace.opacity ?? 1) * opacity;
      for (let point = 0; point < trace.x.length; point += 1) if (fits(point)) shape(brush, at(trace, point), size / 2);
    };
    if (!found) drawOnly(() => true, trace.marker.opacity ?? 1, trace.marker.size);
    else {
      drawOnly((point) => !found.has(point), trace.unselected.marker.opacity, trace.marker.size);
      drawOnly((point) => found.has(point), trace.selected.marker.opacity, trace.selected.marker.size);
    }
  }
}
function shapeOf({ symbol }) {
  if (symbol === "x-thin") {
    return (brush, [x, y], half) => {
      brush.beginPath();
      brush.moveTo(x - half, y - half); brush.lineTo(x + half, y + half);
      brush.moveTo(x - half, y + half); brush.lineTo(x + half, y - half);
      brush.stroke();
    };
  }
  const finish = symbol === "circle-open" ? "stroke" : "fill";
  return (brush, [x, y], half) => { brush.beginPath(); brush.arc(x, y, half, 0, ROUND); brush[finish](); };
}
function paintSoon(chart) {
  if (points.asked) return;
  points.asked = true;
  requestAnimationFrame(() => { points.asked = false; paintPoints(chart); });
}
