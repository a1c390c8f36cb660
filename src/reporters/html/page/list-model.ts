/** The part of the page's script that knows nothing of the page: which findings are shown, and in which order. */
import type { PageRow } from "./row.ts";

const SEVERITY_ORDER = ["critical", "unknown", "high", "medium", "low"];

/** A property that findings are shown, sorted or filtered by. */
export interface RowProperty {
  /** As people read it. */
  readonly name: string;
  readonly of: (row: PageRow) => readonly string[];
}

const SEVERITY: RowProperty = { name: "Severity", of: (row) => [row.severity] };
const STATE: RowProperty = { name: "State", of: (row) => [row.state] };
const TYPE: RowProperty = { name: "Type", of: (row) => [row.type] };
const TOOL: RowProperty = { name: "Tool", of: (row) => row.tools };

/** What findings are filtered by. */
export const FACETS: readonly RowProperty[] = [
  SEVERITY,
  STATE,
  { name: "Age", of: (row) => (row.status === "fixed" ? [] : [row.status]) },
  TYPE,
  TOOL,
];

/** Chosen values by facet. A facet without any lets every finding through. */
export type FacetChoices = ReadonlyMap<RowProperty, ReadonlySet<string>>;

/** The columns of the list. */
export const COLUMNS: readonly RowProperty[] = [
  SEVERITY,
  { name: "Finding", of: (row) => [row.title] },
  { name: "Where", of: (row) => [row.place || "\uffff"] },
  TOOL,
  TYPE,
  STATE,
];

/** By what the values of a property are put in order: severities by weight, others by name. */
function orderKey(property: RowProperty, value: string): string {
  return property === SEVERITY ? String(SEVERITY_ORDER.indexOf(value)) : value.toLowerCase();
}

/** A finding with what the text filter looks in. */
export interface ListedRow {
  readonly row: PageRow;
  readonly text: string;
}

export function listedRow(row: PageRow): ListedRow {
  const facts = row.facts.map((fact) => fact[1]);
  return { row, text: [row.title, row.place, row.id, ...row.tools, ...facts].join("\n").toLowerCase() };
}

/** All values of a facet with the number of findings, severities by weight, others by name. */
export function valuesOf(
  rows: readonly PageRow[],
  facet: RowProperty,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const row of rows) for (const value of facet.of(row)) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => (orderKey(facet, a[0]) < orderKey(facet, b[0]) ? -1 : 1));
}

/** Findings in the order of a column; equal ones stay in the order that they have. */
export function sortRows(
  rows: readonly ListedRow[],
  column: RowProperty,
  down: boolean,
): readonly ListedRow[] {
  const sign = down ? -1 : 1;
  return rows
    .map((listed) => ({ listed, key: orderKey(column, column.of(listed.row).join()) }))
    .sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0))
    .map(({ listed }) => listed);
}

/** Those that every facet with a choice and all words of the text let through. */
export function filterRows(
  rows: readonly ListedRow[],
  choices: FacetChoices,
  text: string,
): readonly ListedRow[] {
  const words = text.toLowerCase().split(/\s+/);
  return rows.filter(
    (listed) =>
      words.every((word) => listed.text.includes(word)) &&
      [...choices].every(
        ([facet, wanted]) => !wanted.size || facet.of(listed.row).some((one) => wanted.has(one)),
      ),
  );
}

/** What findings can be grouped by. */
export type GroupField = "file" | "package";

/** A row of the shown list, with its group and how many findings that has. */
export interface GroupedRow {
  readonly row: PageRow;
  readonly name: string;
  readonly count: number;
}

/** Findings with the names of their groups, groups in order of name, what has none last; one group without a field. */
export function groupRows(rows: readonly ListedRow[], field: GroupField | undefined): readonly GroupedRow[] {
  const groups = new Map<string, PageRow[]>();
  for (const { row } of rows) {
    const name = (field && row[field]) || "";
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return [...groups]
    .sort(([a], [b]) => (a === "" ? 1 : b === "" || a < b ? -1 : 1))
    .flatMap(([name, group]) => group.map((row) => ({ row, name, count: group.length })));
}

/** The last day of an exception that begins today and holds for 90 days. */
function lastDay(today: Date): string {
  return new Date(today.getTime() + 90 * 24 * 3600 * 1000).toISOString().slice(0, 10);
}

/** The comment that asks for an exception for a finding. */
export function acceptCommand({ id }: Pick<PageRow, "id">, today: Date): string {
  return `/scan-gate accept ${id} until ${lastDay(today)} because REASON`;
}

/**
 * A policy entry for a finding: what it is, in words and in the YAML that was made for it, and what people fill in.
 * It ends 90 days from today.
 */
export function suppressionEntry(
  { title, place }: Pick<PageRow, "title" | "place">,
  entry: readonly string[],
  today: Date,
): string {
  const [first, ...others] = entry;
  return [
    `  # ${title}${place === undefined ? "" : ` (${place})`}`,
    `  - ${first}`,
    ...[
      ...others,
      'reason: "say here why this is acceptable"',
      '# owner: "@org/team"',
      `expires: ${lastDay(today)}`,
    ].map((line) => `    ${line}`),
  ].join("\n");
}
