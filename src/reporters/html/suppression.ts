import { type Finding, type Observation, packageLabel } from "../../model/finding.ts";
import { plainPath } from "../../model/names.ts";
import { inStepsOver, type Steps } from "../../model/steps.ts";
import { yamlText } from "../../text/escape-printed.ts";

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
export function* entryMaker(findings: readonly Finding[]): Steps<(finding: Finding) => readonly string[]> {
  const known = new Map<string, Finding | "several">();
  yield* inStepsOver(findings, (finding) => {
    for (const place of placesOf(finding)) {
      const key = keyOf(place);
      const before = known.get(key);
      known.set(key, before === undefined || before === finding ? finding : "several");
    }
  });
  return (finding) => {
    const isOwn = (place: Place) => isWritable(place) && known.get(keyOf(place)) === finding;
    const own = placesOf(finding).find((place) => samePlaces(place, finding)?.every(isOwn));
    if (own !== undefined) {
      const paths = new Set(samePlaces(own, finding)?.map(({ path }) => path));
      return [
        `id: ${yamlText(own.id)}`,
        `package: ${yamlText(own.package)}`,
        `paths: [${[...paths].map((path) => yamlText(plainGlob(path))).join(", ")}]`,
      ];
    }
    const [label, ...labels] = finding.observations.map(labelOf);
    const isShared =
      label !== undefined &&
      isLabel(label) &&
      labels.every((other) => other !== undefined && plainLabel(other) === plainLabel(label));
    return [`id: ${yamlText(finding.fingerprint)}`, ...(isShared ? [`package: ${yamlText(label)}`] : [])];
  };
}

/** Where each tool that saw a finding says the same of it; undefined when one of them does not. */
function samePlaces(place: Place, { observations }: Finding): readonly Place[] | undefined {
  const same = observations.flatMap(({ path, identifiers, ...one }) => {
    const label = labelOf(one);
    const id = identifiers.find((each) => each.toLowerCase() === place.id.toLowerCase());
    const isSame = label !== undefined && plainLabel(label) === plainLabel(place.package);
    return path !== undefined && id !== undefined && isSame ? [{ id, package: label, path }] : [];
  });
  return same.length === observations.length ? same : undefined;
}

/** A policy compares all of an entry with what a single tool says, so nothing is mixed here (contract §7). */
function placesOf({ observations }: Finding): readonly Place[] {
  return observations.flatMap((one) => {
    const { path, identifiers } = one;
    const label = labelOf(one);
    if (path === undefined || label === undefined) return [];
    return identifiers.filter((id) => ADVISORY.test(id)).map((id) => ({ id, package: label, path }));
  });
}

function labelOf({ package: found }: Pick<Observation, "package">): string | undefined {
  return found === undefined ? undefined : packageLabel(found);
}

/** Equal for all that a policy takes for the same: case and a `v` before the version do not matter to it. */
function keyOf({ id, package: label, path }: Place): string {
  return `${id.toLowerCase()} ${plainLabel(label)} ${path.replace(/^(?:\.?\/)+/, "")}`;
}

function plainLabel(label: string): string {
  return label.toLowerCase().replace(/@\s*v(?=\d)/, "@");
}

/** Whether the policy file takes it all as it is: of paths it refuses blank ones and steps to the folder above. */
function isWritable({ id, package: label, path }: Place): boolean {
  return (
    isText(id) &&
    isLabel(label) &&
    path.trim() !== "" &&
    plainPath(path) === path &&
    plainGlob(path).length <= LONGEST_GLOB
  );
}

/** Whether the policy file takes a text as it is: it refuses long and empty ones, and leaves out space around it. */
function isText(text: string): boolean {
  return text !== "" && text.length <= LONGEST_TEXT && text.trim() === text;
}

/** A package with its version as a policy reads it again: space and control characters would be lost on the way. */
function isLabel(label: string): boolean {
  return isText(label) && !/[\s\p{Cc}]/u.test(label);
}

/** A glob that selects this one path: what would stand for anything else stands for itself. */
function plainGlob(path: string): string {
  return path.replace(/[\\*?[\]{},!]/g, "\\$&");
}
