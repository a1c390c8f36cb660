import type { Observation } from "../model/finding.ts";
import { identityKey } from "../model/identity.ts";
import { inStepsOver, type Steps } from "../model/steps.ts";
import { compareText, groupBy } from "../text/group.ts";
import { ADVISORIES, type MeetingKind, SECRETS, WEAKNESSES } from "./meeting-kinds.ts";
import { compareObservations } from "./order.ts";
import { ProblemGroups, UnionFind } from "./problem-groups.ts";

/**
 * Sorts observations into problems (contract §7, Correlation). Gives, for each problem, the positions of its
 * observations in the list given: in their order, problems by their first.
 *
 * One tool's observations are one problem only when they have the same identity at the same place, or, told by two
 * sources (a report file and the service), share an alias of it. Different tools are matched by what they say:
 * package, version, manifest folder and advisory; path, overlapping lines and CWE; a secret's path and line. Each
 * problem of a tool is matched with at most one of each other tool, so that none is lost in another's: of several
 * that fit, one on the same lines comes first, then one that begins on the same line, then the earliest.
 *
 * The order of the list does not matter. Near-linear in its length, whatever the observations look like.
 */
export function* sameProblems(observations: readonly Observation[]): Steps<Iterable<readonly number[]>> {
  const identities = new UnionFind(observations.length);
  joinIdentical(observations, identities);
  yield;
  if (isToldTwice(observations)) joinAliases(observations, identities);
  yield;
  const [first] = observations;
  if (observations.some(({ tool }) => tool !== first?.tool)) yield* matchTools(observations, identities);
  return identities.groups();
}

/** Whether several sources speak for one tool, as a report file beside its service does. */
function isToldTwice(observations: readonly Observation[]): boolean {
  const sources = new Map<string, string>();
  return observations.some(({ tool, source }) => within(sources, tool, () => source) !== source);
}

/**
 * Joins what has the same identity key. Most identities occur once: only for those that come again are keys put
 * together, which would cost most of the time and memory otherwise.
 */
function joinIdentical(observations: readonly Observation[], groups: UnionFind): void {
  const first = new Map<string, number>();
  const repeated = new Map<string, number>();
  observations.forEach((observation, index) => {
    const { identity } = observation;
    const known = first.get(identity);
    if (known === undefined) {
      first.set(identity, index);
      return;
    }
    const earliest = observations[known] as Observation; // a position in this list
    within(repeated, identityKey(earliest), () => known);
    groups.join(
      within(repeated, identityKey(observation), () => index),
      index,
    );
  });
}

/** Joins what shares a name of its identity, where two sources tell it: one source alone has its own mind on that. */
function joinAliases(observations: readonly Observation[], groups: UnionFind): void {
  const named = new UnionFind(observations.length);
  const first = new Map<string, number>();
  observations.forEach((observation, index) => {
    const { identity, aliases = [] } = observation;
    for (const name of [identity, ...aliases]) {
      const key = identityKey({ ...observation, identity: name });
      named.join(
        within(first, key, () => index),
        index,
      );
    }
  });
  const told = new Set<number>();
  observations.forEach(({ source }, index) => {
    const root = named.rootOf(index);
    if (observations[root]?.source !== source) told.add(root);
  });
  observations.forEach((_, index) => {
    const root = named.rootOf(index);
    if (told.has(root)) groups.join(root, index);
  });
}

function* matchTools(observations: readonly Observation[], identities: UnionFind): Steps<void> {
  const at = (index: number): Observation => observations[index] as Observation; // a position in this list
  const groups = new ProblemGroups(identities, (index) => at(index).tool);
  const placed = (index: number) => at(index) as Placed; // nothing without a path has a key
  const order = (a: number, b: number) => comparePlaces(placed(a), placed(b));
  const byType = groupBy(observations.keys(), (index) => at(index).type);
  const met = (kind: MeetingKind) => meetings(observations, byType.get(kind.type) ?? [], kind);
  for (const kind of [ADVISORIES, SECRETS]) {
    for (const members of yield* met(kind)) groups.pair(members.toSorted(order));
    yield;
  }
  const files = (yield* met(WEAKNESSES)).map((members) => members.toSorted(order));
  yield;
  for (const linesOf of [wholeLines, firstLine]) {
    for (const members of files) {
      for (const alike of groupBy(members, (index) => linesOf(at(index))).values()) groups.pair(alike);
    }
    yield;
  }
  for (const members of files) {
    sweep(
      members.map((index) => spanOf(at(index), index)),
      groups,
    );
    yield;
  }
}

