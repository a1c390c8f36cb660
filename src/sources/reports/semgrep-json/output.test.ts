import { describe, expect, it } from "vitest";
import type { Observation } from "../../../model/finding.ts";
import { finishSteps } from "../../../model/steps.ts";
import { parseReport } from "../parse.ts";
import type { ReportPart } from "../report-part.ts";

const read = (...given: Parameters<typeof parseReport>) => finishSteps(parseReport(...given));

type Json = Record<string, unknown>;

function match(extra: Json = {}, overrides: Json = {}): Json {
  return {
    check_id: "js.sql-injection",
    path: "src/cart.js",
    start: { line: 12, col: 3 },
    end: { line: 14, col: 9 },
    extra: {
      message: "User input reaches a query. Use parameters.",
      metadata: {},
      severity: "ERROR",
      lines: "query(x)",
      fingerprint: "f_0",
      ...extra,
    },
    ...overrides,
  };
}

const output = (overrides: Json = {}): Json => ({
  version: "1.170.0",
  results: [match()],
  errors: [],
  paths: { scanned: ["a.js"] },
  ...overrides,
});

function part(json: Json, workspace?: string): ReportPart {
  const parsed = read(JSON.stringify(json), {
    path: "s.json",
    ...(workspace === undefined ? {} : { workspace }),
  });
  if ("refused" in parsed) throw new Error(parsed.refused);
  expect(parsed.format).toBe("semgrep-json");
  return parsed.parts[0] as ReportPart;
}

function only(extra: Json = {}, overrides: Json = {}): Observation {
  const [first] = part(output({ results: [match(extra, overrides)] })).results;
  return (first as { observation: Observation }).observation;
}

const dependency = {
  package: "lodash",
  version: "4.17.15",
  ecosystem: "npm",
  transitivity: "transitive",
  lockfile_path: "web/package-lock.json",
  line_number: 40,
};
const scaInfo = (overrides: Json = {}) => ({
  reachable: false,
  reachability_rule: true,
  dependency_match: { found_dependency: dependency, lockfile: "web/package-lock.json" },
  ...overrides,
});

