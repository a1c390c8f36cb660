import { FINDING_STATUSES, FINDING_TYPES } from "../model/finding.ts";
import { SEVERITIES } from "../model/severity.ts";
import { type MatchSubject, type PreparedMatch, sharedWordsOf } from "./match.ts";
import { keptUnder, type NameKey } from "./subject-names.ts";

/** A rule as it is looked up: its place in the file, from 0, and what it asks for. */
export interface IndexedRule {
  readonly index: number;
  readonly prepared: PreparedMatch;
}

/**
 * Finds the rules that a subject has to be held against, without a look at all the others: by what many findings share,
 * then by name, then by what the path was told before.
 */
export class RuleIndex<Rule extends IndexedRule> {
  readonly #rules: readonly Rule[];
  /** By tool, and then by the place of what else is shared. */
  readonly #sorted = new Map<string, (SortedRules<Rule> | undefined)[]>();

  /** @param rules in the order of the file */
  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  /** The rules that may match, to be asked for one after another. */
  candidatesFor(subject: MatchSubject): CandidateOrder<Rule> {
    const { tool } = subject.observation;
    let ofTool = this.#sorted.get(tool);
    if (ofTool === undefined) {
      ofTool = [];
      this.#sorted.set(tool, ofTool);
    }
    const place = sharedPlaceOf(subject);
    let sorted = ofTool[place];
    if (sorted === undefined) {
      const words = sharedWordsOf(subject);
      sorted = sortRules(this.#rules.filter(({ prepared }) => accepts(prepared, words)));
      ofTool[place] = sorted;
    }
    return new CandidateOrder(sorted, subject);
  }
}

/** A number for type, severity and age: no text need be made of them for each finding. */
function sharedPlaceOf({ observation: { type }, severity, status }: MatchSubject): number {
  const kind = FINDING_TYPES.indexOf(type) * SEVERITIES.length + SEVERITIES.indexOf(severity);
  return kind * FINDING_STATUSES.length + FINDING_STATUSES.indexOf(status);
}

/** Rules for the findings of one tool, type, severity and age. */
interface SortedRules<Rule> {
  /** Those that ask for no name, in the order of the file. */
  readonly unnamed: readonly Rule[];
  /** The others by the name that they ask for. */
  readonly named: readonly NamedRules<Rule>[];
  /** By path, how far the unnamed ones were asked about it; all paths are one where no unnamed one asks for paths. */
  readonly asked: Map<string | undefined, AskedRules<Rule>>;
  readonly askForPaths: boolean;
}

interface NamedRules<Rule> {
  readonly key: NameKey;
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
}

/** What the globs of the first unnamed rules said to a path: those that do not select it are never asked again. */
interface AskedRules<Rule> {
  /** The first of those that were not asked yet. */
  next: number;
  /** Those before it that may match. */
  readonly left: Rule[];
}

/** Goes through the rules that may match a subject in the order of the file: the unnamed ones and those by its names. */
class CandidateOrder<Rule extends IndexedRule> {
  readonly #unnamed: readonly Rule[];
  readonly #asked: AskedRules<Rule>;
  readonly #met: readonly Rule[];
  #leftAt = 0;
  #metAt = 0;
  #isFirstTime = false;

  constructor({ unnamed, named, asked, askForPaths }: SortedRules<Rule>, subject: MatchSubject) {
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

  /** The next rule; undefined behind the last. */
  next(): Rule | undefined {
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
function metBy<Rule extends IndexedRule>(
  subject: MatchSubject,
  named: readonly NamedRules<Rule>[],
): readonly Rule[] {
  let met: readonly Rule[] = [];
  for (const { key, rules } of named) {
    const more = keptUnder(subject.names.of(key), rules);
    if (more.length > 0) met = met.concat(more);
  }
  // The rules of one name stand in their order.
  return met.length < 2 ? met : [...new Set(met)].sort((a, b) => a.index - b.index);
}

function accepts({ shared }: PreparedMatch, words: readonly string[]): boolean {
  return words.every((word, at) => shared[at]?.has(word) !== false);
}

function sortRules<Rule extends IndexedRule>(rules: readonly Rule[]): SortedRules<Rule> {
  const named = new Map<NameKey, Map<string, Rule[]>>();
  for (const rule of rules) {
    const { names: asked } = rule.prepared;
    if (asked === undefined) continue;
    const byName = named.get(asked.key) ?? new Map<string, Rule[]>();
    named.set(asked.key, byName);
    for (const name of asked.names) {
      const others = byName.get(name);
      if (others === undefined) byName.set(name, [rule]);
      else others.push(rule);
    }
  }
  const unnamed = rules.filter(({ prepared }) => prepared.names === undefined);
  return {
    unnamed,
    named: [...named].map(([key, byName]) => ({ key, rules: byName })),
    asked: new Map(),
    askForPaths: unnamed.some(({ prepared }) => prepared.globs !== undefined),
  };
}
