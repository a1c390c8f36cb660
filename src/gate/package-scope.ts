import type { Observation, Package } from "../model/finding.ts";

const PYTHON = new Set(["pypi", "pip", "pipenv", "poetry", "python", "setuptools", "uv"]);

/**
 * Name and version of an observation's package in a form in which tools agree; undefined without a version. Case does
 * not matter, nor does a `v` before the version, nor which of `-`, `_` and `.` a Python name is written with
 * (https://packaging.python.org/en/latest/specifications/name-normalization/).
 */
export function packageKey({ package: one }: Observation): string | undefined {
  return one?.version === undefined ? undefined : `${plainName(one)}@${plainVersion(one.version)}`;
}

function plainName({ name, ecosystem }: Package): string {
  const plain = name.toLowerCase();
  return PYTHON.has(ecosystem?.toLowerCase() ?? "") ? plain.replace(/[-_.]+/g, "-") : plain;
}

/** A version without the `v` that Go and some tags write before it, in lower case. */
export function plainVersion(version: string): string {
  return version
    .trim()
    .toLowerCase()
    .replace(/^v(?=\d)/, "");
}

/** The CVE and GHSA numbers of an observation: the only names that all tools share. In upper case. */
export function advisoriesOf({ identifiers }: Observation): readonly string[] {
  return identifiers.map((name) => name.toUpperCase()).filter((name) => /^(?:CVE|GHSA)-/.test(name));
}

/** The folder that a manifest and its lock file are both in; empty for the root. */
export function folderOf(path: string): string {
  const plain = path.replace(/^(?:\.\/)+/, "");
  return plain.slice(0, Math.max(0, plain.lastIndexOf("/")));
}
