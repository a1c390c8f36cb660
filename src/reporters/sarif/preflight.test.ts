import { describe, expect, it } from "vitest";
import { aReport } from "../../../test/support/a-report.ts";
import { INJECTION, LODASH, seenAs } from "../../../test/support/sarif-situations.ts";
import type { CodeScanningRun, SarifDocument, SarifResult, SarifRule } from "./document.ts";
import { dropFaulty, preflight } from "./preflight.ts";
import { renderSarif } from "./render.ts";

const SOUND = renderSarif(aReport({ findings: [LODASH, INJECTION] }), {
  lineHashes: () => "ab:1",
}).document;

/** The sound document, with the first run, its second rule and its second result changed. */
function changed(changes: {
  run?: Partial<CodeScanningRun>;
  rule?: Partial<SarifRule>;
  result?: Partial<SarifResult>;
}): SarifDocument {
  const [first, ...others] = SOUND.runs;
  if (first === undefined) throw new Error("no run");
  const { driver } = first.tool;
  const rules = driver.rules.map((rule, index) => (index === 1 ? { ...rule, ...changes.rule } : rule));
  const results = first.results.map((result, index) =>
    index === 1 ? { ...result, ...changes.result } : result,
  );
  return {
    ...SOUND,
    runs: [{ ...first, tool: { driver: { ...driver, rules } }, results, ...changes.run }, ...others],
  };
}

function faults(document: SarifDocument): readonly string[] {
  return preflight(document).map(({ what }) => what);
}

function at(uri: string, region: object = {}): Partial<SarifResult> {
  const lines = { startLine: 1, startColumn: 1, endLine: 1, ...region };
  return { locations: [{ physicalLocation: { artifactLocation: { uri }, region: lines } }] };
}

const properties = (more: object): Partial<SarifRule> => {
  const [, rule] = SOUND.runs[0]?.tool.driver.rules ?? [];
  if (rule === undefined) throw new Error("no rule");
  return { properties: { ...rule.properties, ...more } };
};

describe("preflight", () => {
  it("finds nothing wrong with a sound document", () => {
    expect(preflight(SOUND)).toEqual([]);
    expect(dropFaulty(SOUND)).toEqual({ document: SOUND, notes: [] });
  });

  it.each([
    ["no id", { id: " ", ...{} }],
    ["an empty name", { name: "" }],
    ["a name over 255 characters", { name: "x".repeat(256) }],
    ["an empty description", { shortDescription: { text: "" } }],
    ["an empty description", { fullDescription: { text: " " } }],
    ["a description over 1024 characters", { shortDescription: { text: "x".repeat(1025) } }],
    ["a description over 1024 characters", { fullDescription: { text: "x".repeat(1025) } }],
    ["an empty help", { help: { text: "" } }],
    ["an empty help", { help: { text: "x", markdown: "" } }],
    ["more than 20 tags", properties({ tags: Array.from({ length: 21 }, String) })],
    ["an unknown precision", properties({ precision: "exact" })],
    ["an unknown problem.severity", properties({ "problem.severity": "note" })],
    ["a security-severity outside 0.1 to 10.0", properties({ "security-severity": "Medium" })],
    ["a security-severity outside 0.1 to 10.0", properties({ "security-severity": "0.0" })],
    ["a security-severity outside 0.1 to 10.0", properties({ "security-severity": "10.1" })],
    ["an unknown default level", { defaultConfiguration: { level: "none" as "note" } }],
    ["a help address that is none", { helpUri: "not an address" }],
  ] satisfies [string, Partial<SarifRule>][])("refuses a rule with %s", (what, rule) => {
    const found = faults(changed({ rule }));
    expect(found).toContain(what);
    expect(preflight(changed({ rule }))).toContainEqual({ run: 0, rule: 1, what });
  });

  it.each([
    ["no rule", { ruleId: "other" }],
    ["no rule", { ruleIndex: 99 }],
    ["an unknown level", { level: "none" as "note" }],
    ["an empty message", { message: { text: "" } }],
    ["an empty message", { message: { text: "half \ud800" } }],
    ["a placeholder in its message", { message: { text: "see {0}" } }],
    ["no location", { locations: [] }],
    ["a location that is no relative path", at("")],
    ["a location that is no relative path", at("/etc/passwd")],
    ["a location that is no relative path", at("../x")],
    ["a location that is no relative path", at("a/%2E%2e/x")],
    ["a location that is no relative path", at("a%2F..%2Fx")],
    ["a location that is no relative path", at("file:///x")],
    ["a location that is no relative path", at("a b")],
    ["a location that is no relative path", at("100%")],
    ["a location that is no relative path", at("a/./b")],
    ["a location with impossible lines", at("a", { startLine: 0 })],
    ["a location with impossible lines", at("a", { startLine: 2 })],
    ["a location with impossible lines", at("a", { endLine: 2 ** 31 })],
    ["a location with impossible lines", at("a", { startColumn: 1.5 })],
    ["a line hash of another form", { partialFingerprints: { primaryLocationLineHash: "xyz" } }],
  ] satisfies [string, Partial<SarifResult>][])("refuses a result with %s", (what, result) => {
    expect(preflight(changed({ result }))).toEqual([{ run: 0, result: 1, what }]);
  });

  it("checks the steps of a code flow like places", () => {
    const step = {
      location: {
        physicalLocation: {
          artifactLocation: { uri: "../x" },
          region: { startLine: 0, startColumn: 1, endLine: 1 },
        },
      },
    };
    const flow = (length: number) => ({
      codeFlows: [{ threadFlows: [{ locations: Array.from({ length }, () => step) }] }],
    });
    expect(faults(changed({ result: flow(1) }))).toEqual([
      "a location that is no relative path",
      "a location with impossible lines",
    ]);
    expect(faults(changed({ result: flow(10_001) }))).toContain("more than 10000 steps in its code flow");
  });

  it("knows doubled braces from a placeholder", () => {
    expect(faults(changed({ result: { message: { text: "a {{0}} and {} and { 1 }" } } }))).toEqual([]);
  });

  it.each([
    ["no tool name", { tool: { driver: { name: "", rules: [] } }, results: [] }],
    ["a category that does not end in a slash", { automationDetails: { id: "scan-gate" } }],
    ["a category that does not end in a slash", { automationDetails: { id: "/" } }],
  ] satisfies [string, Partial<CodeScanningRun>][])("refuses a run with %s", (what, run) => {
    expect(preflight(changed({ run }))).toEqual([{ run: 0, what }]);
  });

  it("refuses a second run of one tool and category", () => {
    const document = { ...SOUND, runs: [...SOUND.runs, ...SOUND.runs.slice(0, 1)] };
    expect(preflight(document)).toEqual([{ run: 2, what: "the tool and category of an earlier one" }]);
  });

  it("refuses more locations, results, rules and runs than code scanning takes", () => {
    const [run] = SOUND.runs;
    const [, result] = run?.results ?? [];
    const [rule] = run?.tool.driver.rules ?? [];
    const [location] = result?.locations ?? [];
    if (run === undefined || result === undefined || rule === undefined || location === undefined)
      throw new Error("none");
    expect(faults(changed({ result: { locations: Array(1001).fill(location) } }))).toEqual([
      "more than 1000 locations",
    ]);
    expect(faults(changed({ run: { results: Array(25_001).fill(result) } }))).toEqual([
      "a place beyond 25000 results",
    ]);
    const rules = [...run.tool.driver.rules, ...Array(24_999).fill(rule)];
    const tool = { driver: { ...run.tool.driver, rules } };
    expect(faults(changed({ run: { tool } }))).toEqual(["a place beyond 25000 rules"]);
    const runs = Array.from({ length: 21 }, (_, index) => ({
      ...run,
      automationDetails: { id: `x/${index}/` },
    }));
    expect(preflight({ ...SOUND, runs })).toEqual([{ run: 20, what: "a place beyond 20 runs" }]);
  });
});

