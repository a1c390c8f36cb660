import { isOfCommit, newestFirst, pullRequestOf, type Scan, stateOf } from "./scan.ts";
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
export type Choice =
  | { readonly kind: "ready"; readonly group: ScanGroup }
  | { readonly kind: "running"; readonly group: ScanGroup; readonly running: readonly Scan[] }
  | { readonly kind: "failed"; readonly group: ScanGroup; readonly failed: readonly Scan[] }
  /** `newest` is the newest scan on the refs of the targets, of another commit. */
  | { readonly kind: "missing"; readonly newest?: Scan };

type Found = Exclude<Choice, { kind: "missing" }>;

/**
 * Chooses the scans that are evidence for the targets: the first target that was scanned, and of its scans those of
 * the kind and ref that its event brings. A group that failed gives way to one of the same evidence, when newer scans
 * of that ran all the products which failed: an older one knows nothing of what went wrong since.
 */
export function chooseScan(scans: readonly Scan[], targets: readonly ScanTarget[]): Choice {
  const usual = new Set(scans.flatMap((scan) => scan.products));
  const choices = targets.flatMap((target) => groupsOf(scans, target, usual).map(judgeGroup));
  const best = choices[0];
  if (best === undefined) return missing(scans, targets);
  if (best.kind !== "failed") return best;
  const makesGood = ({ members }: ScanGroup) =>
    best.failed.every((scan) => {
      const newer = members.filter((other) => newestFirst(other, scan) < 0);
      return newer.length > 0 && covers(newer, productsOf(scan, usual));
    });
  const instead = choices.find(
    (other) =>
      other.kind !== "failed" &&
      other.group.target.evidence === best.group.target.evidence &&
      makesGood(other.group),
  );
  return instead ?? best;
}

/** Whether more waiting can change nothing: a merge queue's own scan may come while its pull request's has failed. */
export function isFinal(choice: Choice, targets: readonly ScanTarget[]): boolean {
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
      stateOf(scan) === "good" &&
      newestFirst(scan, newest) < 0,
  );
}

function missing(scans: readonly Scan[], targets: readonly ScanTarget[]): Choice {
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
  const groups = new Map<string, Scan[]>();
  for (const scan of scans) {
    if (!isOfCommit(scan.commit, target.commit) || rank(scan, target) === undefined) continue;
    // A branch's full scan beside its pull request's diff scan is another group. On a ref there is one kind only, and
    // a scan that is queued may not say yet that it is a full one.
    const kind = target.prefers === "diff" ? String(scan.full) : "";
    const key = `${scan.ref ?? ""}\n${kind}`;
    groups.set(key, [...(groups.get(key) ?? []), scan]);
  }
  return [...groups.values()]
    .map((members) => toGroup(members, target, usual))
    .sort((a, b) => groupRank(a) - groupRank(b) || byNewest(a, b));
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
    if (stateOf(scan) !== "bad") return true;
    const newerGood = members.slice(0, at).filter((other) => stateOf(other) === "good");
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
  const running = group.members.filter((scan) => stateOf(scan) === "running");
  if (running.length > 0) return { kind: "running", group, running };
  const failed = group.members.filter((scan) => stateOf(scan) === "bad");
  return failed.length > 0 ? { kind: "failed", group, failed } : { kind: "ready", group };
}

const OTHER_REF = 100;

/** How well a scan of the right commit fits its target, the lowest best; undefined: it proves nothing for it. */
function rank(
  scan: { readonly ref?: string; readonly full: boolean },
  target: ScanTarget,
): number | undefined {
  const at = scan.ref === undefined ? -1 : target.refs.indexOf(scan.ref);
  const place = at === -1 ? OTHER_REF : at;
  const preferred = scan.full === (target.prefers === "full");
  if (preferred && at !== -1) return place;
  if (scan.full) return target.refs.length + place;
  if (at === -1 && (target.prefers === "full" || isOfOtherPullRequest(scan.ref, target))) return undefined;
  return 2 * target.refs.length + OTHER_REF + place;
}

/** Whose diff scan was compared with another base, so that what it leaves out may be new here. */
function isOfOtherPullRequest(ref: string | undefined, target: ScanTarget): boolean {
  const number = pullRequestOf(ref);
  return number !== undefined && number !== String(target.pullRequest);
}

function groupRank(group: ScanGroup): number {
  return rank(group, group.target) ?? Number.POSITIVE_INFINITY;
}

function byNewest(a: ScanGroup, b: ScanGroup): number {
  const [first, second] = [a.members[0], b.members[0]];
  return first === undefined || second === undefined ? 0 : newestFirst(first, second);
}
