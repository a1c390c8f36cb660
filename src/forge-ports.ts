/** What the run needs of a forge, in narrow roles, as types only. `platform/github` makes the real ones. */
import type { CodeInsights } from "./insights-ports.ts";
import type { ChangeProposals } from "./proposal-ports.ts";
import type { PullRequestReviews } from "./review-ports.ts";
import type { RepositorySurvey } from "./survey-ports.ts";

/** A comment on a pull request. */
export interface PullRequestComment {
  /** Means something to its forge only. */
  readonly id: string;
  readonly body: string;
  readonly author: string;
  readonly url: string;
  /** Whether its thread is closed; absent where comments have no such state. */
  readonly isSettled?: boolean;
}

/** The comments of pull requests. */
export interface PullRequestComments {
  /**
   * The login that comments of this token carry: `github-actions[bot]`, `<app>[bot]`, or a user.
   *
   * @param writers who wrote the comments that may be ours: it need be known only among them
   */
  author(writers: readonly string[]): Promise<string>;
  /** All comments, oldest first. */
  list(pullRequest: number): Promise<readonly PullRequestComment[]>;
  /** @param isSettled whether nothing is left to do, where comments have such a state */
  create(pullRequest: number, body: string, isSettled?: boolean): Promise<PullRequestComment>;
  update(
    pullRequest: number,
    comment: PullRequestComment,
    body: string,
    isSettled?: boolean,
  ): Promise<PullRequestComment>;
  /** Deletes a comment; one that is gone already is no error. */
  remove(pullRequest: number, comment: PullRequestComment): Promise<void>;
}

export interface ForgePullRequest {
  readonly number: number;
  readonly state: string;
  readonly headRef: string;
  readonly headCommit: string;
  /** `owner/name` of the head repository; absent when it was deleted. */
  readonly headRepository?: string;
  /** The login of whoever opened it; absent when the account was deleted. */
  readonly author?: string;
  readonly base: { readonly ref: string; readonly commit: string };
}

/** Pull requests and what they are about. */
export interface PullRequests {
  get(number: number): Promise<ForgePullRequest>;
  /** Pull requests that contain a commit. */
  ofCommit(commit: string): Promise<readonly ForgePullRequest[]>;
  /** Open pull requests from `owner:branch`. */
  fromBranch(owner: string, branch: string): Promise<readonly ForgePullRequest[]>;
  /** Paths of the files that it changes, those that it deletes or moves away included. @throws `partial` when cut */
  changedFiles(number: number): Promise<readonly string[]>;
  /** The commits of a pull request, oldest first; GitHub lists no more than 250. */
  commitsOf(number: number): Promise<readonly string[]>;
  /** So many pull requests, open or closed, the last updated first. */
  lastUpdated(count: number): Promise<readonly ForgePullRequest[]>;
}

export interface CommitDistance {
  readonly ahead: number;
  readonly behind: number;
  readonly mergeBase?: string;
}

/** The commits of the repository, and its files at a commit. */
export interface RepositoryCommits {
  /** When the commit was made (committer date), ISO 8601. */
  date(commit: string): Promise<string>;
  /** How many commits `head` is ahead of `base`, and behind, and the last commit that both have. */
  distance(base: string, head: string): Promise<CommitDistance>;
  /** The newest commit of a branch, by its bare name; undefined when there is no such branch. */
  branchTip(branch: string): Promise<string | undefined>;
  /** The bare name of the default branch; undefined where there is none. */
  defaultBranch?(): Promise<string | undefined>;
  /** The whole ID of the commit that an ID begins; undefined when the forge knows none. Absent where CIs tell whole ones. */
  whole?(start: string): Promise<string | undefined>;
  /** Text of a file at a commit; undefined when the forge says that there is none. */
  file(path: string, commit: string): Promise<string | undefined>;
}

