import type {
  ExploitMaturity,
  Finding,
  FindingStatus,
  Observation,
  Package,
  SeenBy,
  Validation,
} from "../model/finding.ts";
import { fingerprintOf, identityKey } from "../model/identity.ts";
import { compareSeverity, worseSeverity } from "../model/severity.ts";
import { compareText } from "../text/group.ts";
import { howMerged, mergedTitle } from "./merged-words.ts";
import { mostCautiousReachability } from "./reachability.ts";

/** A finding that nobody has judged yet, and so one that does not block. */
export type Draft = Omit<Finding, "blocking" | "blockedBy" | "suppressedBy"> & { readonly blocking: false };

/** While it is put together. */
type Unfinished = { -readonly [Key in keyof Draft]: Draft[Key] };

/** Fields of which the first tool that has one is right. */
const CARRIED = ["project", "description", "rule", "fix", "link", "firstSeen", "ticket"] as const;
const PLACE = ["path", "line", "endLine"] as const;
/** Fields that tools may have to agree on. */
const WEIGHED = ["fixable", "malicious", "epss", "exploit", "validated", "reachability", "package"] as const;
type Optional = (typeof CARRIED | typeof PLACE | typeof WEIGHED)[number];

/** Most serious first, and "nobody knows" above "there is none": a rule may be laxer only on what is known. */
const EXPLOITS: readonly ExploitMaturity[] = ["mature", "proof-of-concept", "unknown", "none"];
const VALIDATIONS: readonly Validation[] = ["valid", "unknown", "error", "invalid"];

/**
 * Makes one finding of the observations of one problem, of which there is at least one. Where tools disagree, the
 * more serious word counts; texts and links are those of the first tool that has any, and the place is the first
 * tool's: Semgrep, Snyk, then the others by name.
 */
export function mergeObservations(observations: readonly Observation[], status: FindingStatus): Draft {
  if (observations.length === 1) return alone(observations, status);
  const told = withoutRepeats(observations.toSorted(compareObservations));
  return told.length === 1 ? alone(told, status) : together(told, status);
}

/** Most findings are seen once: for them there is nothing to weigh. */
function alone(observations: readonly Observation[], status: FindingStatus): Draft {
  const only = observations[0] as Observation; // exactly one
  const draft = start(observations, status, only);
  for (const key of CARRIED) carry(draft, only, key);
  for (const key of PLACE) carry(draft, only, key);
  for (const key of WEIGHED) carry(draft, only, key);
  return draft;
}

function together(observations: readonly Observation[], status: FindingStatus): Draft {
  const draft = start(observations, status, firstByIdentity(observations));
  draft.severity = observations.map(({ severity }) => severity).reduce(worseSeverity);
  draft.cwe = union(observations.map(({ cwe }) => cwe));
  draft.identifiers = union(observations.map(({ identifiers }) => identifiers));
  draft.how = howMerged(observations);
  draft.title = mergedTitle(observations);
  const first = observations[0] as Observation; // at least two
  for (const key of CARRIED) carry(draft, observations.find((one) => one[key] !== undefined) ?? first, key);
  for (const key of PLACE) carry(draft, first, key);
  judgeSeriousness(draft, observations);
  const merged = mergePackages(observations);
  if (merged !== undefined) draft.package = merged;
  return draft;
}

function start(
  observations: readonly Observation[],
  status: FindingStatus,
  identified: Observation,
): Unfinished {
  const first = observations[0] as Observation; // at least one
  const { tool, type, severity, title, cwe, identifiers } = first;
  return {
    fingerprint: fingerprintOf(identified),
    tool,
    seenBy: observations.map(seenBy),
    type,
    severity,
    title,
    cwe,
    identifiers,
    status,
    blocking: false,
    observations,
  };
}

function carry<Key extends Optional>(
  draft: { -readonly [Name in Key]?: Observation[Name] },
  from: Observation,
  key: Key,
): void {
  const value = from[key];
  if (value !== undefined) draft[key] = value;
}