/**
 * Positions of observations by the keys that they share, in the order of the keys; only what several tools share.
 * @param ofType the positions of those that may meet
 */
function* meetings(
  observations: readonly Observation[],
  ofType: readonly number[],
  { about, keysOf }: MeetingKind,
): Steps<readonly (readonly number[])[]> {
  const at = (index: number): Observation => observations[index] as Observation; // a position in this list
  const isShared = (members: readonly number[]) =>
    members.some((index) => at(index).tool !== at(members[0] as number).tool); // it is there, as one is asked about
  if (!isShared(ofType)) return [];
  const words: (string | undefined)[] = [];
  const tools = new Map<string, string>();
  const shared = new Set<string>();
  yield* inStepsOver(ofType, (index) => {
    const word = about(at(index));
    words.push(word);
    if (word !== undefined && within(tools, word, () => at(index).tool) !== at(index).tool) shared.add(word);
  });
  const met = new Map<string, number[]>();
  yield* inStepsOver(ofType, (index, nth) => {
    const word = words[nth];
    if (word === undefined || !shared.has(word)) return;
    for (const key of keysOf(at(index), word)) within(met, key, (): number[] => []).push(index);
  });
  return [...met]
    .filter(([, members]) => isShared(members))
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([, members]) => members);
}

type Placed = Observation & { readonly path: string };

/** By tool, then by place, so that moved code keeps the order; equal only for what is the same in every word. */
function comparePlaces(a: Placed, b: Placed): number {
  if (a.tool !== b.tool) return compareObservations(a, b);
  return (
    compareText(a.path, b.path) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    lastLine(a) - lastLine(b) ||
    compareText(a.identity, b.identity) ||
    compareObservations(a, b)
  );
}

function wholeLines(observation: Observation): string {
  return `${observation.line} ${lastLine(observation)}`;
}

function firstLine({ line }: Observation): string {
  return `${line}`;
}

function lastLine({ line = 0, endLine = line }: Observation): number {
  return Math.max(line, endLine);
}

/** Lines that one tool marks, first and last included. */
interface Span {
  readonly index: number;
  readonly tool: string;
  readonly start: number;
  readonly end: number;
}

function spanOf(observation: Observation, index: number): Span {
  const start = observation.line as number; // no weakness without a line has a key
  return { index, tool: observation.tool, start, end: lastLine(observation) };
}

/** The spans of a tool that began so far, and for each other tool from which on they may still be met by it. */
interface Begun {
  readonly spans: Span[];
  readonly next: Map<string, number>;
}

/**
 * Goes down a file once and joins each span with the earliest of another tool that reaches down to it. A span that
 * has ended, or that has met a tool, is never looked at again for that tool; so each is looked at once per tool, and
 * a thousand spans on one line cost no more than a thousand lines.
 */
function sweep(spans: readonly Span[], groups: ProblemGroups): void {
  const begun = new Map<string, Begun>();
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    for (const [tool, { spans: earlier, next }] of begun) {
      if (tool === span.tool || groups.has(span.index, tool)) continue;
      let at = next.get(span.tool) ?? 0;
      for (let one = earlier[at]; one !== undefined; one = earlier[at]) {
        if (one.end >= span.start && !groups.has(one.index, span.tool)) break;
        at += 1;
      }
      next.set(span.tool, at);
      const met = earlier[at];
      if (met !== undefined) groups.join(met.index, span.index);
    }
    within(begun, span.tool, (): Begun => ({ spans: [], next: new Map() })).spans.push(span);
  }
}

/** The value of a key, made when there is none. */
function within<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
