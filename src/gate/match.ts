import type { FindingStatus, Observation } from "../model/finding.ts";
import { plainPath } from "../model/names.ts";
import type { Match, NumberCondition } from "../model/policy.ts";
import type { Severity } from "../model/severity.ts";
import { globMatcher } from "../text/glob.ts";
import type { Draft } from "./merge.ts";
import { plainReachability } from "./reachability.ts";
import {
  type NameCondition,
  type NameKey,
  plainId,
  plainPackage,
  type SubjectNames,
} from "./subject-names.ts";

/** What a rule or a suppression is held against: a finding as one of its tools saw it, as if nobody else had. */
export interface MatchSubject {
  readonly observation: Observation;
  /** The finding that it is a part of, for its fingerprint, which stands for all its observations. */
  readonly finding: Draft;
  readonly severity: Severity;
  readonly status: FindingStatus;
  /** ISO 8601; undefined when nobody knows. */
  readonly firstSeen: string | undefined;
  /** What rules may call it by. */
  readonly names: SubjectNames;
}

/** Whether a condition of a rule holds. */
export type SubjectTest = (subject: MatchSubject) => boolean;

/** A rule's `match` made ready, in parts that cost differently. All parts that are given must hold. */
export interface PreparedMatch {
  /** What many findings share, in the order of {@link sharedWordsOf}: cheap, and decided once for all that are alike. */
  readonly shared: readonly (ReadonlySet<string> | undefined)[];
  /** The first condition that asks for a name, by which the rule can be looked up; undefined when none does. */
  readonly names?: NameCondition;
  readonly tests: readonly SubjectTest[];
  /** One glob at a time, since each can take a while; undefined when it asks for no path. */
  readonly globs?: readonly PathTest[];
  /** Whether it asks for an age in days, and whether that holds: undefined for what has no date. */
  readonly age?: (subject: MatchSubject) => boolean | undefined;
}

/** A test of paths, and about how much work each character of a path is for it. */
export interface PathTest {
  readonly cost: number;
  readonly selects: (path: string) => boolean;
}

/**
 * Prepares a rule's `match`: every key that is given must hold, and a key holds when one of its values does
 * (contract §6). Names and words are compared ignoring case, paths are not. What an observation does not say matches
 * no value, so that a rule that loosens never reaches further than what is known.
 * @param today `YYYY-MM-DD`, in UTC
 */
export function prepareMatch(match: Match, today: string): PreparedMatch {
  const shared = [match.tool, match.type, match.severity, match.status].map(
    (words) => words && lowerCase(words),
  );
  const [names, ...otherNames] = namedConditions(match);
  const tests: readonly (SubjectTest | undefined)[] = [
    ...otherNames.map(namesTest),
    among(match.fixable, ({ fixable }) => fixable),
    among(match.malicious, ({ malicious }) => malicious),
    among(match.exploit, ({ exploit }) => exploit),
    among(match.exploited, ({ exploited }) => exploited),
    among(match.validated, ({ validated }) => validated),
    among(match.confidence, ({ confidence }) => confidence),
    among(match.aiVerdict, ({ aiVerdict }) => aiVerdict),
    among(match.transitive, ({ package: one }) => one?.transitive),
    among(
      match.reachability?.map(plainReachability),
      ({ reachability: word }) => word && plainReachability(word),
    ),
    compared(match.epss, ({ epss }) => epss),
    compared(match.riskScore, ({ riskScore }) => riskScore),
  ];
  const { age, paths } = match;
  return {
    shared,
    tests: tests.filter((test) => test !== undefined),
    ...(names === undefined ? {} : { names }),
    ...(paths === undefined ? {} : { globs: paths.map(pathTest) }),
    ...(age === undefined ? {} : { age: (subject: MatchSubject) => ageHolds(subject.firstSeen, age, today) }),
  };
}

/** The words that many findings share, in lower case: tool, type, severity and age. */
export function sharedWordsOf({ observation, severity, status }: MatchSubject): readonly string[] {
  return [observation.tool.toLowerCase(), observation.type, severity, status];
}

/** A test of one glob; a path that leads out of the repository is selected by none. */
export function pathTest(glob: string): PathTest {
  const selects = globMatcher(glob);
  return {
    cost: glob.length,
    selects: (path) => {
      const plain = plainPath(path);
      return plain !== undefined && selects(plain);
    },
  };
}

/** The conditions that ask for a name, the first of which can be looked up. */
function namedConditions(match: Match): readonly NameCondition[] {
  const named: readonly (readonly [NameKey, readonly string[] | undefined])[] = [
    ["id", match.id?.map(plainId)],
    ["rule", match.rule?.map((rule) => rule.toLowerCase())],
    ["package", match.package?.map(plainPackage)],
    ["cwe", match.cwe?.map(plainId)],
    ["project", match.project?.map((project) => project.toLowerCase())],
  ];
  return named.flatMap(([key, names]) => (names === undefined ? [] : [{ key, names: new Set(names) }]));
}

function namesTest({ key, names: accepted }: NameCondition): SubjectTest {
  return ({ names }) => names.of(key).some((name) => accepted.has(name));
}

function lowerCase(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map((word) => word.toLowerCase()));
}

function among<Value>(
  values: readonly Value[] | undefined,
  read: (observation: Observation) => Value | undefined,
): SubjectTest | undefined {
  if (values === undefined) return undefined;
  const accepted = new Set<Value | undefined>(values);
  return ({ observation }) => accepted.has(read(observation));
}

function compared(
  conditions: readonly NumberCondition[] | undefined,
  read: (observation: Observation) => number | undefined,
): SubjectTest | undefined {
  if (conditions === undefined) return undefined;
  return ({ observation }) => {
    const value = read(observation);
    return value !== undefined && conditions.some((condition) => holds(value, condition));
  };
}

const DAY_MS = 86_400_000;

/** Whole days in UTC from the day a tool first saw it; undefined where no date is known, or one to come. */
function ageHolds(
  firstSeen: string | undefined,
  conditions: readonly NumberCondition[],
  today: string,
): boolean | undefined {
  const seen = Date.parse(firstSeen ?? "");
  if (Number.isNaN(seen)) return undefined;
  const days = Math.floor(Date.parse(today) / DAY_MS) - Math.floor(seen / DAY_MS);
  return days < 0 ? undefined : conditions.some((condition) => holds(days, condition));
}

function holds(given: number, { operator, value }: NumberCondition): boolean {
  switch (operator) {
    case ">=":
      return given >= value;
    case ">":
      return given > value;
    case "<=":
      return given <= value;
    case "<":
      return given < value;
    case "=":
      return given === value;
  }
}
