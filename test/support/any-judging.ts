import fc from "fast-check";
import { expect } from "vitest";
import type { Comparison } from "../../src/model/evidence.ts";
import { FINDING_TYPES, type FindingStatus, type Observation } from "../../src/model/finding.ts";
import type { Match, Policy, Rule, Suppression } from "../../src/model/policy.ts";
import { SEVERITIES, THRESHOLDS } from "../../src/model/severity.ts";
import { answered, anyObservation, anyStatus, batch, judged, TODAY } from "./gating.ts";

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
/** Policies whose rules, suppressions and budgets reach some of it. */
export const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  failOn: fc.constantFrom(...THRESHOLDS),
  origin: fc.constant("fail-on"),
  rules: fc.array(anyRule, { maxLength: 4 }),
  budgets: fc.dictionary(fc.constantFrom(...SEVERITIES), fc.integer({ min: 0, max: 2 })),
  suppressions: fc.array(anySuppression, { maxLength: 3 }),
});

/** An observation, with the age that a source proves. */
export interface Seen {
  readonly observation: Observation;
  readonly status: FindingStatus;
}

/** What several tools saw of a small world, so that many of their findings meet. */
export const anySeen: fc.Arbitrary<readonly Seen[]> = fc.array(
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

/** What a policy makes of it. */
export function judgedOf(seen: readonly Seen[], policy: Policy, gate: "new" | "all") {
  const batches = (["new", "unknown", "existing"] as const).map((status) =>
    batch(
      seen.filter((one) => one.status === status).map(({ observation }) => observation),
      COMPARISONS[status],
    ),
  );
  return judged([], { outcomes: [answered("semgrep", { batches })], policy, gate });
}

export const anyGate = fc.constantFrom("new" as const, "all" as const);

/** Contract §7: what all tools saw together is never judged more mildly than what each saw alone. */
export function expectNeverMilder({
  seen,
  policy,
  gate,
}: {
  readonly seen: readonly Seen[];
  readonly policy: Policy;
  readonly gate: "new" | "all";
}): void {
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
}

function keyOf({ tool, type, identity, path, project }: Observation): string {
  return JSON.stringify([tool, type, identity, path ?? null, path === undefined ? (project ?? "") : ""]);
}
