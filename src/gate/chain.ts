import type { SourceOutcome } from "../model/evidence.ts";
import type { Finding, FindingType, SourceId } from "../model/finding.ts";
import type { ChainedPolicy, GateScope, Policy, PolicyChain, Suppression } from "../model/policy.ts";
import type { SuppressionNotice } from "../model/report.ts";
import { askedInSteps, finishSteps, type Steps } from "../model/steps.ts";
import type { Note, Reason } from "../model/verdict.ts";
import { counted } from "../text/count.ts";
import { present } from "../text/present.ts";
import type { BudgetExcess } from "./budgets.ts";
import type { MatchSubject } from "./match.ts";
import { mergeObservations } from "./merge.ts";
import { suppressionKey } from "./remarks.ts";
import { RuleBook, type Ruling, subjectsOf } from "./rules.ts";

const DAY_MS = 86_400_000;

/** By what a run is judged: its findings' gate, and the day. */
export interface JudgingDay {
  readonly gate: GateScope;
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string;
}

/** The rules of all policies of a chain. */
export class ChainRules {
  /** The files as `blockedBy` names them: none where there is but one. */
  readonly files: readonly (string | undefined)[];
  /** Whether `fail-on` is `none` throughout, so that nothing blocks but what rules and budgets say. */
  readonly onlyWatches: boolean;
  readonly #books: readonly RuleBook[];
  readonly #isThresholdSet: boolean;
  readonly #inherits: readonly boolean[];

  constructor(chain: PolicyChain, day: JudgingDay) {
    const inherits = chain.map(({ policy }) => policy.inheritsFailOn === true);
    this.#inherits = inherits;
    this.#isThresholdSet = inherits.includes(false);
    this.files = chain.map(({ policy }) => (chain.length > 1 ? policy.file : undefined));
    const judging = chain.map(
      ({ policy: { rules, failOn } }, at): Pick<Policy, "rules" | "failOn"> => ({
        rules,
        failOn: this.#isThresholdSet && inherits[at] === true ? "none" : failOn,
      }),
    );
    this.onlyWatches = judging.every(({ failOn }) => failOn === "none");
    this.#books = judging.map((one) => new RuleBook(one, day));
  }

  /** How `blockedBy` names what a policy says: with its file where there are several, unless the input says it. */
  nameOf({ name, isRule }: Ruling, at: number): string {
    const file = this.files[at];
    const isOfInput = !isRule && this.#inherits[at] === true;
    return file === undefined || isOfInput ? name : `${file}: ${name}`;
  }

  /** What each policy says about an observation, in the order of the chain. */
  *rulingsOf(subject: MatchSubject): Steps<readonly Ruling[]> {
    return yield* askedInSteps(() => this.rulingsAtOnce(subject));
  }

