import { ScanGateError } from "../errors.ts";
import type { ForgePullRequest, PullRequests, RepositoryCommits } from "../forge-ports.ts";
import { SOURCE_NAMES } from "../model/verdict.ts";
import { present } from "../text/present.ts";
import type { PullRequestContext, RefContext, RunContext, ShortCommitContext } from "./run-context.ts";

/** What a CI leaves open of a commit, the forge completes. */

/** Whether the head of a pull request is a branch of the repository itself. */
export function isOwnHead(
  { owner, repo }: Pick<RunContext, "owner" | "repo">,
  { headRepository }: ForgePullRequest,
): boolean {
  return headRepository?.toLowerCase() === `${owner}/${repo}`.toLowerCase();
}

/** Where a forge refuses to tell, what the CI told has to do. */
const REFUSALS: readonly string[] = ["no-credentials", "auth", "forbidden"];

/**
 * What a CI leaves open of a pull request, the forge tells. Whether it is a fork's: a fork's branch may have the name of
 * one of this repository's, whose evidence is none of the fork's. And its target branch, whose policy judges it.
 */
export async function withPullRequest(
  context: RunContext,
  pullRequests: Pick<PullRequests, "get">,
): Promise<RunContext> {
  if (context.kind === "pull-request" && context.isForkUnknown === true) {
    const { isForkUnknown: _, ...known } = context;
    const pull = await unlessRefused(() => pullRequests.get(context.number));
    return pull === undefined ? known : { ...known, fork: !isOwnHead(context, pull) };
  }
  if (context.kind !== "ref" || context.untargeted === undefined) return context;
  const { untargeted, ...known } = context;
  const pull = await unlessRefused(() => pullRequests.get(untargeted.number));
  return pull === undefined ? known : targeted(known, untargeted, pull);
}

async function unlessRefused<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ScanGateError && REFUSALS.includes(error.code)) return undefined;
    throw error;
  }
}

function targeted(
  { ref: _, ...known }: RefContext,
  { number, mergeCommit }: NonNullable<RefContext["untargeted"]>,
  pull: ForgePullRequest,
): PullRequestContext {
  const { headRef, base, author } = pull;
  return {
    ...known,
    kind: "pull-request",
    number,
    headRef,
    fork: !isOwnHead(known, pull),
    base,
    upload: { ref: `refs/pull/${number}/head`, commit: known.commit },
    ...present({ author, mergeCommit }),
  };
}

/** Where neither the event nor the CI tells the default branch, the forge does; what it does not tell stays unknown. */
export async function withDefaultBranch(
  context: RunContext,
  commits: Pick<RepositoryCommits, "defaultBranch">,
): Promise<RunContext> {
  if (context.defaultBranch !== undefined) return context;
  try {
    return { ...context, ...present({ defaultBranch: await commits.defaultBranch?.() }) };
  } catch (error) {
    if (!(error instanceof ScanGateError) || error.code === "cancelled") throw error;
    return context;
  }
}

/** Completes a commit. The upload's is the same one. */
export async function withWholeCommit(
  { judged, needsWhole, forge = "github" }: ShortCommitContext,
  commits: Pick<RepositoryCommits, "whole">,
): Promise<RunContext> {
  let whole: string | undefined;
  try {
    whole = await commits.whole?.(judged.commit);
  } catch (error) {
    if (needsWhole || !(error instanceof ScanGateError) || error.code === "cancelled") throw error;
  }
  if (whole?.toLowerCase().startsWith(judged.commit) === true) return withCommit(judged, whole.toLowerCase());
  if (!needsWhole) return judged;
  throw new ScanGateError({
    code: "not-found",
    source: forge,
    message: `The commit ${judged.commit} is the beginning of an ID, and neither git nor ${SOURCE_NAMES[forge]} tells the whole`,
    hint: "Give the full ID with --commit",
  });
}

function withCommit<Judged extends PullRequestContext | RefContext>(judged: Judged, commit: string): Judged {
  return {
    ...judged,
    commit,
    ...(judged.upload === undefined ? {} : { upload: { ...judged.upload, commit } }),
  };
}
