import type { RunContext } from "../../../context/run-context.ts";
import type { EvidenceKind } from "../../../model/evidence.ts";
import type { ForgePullRequest } from "../../../ports.ts";
import { bareRef } from "./scan.ts";

/** One commit whose scan would prove that Semgrep looked at what is judged. */
export interface ScanTarget {
  /** Lower case. */
  readonly commit: string;
  /** Which kind of scan its event brings. */
  readonly prefers: "diff" | "full";
  /** Refs that its scans carry, bare, the likeliest first. */
  readonly refs: readonly string[];
  /** Set when diff scans of another pull request must not be taken for this one's. */
  readonly pullRequest?: number;
  readonly evidence: Extract<EvidenceKind, "scan" | "pull-request-scan">;
  /** Refs on which an older scan would be this target's, for telling stale from missing. */
  readonly staleRefs: readonly string[];
}

/**
 * The commits to look for, the best first (contract §4): the head of a pull request, then its merge commit; the
 * commit of a merge queue, then the head of its pull request; the commit of a branch or tag.
 */
export function scanTargets(context: RunContext, queued?: ForgePullRequest): readonly ScanTarget[] {
  switch (context.kind) {
    case "pull-request": {
      const head = pullRequestTarget({ ...context, evidence: "scan" });
      const merged = context.mergeCommit?.toLowerCase();
      return merged === undefined ? [head] : [head, { ...head, commit: merged }];
    }
    case "merge-group": {
      const own = refTarget(context.commit, context.ref);
      if (queued === undefined) return [own];
      const { number, headRef, headCommit, headRepository } = queued;
      const fork = headRepository?.toLowerCase() !== `${context.owner}/${context.repo}`.toLowerCase();
      return [
        own,
        pullRequestTarget({ number, headRef, commit: headCommit, fork, evidence: "pull-request-scan" }),
      ];
    }
    case "ref":
      return [refTarget(context.commit, context.ref)];
  }
}

function refTarget(commit: string, ref: string): ScanTarget {
  const refs = [bareRef(ref)];
  return { commit: commit.toLowerCase(), prefers: "full", refs, evidence: "scan", staleRefs: refs };
}

function pullRequestTarget(pull: {
  readonly number: number;
  readonly headRef: string;
  readonly commit: string;
  readonly fork: boolean;
  readonly evidence: ScanTarget["evidence"];
}): ScanTarget {
  const merge = `refs/pull/${pull.number}/merge`;
  const refs = [merge, bareRef(pull.headRef)];
  return {
    commit: pull.commit.toLowerCase(),
    prefers: "diff",
    refs,
    pullRequest: pull.number,
    evidence: pull.evidence,
    // A fork's branch often has the name of one of ours, whose scans are then another branch's.
    staleRefs: pull.fork ? [merge] : refs,
  };
}
