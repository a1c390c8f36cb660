import type { Package } from "../../model/finding.ts";

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

function major(version: string): string {
  return NUMERIC.exec(version)?.[1]?.split(".")[0] ?? version;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
