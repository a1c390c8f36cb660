import { describe, expect, it } from "vitest";
import type { Observation } from "../../../model/finding.ts";
import { finishSteps } from "../../../model/steps.ts";
import { parseReport } from "../parse.ts";
import type { ReportPart } from "../report-part.ts";

const read = (...given: Parameters<typeof parseReport>) => finishSteps(parseReport(...given));

type Json = Record<string, unknown>;

const rule = {
  id: "js/sqli",
  shortDescription: { text: "SQL injection" },
  defaultConfiguration: { level: "error" },
};

function result(overrides: Json = {}): Json {
  return {
    ruleId: "js/sqli",
    message: { text: "User input reaches a query." },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "src/cart.js" },
          region: { startLine: 12, endLine: 14 },
        },
      },
    ],
    ...overrides,
  };
}

function run(overrides: Json = {}): Json {
  return { tool: { driver: { name: "Lintbot", rules: [rule] } }, results: [result()], ...overrides };
}

function parts(runs: readonly unknown[], workspace?: string): readonly ReportPart[] {
  const text = JSON.stringify({ version: "2.1.0", runs });
  const parsed = read(text, { path: "a.sarif", ...(workspace === undefined ? {} : { workspace }) });
  if ("refused" in parsed) throw new Error(parsed.refused);
  return parsed.parts;
}

function only(runJson: Json, workspace?: string): Observation {
  const found = parts([runJson], workspace)[0]?.results ?? [];
  expect(found).toHaveLength(1);
  return (found[0] as { observation: Observation }).observation;
}

const one = (overrides: Json, runOverrides: Json = {}) =>
  only(run({ results: [result(overrides)], ...runOverrides }));

/** A run whose only rule is this one. */
const ruled = (name: string, ruleJson: Json, overrides: Json = {}) =>
  only({
    tool: { driver: { name, rules: [ruleJson] } },
    results: [result({ ruleId: ruleJson.id, ...overrides })],
  });

