import type { Observation, SuppressedBy } from "../model/finding.ts";
import { plainVersion } from "../model/names.ts";
import type { PolicyChain, Suppression } from "../model/policy.ts";
import type { SuppressionNotice } from "../model/report.ts";
import { ITEMS_PER_STEP, type Steps } from "../model/steps.ts";
import { counted } from "../text/count.ts";
import { groupBy } from "../text/group.ts";
import { present } from "../text/present.ts";
import { suppressionsOf } from "./chain.ts";
import { type PathTest, pathTest } from "./match.ts";
import type { Draft } from "./merge.ts";
import { type SuppressionRemark, suppressionRemarks } from "./remarks.ts";
import {
  fingerprintsOf,
  isFingerprint,
  namesOf,
  packageNames,
  plainId,
  plainPackage,
} from "./subject-names.ts";

/** How many days before its end a suppression is told to expire soon. */
const NOTICE_DAYS = 14;
const DAY_MS = 86_400_000;

/** Which observations do not count, and which entries of the policy need attention. */
export interface Suppressions {
  /** In the order of the findings, for each the observations in theirs; undefined for those that count. */
  readonly suppressedBy: readonly (readonly (SuppressedBy | undefined)[])[];
  readonly notices: readonly SuppressionNotice[];
}

export interface SuppressInput {
  readonly findings: readonly Draft[];
  readonly chain: PolicyChain;
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string;
  /** Whether all that there is was read, so that an entry without a finding is truly unused. */
  readonly isComplete: boolean;
}

/**
 * Applies the suppressions of a chain of policies and the triage made in the tools (contract §6 and §7). Each reaches
 * the observations that it names; by the finding's fingerprint all of them. An entry holds up to and with the day it
 * expires; then it suppresses nothing and is told. It counts when every file above its own allows it. Where entries
 * and tools agree, the policy's first entry is named.
 */
export function* suppress({ findings, chain, today, isComplete }: SuppressInput): Steps<Suppressions> {
  const prepared = chain
    .flatMap((_, index) => prepareFile(chain, index, today))
    .map((one, order): PreparedEntry => ({ ...one, order }));
  const lookup = lookupOf(prepared);
  const suppressedBy: (readonly (SuppressedBy | undefined)[])[] = [];
  for (const finding of findings) {
    if (suppressedBy.length % ITEMS_PER_STEP === ITEMS_PER_STEP - 1) yield;
    const inForce: (PreparedEntry | undefined)[] = [];
    for (const one of finding.observations) {
      const entries = entriesNaming(one, finding, lookup);
      inForce.push(entries.length === 0 ? undefined : yield* firstInForce(entries, one));
    }
    const reached = finding.observations.map((one, index) => inForce[index]?.by ?? triageOf(one));
    suppressedBy.push(reached);
    if (reached.length > 1) notePartial(finding, reached, inForce);
  }
  return { suppressedBy, notices: prepared.flatMap((one) => noticesOf(one, { today, isComplete })) };
}

/** A suppression made ready, and what becomes of it. */
interface PreparedEntry {
  readonly entry: Suppression;
  /** What is told of what it suppresses. */
  readonly by: SuppressedBy;
  /** Its position in the chain, from the top. */
  readonly order: number;
  readonly id: string;
  readonly file: string | undefined;
  /** It stands in another repository's file: what is unused here may be used elsewhere. */
  readonly isForeign?: true;
  /** Why it does not count. */
  readonly refused?: string;
  readonly isExpired: boolean;
  readonly remarks: readonly SuppressionRemark["kind"][];
  /** Whether all but id and path hold. */
  readonly fits: (observation: Observation) => boolean;
  readonly globs?: readonly PathTest[];
  readonly selected: Map<string, boolean>;
  isUsed: boolean;
  /** Tools by which findings still count of which it reaches an observation, and how many those are. */
  readonly countsBy: Set<string>;
  partly: number;
}

function prepareFile(chain: PolicyChain, at: number, today: string): readonly Omit<PreparedEntry, "order">[] {
  const file = chain.length > 1 ? chain[at]?.policy.file : undefined;
  const entries = suppressionsOf(chain, at, today);
  const remarks = groupBy(
    suppressionRemarks(
      entries.map(({ entry }) => entry),
      today,
    ),
    ({ index }) => index,
  );
  return entries.map(({ entry, refused }, index) => ({
    ...prepareEntry(entry, { today, ...present({ refused, file, isForeign: chain[at]?.isForeign }) }),
    remarks: remarks.get(index)?.map(({ kind }) => kind) ?? [],
  }));
}

function prepareEntry(
  entry: Suppression,
  about: {
    readonly today: string;
    readonly refused?: string;
    readonly file?: string;
    readonly isForeign?: true;
  },
): Omit<PreparedEntry, "order" | "remarks"> {
  const name = entry.package === undefined ? undefined : plainPackage(entry.package);
  const version = entry.version === undefined ? undefined : plainVersion(entry.version);
  const tool = entry.tool?.toLowerCase();
  return {
    entry,
    by: byPolicy(entry),
    id: plainId(entry.id),
    file: about.file,
    ...present({ refused: about.refused, isForeign: about.isForeign, globs: entry.paths?.map(pathTest) }),
    isExpired: entry.expires < about.today,
    fits: (one) =>
      (name === undefined || packageNames(one).includes(name)) &&
      (version === undefined || plainVersion(one.package?.version ?? "") === version) &&
      (tool === undefined || one.tool.toLowerCase() === tool),
    selected: new Map(),
    isUsed: false,
    countsBy: new Set(),
    partly: 0,
  };
}