describe("a Semgrep result", () => {
  it("becomes an observation", () => {
    const metadata = {
      cwe: ["CWE-89: SQL Injection"],
      shortlink: "https://sg.run/x",
      references: ["https://owasp.org", "javascript:alert(1)", 7],
    };
    expect(only({ metadata, fix: "query(sql, [x])" })).toEqual({
      source: "reports",
      tool: "semgrep",
      id: "f_0",
      identity: "f_0",
      type: "sast",
      path: "src/cart.js",
      line: 12,
      endLine: 14,
      severity: "high",
      nativeSeverity: "ERROR",
      title: "User input reaches a query",
      description: "User input reaches a query. Use parameters.",
      rule: "js.sql-injection",
      cwe: ["CWE-89"],
      identifiers: [],
      fix: "query(sql, [x])",
      fixable: true,
      edit: {
        kind: "range",
        line: 12,
        column: 3,
        endLine: 14,
        endColumn: 9,
        text: "query(sql, [x])",
        found: "query(x)",
      },
      link: "https://sg.run/x",
      references: ["https://owasp.org"],
    });
  });

  it.each([
    ["ERROR", "high"],
    ["Warning", "medium"],
    ["INFO", "low"],
    ["CRITICAL", "critical"],
    ["LOW", "low"],
    ["EXPERIMENT", "unknown"],
    ["INVENTORY", "unknown"],
    [undefined, "unknown"],
    [3, "unknown"],
  ])("of severity %s counts as %s", (word, severity) => {
    expect(only({ severity: word }).severity).toBe(severity);
  });

  it("is ignored when a comment in the code says so", () => {
    expect(only({ is_ignored: true }).ignored).toEqual({ reason: "nosemgrep comment in the code" });
    expect(only({ is_ignored: "true" })).not.toHaveProperty("ignored");
  });

  it("is known by rule, path and code where Semgrep withholds its fingerprint", () => {
    const withheld = (extra: Json, overrides: Json = {}) =>
      only({ fingerprint: "requires login", ...extra }, overrides).identity;
    expect(withheld({ lines: "a" })).toBe(
      withheld({ lines: "a" }, { start: { line: 90 }, end: { line: 90 } }),
    );
    expect(withheld({ lines: "a" })).not.toBe(withheld({ lines: "b" }));
    const hidden = { lines: "requires login" };
    expect(withheld(hidden)).not.toBe(withheld({ ...hidden, message: "Another." }));
    expect(withheld(hidden)).not.toBe(withheld(hidden, { path: "b.js" }));
  });

  it.each([
    [{ metadata: { technology: ["secrets"] } }, "secrets", "unknown"],
    [{ validation_state: "CONFIRMED_VALID" }, "secrets", "valid"],
    [{ validation_state: "CONFIRMED_INVALID" }, "secrets", "invalid"],
    [{ validation_state: "VALIDATION_ERROR" }, "secrets", "error"],
    [{ validation_state: "SOMETHING_NEW" }, "secrets", "unknown"],
    [{ historical_info: { git_commit: "a" } }, "secrets", "unknown"],
    [{ metadata: { secret_type: "AWS" }, validation_state: "NO_VALIDATOR" }, "secrets", "unknown"],
    [{ validation_state: "NO_VALIDATOR" }, "sast", undefined],
  ])("with %j is of type %s, validated %s", (extra, type, validated) => {
    const found = only(extra);
    expect(found.type).toBe(type);
    expect(found.validated).toBe(validated);
  });

  it("is as sure as its rule's metadata says", () => {
    expect(only({ metadata: { confidence: "MEDIUM" } }).confidence).toBe("medium");
    expect(only({ metadata: {} })).not.toHaveProperty("confidence");
  });

  it("of a dependency tells package, advisory, lock file and the code that reaches it", () => {
    const metadata = {
      cve: "CVE-2021-23337",
      ghsa: "ghsa-35jh-r3h4-6jhm",
      "sca-fix-versions": [{ lodash: "4.17.21" }],
      "sca-severity": "HIGH",
    };
    expect(only({ sca_info: scaInfo(), metadata, severity: "WARNING" })).toMatchObject({
      type: "sca",
      path: "web/package-lock.json",
      line: 40,
      severity: "high",
      package: {
        name: "lodash",
        version: "4.17.15",
        ecosystem: "npm",
        fixedIn: ["4.17.21"],
        transitive: true,
      },
      identifiers: ["CVE-2021-23337", "GHSA-35jh-r3h4-6jhm"],
      fixable: true,
      reachability: "unreachable",
      flow: [{ path: "src/cart.js", line: 12 }],
    });
  });

  it("of a dependency takes the worse of rule and advisory, and no word from an unknown advisory", () => {
    const severityOf = (severity: string, advisory: unknown) =>
      only({ sca_info: scaInfo(), severity, metadata: { "sca-severity": advisory } }).severity;
    expect(severityOf("ERROR", "MODERATE")).toBe("high");
    expect(severityOf("ERROR", "CRITICAL")).toBe("critical");
    expect(severityOf("INFO", "Moderate")).toBe("medium");
    expect(severityOf("INFO", "odd")).toBe("low");
    expect(severityOf("odd", "LOW")).toBe("unknown");
  });

  it.each([
    [{ reachable: true }, "reachable"],
    [{ reachable: false, reachability_rule: true }, "unreachable"],
    [{ reachable: false, reachability_rule: false }, "undetermined"],
    [{ kind: "DirectReachable" }, "reachable"],
    [{ kind: ["TransitiveUnreachable", {}] }, "unreachable"],
    [{ reachable: undefined }, undefined],
  ])("with %j is %s", (info, reachability) => {
    expect(only({ sca_info: scaInfo(info) }).reachability).toBe(reachability);
  });

  it("tells nothing of fixes that the rule does not tell, and that there is none when it says so", () => {
    expect(only({ sca_info: scaInfo() })).not.toHaveProperty("fixable");
    expect(only({ sca_info: scaInfo(), metadata: { "sca-fix-versions": [] } }).fixable).toBe(false);
    expect(only({ sca_info: {} })).not.toHaveProperty("package");
  });

  it("keeps the way from source to sink, through calls however deep", () => {
    const loc = (line: number) => ({ path: "a.js", start: { line }, end: { line } });
    const call = (inner: unknown, line: number) => ["CliCall", [[loc(line), "f()"], [], inner]];
    const trace = {
      taint_source: call(call(["CliLoc", [loc(3), "req.query"]], 2), 1),
      intermediate_vars: [{ location: loc(4), content: "requires login" }],
      taint_sink: ["CliLoc", [loc(5), "query"]],
    };
    expect(only({ dataflow_trace: trace }).flow).toEqual([
      { path: "a.js", line: 1, text: "f()" },
      { path: "a.js", line: 2, text: "f()" },
      { path: "a.js", line: 3, text: "req.query" },
      { path: "a.js", line: 4 },
      { path: "a.js", line: 5, text: "query" },
    ]);
    let deep: unknown = ["CliLoc", [loc(9), "x"]];
    for (let level = 0; level < 500; level += 1) deep = call(deep, 1);
    expect(only({ dataflow_trace: { taint_source: deep } }).flow).toHaveLength(40);
    expect(only({ dataflow_trace: { taint_source: "x" } })).not.toHaveProperty("flow");
  });

  it("tells absolute paths relative to the workspace", () => {
    const json = output({ results: [match({}, { path: "/w/repo/src/./a.js" })] });
    expect(part(json, "/w/repo").results[0]?.observation.path).toBe("src/a.js");
  });
});

describe("Semgrep's output", () => {
  it("is partial when Semgrep met an error, and notes warnings and skipped rules", () => {
    const errors = [
      { level: "error", type: "Fatal error", path: "a.py", message: "boom" },
      { level: "warn", type: ["PartialParsing", []], message: "cannot parse" },
      { type: { odd: 1 } },
      "text",
      { level: "error", type: "Timeout" },
    ];
    const found = part(output({ errors, skipped_rules: [{}, {}] }));
    expect(found.results).toHaveLength(1);
    expect(found.problems).toEqual([
      {
        code: "partial",
        message: "semgrep met Fatal error in a.py: boom; an error; an error; and 1 more error",
      },
    ]);
    expect(found.notes).toEqual([
      { level: "warning", text: "semgrep did not, or not wholly, analyze 1 file: a.py" },
      { level: "warning", text: "semgrep gives 1 warning, the first of PartialParsing: cannot parse" },
      { level: "info", text: "semgrep skipped 2 rules" },
    ]);
  });

  it("names results without a rule, and keeps the others", () => {
    const found = part(output({ results: [match(), {}, null, 3] }));
    expect(found.results).toHaveLength(1);
    expect(found.problems).toEqual([
      { code: "report-invalid", message: "3 of 4 results of semgrep have no rule" },
    ]);
  });

  it.each([
    [{ results: undefined }, "without a list of results"],
    [{ errors: undefined }, "without a list of errors"],
  ])("with %j is refused", (overrides, why) => {
    const parsed = read(JSON.stringify(output(overrides)), { path: "s.json" });
    expect(parsed).toMatchObject({ refused: expect.stringContaining(why) });
  });
});
