for (const figure of document.querySelectorAll("figure")) {
  const drawn = JSON.parse(figure.querySelector("script").textContent);
  const options = { responsive: true, displaylogo: false, modeBarButtons: [["toImage"]] };
  Plotly.newPlot(figure.querySelector("div"), drawn.data, drawn.layout, options);
}
