import type { FindingStatus } from "../model/finding.ts";
import type { GateScope, Match, Policy } from "../model/policy.ts";
import { THRESHOLDS, type Threshold } from "../model/severity.ts";
import { finishSteps, type Steps } from "../model/steps.ts";
import { type MatchSubject, type PathTest, prepareMatch } from "./match.ts";
import type { Draft } from "./merge.ts";
import { type IndexedRule, RuleIndex } from "./rule-index.ts";
import { SubjectNames } from "./subject-names.ts";

/** What a policy says about an observation: the lowest severity that blocks, and who says so. */
export interface Ruling {
  readonly threshold: Threshold;
  /** `fail-on: high`, or `rule 2 (fail-on: low)` with rules counted from 1. */
  readonly name: string;
  /** False for the policy's `fail-on`, to which all falls that no rule matches. */
  readonly isRule: boolean;
  /** Whether its age lets it block at all. */
  readonly isGated: boolean;
}

/** How much work is done between two looks at the clock, in characters that one state of a glob takes. */
const WORK_PER_STEP = 2_000_000;
/** What it costs to ask a rule anything, in the same unit. */
const WORK_PER_RULE = 20;

interface PreparedRule extends IndexedRule {
  readonly match: Match;
  readonly rulings: RulingsByAge;
}

/** A ruling for what its age lets block, and for what it does not: made once, and shared by all findings. */
interface RulingsByAge {
  readonly gated: Ruling;
  readonly notGated: Ruling;
  readonly gate: GateScope;
}

/** A policy's rules, made ready to be asked about many observations. */
export class RuleBook {
  readonly #rules: readonly PreparedRule[];
  readonly #failOn: RulingsByAge;
  readonly #index: RuleIndex<PreparedRule>;
  /** Findings share files, so each path is matched once: by path, what the globs of each rule say to it. */
  readonly #selected = new Map<string, Uint8Array>();
  #work = 0;

  constructor(
    { rules, failOn }: Pick<Policy, "rules" | "failOn">,
    { gate, today }: { readonly gate: GateScope; readonly today: string },
  ) {
    this.#rules = rules.map(({ match, failOn: threshold, gate: own }, index) => ({
      index,
      match,
      prepared: prepareMatch(match, today),
      rulings: rulingsByAge(
        { threshold, name: `rule ${index + 1} (fail-on: ${threshold})`, isRule: true },
        own ?? gate,
      ),
    }));
    this.#index = new RuleIndex(this.#rules);
    this.#failOn = rulingsByAge({ threshold: failOn, name: `fail-on: ${failOn}`, isRule: false }, gate);
  }

  /**
   * What decides about one observation of a finding, as if its tool alone had seen it: the first rule that matches;
   * what none matches falls to `fail-on` (contract §6). Two things must not loosen: that more is known, and that less
   * is. So it is judged by its own age as well as by the finding's; one of unknown severity or age also as if it had
   * the worst, unless the rule asks for `unknown` by this word; and a rule that asks for days holds for what has no
   * date only where that is stricter. Of these rulings the strictest is given.
   */
  *rulingOf(subject: MatchSubject): Steps<Ruling> {
    const rulings: Ruling[] = [];
    const { status, firstSeen } = subject.finding;
    yield* this.#addRulings(subject, rulings);
    if (status !== subject.status || firstSeen !== subject.firstSeen)
      yield* this.#addRulings({ ...subject, status, firstSeen }, rulings);
    return rulings.reduce(stricter);
  }

  *#addRulings(view: MatchSubject, rulings: Ruling[]): Steps<void> {
    const first = yield* this.#firstFor(view, rulings);
    const worst = atWorst(view, first?.match ?? {});
    if (worst !== view) yield* this.#firstFor(worst, rulings);
  }

  /** Adds what the rules say to the rulings, and gives the rule that surely matches first. */
  *#firstFor(subject: MatchSubject, rulings: Ruling[]): Steps<PreparedRule | undefined> {
    const { path } = subject.observation;
    const candidates = this.#index.candidatesFor(subject);
    for (let rule = candidates.next(); rule !== undefined; rule = candidates.next()) {
      this.#work += WORK_PER_RULE;
      if (!rule.prepared.tests.every((test) => test(subject))) continue;
      const { globs } = rule.prepared;
      if (globs !== undefined) {
        if (path === undefined) continue;
        const answers = this.#answersFor(path);
        if (answers[rule.index] === UNASKED) answers[rule.index] = yield* this.#ask(globs, path);
        if (answers[rule.index] === NOT_SELECTED) {
          candidates.forget();
          continue;
        }
      }
      const hasAge = rule.prepared.age === undefined ? true : rule.prepared.age(subject);
      if (hasAge === false) continue;
      rulings.push(rulingFor(rule.rulings, subject.status));
      if (hasAge === true) return rule;
    }
    rulings.push(rulingFor(this.#failOn, subject.status));
    return undefined;
  }

  /** What the globs of each rule say to a path, as far as they were asked. */
  #answersFor(path: string): Uint8Array {
    let answers = this.#selected.get(path);
    if (answers === undefined) {
      answers = new Uint8Array(this.#rules.length);
      this.#selected.set(path, answers);
    }
    return answers;
  }

  *#ask(globs: readonly PathTest[], path: string): Steps<number> {
    for (const { cost, selects } of globs) {
      this.#work += cost * path.length;
      if (this.#work > WORK_PER_STEP) {
        this.#work = 0;
        yield;
      }
      if (selects(path)) return SELECTED;
    }
    return NOT_SELECTED;
  }
}

