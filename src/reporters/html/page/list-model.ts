/** The part of the page's script that knows nothing of the page: which findings are shown, and in which order. */
import type { PageRow } from "./row.ts";

const SEVERITY_ORDER = ["critical", "unknown", "high", "medium", "low"];

/** A property that findings are filtered by. */
export interface Facet {
  /** As people read it. */
  readonly name: string;
  readonly of: (row: PageRow) => readonly string[];
}

export const FACETS: readonly Facet[] = [
  { name: "Severity", of: (row) => [row.severity] },
  { name: "State", of: (row) => [row.state] },
  { name: "Age", of: (row) => (row.status === "fixed" ? [] : [ageText(row.status)]) },
  { name: "Type", of: (row) => [row.type] },
  { name: "Tool", of: (row) => row.tools },
];

/** Chosen values by facet. A facet without any lets every finding through. */
export type FacetChoices = ReadonlyMap<Facet, ReadonlySet<string>>;

/** A column of the list. */
export interface ListColumn {
  readonly name: string;
  readonly key: (row: PageRow) => string | number;
}

export const COLUMNS: readonly ListColumn[] = [
  { name: "Severity", key: (row) => SEVERITY_ORDER.indexOf(row.severity) },
  { name: "Finding", key: (row) => row.title.toLowerCase() },
  { name: "Where", key: (row) => (row.place || "\uffff").toLowerCase() },
  { name: "Tool", key: (row) => row.tools.join(", ") },
  { name: "Type", key: (row) => row.type },
  { name: "State", key: (row) => row.state + row.status },
];

/** The age of a finding as it is shown. */
export function ageText(status: string): string {
  return status === "unknown" ? "age unknown" : status;
}

/** What the text filter looks in. */
export function searchTextOf(row: PageRow): string {
  const facts = row.facts.map((fact) => fact[1]);
  return [row.title, row.place || "", row.tools.join(" "), ...facts].join("\n").toLowerCase();
}

/** All values of a facet with the number of findings, severities by weight, others by name. */
export function valuesOf(rows: readonly PageRow[], facet: Facet): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const row of rows) for (const value of facet.of(row)) counts.set(value, (counts.get(value) || 0) + 1);
  const order = (value: string) =>
    facet.name === "Severity" ? String(SEVERITY_ORDER.indexOf(value)) : value;
  return [...counts].sort((a, b) => (order(a[0]) < order(b[0]) ? -1 : 1));
}

/** Indexes of all rows in the order of a column; equal ones stay in the report's own order. */
export function sortRows(rows: readonly PageRow[], column: ListColumn, down: boolean): readonly number[] {
  const sign = down ? -1 : 1;
  return rows
    .map((row, index) => ({ key: column.key(row), index }))
    .sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : a.index - b.index))
    .map(({ index }) => index);
}

/** The list before anything is filtered: rows, what the text filter looks in for each, and indexes in their order. */
export interface SortedRows {
  readonly rows: readonly PageRow[];
  readonly searchTexts: readonly string[];
  readonly order: readonly number[];
}

/** Those of the ordered rows that every facet with a choice and the text let through. */
export function filterRows(
  { rows, searchTexts, order }: SortedRows,
  choices: FacetChoices,
  text: string,
): readonly number[] {
  const words = text.toLowerCase().split(/\s+/);
  const chosen = [...choices].filter(([, wanted]) => wanted.size > 0);
  return order.filter((index) => {
    const row = rows[index];
    const searched = searchTexts[index];
    return (
      row !== undefined &&
      searched !== undefined &&
      words.every((word) => searched.includes(word)) &&
      chosen.every(([facet, wanted]) => facet.of(row).some((value) => wanted.has(value)))
    );
  });
}

/** What findings can be grouped by. */
export type GroupField = "file" | "package";

/** A row of the shown list, with its group and how many findings that has. */
export interface GroupedRow {
  readonly index: number;
  readonly name: string;
  readonly count: number;
}

/** The shown rows with their group names, groups in order of name, what has none last. */
export function groupRows(
  shown: readonly number[],
  rows: readonly PageRow[],
  field: GroupField,
): readonly GroupedRow[] {
  const groups = new Map<string, number[]>();
  for (const index of shown) {
    const name = rows[index]?.[field] || "";
    const group = groups.get(name);
    if (group) group.push(index);
    else groups.set(name, [index]);
  }
  return [...groups]
    .sort(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1))
    .flatMap(([name, group]) => group.map((index) => ({ index, name, count: group.length })));
}

/** The last day of an exception that begins today and holds for 90 days. */
function lastDay(today: Date): string {
  return new Date(today.getTime() + 90 * 24 * 3600 * 1000).toISOString().slice(0, 10);
}

/** What a finding is named by in links and commands. */
export function rowFingerprint({ facts }: Pick<PageRow, "facts">): string | undefined {
  return facts.find(([name]) => name === "Fingerprint")?.[1];
}

/** The comment that asks for an exception for a finding; undefined for one without a fingerprint. */
export function acceptCommand(row: Pick<PageRow, "facts">, today: Date): string | undefined {
  const fingerprint = rowFingerprint(row);
  return fingerprint && `/scan-gate accept ${fingerprint} until ${lastDay(today)} because REASON`;
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
