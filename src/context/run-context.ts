import type { ForgeKind } from "../model/verdict.ts";
import type { CommentReading } from "./comment-command.ts";

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
  /** The forge that the repository is on; GitHub unless given. */
  readonly forge?: ForgeKind;
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
  /** Set where neither the CI nor an event told whether the head is a fork's; the forge is asked. */
  readonly isForkUnknown?: true;
  /** `dependabot[bot]` and the like: who started the run. */
  readonly actor?: string;
  /** The login of whoever opened the pull request, where the event tells it. */
  readonly author?: string;
  readonly base: Base;
  /** The merge commit that the CI made for a test and checked out, where it did. */
  readonly mergeCommit?: string;
  readonly upload: UploadTarget;
  /** Other open pull requests that have this very head, on events that name only a commit. */
  readonly siblings?: readonly SiblingPullRequest[];
  /**
   * Set when it gets neither comment nor SARIF: it is closed, or its head is another commit by now. A clause for
   * people, such as `it is closed`.
   */
  readonly leftAlone?: string;
}

/** A pull request that shares its head with another; each gets its comment, and the rules of both bases hold. */
export interface SiblingPullRequest {
  readonly number: number;
  readonly base: Base;
}

/** A `workflow_run` of a pull request whose number the payload does not tell (a fork's): to be asked of GitHub. */
export interface UnresolvedPullRequestContext extends Common {
  readonly kind: "unresolved-pull-request";
  readonly headOwner: string;
  readonly headRef: string;
  readonly fork: boolean;
  readonly actor?: string;
}

/** A pull request of which only the number is known; GitHub is asked for the rest. */
export interface NumberedPullRequestContext extends Omit<Common, "commit"> {
  readonly kind: "numbered-pull-request";
  readonly number: number;
  /** The pushed commit, which must be one of the pull request's; otherwise its head is judged. */
  readonly pushed?: string;
  readonly actor?: string;
  /** The comment that asks for it. */
  readonly request?: CommentRequest;
}

/** A command in a comment, and who wrote it. */
export interface CommentRequest {
  readonly commentId: number;
  readonly author: string;
  readonly reading: Exclude<CommentReading, { kind: "none" }>;
}

/** A commit of which GitHub is asked whose head it is. */
export interface UnresolvedCommitContext extends Common {
  readonly kind: "unresolved-commit";
  /** Bare names of branches whose newest commit it is, as far as the event tells. */
  readonly branches: readonly string[];
  readonly actor?: string;
  /** The commit status whose change began the run. */
  readonly status?: { readonly context: string; readonly state: string; readonly creator?: string };
}

/** A commit of which a CI tells only the beginning; the forge is asked for the rest. */
export interface ShortCommitContext extends Common {
  readonly kind: "short-commit";
  /** What is judged, with the beginning of the commit in the place of the whole. */
  readonly judged: PullRequestContext | RefContext;
  /** Whether nothing can be judged without the whole: a service is asked about it. */
  readonly needsWhole: boolean;
}

/** An event that asks for nothing: the run ends at once, with exit code 0 and without a request. */
export interface IgnoredEvent {
  readonly kind: "ignored";
  /** One sentence for the log. */
  readonly why: string;
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
  /** The pull request that a CI names without its target branch; the forge is asked for that. */
  readonly untargeted?: { readonly number: number; readonly mergeCommit?: string };
  /** Set when a workflow of this repository ran for another repository's branch of that name. */
  readonly foreign?: true;
  /** Absent for a branch of the merge queue, which GitHub deletes under an upload. */
  readonly upload?: UploadTarget;
}

/** What is judged, with just those fields that its kind of event has. */
export type RunContext = PullRequestContext | MergeGroupContext | RefContext;

/** What an event names, before GitHub was asked for what it leaves open. */
export type EventContext =
  | RunContext
  | UnresolvedPullRequestContext
  | NumberedPullRequestContext
  | UnresolvedCommitContext
  | ShortCommitContext;

/** Whether GitHub has to be asked what the event means. */
export function isResolved(context: EventContext | IgnoredEvent): context is RunContext {
  return context.kind === "pull-request" || context.kind === "merge-group" || context.kind === "ref";
}

/** The bases of all open pull requests with a head: the policies of all of them judge it. */
export function basesOf({ base, siblings = [] }: PullRequestContext): readonly [Base, ...(readonly Base[])] {
  return [base, ...siblings.map((sibling) => sibling.base)];
}

/** The branch that a ref names, bare; undefined for tags and other refs. */
export function branchOf(ref: string): string | undefined {
  return ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : undefined;
}

/** Whether a context is to be compared with a base: `gate: auto` is `new` there, and the policy is the base's. */
export function hasBase(context: RunContext): context is PullRequestContext | MergeGroupContext {
  return context.kind !== "ref";
}
