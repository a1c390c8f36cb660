/** A thread of a pull request with its comments. */
export interface AzureThread {
  readonly id: number;
  readonly pullRequest: number;
  readonly status: string;
  readonly author: string;
  readonly content: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly isDeleted?: true;
}

/** A status of a pull request, or of a commit. */
export interface AzureStatus {
  readonly id: number;
  readonly on: number | string;
  readonly iterationId?: number;
  readonly state: string;
  readonly genre: string;
  readonly name: string;
  readonly description?: string;
  readonly targetUrl?: string;
  readonly author: string;
}

export interface AzurePullRequest {
  readonly id: number;
  readonly status: "active" | "completed" | "abandoned";
  readonly sourceBranch: string;
  readonly targetBranch: string;
  /** The head of each push, oldest first. */
  readonly heads: readonly string[];
  readonly files: readonly string[];
  readonly isFork?: true;
}

export interface AzureWorld {
  /** The job's token, or a personal access token. */
  readonly token: string;
  /** What it may do: only read, set statuses, or contribute to pull requests. */
  readonly may: "nothing" | "read" | "status" | "contribute";
  /** The id of whom the token is. */
  readonly userId: string;
  /** Below what the collection is served. */
  readonly collection: string;
  readonly project: { readonly id: string; readonly name: string };
  readonly repository: { readonly id: string; readonly name: string };
  readonly branches: Readonly<Record<string, string>>;
  readonly commits: readonly { readonly sha: string; readonly date: string }[];
  readonly files: readonly { readonly commit: string; readonly path: string; readonly text: string }[];
  readonly pullRequests: readonly AzurePullRequest[];
  readonly threads: readonly AzureThread[];
  readonly statuses: readonly AzureStatus[];
  /** Whether a policy resets statuses at each push: it takes none without an iteration. */
  readonly resetsStatuses: boolean;
}
