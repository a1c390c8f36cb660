import { groupBy } from "../../../text/group.ts";
import { present } from "../../../text/present.ts";
import { cameAfter, isOfCommit, newestFirst, type Scan, scanState, sharesProduct } from "./scan.ts";
import { fitOf, type ScanTarget } from "./targets.ts";

/** Scans of one commit on one ref, which count together: products may be split over jobs. */
export interface ScanGroup {
  readonly target: ScanTarget;
  /** As findings name it; absent when the service gave none. */
  readonly ref?: string;
  readonly full: boolean;
  /** Of each set of products the newest, newest first, without those that a good newer one made good. */
  readonly members: readonly Scan[];
}

/** What the scans that are known say about the commits that are looked for. */
export type ScanChoice =
  | { readonly kind: "ready"; readonly group: ScanGroup }
  | { readonly kind: "running"; readonly group: ScanGroup; readonly running: readonly Scan[] }
  | { readonly kind: "failed"; readonly group: ScanGroup; readonly failed: readonly Scan[] }
  /** The commit was scanned, but `newer`, of another commit, has changed since what the API lists. */
  | { readonly kind: "superseded"; readonly group: ScanGroup; readonly newer: Scan }
  | MissingScan;

export interface MissingScan {
  readonly kind: "missing";
  /** The newest scan on the refs of the targets, of another commit. */
  readonly newest?: Scan;
  /** Scans of the commits that do not count, newest first. */
  readonly others: readonly Scan[];
}

type Found = Exclude<ScanChoice, MissingScan>;
type Failed = Extract<ScanChoice, { kind: "failed" }>;

/**
 * Chooses the scans that are evidence for the targets: the first target that was scanned, and of its scans those of
 * the kind and ref that its event brings. What cannot count gives way to another group of the same evidence: a group
 * that failed, when newer scans ran all the products which failed (an older one knows nothing of what went wrong
 * since); one that was superseded, when another one is ready.
 */
export function chooseScan(scans: readonly Scan[], targets: readonly ScanTarget[]): ScanChoice {
  const usual = new Set(scans.flatMap((scan) => scan.products));
  const commits = targets.map((target) => target.commit);
  const found = targets.flatMap((target) =>
    groupsOf(scans, target, usual).map((group) => judgeGroup(group, { scans, commits })),
  );
  const [best] = found;
  if (best === undefined) return missing(scans, targets);
  switch (best.kind) {
    case "failed":
      return found.find((other) => makesGood(other, { failed: best, usual })) ?? best;
    case "superseded":
      return found.find((other) => other.kind === "ready" && hasSameEvidence(other, best)) ?? best;
    case "ready":
    case "running":
      return best;
  }
}

/**
 * The newest completed full scan of a branch, with the others of its commit, for `semgrep-evidence: branch`: what the
 * API lists now is as it left it. Scans that are running are not waited for. Undefined when none has ended.
 */
export function chooseBranchScan(scans: readonly Scan[], target: ScanTarget): ScanChoice | undefined {
  const usual = new Set(scans.flatMap((scan) => scan.products));
  const ended = scans.filter(
    (scan) => scan.full && target.refs.includes(scan.ref ?? "") && scanState(scan) !== "running",
  );
  const newest = ended.toSorted(lastEndedFirst)[0];
  if (newest === undefined || newest.commit === "") return undefined;
  const group = toGroup(
    ended.filter((scan) => scan.commit === newest.commit),
    { ...target, commit: newest.commit, evidence: "branch-scan" },
    usual,
  );
  return judgeGroup(group, { scans: [], commits: [] });
}

function lastEndedFirst(a: Scan, b: Scan): number {
  const [endA, endB] = [Date.parse(a.completedAt ?? ""), Date.parse(b.completedAt ?? "")];
  return Number.isNaN(endA) || Number.isNaN(endB) || endA === endB ? newestFirst(a, b) : endB - endA;
}

/** Whether newer scans of another group, of the same evidence, ran all that failed. */
function makesGood(
  other: Found,
  { failed, usual }: { readonly failed: Failed; readonly usual: ReadonlySet<string> },
): boolean {
  if (other.kind === "failed" || other.kind === "superseded" || !hasSameEvidence(other, failed)) return false;
  return failed.failed.every((scan) => {
    const newer = other.group.members.filter((member) => newestFirst(member, scan) < 0);
    return newer.length > 0 && covers(newer, productsOf(scan, usual));
  });
}

function hasSameEvidence(a: Found, b: Found): boolean {
  return a.group.target.evidence === b.group.target.evidence;
}

/** Whether more waiting can change nothing: a merge queue's own scan may come while its pull request's has failed. */
export function isFinal(choice: ScanChoice, targets: readonly ScanTarget[]): boolean {
  switch (choice.kind) {
    case "ready":
      return true;
    case "failed":
    case "superseded":
      return choice.group.target.evidence === targets[0]?.evidence;
    case "running":
    case "missing":
      return false;
  }
}

