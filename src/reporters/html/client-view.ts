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

function number(count) {
  return count.toLocaleString("en");
}

function link(address, ...text) {
  return make("a", { href: address, rel: "noopener noreferrer" }, ...text);
}

function change(what) {
  Object.assign(view, { page: 0 }, what);
  const shown = filterRows(order, rows, searchTexts, choices, view.text);
  entries = view.group === "" ? shown.map((index) => ({ index })) : groupRows(shown, rows, view.group);
  const chosen = FACETS.reduce((sum, facet) => sum + choices[facet.name].size, 0);
  summary.textContent = chosen === 0 ? "Filters" : "Filters (" + chosen + " chosen)";
  show();
}

function pageCount() {
  return Math.max(1, Math.ceil(entries.length / PAGE_SIZE));
}

/** Buttons that lead nowhere do nothing but keep the focus, and a page begins where reading begins. */
function turn(pages) {
  const page = view.page + pages;
  if (page < 0 || page >= pageCount()) return;
  view.page = page;
  show();
  if (list.getBoundingClientRect().top < 0) list.scrollIntoView();
}

function facetFields(facet) {
  const boxes = valuesOf(rows, facet).map(([value, count]) => {
    const box = make("input", { type: "checkbox", name: facet.name, value });
    box.addEventListener("change", () => {
      if (box.checked) choices[facet.name].add(value);
      else choices[facet.name].delete(value);
      change({});
    });
    const label = value === "unknown" && facet.name === "status" ? "age unknown" : value;
    return make("label", {}, box, " " + label + " (" + number(count) + ")");
  });
  return make("fieldset", {}, make("legend", {}, facet.label), ...boxes);
}

/** On a wide page the filters lie open; on a narrow one they would push the list out of sight. */
function facetFold() {
  const facets = FACETS.filter((facet) => valuesOf(rows, facet).length > 1).map(facetFields);
  if (facets.length === 0) return [];
  const fold = make("details", { class: "facets" }, summary, make("div", {}, ...facets));
  const wide = window.matchMedia("(min-width: 48.01rem)");
  const follow = () => { fold.open = wide.matches; };
  wide.addEventListener("change", follow);
  follow();
  return [fold];
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
    make("label", { class: "field grows" }, "Search", search),
    make("label", { class: "field" }, "Group by", group), clear, ...facetFold());
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
  const links = row.links.flatMap(([label, address]) => [link(address, label), " "]);
  return [
    ...(row.description === undefined ? [] : [make("p", { class: "text" }, data.texts[row.description])]),
    make("dl", { class: "facts" }, ...facts),
    ...(links.length === 0 ? [] : [make("p", {}, ...links)]),
    ...(row.entry === undefined ? [] : suppressionOf(row)),
  ];
}

function suppressionOf(row) {
  const entry = make("pre", { tabindex: "0", role: "group", "aria-label": "Suppression entry" }, suppressionEntry(row, new Date()));
  const copy = make("button", { type: "button" }, "Copy suppression entry");
  copy.addEventListener("click", () => copyText(entry));
  return [make("p", {}, copy), entry];
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

/** A path that is broken between its folders before it is broken anywhere else. */
function breakable(path) {
  return path.split(/(?<=[/])/).flatMap((part) => [part, make("wbr")]);
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
  const ticket = row.ticket && make("span", { class: "ticket" }, row.ticket.url === undefined ? row.ticket.key : link(row.ticket.url, row.ticket.key));
  const place = row.place || "–";
  const line = make("tr", {},
    make("td", { class: "severity " + row.severity }, row.severity),
    make("td", {}, open, ...(ticket ? [" ", ticket] : [])),
    make("td", {}, ...(row.placeLink === undefined ? breakable(place) : [link(row.placeLink, ...breakable(place))])),
    make("td", {}, row.tools.join(", ")),
    make("td", {}, row.type),
    make("td", {}, row.state + (row.status === "fixed" ? "" : ", " + (row.status === "unknown" ? "age unknown" : row.status))));
  return line;
}

function groupHead(entry) {
  const name = entry.name === "" ? "No " + view.group : entry.name;
  return make("tr", { class: "group" }, make("th", { colspan: String(COLUMNS.length), scope: "colgroup" }, name + " (" + number(entry.count) + ")"));
}

const status = make("p", { role: "status", id: "shown" });
const copied = make("p", { role: "status" });
const summary = make("summary", {}, "Filters");
const previous = make("button", { type: "button" }, "Previous");
const next = make("button", { type: "button" }, "Next");
const pager = make("span", { class: "pager", role: "group", "aria-label": "Pages of the list" }, previous, next);
const table = make("table", { id: "list", "aria-describedby": "shown" });
const list = make("div", { class: "wide list", tabindex: "0", role: "region", "aria-label": "List of findings" }, table);
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
  status.textContent = statusText(from, page.length);
  list.hidden = page.length === 0;
  pager.hidden = pageCount() === 1;
  previous.setAttribute("aria-disabled", String(view.page === 0));
  next.setAttribute("aria-disabled", String(view.page + 1 === pageCount()));
}

/** What is shown, for the eye and, as it changes, for the ear. */
function statusText(from, shown) {
  const all = number(rows.length);
  if (shown === 0) return "No finding matches (" + all + " in all)";
  const range = "Showing " + number(from + 1) + " to " + number(from + shown) + " of " + number(entries.length);
  const pages = pageCount() === 1 ? "" : ", page " + number(view.page + 1) + " of " + number(pageCount());
  return range + (entries.length === rows.length ? "" : " that match (" + all + " in all)") + pages;
}

if (rows.length > 0) {
  change({});
  document.getElementById("plain").replaceWith(filterBar(), make("div", { class: "bar" }, status, pager, copied), list);
}
`;
