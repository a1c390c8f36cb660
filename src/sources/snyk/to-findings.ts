import type { Observation, Package, ToolSuppression } from "../../model/finding.ts";
import { numberOccurrences } from "../../model/identity.ts";
import { secretSeverity, severityFromWord } from "../../model/severity.ts";
import { addressPart } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { SNYK_SEVERITIES } from "../snyk-words.ts";
import {
  cweOf,
  ecosystemOf,
  exploitOf,
  identifiersOf,
  isExploited,
  isMalicious,
  managerOf,
  reachabilityOf,
  ruleOfIssue,
  scoreOf,
  typeOf,
} from "./issue-words.ts";
import type { ProjectReading } from "./issues.ts";
import type { SnykProject } from "./project.ts";
import type { WireCoordinate, WireIgnores, WireIssue } from "./schema.ts";

/** Where a project's pages are: the origin of Snyk's web pages. */
export interface SnykPages {
  readonly appUrl: string;
}

/**
 * One project's issues as observations: one for each package version or place in the code that an issue names, and
 * one for an issue that names none. No issue is ever left out, whatever its shape.
 */
export function toObservations(reading: ProjectReading, pages: SnykPages): readonly Observation[] {
  return reading.issues.flatMap((issue) => {
    const { aliases, ...whole } = describeIssue(issue, reading, pages);
    const occurrences = occurrencesOf(issue);
    const numbered = (name: string) => numberOccurrences(occurrences.map(() => name));
    const ids = numbered(issue.id);
    const identities = numbered(whole.identity);
    return occurrences.map((occurrence, index) => ({
      ...whole,
      ...describeOccurrence(occurrence, reading.project),
      id: ids[index] ?? whole.id,
      identity: identities[index] ?? whole.identity,
      ...present({ aliases: aliases?.map((alias) => numbered(alias)[index] ?? alias) }),
    }));
  });
}

/** The commits that a project's code issues say were scanned: the only place where Snyk tells. */
export function scannedCommits(reading: Pick<ProjectReading, "issues">): readonly string[] {
  const places = reading.issues.flatMap(({ attributes }) =>
    attributes.coordinates.flatMap(({ representations }) => representations),
  );
  const commits = places.flatMap(({ sourceLocation }) => sourceLocation?.commit_id?.toLowerCase() ?? []);
  return [...new Set(commits)];
}

type Representation = WireCoordinate["representations"][number];

/** Coordinates that speak of the same package version or place. */
interface Occurrence {
  readonly place: Representation | undefined;
  readonly coordinates: readonly WireCoordinate[];
}

function occurrencesOf({ attributes }: WireIssue): readonly Occurrence[] {
  const occurrences = new Map<string, Occurrence>();
  for (const coordinate of attributes.coordinates) {
    for (const place of coordinate.representations) {
      const name = nameOf(place);
      if (name === undefined) continue;
      const known = occurrences.get(name);
      occurrences.set(name, {
        place: known?.place ?? place,
        coordinates: [...(known?.coordinates ?? []), coordinate],
      });
    }
  }
  // In an order that an upgrade, a moved line and the service's mood keep, since occurrences are numbered by it.
  if (occurrences.size > 0) return [...occurrences.values()].toSorted(byPlace);
  return [{ place: undefined, coordinates: attributes.coordinates }];
}

function byPlace({ place: a }: Occurrence, { place: b }: Occurrence): number {
  const [first, second] = [a, b].map(
    (place) => place?.dependency?.package_name ?? place?.sourceLocation?.file ?? "",
  );
  if (first !== second) return (first ?? "") < (second ?? "") ? -1 : 1;
  return (a?.sourceLocation?.region?.start?.line ?? 0) - (b?.sourceLocation?.region?.start?.line ?? 0);
}

function nameOf({ dependency, sourceLocation }: Representation): string | undefined {
  if (dependency !== undefined) return `${dependency.package_name}@${dependency.package_version ?? ""}`;
  if (sourceLocation === undefined) return undefined;
  return `${sourceLocation.file}:${sourceLocation.region?.start?.line ?? ""}`;
}

function describeIssue(
  { id, attributes }: WireIssue,
  { project, ignores }: ProjectReading,
  { appUrl }: SnykPages,
): Observation {
  const key = attributes.key ?? id;
  const type = typeOf(attributes, project);
  const word = attributes.effective_severity_level;
  return {
    source: "snyk",
    tool: "snyk",
    id,
    identity: key,
    type,
    project: project.name,
    home: { organization: project.organization.id, project: project.id, issue: key },
    severity: (type === "secrets" ? secretSeverity : severityFromWord)(word, SNYK_SEVERITIES),
    title: attributes.title ?? key,
    cwe: cweOf(attributes),
    identifiers: identifiersOf(attributes),
    link: linkTo({ project, key, appUrl }),
    ...present({
      aliases: attributes.key_asset === undefined ? undefined : [attributes.key_asset],
      product: attributes.type,
      nativeSeverity: typeof word === "string" ? word : undefined,
      description: attributes.description,
      rule: ruleOfIssue(attributes, type),
      exploit: exploitOf(attributes, type),
      exploited: isExploited(attributes) ? true : undefined,
      riskScore: attributes.risk?.score?.value,
      malicious: isMalicious(attributes) ? true : undefined,
      score: scoreOf(attributes),
      references: referencesOf(attributes),
      firstSeen: attributes.created_at,
      ignored: attributes.ignored === true ? suppressionOf(ignores, key) : undefined,
    }),
  };
}

