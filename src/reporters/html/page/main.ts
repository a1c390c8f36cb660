/** The page's script: it puts a list that can be filtered, sorted and grouped in the place of the plain table. */
import { countText, make, makeButton, on } from "./elements.ts";
import { findingRow } from "./finding-row.ts";
import { keyboardHelp } from "./keyboard.ts";
import {
  COLUMNS,
  FACETS,
  type Facet,
  filterRows,
  type GroupField,
  groupRows,
  type ListColumn,
  rowFingerprint,
  searchTextOf,
  sortRows,
  valuesOf,
} from "./list-model.ts";
import type { PageData } from "./row.ts";

/** As many as a page of the list shows, and as many as are printed. */
const SIZES = { page: 100, print: 2000 };
let pageSize = SIZES.page;
// Written by render.ts into the same file.
const { rows, texts }: PageData = JSON.parse(document.getElementById("findings-data")?.textContent ?? "");
const searchTexts = rows.map(searchTextOf);
const choices = new Map(FACETS.map((facet) => [facet, new Set<string>()]));
let order: readonly number[] = rows.map((_, index) => index);
/** What is shown, on all pages of the list; a name and a count where it is grouped. */
let entries: readonly { readonly index: number; readonly name?: string; readonly count?: number }[] = [];

interface ListView {
  readonly text: string;
  readonly column: ListColumn | undefined;
  readonly down: boolean;
  readonly group: GroupField | undefined;
}
let view: ListView = { text: "", column: undefined, down: false, group: undefined };
let pageIndex = 0;

const status = make("p", { role: "status", id: "shown" });
const copied = make("p", { role: "status" });
const search = make("input", { type: "search", autocomplete: "off" });
const summary = make("summary", {}, "Filters");
const previous = makeButton(() => turn(-1), "Previous");
const next = makeButton(() => turn(1), "Next");
const pager = make(
  "span",
  { class: "pager", role: "group", "aria-label": "Pages of the list" },
  previous,
  next,
);
const table = make("table", { id: "list", "aria-describedby": "shown" });
const list = make(
  "div",
  { class: "wide list", tabindex: "0", role: "region", "aria-label": "List of findings" },
  table,
);

function change(what: Partial<ListView>): void {
  view = { ...view, ...what };
  pageIndex = 0;
  const shown = filterRows({ rows, searchTexts, order }, choices, view.text);
  entries = view.group === undefined ? shown.map((index) => ({ index })) : groupRows(shown, rows, view.group);
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
  const body = page.flatMap(({ index, name, count = 0 }, at) => {
    const row = rows[index];
    if (row === undefined) return [];
    const line = findingRow(row, { texts, copied });
    return name === undefined || page[at - 1]?.name === name ? [line] : [groupHead(name, count), line];
  });
  table.replaceChildren(
    make("caption", {}, "Findings"),
    make("thead", {}, headRow()),
    make("tbody", {}, ...body),
  );
  status.textContent = statusText(from, page.length);
  list.hidden = page.length === 0;
  pager.hidden = pageCount() === 1;
  previous.ariaDisabled = String(pageIndex === 0);
  next.ariaDisabled = String(pageIndex + 1 === pageCount());
}

/** What is shown, for the eye and, as it changes, for the ear. */
function statusText(from: number, shown: number): string {
  const all = countText(rows.length);
  if (shown === 0) return `No finding matches (${all} in all)`;
  const range = `Showing ${countText(from + 1)} to ${countText(from + shown)} of ${countText(entries.length)}`;
  const pages = pageCount() === 1 ? "" : `, page ${countText(pageIndex + 1)} of ${countText(pageCount())}`;
  return range + (entries.length === rows.length ? "" : ` that match (${all} in all)`) + pages;
}

function headRow(): HTMLElement {
  const heads = COLUMNS.map((column) => {
    const told = view.column === column ? (view.down ? "descending" : "ascending") : undefined;
    return make(
      "th",
      { scope: "col", "aria-sort": told },
      makeButton(() => sortBy(column), column.name),
    );
  });
  return make("tr", {}, ...heads);
}

function sortBy(column: ListColumn): void {
  const down = view.column === column && !view.down;
  order = sortRows(rows, column, down);
  change({ column, down });
  table.querySelector<HTMLElement>("[aria-sort] button")?.focus();
}

function groupHead(group: string, count: number): HTMLElement {
  const name = group === "" ? `No ${view.group}` : group;
  const attributes = { colspan: COLUMNS.length, scope: "colgroup" };
  return make("tr", { class: "group" }, make("th", attributes, `${name} (${countText(count)})`));
}

function filterBar(): HTMLElement {
  on(search, "input", () => change({ text: search.value }));
  const fields: readonly (GroupField | undefined)[] = [undefined, "file", "package"];
  const group = make(
    "select",
    {},
    ...fields.map((field) => make("option", { value: field ?? "" }, field ?? "nothing")),
  );
  on(group, "change", () => change({ group: fields[group.selectedIndex] }));
  const clear = makeButton(() => {
    clearFilters();
    search.focus();
  }, "Clear filters");
  const bar = make(
    "div",
    { class: "filters", role: "search", "aria-label": "Filter findings" },
    make("label", { class: "field grows" }, "Search", search),
    make("label", { class: "field" }, "Group by", group),
    clear,
    ...facetFold(),
  );
  return bar;
}

function clearFilters(): void {
  for (const values of choices.values()) values.clear();
  for (const box of document.querySelectorAll<HTMLInputElement>(".facets input")) box.checked = false;
  search.value = "";
  change({ text: "" });
}

/** Opens the finding that the page's address names, whatever hides it. */
function openNamed(): void {
  const name = location.hash.slice(1);
  const at = name === "" ? -1 : rows.findIndex((row) => rowFingerprint(row) === name);
  if (at < 0) return;
  clearFilters();
  const place = entries.findIndex(({ index }) => index === at);
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
  const fold = make("details", { class: "facets" }, summary, make("div", {}, ...facets));
  const wide = window.matchMedia("(min-width: 48.01rem)");
  const follow = () => {
    fold.open = wide.matches;
  };
  on(wide, "change", follow);
  follow();
  return [fold];
}

/** A box for each value of a facet; none where there is nothing to choose. */
function facetFields(facet: Facet, chosen: Set<string>): readonly HTMLElement[] {
  const values = valuesOf(rows, facet);
  if (values.length < 2) return [];
  const boxes = values.map(([value, count]) => {
    const box = make("input", { type: "checkbox" });
    on(box, "change", () => {
      if (box.checked) chosen.add(value);
      else chosen.delete(value);
      change({});
    });
    return make("label", {}, box, ` ${value} (${countText(count)})`);
  });
  return [make("fieldset", {}, make("legend", {}, facet.name), ...boxes)];
}

if (rows.length > 0) {
  change({});
  document
    .getElementById("plain")
    ?.replaceWith(
      filterBar(),
      make("div", { class: "bar" }, status, pager, copied, ...keyboardHelp(search, table)),
      list,
    );
  on(window, "beforeprint", () => resize(SIZES.print));
  on(window, "afterprint", () => resize(SIZES.page));
  on(window, "hashchange", openNamed);
  openNamed();
}
