import type {
  AiVerdict,
  Confidence,
  ExploitMaturity,
  Finding,
  FindingStatus,
  Observation,
  Package,
  SeenBy,
  Validation,
} from "../model/finding.ts";
import { fingerprintOf, identityKey } from "../model/identity.ts";
import { worseSeverity } from "../model/severity.ts";
import { present } from "../text/present.ts";
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
type Optional = (typeof CARRIED | typeof PLACE | typeof WEIGHED)[number];

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
  const told = withoutRepeats(aged.toSorted((a, b) => compareObservations(a.observation, b.observation)));
  return told.length === 1 ? alone(told) : together(told);
}

/** Most findings are seen once: for them there is nothing to weigh. */
function alone(aged: readonly AgedObservation[]): Draft {
  const { observation, status } = aged[0] as AgedObservation; // exactly one
  const draft = start([observation], status, observation);
  for (const key of CARRIED) carry(draft, observation, key);
  for (const key of PLACE) carry(draft, observation, key);
  for (const key of WEIGHED) carry(draft, observation, key);
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
  for (const key of CARRIED) carry(draft, observations.find((one) => one[key] !== undefined) ?? first, key);
  for (const key of PLACE) carry(draft, first, key);
  weigh(draft, observations);
  const merged = mergePackages(observations);
  if (merged !== undefined) draft.package = merged;
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

/** Of what tools disagree about, the most serious word; a date is the first on which any tool saw it. */
function weigh(draft: Unfinished, observations: readonly Observation[]): void {
  const said = <Key extends keyof Observation>(key: Key) =>
    observations.map((one) => one[key]).filter((value) => value !== undefined);
  const worst = <Key extends keyof Observation>(key: Key, order: readonly Observation[Key][]) =>
    order.find((word) => observations.some((one) => one[key] === word));
  Object.assign(
    draft,
    present({
      fixable: either(observations.map((one) => one.fixable)),
      malicious: either(observations.map((one) => one.malicious)),
      exploited: either(observations.map((one) => one.exploited)),
      epss: highest(said("epss")),
      riskScore: highest(said("riskScore")),
      exploit: worst("exploit", EXPLOITS),
      validated: worst("validated", VALIDATIONS),
      confidence: worst("confidence", CONFIDENCES),
      aiVerdict: worst("aiVerdict", AI_VERDICTS),
      reachability: mostCautiousReachability(observations.map((one) => one.reachability)),
      firstSeen: said("firstSeen").reduce<string | undefined>(earlier, undefined),
    }),
  );
}

function highest(numbers: readonly number[]): number | undefined {
  return numbers.reduce<number | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
}

/** Dates as the services write them are compared as moments; one that is none never wins. */
function earlier(a: string | undefined, b: string | undefined): string | undefined {
  const [first, second] = [momentOf(a), momentOf(b)];
  return second < first || a === undefined ? b : a;
}

function momentOf(date: string | undefined): number {
  const moment = Date.parse(date ?? "");
  return Number.isNaN(moment) ? Number.POSITIVE_INFINITY : moment;
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

function union(lists: readonly (readonly string[])[]): readonly string[] {
  const all = new Set<string>();
  for (const list of lists) for (const one of list) all.add(one);
  return [...all];
}
