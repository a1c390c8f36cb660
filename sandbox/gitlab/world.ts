/** A note on a merge request. */
export interface GitLabNote {
  readonly id: number;
  readonly iid: number;
  readonly author: string;
  readonly body: string;
  /** Set for what GitLab itself notes, such as a push. */
  readonly system?: true;
}

export interface GitLabMergeRequest {
  readonly iid: number;
  readonly state: "opened" | "closed" | "merged";
  readonly sha: string;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  readonly sourceProjectId: number;
  readonly author: string;
  /** Heads that it had before, oldest first. */
  readonly earlierHeads: readonly string[];
  readonly files: readonly string[];
}

/** A row of a pipeline: a job of GitLab's own, or a status that somebody set, which has an address. */
export interface GitLabStatus {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly status: "pending" | "running" | "success" | "failed" | "canceled" | "skipped";
  readonly author: string;
  readonly description?: string;
  readonly targetUrl?: string;
  readonly pipelineId: number;
}

export interface GitLabWorld {
  /** A project access token. */
  readonly token: string;
  readonly scope: "api" | "read_api";
  readonly role: "guest" | "reporter" | "developer";
  /** Who the token is. */
  readonly username: string;
  /** The job's own token, which reads a little and writes nothing. */
  readonly jobToken: string;
  /** Below what the instance is served; empty for none. */
  readonly root: string;
  readonly project: { readonly id: number; readonly path: string };
  readonly branches: Readonly<Record<string, string>>;
  readonly commits: readonly { readonly sha: string; readonly date: string }[];
  readonly files: readonly { readonly commit: string; readonly path: string; readonly text: string }[];
  readonly pipelines: readonly { readonly id: number; readonly sha: string }[];
  readonly mergeRequests: readonly GitLabMergeRequest[];
  readonly notes: readonly GitLabNote[];
  readonly statuses: readonly GitLabStatus[];
}