describe("a SARIF result", () => {
  it("becomes an observation of its driver, with place, rule and message", () => {
    expect(only(run())).toMatchObject({
      source: "reports",
      tool: "lintbot",
      type: "sast",
      path: "src/cart.js",
      line: 12,
      endLine: 14,
      severity: "high",
      title: "SQL injection",
      description: "User input reaches a query.",
      rule: "js/sqli",
    });
  });

  it.each([
    ["HIGH CONFIDENCE", "high"],
    ["low confidence", "low"],
    ["NO CONFIDENCE", undefined],
    ["security", undefined],
  ])("of Semgrep is as sure as the tag %s says", (tag, confidence) => {
    const tagged = { ...rule, properties: { tags: ["security", tag] } };
    expect(ruled("Semgrep OSS", tagged).confidence).toBe(confidence);
    expect(ruled("Lintbot", tagged)).not.toHaveProperty("confidence");
  });

  it.each([
    ["Semgrep OSS", "semgrep"],
    ["Semgrep PRO", "semgrep"],
    ["semgrep", "semgrep"],
    ["Snyk Open Source", "snyk"],
    ["SnykCode", "snyk"],
    ["Snyk Container", "snyk"],
    ["Snyk IaC", "snyk"],
    ["Snykish Scanner", "snykish scanner"],
    ["CodeQL", "codeql"],
  ])("of the driver %s is of the tool %s", (driver, tool) => {
    expect(ruled(driver, rule).tool).toBe(tool);
  });

  it.each([
    [{ level: "error" }, "high"],
    [{ level: "warning" }, "medium"],
    [{ level: "Note" }, "low"],
    [{ level: "none" }, "unknown"],
    [{ level: "critical" }, "unknown"],
    [{ level: 3 }, "unknown"],
    [{ level: "note", properties: { "security-severity": "9.8" } }, "critical"],
    [{ properties: { "security-severity": 7 } }, "high"],
    [{ properties: { "security-severity": "4.0" } }, "medium"],
    [{ properties: { "security-severity": "0.1" } }, "low"],
    [{ level: "note", properties: { "security-severity": "0.0" } }, "low"],
    [{ level: "warning", properties: { "security-severity": "undefined" } }, "medium"],
    [{ level: "warning", properties: { "security-severity": "null" } }, "medium"],
    [{ level: "warning", properties: { "security-severity": "-3" } }, "medium"],
    [{ properties: { "security-severity": "1e400" } }, "unknown"],
    [{ properties: { "security-severity": "11" } }, "critical"],
  ])("with %j is of severity %s", (overrides, severity) => {
    expect(one(overrides).severity).toBe(severity);
  });

  it("takes the severity of its rule, and warning where nobody says anything", () => {
    expect(ruled("Lintbot", { id: "a", properties: { "security-severity": "9.1" } })).toMatchObject({
      severity: "critical",
      score: 9.1,
      nativeSeverity: "9.1",
    });
    expect(ruled("Lintbot", { id: "a" }).severity).toBe("medium");
  });

  it.each([
    ["pass", 0],
    ["notApplicable", 0],
    ["informational", 0],
    ["fail", 1],
    ["open", 1],
    ["review", 1],
    ["something new", 1],
  ])("of kind %s counts %i times", (kind, count) => {
    expect(parts([run({ results: [result({ kind })] })])[0]?.results).toHaveLength(count);
  });

  it.each([
    [[{ kind: "inSource" }], { reason: "a comment in the code" }],
    [[{ kind: "external", status: "accepted", justification: "false alarm" }], { reason: "false alarm" }],
    [[{ kind: "external", status: "rejected" }], undefined],
    [[{ kind: "external", status: "underReview" }], undefined],
    [[{ kind: "inSource" }, { kind: "external", status: "rejected" }], undefined],
    [[{ kind: "inSource" }, null], undefined],
    [[], undefined],
    [null, undefined],
  ])("with suppressions %j is ignored as %j", (suppressions, ignored) => {
    expect(one({ suppressions }).ignored).toEqual(ignored);
  });

  it("finds its rule by index, by id, by a parent's id, and in an extension", () => {
    const rules = [
      { id: "a", name: "A" },
      { id: "b", shortDescription: { text: "Bee" } },
    ];
    const tool = {
      driver: { name: "x", rules },
      extensions: [{ name: "pack", rules: [{ id: "e", shortDescription: { text: "Ext" } }] }],
    };
    const titleOf = (overrides: Json) =>
      only({ tool, results: [{ message: { text: "Text." }, ...overrides }] }).title;
    expect(titleOf({ ruleIndex: 1 })).toBe("Bee");
    expect(titleOf({ ruleId: "b" })).toBe("Bee");
    expect(titleOf({ ruleId: "b/sub" })).toBe("Bee");
    expect(titleOf({ ruleId: "b", ruleIndex: 0 })).toBe("Bee");
    expect(titleOf({ rule: { index: 0, toolComponent: { index: 0 } } })).toBe("Ext");
    expect(titleOf({ rule: { id: "e", index: 0, toolComponent: { name: "pack" } } })).toBe("Ext");
    expect(titleOf({ ruleId: "gone", ruleIndex: 99 })).toBe("Text");
  });

  it("reads CWE from tags, properties and taxa", () => {
    const tags = ["security", "external/cwe/cwe-079", "CWE-89: SQL Injection"];
    const relationships = [{ target: { id: "22", toolComponent: { name: "CWE" } } }];
    const found = ruled("Lintbot", { id: "a", properties: { tags, cwe: ["CWE-23"] }, relationships });
    expect(found.cwe).toEqual(["CWE-79", "CWE-89", "CWE-23", "CWE-22"]);
  });

  it("fills placeholders and flattens links in its message", () => {
    const message = { id: "default", arguments: ["[name](1)", "query"] };
    const found = ruled(
      "Lintbot",
      { id: "a", messageStrings: { default: { text: "{0} reaches {1} {7}" } } },
      { message },
    );
    expect(found.description).toBe("name reaches query {7}");
  });

  it("clamps lines to 1 and needs no location", () => {
    const region = { startLine: 0, endLine: 0 };
    const at = one({ locations: [{ physicalLocation: { artifactLocation: { uri: "yarn.lock" }, region } }] });
    expect(at).toMatchObject({ path: "yarn.lock", line: 1 });
    expect(at).not.toHaveProperty("endLine");
    const nowhere = one({ locations: undefined });
    expect(nowhere).not.toHaveProperty("path");
    expect(nowhere).not.toHaveProperty("line");
  });

  it("tells package, weakness and advisory of Snyk's open source results", () => {
    const snyk = {
      id: "SNYK-JS-LODASH-1040724",
      shortDescription: { text: "High severity - Command Injection vulnerability in lodash" },
      fullDescription: { text: "(CVE-2021-23337) lodash@4.17.15" },
      properties: { tags: ["security", "CWE-94", "npm"], "security-severity": "7.2" },
    };
    const found = ruled("Snyk Open Source", snyk, {
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "package.json" }, region: { startLine: 1 } },
          logicalLocations: [{ fullyQualifiedName: "@scope/lodash@4.17.15" }],
        },
      ],
      fixes: [{ description: { text: "Upgrade to lodash@4.17.21" } }],
    });
    expect(found).toMatchObject({
      type: "sca",
      identity: "SNYK-JS-LODASH-1040724",
      title: "Command Injection vulnerability in lodash",
      cwe: ["CWE-94"],
      identifiers: ["CVE-2021-23337", "SNYK-JS-LODASH-1040724"],
      exploit: "unknown",
      package: { name: "@scope/lodash", version: "4.17.15", ecosystem: "npm" },
      fixable: true,
      fix: "Upgrade to lodash@4.17.21",
    });
    expect(found).not.toHaveProperty("line");
  });

  it.each([
    ["Snyk Container", { id: "SNYK-1" }, {}, "container"],
    ["Snyk IaC", { id: "SNYK-CC-1" }, {}, "iac"],
    ["Snyk Open Source", { id: "snyk:lic:npm:x:GPL-2.0" }, {}, "license"],
    ["Semgrep OSS", { id: "ssc-1" }, {}, "sca"],
    ["semgrep", { id: "r" }, { properties: { exposure: "unreachable" } }, "sca"],
    ["Trivy", { id: "CVE-2024-1234" }, {}, "sca"],
    ["Trivy", { id: "r", properties: { tags: ["Secret"] } }, {}, "secrets"],
    ["Trivy", { id: "r", properties: { tags: ["misconfiguration"] } }, {}, "iac"],
    ["gitleaks", { id: "aws" }, {}, "secrets"],
    ["constructor", { id: "r", properties: { tags: ["toString"] } }, {}, "sast"],
  ])("of %s with rule %j and %j is of type %s", (driver, ruleJson, overrides, type) => {
    expect(ruled(driver, ruleJson, overrides).type).toBe(type);
  });

  it("keeps the first code flow as steps, and tolerates any other shape of it", () => {
    const step = (line: number) => ({
      location: { physicalLocation: { artifactLocation: { uri: "a.js" }, region: { startLine: line } } },
    });
    const flow = one({ codeFlows: [{ threadFlows: [{ locations: [step(1), {}, null, step(9)] }] }] }).flow;
    expect(flow).toEqual([
      { path: "a.js", line: 1 },
      { path: "a.js", line: 9 },
    ]);
    expect(one({ codeFlows: [{ threadFlows: "none" }] })).not.toHaveProperty("flow");
  });
});