describe("dropFaulty", () => {
  it("drops a faulty result alone, and tells it once with its number", () => {
    const bad = changed({ result: at("/etc/passwd") });
    const { document, notes } = dropFaulty(bad);
    expect(document.runs[0]?.results).toEqual(SOUND.runs[0]?.results.slice(0, 1));
    expect(document.runs[1]).toEqual(SOUND.runs[1]);
    expect(notes).toEqual([
      "left out, because code scanning would refuse the file: 1 × result of Semgrep with a location that is no relative path.",
    ]);
  });

  it("drops a faulty rule with its results, and keeps the others pointing at theirs", () => {
    const [first] = SOUND.runs;
    const rules = first?.tool.driver.rules ?? [];
    const results = first?.results ?? [];
    const bad = changed({
      run: {
        tool: {
          driver: {
            name: "Semgrep",
            rules: rules.map((rule, index) => (index === 0 ? { ...rule, name: "" } : rule)),
          },
        },
        results,
      },
    });
    const { document, notes } = dropFaulty(bad);
    expect(document.runs[0]?.tool.driver.rules).toEqual(rules.slice(1));
    expect(document.runs[0]?.results).toEqual([{ ...results[1], ruleIndex: 0 }]);
    expect(preflight(document)).toEqual([]);
    expect(notes).toHaveLength(1);
  });

  it("drops a faulty run whole", () => {
    const { document, notes } = dropFaulty(changed({ run: { automationDetails: { id: "x" } } }));
    expect(document.runs).toEqual(SOUND.runs.slice(1));
    expect(notes[0]).toContain("1 × run of Semgrep with a category");
  });

  it("leaves a sound document behind, whatever was wrong", () => {
    const findings = Array.from({ length: 5 }, (_, index) =>
      seenAs({ id: `${index}`, rule: `r${index % 2}` }),
    );
    const { document } = renderSarif(aReport({ findings }));
    const runs = document.runs.map((run) => ({
      ...run,
      results: run.results.map((result, index) => (index % 2 === 0 ? { ...result, locations: [] } : result)),
    }));
    const dropped = dropFaulty({ ...document, runs });
    expect(preflight(dropped.document)).toEqual([]);
    expect(dropped.document.runs[0]?.results).toHaveLength(2);
    expect(dropped.notes[0]).toContain("3 × result of Semgrep with no location");
  });
});
