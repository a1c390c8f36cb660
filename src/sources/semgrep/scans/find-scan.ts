import { groupBy } from "../../../text/group.ts";
import { isOfCommit, newestFirst, pullRequestOf, type Scan, scanState } from "./scan.ts";
import type { ScanTarget } from "./targets.ts";

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
  /** `newest` is the newest scan on the refs of the targets, of another commit. */
  | { readonly kind: "missing"; readonly newest?: Scan };

type Found = Exclude<ScanChoice, { kind: "missing" }>;
type Failed = Extract<ScanChoice, { kind: "failed" }>;

/**
 * Chooses the scans that are evidence for the targets: the first target that was scanned, and of its scans those of
 * the kind and ref that its event brings. A group that failed gives way to one of the same evidence, when newer scans
 * of that ran all the products which failed: an older one knows nothing of what went wrong since.
 */
export function chooseScan(scans: readonly Scan[], targets: readonly ScanTarget[]): ScanChoice {
  const usual = new Set(scans.flatMap((scan) => scan.products));
  const found = targets.flatMap((target) => groupsOf(scans, target, usual).map(judgeGroup));
  const [best] = found;
  if (best === undefined) return missing(scans, targets);
  if (best.kind !== "failed") return best;
  return found.find((other) => makesGood(other, { failed: best, usual })) ?? best;
}

/** Whether newer scans of another group, of the same evidence, ran all that failed. */
function makesGood(
  other: Found,
  { failed, usual }: { readonly failed: Failed; readonly usual: ReadonlySet<string> },
): boolean {
  if (other.kind === "failed" || other.group.target.evidence !== failed.group.target.evidence) return false;
  return failed.failed.every((scan) => {
    const newer = other.group.members.filter((member) => newestFirst(member, scan) < 0);
    return newer.length > 0 && covers(newer, productsOf(scan, usual));
  });
}

/** Whether more waiting can change nothing: a merge queue's own scan may come while its pull request's has failed. */
export function isFinal(choice: ScanChoice, targets: readonly ScanTarget[]): boolean {
  if (choice.kind === "ready") return true;
  return choice.kind === "failed" && choice.group.target.evidence === targets[0]?.evidence;
}

/** A scan of another commit that came after the group's on its ref, and so made its findings what they are now. */
export function newerScan(group: ScanGroup, scans: readonly Scan[]): Scan | undefined {
  const [newest] = group.members;
  if (newest === undefined) return undefined;
  return scans.find(
    (scan) =>
      scan.ref === newest.ref &&
      scan.commit !== newest.commit &&
      scanState(scan) === "good" &&
      newestFirst(scan, newest) < 0,
  );
}

function missing(scans: readonly Scan[], targets: readonly ScanTarget[]): ScanChoice {
  const refs = targets.flatMap((target) => target.staleRefs);
  const newest = scans
    .filter((scan) => scan.ref !== undefined && refs.includes(scan.ref) && scan.commit !== "")
    .sort(newestFirst)[0];
  return newest === undefined ? { kind: "missing" } : { kind: "missing", newest };
}

function groupsOf(
  scans: readonly Scan[],
  target: ScanTarget,
  usual: ReadonlySet<string>,
): readonly ScanGroup[] {
  const fitting = scans.filter(
    (scan) => isOfCommit(scan.commit, target.commit) && fitOf(scan, target) !== -1,
  );
  // A branch's full scan beside its pull request's diff scan is another group. On a ref there is one kind only, and
  // a scan that is queued may not say yet that it is a full one.
  const kindOf = (scan: Scan) => (target.prefers === "diff" ? String(scan.full) : "");
  const groups = groupBy(fitting, (scan) => `${scan.ref ?? ""}\n${kindOf(scan)}`);
  return [...groups.values()].map((members) => toGroup(members, target, usual)).sort(bestFirst);
}

function toGroup(scans: readonly Scan[], target: ScanTarget, usual: ReadonlySet<string>): ScanGroup {
  const members = membersOf(scans, usual);
  const ref = members[0]?.ref;
  return {
    target,
    ...(ref === undefined ? {} : { ref }),
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

function judgeGroup(group: ScanGroup): Found {
  const running = group.members.filter((scan) => scanState(scan) === "running");
  if (running.length > 0) return { kind: "running", group, running };
  const failed = group.members.filter((scan) => scanState(scan) === "bad");
  return failed.length > 0 ? { kind: "failed", group, failed } : { kind: "ready", group };
}

/** One way in which a scan of the right commit can fit its target. */
interface ScanFit {
  readonly name: string;
  readonly holds: (scan: ScanPlace, target: ScanTarget) => boolean;
}

type ScanPlace = Pick<Scan, "full"> & { readonly ref?: string };

/** The best first. A scan that fits in none of these ways proves nothing for its target. */
const FITS: readonly ScanFit[] = [
  {
    name: "of the kind that its event brings, on a ref of its own",
    holds: (scan, target) => isOnOwnRef(scan, target) && scan.full === (target.prefers === "full"),
  },
  {
    name: "a full scan on a ref of its own",
    holds: (scan, target) => isOnOwnRef(scan, target) && scan.full,
  },
  {
    name: "a full scan of another ref: it looked at the whole commit all the same",
    holds: (scan) => scan.full,
  },
  {
    name: "a diff scan on a ref of its own, where a full one was expected",
    holds: isOnOwnRef,
  },
  {
    name: "a diff scan of a ref that is not another pull request's",
    holds: (scan, target) => target.prefers === "diff" && !isOfOtherPullRequest(scan.ref, target),
  },
];

/** Which of the `FITS` is the first that holds; -1: none. */
function fitOf(scan: ScanPlace, target: ScanTarget): number {
  return FITS.findIndex(({ holds }) => holds(scan, target));
}

function isOnOwnRef(scan: ScanPlace, target: ScanTarget): boolean {
  return scan.ref !== undefined && target.refs.includes(scan.ref);
}

/** Whose diff scan was compared with another base, so that what it leaves out may be new here. */
function isOfOtherPullRequest(ref: string | undefined, target: ScanTarget): boolean {
  const number = pullRequestOf(ref);
  return number !== undefined && number !== String(target.pullRequest);
}

/** Groups by how well they fit, then by the place of their ref among the target's, then the newest first. */
function bestFirst(a: ScanGroup, b: ScanGroup): number {
  return fitOf(a, a.target) - fitOf(b, b.target) || refPlace(a) - refPlace(b) || byNewest(a, b);
}

function refPlace({ ref, target }: ScanGroup): number {
  const at = target.refs.indexOf(ref ?? "");
  return at === -1 ? target.refs.length : at;
}

function byNewest(a: ScanGroup, b: ScanGroup): number {
  const [first, second] = [a.members[0], b.members[0]];
  return first === undefined || second === undefined ? 0 : newestFirst(first, second);
}
