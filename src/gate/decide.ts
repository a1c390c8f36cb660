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
import { SuppressionBook, triaged } from "./suppress.ts";

export interface DecideInput extends JudgingDay {
  readonly drafts: readonly Draft[];
  readonly chain: PolicyChain;
  /** Whether all that there is was read. */
  readonly isComplete: boolean;
}

/**
 * Decides for each finding whether it blocks. Every observation is judged by itself and by every policy of the chain,
 * and the finding blocks when one observation blocks by one policy: it is neither suppressed nor only shown, its age
 * is gated, and its severity reaches the threshold of the first rule that matches. A finding is suppressed when all
 * its observations are. Then the budgets are held against all that are gated, blocking or not, but for what a rule
 * sets to `none`.
 */
export function* decide(input: DecideInput): Steps<ChainDecision> {
  const { drafts, chain, today, isComplete } = input;
  const suppressions = new SuppressionBook(chain, today);
  const rules = new ChainRules(chain, input);
  const rulesAtHigh = rules.onlyWatches ? new ChainRules(chainAtHigh(chain), input) : undefined;
  const budgets = chain.map(({ policy }) => new BudgetCount(policy.budgets));
  const limiting = budgets.map((budget, file) => ({ budget, file })).filter(({ budget }) => !budget.isEmpty);
  const decided: Finding[] = [];
  const watched = new Set<number>();
  for (const draft of drafts) {
    const index = decided.length;
    const subjects = subjectsOf(draft);
    // Mostly none: a generator for each finding would cost more than the answer.
    const suppressed = suppressions.names(subjects)
      ? yield* suppressions.reaching(subjects)
      : triaged(subjects);
    const counting = subjects.filter(
      ({ observation }, at) => suppressed[at] === undefined && observation.shownOnly !== true,
    );
    const counted = countedBy(rules, counting) ?? (yield* askedInSteps(countedBy, rules, counting));
    decided.push(findingOf(draft, suppressed, counted));
    for (const { budget, file } of limiting) budget.add(index, observationsCounting(counted, file));
    if (rulesAtHigh !== undefined) {
      const atHigh = yield* askedInSteps(countedBy, rulesAtHigh, counting);
      if (firstBlocking(atHigh) !== undefined) watched.add(index);
    }
    if (decided.length % ITEMS_PER_STEP === 0) yield;
  }
  const beyond = new Set(budgets.flatMap((budget) => [...budget.membersOfExcesses()]));
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
    notices: suppressions.notices(isComplete),
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
  subjects: readonly MatchSubject[],
): readonly CountedObservation[] | undefined {
  const counted: CountedObservation[] = [];
  for (const subject of subjects) {
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
