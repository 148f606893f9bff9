const { data, layouts, locale } = JSON.parse(document.getElementById("figure").textContent);
const chart = document.getElementById("chart");
const dark = matchMedia("(prefers-color-scheme: dark)");
const draw = () => Plotly.react(
  chart, data, layouts[dark.matches ? "dark" : "light"], { responsive: true, displaylogo: false, displayModeBar: false, ...locale },
);
unpacked("plotly").text().then((code) => {
  run(code);
  draw();
  chart.setAttribute("aria-hidden", "true");
  dark.addEventListener("change", draw);
});
