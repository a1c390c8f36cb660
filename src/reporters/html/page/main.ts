/** The page's script: it puts a list that can be filtered, sorted and grouped in the place of the plain table. */
import { countText, make, makeButton } from "./elements.ts";
import { findingRow } from "./finding-row.ts";
import { keyboardHelp } from "./keyboard.ts";
import {
  COLUMNS,
  FACETS,
  filterRows,
  type GroupedRow,
  type GroupField,
  groupRows,
  type ListedRow,
  listedRow,
  type RowProperty,
  sortRows,
  valuesOf,
} from "./list-model.ts";
import type { PageData } from "./row.ts";

/** As many as a page of the list shows, and as many as are printed. */
const SIZES = { page: 100, print: 2000 };
let pageSize = SIZES.page;
// Written by render.ts into the same file.
const { rows, texts }: PageData = JSON.parse(document.getElementById("findings-data")?.textContent ?? "");
const FIELDS: readonly GroupField[] = ["file", "package"];
const listed = rows.map(listedRow);
const choices = new Map(FACETS.map((facet) => [facet, new Set<string>()]));
let sorted: readonly ListedRow[] = listed;
/** What is shown, on all pages of the list. */
let entries: readonly GroupedRow[] = [];
/** By what the list is sorted; undefined in the report's own order. */
let sortColumn: RowProperty | undefined;
let isDown = false;
let pageIndex = 0;

const status = make("p", { role: "status", id: "shown" });
const copied = make("p", { role: "status" });
const search = make("input", {
  type: "search",
  autocomplete: "off",
  oninput: change,
});
const group = make(
  "select",
  { onchange: change },
  make("option", { value: "" }, "nothing"),
  ...FIELDS.map((field) => make("option", {}, field)),
);
const summary = make("summary", {}, "Filters");
const previous = makeButton(() => turn(-1), "Previous");
const next = makeButton(() => turn(1), "Next");
const pager = make(
  "span",
  { className: "pager", role: "group", ariaLabel: "Pages of the list" },
  previous,
  next,
);
const table = make("table", { id: "list" });
const list = make(
  "div",
  { className: "wide list", tabIndex: 0, role: "region", ariaLabel: "List of findings" },
  table,
);

/** Finds anew what is shown, after a change of search, filters, groups or order. */
function change(): void {
  pageIndex = 0;
  entries = groupRows(filterRows(sorted, choices, search.value), FIELDS[group.selectedIndex - 1]);
  const chosen = [...choices.values()].reduce((sum, values) => sum + values.size, 0);
  summary.textContent = chosen === 0 ? "Filters" : `Filters (${chosen} chosen)`;
  show();
}

function pageCount(): number {
  return Math.max(1, Math.ceil(entries.length / pageSize));
}

/** Buttons that lead nowhere do nothing but keep the focus, and a page begins where reading begins. */
function turn(pages: number): void {
  const page = pageIndex + pages;
  if (page < 0 || page >= pageCount()) return;
  pageIndex = page;
  show();
  if (list.getBoundingClientRect().top < 0) list.scrollIntoView();
}

function show(): void {
  const from = pageIndex * pageSize;
  const page = entries.slice(from, from + pageSize);
  const body = page.flatMap(({ row, name, count }, at) => {
    const line = findingRow(row, { texts, copied });
    return !group.value || page[at - 1]?.name === name ? [line] : [groupHead(name, count), line];
  });
  const told = statusText(from, page.length);
  status.textContent = told;
  table.replaceChildren(make("caption", {}, told), make("thead", {}, headRow()), make("tbody", {}, ...body));
  list.hidden = page.length === 0;
  pager.hidden = pageCount() === 1;
  previous.ariaDisabled = String(pageIndex === 0);
  next.ariaDisabled = String(pageIndex + 1 === pageCount());
}

/** What is shown, for the eye and, as it changes, for the ear. */
function statusText(from: number, shown: number): string {
  const all = countText(rows.length);
  const count = countText(entries.length);
  const inAll = count === all ? "" : ` (${all} in all)`;
  const found = `${shown ? count : "No"} ${count === "1" ? "finding" : "findings"}${inAll}`;
  if (pageCount() === 1) return found;
  return `${countText(from + 1)} to ${countText(from + shown)} of ${found}, page ${countText(pageIndex + 1)} of ${countText(pageCount())}`;
}

