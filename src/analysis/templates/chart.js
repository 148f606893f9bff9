const { data, layout, config } = JSON.parse(document.getElementById("figure").textContent);
Plotly.newPlot("chart", data, layout, config);
