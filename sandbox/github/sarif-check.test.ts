import { describe, expect, it } from "vitest";
import { checkSarif } from "./sarif-check.ts";

const rule = (more: object = {}): object => ({
  id: "r",
  properties: { "security-severity": "7.5" },
  ...more,
});
const result = (more: object = {}): object => ({
  ruleId: "r",
  message: { text: "found" },
  locations: [{ physicalLocation: { artifactLocation: { uri: "src/a%20b.ts" }, region: { startLine: 1 } } }],
  ...more,
});
const sarif = (rules: object[], results: object[], more: object = {}): object => ({
  version: "2.1.0",
  runs: [
    { tool: { driver: { name: "t", rules } }, results, automationDetails: { id: "scan-gate/t/" }, ...more },
  ],
});
const at = (physical: object): object => result({ locations: [{ physicalLocation: physical }] });

describe("what code scanning accepts", () => {
  it("a run with a rule and a result, with its category and counts", () => {
    expect(checkSarif(sarif([rule()], [result()]))).toMatchObject({
      errors: [],
      analyses: [{ tool: "t", category: "scan-gate/t/", results: 1, rules: 1, warning: "" }],
    });
  });

  it("an empty run, which closes alerts", () => {
    expect(checkSarif(sarif([], [])).errors).toEqual([]);
  });

  it("more than 5,000 results, of which it ignores the rest", () => {
    const many = sarif(
      [rule()],
      Array.from({ length: 5001 }, () => result()),
    );
    expect(checkSarif(many)).toMatchObject({ errors: [], analyses: [{ warning: "1 results were ignored" }] });
  });

  it("an id without a slash, as no category at all", () => {
    expect(checkSarif(sarif([], [], { automationDetails: { id: "x" } })).analyses[0]?.category).toBe("");
  });
});

describe("what code scanning refuses", () => {
  it.each([
    ["no document", null, /version/],
    ["no runs", { version: "2.1.0" }, /no runs/],
    ["no results", { version: "2.1.0", runs: [{ tool: { driver: { name: "t" } } }] }, /no results/],
    ["no tool", { version: "2.1.0", runs: [{ results: [] }] }, /no tool name/],
    ["21 runs", { version: "2.1.0", runs: Array.from({ length: 21 }, () => ({})) }, /more runs/],
    [
      "25,001 results",
      sarif(
        [rule()],
        Array.from({ length: 25_001 }, () => result()),
      ),
      /more results/,
    ],
    [
      "a severity that is no number",
      sarif([rule({ properties: { "security-severity": "null" } })], []),
      /is not a number/,
    ],
    [
      "a severity above ten",
      sarif([rule({ properties: { "security-severity": "11" } })], []),
      /is not a number/,
    ],
    ["21 tags", sarif([rule({ properties: { tags: Array.from({ length: 21 }, String) } })], []), /more tags/],
    ["two rules of one id", sarif([rule(), rule()], []), /duplicate rule id/],
    ["a rule without an id", sarif([{}], []), /no id/],
    ["a rule with a long name", sarif([rule({ name: "x".repeat(256) })], []), /name is too long/],
    ["an empty description", sarif([rule({ shortDescription: { text: "" } })], []), /shortDescription/],
    ["a result without a place", sarif([rule()], [result({ locations: [] })]), /at least one location/],
    ["a logical place", sarif([rule()], [result({ locations: [{}] })]), /physical location/],
    ["a place without a file", sarif([rule()], [at({ artifactLocation: {} })]), /artifact location/],
    ["an absolute path", sarif([rule()], [at({ artifactLocation: { uri: "/etc/passwd" } })]), /invalid URI/],
    ["a path with a space", sarif([rule()], [at({ artifactLocation: { uri: "a b" } })]), /invalid URI/],
    ["a URL", sarif([rule()], [at({ artifactLocation: { uri: "https://x.example/a" } })]), /scheme/],
    [
      "line nought",
      sarif([rule()], [at({ artifactLocation: { uri: "a" }, region: { startLine: 0 } })]),
      /startLine/,
    ],
    ["a result of an unknown rule", sarif([rule()], [result({ ruleId: "q" })]), /unknown rule id/],
    ["a rule index out of range", sarif([rule()], [result({ ruleIndex: 1 })]), /out of range/],
    ["a result without a message", sarif([rule()], [result({ message: {} })]), /expected a message/],
  ])("%s", (_what, document, message) => {
    expect(checkSarif(document).errors.join("\n")).toMatch(message);
  });

  it("what is larger than 10 MB packed", () => {
    expect(checkSarif(sarif([], []), 10_000_001).errors).toEqual([
      "rejecting SARIF, as the file is too large",
    ]);
  });
});
