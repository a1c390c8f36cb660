import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  answered,
  anyObservation,
  anyStatus,
  BASELINE,
  batch,
  draft,
  judged,
  matches,
  observed,
  policyWith,
  rulingName,
  TODAY,
} from "../../test/support/gating.ts";
import type { Comparison, SourceOutcome } from "../model/evidence.ts";
import { FINDING_TYPES, type FindingStatus, type Observation, SOURCES } from "../model/finding.ts";
import type { Policy } from "../model/policy.ts";
import { SEVERITIES, THRESHOLDS } from "../model/severity.ts";
import { finishSteps } from "../model/steps.ts";
import { ageFindings, correlate } from "./ages.ts";
import { decide } from "./decide.ts";
import type { AgedObservation, Draft } from "./merge.ts";

const anyAged: fc.Arbitrary<readonly AgedObservation[]> = fc.array(
  fc.record({ observation: anyObservation, status: anyStatus }),
  { maxLength: 12 },
);

const inOrder = (drafts: readonly Draft[]) =>
  drafts.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));

describe("correlation", () => {
  it("gives the same findings in whatever order the observations come", () => {
    const shuffled = anyAged.chain((aged) =>
      fc.tuple(fc.constant(aged), fc.shuffledSubarray([...aged], { minLength: aged.length })),
    );
    fc.assert(
      fc.property(shuffled, ([aged, other]) => {
        expect(inOrder(correlate(other))).toEqual(inOrder(correlate(aged)));
      }),
      { numRuns: 500 },
    );
  });

  it("gives the same findings again from the observations of its findings", () => {
    fc.assert(
      fc.property(anyAged, (aged) => {
        const once = correlate(aged);
        const again = correlate(
          once.flatMap(({ observations, status, ages }) =>
            observations.map((observation, at) => ({ observation, status: ages?.[at] ?? status })),
          ),
        );
        expect(inOrder(again)).toEqual(inOrder(once));
      }),
      { numRuns: 500 },
    );
  });

  it("makes one problem of one tool's observations only where they have one identity", () => {
    fc.assert(
      fc.property(anyAged, (aged) => {
        for (const { observations } of correlate(aged)) {
          for (const one of observations) {
            const own = observations.filter(({ tool }) => tool === one.tool);
            const same = closed(own, (a, b) => identityOf(a) === identityOf(b) || sharesName(a, b));
            expect(own.every((other) => same(one, other))).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("joins tools only where two of them say the same, passed on from one to the next", () => {
    fc.assert(
      fc.property(anyAged, (aged) => {
        for (const { observations } of correlate(aged)) {
          const [first] = observations;
          const joined = closed(observations, (a, b) => isSameProblem(a, b));
          expect(observations.every((one) => first !== undefined && joined(first, one))).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("leaves no two tools' findings apart that could be one", () => {
    const pair = anyAged.map((aged) =>
      aged.map(({ observation, status }) => {
        const tool = observation.tool === "semgrep" || observation.tool === "gosec" ? "semgrep" : "snyk";
        return { observation: { ...observation, tool, source: tool } as Observation, status };
      }),
    );
    fc.assert(
      fc.property(pair, (aged) => {
        const alone = correlate(aged).filter(
          ({ observations }) => new Set(observations.map(({ tool }) => tool)).size === 1,
        );
        for (const a of alone) {
          for (const b of alone) {
            const meets = a.observations.some((one) =>
              b.observations.some((other) => one.tool !== other.tool && isSameProblem(one, other)),
            );
            expect(meets).toBe(false);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("loses no tool, no link and no severity", () => {
    fc.assert(
      fc.property(anyAged, (aged) => {
        const findings = correlate(aged);
        const told = new Set(findings.flatMap(({ seenBy }) => seenBy.map(({ tool, id }) => `${tool} ${id}`)));
        expect(told).toEqual(new Set(aged.map(({ observation: one }) => `${one.tool} ${one.id}`)));
        for (const { severity, observations } of findings) {
          const ranks = observations.map((one) => RANKS.indexOf(one.severity));
          expect(RANKS.indexOf(severity)).toBe(Math.min(...ranks));
        }
      }),
    );
  });
});

const RANKS = ["critical", "unknown", "high", "medium", "low"];

describe("the baseline", () => {
  const anyComparison: fc.Arbitrary<Comparison> = fc.oneof(
    fc.constantFrom<Comparison>(
      { kind: "diff" },
      { kind: "none" },
      { kind: "is-baseline", baseline: BASELINE },
    ),
    fc
      .array(anyObservation, { maxLength: 8 })
      .map((known): Comparison => ({ kind: "baseline", baseline: BASELINE, known })),
  );
  const anyBatch = fc.record({
    observations: fc.array(anyObservation, { maxLength: 8 }),
    fixed: fc.array(anyObservation, { maxLength: 4 }),
    comparison: anyComparison,
  });

  it("puts every observation into one finding of one age, and nothing that is there into what is fixed", () => {
    fc.assert(
      fc.property(fc.array(anyBatch, { maxLength: 3 }), (batches) => {
        const { current, fixed } = finishSteps(ageFindings([answered("semgrep", { batches })]));
        const delivered = new Set(batches.flatMap(({ observations }) => observations.map(keyOf)));
        const placed = current.flatMap(({ observations }) => [...new Set(observations.map(keyOf))]);
        expect(new Set(placed)).toEqual(delivered);
        expect(placed).toHaveLength(delivered.size);
        const prints = [...current, ...fixed].map(({ fingerprint }) => fingerprint);
        expect(new Set(prints).size).toBe(prints.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe("rules", () => {
  const anyRule = fc.record({
    match: fc.record(
      {
        type: fc.uniqueArray(fc.constantFrom(...FINDING_TYPES), { minLength: 1, maxLength: 3 }),
        severity: fc.uniqueArray(fc.constantFrom(...SEVERITIES), { minLength: 1, maxLength: 3 }),
        cwe: fc.uniqueArray(fc.constantFrom("CWE-1", "CWE-2"), { minLength: 1 }),
      },
      { requiredKeys: [] },
    ),
    failOn: fc.constantFrom(...THRESHOLDS),
  });

  it("decide by the first that matches, so that what follows it changes nothing", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), anyObservation, (rules, observation) => {
        fc.pre(observation.severity !== "unknown");
        const finding = draft(observation);
        const policy = { failOn: "high", origin: "fail-on", rules, budgets: {}, suppressions: [] } as const;
        const first = rules.findIndex(({ match }) => matches(match, finding));
        const expected =
          first === -1 ? "fail-on: high" : `rule ${first + 1} (fail-on: ${rules[first]?.failOn})`;
        expect(rulingName(finding, policy)).toBe(expected);
        expect(rulingName(finding, { ...policy, rules: rules.slice(0, first + 1) })).toBe(expected);
      }),
    );
  });
});

describe("what is unknown", () => {
  const anyRule = fc.record({
    match: fc.record(
      {
        status: fc.uniqueArray(fc.constantFrom("new" as const, "existing" as const), { minLength: 1 }),
        severity: fc.uniqueArray(fc.constantFrom("critical" as const, "low" as const), { minLength: 1 }),
        tool: fc.uniqueArray(fc.constantFrom("semgrep", "snyk"), { minLength: 1 }),
      },
      { requiredKeys: [] },
    ),
    failOn: fc.constantFrom(...THRESHOLDS),
  });
  const isBlocked = (rules: Policy["rules"], observation: Observation, status: FindingStatus) =>
    finishSteps(
      decide({
        drafts: [draft(observation, status)],
        isComplete: true,
        chain: [{ policy: policyWith({ failOn: "none", rules }) }],
        gate: "all",
        today: TODAY,
      }),
    ).findings.some(({ blocking }) => blocking);

  it("blocks wherever the worst would, by any rules that do not ask for the unknown", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), anyObservation, (rules, one) => {
        const worst = isBlocked(rules, { ...one, severity: "critical" }, "new");
        const unknown = isBlocked(rules, { ...one, severity: "unknown" }, "unknown");
        if (worst) expect(unknown).toBe(true);
      }),
    );
  });
});

describe("the verdict", () => {
  const anyOutcome: fc.Arbitrary<SourceOutcome> = fc
    .record({
      source: fc.constantFrom(...SOURCES),
      observations: fc.array(anyObservation, { maxLength: 5 }),
      status: fc.constantFrom("complete", "incomplete", "off"),
      troubled: fc.boolean(),
    })
    .map(({ source, observations, status, troubled }) =>
      answered(source, {
        batches: [batch(observations)],
        evidence: { status: status as "complete" },
        reasons: troubled ? [{ code: "partial", source, message: "cut off" }] : [],
      }),
    );
  const anyRun = fc.record({
    outcomes: fc.uniqueArray(anyOutcome, { selector: ({ evidence }) => evidence.source }),
    required: fc.uniqueArray(fc.constantFrom(...SOURCES)),
    gate: fc.constantFrom("new", "all"),
  });

  it("never stays a pass when a blocking finding comes on top", () => {
    fc.assert(
      fc.property(anyRun, fc.constantFrom("critical", "high", "unknown"), (run, severity) => {
        const blocker = observed({ id: "blocker", severity, path: "blocker.ts", line: 1 });
        const outcomes = [...run.outcomes, answered("semgrep", { batches: [batch([blocker])] })];
        expect(judged([], { ...run, outcomes }).verdict).toBe("fail");
      }),
    );
  });

  it("never turns to pass when evidence is taken away", () => {
    fc.assert(
      fc.property(anyRun, fc.nat(), (run, at) => {
        fc.pre(judged([], run).verdict === "incomplete");
        const fewer = run.outcomes.filter((_, index) => index !== at % Math.max(run.outcomes.length, 1));
        expect(judged([], { ...run, outcomes: fewer }).verdict).not.toBe("pass");
        const unproven = run.outcomes.map(({ evidence: { evidence: _proof, ...evidence }, ...rest }) => ({
          ...rest,
          evidence,
        }));
        expect(judged([], { ...run, outcomes: unproven }).verdict).not.toBe("pass");
      }),
    );
  });

  it("is a pass only when every required source gave whole evidence, and has a reason otherwise", () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { verdict, reasons } = judged([], run);
        expect(verdict === "pass").toBe(reasons.length === 0);
        if (verdict !== "pass") return;
        for (const source of run.required) {
          const outcome = run.outcomes.find(({ evidence }) => evidence.source === source);
          expect([outcome?.evidence.status, outcome?.reasons]).toEqual(["complete", []]);
        }
      }),
    );
  });

  it("is the same, to the byte, in whatever order sources and findings come", () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const turned = run.outcomes.toReversed().map(({ batches, ...rest }) => ({
          ...rest,
          batches: batches.map((one) => ({ ...one, observations: one.observations.toReversed() })),
        }));
        expect(JSON.stringify(judged([], { ...run, outcomes: turned }))).toBe(
          JSON.stringify(judged([], run)),
        );
      }),
    );
  });
});

function keyOf(observation: Observation): string {
  const { source, tool, id, identity, type, path, project, severity, ignored } = observation;
  return JSON.stringify([source, tool, id, identity, type, path, project, severity, ignored]);
}

type Relation = (a: Observation, b: Observation) => boolean;

function identityOf({ tool, type, identity, path, project }: Observation): string {
  return JSON.stringify([tool, type, identity, path ?? null, path === undefined ? (project ?? "") : ""]);
}

/** What the contract calls the same problem, of two observations alone. */
function isSameProblem(a: Observation, b: Observation): boolean {
  return (
    identityOf(a) === identityOf(b) ||
    sharesName(a, b) ||
    (a.tool !== b.tool && (sharesAdvisory(a, b) || sameCode(a, b)))
  );
}

/** The relation passed on from one to the next, and true of everything and itself. */
function closed(observations: readonly Observation[], relation: Relation): Relation {
  const groups = new Map(observations.map((one, index) => [one, index]));
  for (const a of observations) {
    for (const b of observations) {
      if (!relation(a, b)) continue;
      const [from, to] = [groups.get(a), groups.get(b)];
      for (const [one, group] of groups) if (group === from) groups.set(one, to ?? 0);
    }
  }
  return (a, b) => groups.get(a) === groups.get(b);
}

function sharesName(a: Observation, b: Observation): boolean {
  if (a.tool !== b.tool || a.type !== b.type || a.path !== b.path) return false;
  const names = [b.identity, ...(b.aliases ?? [])];
  return [a.identity, ...(a.aliases ?? [])].some((name) => names.includes(name));
}

function sharesAdvisory(a: Observation, b: Observation): boolean {
  if (a.type !== "sca" || b.type !== "sca" || a.path === undefined || b.path === undefined) return false;
  if (a.package?.version === undefined || a.package.version !== b.package?.version) return false;
  if (a.path.includes("/") !== b.path.includes("/")) return false;
  return a.identifiers.some((name) => !name.startsWith("SNYK") && b.identifiers.includes(name));
}

function sameCode(a: Observation, b: Observation): boolean {
  if (a.type !== b.type || a.path === undefined || a.path !== b.path) return false;
  if (a.line === undefined || b.line === undefined) return false;
  if (a.type === "secrets") return a.line === b.line;
  if (a.type !== "sast") return false;
  const ends = [a, b].map((one) => Math.max(one.line ?? 0, one.endLine ?? 0));
  const overlap = a.line <= (ends[1] ?? 0) && b.line <= (ends[0] ?? 0);
  return overlap && a.cwe.some((one) => b.cwe.includes(one));
}
