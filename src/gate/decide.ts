import type { Finding, Observation, ObservationRuling, SuppressedBy } from "../model/finding.ts";
import type { ChainedPolicy, GateScope, PolicyChain } from "../model/policy.ts";
import { reaches, type Threshold } from "../model/severity.ts";
import { ITEMS_PER_STEP, type Steps } from "../model/steps.ts";
import { present } from "../text/present.ts";
import { BudgetCount, type BudgetExcess } from "./budgets.ts";
import type { MatchSubject } from "./match.ts";
import type { Draft } from "./merge.ts";
import { RuleBook, type Ruling, stricter, subjectsOf } from "./rules.ts";

export interface DecideInput {
  readonly drafts: readonly Draft[];
  /** In the order of the drafts, for each the observations in theirs. */
  readonly suppressedBy: readonly (readonly (SuppressedBy | undefined)[])[];
  readonly chain: PolicyChain;
  readonly gate: GateScope;
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string;
}

/** What a chain of policies decided about findings. */
export interface ChainDecision {
  /** In the order of the drafts. */
  readonly findings: readonly Finding[];
  readonly excesses: readonly BudgetExcess[];
  /** Where no policy has a threshold: how many findings would block if each had `high`. */
  readonly wouldBlock?: number;
}

/**
 * Decides for each finding whether it blocks. Every observation is judged by itself and by every policy of the chain,
 * and the finding blocks when one observation blocks by one policy: it is neither suppressed nor only shown, its age
 * is gated, and its severity reaches the threshold of the first rule that matches. A finding is suppressed when all
 * its observations are. Then the budgets are held against all that are gated, blocking or not, but for what a rule
 * sets to `none`.
 */
export function* decide(input: DecideInput): Steps<ChainDecision> {
  const { drafts, suppressedBy, chain } = input;
  const rules = new ChainRules(chain, input);
  const budgets = chain.map(({ policy }) => new BudgetCount(policy.budgets));
  const decided: Finding[] = [];
  for (const [index, draft] of drafts.entries()) {
    const suppressed = suppressedBy[index] ?? [];
    const counted = yield* countedBy(rules, draft, suppressed);
    decided.push(findingOf(draft, suppressed, counted));
    budgets.forEach((budget, file) => {
      budget.add(
        index,
        counted.filter((one) => one.counts(file)).map(({ subject }) => subject.observation),
      );
    });
    if (decided.length % ITEMS_PER_STEP === 0) yield;
  }
  const findings = decided.map((each, index): Finding =>
    !each.blocking && budgets.some((budget) => budget.exceeds(index)) ? { ...each, overBudget: true } : each,
  );
  const files = chain.map(({ policy }) => (chain.length > 1 ? policy.file : undefined));
  const excesses = budgets.flatMap((budget, at) => budget.excesses(files[at]));
  if (!chain.every(({ policy }) => policy.failOn === "none")) return { findings, excesses };
  return { findings, excesses, wouldBlock: yield* wouldBlock(input) };
}

/** An observation that counts, and what each policy of the chain says about it. */
class CountedObservation {
  readonly subject: MatchSubject;
  readonly #rulings: readonly Ruling[];
  readonly #files: readonly (string | undefined)[];

  constructor(subject: MatchSubject, rulings: readonly Ruling[], files: readonly (string | undefined)[]) {
    this.subject = subject;
    this.#rulings = rulings;
    this.#files = files;
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
    const file = this.#files[at];
    if (ruling === undefined) return undefined;
    return file === undefined ? ruling.name : `${file}: ${ruling.name}`;
  }
}

function* countedBy(
  rules: ChainRules,
  draft: Draft,
  suppressed: readonly (SuppressedBy | undefined)[],
): Steps<readonly CountedObservation[]> {
  const counted: CountedObservation[] = [];
  for (const [at, subject] of subjectsOf(draft).entries()) {
    if (suppressed[at] !== undefined || subject.observation.shownOnly === true) continue;
    counted.push(new CountedObservation(subject, yield* rules.rulingsOf(subject), rules.files));
  }
  return counted;
}

function findingOf(
  draft: Draft,
  suppressed: readonly (SuppressedBy | undefined)[],
  counted: readonly CountedObservation[],
): Finding {
  const { ages: _, ...facts } = draft;
  const isSuppressed = suppressed.length > 0 && suppressed.every((by) => by !== undefined);
  const blockedBy = counted.map((one) => one.blockedBy).find((by) => by !== undefined);
  const suppressedBy = isSuppressed ? (suppressed.find((by) => by?.by === "policy") ?? suppressed[0]) : undefined;
  const finding: Finding =
    suppressedBy !== undefined
      ? { ...facts, suppressedBy }
      : blockedBy !== undefined
        ? { ...facts, blocking: true, blockedBy }
        : facts;
  const rulings = rulingsOfObservations(draft.observations, suppressed, counted);
  return rulings === undefined ? finding : { ...finding, rulings };
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

/** The rules of all policies of a chain. */
class ChainRules {
  /** The files as `blockedBy` names them: none where there is but one. */
  readonly files: readonly (string | undefined)[];
  readonly #books: readonly RuleBook[];
  readonly #inherits: readonly boolean[];
  readonly #isThresholdSet: boolean;

  constructor(chain: PolicyChain, { gate, today }: Pick<DecideInput, "gate" | "today">) {
    const inherits = (one: ChainedPolicy) => chain.length > 1 && one.policy.inheritsFailOn === true;
    this.#inherits = chain.map(inherits);
    this.#isThresholdSet = !chain.every(inherits);
    this.files = chain.map(({ policy }) => (chain.length > 1 ? policy.file : undefined));
    this.#books = chain.map((one) => {
      const failOn = this.#isThresholdSet && inherits(one) ? "none" : one.policy.failOn;
      return new RuleBook({ rules: one.policy.rules, failOn }, { gate, today });
    });
  }

  /** What each policy says, in the order of the chain. */
  *rulingsOf(subject: MatchSubject): Steps<readonly Ruling[]> {
    const rulings: Ruling[] = [];
    for (const book of this.#books) rulings.push(yield* book.rulingOf(subject));
    if (this.#isThresholdSet || !rulings.some(({ isRule }) => isRule)) return rulings;
    // The input's threshold holds only for what no rule of any file matches.
    return rulings.map((ruling, at) =>
      this.#inherits[at] === true && !ruling.isRule ? { ...ruling, threshold: "none" } : ruling,
    );
  }

  /** The strictest of what the policies say. */
  *strictestOf(subject: MatchSubject): Steps<Ruling> {
    return (yield* this.rulingsOf(subject)).reduce(stricter);
  }
}

/** How many findings would block if every policy without a threshold had `high`. */
function* wouldBlock(input: DecideInput): Steps<number> {
  const failOn: Threshold = "high";
  const chain = input.chain.map(({ policy }): ChainedPolicy => ({ policy: { ...policy, failOn } }));
  const rules = new ChainRules(chain as unknown as PolicyChain, input); // as many as before
  let blocking = 0;
  for (const [index, draft] of input.drafts.entries()) {
    const counted = yield* countedBy(rules, draft, input.suppressedBy[index] ?? []);
    if (counted.some(({ blockedBy }) => blockedBy !== undefined)) blocking += 1;
    if (index % ITEMS_PER_STEP === 0) yield;
  }
  return blocking;
}
