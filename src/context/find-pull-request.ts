import { ScanGateError } from "../errors.ts";
import type { ForgePullRequest, PullRequests } from "../ports.ts";
import type { PullRequestContext, RunContext, UnresolvedPullRequestContext } from "./run-context.ts";

/** The context itself, or that of the pull request which is to be found first. @throws see {@link findPullRequest} */
export async function resolvePullRequest(
  context: RunContext | UnresolvedPullRequestContext,
  pullRequests: Pick<PullRequests, "ofCommit" | "fromBranch">,
): Promise<RunContext> {
  return context.kind === "unresolved-pull-request" ? await findPullRequest(context, pullRequests) : context;
}

/**
 * Finds the pull request of a `workflow_run` whose payload does not name it: by commit, else by head branch.
 * Only an open pull request into this repository counts, and its head must be the very commit that is judged, so
 * that nobody can steer the comment to another one.
 * @throws `not-found` (source `github`) when there is none, and whatever GitHub's refusal was
 */
async function findPullRequest(
  context: UnresolvedPullRequestContext,
  pullRequests: Pick<PullRequests, "ofCommit" | "fromBranch">,
): Promise<PullRequestContext> {
  const { kind: _, headOwner, ...rest } = context;
  const isOurs = (pull: ForgePullRequest) =>
    pull.state === "open" && pull.headCommit.toLowerCase() === context.commit;
  const pull =
    (await byCommit(context, pullRequests)).find(isOurs) ??
    (await pullRequests.fromBranch(headOwner, context.headRef)).find(isOurs);
  if (pull === undefined) throw notFound(context);
  return {
    ...rest,
    kind: "pull-request",
    number: pull.number,
    base: pull.base,
    upload: { ref: `refs/pull/${pull.number}/head`, commit: context.commit },
  };
}

/** GitHub often does not know a fork's commit in the base repository; the search by branch answers that. */
async function byCommit(
  context: UnresolvedPullRequestContext,
  pullRequests: Pick<PullRequests, "ofCommit">,
): Promise<readonly ForgePullRequest[]> {
  try {
    return await pullRequests.ofCommit(context.commit);
  } catch (error) {
    if (error instanceof ScanGateError && [404, 409, 422].includes(error.status ?? 0)) return [];
    throw error;
  }
}

function notFound(context: UnresolvedPullRequestContext): ScanGateError {
  return new ScanGateError({
    code: "not-found",
    source: "github",
    message: `No open pull request has ${context.commit} as its head (looked by commit and by ${context.headOwner}:${context.headRef})`,
    hint: "Run again when its newest commit has been pushed, or close this run if the pull request is closed",
  });
}
