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
