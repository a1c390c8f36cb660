import type {
  AiVerdict,
  Confidence,
  ExploitMaturity,
  Finding,
  FindingStatus,
  Observation,
  Package,
  Validation,
} from "../model/finding.ts";
import { fingerprintOf, identityKey } from "../model/identity.ts";
import { worseSeverity } from "../model/severity.ts";
import { howMerged, mergedTitle } from "./merged-words.ts";
import { compareObservations } from "./order.ts";
import { mostCautiousReachability } from "./reachability.ts";

/** An observation with its age. */
export interface AgedObservation {
  readonly observation: Observation;
  readonly status: FindingStatus;
}

/** A finding that nobody has judged yet, and so one that does not block. */
export type Draft = Omit<Finding, "blocking" | "blockedBy" | "suppressedBy" | "rulings"> & {
  readonly blocking: false;
  /** The age of each observation, in the order of `observations`; absent where all are of the finding's. */
  readonly ages?: readonly FindingStatus[];
};

/** While it is put together. */
type Unfinished = { -readonly [Key in keyof Draft]: Draft[Key] };

/** Fields of which the first tool that has one is right. */
const CARRIED = ["project", "description", "rule", "fix", "link", "ticket"] as const;
const PLACE = ["path", "line", "endLine"] as const;
/** Fields that tools may have to agree on. */
const WEIGHED = [
  "fixable",
  "malicious",
  "epss",
  "exploit",
  "exploited",
  "validated",
  "reachability",
  "confidence",
  "aiVerdict",
  "riskScore",
  "firstSeen",
  "package",
] as const;
const OPTIONAL = [...CARRIED, ...PLACE, ...WEIGHED] as const;
type Optional = (typeof OPTIONAL)[number];

/** Most serious first, and "nobody knows" above "there is none": a rule may be laxer only on what is known. */
const EXPLOITS: readonly ExploitMaturity[] = ["mature", "proof-of-concept", "unknown", "none"];
const VALIDATIONS: readonly Validation[] = ["valid", "unknown", "error", "invalid"];
const CONFIDENCES: readonly Confidence[] = ["high", "medium", "low"];
const AI_VERDICTS: readonly AiVerdict[] = ["true-positive", "false-positive"];

/**
 * Makes one finding of the observations of one problem, of which there is at least one. Where tools disagree, the
 * more serious word counts, and what is new to one tool is new; texts and links are those of the first tool that has
 * any, and the place is the first tool's: Semgrep, Snyk, then the others by name.
 */
export function mergeObservations(aged: readonly AgedObservation[]): Draft {
  if (aged.length === 1) return alone(aged);
  const told = withoutRepeats(inOrder(aged));
  return told.length === 1 ? alone(told) : together(told);
}

/** Mostly they are, as sources come in their order. */
function inOrder(aged: readonly AgedObservation[]): readonly AgedObservation[] {
  const compare = (a: AgedObservation, b: AgedObservation) =>
    compareObservations(a.observation, b.observation);
  const isInOrder = aged.every((one, at) => at === 0 || compare(aged[at - 1] as AgedObservation, one) <= 0); // inside the bounds
  return isInOrder ? aged : aged.toSorted(compare);
}

/** Most findings are seen once: for them there is nothing to weigh. */
function alone(aged: readonly AgedObservation[]): Draft {
  const { observation, status } = aged[0] as AgedObservation; // exactly one
  const draft = start([observation], status, observation);
  for (const key of OPTIONAL) carry(draft, observation, key);
  return draft;
}

function together(aged: readonly AgedObservation[]): Draft {
  const observations = aged.map(({ observation }) => observation);
  const ages = aged.map(({ status }) => status);
  const draft = start(observations, ages.reduce(newer), firstByIdentity(observations));
  if (ages.some((age) => age !== draft.status)) draft.ages = ages;
  draft.severity = observations.map(({ severity }) => severity).reduce(worseSeverity);
  draft.cwe = union(observations.map(({ cwe }) => cwe));
  draft.identifiers = union(observations.map(({ identifiers }) => identifiers));
  draft.how = howMerged(observations);
  draft.title = mergedTitle(observations);
  const first = observations[0] as Observation; // at least two
  for (const key of CARRIED) {
    // The first that says it is carried.
    for (const one of observations) if (draft[key] === undefined) carry(draft, one, key);
  }
  for (const key of PLACE) carry(draft, first, key);
  weigh(draft, observations);
  return draft;
}

