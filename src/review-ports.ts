/** What the run needs of reviews on a forge, as types only: the role `PullRequestReviews` and what it speaks of. */

/** A comment on a line of a pull request's diff. */
export interface ReviewComment {
  /** Means something to its forge only. */
  readonly id: string;
  readonly body: string;
  readonly author: string;
  readonly path: string;
  /** Its lines in the newest version of the file; absent where they are gone since. */
  readonly line?: number;
  readonly startLine?: number;
  /** The id of the comment that it answers. */
  readonly answers?: string;
}

/** A comment to write on lines of the right side of a pull request's diff. */
export interface ReviewThreadToWrite {
  readonly path: string;
  /** The last line. */
  readonly line: number;
  /** The first line, where there are several. */
  readonly startLine?: number;
  readonly body: string;
}

/** The state of a thread of review comments. */
export interface ReviewThreadState {
  /** Means something to its forge only. */
  readonly id: string;
  readonly isResolved: boolean;
  /** The id of the comment that began it. */
  readonly commentId: string;
}

/** A file of a pull request's diff. */
export interface DiffFile {
  /** As it is called in the pull request. */
  readonly path: string;
  /** In the unified format, without a head; absent where the forge shows none. */
  readonly patch?: string;
}

/** Reviews of pull requests: comments on lines, which people answer and resolve. */
export interface PullRequestReviews {
  /** As `PullRequestComments.author`. */
  author(writers: readonly string[]): Promise<string>;
  /** The files of the diff; the forge may leave out those beyond a number. */
  diff(pullRequest: number): Promise<readonly DiffFile[]>;
  /** All comments on lines, answers included. */
  comments(pullRequest: number): Promise<readonly ReviewComment[]>;
  /** Writes all threads at once, or none of them. */
  create(pullRequest: number, review: ReviewToWrite): Promise<void>;
  threads(pullRequest: number): Promise<readonly ReviewThreadState[]>;
  resolve(thread: ReviewThreadState): Promise<void>;
  /** Deletes a comment; one that is gone already is no error. */
  remove(comment: ReviewComment): Promise<void>;
}

export interface ReviewToWrite {
  /** The commit whose lines are meant. */
  readonly commit: string;
  readonly body: string;
  readonly threads: readonly ReviewThreadToWrite[];
}
