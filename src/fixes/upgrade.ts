import type { Package } from "../model/finding.ts";
import { compareText } from "../text/group.ts";

const NUMERIC = /^v?(\d+(?:\.\d+)*)(?:[-+._](.*))?$/;

/**
 * The version to move a package to: the lowest fixed one above the version in use, within the same major version if
 * there is one. Undefined when no fixed version is known.
 */
export function targetVersion(pkg: Package): string | undefined {
  const fixed = [...(pkg.fixedIn ?? [])].sort(compareVersions);
  const { version } = pkg;
  if (version === undefined) return fixed.at(-1);
  const above = fixed.filter((each) => compareVersions(each, version) > 0);
  return above.find((each) => major(each) === major(version)) ?? above[0];
}

/** The words that lead to {@link targetVersion}; Go's standard library comes with Go itself and is no package to upgrade. */
export function upgradeOf(pkg: Package): { readonly what: string; readonly version: string } | undefined {
  const version = targetVersion(pkg);
  if (version === undefined) return undefined;
  return { what: isGoStandardLibrary(pkg) ? "upgrade Go to" : "upgrade to", version };
}

const GO_WORDS: readonly string[] = ["go", "golang", "gomod", "gomodules"];

/** `stdlib`, `net/http`, …: the path of a module of somebody else begins with a host name, and so holds a full stop. */
export function isGoStandardLibrary({ name, ecosystem = "" }: Package): boolean {
  return GO_WORDS.includes(ecosystem.toLowerCase()) && !/^[^/]*\./.test(name);
}

/** No package has that many lines of releases; of a longer list the highest versions clear most. */
const MOST_CANDIDATES = 30;

/**
 * One version to move a package to for several problems: of those that fix something the one that is free of most of
 * them, then one of a major version in use, then the lowest. Undefined when no fixed version is known.
 */
export function commonTarget(packages: readonly Package[]): string | undefined {
  const [only, ...others] = packages;
  if (only !== undefined && others.length === 0) return targetVersion(only);
  const majors = new Set(packages.map(({ version }) => version && major(version)));
  const isUnknown = packages.every(({ version }) => version === undefined);
  return [...new Set(packages.flatMap(({ fixedIn = [] }) => fixedIn))]
    .sort(compareVersions)
    .slice(-MOST_CANDIDATES)
    .map((version) => ({
      version,
      cleared: packages.filter((each) => isClearedBy(each, version)).length,
      isNear: majors.has(major(version)),
    }))
    .filter(({ cleared }) => cleared > 0)
    .sort(
      (a, b) =>
        b.cleared - a.cleared ||
        Number(b.isNear) - Number(a.isNear) ||
        compareVersions(a.version, b.version) * (isUnknown ? -1 : 1),
    )[0]?.version;
}

/**
 * Whether a package is rid of its problem in another version. A fix is made for each line of releases that lives on,
 * so a version is free only from the last fix of its own line (`4.2.x`, else `4.x`) on, or above all fixes.
 */
export function isClearedBy({ version: used, fixedIn = [] }: Package, version: string): boolean {
  if (fixedIn.length === 0 || (used !== undefined && compareVersions(version, used) <= 0)) return false;
  if (fixedIn.some((fixed) => compareVersions(fixed, version) === 0)) return true;
  const lines = [minor, major].map((lineOf) => fixedIn.filter((fixed) => lineOf(fixed) === lineOf(version)));
  const line = lines.find((fixes) => fixes.length > 0) ?? fixedIn;
  return line.every((fixed) => compareVersions(version, fixed) > 0);
}

/** Whether what requires one version as Cargo does by default takes the other as well: `1.2` takes `1.9`, `0.2.1` takes `0.2.9`. */
export function isCompatible(used: string, version: string): boolean {
  const [from = [], to = []] = [used, version].map((each) => numbers(NUMERIC.exec(each)?.[1]));
  const significant = from.findIndex((number) => number > 0);
  const end = significant < 0 ? from.length : significant + 1;
  return from.slice(0, end).every((number, index) => number === (to[index] ?? 0));
}

/**
 * Order of two versions by their numbers, a pre-release before its release. Words that are no versions come last,
 * as text, so that any list has one order.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [NUMERIC.exec(a), NUMERIC.exec(b)];
  if (left === null || right === null) {
    return Number(left === null) - Number(right === null) || compareText(a, b);
  }
  const [x, y] = [numbers(left[1]), numbers(right[1])];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if ((left[2] === undefined) !== (right[2] === undefined)) return left[2] === undefined ? 1 : -1;
  return compareText(left[2] ?? "", right[2] ?? "");
}

function numbers(dotted = ""): readonly number[] {
  return dotted.split(".").map(Number);
}

/** A version without the `v` that tags write before it. */
export function withoutV(version: string): string {
  return version.replace(/^v(?=\d)/i, "");
}

/** The first of a version's numbers; the whole text of what is no version. */
export function major(version: string): string {
  return NUMERIC.exec(version)?.[1]?.split(".")[0] ?? version;
}

function minor(version: string): string {
  const [first, second = "0"] = NUMERIC.exec(version)?.[1]?.split(".") ?? [version];
  return `${first}.${second}`;
}
