import { describe, expect, it } from "vitest";
import { draft, matches, observed, rulingName, together, vulnerable } from "../../test/support/gating.ts";
import type { FindingStatus, Observation } from "../model/finding.ts";
import { fingerprintOf } from "../model/identity.ts";
import type { Match, NumberCondition } from "../model/policy.ts";
import type { Draft } from "./merge.ts";

type Case = readonly [Match, Partial<Observation>];

const PACKAGE = { name: "@org/Lodash", version: "4.17.15" };

describe("a match", () => {
  it.each<Case>([
    [{}, {}],
    [{ tool: ["SemGrep"] }, {}],
    [{ type: ["sca", "sast"] }, { type: "sca" }],
    [{ severity: ["unknown"] }, { severity: "unknown" }],
    [{ status: ["new"] }, {}],
    [{ id: ["cve-1"] }, { identifiers: ["GHSA-1", "CVE-1"] }],
    [{ id: ["CWE-79"] }, { cwe: ["CWE-79"] }],
    [{ id: ["cwe-079"] }, { cwe: ["CWE-79"] }],
    [{ id: ["CWE-0079"] }, { rule: "cwe-079" }],
    [{ id: ["Rule.A"] }, { rule: "rule.a" }],
    [{ id: ["SNYK-JS-1"] }, { id: "SNYK-JS-1" }],
    [{ id: [fingerprintOf(observed())] }, {}],
    [{ id: [fingerprintOf(observed()).toUpperCase()] }, {}],
    [{ rule: ["RULE.A"] }, { rule: "rule.a" }],
    [{ cwe: ["cwe-79"] }, { cwe: ["CWE-22", "CWE-79"] }],
    [{ package: ["@org/lodash"] }, { package: PACKAGE }],
    [{ package: ["@ORG/lodash@4.17.15"] }, { package: PACKAGE }],
    [{ package: ["@org/lodash@v4.17.15"] }, { package: PACKAGE }],
    [{ package: ["ws@1.2.3"] }, { package: { name: "ws", version: "v1.2.3" } }],
    [{ package: ["@Org/Lodash"] }, { package: { name: "@org/lodash" } }],
    [{ package: ["ws"] }, { package: { name: "ws" } }],
    [{ paths: ["docs/**", "legacy/**"] }, { path: "legacy/a.ts" }],
    [{ project: ["Org/Shop"] }, { project: "org/shop" }],
    [{ fixable: [false] }, { fixable: false }],
    [{ fixable: [true, false] }, { fixable: true }],
    [{ malicious: [true] }, { malicious: true }],
    [{ exploit: ["mature"] }, { exploit: "mature" }],
    [{ validated: ["valid", "unknown"] }, { validated: "unknown" }],
    [{ exploited: [true] }, { exploited: true }],
    [{ exploited: [false] }, { exploited: false }],
    [{ confidence: ["low", "medium"] }, { confidence: "medium" }],
    [{ aiVerdict: ["false-positive"] }, { aiVerdict: "false-positive" }],
    [{ transitive: [true] }, { package: { name: "ws", transitive: true } }],
    [{ riskScore: [{ operator: ">=", value: 700 }] }, { riskScore: 700 }],
    [{ reachability: ["always_reachable"] }, { reachability: "Always Reachable" }],
    [{ reachability: [" No-Info"] }, { reachability: "no_info" }],
    [{ type: ["sast"], tool: ["semgrep"], cwe: ["CWE-1"] }, { cwe: ["CWE-1"] }],
  ])("%j holds for %j", (match, over) => {
    expect(matches(match, draft(over))).toBe(true);
  });

  it.each<Case>([
    [{ tool: ["snyk"] }, {}],
    [{ type: ["sca"] }, {}],
    [{ severity: ["critical"] }, {}],
    [{ status: ["existing", "unknown"] }, {}],
    [{ id: ["CVE-1"] }, { identifiers: ["CVE-12"] }],
    [{ id: ["identity 1"] }, {}],
    [{ id: ["0".repeat(32)] }, {}],
    [{ id: [fingerprintOf(observed()).slice(0, 31)] }, {}],
    [{ rule: ["rule.a"] }, { id: "rule.a" }],
    [{ rule: ["rule.a"] }, { rule: "rule.a.b" }],
    [{ cwe: ["CWE-7"] }, { cwe: ["CWE-79"] }],
    [{ package: ["lodash"] }, { package: PACKAGE }],
    [{ package: ["@org/lodash@4"] }, { package: PACKAGE }],
    [{ package: ["lodash"] }, {}],
    [{ paths: ["LEGACY/**"] }, { path: "legacy/a.ts" }],
    [{ paths: ["**"] }, {}],
    [{ paths: [] }, { path: "a" }],
    [{ project: ["shop"] }, {}],
    [{ project: ["shop"] }, { project: "shop2" }],
    [{ fixable: [false] }, {}],
    [{ fixable: [false] }, { fixable: true }],
    [{ malicious: [false] }, {}],
    [{ exploit: ["unknown"] }, {}],
    [{ validated: ["unknown"] }, {}],
    [{ exploited: [false] }, {}],
    [{ exploited: [true] }, { exploited: false }],
    [{ confidence: ["low"] }, {}],
    [{ confidence: ["low"] }, { confidence: "high" }],
    [{ aiVerdict: ["false-positive"] }, {}],
    [{ aiVerdict: ["false-positive"] }, { aiVerdict: "true-positive" }],
    [{ transitive: [true] }, { package: { name: "ws" } }],
    [{ transitive: [true] }, { package: { name: "ws", transitive: false } }],
    [{ riskScore: [{ operator: ">=", value: 700 }] }, { riskScore: 699 }],
    [{ riskScore: [{ operator: "<", value: 700 }] }, {}],
    [{ reachability: ["reachable"] }, { reachability: "unreachable" }],
    [{ reachability: ["reachable"] }, {}],
    [{ type: ["sast"], cwe: ["CWE-2"] }, { cwe: ["CWE-1"] }],
  ])("%j does not hold for %j", (match, over) => {
    expect(matches(match, draft(over))).toBe(false);
  });

  it.each<[NumberCondition["operator"], readonly boolean[]]>([
    [">=", [false, true, true]],
    [">", [false, false, true]],
    ["<=", [true, true, false]],
    ["<", [true, false, false]],
    ["=", [false, true, false]],
  ])("compares EPSS with %s", (operator, expected) => {
    const test = (one: Draft) => matches({ epss: [{ operator, value: 0.5 }] }, one);
    expect([0.4, 0.5, 0.6].map((epss) => test(draft({ epss })))).toEqual(expected);
    expect(test(draft())).toBe(false);
  });

  it("holds when one of several EPSS conditions does", () => {
    const epss: readonly NumberCondition[] = [
      { operator: "<", value: 0.1 },
      { operator: ">", value: 0.9 },
    ];
    const test = (one: Draft) => matches({ epss }, one);
    expect([0, 0.5, 1].map((epss) => test(draft({ epss })))).toEqual([true, false, true]);
  });

  it.each<FindingStatus>(["new", "existing", "unknown"])("asks for the age: %s", (status) => {
    expect(matches({ status: [status] }, draft({}, status))).toBe(true);
  });

  it("remembers the answer for a path, the no as well as the yes", () => {
    const test = (one: Draft) => matches({ paths: ["legacy/**"] }, one);
    expect(["legacy/a", "b", "legacy/a", "b"].map((path) => test(draft({ path })))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it("is for the observations of a tool, in any case", () => {
    const test = (one: Draft, tool?: string) => matches({ tool: ["SNYK"] }, one, tool);
    const merged = together([vulnerable(), vulnerable({ id: "y", tool: "Snyk" })]);
    expect([test(merged), test(merged, "semgrep"), test(merged, "Snyk")]).toEqual([true, false, true]);
  });

  it("knows one fingerprint of several, and no other's", () => {
    const snyk = vulnerable({ id: "y", tool: "snyk", path: "package-lock.json" });
    const merged = together([vulnerable(), snyk]);
    expect(matches({ id: ["0".repeat(32), fingerprintOf(snyk)] }, merged)).toBe(true);
    expect(matches({ id: ["0".repeat(32)] }, merged)).toBe(false);
    expect(matches({ paths: ["package-lock.json"] }, merged)).toBe(true);
  });

  it("takes an @ at the beginning of a name for a part of the name", () => {
    expect(matches({ package: ["@vue"] }, draft(vulnerable({ package: { name: "@vue" } })))).toBe(true);
    expect(matches({ package: ["@ue"] }, draft(vulnerable({ package: { name: "@vue" } })))).toBe(false);
  });

  it("asks each tool of a merged finding", () => {
    const place = { path: "a.ts", line: 1, cwe: ["CWE-1"] };
    const snyk = observed({ ...place, id: "y", tool: "snyk", rule: "js/sqli", project: "shop" });
    const merged = together([observed({ ...place, rule: "sqli" }), snyk]);
    const other = draft({ ...place, rule: "sqli" });
    for (const match of [
      { id: ["y"] },
      { id: [fingerprintOf(snyk)] },
      { rule: ["js/sqli"] },
      { project: ["shop"] },
    ]) {
      expect(matches(match, merged)).toBe(true);
      expect(matches(match, other)).toBe(false);
    }
  });
});

describe("an age in days", () => {
  const byAge = (one: Draft, age: readonly NumberCondition[], failOn: "none" | "low") =>
    rulingName(one, { rules: [{ match: { age }, failOn }], failOn: failOn === "low" ? "none" : "high" });
  const under: readonly NumberCondition[] = [{ operator: "<", value: 30 }];

  it.each([
    ["a date to come", { firstSeen: "2026-06-16T00:00:00Z" }],
    ["no date", {}],
    ["a date that is none", { firstSeen: "soon" }],
  ])("is unknown for %s: a rule that asks for it may tighten, and loosens nothing", (_what, over) => {
    expect(byAge(draft(over), under, "none")).toBe("fail-on: high");
    expect(byAge(draft(over), under, "low")).toBe("rule 1 (fail-on: low)");
  });

  it("is known from the first day on, and needs one of several conditions", () => {
    const [today, old] = ["2026-06-15T23:00:00Z", "2026-01-01"].map((firstSeen) => draft({ firstSeen }));
    const either: readonly NumberCondition[] = [...under, { operator: ">", value: 90 }];
    for (const one of [today, old] as readonly Draft[]) {
      expect(byAge(one, either, "none")).toBe("rule 1 (fail-on: none)");
    }
    const between = draft({ firstSeen: "2026-05-01" });
    expect(byAge(between, either, "none")).toBe("fail-on: high");
    expect(byAge(between, either, "low")).toBe("fail-on: none");
  });
});