describe("the identity of a SARIF result", () => {
  const at = (line: number, snippet?: string) => ({
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "a.js" },
          region: { startLine: line, ...(snippet === undefined ? {} : { snippet: { text: snippet } }) },
        },
      },
    ],
  });

  it("is Semgrep's match id", () => {
    expect(one({ fingerprints: { "matchBasedId/v1": "abc_0", other: "x" } }).identity).toBe("abc_0");
  });

  it("is the id by which Snyk knows a code finding, with its other ids as aliases", () => {
    const fingerprints = { "0": "x", identity: "id-1", "snyk/asset/finding/v1": "asset-1" };
    expect(ruled("SnykCode", rule, { fingerprints })).toMatchObject({
      identity: "asset-1",
      aliases: ["id-1"],
    });
  });

  it("does not hold the line number", () => {
    expect(one(at(3)).identity).toBe(one(at(90)).identity);
    const hashed = (line: number) =>
      one({ ...at(line), partialFingerprints: { primaryLocationLineHash: "h:1" } }).identity;
    expect(hashed(3)).toBe(hashed(90));
  });

  it("tells rules, files, code and fingerprints apart", () => {
    const identities = [
      one(at(3)),
      one(at(3, "query(a)")),
      one(at(3, "query(b)")),
      one({ ...at(3), ruleId: "other" }),
      one({ ...at(3), partialFingerprints: { primaryLocationLineHash: "h:1" } }),
      one({ ...at(3), partialFingerprints: { primaryLocationLineHash: "h:2" } }),
      one({ ...at(3), fingerprints: { "0": "same" } }),
      one({ ...at(3), ruleId: "other", fingerprints: { "0": "same" } }),
    ].map(({ identity }) => identity);
    expect(new Set(identities).size).toBe(identities.length);
  });

  it("ignores what Semgrep withholds without a login", () => {
    const withheld = (text: string) =>
      one({
        ...at(3, "requires login"),
        message: { text },
        fingerprints: { "matchBasedId/v1": "requires login" },
      });
    expect(withheld("a").identity).not.toBe(withheld("b").identity);
    expect(withheld("a").identity).not.toContain("requires");
  });
});