function describeOccurrence({ place, coordinates }: Occurrence, project: SnykProject) {
  const region = place?.sourceLocation?.region;
  const line = lineNumber(region?.start?.line);
  const endLine = line === undefined ? undefined : lineNumber(region?.end?.line);
  const fixedIn = fixedInOf(coordinates);
  return present({
    path: pathOf(place?.sourceLocation?.file ?? project.targetFile),
    line,
    endLine: endLine !== undefined && line !== undefined && endLine >= line ? endLine : undefined,
    package: packageOf(place, { fixedIn, project }),
    fixable: fixableOf(coordinates, fixedIn),
    fix: fixOf(coordinates),
    reachability: worstReachability(coordinates),
  });
}

function packageOf(
  place: Representation | undefined,
  known: { readonly fixedIn: readonly string[]; readonly project: SnykProject },
): Package | undefined {
  if (place?.dependency === undefined) return undefined;
  return {
    name: place.dependency.package_name,
    ...present({
      version: place.dependency.package_version,
      ecosystem: ecosystemOf(known.project),
      manager: managerOf(known.project),
      fixedIn: known.fixedIn.length === 0 ? undefined : known.fixedIn,
    }),
  };
}

function fixedInOf(coordinates: readonly WireCoordinate[]): readonly string[] {
  const remedies = coordinates.flatMap((coordinate) => coordinate.remedies);
  return [...new Set(remedies.flatMap(({ meta }) => meta?.data?.fixed_in ?? []))];
}

/** Undefined when Snyk says nothing about fixes at all. */
function fixableOf(coordinates: readonly WireCoordinate[], fixedIn: readonly string[]): boolean | undefined {
  const flags = coordinates.flatMap((coordinate) => [
    coordinate.is_fixable_snyk,
    coordinate.is_fixable_upstream,
    coordinate.is_fixable_manually,
    coordinate.is_upgradeable,
    coordinate.is_pinnable,
    coordinate.is_patchable,
  ]);
  if (flags.includes(true) || fixedIn.length > 0) return true;
  return flags.includes(false) ? false : undefined;
}

function fixOf(coordinates: readonly WireCoordinate[]): string | undefined {
  return coordinates.flatMap(({ remedies }) => remedies).find(({ description }) => description !== undefined)
    ?.description;
}

const REACHABILITY_ORDER: readonly string[] = ["reachable", "conditionally reachable"];

/** The nearest way in that any coordinate tells of. */
function worstReachability(coordinates: readonly WireCoordinate[]): string | undefined {
  const words = coordinates.flatMap(({ reachability }) => reachabilityOf(reachability) ?? []);
  return REACHABILITY_ORDER.find((word) => words.includes(word)) ?? words[0];
}

/** Version 1's entry of an ignored issue; the newest APIs keep ignores elsewhere, then there is no reason to show. */
function suppressionOf(ignores: WireIgnores, key: string): ToolSuppression {
  const entries = Object.hasOwn(ignores, key) ? (ignores[key] ?? []) : [];
  const entry = entries.flatMap((byPath) => Object.values(byPath))[0];
  return present({
    reason: entry?.reason ?? entry?.reasonType,
    by: entry?.ignoredBy?.name,
    expires: entry?.expires,
  });
}

function referencesOf({ problems }: WireIssue["attributes"]): readonly string[] | undefined {
  const urls = [...new Set(problems.flatMap(({ url }) => (url?.startsWith("https://") ? [url] : [])))];
  return urls.length === 0 ? undefined : urls;
}

function linkTo({
  project,
  key,
  appUrl,
}: SnykPages & { readonly project: SnykProject; readonly key: string }): string {
  const anchor = addressPart(key).replaceAll("%3A", ":");
  const [organization, id] = [project.organization.name, project.id].map(addressPart);
  return `${appUrl}/org/${organization}/project/${id}#issue-${anchor}`;
}

/** Snyk's files are relative to the repository's root; some answers begin with a slash or `./` all the same. */
function pathOf(file: string | undefined): string | undefined {
  const path = file?.replace(/^(\.?\/)+/, "");
  return path === "" ? undefined : path;
}

/** The schema allows line 0, which no file has. */
function lineNumber(line: number | undefined): number | undefined {
  return line !== undefined && Number.isSafeInteger(line) && line >= 1 ? line : undefined;
}
