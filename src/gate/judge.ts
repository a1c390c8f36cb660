import type { SourceOutcome } from "../model/evidence.ts";
import { type Finding, SOURCES, type SourceId } from "../model/finding.ts";
import type { Policy } from "../model/policy.ts";
import type { Counts, Decision } from "../model/report.ts";
import { isFailing, type Note, type Reason, type Verdict } from "../model/verdict.ts";
import { type Ages, agesOf } from "./baseline.ts";
import { checksOf } from "./checks.ts";
import { countsOf } from "./counts.ts";
import { decide } from "./decide.ts";
import { gapsIn } from "./missing-evidence.ts";
import { notesOf } from "./notes.ts";
import { compareFindings } from "./order.ts";
import { suppress } from "./suppress.ts";
import { blockingReason, budgetReason, ruleOf, sentenceOf } from "./wording.ts";

export interface JudgeInput {
  readonly outcomes: readonly SourceOutcome[];
  readonly policy: Policy;
  /** Which findings can block: those not known to be old, or all. */
  readonly gate: "new" | "all";
  /** Sources that must answer. */
  readonly required: readonly SourceId[];
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string;
  /** Trouble from elsewhere, such as a policy that cannot be read: it makes the verdict incomplete. */
  readonly reasons: readonly Reason[];
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Failing ones first; empty for a pass. */
  readonly reasons: readonly Reason[];
  /** Blocking ones first, then by severity, age and place; suppressed ones included. */
  readonly findings: readonly Finding[];
  readonly fixed: readonly Finding[];
  readonly counts: Counts;
  readonly notes: readonly Note[];
  readonly decision: Omit<Decision, "preview">;
  /** Verdict and rule on one line; begins with `passed`, `failed` or `incomplete`. */
  readonly sentence: string;
}

/**
 * Makes one verdict of what the sources delivered (contract §6 to §8). Pure: the same input gives the same bytes, in
 * whatever order sources and findings come. Time and memory grow with the number of findings and no faster.
 */
export function judge(input: JudgeInput): Judgement {
  const outcomes = input.outcomes.toSorted((a, b) => sourceRank(a) - sourceRank(b));
  return judgeAged(agesOf(outcomes), { ...input, outcomes });
}

/**
 * The same for findings that are merged and have their age already, as those of an earlier report: of the outcomes
 * only the evidence and the trouble count.
 */
export function judgeAged(ages: Ages, input: JudgeInput): Judgement {
  const { policy, gate, required, outcomes } = input;
  const { suppressedBy, notices } = suppress({
    findings: ages.current,
    entries: policy.suppressions,
    today: input.today,
    isComplete: outcomes.every(({ evidence }) => evidence.status !== "incomplete"),
  });
  const {
    findings: decided,
    excesses,
    ...would
  } = decide({ drafts: ages.current, suppressedBy, policy, gate });
  const findings = decided.toSorted(compareFindings);
  const fixed = ages.fixed.toSorted(compareFindings);
  const blocking = findings.filter((finding) => finding.blocking);
  const checks = checksOf(outcomes, policy);
  const gaps = gapsIn(outcomes, required);
  const reasons = failingFirst([
    ...(blocking.length === 0 ? [] : [blockingReason(blocking)]),
    ...excesses.map(budgetReason),
    ...checks.reasons,
    ...gaps.reasons,
    ...input.reasons,
  ]);
  const verdict = verdictOf(reasons);
  const counts = countsOf(findings, fixed);
  const telling = {
    verdict,
    reasons,
    counts,
    blocking,
    excesses,
    asides: gaps.notes,
    failOn: policy.failOn,
    ...would,
  };
  return {
    verdict,
    reasons,
    findings,
    fixed,
    counts,
    notes: [...notesOf(outcomes, notices), ...checks.notes, ...gaps.notes],
    decision: {
      gate,
      failOn: policy.failOn,
      origin: policy.origin,
      rule: ruleOf(telling),
      rules: policy.rules.length,
      suppressions: notices,
      ...would,
    },
    sentence: sentenceOf(telling),
  };
}

function sourceRank({ evidence }: SourceOutcome): number {
  return SOURCES.indexOf(evidence.source);
}

function failingFirst(reasons: readonly Reason[]): readonly Reason[] {
  return [
    ...reasons.filter(({ code }) => isFailing(code)),
    ...reasons.filter(({ code }) => !isFailing(code)),
  ];
}

/** `fail` over `incomplete` over `pass`. */
function verdictOf(reasons: readonly Reason[]): Verdict {
  if (reasons.some(({ code }) => isFailing(code))) return "fail";
  return reasons.length > 0 ? "incomplete" : "pass";
}
