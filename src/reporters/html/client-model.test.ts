import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { CLIENT_MODEL } from "./client-model.ts";
import { CLIENT_VIEW } from "./client-view.ts";
import type { Row } from "./rows.ts";

interface Column {
  readonly name: string;
}
type Choices = Readonly<Record<string, ReadonlySet<string>>>;

/** What the script offers once it runs. */
interface ClientModel {
  readonly FACETS: readonly { readonly name: string }[];
  readonly COLUMNS: readonly Column[];
  searchTextOf(row: Row): string;
  valuesOf(rows: readonly Row[], facet: { readonly name: string }): readonly (readonly [string, number])[];
  sortRows(rows: readonly Row[], column: Column, down: boolean): readonly number[];
  filterRows(
    order: readonly number[],
    rows: readonly Row[],
    texts: readonly string[],
    choices: Choices,
    text: string,
  ): readonly number[];
  groupRows(
    shown: readonly number[],
    rows: readonly Row[],
    field: string,
  ): readonly { index: number; name: string; count: number }[];
}

const names = "({ FACETS, COLUMNS, searchTextOf, valuesOf, sortRows, filterRows, groupRows })";
// The script is text here as in the page; its own context makes arrays of another realm, hence plain().
const model = runInNewContext(`${CLIENT_MODEL}\n${names}`) as ClientModel;
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const row = (overrides: Partial<Row> = {}): Row => ({
  severity: "high",
  title: "Title",
  tools: ["semgrep"],
  type: "sast",
  status: "new",
  state: "blocks",
  facts: [],
  links: [],
  ...overrides,
});

const rows = [
  row({ title: "beta", severity: "low", file: "b.js", place: "b.js:1" }),
  row({
    title: "Alpha",
    severity: "critical",
    tools: ["semgrep", "snyk"],
    file: "a.js",
    place: "a.js:9",
    facts: [["Identifiers", "CVE-2021-23337"]],
  }),
  row({ title: "alpha", severity: "unknown", type: "sca", package: "lodash" }),
];
const texts = rows.map((one) => model.searchTextOf(one));

const choose = (chosen: Readonly<Record<string, readonly string[]>>): Choices =>
  Object.fromEntries(model.FACETS.map(({ name }) => [name, new Set(chosen[name] ?? [])]));
const filter = (chosen: Readonly<Record<string, readonly string[]>>, text = "") =>
  plain(model.filterRows([0, 1, 2], rows, texts, choose(chosen), text));
const named = <T extends { readonly name: string }>(list: readonly T[], name: string): T =>
  list.find((one) => one.name === name) as T;

describe("the page's list", () => {
  it("filters by all facets with a choice and by every word, in any case", () => {
    expect(filter({})).toEqual([0, 1, 2]);
    expect(filter({ severity: ["low", "unknown"] })).toEqual([0, 2]);
    expect(filter({ tool: ["snyk"] })).toEqual([1]);
    expect(filter({ tool: ["snyk"], severity: ["low"] })).toEqual([]);
    expect(filter({}, "ALPHA")).toEqual([1, 2]);
    expect(filter({}, " cve-2021 alpha ")).toEqual([1]);
  });

  it("sorts by column both ways, and equal rows stay in the report's order", () => {
    const sorted = (name: string, down = false) =>
      plain(model.sortRows(rows, named(model.COLUMNS, name), down));
    expect(sorted("severity")).toEqual([1, 2, 0]);
    expect(sorted("severity", true)).toEqual([0, 2, 1]);
    expect(sorted("title")).toEqual([1, 2, 0]);
    expect(sorted("place")).toEqual([1, 0, 2]);
  });

  it("counts the values of a facet", () => {
    expect(plain(model.valuesOf(rows, named(model.FACETS, "severity")))).toEqual([
      ["critical", 1],
      ["unknown", 1],
      ["low", 1],
    ]);
    expect(plain(model.valuesOf(rows, named(model.FACETS, "tool")))).toEqual([
      ["semgrep", 3],
      ["snyk", 1],
    ]);
  });

  it("groups by file or package, what has none last", () => {
    expect(plain(model.groupRows([0, 1, 2], rows, "file"))).toEqual([
      { index: 1, name: "a.js", count: 1 },
      { index: 0, name: "b.js", count: 1 },
      { index: 2, name: "", count: 1 },
    ]);
  });
});

it("builds the page from text alone", () => {
  expect(CLIENT_VIEW).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function\(/);
  expect(CLIENT_MODEL + CLIENT_VIEW).not.toContain("</");
});
