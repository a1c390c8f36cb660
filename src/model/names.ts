/** Names that tools and people write in several ways, each in the one form in which they are compared. */

import type { Observation, Package } from "./finding.ts";

const PYTHON = new Set(["pypi", "pip", "pipenv", "poetry", "python", "setuptools", "uv"]);

/** Whether names of an ecosystem or package manager are Python's. */
function isPython(ecosystem: string | undefined): boolean {
  return PYTHON.has(ecosystem?.toLowerCase() ?? "");
}

/** A Python package's name by its specification: `-`, `_` and `.` are one sign, case does not matter
 * (https://packaging.python.org/en/latest/specifications/name-normalization/). */
function plainPythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** The name of a package in lower case; of a Python package as its specification normalizes it. */
export function plainPackageName({ name, ecosystem }: Pick<Package, "name" | "ecosystem">): string {
  return isPython(ecosystem) ? plainPythonName(name) : name.toLowerCase();
}

/** A version without the `v` that Go and some tags write before it, in lower case. */
export function plainVersion(version: string): string {
  return version
    .trim()
    .toLowerCase()
    .replace(/^v(?=\d)/, "");
}

/** `CWE-79` of `CWE-79`, `cwe-079` or `79`; undefined for anything else. */
export function plainCwe(text: string): string | undefined {
  const number = /^(?:CWE-)?0*([1-9]\d{0,6})$/i.exec(text.trim())?.[1];
  return number === undefined ? undefined : `CWE-${number}`;
}

/** The CVE and GHSA numbers of an observation: the only names that all tools share. In upper case. */
export function advisoriesOf({ identifiers }: Pick<Observation, "identifiers">): readonly string[] {
  return identifiers.map((name) => name.toUpperCase()).filter((name) => /^(?:CVE|GHSA)-/.test(name));
}

/**
 * A path from the root of the repository without `.` and `..` steps and empty segments; undefined for one that leads
 * out of the repository, and for one that is longer than any file system has.
 */
export function plainPath(path: string): string | undefined {
  if (path.length > LONGEST_PATH) return undefined;
  if (!ODD_STEP.test(path)) return path;
  const kept: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") kept.push(step);
    else if (kept.pop() === undefined) return undefined;
  }
  return kept.join("/");
}

/** `PATH_MAX` of Linux. */
const LONGEST_PATH = 4096;
/** An empty segment, or one of one or two dots. */
const ODD_STEP = /(?:^|\/)(?:\.{0,2})(?:\/|$)/;

/** A title without the full stop of one that is a single sentence: wherever titles stand, something follows. */
export function withoutFullStop(title: string): string {
  return /^[^.]*\p{L}\.$/u.test(title) ? title.slice(0, -1) : title;
}
