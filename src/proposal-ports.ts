/** What the run needs to propose a change on a forge, as types only: the role `ChangeProposals` and what it speaks of. */

/** A file as it is at a commit, to be changed. */
export interface EditableFile {
  /** The whole text, a byte order mark included. */
  readonly text: string;
  /** What the forge needs to know that it replaces this very version. */
  readonly version: string;
}

/** What a branch has that another does not. */
export interface BranchDifference {
  /** The last commit that both have. */
  readonly mergeBase?: string;
  /** Paths of the files that it changes, as far as the forge lists them. */
  readonly files: readonly string[];
}

/** A pull request that proposes a change of ours. */
export interface ProposedPullRequest {
  readonly number: number;
  /** Its page; empty where the forge does not tell. */
  readonly url: string;
  /** The login of whoever opened it; absent when the account was deleted. */
  readonly author?: string;
  /** The bare name of the branch that it is to go into. */
  readonly into: string;
  /** `owner/name` of the repository that its branch is in; absent when that was deleted. */
  readonly headRepository?: string;
}

/** A change of one file, offered for review as a branch and a pull request. Branches are named barely. */
export interface ChangeProposals {
  /** A file at a commit; undefined when there is none. @throws `bad-response` for one that is no UTF-8 text */
  file(path: string, commit: string): Promise<EditableFile | undefined>;
  /** Makes a branch at a commit. Sent once. @throws with status 422 where there is one of that name */
  createBranch(branch: string, commit: string): Promise<void>;
  /** Commits one file to a branch. @throws when the branch has another version of it than `replaces`, or undefined */
  commitFile(change: {
    readonly branch: string;
    readonly path: string;
    readonly text: string;
    readonly replaces: string | undefined;
    readonly message: string;
  }): Promise<void>;
  /** What `head` has since it left `base`; undefined where the forge finds nothing that both have. */
  difference(base: string, head: string): Promise<BranchDifference | undefined>;
  /** Open pull requests from a branch of the repository. */
  openFrom(branch: string): Promise<readonly ProposedPullRequest[]>;
  /** Opens a pull request. Sent once. */
  open(pull: {
    readonly branch: string;
    readonly into: string;
    readonly title: string;
    readonly body: string;
  }): Promise<ProposedPullRequest>;
}
