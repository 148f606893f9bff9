// Papers: every word must be found; the first hundred rows are shown until more are asked for
const AT_ONCE = 100;
const table = document.getElementById("papers-table");
const themesOf = (row) => [...row.cells[1].children].map((link) => link.getAttribute("href").slice("#theme-".length));
const rows = [...table.tBodies[0].rows].map((row) => ({
  row, text: row.textContent.toLowerCase(), title: row.cells[0].textContent.toLowerCase(), themes: themesOf(row),
}));
const rowsAsMade = [...rows];
const words = document.getElementById("words");
const theme = document.getElementById("theme");
const hits = document.getElementById("hits");
const showAll = document.getElementById("show-all");
const format = (count) => count.toLocaleString(language);
function fitting() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ text, themes }) => wanted.every((word) => text.includes(word)) && (!theme.value || themes.includes(theme.value));
}
function find(limit = AT_ONCE) {
  const fits = fitting();
  let found = 0;
  for (const each of rows) {
    const shown = fits(each);
    if (shown) found += 1;
    each.row.hidden = !shown || found > limit;
  }
  const shown = Math.min(found, limit);
  const counts = { n: format(found), all: format(rows.length), shown: format(shown) };
  hits.textContent = found === 0 ? _("No paper fits.") :
    shown < found ? _("{n} of {all} papers, the first {shown} shown", counts) : _("{n} of {all} papers", counts);
  showAll.hidden = shown === found;
  showAll.textContent = _("Show all {n}", counts);
}

// The papers as shown, as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe before it
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;
const cell = (text) => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
function handOut(chosen, name) {
  const lines = chosen.map(({ row }) => {
    const [title, themes, listed, published] = row.cells;
    const names = [...themes.children].map((link) => link.textContent).join("; ");
    const said = [title.textContent.trim(), title.firstChild.href, names, listed.textContent.trim(), published.textContent.trim().replace("–", "")];
    return said.map(cell).join(",");
  });
  save(["title,link,themes,listed,published", ...lines, ""].join("\n"), name);
}
document.getElementById("papers-csv").addEventListener("click", () => {
  handOut(rows.filter(fitting()), theme.value ? `papers-${theme.value}.csv` : "papers.csv");
});
for (const each of document.querySelectorAll("button[data-papers]")) {
  each.addEventListener("click", () => {
    handOut(rows.filter(({ themes }) => themes.includes(each.dataset.papers)), `papers-${each.dataset.papers}.csv`);
  });
}
let waiting;
words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(find, 120); });
theme.addEventListener("change", () => choose(theme.value));
showAll.addEventListener("click", () => find(Infinity));
document.getElementById("search").addEventListener("submit", (event) => { event.preventDefault(); find(); });
find();
// until now the style sheet kept all but the first rows from being laid out
root.classList.add("ready");

// Columns sort by a click on their heading; what has no date comes last either way
const headings = [...table.tHead.rows[0].cells];
const DATES_FROM = 2;
const first = (row, column) => {
  const { dataset, textContent: said } = row.cells[column];
  if (column < DATES_FROM) return said.toLowerCase().replace(/^[^\p{L}\p{N}]+/u, "");
  return Date.parse(dataset.day ?? said.replace("*", "").split(", ", 2).join(", "));
};
function sort(column) {
  const turn = headings[column].getAttribute("aria-sort") === "ascending" ? -1 : 1;
  headings.forEach((heading) => heading.removeAttribute("aria-sort"));
  headings[column].setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
  for (const each of rows) each.key = first(each.row, column);
  const order = new Intl.Collator(language, { numeric: true }).compare;
  rows.sort(({ key: a }, { key: b }) => {
    if (typeof a === "string") return turn * order(a, b);
    return Number.isNaN(a) || Number.isNaN(b) ? Number.isNaN(a) - Number.isNaN(b) : turn * (a - b);
  });
  table.tBodies[0].append(...rows.map(({ row }) => row));
  find();
}
headings.forEach((heading, column) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain sort";
  button.textContent = heading.textContent;
  button.addEventListener("click", () => sort(column));
  heading.replaceChildren(button);
});
