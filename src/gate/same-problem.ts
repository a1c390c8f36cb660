import type { Observation } from "../model/finding.ts";
import { identityKey } from "../model/identity.ts";
import { joinOverlaps, type Span } from "./overlap.ts";
import { advisoriesOf, folderOf, packageKey } from "./package-scope.ts";
import { UnionFind } from "./union-find.ts";

/**
 * Sorts observations into problems (contract §7, Correlation). The result holds, for each problem, the positions of
 * its observations in the list given.
 *
 * One tool's observations are one problem only when they have the same identity at the same place, or, told by two
 * sources (a report file and the service), share an alias of it. Different tools are matched by what they say:
 * package, version, manifest folder and advisory; path, overlapping lines and CWE; a secret's path and line. Sameness
 * is passed on: what two tools say of one third thing is one problem.
 *
 * Near-linear in the number of observations, whatever they look like.
 */
export function sameProblems(observations: readonly Observation[]): readonly (readonly number[])[] {
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
  const members = new Map<number, number[]>();
  observations.forEach((_, index) => {
    const root = groups.rootOf(index);
    const group = members.get(root);
    if (group === undefined) members.set(root, [index]);
    else group.push(index);
  });
  return [...members.values()];
}

/** Whether several sources speak for one tool, as a report file beside its service does. */
function isToldTwice(observations: readonly Observation[]): boolean {
  const sources = new Map(observations.map(({ tool, source }) => [tool, source]));
  return observations.some(({ tool, source }) => sources.get(tool) !== source);
}

/**
 * Joins what has the same identity key. The key's parts are looked up one in another, which spares putting 200,000
 * keys together.
 */
function joinIdentical(observations: readonly Observation[], groups: UnionFind): void {
  const kinds = new Map<string, Map<string, Map<string, number>>>();
  observations.forEach(({ tool, type, identity, path, project = "" }, index) => {
    const places = within(kinds, `${tool} ${type} ${path === undefined}`, () => new Map());
    const identities = within(places, path ?? project, () => new Map());
    groups.join(
      within(identities, identity, () => index),
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
  return advisoriesOf(observation).map((advisory) => JSON.stringify([name, folderOf(path), advisory]));
}

function secretKeys({ type, path, line }: Observation): readonly string[] {
  return type !== "secrets" || path === undefined || line === undefined
    ? NO_KEYS
    : [JSON.stringify([path, line])];
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