describe("the path of a SARIF result", () => {
  const pathOf = (artifactLocation: Json, overrides: Json = {}, workspace?: string) =>
    only(
      run({ results: [result({ locations: [{ physicalLocation: { artifactLocation } }] })], ...overrides }),
      workspace,
    ).path;

  it("is decoded and counted from its base folder", () => {
    expect(pathOf({ uri: "a%20b/c.js", uriBaseId: "%SRCROOT%" })).toBe("a b/c.js");
    expect(pathOf({ uri: "100%.js" })).toBe("100%.js");
    const bases = { SRC: { uri: "src/", uriBaseId: "ROOT" }, ROOT: { uri: "app/" } };
    expect(pathOf({ uri: "c.js", uriBaseId: "SRC" }, { originalUriBaseIds: bases })).toBe("app/src/c.js");
    const circle = { A: { uri: "a/", uriBaseId: "A" } };
    expect(pathOf({ uri: "c.js", uriBaseId: "A" }, { originalUriBaseIds: circle })).toMatch(/^(a\/)+c\.js$/);
  });

  it("is told relative to the workspace when it lies inside", () => {
    expect(pathOf({ uri: "file:///w/repo/src/a.js" }, {}, "/w/repo")).toBe("src/a.js");
    expect(pathOf({ uri: "file:///w/repo-evil/a.js" }, {}, "/w/repo")).toBe("/w/repo-evil/a.js");
    expect(pathOf({ uri: "file:///C:/w/a.js" }, {}, "C:\\w")).toBe("a.js");
    const bases = { P: { uri: "file:///w/repo/sub/" } };
    expect(pathOf({ uri: "a.js", uriBaseId: "P" }, { originalUriBaseIds: bases }, "/w/repo")).toBe(
      "sub/a.js",
    );
    expect(pathOf({ uri: "a.js", uriBaseId: "P" }, { originalUriBaseIds: bases })).toBe("a.js");
  });

  it("may come from the run's list of artifacts", () => {
    expect(pathOf({ index: 1 }, { artifacts: [{}, { location: { uri: "b.js" } }] })).toBe("b.js");
    expect(pathOf({ index: 7 }, { artifacts: [] })).toBeUndefined();
  });

  it("stays as text when it leads out", () => {
    expect(pathOf({ uri: "../../etc/passwd" })).toBe("../../etc/passwd");
    expect(pathOf({ uri: "%2e%2e/x" })).toBe("../x");
    expect(pathOf({ uri: "https://host/x" })).toBe("https://host/x");
  });
});

describe("a SARIF run", () => {
  const codes = (runs: readonly unknown[]) =>
    parts(runs).flatMap((part) => part.problems.map(({ code }) => code));

  it("without results, a tool, or of another type is invalid, and the other runs still count", () => {
    const found = parts([run(), run({ results: undefined }), run({ results: null }), { results: [] }, "run"]);
    expect(found.map((part) => part.problems.map(({ code }) => code))).toEqual([
      [],
      ["report-invalid"],
      ["report-invalid"],
      ["report-invalid"],
      ["report-invalid"],
    ]);
    expect(found[0]?.results).toHaveLength(1);
  });

  it("with results that are no objects says so and keeps the others", () => {
    const [part] = parts([run({ results: [result(), 7, null] })]);
    expect(part?.results).toHaveLength(1);
    expect(part?.problems[0]?.message).toContain("2 results");
  });

  it("that did not succeed, or met errors, or keeps results elsewhere is partial", () => {
    const failing = { level: "error", message: { text: "rule pack not found" } };
    expect(codes([run({ invocations: [{ executionSuccessful: false }] })])).toEqual(["partial"]);
    expect(
      codes([run({ invocations: [{ executionSuccessful: true, toolExecutionNotifications: [failing] }] })]),
    ).toEqual(["partial"]);
    expect(
      codes([
        run({ invocations: [{ executionSuccessful: true, toolConfigurationNotifications: [failing] }] }),
      ]),
    ).toEqual(["partial"]);
    expect(codes([run({ externalPropertyFileReferences: { results: [{ guid: "x" }] } })])).toEqual([
      "partial",
    ]);
    const warning = { level: "warning", message: { text: "slow" } };
    expect(
      codes([run({ invocations: [{ executionSuccessful: true, toolExecutionNotifications: [warning] }] })]),
    ).toEqual([]);
  });

  it("quotes its first three errors and counts the rest", () => {
    const errors = ["one", "two", "three", "four", "five"].map((text) => ({
      level: "error",
      message: { text },
    }));
    const [part] = parts([run({ invocations: [{ toolExecutionNotifications: errors }] })]);
    expect(part?.problems[0]?.message).toBe("lintbot reports one; two; three; and 2 more errors");
  });

  it("gives ages only when all its results have one, but what is absent is gone in any case", () => {
    const agesOf = (states: readonly (string | undefined)[]) =>
      parts([run({ results: states.map((baselineState) => result({ baselineState })) })])[0]?.results.map(
        ({ age }) => age,
      );
    expect(agesOf(["new", "unchanged", "updated", "absent"])).toEqual([
      "new",
      "existing",
      "existing",
      "fixed",
    ]);
    expect(agesOf(["new", "unchanged", undefined, "absent"])).toEqual([
      "unknown",
      "unknown",
      "unknown",
      "fixed",
    ]);
    expect(agesOf(["odd"])).toEqual(["unknown"]);
  });
});
