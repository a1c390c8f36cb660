/** A branch or commit to compare with. `ref` is the bare branch name. */
export interface Base {
  readonly ref: string;
  readonly commit: string;
}

interface Common {
  /** `GITHUB_EVENT_NAME`. */
  readonly event: string;
  readonly owner: string;
  readonly repo: string;
  /** The repository's web address, without a slash at the end. */
  readonly repositoryUrl: string;
  /** The commit judged, 40 or 64 hex digits, lower case. */
  readonly commit: string;
  /** The commit that the job itself ran on (`GITHUB_SHA`), which need not be the one judged; in a workflow only. */
  readonly workflowCommit?: string;
  /** The repository's default branch, where the payload names it. */
  readonly defaultBranch?: string;
}

/** A place to upload SARIF for; a commit and a ref that belong together (contract, table of events). */
export interface UploadTarget {
  readonly ref: string;
  readonly commit: string;
}

/** A pull request, by whatever event it comes. */
export interface PullRequestContext extends Common {
  readonly kind: "pull-request";
  readonly number: number;
  /** The bare name of the head branch; of a fork's branch too. */
  readonly headRef: string;
  readonly fork: boolean;
  /** `dependabot[bot]` and the like: who started the run. */
  readonly actor?: string;
  /** The login of whoever opened the pull request, where the event tells it. */
  readonly author?: string;
  readonly base: Base;
  /** The bases of other open pull requests with the same head: their policies judge it too. */
  readonly otherBases?: readonly Base[];
  /** The merge commit that GitHub made for a test, on `pull_request` only. */
  readonly mergeCommit?: string;
  readonly upload: UploadTarget;
}

/** A `workflow_run` of a pull request whose number the payload does not tell (a fork's): to be asked of GitHub. */
export interface UnresolvedPullRequestContext extends Common {
  readonly kind: "unresolved-pull-request";
  readonly headOwner: string;
  readonly headRef: string;
  readonly fork: boolean;
  readonly actor?: string;
}

/** A commit of the merge queue. */
export interface MergeGroupContext extends Common {
  readonly kind: "merge-group";
  /** `refs/heads/gh-readonly-queue/…`. */
  readonly ref: string;
  readonly base: Base;
  /** The newest pull request of the group, read from the queue's ref; absent when GitHub names refs otherwise. */
  readonly number?: number;
}

/** A commit on a branch or tag: push, schedule, dispatch, or a workflow_run after one of them. */
export interface RefContext extends Common {
  readonly kind: "ref";
  readonly ref: string;
  /** Set when a workflow of this repository ran for another repository's branch of that name. */
  readonly foreign?: true;
  /** Absent for a branch of the merge queue, which GitHub deletes under an upload. */
  readonly upload?: UploadTarget;
}

/** What is judged, with just those fields that its kind of event has. */
export type RunContext = PullRequestContext | MergeGroupContext | RefContext;

/** The branch that a ref names, bare; undefined for tags and other refs. */
export function branchOf(ref: string): string | undefined {
  return ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : undefined;
}

/** Whether a context is to be compared with a base: `gate: auto` is `new` there, and the policy is the base's. */
export function hasBase(context: RunContext): context is PullRequestContext | MergeGroupContext {
  return context.kind !== "ref";
}
