// Share: each chart as a picture, a drawing, a page of its own, or its numbers.
const withoutFolds = (text) => text.replace(/\s+/g, " ").trim();
const markup = (text) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
const named = () => (choice ? _("Highlighted: {theme}", { theme: nameOf.get(choice) }) + " · " : "");

// a chart as it looks now, in the light look, with title, subtitle and source
function pictureOf({ data, layout, alone }) {
  const { source, ...changed } = copy(alone);
  const own = { ...copy(layout), ...changed, template: copy(page.templates.light), paper_bgcolor: "#ffffff" };
  own.annotations = [...(own.annotations || []), source];
  const traces = data.map(copyTrace);
  if (choice) highlight(traces, own);
  own.title.subtitle.text = own.title.subtitle.text.replace("<b>", () => `<b>${markup(named()).replaceAll("$", "&#36;")}`);
  return { data: traces, layout: own, config: page.plotly };
}
async function toPicture(sheet, format) {
  const figure = pictureOf(sheet);
  const address = await Plotly.toImage(figure, {
    format, width: page.picture.width, height: figure.layout.height, scale: format === "png" ? page.picture.scale : 1,
  });
  const [, body] = address.split(/,(.*)/s);
  return format === "png"
    ? new Blob([bytesOf(body)], { type: "image/png" })
    : new Blob([decodeURIComponent(body)], { type: "image/svg+xml" });
}
// the page of one chart says title and source itself, and turns dark with its reader's system
function toPage(sheet, section) {
  const layouts = {};
  let data;
  for (const scheme of ["dark", "light"]) {
    const layout = { ...copy(sheet.layout), template: copy(page.templates[scheme]) };
    delete layout.title;
    layout.height -= sheet.head;
    layout.margin.t -= sheet.head;
    data = sheet.data.map(copyTrace);
    if (choice) highlight(data, layout);
    layouts[scheme] = layout;
  }
  const said = (selector) => markup(withoutFolds(section.querySelector(selector).textContent));
  const parts = {
    question: said("h2"), caption: said(".caption"), alt: said("figcaption"),
    counted: markup(named() + sheet.counted), source: markup(page.source),
    figure: JSON.stringify({ data, layouts, locale: page.plotly }).replaceAll("<", "\\u003c"),
    plotly: document.getElementById("plotly").textContent,
  };
  return new Blob([page.shell.replace(/@@(\w+)@@/g, (mark, name) => parts[name])], { type: "text/html" });
}
const FORMS = {
  png: (sheet) => toPicture(sheet, "png"),
  svg: (sheet) => toPicture(sheet, "svg"),
  html: toPage,
  csv: (sheet) => new Blob(["\ufeff", page.csv[sheet.csv]], { type: "text/csv;charset=utf-8" }),
};

for (const menu of document.querySelectorAll(".share")) {
  const opener = menu.querySelector("button");
  const list = menu.querySelector("ul");
  const items = [...list.querySelectorAll("a, button")];
  const section = menu.closest("section");
  const open = (wanted) => {
    menu.classList.toggle("open", wanted);
    opener.setAttribute("aria-expanded", String(wanted));
  };
  opener.addEventListener("click", () => open(!menu.classList.contains("open")));
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && menu.classList.contains("open")) {
      // what is chosen for the page stays chosen
      event.stopPropagation();
      open(false);
      opener.focus();
    } else if (step) {
      event.preventDefault();
      open(true);
      const place = items.indexOf(document.activeElement);
      items[place < 0 && step < 0 ? items.length - 1 : (place + step + items.length) % items.length].focus();
    }
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !menu.contains(relatedTarget)) open(false); });
  document.addEventListener("pointerdown", ({ target }) => { if (!menu.contains(target)) open(false); });
  for (const item of items) {
    item.addEventListener("click", async (event) => {
      event.preventDefault();
      const { form } = item.dataset;
      const said = section.querySelector(".shared");
      try {
        await ready;
        const sheet = page.sheets[menu.dataset.chart];
        hand(await FORMS[form](sheet, section), `${sheet.slug}.${form}`);
        said.textContent = _("{file} was handed to the browser.", { file: `${sheet.slug}.${form}` });
      } catch (error) {
        said.textContent = _("This browser could not make the {form} file.", { form: form.toUpperCase() });
      }
      open(false);
      opener.focus();
    });
  }
}
