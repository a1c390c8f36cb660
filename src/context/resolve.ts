import { ScanGateError } from "../errors.ts";
import type { ForgePullRequest, PullRequests, RepositoryCommits } from "../forge-ports.ts";
import { present } from "../text/present.ts";
import { isOwnHead, withDefaultBranch, withPullRequest, withWholeCommit } from "./complete.ts";
import type {
  EventContext,
  NumberedPullRequestContext,
  PullRequestContext,
  RefContext,
  RunContext,
  UnresolvedCommitContext,
  UnresolvedPullRequestContext,
} from "./run-context.ts";

/** What resolving asks the forge for. */
export interface ResolvingRoles {
  readonly pullRequests: Pick<PullRequests, "get" | "ofCommit" | "fromBranch" | "commitsOf" | "lastUpdated">;
  readonly commits: Pick<RepositoryCommits, "branchTip" | "defaultBranch" | "distance" | "whole">;
}

/**
 * Finds out what an event means that names only a number or a commit. Only open pull requests into this repository
 * are looked for, and their head must be the very commit that is judged, so that nobody can steer a comment to
 * another one.
 * @throws `not-found` (source `github`) for a pull request that should be there, `config-invalid` for a pushed commit
 * that is none of its pull request's, and whatever GitHub's refusal was
 */
export async function resolveContext(context: EventContext, roles: ResolvingRoles): Promise<RunContext> {
  const known = await withPullRequest(await resolved(context, roles), roles.pullRequests);
  return await withDefaultBranch(known, roles.commits);
}

async function resolved(context: EventContext, roles: ResolvingRoles): Promise<RunContext> {
  switch (context.kind) {
    case "unresolved-pull-request":
      return await byHead(context, roles);
    case "numbered-pull-request":
      return await byNumber(context, roles);
    case "unresolved-commit":
      return await byCommit(context, roles);
    case "short-commit":
      return await withWholeCommit(context, roles.commits);
    default:
      return context;
  }
}

async function byHead(
  context: UnresolvedPullRequestContext,
  { pullRequests }: ResolvingRoles,
): Promise<PullRequestContext> {
  const { kind: _, headOwner, headRef, fork: _fork, ...rest } = context;
  const known = (await containing(context.commit, pullRequests)).filter(hasHead(context.commit));
  const found =
    known.length > 0
      ? known
      : (await pullRequests.fromBranch(headOwner, headRef)).filter(hasHead(context.commit));
  if (!isFound(found)) throw noPullRequest(context);
  return { ...pullRequestContext(rest, found), headRef, fork: context.fork };
}

async function byNumber(
  context: NumberedPullRequestContext,
  roles: ResolvingRoles,
): Promise<PullRequestContext> {
  const { kind: _, number, pushed, request: _request, ...rest } = context;
  const pull = await roles.pullRequests.get(number);
  const head = pull.headCommit.toLowerCase();
  if (pushed !== undefined && pushed !== head && !(await holds(pull, pushed, roles))) {
    throw foreignCommit(number, pushed);
  }
  const commit = pushed ?? head;
  const leftAlone = whyLeftAlone(pull, commit);
  return { ...pullRequestContext({ ...rest, commit }, [pull]), ...present({ leftAlone }) };
}

/** A clause for people on why a pull request gets neither comment nor SARIF for a commit; undefined when it does. */
export function whyLeftAlone({ state, headCommit }: ForgePullRequest, commit: string): string | undefined {
  if (state !== "open") return `it is ${state}`;
  if (headCommit === "") return "its head is not known";
  return headCommit.toLowerCase() === commit ? undefined : `its head is ${headCommit.slice(0, 7)} now`;
}

/** How many pull requests are looked through, the last updated first: one page of GitHub's. */
const MOST_UPDATED = 100;

/** The most commits of a pull request that GitHub lists. */
const MOST_LISTED = 250;

/** Whether a pull request has a commit. Beyond what GitHub lists, comparisons with its head and its base tell. */
async function holds(
  pull: ForgePullRequest,
  commit: string,
  { pullRequests, commits }: ResolvingRoles,
): Promise<boolean> {
  const listed = await pullRequests.commitsOf(pull.number);
  if (listed.some((id) => id.toLowerCase() === commit)) return true;
  if (listed.length < MOST_LISTED) return false;
  const toHead = await commits.distance(commit, pull.headCommit);
  if (toHead.behind > 0) return false;
  // What the base branch has as well is no commit of the pull request's.
  return (await commits.distance(pull.base.commit, commit)).ahead > 0;
}

