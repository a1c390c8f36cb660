/** A GitHub Enterprise Server: the same repository and API on a host of a company's own. */
export interface EnterpriseServer {
  /** `3.17.2` */
  readonly version: string;
  /** Its web address, without a slash at the end. */
  readonly url: string;
}

/** A permission of the token, as a workflow's `permissions:` names it. */
export type Permission = "contents" | "issues" | "pull-requests" | "security-events" | "statuses" | "actions";

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly author: string;
  readonly body: string;
}

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed";
  readonly author: string;
  readonly head: { readonly ref: string; readonly sha: string; readonly repository: string };
  readonly base: { readonly ref: string; readonly sha: string };
  readonly mergeCommit: string;
  /** Commits that `commits/{sha}/pulls` finds this pull request by; GitHub often finds none for a fork's. */
  readonly foundBy: readonly string[];
  /** Paths of the files that it changes. */
  readonly files?: readonly string[];
  /** The same with their patches; these are listed where there are some. */
  readonly diff?: readonly ChangedFile[];
}

/** A file of a diff as GitHub lists it. */
export interface ChangedFile {
  readonly filename: string;
  readonly status: "added" | "modified" | "renamed" | "removed";
  readonly previous_filename?: string;
  /** Absent where it is too large, or no text. */
  readonly patch?: string;
}

/** A comment on a line of a pull request's diff. */
export interface ReviewComment {
  readonly id: number;
  readonly pull: number;
  readonly author: string;
  readonly body: string;
  readonly path: string;
  /** Absent where the line is gone since. */
  readonly line?: number;
  readonly startLine?: number;
  /** The comment that it answers. */
  readonly answers?: number;
}

export interface Commit {
  readonly sha: string;
  /** Committer date, ISO 8601. */
  readonly date: string;
  readonly message: string;
  readonly parents: readonly string[];
}

export interface CommitStatus {
  readonly sha: string;
  readonly context: string;
  readonly state: "success" | "failure" | "pending" | "error";
  readonly description?: string;
  readonly targetUrl?: string;
  /** Login of who set it; an app of Snyk's where none is named. */
  readonly creator?: string;
  /** ISO 8601. */
  readonly updatedAt: string;
  /** The look at the commit's list, from 1, at which it is there for the first time: Snyk posts late. */
  readonly fromLook?: number;
}

export interface Reaction {
  readonly comment: number;
  readonly author: string;
  readonly content: string;
}

export interface RepositoryFile {
  readonly commit: string;
  readonly path: string;
  readonly text: string;
}

/** Another repository than the one that is judged. To a token that may not see it, it is not there. */
export interface OtherRepository {
  readonly owner: string;
  readonly name: string;
  /** Who may read it. */
  readonly tokens: readonly string[];
  /** Commits by the branches and tags that lead there. */
  readonly refs: Readonly<Record<string, string>>;
  readonly files: readonly RepositoryFile[];
}

export interface GitHubWorld {
  readonly token: string;
  /** Who the token's comments are by. An app's token has no user: `GET /user` refuses it. */
  readonly login: string;
  readonly app: boolean;
  readonly permissions: Readonly<Partial<Record<Permission, "read" | "write">>>;
  readonly repository: {
    readonly id: number;
    readonly owner: string;
    readonly name: string;
    readonly defaultBranch: string;
    readonly codeScanning: boolean;
  };
  /** Checks that a change of the default branch must pass. */
  readonly requiredChecks?: readonly string[];
  readonly pulls: readonly PullRequest[];
  readonly comments: readonly Comment[];
  readonly reviewComments?: readonly ReviewComment[];
  readonly commits: readonly Commit[];
  readonly statuses: readonly CommitStatus[];
  readonly files: readonly RepositoryFile[];
  readonly others?: readonly OtherRepository[];
  /** Newest commit by branch, where it is another than pull requests tell. */
  readonly branches?: Readonly<Record<string, string>>;
  readonly settings?: {
    /** "Allow GitHub Actions to create and approve pull requests", which is off by default. */
    readonly actionsOpenPulls?: boolean;
  };
  /** What people may do by login; anybody else may read. */
  readonly collaborators?: Readonly<Record<string, "admin" | "write" | "read" | "none">>;
  /** How far apart two commits are; any other pair of known commits is one ahead. */
  readonly distances: readonly {
    readonly base: string;
    readonly head: string;
    readonly ahead: number;
    readonly behind: number;
  }[];
  /** Set where it is a server of a company's own. */
  readonly enterprise?: EnterpriseServer;
  /** How many looks at an upload find it still pending. */
  readonly processingLooks: number;
}