/** A repository of the forge, as far as a policy file of it is read; the token is one of its own. */
export interface PolicyRepository extends Pick<RepositoryCommits, "file"> {
  /** Whether the token can see the repository at all: a forge hides a private one as if it were not there. */
  isVisible(): Promise<boolean>;
  /** The commit that a branch, a tag or a commit id stands for; undefined when the forge knows none by that name. */
  commitOf(ref: string): Promise<string | undefined>;
}

/** Finds a repository of the forge; nothing is asked before that is. */
export type PolicyRepositories = (owner: string, repo: string) => PolicyRepository;

export interface CommitStatus {
  readonly context: string;
  /** `success`, `pending`, `failure`, `error`, or a word that is new. */
  readonly state: string;
  readonly description?: string;
  readonly link?: string;
  readonly updatedAt?: string;
  /** The login of whoever set it; absent when the forge does not tell. */
  readonly author?: string;
}

/** The statuses of commits. */
export interface CommitStatuses {
  /** Of every context on a commit the newest status of each author; those without an author are one author's. */
  newest(commit: string): Promise<readonly CommitStatus[]>;
}

/** A status to write. */
export interface StatusToWrite {
  readonly context: string;
  readonly state: string;
  readonly description: string;
  /** Where it leads to. */
  readonly link?: string;
}

/** A status as it stands on a commit, with what tells it from others of its context. */
export interface WrittenStatus extends CommitStatus {
  readonly id: string;
}

/** The statuses of commits, to tell a verdict by. */
export interface StatusBoard {
  /** All statuses of a commit, newest first; whatever is not at its end has the state `pending`. */
  list(commit: string): Promise<readonly WrittenStatus[]>;
  /** Adds a status to a commit; older ones of its context stay in the list. */
  write(commit: string, status: StatusToWrite): Promise<WrittenStatus>;
}

/** Comments that hold commands, and those who write them. */
export interface CommentCommands {
  /** Whether a person may write to the repository, as the forge itself says. */
  mayWrite(login: string): Promise<boolean>;
  /** Leaves a reaction on a comment. */
  react(commentId: number, reaction: "eyes" | "rocket" | "confused"): Promise<void>;
}

export interface SarifUpload {
  readonly id: string;
}

export interface SarifProcessing {
  readonly status: "pending" | "complete" | "failed";
  readonly errors: readonly string[];
}

/** Where a forge takes SARIF and shows it as alerts. */
export interface CodeScanning {
  upload(upload: {
    readonly commit: string;
    readonly ref: string;
    /** The file's text, in pieces. */
    readonly sarif: readonly string[];
  }): Promise<SarifUpload>;
  processing(id: string): Promise<SarifProcessing>;
  /** Warnings that the forge attached to the analyses of an upload, such as a truncation. */
  warnings(id: string): Promise<readonly string[]>;
}

/**
 * A forge, where the repository and its pull requests live, by the roles that it offers. Whoever uses it takes the
 * roles that it needs. Every failure is a `ScanGateError` whose source is the forge; a refusal names the permission to
 * add. All lists are complete or throw; a broken answer is never an empty list.
 */
export interface ForgeRoles {
  /** Requests sent so far, retries included. */
  readonly requests: number;
  readonly comments: PullRequestComments;
  readonly pullRequests: PullRequests;
  /** Absent where there are no threads on lines, or none are written. */
  readonly reviews?: PullRequestReviews;
  readonly commits: RepositoryCommits;
  readonly statuses: CommitStatuses;
  /** Absent where a verdict is told otherwise. */
  readonly statusBoard?: StatusBoard;
  /** Absent where comments hold no commands. */
  readonly commands?: CommentCommands;
  /** Loads what proposes a change; absent where the gate offers none. */
  readonly proposals?: () => Promise<ChangeProposals>;
  /** Absent where the forge takes no SARIF. */
  readonly codeScanning?: CodeScanning;
  /** Absent where the forge shows no reports with annotations. */
  readonly codeInsights?: CodeInsights;
  /** Absent where nobody asks for it. */
  readonly survey?: () => Promise<RepositorySurvey>;
}
