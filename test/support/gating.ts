import fc from "fast-check";
import { correlate } from "../../src/gate/ages.ts";
import { type JudgeInput, type Judgement, judge } from "../../src/gate/judge.ts";
import type { Draft } from "../../src/gate/merge.ts";
import { RuleBook, strictestRuling, subjectsOf } from "../../src/gate/rules.ts";
import { SuppressionBook } from "../../src/gate/suppress.ts";
import type { Batch, Comparison, SourceEvidence, SourceOutcome } from "../../src/model/evidence.ts";
import {
  FINDING_STATUSES,
  FINDING_TYPES,
  type FindingStatus,
  type Observation,
  type SourceId,
} from "../../src/model/finding.ts";
import type { Match, Policy, PolicyChain, Suppression } from "../../src/model/policy.ts";
import { SEVERITIES } from "../../src/model/severity.ts";
import { finishSteps } from "../../src/model/steps.ts";

export const TODAY = "2026-06-15";
export const BASELINE = { ref: "main", commit: "b".repeat(40) };

/** What a tool sees, with nothing that a test does not ask for. Its source is its tool unless told. */
export function observed(over: Partial<Observation> = {}): Observation {
  const id = over.id ?? "1";
  const tool = over.tool ?? "semgrep";
  return {
    source: tool === "semgrep" || tool === "snyk" ? tool : "reports",
    tool,
    id,
    identity: `identity ${id}`,
    type: "sast",
    severity: "high",
    title: `Finding ${id}`,
    cwe: [],
    identifiers: [],
    ...over,
  };
}

/** A vulnerable lodash in the root's manifest. */
export function vulnerable(over: Partial<Observation> = {}): Observation {
  return observed({
    type: "sca",
    path: "package.json",
    identifiers: ["CVE-2021-23337"],
    package: { name: "lodash", version: "4.17.15" },
    ...over,
  });
}

/** A finding of one tool, as no policy has judged it. */
export function draft(over: Partial<Observation> = {}, status: FindingStatus = "new"): Draft {
  return together([observed(over)], status);
}

/** One finding of all these observations; they must be the same problem. */
export function together(observations: readonly Observation[], status: FindingStatus = "new"): Draft {
  const [found, ...others] = correlate(observations.map((observation) => ({ observation, status })));
  if (found === undefined || others.length > 0) throw new Error("these are not one problem");
  return found;
}

export function batch(
  observations: readonly Observation[],
  comparison: Comparison = { kind: "diff" },
): Batch {
  return { observations, fixed: [], comparison };
}

type Outcome = Partial<Omit<SourceOutcome, "evidence">> & { readonly evidence?: Partial<SourceEvidence> };

/** A source that answered in full, with nothing to report. */
export function answered(source: SourceId, over: Outcome = {}): SourceOutcome {
  return {
    batches: [],
    reasons: [],
    notes: [],
    ...over,
    evidence: { source, status: "complete", evidence: "scan", requests: 1, ...over.evidence },
  };
}

export function policyWith(over: Partial<Policy> = {}): Policy {
  return { failOn: "high", origin: "fail-on", rules: [], budgets: {}, suppressions: [], ...over };
}

/** Judges Semgrep's new findings alone, unless told otherwise. */
export function judged(
  observations: readonly Observation[] = [],
  { policy = {}, ...rest }: Partial<JudgeInput> & { readonly policy?: Partial<Policy> } = {},
): Judgement {
  return judge({
    outcomes: [answered("semgrep", { batches: [batch(observations)] })],
    gate: "new",
    required: ["semgrep"],
    today: TODAY,
    reasons: [],
    chains: [[{ policy: policyWith(policy) }]],
    ...rest,
  });
}

/** What the strictest ruling of a policy is called, whatever the finding's age. */
export function rulingName(finding: Draft, policy: Partial<Policy>): string {
  return strictestRuling(policyWith(policy), finding, TODAY).name;
}

/** Whether a rule's match reaches a finding: one of its observations, or the one of a tool. */
export function matches(match: Match, finding: Draft, tool?: string): boolean {
  const book = new RuleBook(
    { rules: [{ match, failOn: "low" }], failOn: "none" },
    { gate: "all", today: TODAY },
  );
  return subjectsOf(finding)
    .filter(({ observation }) => tool === undefined || observation.tool === tool)
    .some((subject) => finishSteps(book.rulingOf(subject)).isRule);
}

/** What suppressions leave of each finding: undefined where one of its observations counts. */
export function suppressedBy(
  findings: readonly Draft[],
  chain: PolicyChain | readonly Suppression[],
  isComplete = true,
) {
  const isChain = (given: PolicyChain | readonly Suppression[]): given is PolicyChain =>
    given[0] !== undefined && "policy" in given[0];
  const policies: PolicyChain = isChain(chain) ? chain : [{ policy: policyWith({ suppressions: chain }) }];
  const suppressions = new SuppressionBook(policies, TODAY);
  const each = findings.map((finding) => finishSteps(suppressions.reaching(subjectsOf(finding))));
  const whole = each.map((one) => (one.every((by) => by !== undefined) ? one[0] : undefined));
  return { suppressedBy: whole, observations: each, notices: suppressions.notices(isComplete) };
}

const few = (prefix: string, count: number) =>
  fc.integer({ min: 1, max: count }).map((at) => `${prefix}${at}`);

/** Observations of a small world, so that many of them meet. */
export const anyObservation: fc.Arbitrary<Observation> = fc
  .record({
    tool: fc.constantFrom("semgrep", "snyk", "gosec", "trivy"),
    fromFile: fc.boolean(),
    id: few("id", 12),
    identity: few("identity", 8),
    aliases: fc.option(fc.array(few("identity", 8), { maxLength: 2 }), { nil: undefined }),
    type: fc.constantFrom(...FINDING_TYPES),
    path: fc.option(fc.constantFrom("a.ts", "app/package.json", "app/package-lock.json"), { nil: undefined }),
    line: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    length: fc.integer({ min: -1, max: 4 }),
    severity: fc.constantFrom(...SEVERITIES),
    cwe: fc.uniqueArray(few("CWE-", 3), { maxLength: 2 }),
    identifiers: fc.uniqueArray(fc.constantFrom("CVE-1", "CVE-2", "GHSA-1", "SNYK-1"), { maxLength: 3 }),
    version: fc.constantFrom("1.0.0", "2.0.0", undefined),
    ignored: fc.boolean(),
  })
  .map(({ fromFile, length, version, ignored, path, line, aliases, ...rest }) => ({
    ...observed(rest),
    ...(fromFile ? { source: "reports" as const } : {}),
    ...(aliases === undefined ? {} : { aliases }),
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line, endLine: line + length }),
    package: { name: "left-pad", ...(version === undefined ? {} : { version }) },
    ...(ignored ? { ignored: { reason: "triaged" } } : {}),
  }));

export const anyStatus = fc.constantFrom(...FINDING_STATUSES);
