import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { issue } from "../../../../test/support/semgrep-world.ts";
import type { Observation } from "../../../model/finding.ts";
import { finishSteps } from "../../../model/steps.ts";
import { findingsSchema, secretsSchema } from "../schema.ts";
import { type Translated, toFindings } from "./to-findings.ts";

const ORIGIN = { project: "acme/shop", url: "https://semgrep.dev", slug: "acme" };
const NONE = { sast: [], sca: [], ai_sast: [], secrets: [] };
type Fields = Readonly<Record<string, unknown>>;

function translated(product: "sast" | "sca" | "ai_sast", ...findings: readonly Fields[]): Translated {
  return finishSteps(toFindings({ ...NONE, [product]: findingsSchema.parse({ findings }) }, ORIGIN));
}

function only(result: Translated): Observation {
  const [first, ...others] = result.observations;
  if (first === undefined || others.length > 0) throw new Error(`${result.observations.length} observations`);
  return first;
}

const code = (overrides: Fields = {}) => only(translated("sast", issue(overrides)));
const dependency = (overrides: Fields = {}) =>
  only(
    translated(
      "sca",
      issue({
        rule: { name: "ssc-1", message: "Prototype pollution." },
        vulnerability_identifier: "cve-2021-23337",
        found_dependency: { package: "lodash", version: "4.17.15", ecosystem: "npm", transitivity: "direct" },
        ...overrides,
      }),
    ),
  );
const secret = (overrides: Fields = {}) => {
  const wire = {
    id: "77",
    type: "AWS",
    findingPath: "conf/a:b.env:12",
    ref: "main",
    severity: "SEVERITY_CRITICAL",
    status: "FINDING_STATUS_OPEN",
    validationState: "VALIDATION_STATE_CONFIRMED_VALID",
    ruleHashId: "lBU41LA",
    createdAt: "2026-02-01T00:00:00.123456Z",
    ...overrides,
  };
  return finishSteps(
    toFindings({ ...NONE, secrets: secretsSchema.parse({ findings: [wire] }).findings }, ORIGIN),
  );
};

describe("how sure Semgrep is", () => {
  test.each([
    [{ confidence: "high" }, "high"],
    [{ confidence: "Low", rule: { confidence: "high" } }, "low"],
    [{ rule: { confidence: "medium" } }, "medium"],
    [{ confidence: "certain" }, undefined],
    [{ confidence: 3 }, undefined],
  ])("of a finding with %j is %s", (fields, confidence) => {
    expect(code(fields).confidence).toBe(confidence);
  });

  test.each([
    [{ autotriage: { verdict: "true_positive", reason: "" } }, "true-positive"],
    [{ autotriage: { verdict: "false_positive", reason: "A test." } }, "false-positive"],
    [{ autotriage: { verdict: "no_verdict" } }, undefined],
    [{ autotriage: null }, undefined],
  ])("after its own AI review, by %j, is %s", (assistant, verdict) => {
    expect(code({ assistant }).aiVerdict).toBe(verdict);
    expect(dependency({ assistant }).aiVerdict).toBe(verdict);
  });

  test("of a secret is told in the words of its endpoint", () => {
    const sure = { confidence: "CONFIDENCE_LOW", autotriage: { verdict: "VERDICT_FALSE_POSITIVE" } };
    expect(only(secret(sure))).toMatchObject({ confidence: "low", aiVerdict: "false-positive" });
    expect(only(secret())).not.toHaveProperty("confidence");
    expect(only(secret({ autotriage: { verdict: "VERDICT_NO_VERDICT" } }))).not.toHaveProperty("aiVerdict");
  });
});