/** Entries by what they name. */
interface EntryLookup {
  readonly byId: ReadonlyMap<string, readonly PreparedEntry[]>;
  readonly hasFingerprints: boolean;
}

function lookupOf(prepared: readonly PreparedEntry[]): EntryLookup {
  const byId = groupBy(prepared, ({ id }) => id);
  return { byId, hasFingerprints: [...byId.keys()].some(isFingerprint) };
}

/** The entries whose id is a name of what a tool says of a finding. */
function entriesNaming(
  observation: Observation,
  finding: Draft,
  { byId, hasFingerprints }: EntryLookup,
): readonly PreparedEntry[] {
  if (byId.size === 0) return NO_ENTRIES;
  const own = namesOf(observation);
  const names = hasFingerprints ? own.concat(fingerprintsOf(observation, finding)) : own;
  let all = NO_ENTRIES;
  for (const name of names) {
    const more = byId.get(name);
    if (more !== undefined) all = all.length === 0 ? more : all.concat(more);
  }
  return all;
}

/** The first entry in force that means what a tool says; marks all that mean it as used. */
function* firstInForce(
  named: readonly PreparedEntry[],
  observation: Observation,
): Steps<PreparedEntry | undefined> {
  let first: PreparedEntry | undefined;
  for (const [asked, one] of named.entries()) {
    if (asked % ITEMS_PER_STEP === ITEMS_PER_STEP - 1) yield;
    if (!one.fits(observation) || !(yield* isSelected(one, observation.path))) continue;
    one.isUsed = true;
    const counts = !one.isExpired && one.refused === undefined;
    if (counts && (first === undefined || one.order < first.order)) first = one;
  }
  return first;
}

const NO_ENTRIES: readonly PreparedEntry[] = [];
/** Findings share files, so each path is matched once. */
function* isSelected({ globs, selected }: PreparedEntry, path: string | undefined): Steps<boolean> {
  if (globs === undefined) return true;
  if (path === undefined) return false;
  const known = selected.get(path);
  if (known !== undefined) return known;
  let answer = false;
  for (const { cost, selects } of globs) {
    if (cost * path.length > SLOW_GLOB) yield;
    answer = selects(path);
    if (answer) break;
  }
  selected.set(path, answer);
  return answer;
}

/** From how much work on a glob looks at the clock: characters of the path times those of the glob. */
const SLOW_GLOB = 100_000;

function byPolicy({ reason, owner, expires }: Suppression): SuppressedBy {
  return { by: "policy", reason, expires, ...(owner === undefined ? {} : { owner }) };
}

/** The tool's own triage, where its users ignore what it sees. */
function triageOf({ tool, ignored }: Observation): SuppressedBy | undefined {
  if (ignored === undefined) return undefined;
  const { reason, by, expires } = ignored;
  return { by: tool, ...present({ reason, owner: by, expires }) };
}

/** Remembers with the entries that reach a finding by which tools it still counts. */
function notePartial(
  { observations }: Draft,
  reached: readonly (SuppressedBy | undefined)[],
  inForce: readonly (PreparedEntry | undefined)[],
): void {
  const counting = observations.filter((_, index) => reached[index] === undefined);
  if (counting.length === 0) return;
  for (const one of new Set(inForce)) {
    if (one === undefined) continue;
    one.partly += 1;
    for (const { tool } of counting) one.countsBy.add(tool);
  }
}

function noticesOf(
  { entry, by, file, isForeign, refused, isExpired, isUsed, partly, countsBy, remarks }: PreparedEntry,
  { today, isComplete }: { readonly today: string; readonly isComplete: boolean },
): readonly SuppressionNotice[] {
  if (isForeign === true && !isUsed) return [];
  const about = {
    id: entry.id,
    ...present({ package: entry.package, file }),
    suppressedBy: by,
  };
  if (isExpired) return [{ kind: "expired", ...about }];
  if (refused !== undefined) return [{ kind: "refused", ...about, because: refused }];
  const isExpiring = Date.parse(entry.expires) - Date.parse(today) <= NOTICE_DAYS * DAY_MS;
  const because = `${counted(partly, "finding")} still ${partly === 1 ? "counts" : "count"} by ${[...countsBy].toSorted().join(" and ")}`;
  return [
    ...remarks.map((kind) => ({ kind, ...about })),
    ...(isExpiring ? [{ kind: "expiring", ...about } as const] : []),
    ...(isComplete && !isUsed ? [{ kind: "unused", ...about } as const] : []),
    ...(partly > 0 ? [{ kind: "partial", ...about, because } as const] : []),
  ];
}
