for (const table of document.querySelectorAll("script[data-table]")) {
  new ITable(document.getElementById(table.dataset.table), JSON.parse(table.textContent));
}
