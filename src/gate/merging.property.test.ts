import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyGate, anyPolicy, anySeen, expectNeverMilder, judgedOf } from "../../test/support/any-judging.ts";
import { judged, observed } from "../../test/support/gating.ts";
import type { Observation } from "../model/finding.ts";
import type { Match } from "../model/policy.ts";

describe("judging what several tools saw", () => {
  it("is never milder than judging each tool's own findings, by whatever policy", () => {
    fc.assert(
      fc.property(anySeen, anyPolicy, anyGate, (seen, policy, gate) => {
        expectNeverMilder({ seen, policy, gate });
      }),
      { numRuns: 500 },
    );
  });

  it("suppresses a finding only when every observation is suppressed", () => {
    fc.assert(
      fc.property(anySeen, anyPolicy, anyGate, (seen, policy, gate) => {
        for (const { rulings, suppressedBy, blocking } of judgedOf(seen, policy, gate).findings) {
          if (rulings === undefined) continue;
          const each = rulings.map((one) => one.suppressedBy);
          expect(suppressedBy !== undefined).toBe(each.every((by) => by !== undefined));
          expect(blocking).toBe(rulings.some(({ blockedBy }) => blockedBy !== undefined));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("gives the same to the byte in whatever order the observations come", () => {
    const shuffled = anySeen.chain((seen) =>
      fc.tuple(fc.constant(seen), fc.shuffledSubarray([...seen], { minLength: seen.length })),
    );
    fc.assert(
      fc.property(shuffled, anyPolicy, anyGate, ([seen, other], policy, gate) => {
        expect(JSON.stringify(judgedOf(other, policy, gate))).toBe(
          JSON.stringify(judgedOf(seen, policy, gate)),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe("a place that two tools see", () => {
  const place = { path: "src/db.py", line: 7, cwe: ["CWE-89"] };
  const semgrep = observed({ ...place, severity: "high" });
  const snyk = (over: Partial<Observation> = {}) => observed({ ...place, id: "y", tool: "snyk", ...over });

  it.each<[string, Match, Partial<Observation>]>([
    ["weakness", { cwe: ["CWE-564"] }, { cwe: ["CWE-89", "CWE-564"] }],
    ["rule", { rule: ["python/Sqli"] }, { rule: "python/Sqli" }],
    ["id", { id: ["y"] }, {}],
    ["EPSS", { epss: [{ operator: "<", value: 0.01 }] }, { epss: 0.001 }],
    ["exploit word", { exploit: ["none"] }, { exploit: "none" }],
    ["age in days", { age: [{ operator: ">", value: 30 }] }, { firstSeen: "2026-01-01" }],
    ["review by AI", { aiVerdict: ["false-positive"] }, { aiVerdict: "false-positive" }],
  ])("is not let pass by a rule that matches the other's %s", (_what, match, over) => {
    const policy = { rules: [{ match, failOn: "none" as const }] };
    expect(judged([semgrep, snyk(over)], { policy })).toMatchObject({
      verdict: "fail",
      findings: [{ blockedBy: "fail-on: high" }],
    });
    expect(judged([snyk(over)], { policy }).verdict).toBe("pass");
  });

  it("names every observation that blocks, and by what", () => {
    const policy = { rules: [{ match: { tool: ["snyk"] }, failOn: "low" as const }] };
    const [finding] = judged([semgrep, snyk({ severity: "low" })], { policy }).findings;
    expect(finding?.rulings).toEqual([
      { blockedBy: "fail-on: high" },
      { blockedBy: "rule 1 (fail-on: low)" },
    ]);
  });

  it("counts in a budget as often as the tool that saw the most", () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      observed({ path: "src/db.py", line: 10 + index, id: `s${index}`, severity: "medium", cwe: ["CWE-89"] }),
    );
    const wide = snyk({ line: 1, endLine: 90, severity: "medium" });
    const over = judged([...many, wide], { policy: { budgets: { medium: 8 } } });
    expect(over.reasons[0]?.message).toMatch(/^12 medium findings where the policy's budget allows 8\./);
    expect(judged([...many, wide], { policy: { budgets: { medium: 12 } } }).verdict).toBe("pass");
  });

  it("keeps two criticals of one tool two, and both block", () => {
    const two = [1, 2].map((line) => observed({ ...place, line, id: `s${line}`, severity: "critical" }));
    const { findings } = judged([...two, snyk({ line: 1, endLine: 9 })]);
    expect(findings.filter(({ blocking }) => blocking).map(({ line }) => line)).toEqual([1, 2]);
  });
});