/** What a rule's globs say to a path. */
const UNASKED = 0;
const NOT_SELECTED = 1;
const SELECTED = 2;

/** The observations of a finding, each as rules and suppressions look at it. */
export function subjectsOf(finding: Draft): readonly MatchSubject[] {
  return finding.observations.map((observation, index) => ({
    observation,
    finding,
    severity: observation.severity,
    status: finding.ages?.[index] ?? finding.status,
    firstSeen: observation.firstSeen,
    names: new SubjectNames(observation, finding),
  }));
}

function rulingsByAge(ruling: Omit<Ruling, "isGated">, gate: GateScope): RulingsByAge {
  return { gated: { ...ruling, isGated: true }, notGated: { ...ruling, isGated: false }, gate };
}

function rulingFor({ gated, notGated, gate }: RulingsByAge, status: FindingStatus): Ruling {
  return gate === "all" || status !== "existing" ? gated : notGated;
}

/** The subject with the worst of what is unknown of it and not asked for as such; itself when there is none. */
function atWorst(subject: MatchSubject, asked: Match): MatchSubject {
  const isSevere = subject.severity === "unknown" && asked.severity === undefined;
  const isNew = subject.status === "unknown" && asked.status === undefined;
  if (!isSevere && !isNew) return subject;
  return { ...subject, ...(isSevere ? { severity: "critical" } : {}), ...(isNew ? { status: "new" } : {}) };
}

/** What a policy says about a finding, whatever its age: the strictest of what it says about the observations. */
export function strictestRuling(
  policy: Pick<Policy, "rules" | "failOn">,
  finding: Draft,
  today: string,
): Ruling {
  const book = new RuleBook(policy, { gate: "all", today });
  return subjectsOf(finding)
    .map((subject) => finishSteps(book.rulingOf(subject)))
    .reduce(stricter);
}

/** Of two rulings the one that blocks more; the first of equals. */
function stricter(a: Ruling, b: Ruling): Ruling {
  return strictness(b) > strictness(a) ? b : a;
}

function strictness({ threshold, isRule, isGated }: Ruling): number {
  if (!isGated) return -3;
  // What falls to `fail-on: none` still counts in the budgets; what a rule sets to none does not.
  if (threshold === "none") return isRule ? -2 : -1;
  return THRESHOLDS.indexOf(threshold);
}
