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

/** Why a forge does not tell: then a pull request counts as one of this repository's own. */
const REFUSALS: readonly string[] = ["no-credentials", "auth", "forbidden"];

/** A fork's branch may have the name of one of this repository's, whose evidence is none of the fork's. */
export async function withFork(
  context: RunContext,
  pullRequests: Pick<PullRequests, "get">,
): Promise<RunContext> {
  if (context.kind !== "pull-request" || context.isForkUnknown !== true) return context;
  const { isForkUnknown: _, ...known } = context;
  try {
    return { ...known, fork: !isOwnHead(context, await pullRequests.get(context.number)) };
  } catch (error) {
    if (error instanceof ScanGateError && REFUSALS.includes(error.code)) return known;
    throw error;
  }
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