  /** The same; undefined when it has worked for long: to be asked again after a step. */
  rulingsAtOnce(subject: MatchSubject): readonly Ruling[] | undefined {
    const rulings: Ruling[] = [];
    for (const book of this.#books) {
      const ruling = book.rulingAtOnce(subject);
      if (ruling === undefined) return undefined;
      rulings.push(ruling);
    }
    if (this.#isThresholdSet || !rulings.some(({ isRule }) => isRule)) return rulings;
    // Where no file sets a threshold, the input's holds only for what no rule of any file matches.
    return rulings.map((ruling) => (ruling.isRule ? ruling : { ...ruling, threshold: "none" }));
  }
}

/** A suppression of a file of a chain, and why it does not count. */
export interface ChainedSuppression {
  readonly entry: Suppression;
  /** As a part of a sentence; undefined when every file above allows it. */
  readonly refused: string | undefined;
}

/**
 * The suppressions of one file of a chain (contract §6, `local`). Of a file whose suppressions are borrowed, those
 * that a file above has too are left out, since they count by that one.
 */
export function suppressionsOf(chain: PolicyChain, at: number, today: string): readonly ChainedSuppression[] {
  const above = chain.slice(0, at);
  return chain.slice(at, at + 1).flatMap(({ policy, borrowsSuppressions }) => {
    if (borrowsSuppressions === undefined) {
      return policy.suppressions.map((entry) => ({
        entry,
        refused: suppressionRefusal(entry, above, today),
      }));
    }
    const known = new Set(above.flatMap((one) => one.policy.suppressions.map(suppressionKey)));
    return policy.suppressions
      .filter((entry) => !known.has(suppressionKey(entry)))
      .map((entry) => ({ entry, refused: "the default branch's policy does not have it" }));
  });
}

/**
 * Why a file above does not allow a suppression with this expiry (contract §6, `local`), as a part of a sentence;
 * undefined when all do.
 * @param above the files above the one that it stands in, or is to stand in; top first
 * @param today `YYYY-MM-DD`, in UTC, as the expiry
 */
export function suppressionRefusal(
  { expires }: Pick<Suppression, "expires">,
  above: readonly ChainedPolicy[],
  today: string,
): string | undefined {
  const days = (Date.parse(expires) - Date.parse(today)) / DAY_MS;
  for (const { policy } of above) {
    const { local, file = "the policy above" } = policy;
    if (local?.suppress === false) return `${file} allows no suppressions below it (local.suppress: false)`;
    if (local?.maxDays !== undefined && days > local.maxDays) {
      return `it expires in ${counted(days, "day")}, and ${file} allows ${local.maxDays} (local.max-days)`;
    }
  }
  return undefined;
}

/** The chain with `high` for the threshold of each policy. */
export function chainAtHigh(chain: PolicyChain): PolicyChain {
  const [top, ...below] = chain;
  const atHigh = (one: ChainedPolicy): ChainedPolicy => ({
    ...one,
    policy: { ...one.policy, failOn: "high" },
  });
  return [atHigh(top), ...below.map(atHigh)];
}

/**
 * Failed pull request checks block, since they stand for findings that nobody may list, unless every policy sets the
 * threshold of their type to `none` (contract §5).
 */
export function judgeFailedChecks(
  outcomes: readonly SourceOutcome[],
  chains: readonly PolicyChain[],
  day: JudgingDay,
): { readonly reasons: readonly Reason[]; readonly notes: readonly Note[] } {
  const rules = chains.map((chain) => new ChainRules(chain, day));
  const checks = outcomes.flatMap(({ evidence, failedChecks = [] }) =>
    failedChecks.map(({ type, reason }) => {
      const subject = type && standIn(evidence.source, type);
      const rulings = subject && rules.flatMap((one) => finishSteps(one.rulingsOf(subject)));
      const passedBy = rulings?.every(({ threshold }) => threshold === "none") ? rulings[0] : undefined;
      return { reason, passedBy };
    }),
  );
  return {
    reasons: checks.flatMap(({ reason, passedBy }) => (passedBy === undefined ? [reason] : [])),
    notes: checks.flatMap(({ reason, passedBy }) =>
      passedBy === undefined
        ? []
        : [{ level: "info" as const, text: `${passedBy.name} lets this pass: ${reason.message}` }],
    ),
  };
}

/** A new finding of which nothing is known but its tool and type; rules that ask for more do not match it. */
function standIn(source: SourceId, type: FindingType): MatchSubject | undefined {
  const observation = {
    source,
    tool: source,
    type,
    id: "",
    identity: "",
    title: "",
    severity: "unknown",
    cwe: [],
    identifiers: [],
  } as const;
  return subjectsOf(mergeObservations([{ observation, status: "new" }]))[0];
}

/** What one chain of policies decided about findings. */
export interface ChainDecision {
  /** In the order of the drafts. */
  readonly findings: readonly Finding[];
  readonly excesses: readonly BudgetExcess[];
  readonly notices: readonly SuppressionNotice[];
  /** Where no policy has a threshold: how many findings would block if each had `high`. */
  readonly wouldBlock?: number;
}

/** Of several chains that judge the same findings, as of two pull requests with one head, the strictest word on each. */
export function strictestDecision(
  decisions: readonly [ChainDecision, ...(readonly ChainDecision[])],
): ChainDecision {
  const [first, ...others] = decisions;
  if (others.length === 0) return first;
  const distinct = <Item>(items: readonly Item[]): readonly Item[] => [
    ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
  ];
  const onlyWatches = decisions.every(({ wouldBlock }) => wouldBlock !== undefined);
  const findings = first.findings.map((finding, at) =>
    others
      .map((one) => one.findings[at] as Finding) // every chain decides about the same findings
      .reduce(stricterFinding, finding),
  );
  return {
    findings,
    excesses: distinct(decisions.flatMap(({ excesses }) => excesses)),
    notices: distinct(decisions.flatMap(({ notices }) => notices)),
    ...present({
      wouldBlock: onlyWatches ? findings.filter((each) => each.wouldBlock === true).length : undefined,
    }),
  };
}

/** The one that blocks, else the one that counts, else the first; over a budget, and blocking at `high`, if either is. */
function stricterFinding(a: Finding, b: Finding): Finding {
  const rank = ({ blocking, suppressedBy }: Finding) => (blocking ? 2 : suppressedBy === undefined ? 1 : 0);
  const kept = rank(b) > rank(a) ? b : a;
  if (kept.blocking) return kept;
  const marks = present({
    overBudget: a.overBudget ?? b.overBudget,
    wouldBlock: a.wouldBlock ?? b.wouldBlock,
  });
  return { ...kept, ...marks };
}
