import type { Observation, SuppressedBy } from "../model/finding.ts";
import { plainVersion } from "../model/names.ts";
import type { PolicyChain, Suppression } from "../model/policy.ts";
import type { SuppressionNotice } from "../model/report.ts";
import { ITEMS_PER_STEP, type Steps } from "../model/steps.ts";
import { counted } from "../text/count.ts";
import { groupBy } from "../text/group.ts";
import { present } from "../text/present.ts";
import { suppressionsOf } from "./chain.ts";
import { type MatchSubject, type PathTest, pathTest } from "./match.ts";
import { type SuppressionRemark, suppressionRemarks } from "./remarks.ts";
import { isFingerprint, keptUnder, plainId, plainPackage } from "./subject-names.ts";

/** How many days before its end a suppression is told to expire soon. */
const NOTICE_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * The suppressions of a chain of policies, and the triage made in the tools (contract §6 and §7). Each reaches the
 * observations that it names; by the finding's fingerprint all of them. An entry holds up to and with the day it
 * expires; then it suppresses nothing and is told. It counts when every file above its own allows it. Where entries
 * and tools agree, the policy's first entry is named.
 */
export class SuppressionBook {
  readonly #entries: readonly PreparedEntry[];
  readonly #byId: ReadonlyMap<string, readonly PreparedEntry[]>;
  readonly #hasFingerprints: boolean;
  readonly #today: string;

  /** @param today `YYYY-MM-DD`, in UTC */
  constructor(chain: PolicyChain, today: string) {
    this.#entries = chain
      .flatMap((_, index) => prepareFile(chain, index, today))
      .map((one, order): PreparedEntry => ({ ...one, order }));
    this.#byId = groupBy(this.#entries, ({ id }) => id);
    this.#hasFingerprints = [...this.#byId.keys()].some(isFingerprint);
    this.#today = today;
  }

  /** Why the observations of a finding do not count, in their order: undefined for those that do. */
  *reaching(subjects: readonly MatchSubject[]): Steps<readonly (SuppressedBy | undefined)[]> {
    const inForce: (PreparedEntry | undefined)[] = [];
    for (const subject of subjects) inForce.push(yield* firstInForce(this.#entriesNaming(subject), subject));
    const reached = triaged(subjects).map((by, at) => inForce[at]?.by ?? by);
    if (reached.length > 1) notePartial(subjects, reached, inForce);
    return reached;
  }

  /** Whether an entry names one of the observations, so that it takes {@link reaching} to tell. */
  names(subjects: readonly MatchSubject[]): boolean {
    return subjects.some((subject) => this.#entriesNaming(subject).length > 0);
  }

  /**
   * The entries that need attention, after all findings were asked about.
   * @param isComplete whether all that there is was read, so that an entry without a finding is truly unused
   */
  notices(isComplete: boolean): readonly SuppressionNotice[] {
    return this.#entries.flatMap((one) => noticesOf(one, { today: this.#today, isComplete }));
  }

  /** The entries whose id is a name of what a tool says of a finding. */
  #entriesNaming({ names }: MatchSubject): readonly PreparedEntry[] {
    return keptUnder(this.#hasFingerprints ? names.of("id") : names.given, this.#byId);
  }
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
  readonly fits: (subject: MatchSubject) => boolean;
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
    fits: ({ observation: one, names }) =>
      (name === undefined || names.of("package").includes(name)) &&
      (version === undefined || plainVersion(one.package?.version ?? "") === version) &&
      (tool === undefined || one.tool.toLowerCase() === tool),
    selected: new Map(),
    isUsed: false,
    countsBy: new Set(),
    partly: 0,
  };
}

/** The first entry in force that means what a tool says; marks all that mean it as used. */
function* firstInForce(
  named: readonly PreparedEntry[],
  subject: MatchSubject,
): Steps<PreparedEntry | undefined> {
  let first: PreparedEntry | undefined;
  for (const [asked, one] of named.entries()) {
    if (asked % ITEMS_PER_STEP === ITEMS_PER_STEP - 1) yield;
    if (!one.fits(subject) || !(yield* isSelected(one, subject.observation.path))) continue;
    one.isUsed = true;
    const counts = !one.isExpired && one.refused === undefined;
    if (counts && (first === undefined || one.order < first.order)) first = one;
  }
  return first;
}

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

/** Why observations do not count where no entry names them: the triage made in the tools. */
export function triaged(subjects: readonly MatchSubject[]): readonly (SuppressedBy | undefined)[] {
  return subjects.map(({ observation }) => triageOf(observation));
}

/** The tool's own triage, where its users ignore what it sees. */
function triageOf({ tool, ignored }: Observation): SuppressedBy | undefined {
  if (ignored === undefined) return undefined;
  const { reason, by, expires } = ignored;
  return { by: tool, ...present({ reason, owner: by, expires }) };
}

/** Remembers with the entries that reach a finding by which tools it still counts. */
function notePartial(
  subjects: readonly MatchSubject[],
  reached: readonly (SuppressedBy | undefined)[],
  inForce: readonly (PreparedEntry | undefined)[],
): void {
  const counting = subjects.filter((_, index) => reached[index] === undefined);
  if (counting.length === 0) return;
  for (const one of new Set(inForce)) {
    if (one === undefined) continue;
    one.partly += 1;
    for (const { observation } of counting) one.countsBy.add(observation.tool);
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