function judgeSeriousness(draft: Unfinished, observations: readonly Observation[]): void {
  const fixable = either(observations.map((one) => one.fixable));
  if (fixable !== undefined) draft.fixable = fixable;
  const malicious = either(observations.map((one) => one.malicious));
  if (malicious !== undefined) draft.malicious = malicious;
  const scores = observations.map((one) => one.epss).filter((score) => score !== undefined);
  if (scores.length > 0) draft.epss = scores.reduce((a, b) => Math.max(a, b));
  const exploit = EXPLOITS.find((word) => observations.some((one) => one.exploit === word));
  if (exploit !== undefined) draft.exploit = exploit;
  const validated = VALIDATIONS.find((word) => observations.some((one) => one.validated === word));
  if (validated !== undefined) draft.validated = validated;
  const reachability = mostCautiousReachability(observations.map((one) => one.reachability));
  if (reachability !== undefined) draft.reachability = reachability;
}

/** True when one says so, false when one says so and none contradicts. */
function either(claims: readonly (boolean | undefined)[]): boolean | undefined {
  return claims.includes(true) || (claims.includes(false) ? false : undefined);
}

function mergePackages(observations: readonly Observation[]): Package | undefined {
  const packages = observations.map((one) => one.package).filter((one) => one !== undefined);
  const [first] = packages;
  if (first === undefined) return undefined;
  const fixedIn = union(packages.map((one) => one.fixedIn ?? []));
  const merged = { ...first };
  for (const one of packages.toReversed()) Object.assign(merged, one);
  return fixedIn.length === 0 ? merged : { ...merged, fixedIn };
}

function seenBy({ tool, id, rule, severity, link }: Observation): SeenBy {
  if (rule === undefined) return link === undefined ? { tool, id, severity } : { tool, id, severity, link };
  return link === undefined ? { tool, id, severity, rule } : { tool, id, severity, rule, link };
}

const TOOL_ORDER: readonly string[] = ["semgrep", "snyk"];

function toolRank(tool: string): string {
  const rank = TOOL_ORDER.indexOf(tool);
  return rank === -1 ? `${TOOL_ORDER.length}${tool}` : String(rank);
}

/** An order that depends on nothing but what the observations say. */
function compareObservations(a: Observation, b: Observation): number {
  return (
    compareText(toolRank(a.tool), toolRank(b.tool)) ||
    compareText(a.id, b.id) ||
    compareText(a.source, b.source) ||
    compareSeverity(a.severity, b.severity) ||
    Number(a.ignored !== undefined) - Number(b.ignored !== undefined) ||
    compareText(a.identity, b.identity) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

/** Leaves out what a source delivered twice, as pages that shift while they are read do. */
function withoutRepeats(sorted: readonly Observation[]): readonly Observation[] {
  return sorted.filter((one, index) => {
    const before = sorted[index - 1];
    return before === undefined || isOther(before, one);
  });
}

/** Says something of its own about severity or triage, even if it is the same native finding. */
function isOther(a: Observation, b: Observation): boolean {
  return (
    a.tool !== b.tool ||
    a.id !== b.id ||
    a.source !== b.source ||
    a.identity !== b.identity ||
    a.severity !== b.severity ||
    a.shownOnly !== b.shownOnly ||
    (a.ignored === undefined) !== (b.ignored === undefined)
  );
}

/** Native ids change from run to run, so the fingerprint of several findings of one tool must not hang on them. */
function firstByIdentity(observations: readonly Observation[]): Observation {
  const own = observations.filter(({ tool }) => tool === observations[0]?.tool);
  return own.reduce((a, b) => (identityKey(b) < identityKey(a) ? b : a));
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  const all = new Set<string>();
  for (const list of lists) for (const one of list) all.add(one);
  return [...all];
}
