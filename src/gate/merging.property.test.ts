import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  answered,
  anyObservation,
  anyStatus,
  batch,
  judged,
  observed,
  TODAY,
} from "../../test/support/gating.ts";
import type { Comparison } from "../model/evidence.ts";
import { FINDING_TYPES, type FindingStatus, type Observation } from "../model/finding.ts";
import type { Match, Policy, Rule, Suppression } from "../model/policy.ts";
import { SEVERITIES, THRESHOLDS } from "../model/severity.ts";

/** Words of which the random findings say some, so that rules and suppressions reach one tool and not another. */
const IDS = ["CVE-1", "CVE-2", "GHSA-1", "SNYK-1", "CWE-1", "CWE-2", "id1", "id2", "id3"];
const TOOLS = ["semgrep", "snyk", "gosec", "trivy"];
const few = <Item>(...items: readonly Item[]) =>
  fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: 2 });

const anyMatch: fc.Arbitrary<Match> = fc.record(
  {
    tool: few(...TOOLS),
    type: few(...FINDING_TYPES),
    severity: few(...SEVERITIES),
    status: few<FindingStatus>("new", "existing", "unknown"),
    id: few(...IDS),
    cwe: few("CWE-1", "CWE-2", "CWE-3"),
    paths: few("app/**", "*.ts", "**"),
    epss: fc.constant([{ operator: ">=" as const, value: 0.5 }]),
    exploit: few("mature" as const, "none" as const),
    age: few({ operator: ">" as const, value: 30 }, { operator: "<" as const, value: 7 }),
  },
  { requiredKeys: [] },
);
const anyRule: fc.Arbitrary<Rule> = fc
  .record({
    match: anyMatch,
    failOn: fc.constantFrom(...THRESHOLDS),
    gate: fc.option(fc.constantFrom("new" as const, "all" as const), { nil: undefined }),
  })
  .map(({ gate, ...rule }) => (gate === undefined ? rule : { ...rule, gate }));
const anySuppression: fc.Arbitrary<Suppression> = fc
  .record({
    id: fc.constantFrom(...IDS),
    expires: fc.constantFrom("2026-01-01", TODAY, "2027-01-01"),
    tool: fc.option(fc.constantFrom(...TOOLS), { nil: undefined }),
    paths: fc.option(few("app/**", "*.ts"), { nil: undefined }),
  })
  .map(({ tool, paths, ...rest }) => ({
    reason: "accepted",
    ...rest,
    ...(tool === undefined ? {} : { tool }),
    ...(paths === undefined ? {} : { paths }),
  }));
const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  failOn: fc.constantFrom(...THRESHOLDS),
  origin: fc.constant("fail-on"),
  rules: fc.array(anyRule, { maxLength: 4 }),
  budgets: fc.dictionary(fc.constantFrom(...SEVERITIES), fc.integer({ min: 0, max: 2 })),
  suppressions: fc.array(anySuppression, { maxLength: 3 }),
});

interface Seen {
  readonly observation: Observation;
  readonly status: FindingStatus;
}

const anySeen: fc.Arbitrary<readonly Seen[]> = fc.array(
  fc
    .record({
      observation: anyObservation,
      status: anyStatus,
      epss: fc.option(fc.constantFrom(0.1, 0.9), { nil: undefined }),
      exploit: fc.option(fc.constantFrom("mature" as const, "none" as const), { nil: undefined }),
      firstSeen: fc.option(fc.constantFrom("2026-06-14", "2026-01-01"), { nil: undefined }),
      // Most observations at one place, so that many meet.
      near: fc.boolean(),
    })
    .map(({ observation, status, near, ...facts }) => ({
      observation: {
        ...observation,
        ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
        ...(near ? { path: "a.ts", line: 1, type: "sast" as const, cwe: ["CWE-1", ...observation.cwe] } : {}),
      },
      status,
    })),
  { minLength: 1, maxLength: 10 },
);

const COMPARISONS: Readonly<Record<FindingStatus, Comparison>> = {
  new: { kind: "diff" },
  unknown: { kind: "none" },
  existing: { kind: "is-baseline", baseline: { ref: "main" } },
};

function judgedOf(seen: readonly Seen[], policy: Policy, gate: "new" | "all") {
  const batches = (["new", "unknown", "existing"] as const).map((status) =>
    batch(
      seen.filter((one) => one.status === status).map(({ observation }) => observation),
      COMPARISONS[status],
    ),
  );
  return judged([], { outcomes: [answered("semgrep", { batches })], policy, gate });
}

const anyGate = fc.constantFrom("new" as const, "all" as const);

describe("judging what several tools saw", () => {
  it("is never milder than judging each tool's own findings, by whatever policy", () => {
    fc.assert(
      fc.property(anySeen, anyPolicy, anyGate, (seen, policy, gate) => {
        const all = judgedOf(seen, policy, gate);
        const counted = new Map(all.reasons.map(({ code, message }) => [`${code}`, message]));
        for (const tool of TOOLS) {
          const alone = judgedOf(
            seen.filter(({ observation }) => observation.tool === tool),
            policy,
            gate,
          );
          for (const { code } of alone.reasons) expect([...counted.keys()]).toContain(code);
          const blocked = new Set(
            all.findings
              .filter(({ blocking }) => blocking)
              .flatMap(({ observations, rulings, blockedBy }) =>
                observations.filter((_, at) => (rulings?.[at] ?? { blockedBy }).blockedBy !== undefined),
              )
              .map(keyOf),
          );
          for (const finding of alone.findings.filter(({ blocking }) => blocking)) {
            expect(finding.observations.some((one) => blocked.has(keyOf(one)))).toBe(true);
          }
        }
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

function keyOf({ tool, type, identity, path, project }: Observation): string {
  return JSON.stringify([tool, type, identity, path ?? null, path === undefined ? (project ?? "") : ""]);
}

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
