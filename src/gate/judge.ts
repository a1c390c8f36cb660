import { type SourceOutcome, sourcesThatDidNotLook } from "../model/evidence.ts";
import { type Finding, type FindingStatus, SOURCES, type SourceId } from "../model/finding.ts";
import type { PolicyChain } from "../model/policy.ts";
import type { Counts, Decision } from "../model/report.ts";
import { countBySeverity, THRESHOLDS } from "../model/severity.ts";
import { finishSteps, type Steps } from "../model/steps.ts";
import { isFailing, type Note, type Reason, type Verdict } from "../model/verdict.ts";
import { present } from "../text/present.ts";
import { type AgedFindings, ageFindings } from "./ages.ts";
import { tooManyOf } from "./budgets.ts";
import { type ChainDecision, type JudgingDay, judgeFailedChecks, strictestDecision } from "./chain.ts";
import { decide } from "./decide.ts";
import { gapsIn, productGapsIn } from "./missing-evidence.ts";
import { sortFindings } from "./order.ts";
import { misspeltNotes } from "./remarks.ts";
import { blockingReason, budgetReason, decidingRule, judgedSentence, judgingNotes } from "./wording.ts";

export interface JudgeInput extends JudgingDay {
  readonly outcomes: readonly SourceOutcome[];
  /**
   * The policies to judge by: most runs have one chain of one file. Of several chains, as of two pull requests with
   * one head, the strictest counts; their order does not matter.
   */
  readonly chains: readonly [PolicyChain, ...(readonly PolicyChain[])];
  /** Sources that must answer. */
  readonly required: readonly SourceId[];
  /** Trouble from elsewhere, such as a policy that cannot be read: it makes the verdict incomplete. */
  readonly reasons: readonly Reason[];
  /** With `snyk-evidence: commit` the base branch's projects are no proof that a product looked. */
  readonly snykNeedsCommit?: boolean;
  /**
   * Set when the policy could not be read: then nobody knows by what a finding blocks, and none is called blocking
   * (contract §6).
   */
  readonly isPolicyUnknown?: boolean;
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
  return finishSteps(judgeInSteps(input));
}

/** The same in steps, for input that may take long. */
export function* judgeInSteps(input: JudgeInput): Steps<Judgement> {
  const outcomes = input.outcomes.toSorted((a, b) => sourceRank(a) - sourceRank(b));
  return yield* judgeAgedInSteps(yield* ageFindings(outcomes), { ...input, outcomes });
}

/**
 * The same for findings that are merged and have their age already, as those of an earlier report: of the outcomes
 * only the evidence and the trouble count.
 */
export function judgeAged(ages: AgedFindings, input: JudgeInput): Judgement {
  return finishSteps(judgeAgedInSteps(ages, input));
}

/** The same in steps. */
function* judgeAgedInSteps(ages: AgedFindings, input: JudgeInput): Steps<Judgement> {
  const { chains, required, outcomes } = input;
  const decided = input.isPolicyUnknown === true ? undecided(ages) : yield* decideByAll(ages, input);
  yield;
  const findings = yield* sortFindings(decided.findings);
  const fixed = yield* sortFindings(ages.fixed);
  yield;
  const blocking = findings.filter((finding) => finding.blocking);
  const checks = input.isPolicyUnknown === true ? NO_CHECKS : judgeFailedChecks(outcomes, chains, input);
  const gaps = gapsIn(outcomes, required);
  const reasons = failingFirst([
    ...(blocking.length === 0 ? [] : [blockingReason(blocking)]),
    ...decided.excesses.map(budgetReason),
    ...checks.reasons,
    ...gaps.reasons,
    ...productGapsIn(outcomes, chains, input.snykNeedsCommit === true),
    ...input.reasons,
  ]);
  const counts = countsOf(findings, fixed);
  const told = {
    verdict: verdictOf(reasons),
    reasons,
    counts,
    blocking,
    excesses: decided.excesses,
    asides: gaps.notes,
    unseenBy: sourcesThatDidNotLook(outcomes.map(({ evidence }) => evidence)),
    ...thresholdOf(chains),
    ...present({ wouldBlock: decided.wouldBlock }),
  };
  const { excesses: _, ...decision } = decided;
  return {
    verdict: told.verdict,
    reasons,
    findings,
    fixed,
    counts,
    notes: [
      ...judgingNotes(outcomes, decision.notices),
      ...(input.isPolicyUnknown === true ? [] : misspeltNotes(chains, findings)),
      ...checks.notes,
      ...gaps.notes,
    ],
    decision: {
      gate: input.gate,
      ...thresholdOf(chains),
      rule: decidingRule(told),
      rules: chains.flat().reduce((sum, { policy }) => sum + policy.rules.length, 0),
      suppressions: decision.notices,
      ...present({ wouldBlock: decided.wouldBlock, tooMany: tooManyOf(decided.excesses) }),
    },
    sentence: judgedSentence(told),
  };
}

/** What every chain decides, the strictest of each finding. */
function* decideByAll(ages: AgedFindings, input: JudgeInput): Steps<ChainDecision> {
  const [first, ...others] = input.chains;
  const { gate, today } = input;
  const isComplete = input.outcomes.every(({ evidence }) => evidence.status !== "incomplete");
  const asked = { drafts: ages.current, gate, today, isComplete };
  const decisions: [ChainDecision, ...ChainDecision[]] = [yield* decide({ ...asked, chain: first })];
  for (const chain of others) decisions.push(yield* decide({ ...asked, chain }));
  return strictestDecision(decisions);
}

/** Nothing but what the tools themselves say, where nobody knows the policy. */
function undecided({ current }: AgedFindings): ChainDecision {
  return { findings: current, excesses: [], notices: [] };
}

const NO_CHECKS = { reasons: [], notes: [] };

/** The strictest threshold that a file sets, and where; the input's where none does. */
function thresholdOf(chains: JudgeInput["chains"]): Pick<Decision, "failOn" | "origin"> {
  const policies = chains.flat().map(({ policy }) => policy);
  const own = policies.filter(({ inheritsFailOn }) => inheritsFailOn !== true);
  const strictness = ({ failOn }: Pick<Decision, "failOn">) =>
    failOn === "none" ? -1 : THRESHOLDS.indexOf(failOn);
  const { failOn, origin } = (own.length === 0 ? policies : own).reduce((a, b) =>
    strictness(b) > strictness(a) ? b : a,
  );
  return { failOn, origin };
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

/** The numbers of the outputs (contract §3): of unsuppressed findings, but for `fixed` and `suppressed`. */
function countsOf(findings: readonly Finding[], fixed: readonly Finding[]): Counts {
  const counting = findings.filter(({ suppressedBy }) => suppressedBy === undefined);
  const ofAge = (age: FindingStatus) => counting.filter(({ status }) => status === age).length;
  const { unknown: _, ...bySeverity } = countBySeverity(counting);
  return {
    blocking: counting.filter(({ blocking }) => blocking).length,
    total: counting.length,
    new: ofAge("new"),
    existing: ofAge("existing"),
    fixed: fixed.length,
    suppressed: findings.length - counting.length,
    ...bySeverity,
  };
}
