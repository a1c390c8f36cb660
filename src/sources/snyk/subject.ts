import { isOwnHead } from "../../context/complete.ts";
import { branchOf, type MergeGroupContext, type RunContext } from "../../context/run-context.ts";
import { isMissing, ScanGateError, toReason } from "../../errors.ts";
import type { ForgePullRequest, PullRequests } from "../../forge-ports.ts";
import type { Reason } from "../../model/verdict.ts";
import { present } from "../../text/present.ts";
import type { Branches } from "./branches.ts";
import { snykReason } from "./reasons.ts";

/** What Snyk is asked about: a change with a base, or a ref by itself. */
export interface SnykSubject {
  readonly isChange: boolean;
  readonly branches: Branches;
  /** The commit that checks and results must be of; absent when a merge group's pull request is not known. */
  readonly commit?: string;
  /** All names that the change goes by: head commit, test merge, commit of the merge queue. */
  readonly commits: readonly string[];
  /** The pull request's number. */
  readonly number?: number;
  /** The login of whoever opened it, where the event or the forge told it already. */
  readonly author?: string;
  /** Why the head is not known. */
  readonly reason?: Reason;
}

/**
 * Finds out whose evidence counts. A fork's branch has no name here, so that it can never match a project of this
 * repository; a merge group is judged by its pull request's head. Never throws.
 */
export async function findSubject(
  context: RunContext,
  pullRequests: Pick<PullRequests, "get" | "ofCommit">,
): Promise<SnykSubject> {
  const known = present({ defaultBranch: context.defaultBranch });
  switch (context.kind) {
    case "pull-request":
      return {
        isChange: true,
        branches: { ...known, base: context.base.ref, ...(context.fork ? {} : { head: context.headRef }) },
        commit: context.commit,
        commits: [context.commit, ...(context.mergeCommit === undefined ? [] : [context.mergeCommit])],
        number: context.number,
        ...present({ author: context.author }),
      };
    case "merge-group":
      return await inQueue(context, pullRequests);
    case "ref": {
      const head = branchOf(context.ref);
      return {
        isChange: false,
        branches: {
          ...known,
          ...present({ head, base: context.defaultBranch }),
        },
        commit: context.commit,
        commits: [context.commit],
      };
    }
  }
}

async function inQueue(
  context: MergeGroupContext,
  pullRequests: Pick<PullRequests, "get" | "ofCommit">,
): Promise<SnykSubject> {
  const known = present({ defaultBranch: context.defaultBranch });
  const branches = { ...known, base: context.base.ref };
  try {
    const pull = await pullRequestOf(context, pullRequests);
    const isOwn = isOwnHead(context, pull);
    const commit = pull.headCommit.toLowerCase();
    return {
      isChange: true,
      branches: isOwn ? { ...branches, head: pull.headRef } : branches,
      commit,
      commits: [commit, context.commit],
      number: pull.number,
      ...present({ author: pull.author }),
    };
  } catch (thrown) {
    // A pull request that should be there is missing for every source, and not for Snyk alone (contract §3).
    const reason = isMissing(thrown) ? toReason(thrown, "github") : snykReason(thrown);
    return { isChange: true, branches, commits: [context.commit], reason };
  }
}

async function pullRequestOf(
  context: MergeGroupContext,
  pullRequests: Pick<PullRequests, "get" | "ofCommit">,
): Promise<ForgePullRequest> {
  if (context.number !== undefined) return await pullRequests.get(context.number);
  const pulls = await pullRequests.ofCommit(context.commit);
  const pull = pulls.find(({ state, base }) => state === "open" && base.ref === context.base.ref);
  if (pull !== undefined) return pull;
  throw new ScanGateError({
    code: "no-evidence",
    source: "snyk",
    message: `The pull request behind the merge queue's commit ${context.commit} is not known, so neither is what Snyk says of it`,
    hint: "Queue the pull request again",
  });
}
