import { isOwnHead } from "../../../context/complete.ts";
import type { PullRequestContext, RunContext } from "../../../context/run-context.ts";
import type { ForgePullRequest } from "../../../forge-ports.ts";
import type { EvidenceKind } from "../../../model/evidence.ts";
import { bareRef, pullRequestOf, type Scan, scanState } from "./scan.ts";

/** One commit whose scan would prove that Semgrep looked at what is judged. */
export interface ScanTarget {
  /** Lower case. */
  readonly commit: string;
  /** What the commit is, which decides which of its scans count. */
  readonly kind: "pull-request" | "queue" | "ref";
  /** Refs that its scans carry, bare, the likeliest first. */
  readonly refs: readonly string[];
  /** The bare head branch, where it is of this repository: a full scan of it counts too. */
  readonly headBranch?: string;
  /** Numbers of the pull requests that have this head. */
  readonly pullRequests: readonly number[];
  readonly evidence: Extract<EvidenceKind, "scan" | "pull-request-scan" | "branch-scan">;
}

/**
 * The commits to look for, the best first (contract §4): the head of a pull request, then its merge commit; the
 * commit of a merge queue, then the head of its pull request; the commit of a branch or tag.
 */
export function scanTargets(context: RunContext, queued?: ForgePullRequest): readonly ScanTarget[] {
  switch (context.kind) {
    case "pull-request": {
      const head = pullRequestTarget({ ...context, numbers: pullRequestNumbers(context), evidence: "scan" });
      const merged = context.mergeCommit?.toLowerCase();
      return merged === undefined ? [head] : [head, { ...head, commit: merged }];
    }
    case "merge-group": {
      const own = refTarget("queue", context.commit, context.ref);
      if (queued === undefined) return [own];
      const { number, headRef, headCommit } = queued;
      return [
        own,
        pullRequestTarget({
          numbers: [number],
          headRef,
          commit: headCommit,
          fork: !isOwnHead(context, queued),
          evidence: "pull-request-scan",
        }),
      ];
    }
    case "ref":
      return [refTarget("ref", context.commit, context.ref)];
  }
}

/** The judged pull request first, then others that have the same head. */
function pullRequestNumbers(context: PullRequestContext): readonly number[] {
  return [context.number, ...(context.siblings ?? []).map(({ number }) => number)];
}

function refTarget(kind: "queue" | "ref", commit: string, ref: string): ScanTarget {
  return { commit: commit.toLowerCase(), kind, refs: [bareRef(ref)], pullRequests: [], evidence: "scan" };
}

function pullRequestTarget(pull: {
  readonly numbers: readonly number[];
  readonly headRef: string;
  readonly commit: string;
  readonly fork: boolean;
  readonly evidence: ScanTarget["evidence"];
}): ScanTarget {
  const own = pull.numbers.flatMap((number) => [`refs/pull/${number}/merge`, `refs/pull/${number}/head`]);
  const shared = {
    commit: pull.commit.toLowerCase(),
    kind: "pull-request",
    evidence: pull.evidence,
  } as const;
  // A fork's branch often has the name of one of ours, whose scans are then another branch's.
  if (pull.fork) return { ...shared, pullRequests: pull.numbers, refs: own };
  const headBranch = bareRef(pull.headRef);
  return { ...shared, pullRequests: pull.numbers, refs: [...own, headBranch], headBranch };
}

/** One way in which a scan of the right commit can count for its target. */
interface ScanFit {
  readonly name: string;
  readonly holds: (scan: Scan, target: ScanTarget) => boolean;
}

/** Which scans count (contract §4.3), the best first. A scan that fits in none of these ways proves nothing. */
const FITS: Readonly<Record<ScanTarget["kind"], readonly ScanFit[]>> = {
  "pull-request": [
    { name: "a diff scan on a ref of its own", holds: (scan, to) => !scan.full && isOnOwnRef(scan, to) },
    {
      name: "a full scan of its head branch",
      holds: ({ full, ref }, { headBranch }) => full && ref !== undefined && ref === headBranch,
    },
    {
      name: "a scan whose own details name this pull request",
      holds: ({ pullRequest }, { pullRequests }) =>
        pullRequest !== undefined && pullRequests.some((number) => String(number) === pullRequest),
    },
  ],
  queue: [
    { name: "a full scan on the queue's ref", holds: (scan, to) => scan.full && isOnOwnRef(scan, to) },
    { name: "a full scan of another ref: it looked at the whole commit", holds: ({ full }) => full },
    { name: "a diff scan on the queue's ref", holds: isOnOwnRef },
  ],
  ref: [
    {
      name: "a full scan on the ref, or one that runs and may not say yet that it is full",
      holds: (scan, to) => (scan.full || scanState(scan) === "running") && isOnOwnRef(scan, to),
    },
    { name: "a full scan of another ref: it looked at the whole commit", holds: ({ full }) => full },
  ],
};

/** The place of the first way in which a scan counts for its target; -1: it does not count. */
export function fitOf(scan: Scan, target: ScanTarget): number {
  if (namesAnother(scan, target)) return -1;
  return FITS[target.kind].findIndex(({ holds }) => holds(scan, target));
}

/** Whether only a scan's own details can tell that it counts, and nothing speaks against it yet. */
export function needsDetails(scan: Scan, target: ScanTarget): boolean {
  if (target.kind !== "pull-request" || scan.pullRequest !== undefined) return false;
  return fitOf(scan, target) === -1 && !isOfAnotherPullRequest(scan, target);
}

/** Whether a scan was made for another pull request, whose base may differ. */
function namesAnother(scan: Scan, target: ScanTarget): boolean {
  if (target.kind !== "pull-request") return false;
  const { pullRequest } = scan;
  const named = pullRequest !== undefined && !target.pullRequests.some((one) => String(one) === pullRequest);
  return named || isOfAnotherPullRequest(scan, target);
}

function isOfAnotherPullRequest({ ref }: Scan, target: ScanTarget): boolean {
  const number = pullRequestOf(ref);
  return number !== undefined && !target.pullRequests.some((one) => String(one) === number);
}

function isOnOwnRef({ ref }: Scan, target: ScanTarget): boolean {
  return ref !== undefined && target.refs.includes(ref);
}
