import type { Finding, Observation, ObservationRuling, SuppressedBy } from "../model/finding.ts";
import type { PolicyChain } from "../model/policy.ts";
import { reaches } from "../model/severity.ts";
import { askedInSteps, ITEMS_PER_STEP, type Steps } from "../model/steps.ts";
import { present } from "../text/present.ts";
import { BudgetCount } from "./budgets.ts";
import { type ChainDecision, ChainRules, chainAtHigh, type JudgingDay } from "./chain.ts";
import type { MatchSubject } from "./match.ts";
import type { Draft } from "./merge.ts";
import { type Ruling, subjectsOf } from "./rules.ts";

export interface DecideInput extends JudgingDay {
  readonly drafts: readonly Draft[];
  /** In the order of the drafts, for each the observations in theirs. */
  readonly suppressedBy: readonly (readonly (SuppressedBy | undefined)[])[];
  readonly chain: PolicyChain;
}

/**
 * Decides for each finding whether it blocks. Every observation is judged by itself and by every policy of the chain,
 * and the finding blocks when one observation blocks by one policy: it is neither suppressed nor only shown, its age
 * is gated, and its severity reaches the threshold of the first rule that matches. A finding is suppressed when all
 * its observations are. Then the budgets are held against all that are gated, blocking or not, but for what a rule
 * sets to `none`.
 */
export function* decide(input: DecideInput): Steps<Omit<ChainDecision, "notices">> {
  const { drafts, suppressedBy, chain } = input;
  const rules = new ChainRules(chain, input);
  const budgets = chain.map(({ policy }) => new BudgetCount(policy.budgets));
  const limiting = budgets.map((budget, file) => ({ budget, file })).filter(({ budget }) => !budget.isEmpty);
  const decided: Finding[] = [];
  for (const draft of drafts) {
    const index = decided.length;
    const suppressed = suppressedBy[index] ?? [];
    const counted =
      countedBy(rules, draft, suppressed) ?? (yield* askedInSteps(countedBy, rules, draft, suppressed));
    decided.push(findingOf(draft, suppressed, counted));
    for (const { budget, file } of limiting) budget.add(index, observationsCounting(counted, file));
    if (decided.length % ITEMS_PER_STEP === 0) yield;
  }
  const beyond = new Set(budgets.flatMap((budget) => [...budget.membersOfExcesses()]));
  const watched = rules.onlyWatches ? yield* blockingAtHigh(input) : NOTHING_WATCHED;
  return {
    findings: decided.map((each, index): Finding => {
      const isWatched = watched.has(index);
      if (!isWatched && (each.blocking || !beyond.has(index))) return each;
      return {
        ...each,
        ...(beyond.has(index) ? { overBudget: true } : {}),
        ...(isWatched ? { wouldBlock: true } : {}),
      };
    }),
    excesses: budgets.flatMap((budget, at) => budget.excesses(rules.files[at])),
    ...(rules.onlyWatches ? { wouldBlock: watched.size } : {}),
  };
}

/** An observation that counts, and what each policy of the chain says about it. */
class CountedObservation {
  readonly subject: MatchSubject;
  readonly #rulings: readonly Ruling[];
  readonly #rules: ChainRules;

  constructor(subject: MatchSubject, rulings: readonly Ruling[], rules: ChainRules) {
    this.subject = subject;
    this.#rulings = rulings;
    this.#rules = rules;
  }

  /** Whether it counts in the budgets of a policy. */
  counts(file: number): boolean {
    const ruling = this.#rulings[file];
    return ruling?.isGated === true && !(ruling.isRule && ruling.threshold === "none");
  }

  /** The policy and rule by which it blocks: the first from the top. */
  get blockedBy(): string | undefined {
    const { severity } = this.subject.observation;
    const at = this.#rulings.findIndex(({ isGated, threshold }) => isGated && reaches(severity, threshold));
    const ruling = this.#rulings[at];
    return ruling && this.#rules.nameOf(ruling, at);
  }
}

function observationsCounting(counted: readonly CountedObservation[], file: number): readonly Observation[] {
  return counted.filter((one) => one.counts(file)).map(({ subject }) => subject.observation);
}

/** Undefined when it has taken long: to be asked again after a step. */
function countedBy(
  rules: ChainRules,
  draft: Draft,
  suppressed: readonly (SuppressedBy | undefined)[],
): readonly CountedObservation[] | undefined {
  const counted: CountedObservation[] = [];
  let at = -1;
  for (const subject of subjectsOf(draft)) {
    at += 1;
    if (suppressed[at] !== undefined || subject.observation.shownOnly === true) continue;
    const rulings = rules.rulingsAtOnce(subject);
    if (rulings === undefined) return undefined;
    counted.push(new CountedObservation(subject, rulings, rules));
  }
  return counted;
}

function findingOf(
  draft: Draft,
  suppressed: readonly (SuppressedBy | undefined)[],
  counted: readonly CountedObservation[],
): Finding {
  const facts = draft.ages === undefined ? draft : withoutAges(draft);
  const isSuppressed = suppressed.every((by) => by !== undefined);
  const blockedBy = firstBlocking(counted);
  const suppressedBy = isSuppressed
    ? (suppressed.find((by) => by?.by === "policy") ?? suppressed[0])
    : undefined;
  const finding: Finding =
    suppressedBy !== undefined
      ? { ...facts, suppressedBy }
      : blockedBy !== undefined
        ? { ...facts, blocking: true, blockedBy }
        : facts;
  const rulings = rulingsOfObservations(draft.observations, suppressed, counted);
  return rulings === undefined ? finding : { ...finding, rulings };
}

function firstBlocking(counted: readonly CountedObservation[]): string | undefined {
  for (const { blockedBy } of counted) if (blockedBy !== undefined) return blockedBy;
  return undefined;
}

function withoutAges({ ages: _, ...facts }: Draft): Finding {
  return facts;
}

/** Told only of several observations. */
function rulingsOfObservations(
  observations: readonly Observation[],
  suppressed: readonly (SuppressedBy | undefined)[],
  counted: readonly CountedObservation[],
): readonly ObservationRuling[] | undefined {
  if (observations.length < 2) return undefined;
  return observations.map((observation, at) =>
    present({
      suppressedBy: suppressed[at],
      blockedBy: counted.find(({ subject }) => subject.observation === observation)?.blockedBy,
    }),
  );
}

const NOTHING_WATCHED: ReadonlySet<number> = new Set();

/** Which findings, by their place among the drafts, would block if every policy had `high`. */
function* blockingAtHigh(input: DecideInput): Steps<ReadonlySet<number>> {
  const rules = new ChainRules(chainAtHigh(input.chain), input);
  const blocking = new Set<number>();
  for (const [index, draft] of input.drafts.entries()) {
    const counted = yield* askedInSteps(countedBy, rules, draft, input.suppressedBy[index] ?? []);
    if (counted.some(({ blockedBy }) => blockedBy !== undefined)) blocking.add(index);
    if (index % ITEMS_PER_STEP === 0) yield;
  }
  return blocking;
}