/** What is new to one tool is new; what is unknown to one is at best unknown. */
function newer(a: FindingStatus, b: FindingStatus): FindingStatus {
  if (a === "new" || b === "new") return "new";
  return a === "unknown" ? a : b;
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
    // Each says what is told of it, and more: no copy for each finding.
    seenBy: observations,
    observations,
    type,
    severity,
    title,
    cwe,
    identifiers,
    status,
    blocking: false,
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

/** Of what tools disagree about, the most serious word; a date is the first on which any tool saw it. */
function weigh(draft: Unfinished, observations: readonly Observation[]): void {
  weighOne(draft, observations, "fixable", either);
  weighOne(draft, observations, "malicious", either);
  weighOne(draft, observations, "exploited", either);
  weighOne(draft, observations, "epss", highest);
  weighOne(draft, observations, "riskScore", highest);
  weighOne(draft, observations, "exploit", (said) => worst(said, EXPLOITS));
  weighOne(draft, observations, "validated", (said) => worst(said, VALIDATIONS));
  weighOne(draft, observations, "confidence", (said) => worst(said, CONFIDENCES));
  weighOne(draft, observations, "aiVerdict", (said) => worst(said, AI_VERDICTS));
  weighOne(draft, observations, "reachability", mostCautiousReachability);
  weighOne(draft, observations, "firstSeen", (said) => said.reduce(earlier));
  weighOne(draft, observations, "package", mergePackages);
}

type Weighed = (typeof WEIGHED)[number];

/** Sets a field to one of what the tools say, unless none says anything, as of most fields. */
function weighOne<Key extends Weighed>(
  draft: { -readonly [Name in Key]?: Observation[Name] },
  observations: readonly Observation[],
  key: Key,
  choose: (said: readonly NonNullable<Observation[Key]>[]) => NonNullable<Observation[Key]>,
): void {
  let said: NonNullable<Observation[Key]>[] | undefined;
  for (const { [key]: value } of observations) {
    if (value === undefined) continue;
    if (said === undefined) said = [value];
    else said.push(value);
  }
  if (said !== undefined) draft[key] = choose(said);
}

function worst<Word>(said: readonly Word[], order: readonly Word[]): Word {
  return said.reduce((a, b) => (order.indexOf(b) < order.indexOf(a) ? b : a));
}

function highest(said: readonly number[]): number {
  return said.reduce((a, b) => (b > a ? b : a));
}

/** Dates as the services write them are compared as moments; one that is none never wins. */
function earlier(a: string, b: string): string {
  return momentOf(b) < momentOf(a) ? b : a;
}

function momentOf(date: string): number {
  const moment = Date.parse(date);
  return Number.isNaN(moment) ? Number.POSITIVE_INFINITY : moment;
}

/** True when one says so; false when none contradicts one that says so. */
function either(claims: readonly boolean[]): boolean {
  return claims.includes(true);
}

/** What the first package says, and of what it does not say what the next one does. */
function mergePackages(packages: readonly Package[]): Package {
  const fixedIn = union(packages.map((one) => one.fixedIn ?? []));
  const merged: Package = Object.assign({}, ...packages.toReversed());
  return fixedIn.length === 0 || fixedIn === merged.fixedIn ? merged : { ...merged, fixedIn };
}

/** Leaves out what a source delivered twice, as pages that shift while they are read do. */
function withoutRepeats(sorted: readonly AgedObservation[]): readonly AgedObservation[] {
  const kept: AgedObservation[] = [];
  for (const one of sorted) {
    const before = kept.at(-1);
    if (before === undefined || isOther(before.observation, one.observation)) kept.push(one);
    else kept[kept.length - 1] = { ...before, status: newer(before.status, one.status) };
  }
  return kept;
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

/** Each once; the list itself where all that say anything say the same one, as mostly. */
function union(lists: readonly (readonly string[])[]): readonly string[] {
  const first = lists.find(({ length }) => length > 0);
  if (first === undefined) return [];
  const isAlike = (list: readonly string[]) => list.length < 2 && (list.length === 0 || list[0] === first[0]);
  return lists.every(isAlike) ? first : [...new Set(lists.flat())];
}
