/** A comment on a pull request. */
export interface BitbucketComment {
  readonly id: number;
  readonly pullRequest: number;
  /** The key of an account. */
  readonly author: string;
  readonly raw: string;
  /** Set for one on a line. */
  readonly inline?: true;
  /** The comment that it answers. */
  readonly parent?: number;
  readonly deleted?: true;
}

/** A build status; a commit has one for each key. */
export interface BitbucketStatus {
  readonly commit: string;
  readonly key: string;
  readonly name?: string;
  readonly state: "SUCCESSFUL" | "FAILED" | "INPROGRESS" | "STOPPED";
  readonly url: string;
  readonly description?: string;
  /** Counts changes of all statuses. */
  readonly change: number;
}

export interface BitbucketAnnotation {
  readonly external_id: string;
  readonly annotation_type: string;
  readonly summary: string;
  readonly details?: string;
  readonly path?: string;
  readonly line?: number;
  readonly severity?: string;
  readonly result?: string;
  readonly link?: string;
}

/** A report of Code Insights on a commit. */
export interface BitbucketReport {
  readonly commit: string;
  readonly id: string;
  readonly title: string;
  readonly details: string;
  readonly result: "PASSED" | "FAILED" | "PENDING";
  readonly data: readonly unknown[];
  readonly link?: string;
  readonly annotations: readonly BitbucketAnnotation[];
  /** What it has been, oldest first. */
  readonly results: readonly string[];
}

export interface BitbucketPullRequest {
  readonly id: number;
  readonly state: "OPEN" | "MERGED" | "DECLINED" | "SUPERSEDED";
  readonly head: string;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  /** `workspace/slug` of the repository that the head is in, where that is another one. */
  readonly fork?: string;
  /** Oldest first. */
  readonly commits: readonly string[];
  readonly files: readonly string[];
}

export type BitbucketScope = "repository" | "pullrequest" | "pullrequest:write" | "account";

export interface BitbucketWorld {
  readonly token: string;
  /** An access token of the repository goes as a bearer token; an API token is the password of its account. */
  readonly kind: "access-token" | "api-token";
  readonly email: string;
  readonly scopes: readonly BitbucketScope[];
  /** The key of the account that the token writes as. */
  readonly account: string;
  /** `workspace/slug`. */
  readonly repository: string;
  /** Whether the token may see the repository. */
  readonly isVisible: boolean;
  readonly branches: Readonly<Record<string, string>>;
  /** In the order in which they were made. */
  readonly commits: readonly { readonly sha: string; readonly date: string }[];
  readonly files: readonly { readonly commit: string; readonly path: string; readonly text: string }[];
  readonly pullRequests: readonly BitbucketPullRequest[];
  readonly comments: readonly BitbucketComment[];
  readonly statuses: readonly BitbucketStatus[];
  readonly reports: readonly BitbucketReport[];
}
