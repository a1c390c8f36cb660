import type { FindingStatus } from "../model/finding.ts";
import type { GateScope, Match, Policy } from "../model/policy.ts";
import { THRESHOLDS, type Threshold } from "../model/severity.ts";
import { finishSteps, type Steps } from "../model/steps.ts";
import {
  type MatchSubject,
  type NameKey,
  type PathTest,
  type PreparedMatch,
  prepareMatch,
  SubjectNames,
  sharedWordsOf,
} from "./match.ts";
import type { Draft } from "./merge.ts";

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

interface PreparedRule {
  readonly index: number;
  readonly match: Match;
  readonly prepared: PreparedMatch;
  readonly rulings: RulingsByAge;
}

/** A ruling for what its age lets block, and for what it does not: made once, and shared by all findings. */
interface RulingsByAge {
  readonly gated: Ruling;
  readonly notGated: Ruling;
  readonly gate: GateScope;
}

/** Rules that findings of one tool, type, severity and age have to be held against. */
interface CandidateRules {
  /** Those that ask for no name, in the order of the file. */
  readonly unnamed: readonly PreparedRule[];
  /** The others by the name that they ask for. */
  readonly named: readonly NamedRules[];
  /** By path, how far the unnamed ones were asked about it; all paths are one where no unnamed one asks for paths. */
  readonly asked: Map<string | undefined, AskedRules>;
  readonly askForPaths: boolean;
}

interface NamedRules {
  readonly key: NameKey;
  readonly rules: ReadonlyMap<string, readonly PreparedRule[]>;
}

/** What the globs of the first unnamed rules said to a path: those that do not select it are never asked again. */
interface AskedRules {
  /** The first of those that were not asked yet. */
  next: number;
  /** Those before it that may match. */
  readonly left: PreparedRule[];
}

/** A policy's rules, made ready to be asked about many observations. */
export class RuleBook {
  readonly #rules: readonly PreparedRule[];
  readonly #failOn: RulingsByAge;
  readonly #candidates = new Map<string, CandidateRules>();
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
    const candidates = this.#candidatesFor(subject);
    const { path } = subject.observation;
    const inOrder = new CandidateOrder(candidates, subject);
    for (let rule = inOrder.next(); rule !== undefined; rule = inOrder.next()) {
      this.#work += WORK_PER_RULE;
      if (!rule.prepared.tests.every((test) => test(subject))) continue;
      const { globs } = rule.prepared;
      if (globs !== undefined) {
        if (path === undefined) continue;
        const answers = this.#answersFor(path);
        if (answers[rule.index] === UNASKED) answers[rule.index] = yield* this.#ask(globs, path);
        if (answers[rule.index] === NOT_SELECTED) {
          inOrder.forget();
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

  #candidatesFor(subject: MatchSubject): CandidateRules {
    const words = sharedWordsOf(subject);
    const key = words.join("\n");
    let candidates = this.#candidates.get(key);
    if (candidates === undefined) {
      candidates = sorted(this.#rules.filter(({ prepared }) => accepts(prepared, words)));
      this.#candidates.set(key, candidates);
    }
    return candidates;
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

/** Goes through the rules that may match a subject in the order of the file: the unnamed ones and those by its names. */
class CandidateOrder {
  readonly #unnamed: readonly PreparedRule[];
  readonly #asked: AskedRules;
  readonly #met: readonly PreparedRule[];
  #leftAt = 0;
  #metAt = 0;
  #isFirstTime = false;

  constructor({ unnamed, named, asked, askForPaths }: CandidateRules, subject: MatchSubject) {
    const path = askForPaths ? subject.observation.path : undefined;
    let known = asked.get(path);
    if (known === undefined) {
      known = { next: 0, left: [] };
      asked.set(path, known);
    }
    this.#unnamed = unnamed;
    this.#asked = known;
    this.#met = metBy(subject, named);
  }

  next(): PreparedRule | undefined {
    const { left, next } = this.#asked;
    this.#isFirstTime = false;
    const unnamed = this.#leftAt < left.length ? left[this.#leftAt] : this.#unnamed[next];
    const met = this.#met[this.#metAt];
    if (met !== undefined && (unnamed === undefined || met.index < unnamed.index)) {
      this.#metAt += 1;
      return met;
    }
    if (unnamed === undefined) return undefined;
    if (this.#leftAt === left.length) {
      this.#isFirstTime = true;
      this.#asked.next += 1;
      left.push(unnamed);
    }
    this.#leftAt += 1;
    return unnamed;
  }

  /** The rule that came last does not select the path: it need not come again for it. */
  forget(): void {
    if (!this.#isFirstTime) return;
    this.#asked.left.pop();
    this.#leftAt -= 1;
  }
}

/** Rules that ask for a name of the subject, each once and in the order of the file. */
function metBy(subject: MatchSubject, named: CandidateRules["named"]): readonly PreparedRule[] {
  let met = NO_RULES;
  for (const { key, rules } of named) {
    for (const name of subject.names.of(key)) {
      const more = rules.get(name);
      if (more !== undefined) met = met.length === 0 ? more : met.concat(more);
    }
  }
  // The rules of one name stand in their order.
  return met.length < 2 ? met : [...new Set(met)].sort((a, b) => a.index - b.index);
}

const NO_RULES: readonly PreparedRule[] = [];

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

function accepts({ shared }: PreparedMatch, words: readonly string[]): boolean {
  return words.every((word, at) => shared[at]?.has(word) !== false);
}

function sorted(rules: readonly PreparedRule[]): CandidateRules {
  const named = new Map<NameKey, Map<string, PreparedRule[]>>();
  for (const rule of rules) {
    const { names: asked } = rule.prepared;
    if (asked === undefined) continue;
    const byName = named.get(asked.key) ?? new Map<string, PreparedRule[]>();
    named.set(asked.key, byName);
    for (const name of asked.names) {
      const others = byName.get(name);
      if (others === undefined) byName.set(name, [rule]);
      else others.push(rule);
    }
  }
  const unnamed = rules.filter(({ prepared }) => prepared.names === undefined);
  const askForPaths = unnamed.some(({ prepared }) => prepared.globs !== undefined);
  return {
    unnamed,
    named: [...named].map(([key, byName]) => ({ key, rules: byName })),
    asked: new Map(),
    askForPaths,
  };
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