async function byCommit(
  context: UnresolvedCommitContext,
  roles: ResolvingRoles,
): Promise<PullRequestContext | RefContext> {
  const { kind: _, branches: _branches, status: _status, ...rest } = context;
  const known = (await containing(context.commit, roles.pullRequests)).filter(hasHead(context.commit));
  // GitHub often does not know a fork's commit in the base repository; its pull request was updated by it.
  const found =
    known.length > 0
      ? known
      : (await roles.pullRequests.lastUpdated(MOST_UPDATED)).filter(hasHead(context.commit));
  return isFound(found) ? pullRequestContext(rest, found) : await refContext(context, roles);
}

/** A commit that no open pull request has as its head: it counts for the default branch where it is its tip. */
async function refContext(
  { branches, status: _, actor: _actor, ...context }: UnresolvedCommitContext,
  { commits }: ResolvingRoles,
): Promise<RefContext> {
  const { defaultBranch, commit } = context;
  const tip = defaultBranch === undefined ? undefined : await commits.branchTip(defaultBranch);
  if (defaultBranch !== undefined && tip?.toLowerCase() === commit) {
    const ref = `refs/heads/${defaultBranch}`;
    return { ...context, kind: "ref", ref, upload: { ref, commit } };
  }
  return { ...context, kind: "ref", ref: `refs/heads/${branches[0] ?? defaultBranch ?? ""}` };
}

/** One at least. */
type FoundPullRequests = readonly [ForgePullRequest, ...(readonly ForgePullRequest[])];

function isFound(pulls: readonly ForgePullRequest[]): pulls is FoundPullRequests {
  return pulls.length > 0;
}

type HeadFacts = Omit<UnresolvedCommitContext, "kind" | "branches" | "status">;

/** The context of a head; of several pull requests the one with the lowest number stands for all. */
function pullRequestContext(facts: HeadFacts, found: FoundPullRequests): PullRequestContext {
  const pull = found.reduce((lowest, other) => (other.number < lowest.number ? other : lowest));
  const siblings = found.filter((other) => other !== pull).toSorted((a, b) => a.number - b.number);
  const { number, base, headRef, author } = pull;
  return {
    ...facts,
    kind: "pull-request",
    number,
    headRef,
    fork: !isOwnHead(facts, pull),
    base,
    ...present({ author }),
    upload: { ref: `refs/pull/${number}/head`, commit: facts.commit },
    ...(siblings.length === 0
      ? {}
      : { siblings: siblings.map((sibling) => ({ number: sibling.number, base: sibling.base })) }),
  };
}

function hasHead(commit: string): (pull: ForgePullRequest) => boolean {
  return ({ state, headCommit }) => state === "open" && headCommit.toLowerCase() === commit;
}

/** How GitHub says that it does not know a commit. */
const NO_SUCH_COMMIT: readonly (number | undefined)[] = [404, 409, 422];

/** Pull requests that contain a commit; a commit that this repository does not know is in none. */
async function containing(
  commit: string,
  pullRequests: Pick<PullRequests, "ofCommit">,
): Promise<readonly ForgePullRequest[]> {
  try {
    return await pullRequests.ofCommit(commit);
  } catch (error) {
    if (error instanceof ScanGateError && NO_SUCH_COMMIT.includes(error.status)) return [];
    throw error;
  }
}

function noPullRequest(context: UnresolvedPullRequestContext): ScanGateError {
  return new ScanGateError({
    code: "not-found",
    source: "github",
    message: `No open pull request has ${context.commit} as its head (looked by commit and by ${context.headOwner}:${context.headRef})`,
    hint: "Run again when its newest commit has been pushed, or close this run if the pull request is closed",
  });
}

function foreignCommit(number: number, commit: string): ScanGateError {
  return new ScanGateError({
    code: "config-invalid",
    source: "github",
    message: `The pushed commit ${commit} is not a commit of pull request #${number}, which the input \`pull-request\` names`,
    hint: "Give the number of the pull request that the branch belongs to, or leave `pull-request` empty",
  });
}