describe("a code finding", () => {
  test("is told with all that the API gives", () => {
    const finding = code({
      created_at: "2026-02-01 10:00:00.123456+00:00",
      rule: {
        name: "js.sqli",
        message: "Tainted SQL. More.",
        vulnerability_classes: ["SQL Injection"],
        cwe_names: ["CWE-089: Improper Neutralization", "cwe-89", "none"],
      },
      assistant: { autofix: { fix_code: "db.query(sql, [id])" }, guidance: { instructions: "Bind it" } },
      external_ticket: { id: 5, url: "https://acme.atlassian.net/browse/OPS-5", external_slug: "OPS-5" },
    });
    expect(finding).toEqual({
      source: "semgrep",
      home: { organization: "acme", project: "acme/shop", issue: "900" },
      tool: "semgrep",
      id: "900",
      identity: "match-900",
      type: "sast",
      project: "acme/shop",
      path: "src/db.ts",
      line: 4,
      endLine: 5,
      severity: "high",
      nativeSeverity: "high",
      title: "SQL Injection",
      description: "Tainted SQL. More.",
      rule: "js.sqli",
      cwe: ["CWE-89"],
      identifiers: [],
      fix: "db.query(sql, [id])",
      fixable: true,
      edit: { kind: "lines", line: 4, endLine: 5, text: "db.query(sql, [id])" },
      link: "https://semgrep.dev/orgs/acme/findings/900",
      firstSeen: "2026-02-01T10:00:00.123Z",
      ticket: { key: "OPS-5", url: "https://acme.atlassian.net/browse/OPS-5" },
    });
  });

  test("with nothing but an id is still a finding, open and of unknown severity", () => {
    const finding = only(translated("sast", { id: 1 }));
    expect(finding).toMatchObject({ id: "1", severity: "unknown", title: "Semgrep finding" });
    expect(finding.identity).not.toBe("");
    expect(finding).not.toHaveProperty("ignored");
  });

  test("with null in every field is read like one without them", () => {
    const empty = {
      location: null,
      rule: null,
      assistant: null,
      external_ticket: null,
      match_based_id: null,
    };
    expect(only(translated("sast", { id: 1, ...empty, severity: null, status: null })).title).toBe(
      "Semgrep finding",
    );
  });

  test.each([
    ["critical", "critical"],
    ["HIGH", "high"],
    ["ERROR", "high"],
    ["Warning", "medium"],
    ["info", "low"],
    ["SEVERITY_LOW", "low"],
    ["CATASTROPHIC", "unknown"],
    [3, "unknown"],
    [null, "unknown"],
  ])("of the severity %j is %s", (word, severity) => {
    expect(code({ severity: word }).severity).toBe(severity);
  });

  test.each([
    "open",
    "reviewing",
    "fixing",
    "provisionally_ignored",
    "OPEN",
    "unknown",
  ])("that is %s counts", (status) => {
    const result = translated("sast", issue({ status }));
    expect(only(result)).not.toHaveProperty("ignored");
    expect(result.unknownWords).toEqual([]);
  });

  test("of a status that is new counts, and the word is told", () => {
    const result = translated(
      "sast",
      issue({ status: "zombie" }),
      issue({ status: 7 }),
      issue({ severity: null }),
    );
    expect(result.observations).toHaveLength(3);
    expect(result.unknownWords).toEqual(["severity (none)", "status 7", "status zombie"]);
  });

  test.each([
    [
      { triage_reason: "false_positive", triage_comment: "test data" },
      { reason: "false positive: test data" },
    ],
    [{ triage_reason: "no_time" }, { reason: "no time" }],
    [{ state: "muted", triage_state: "untriaged" }, { reason: "nosemgrep comment in the code" }],
    [{ state: "muted", triage_state: "ignored" }, {}],
  ])("that is ignored is a suppression with its reason (%j)", (fields, ignored) => {
    expect(code({ status: "ignored", ...fields }).ignored).toEqual(ignored);
  });

  test("without a status is judged by its triage and state", () => {
    const bare = (fields: Fields) => translated("sast", issue({ status: undefined, ...fields }));
    expect(only(bare({ state: "MUTED" })).ignored).toBeDefined();
    expect(only(bare({ triage_state: "ignored" })).ignored).toBeDefined();
    expect(only(bare({ state: "unresolved" })).ignored).toBeUndefined();
    expect(bare({ state: "fixed" }).fixed).toHaveLength(1);
  });

  test("that is fixed is listed as fixed, and one that was removed not at all", () => {
    const result = translated("sast", issue({ status: "fixed" }), issue({ id: 2, status: "removed" }));
    expect(result.observations).toEqual([]);
    expect(result.fixed.map(({ id }) => id)).toEqual(["900"]);
  });

  test.each([
    [
      { path: "a.ts", start_line: 3, end_line: 4 },
      { path: "a.ts", line: 3, endLine: 4 },
    ],
    [{ file_path: "a.ts", line: 0 }, { path: "a.ts" }],
    [
      { file_path: "a.ts", line: 9, end_line: 2 },
      { path: "a.ts", line: 9 },
    ],
    [
      { file_path: "a.ts", line: "7" },
      { path: "a.ts", line: 7 },
    ],
    [{ file_path: "", line: 1.5 }, {}],
  ])("at %j is placed at %j", (location, place) => {
    const { path, line, endLine } = code({ location });
    expect(
      Object.fromEntries(Object.entries({ path, line, endLine }).filter(([, value]) => value !== undefined)),
    ).toEqual(place);
  });

  test("takes its title from the message where the rule names no class, and its fix from the guidance", () => {
    const finding = code({
      rule: { message: "Tainted SQL! More.", vulnerability_classes: ["Other"] },
      assistant: { autofix: { fix_code: "" }, guidance: { summary: "Bind it", instructions: " " } },
    });
    expect(finding).toMatchObject({ title: "Tainted SQL!", fix: "Bind it" });
    expect(finding).not.toHaveProperty("fixable");
    expect(code({ rule: null, rule_name: "old.rule", rule_message: "no end" })).toMatchObject({
      title: "no end",
      rule: "old.rule",
    });
    expect(code({ rule: { name: "js.rule" } }).title).toBe("js.rule");
  });

  test("of an AI scan says so", () => {
    expect(only(translated("ai_sast", issue({})))).toMatchObject({ type: "sast", product: "ai_sast" });
  });

  test("has a ticket by its key, else by its id, and none without both", () => {
    expect(code({ external_ticket: { id: 9 } }).ticket).toEqual({ key: "9" });
    expect(code({ external_ticket: { url: "x" } }).ticket).toBeUndefined();
  });
});

