import type { Finding, FindingType } from "../model/finding.ts";
import { isRepositoryPath } from "../text/link.ts";

/** The type of a finding as people read it. */
const TYPE_WORDS: Readonly<Record<FindingType, string>> = {
  sast: "code",
  sca: "dependency",
  secrets: "secret",
  license: "license",
  iac: "infrastructure",
  container: "container",
};

/**
 * The title of a finding, not escaped; one without a title is named by its rule, else by its type. The package at its
 * end is left out, because every document shows it beside the title.
 */
export function findingTitle({ title, rule, type, package: pkg }: Finding): string {
  const whole = [title, rule ?? "", TYPE_WORDS[type]].find((text) => text.trim() !== "") ?? "";
  if (pkg === undefined) return whole;
  const { name, version } = pkg;
  const names = version === undefined ? [name] : [`${name}@${version}`, `${name} ${version}`, name];
  const ending = names.map((each) => ` in ${each}`).find((each) => whole.endsWith(each));
  return ending === undefined ? whole : whole.slice(0, -ending.length);
}

/**
 * Where a finding is, not escaped: `src/a.ts:12`, else its project; empty where nobody knows. A path that is not one
 * of the repository stands without a line.
 */
export function locationText({ path, line, project }: Pick<Finding, "path" | "line" | "project">): string {
  if (path === undefined) return project ?? "";
  return line === undefined || !isRepositoryPath(path) ? path : `${path}:${line}`;
}
