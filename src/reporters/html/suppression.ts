import { type Finding, type Observation, packageLabel } from "../../model/finding.ts";
import { UNSEEN } from "../../text/escape.ts";

/** What the policy file takes (contract §6): longer texts and globs are refused there. */
const LONGEST_TEXT = 2000;
const LONGEST_GLOB = 1000;
const ADVISORY = /^(?:CVE|GHSA)-/i;

/** By what a policy can tell one vulnerable package from another. */
interface Place {
  readonly id: string;
  readonly package: string;
  readonly path: string;
}

/**
 * Makes the lines of a policy's entry that suppress a finding and no other one of the report: its id and what
 * narrows it, as YAML that is safe whatever the tools say. A vulnerable package goes by its advisory, package and
 * path, because people review the policy; where another finding has the same, and for all else, it goes by its
 * fingerprint.
 */
export function entryMaker(findings: readonly Finding[]): (finding: Finding) => readonly string[] {
  const known = new Map<string, Finding | "several">();
  for (const finding of findings) {
    for (const place of placesOf(finding)) {
      const key = keyOf(place);
      const before = known.get(key);
      known.set(key, before === undefined || before === finding ? finding : "several");
    }
  }
  return (finding) => {
    const own = placesOf(finding).find((each) => isWritable(each) && known.get(keyOf(each)) === finding);
    if (own !== undefined)
      return [
        `id: ${quoted(own.id)}`,
        `package: ${quoted(own.package)}`,
        `paths: [${quoted(plainGlob(own.path))}]`,
      ];
    const dependency = finding.observations
      .map(labelOf)
      .find((label) => label !== undefined && isText(label));
    return [
      `id: ${quoted(finding.fingerprint)}`,
      ...(dependency === undefined ? [] : [`package: ${quoted(dependency)}`]),
    ];
  };
}

/** A policy compares all of an entry with what a single tool says, so nothing is mixed here. */
function placesOf({ observations }: Finding): readonly Place[] {
  return observations.flatMap((one) => {
    const { path, identifiers } = one;
    const label = labelOf(one);
    if (path === undefined || label === undefined) return [];
    return identifiers.filter((id) => ADVISORY.test(id)).map((id) => ({ id, package: label, path }));
  });
}

function labelOf({ package: found }: Observation): string | undefined {
  return found === undefined ? undefined : packageLabel(found);
}

/** Equal for all that a policy takes for the same: case and a `v` before the version do not matter to it. */
function keyOf({ id, package: label, path }: Place): string {
  const name = label.toLowerCase().replace(/@\s*v(?=\d)/, "@");
  return `${id.toLowerCase()} ${name} ${path.replace(/^(?:\.?\/)+/, "")}`;
}

function isWritable({ id, package: label, path }: Place): boolean {
  return (
    isText(id) &&
    isText(label) &&
    path !== "" &&
    !path.endsWith("/") &&
    plainGlob(path).length <= LONGEST_GLOB
  );
}

/** Whether the policy file takes a text as it is: it refuses long and empty ones, and leaves out space around it. */
function isText(text: string): boolean {
  return text !== "" && text.length <= LONGEST_TEXT && text.trim() === text;
}

/** A glob that selects this one path: what would stand for anything else stands for itself. */
function plainGlob(path: string): string {
  return path.replace(/[\\*?[\]{},!]/g, "\\$&");
}

/**
 * A double-quoted scalar (https://yaml.org/spec/1.2.2/#57-escaped-characters). A JSON text is one as long as every
 * character in it is printable.
 */
function quoted(text: string): string {
  return JSON.stringify(text).replace(UNSEEN, (char) => {
    const hex = (char.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
  });
}
