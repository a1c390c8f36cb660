/**
 * The part of the page's script that builds the list. Every text of a finding is set as text and every address was
 * judged before; nothing is ever parsed as markup.
 */
export const CLIENT_VIEW = `
const PAGE_SIZE = 100;
const data = JSON.parse(document.getElementById("findings-data").textContent);
const rows = data.rows;
const searchTexts = rows.map(searchTextOf);
const choices = Object.fromEntries(FACETS.map((facet) => [facet.name, new Set()]));
const view = { text: "", column: null, down: false, group: "", page: 0 };
let order = rows.map((_, index) => index);
let entries = [];

/** An element with attributes and children; a text child is text. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "on") for (const [event, listen] of Object.entries(value)) element.addEventListener(event, listen);
    else if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function link(address, text) {
  return make("a", { href: address, rel: "noopener noreferrer" }, text);
}

function change(what) {
  Object.assign(view, { page: 0 }, what);
  const shown = filterRows(order, rows, searchTexts, choices, view.text);
  entries = view.group === "" ? shown.map((index) => ({ index })) : groupRows(shown, rows, view.group);
  show();
}

function turn(pages) {
  view.page += pages;
  show();
}

function facetFields(facet) {
  const boxes = valuesOf(rows, facet).map(([value, count]) => {
    const box = make("input", { type: "checkbox", name: facet.name, value });
    box.addEventListener("change", () => {
      if (box.checked) choices[facet.name].add(value);
      else choices[facet.name].delete(value);
      change({});
    });
    return make("label", {}, box, " " + (value === "unknown" && facet.name === "status" ? "age unknown" : value) + " (" + count + ")");
  });
  return make("fieldset", {}, make("legend", {}, facet.label), ...boxes);
}

function filterBar() {
  const search = make("input", { type: "search", autocomplete: "off" });
  search.addEventListener("input", () => change({ text: search.value }));
  const group = make("select", {}, ...[["", "nothing"], ["file", "file"], ["package", "package"]].map(([value, label]) => make("option", { value }, label)));
  group.addEventListener("change", () => change({ group: group.value }));
  const clear = make("button", { type: "button" }, "Clear filters");
  clear.addEventListener("click", () => {
    for (const facet of FACETS) choices[facet.name].clear();
    for (const box of bar.querySelectorAll("input[type=checkbox]")) box.checked = false;
    search.value = "";
    change({ text: "" });
    search.focus();
  });
  const bar = make("div", { class: "filters", role: "search", "aria-label": "Filter findings" },
    make("label", { class: "field" }, "Search", search),
    ...FACETS.filter((facet) => valuesOf(rows, facet).length > 1).map(facetFields),
    make("label", { class: "field" }, "Group by", group), clear);
  return bar;
}

function headRow() {
  return make("tr", {}, ...COLUMNS.map((column) => {
    const sorted = view.column === column;
    const sort = make("button", { type: "button", "data-column": column.name, "data-order": sorted ? (view.down ? "down" : "up") : undefined }, column.label);
    sort.addEventListener("click", () => {
      const down = view.column === column && !view.down;
      order = sortRows(rows, column, down);
      change({ column, down });
      table.querySelector("button[data-column=" + column.name + "]").focus();
    });
    return make("th", { scope: "col", "aria-sort": sorted ? (view.down ? "descending" : "ascending") : undefined }, sort);
  }));
}

/** What a finding holds beyond its row; made only when somebody opens it. */
function detailsOf(row) {
  const facts = row.facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]);
  const entry = make("pre", { tabindex: "0" }, suppressionEntry(row, new Date()));
  const copy = make("button", { type: "button" }, "Copy suppression entry");
  copy.addEventListener("click", () => copyText(entry));
  const links = row.links.flatMap(([label, address]) => [link(address, label), " "]);
  return [
    ...(row.description === undefined ? [] : [make("p", { class: "text" }, data.texts[row.description])]),
    make("dl", { class: "facts" }, ...facts),
    make("p", {}, ...links, copy), entry,
  ];
}

function copyText(source) {
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  const tell = (done) => { copied.textContent = done ? "Copied. It belongs under suppress in the policy file." : "Selected. Press the copy key."; };
  const plain = () => tell(document.execCommand("copy"));
  if (navigator.clipboard === undefined) plain();
  else navigator.clipboard.writeText(source.textContent).then(() => tell(true), plain);
}

/** A row that opens a second one below it, over the whole width. */
function findingRow(index) {
  const row = rows[index];
  const open = make("button", { type: "button", class: "title", "aria-expanded": "false" }, row.title);
  open.addEventListener("click", () => {
    const wasOpen = open.getAttribute("aria-expanded") === "true";
    open.setAttribute("aria-expanded", String(!wasOpen));
    if (wasOpen) line.nextSibling.remove();
    else line.after(make("tr", { class: "more" }, make("td", { colspan: String(COLUMNS.length) }, ...detailsOf(row))));
  });
  const place = row.place || "–";
  const line = make("tr", {},
    make("td", { class: "severity " + row.severity }, row.severity),
    make("td", {}, open),
    make("td", {}, row.placeLink === undefined ? place : link(row.placeLink, place)),
    make("td", {}, row.tools.join(", ")),
    make("td", {}, row.type),
    make("td", {}, row.state + (row.status === "fixed" ? "" : ", " + (row.status === "unknown" ? "age unknown" : row.status))));
  return line;
}

function groupHead(entry) {
  const name = entry.name === "" ? "No " + view.group : entry.name;
  return make("tr", { class: "group" }, make("th", { colspan: String(COLUMNS.length), scope: "colgroup" }, name + " (" + entry.count + ")"));
}

const status = make("p", { role: "status", id: "shown" });
const copied = make("p", { role: "status" });
const previous = make("button", { type: "button" }, "Previous");
const next = make("button", { type: "button" }, "Next");
const table = make("table", { id: "list", "aria-describedby": "shown" });
previous.addEventListener("click", () => turn(-1));
next.addEventListener("click", () => turn(1));

function show() {
  const from = view.page * PAGE_SIZE;
  const page = entries.slice(from, from + PAGE_SIZE);
  const body = page.flatMap((entry, at) => {
    const starts = view.group !== "" && (at === 0 || page[at - 1].name !== entry.name);
    return [...(starts ? [groupHead(entry)] : []), findingRow(entry.index)];
  });
  table.replaceChildren(make("caption", {}, "Findings"), make("thead", {}, headRow()), make("tbody", {}, ...body));
  const range = page.length === 0 ? "No finding matches" : "Showing " + (from + 1).toLocaleString("en") + " to " + (from + page.length).toLocaleString("en") + " of " + entries.length.toLocaleString("en");
  status.textContent = range + " (" + rows.length.toLocaleString("en") + " in all)";
  previous.disabled = view.page === 0;
  next.disabled = from + PAGE_SIZE >= entries.length;
}

if (rows.length > 0) {
  change({});
  document.getElementById("plain").replaceWith(filterBar(), make("div", { class: "bar" }, status, previous, next, copied),
    make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "List of findings" }, table));
}
`;