describe("a dependency finding", () => {
  test("is titled by package and identifier, and says what fixes it", () => {
    const finding = dependency({
      fix_recommendations: [
        { package: "Lodash", version: "4.17.21" },
        { package: "app", version: "2.0.0" },
        null,
        { package: "x" },
      ],
      reachability: "Conditionally Reachable",
      epss_score: { score: "0.42" },
      is_malicious: false,
    });
    expect(finding).toMatchObject({
      type: "sca",
      title: "CVE-2021-23337 in lodash@4.17.15",
      identifiers: ["CVE-2021-23337"],
      package: {
        name: "lodash",
        version: "4.17.15",
        ecosystem: "npm",
        fixedIn: ["4.17.21"],
        transitive: false,
      },
      fixable: true,
      fix: "Upgrade Lodash to 4.17.21 or Upgrade app to 2.0.0",
      reachability: "conditionally reachable",
      epss: 0.42,
      malicious: false,
    });
  });

  test.each([
    [
      "https: //github.com/acme/shop/blob/c0ffee/web/package-lock.json#L14",
      { path: "web/package-lock.json", line: 14 },
    ],
    ["https://gitlab.com/acme/shop/-/blob/c0ffee/a%20b/yarn.lock", { path: "a b/yarn.lock" }],
    ["https://github.com/acme/shop/blob/c0ffee/%E0%A4%A", { path: "%E0%A4%A" }],
    ["nonsense", { path: "src/db.ts", line: 4 }],
    [null, { path: "src/db.ts", line: 4 }],
  ])("with the lock file %j stands at %j", (lockfile_line_url, place) => {
    const { path, line } = dependency({ found_dependency: { package: "lodash", lockfile_line_url } });
    expect({ path, ...(line === undefined ? {} : { line }) }).toEqual(place);
  });

  test("tells where the code uses the dependency, in either form of the API", () => {
    const used = (location: Fields, rule: unknown = { message: "Bad." }) =>
      dependency({ usage: { location }, rule }).description;
    expect(used({ path: "src/a.ts", start_line: 3 })).toBe("Bad.\n\nUsed at src/a.ts:3.");
    expect(used({ file_path: "src/a.ts" }, null)).toBe("Used at src/a.ts.");
    expect(used({})).toBe("Bad.");
  });

  test.each([
    [{ vulnerability_identifier: null }, "Vulnerability in lodash@4.17.15"],
    [{ found_dependency: { package: "lodash" } }, "CVE-2021-23337 in lodash"],
    [{ found_dependency: null }, "CVE-2021-23337"],
    [{ found_dependency: null, vulnerability_identifier: null }, "Prototype pollution."],
  ])("with %j is titled %s", (fields, title) => {
    expect(dependency(fields).title).toBe(title);
  });

  test.each([
    ["transitive", true],
    ["DIRECT", false],
    ["unknown", undefined],
    [null, undefined],
    ["constructor", undefined],
  ])("of the transitivity %j is transitive: %s", (transitivity, expected) => {
    expect(dependency({ found_dependency: { package: "a", transitivity } }).package?.transitive).toBe(
      expected,
    );
  });

  test("without recommendations is not fixable, and of unknown fixability where there is no list", () => {
    expect(dependency({ fix_recommendations: [] }).fixable).toBe(false);
    expect(dependency({})).not.toHaveProperty("fixable");
  });

  test("with an impossible probability has none", () => {
    expect(dependency({ epss_score: { score: 7 } })).not.toHaveProperty("epss");
  });

  test("keeps its identity while the code that uses it moves, and differs by package", () => {
    const moved = (line: number, name = "lodash") =>
      dependency({
        match_based_id: "",
        usage: { location: { path: "a.ts", line } },
        found_dependency: { package: name },
      }).identity;
    expect(moved(1)).toBe(moved(2));
    expect(moved(1)).not.toBe(moved(1, "moment"));
  });
});

