import type { Finding, FindingType } from "../model/finding.ts";
import { withoutFullStop } from "../model/names.ts";
import { SOURCE_NAMES } from "../model/verdict.ts";
import { isRepositoryPath } from "../text/link.ts";
import { present } from "../text/present.ts";

/** The type of a finding as people read it. */
const TYPE_WORDS: Readonly<Record<FindingType, string>> = {
  sast: "code",
  sca: "dependency",
  secrets: "secret",
  license: "license",
  iac: "infrastructure",
  container: "container",
};

const NAMES: ReadonlyMap<string, string> = new Map(Object.entries(SOURCE_NAMES));

/** A tool's or source's name for people, not escaped: `Semgrep`; a tool that nobody knows keeps its own. */
export function toolTitle(tool: string): string {
  return NAMES.get(tool) ?? tool;
}

/**
 * The title of a finding, not escaped; one without a title is named by its rule, else by its type. The package at its
 * end is left out, because every document shows it beside the title, and so is the full stop of a title that is one
 * sentence, because something follows in every document.
 */
export function findingTitle({ title, rule, type, package: pkg }: Finding): string {
  const given = [title, rule ?? "", TYPE_WORDS[type]].find((text) => text.trim() !== "") ?? "";
  const whole = withoutFullStop(given);
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

/** What was decided about one tool's word on a finding. Neither field: it counts, and does not block. */
export interface ToolRuling {
  readonly tool: string;
  readonly rule?: string;
  readonly blockedBy?: string;
  readonly suppressedBy?: string;
}

/**
 * What was decided about each tool's word, where tools that saw one finding were not judged alike (contract §7: every
 * blocking observation is named); empty where the finding itself says it all. Not escaped.
 */
export function rulingsByTool({ observations, rulings = [] }: Finding): readonly ToolRuling[] {
  const all = observations.map(({ tool, rule }, at) => {
    const { blockedBy, suppressedBy } = rulings[at] ?? {};
    return { tool, ...present({ rule, blockedBy, suppressedBy: suppressedBy?.by }) };
  });
  const kinds = new Set(all.map(({ blockedBy, suppressedBy }) => JSON.stringify([blockedBy, suppressedBy])));
  return rulings.length === 0 || kinds.size < 2 ? [] : all;
}

/** `blocks because of fail-on: high`; not escaped. */
export function rulingText({ blockedBy, suppressedBy }: ToolRuling): string {
  if (suppressedBy !== undefined) return `suppressed by ${suppressedBy}`;
  return blockedBy === undefined ? "does not block" : `blocks because of ${blockedBy}`;
}
