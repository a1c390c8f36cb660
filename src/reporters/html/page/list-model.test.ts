import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bundlePageScript } from "../../../../scripts/page-script.ts";
import { PAGE_SCRIPT } from "../page-script.ts";
import {
  acceptCommand,
  COLUMNS,
  FACETS,
  filterRows,
  groupRows,
  listedRow,
  type RowProperty,
  sortRows,
  valuesOf,
} from "./list-model.ts";
import type { PageRow } from "./row.ts";

const row = (overrides: Partial<PageRow> = {}): PageRow => ({
  id: "abc",
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
const listed = rows.map(listedRow);
const places = (some: readonly { readonly row: PageRow }[]) => some.map(({ row: one }) => rows.indexOf(one));

const filter = (chosen: Readonly<Record<string, readonly string[]>>, text = "") =>
  places(
    filterRows(listed, new Map(FACETS.map((facet) => [facet, new Set(chosen[facet.name] ?? [])])), text),
  );
const named = (list: readonly RowProperty[], name: string): RowProperty =>
  list.find((one) => one.name === name) ?? { name, of: () => [] };

describe("the page's list", () => {
  it("filters by all facets with a choice and by every word, in any case", () => {
    expect(filter({})).toEqual([0, 1, 2]);
    expect(filter({ Severity: ["low", "unknown"] })).toEqual([0, 2]);
    expect(filter({ Tool: ["snyk"] })).toEqual([1]);
    expect(filter({ Tool: ["snyk"], Severity: ["low"] })).toEqual([]);
    expect(filter({}, "ALPHA")).toEqual([1, 2]);
    expect(filter({}, " cve-2021 alpha ")).toEqual([1]);
  });

  it("sorts by column both ways, and equal rows stay in the report's order", () => {
    const sorted = (name: string, down = false) => places(sortRows(listed, named(COLUMNS, name), down));
    expect(sorted("Severity")).toEqual([1, 2, 0]);
    expect(sorted("Severity", true)).toEqual([0, 2, 1]);
    expect(sorted("Finding")).toEqual([1, 2, 0]);
    expect(sorted("Where")).toEqual([1, 0, 2]);
  });

  it("counts the values of a facet", () => {
    expect(valuesOf(rows, named(FACETS, "Severity"))).toEqual([
      ["critical", 1],
      ["unknown", 1],
      ["low", 1],
    ]);
    expect(valuesOf(rows, named(FACETS, "Tool"))).toEqual([
      ["semgrep", 3],
      ["snyk", 1],
    ]);
  });

  it("groups by file or package, what has none last", () => {
    expect(groupRows(listed, "file")).toEqual([
      { row: rows[1], name: "a.js", count: 1 },
      { row: rows[0], name: "b.js", count: 1 },
      { row: rows[2], name: "", count: 1 },
    ]);
    expect(places(groupRows(listed, undefined))).toEqual([0, 1, 2]);
  });
});

describe("the page's script", () => {
  it("builds the page from text alone", () => {
    const sources = ["main", "elements", "finding-row", "list-model"].map((name) =>
      readFileSync(new URL(`${name}.ts`, import.meta.url), "utf8"),
    );
    for (const code of [PAGE_SCRIPT, ...sources]) {
      expect(code).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function\(/);
    }
    expect(PAGE_SCRIPT).not.toMatch(/<\/|<!--|[^\n\x20-\x7e]/);
  });

  it("is bundled from its source as it is", async () => {
    expect(PAGE_SCRIPT, "run `npm run docs`").toBe(await bundlePageScript());
  });
});

describe("acceptCommand", () => {
  const today = new Date("2026-11-21T23:00:00Z");

  it("asks for an exception of 90 days for a finding's fingerprint", () => {
    expect(acceptCommand(row(), today)).toBe("/scan-gate accept abc until 2027-02-19 because REASON");
  });
});
