import type { Observation } from "../model/finding.ts";
import { identityKey } from "../model/identity.ts";
import { joinOverlaps, type Span } from "./overlap.ts";
import { advisoriesOf, folderOf, packageKey } from "./package-scope.ts";
import { UnionFind } from "./union-find.ts";

/**
 * Sorts observations into problems (contract §7, Correlation). Gives, for each problem, the positions of its
 * observations in the list given: in their order, problems by their first.
 *
 * One tool's observations are one problem only when they have the same identity at the same place, or, told by two
 * sources (a report file and the service), share an alias of it. Different tools are matched by what they say:
 * package, version, manifest folder and advisory; path, overlapping lines and CWE; a secret's path and line. Sameness
 * is passed on: what two tools say of one third thing is one problem.
 *
 * Near-linear in the number of observations, whatever they look like.
 */
export function sameProblems(observations: readonly Observation[]): Iterable<readonly number[]> {
  const groups = new UnionFind(observations.length);
  joinIdentical(observations, groups);
  if (isToldTwice(observations)) {
    joinWhereMet({ observations, groups, partyOf: (one) => one.source, keysOf: aliasKeys });
  }
  if (observations.some((one) => one.tool !== observations[0]?.tool)) {
    joinWhereMet({ observations, groups, partyOf: (one) => one.tool, keysOf: advisoryKeys });
    joinWhereMet({ observations, groups, partyOf: (one) => one.tool, keysOf: secretKeys });
    joinOverlaps(spansByWeakness(observations), groups);
  }
  return groups.groups();
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

/** The value of a key, made when there is none. */
function within<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

type KeysOf = (observation: Observation) => readonly string[];

function joinFirstOf(observations: readonly Observation[], groups: UnionFind, keysOf: KeysOf): void {
  const first = new Map<string, number>();
  observations.forEach((observation, index) => {
    for (const key of keysOf(observation)) {
      groups.join(
        within(first, key, () => index),
        index,
      );
    }
  });
}

interface Meeting {
  readonly observations: readonly Observation[];
  readonly groups: UnionFind;
  readonly keysOf: KeysOf;
  /** Only observations of different parties are matched: where a single one meets itself, nothing is joined. */
  readonly partyOf: (observation: Observation) => string;
}

function joinWhereMet({ observations, groups, keysOf, partyOf }: Meeting): void {
  const meetings = new UnionFind(observations.length);
  joinFirstOf(observations, meetings, keysOf);
  const met = new Set<number>();
  observations.forEach((observation, index) => {
    const root = meetings.rootOf(index);
    const host = observations[root];
    if (host !== undefined && partyOf(host) !== partyOf(observation)) met.add(root);
  });
  if (met.size === 0) return;
  observations.forEach((_, index) => {
    const root = meetings.rootOf(index);
    if (met.has(root)) groups.join(root, index);
  });
}

function aliasKeys(observation: Observation): readonly string[] {
  return [observation.identity, ...(observation.aliases ?? [])].map((identity) =>
    identityKey({ ...observation, identity }),
  );
}

function advisoryKeys(observation: Observation): readonly string[] {
  const { type, path } = observation;
  const name = type === "sca" && path !== undefined ? packageKey(observation) : undefined;
  if (path === undefined || name === undefined) return NO_KEYS;
  const folder = folderOf(path);
  return advisoriesOf(observation).map(
    (advisory) => `${advisory.length} ${name.length} ${advisory} ${name} ${folder}`,
  );
}

function secretKeys({ type, path, line }: Observation): readonly string[] {
  return type !== "secrets" || path === undefined || line === undefined ? NO_KEYS : [`${line} ${path}`];
}

const NO_KEYS: readonly string[] = [];

function spansByWeakness(observations: readonly Observation[]): readonly (readonly Span[])[] {
  const files = new Map<string, Map<string, Span[]>>();
  observations.forEach(({ type, tool, path, line, endLine, cwe }, index) => {
    if (type !== "sast" || path === undefined || line === undefined) return;
    const span = { index, tool, start: line, end: Math.max(line, endLine ?? line) };
    const file = within(files, path, () => new Map());
    for (const weakness of cwe) within(file, weakness, (): Span[] => []).push(span);
  });
  return [...files.values()].flatMap((file) => [...file.values()]);
}
