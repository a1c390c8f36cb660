import type { FindingStatus } from "../model/finding.ts";
import type { GateScope, Match, Policy } from "../model/policy.ts";
import { THRESHOLDS, type Threshold } from "../model/severity.ts";
import { askedInSteps, finishSteps, type Steps } from "../model/steps.ts";
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

/** What decides about a subject. */
interface DecidingRule {
  readonly ruling: Ruling;
  /** What the rule asks for; nothing where it is `fail-on`. */
  readonly match: Match;
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
  /** Where it stopped among the globs of a rule. */
  #pause: { readonly answers: Uint8Array; readonly rule: number; readonly asked: number } | undefined;

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
    return yield* askedInSteps(() => this.rulingAtOnce(subject));
  }

  /** The same; undefined when it has worked for long: to be asked again after a step, when it goes on from there. */
  rulingAtOnce(subject: MatchSubject): Ruling | undefined {
    const own = this.#strictestFor(subject);
    const { status, firstSeen } = subject.finding;
    if (own === undefined || (status === subject.status && firstSeen === subject.firstSeen)) return own;
    const asFinding = this.#strictestFor({ ...subject, status, firstSeen });
    return asFinding && stricter(own, asFinding);
  }

  #strictestFor(view: MatchSubject): Ruling | undefined {
    const own = this.#firstFor(view);
    if (own === undefined) return undefined;
    const worst = atWorst(view, own.match);
    if (worst === view) return own.ruling;
    const asWorst = this.#firstFor(worst);
    return asWorst && stricter(own.ruling, asWorst.ruling);
  }

  /** The strictest of what rules say up to the first that surely matches, and what that one asks for. */
  #firstFor(subject: MatchSubject): DecidingRule | undefined {
    const { path } = subject.observation;
    const candidates = this.#index.candidatesFor(subject);
    let ruling: Ruling | undefined;
    for (let rule = candidates.next(); rule !== undefined; rule = candidates.next()) {
      this.#work += WORK_PER_RULE;
      if (!rule.prepared.tests.every((test) => test(subject))) continue;
      const { globs } = rule.prepared;
      if (globs !== undefined) {
        if (path === undefined) continue;
        const isSelected = this.#isSelected(path, rule.index, globs);
        if (isSelected === undefined) return undefined;
        if (!isSelected) {
          candidates.forget();
          continue;
        }
      }
      const hasAge = rule.prepared.age === undefined ? true : rule.prepared.age(subject);
      if (hasAge === false) continue;
      ruling = stricterThan(ruling, rulingFor(rule.rulings, subject.status));
      if (hasAge === true) return { ruling, match: rule.match };
    }
    return { ruling: stricterThan(ruling, rulingFor(this.#failOn, subject.status)), match: {} };
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

  /** Whether one of a rule's globs selects a path; undefined when enough was asked for one step. */
  #isSelected(path: string, rule: number, globs: readonly PathTest[]): boolean | undefined {
    const answers = this.#answersFor(path);
    if (answers[rule] !== UNASKED) return answers[rule] === SELECTED;
    const pause = this.#pause;
    const isResumed = pause?.answers === answers && pause.rule === rule;
    // What was walked through again on the way here must not stop it anew: it would never get further.
    if (isResumed) this.#work = 0;
    const asked = isResumed ? pause.asked : 0;
    for (let at = asked; at < globs.length; at += 1) {
      if (this.#work > WORK_PER_STEP) {
        this.#work = 0;
        this.#pause = { answers, rule, asked: at };
        return undefined;
      }
      const { cost, selects } = globs[at] as PathTest; // inside the bounds
      this.#work += cost * path.length;
      if (!selects(path)) continue;
      answers[rule] = SELECTED;
      return true;
    }
    answers[rule] = NOT_SELECTED;
    return false;
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

function stricterThan(before: Ruling | undefined, ruling: Ruling): Ruling {
  return before === undefined ? ruling : stricter(before, ruling);
}

function strictness({ threshold, isRule, isGated }: Ruling): number {
  if (!isGated) return -3;
  // What falls to `fail-on: none` still counts in the budgets; what a rule sets to none does not.
  if (threshold === "none") return isRule ? -2 : -1;
  return THRESHOLDS.indexOf(threshold);
}