function headRow(): HTMLElement {
  const heads = COLUMNS.map((column) => {
    const told = sortColumn === column ? (isDown ? "descending" : "ascending") : null;
    return make(
      "th",
      { scope: "col", ariaSort: told },
      makeButton(() => sortBy(column), column.name),
    );
  });
  return make("tr", {}, ...heads);
}

function sortBy(column: RowProperty): void {
  isDown = sortColumn === column && !isDown;
  sortColumn = column;
  sorted = sortRows(listed, column, isDown);
  change();
  table.querySelector<HTMLElement>("[aria-sort] button")?.focus();
}

function groupHead(name: string, count: number): HTMLElement {
  const properties = { colSpan: COLUMNS.length, scope: "colgroup" };
  return make(
    "tr",
    { className: "group" },
    make("th", properties, `${name || `No ${group.value}`} (${countText(count)})`),
  );
}

function filterBar(): HTMLElement {
  const clear = makeButton(() => {
    clearFilters();
    search.focus();
  }, "Clear filters");
  return make(
    "div",
    { className: "filters", role: "search", ariaLabel: "Filter findings" },
    make("label", { className: "field grows" }, "Search", search),
    make("label", { className: "field" }, "Group by", group),
    clear,
    ...facetFold(),
  );
}

function clearFilters(): void {
  for (const values of choices.values()) values.clear();
  for (const box of document.querySelectorAll<HTMLInputElement>(".facets input")) box.checked = false;
  search.value = "";
  change();
}

/** Opens the finding that the page's address names, whatever hides it. */
function openNamed(): void {
  const name = location.hash.slice(1);
  if (rows.every(({ id }) => id !== name)) return;
  clearFilters();
  const place = entries.findIndex(({ row }) => row.id === name);
  pageIndex = Math.floor(place / pageSize);
  show();
  const title = table.querySelectorAll<HTMLElement>("button.title")[place % pageSize];
  title?.click();
  title?.scrollIntoView({ block: "center" });
  title?.focus();
}

/** Paper has no pages to turn: it gets more at once. */
function resize(size: number): void {
  pageSize = size;
  pageIndex = 0;
  show();
}

/** On a wide page the filters lie open; on a narrow one they would push the list out of sight. */
function facetFold(): readonly HTMLElement[] {
  const facets = [...choices].flatMap(([facet, chosen]) => facetFields(facet, chosen));
  if (facets.length === 0) return [];
  const fold = make("details", { className: "facets" }, summary, make("div", {}, ...facets));
  const wide = window.matchMedia("(min-width: 48.01rem)");
  const follow = () => {
    fold.open = wide.matches;
  };
  wide.onchange = follow;
  follow();
  return [fold];
}

/** A box for each value of a facet; none where there is nothing to choose. */
function facetFields(facet: RowProperty, chosen: Set<string>): readonly HTMLElement[] {
  const values = valuesOf(rows, facet);
  if (values.length < 2) return [];
  const boxes = values.map(([value, count]) => {
    const onchange = () => {
      if (box.checked) chosen.add(value);
      else chosen.delete(value);
      change();
    };
    const box = make("input", { type: "checkbox", onchange });
    return make("label", {}, box, ` ${value} (${countText(count)})`);
  });
  return [make("fieldset", {}, make("legend", {}, facet.name), ...boxes)];
}

if (rows.length > 0) {
  // A single finding is neither filtered nor gone through by keys.
  const isOne = rows.length === 1;
  change();
  document
    .getElementById("plain")
    ?.replaceWith(
      ...(isOne ? [] : [filterBar()]),
      make("div", { className: "bar" }, status, pager, copied, ...(isOne ? [] : keyboardHelp(search, table))),
      list,
    );
  window.onbeforeprint = () => resize(SIZES.print);
  window.onafterprint = () => resize(SIZES.page);
  window.onhashchange = openNamed;
  openNamed();
}