/** A scan of another commit that is running where the group's findings are read: it may change them meanwhile. */
export function runningBeside(group: ScanGroup, known: Surroundings): Scan | undefined {
  return besides(group, known).find((scan) => scanState(scan) === "running");
}

/** What else is known: all scans, and the commits that are one with the group's. */
interface Surroundings {
  readonly scans: readonly Scan[];
  readonly commits: readonly string[];
}

/** A completed scan of another commit that changed, after the group's own, what the API lists for it. */
function supersederOf(group: ScanGroup, known: Surroundings): Scan | undefined {
  return besides(group, known).find(
    (scan) =>
      scan.status === "completed" &&
      group.members.some((member) => sharesProduct(scan, member) && cameAfter(scan, member)),
  );
}

/** Scans of other commits of the group's ref and kind. */
function besides({ ref, full }: ScanGroup, { scans, commits }: Surroundings): readonly Scan[] {
  return scans.filter(
    (scan) =>
      scan.ref === ref && scan.full === full && !commits.some((commit) => isOfCommit(scan.commit, commit)),
  );
}

function missing(scans: readonly Scan[], targets: readonly ScanTarget[]): MissingScan {
  const isOfTarget = (scan: Scan) => targets.some(({ commit }) => isOfCommit(scan.commit, commit));
  const refs = targets.flatMap((target) => target.refs);
  const newest = scans
    .filter((scan) => refs.includes(scan.ref ?? "") && scan.commit !== "" && !isOfTarget(scan))
    .sort(newestFirst)[0];
  return { kind: "missing", others: scans.filter(isOfTarget).sort(newestFirst), ...present({ newest }) };
}

function groupsOf(
  scans: readonly Scan[],
  target: ScanTarget,
  usual: ReadonlySet<string>,
): readonly ScanGroup[] {
  const fitting = scans.filter(
    (scan) => isOfCommit(scan.commit, target.commit) && fitOf(scan, target) !== -1,
  );
  // A branch's full scan beside its pull request's diff scan is another group. On a ref there is one kind only, and a
  // scan that is queued may not say yet that it is a full one.
  const kindOf = (scan: Scan) => (target.kind === "pull-request" ? String(scan.full) : "");
  const groups = groupBy(fitting, (scan) => `${scan.ref ?? ""}\n${kindOf(scan)}`);
  return [...groups.values()].map((members) => toGroup(members, target, usual)).sort(bestFirst);
}

function toGroup(scans: readonly Scan[], target: ScanTarget, usual: ReadonlySet<string>): ScanGroup {
  const members = membersOf(scans, usual);
  const ref = members[0]?.ref;
  return {
    target,
    ...present({ ref }),
    full: scans.some((scan) => scan.full),
    members,
  };
}

/** Of each set of products the newest; one that ended badly is left out when newer good ones ran all of its products. */
function membersOf(scans: readonly Scan[], usual: ReadonlySet<string>): readonly Scan[] {
  const newest = new Map<string, Scan>();
  for (const scan of scans.toSorted(newestFirst)) {
    const set = scan.products.join(",");
    if (!newest.has(set)) newest.set(set, scan);
  }
  const members = [...newest.values()];
  return members.filter((scan, at) => {
    if (scanState(scan) !== "bad") return true;
    const newerGood = members.slice(0, at).filter((other) => scanState(other) === "good");
    return newerGood.length === 0 || !covers(newerGood, productsOf(scan, usual));
  });
}

/** A scan that was stopped before it said what it would run is taken to run all that this project's scans run. */
function productsOf(scan: Scan, usual: ReadonlySet<string>): readonly string[] {
  return scan.products.length > 0 ? scan.products : [...usual];
}

function covers(scans: readonly Scan[], products: readonly string[]): boolean {
  return products.every((product) => scans.some((scan) => scan.products.includes(product)));
}

function judgeGroup(group: ScanGroup, known: Surroundings): Found {
  const running = group.members.filter((scan) => scanState(scan) === "running");
  if (running.length > 0) return { kind: "running", group, running };
  const failed = group.members.filter((scan) => scanState(scan) === "bad");
  if (failed.length > 0) return { kind: "failed", group, failed };
  const newer = supersederOf(group, known);
  return newer === undefined ? { kind: "ready", group } : { kind: "superseded", group, newer };
}

/** Groups by how well they fit, then by the place of their ref among the target's, then the newest first. */
function bestFirst(a: ScanGroup, b: ScanGroup): number {
  return fitOfGroup(a) - fitOfGroup(b) || refPlace(a) - refPlace(b) || byNewest(a, b);
}

/** All members of a group fit in the same way, but that one's details may tell more. */
function fitOfGroup({ members, target }: ScanGroup): number {
  return Math.min(...members.map((scan) => fitOf(scan, target)));
}

function refPlace({ ref, target }: ScanGroup): number {
  const at = target.refs.indexOf(ref ?? "");
  return at === -1 ? target.refs.length : at;
}

function byNewest(a: ScanGroup, b: ScanGroup): number {
  const [first, second] = [a.members[0], b.members[0]];
  return first === undefined || second === undefined ? 0 : newestFirst(first, second);
}
