import type { Package } from "../model/finding.ts";
import { finishSteps, type Steps, sortInSteps } from "../model/steps.ts";
import { majorOf, minorOf, numbersOf, type VersionRules, versionRulesOf } from "./versions.ts";

const GO_WORDS: readonly string[] = ["go", "golang", "gomod", "gomodules"];

/** `stdlib`, `net/http`, …: the path of a module of somebody else begins with a host name, and so holds a full stop. */
export function isGoStandardLibrary({ name, ecosystem = "" }: Package): boolean {
  return GO_WORDS.includes(ecosystem.toLowerCase()) && !/^[^/]*\./.test(name);
}

/** More versions than these are not compared one by one. */
const MOST_CANDIDATES = 30;

/**
 * The lowest version that clears all problems of a package, and where none does, the one that clears most of them.
 * Of several that clear as many, one that is not a pre-release is taken, unless pre-releases of the same release are
 * in use; then one of a major version in use; then the lowest. It is always above the version in use and of its flavor.
 * Where nobody knows the version in use, it is the highest. Undefined when no fixed version is known.
 */
export function commonTarget(
  packages: readonly Package[],
  rules: VersionRules = rulesOfAll(packages),
): string | undefined {
  return finishSteps(findCommonTarget(packages, rules));
}

/** The same in steps, for a package with very many problems. */
export function* findCommonTarget(
  packages: readonly Package[],
  rules: VersionRules,
): Steps<string | undefined> {
  const kinds = alike(packages);
  yield;
  const used = [...new Set(packages.flatMap(({ version }) => version ?? []))];
  const majors = new Set(used.map(majorOf));
  const direction = used.length === 0 ? -1 : 1;
  const candidates: Candidate[] = [];
  for (const version of yield* candidatesFor(kinds, rules)) {
    let cleared = 0;
    for (const [at, { pkg, count }] of kinds.entries()) {
      if (isClearedBy(pkg, version, rules)) cleared += count;
      if (at % VERSIONS_PER_STEP === VERSIONS_PER_STEP - 1) yield;
    }
    const isEarly = rules.isPreRelease(version) && !used.some((each) => isSameRelease(each, version, rules));
    candidates.push({ version, cleared, isEarly, isNear: majors.has(majorOf(version)) });
  }
  return candidates.sort(
    (a, b) =>
      b.cleared - a.cleared ||
      Number(a.isEarly) - Number(b.isEarly) ||
      Number(b.isNear) - Number(a.isNear) ||
      rules.compare(a.version, b.version) * direction,
  )[0]?.version;
}

interface Candidate {
  readonly version: string;
  /** Problems that it clears. */
  readonly cleared: number;
  readonly isEarly: boolean;
  readonly isNear: boolean;
}

/** How many problems are looked at between two steps: comparing versions is slow. */
const VERSIONS_PER_STEP = 200;

/** Problems of a package that the same versions clear. */
interface LikeProblems {
  readonly pkg: Package;
  count: number;
}

/** Of a package with thousands of problems hardly any two differ in their versions. */
function alike(packages: readonly Package[]): readonly LikeProblems[] {
  if (packages.length === 1) return packages.map((pkg) => ({ pkg, count: 1 }));
  const kinds = new Map<string, LikeProblems>();
  for (const pkg of packages) {
    const key = JSON.stringify([pkg.version, pkg.fixedIn]);
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, { pkg, count: 1 });
    else known.count += 1;
  }
  return [...kinds.values()];
}

function rulesOfAll([first]: readonly Package[]): VersionRules {
  return versionRulesOf(first ?? { name: "" });
}

/** Fixed versions, lowest first. What clears a problem is not below its lowest fix: of very many the lowest of those stay. */
function* candidatesFor(kinds: readonly LikeProblems[], rules: VersionRules): Steps<readonly string[]> {
  const fixes: (readonly string[])[] = [];
  for (const [at, { pkg }] of kinds.entries()) {
    fixes.push(usableFixes(pkg, rules).toSorted(rules.compare));
    if (at % VERSIONS_PER_STEP === VERSIONS_PER_STEP - 1) yield;
  }
  const all = yield* sortInSteps([...new Set(fixes.flat())], rules.compare);
  if (all.length <= MOST_CANDIDATES) return all;
  const floors = yield* sortInSteps(
    fixes.flatMap(([lowest]) => lowest ?? []),
    rules.compare,
  );
  const above = floors
    .slice(-1)
    .flatMap((highest) => all.filter((version) => rules.compare(version, highest) >= 0));
  return [...above.slice(0, MOST_CANDIDATES - 1), ...above.slice(MOST_CANDIDATES - 1).slice(-1)];
}

/** Fixed versions above the one in use that may take its place. */
function usableFixes({ version: used, fixedIn = [] }: Package, rules: VersionRules): readonly string[] {
  if (used === undefined) return fixedIn;
  const above = fixedIn.filter((fixed) => rules.compare(fixed, used) > 0);
  const same = above.filter((fixed) => rules.flavorOf(fixed) === rules.flavorOf(used));
  // A library that begins to have flavors makes the one for ordinary Java `jre` (https://github.com/google/guava).
  const isPlain = same.length === 0 && rules.flavorOf(used) === "";
  return isPlain ? above.filter((fixed) => rules.flavorOf(fixed) === "jre") : same;
}

/** Whether one is a pre-release of the release that the other is a pre-release of as well. */
function isSameRelease(used: string, version: string, rules: VersionRules): boolean {
  if (!rules.isPreRelease(used)) return false;
  const [from, to] = [numbersOf(used), numbersOf(version)];
  return Array.from({ length: Math.max(from.length, to.length) }).every(
    (_, i) => (from[i] ?? 0) === (to[i] ?? 0),
  );
}

/**
 * Whether a package is rid of its problem in another version. A fix is made for each line of releases that lives on,
 * so a version is free only from the last fix of its own line (`4.2.x`, else `4.x`) on, or above all fixes.
 */
export function isClearedBy(
  pkg: Package,
  version: string,
  rules: VersionRules = versionRulesOf(pkg),
): boolean {
  const fixes = usableFixes(pkg, rules).filter((fixed) => rules.flavorOf(fixed) === rules.flavorOf(version));
  if (fixes.length === 0) return false;
  if (fixes.some((fixed) => rules.compare(fixed, version) === 0)) return true;
  const lines = [minorOf, majorOf].map((lineOf) =>
    fixes.filter((fixed) => lineOf(fixed) === lineOf(version)),
  );
  const line = lines.find((of) => of.length > 0) ?? fixes;
  return line.every((fixed) => rules.compare(version, fixed) > 0);
}

/** Whether what requires one version as Cargo does by default takes the other as well: `1.2` takes `1.9`, `0.2.1` takes `0.2.9`. */
export function isCompatible(used: string, version: string): boolean {
  const [from, to] = [numbersOf(used), numbersOf(version)];
  const significant = from.findIndex((number) => number > 0);
  const end = significant < 0 ? from.length : significant + 1;
  return from.slice(0, end).every((number, index) => number === (to[index] ?? 0));
}