describe("a secret", () => {
  test("is told with its place and whether it is valid", () => {
    const finding = only(secret({ externalTicket: { id: "1", externalSlug: "OPS-1" } }));
    expect(finding).toMatchObject({
      id: "77",
      type: "secrets",
      title: "Secret: AWS",
      path: "conf/a:b.env",
      line: 12,
      severity: "critical",
      nativeSeverity: "SEVERITY_CRITICAL",
      validated: "valid",
      rule: "lBU41LA",
      link: "https://semgrep.dev/orgs/acme/findings/77",
      firstSeen: "2026-02-01T00:00:00.123Z",
      ticket: { key: "OPS-1" },
    });
  });

  test.each([
    ["SEVERITY_LOW", "low"],
    ["SEVERITY_CATASTROPHIC", "unknown"],
    ["SEVERITY_UNSPECIFIED", "high"],
    ["", "high"],
    [null, "high"],
    [undefined, "high"],
  ])("of the severity %j is %s", (severity, expected) => {
    expect(only(secret({ severity })).severity).toBe(expected);
    expect(secret({ severity }).unknownWords).toHaveLength(expected === "unknown" ? 1 : 0);
  });

  test.each([
    ["VALIDATION_STATE_CONFIRMED_INVALID", "invalid"],
    ["VALIDATION_STATE_VALIDATION_ERROR", "error"],
    ["VALIDATION_STATE_NO_VALIDATOR", "unknown"],
    [null, "unknown"],
  ])("of the state %j is %s", (validationState, validated) => {
    expect(only(secret({ validationState })).validated).toBe(validated);
  });

  test.each([
    ["FINDING_STATUS_UNKNOWN", 1, 0],
    [null, 1, 0],
    ["FINDING_STATUS_PROVISIONALLY_IGNORED", 1, 0],
    ["FINDING_STATUS_FIXED", 0, 1],
    ["FINDING_STATUS_REMOVED", 0, 0],
  ])("of the status %j is there %i times and fixed %i times", (status, there, fixed) => {
    const result = secret({ status });
    expect([result.observations.length, result.fixed.length]).toEqual([there, fixed]);
  });

  test("that is ignored is a suppression", () => {
    expect(only(secret({ status: "FINDING_STATUS_IGNORED" })).ignored).toEqual({});
  });

  test("that is in the history only is left out and counted", () => {
    expect(secret({ historicalInfo: { gitCommit: "abc" } })).toMatchObject({
      observations: [],
      historical: 1,
    });
    expect(secret({ historicalInfo: {} })).toMatchObject({ historical: 0 });
  });

  test.each([
    ["a.env", { path: "a.env" }],
    [":3", { line: 3 }],
    [null, {}],
  ])("at %j is placed at %j", (findingPath, place) => {
    const { path, line } = only(secret({ findingPath, type: null }));
    expect(
      Object.fromEntries(Object.entries({ path, line }).filter(([, value]) => value !== undefined)),
    ).toEqual(place);
  });
});

describe("identity", () => {
  test("never holds a line: a finding that moved keeps it, with and without a match id", () => {
    for (const match_based_id of ["m", ""]) {
      const at = (line: number) => code({ match_based_id, location: { file_path: "a.ts", line } }).identity;
      expect(at(1)).toBe(at(99));
    }
  });

  test("numbers what cannot be told apart, whatever the order of the list", () => {
    const same = [3, 1, 2].map((line) => issue({ id: line, location: { file_path: "a.ts", line } }));
    const identities = (findings: readonly Fields[]) =>
      Object.fromEntries(
        translated("sast", ...findings).observations.map(({ id, identity }) => [id, identity]),
      );
    const expected = { 1: "match-900", 2: "match-900#2", 3: "match-900#3" };
    fc.assert(
      fc.property(fc.shuffledSubarray(same, { minLength: 3 }), (shuffled) => {
        expect(identities(shuffled)).toEqual(expected);
      }),
    );
  });

  test("is numbered by rule and path before line, and by id in the same place", () => {
    const one = issue({ id: 1, rule: { name: "b" } });
    const two = issue({ id: 2, rule: { name: "a" } });
    const three = issue({ id: 3, rule: { name: "a" } });
    const found = translated("sast", one, three, two).observations;
    expect(found.map(({ identity }) => identity)).toEqual(["match-900#3", "match-900#2", "match-900"]);
  });
});

describe("the wire", () => {
  test.each([
    "sastFindings",
    "scaFindings",
    "aiSastFindings",
  ])("has its list inside %s as well", (wrapper) => {
    expect(findingsSchema.parse({ [wrapper]: { findings: [{ id: 1 }] } })).toHaveLength(1);
  });

  test.each([
    [{}],
    [{ findings: null }],
    [{ findings: {} }],
    [{ sastFindings: {} }],
    [[]],
    ["x"],
    [null],
    [{ findings: [{}] }],
    [{ findings: [7] }],
  ])("refuses %j", (value) => {
    expect(() => findingsSchema.parse(value)).toThrow();
  });
});
