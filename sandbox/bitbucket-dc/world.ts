/** A general comment of a pull request. */
export interface DataCenterComment {
  readonly id: number;
  readonly pullRequest: number;
  readonly author: string;
  readonly text: string;
  /** Grows by one with each change. */
  readonly version: number;
  readonly hasReplies?: true;
}

export interface DataCenterPullRequest {
  readonly id: number;
  readonly state: "OPEN" | "MERGED" | "DECLINED";
  readonly sourceBranch: string;
  readonly targetBranch: string;
  /** Its commits, the newest last. */
  readonly commits: readonly string[];
  readonly author: string;
  readonly files: readonly { readonly path: string; readonly before?: string }[];
  /** The project of the fork that it comes from. */
  readonly fork?: string;
}

/** A build status. There is one of each key on a commit. */
export interface DataCenterBuild {
  readonly commit: string;
  readonly key: string;
  readonly state: "SUCCESSFUL" | "FAILED" | "INPROGRESS" | "CANCELLED" | "UNKNOWN";
  readonly url: string;
  readonly name?: string;
  readonly parent?: string;
  readonly description?: string;
  /** Milliseconds since 1970. */
  readonly updatedDate: number;
}

export interface DataCenterAnnotation {
  readonly message: string;
  readonly severity: "LOW" | "MEDIUM" | "HIGH";
  readonly path?: string;
  readonly line?: number;
  readonly link?: string;
  readonly type?: string;
  readonly externalId?: string;
}

/** A report of Code Insights with its annotations. */
export interface DataCenterReport {
  readonly commit: string;
  readonly key: string;
  readonly author: string;
  readonly title: string;
  readonly result?: "PASS" | "FAIL";
  readonly details?: string;
  readonly link?: string;
  readonly data: readonly unknown[];
  readonly annotations: readonly DataCenterAnnotation[];
}

export interface DataCenterWorld {
  /** An HTTP access token. */
  readonly token: string;
  /** What it may do on the repository; without any right the repository is not seen. */
  readonly may: "nothing" | "read" | "write";
  /** Who the token is. */
  readonly username: string;
  /** The context path. */
  readonly root: string;
  readonly project: string;
  readonly slug: string;
  /** The longest page of a list that is sent, whatever is asked for. */
  readonly pageLimit: number;
  /** The most annotations of a report. */
  readonly mostAnnotations: number;
  /** Absent in an empty repository. */
  readonly defaultBranch?: string;
  readonly branches: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** In the order in which they were made. */
  readonly commits: readonly { readonly sha: string; readonly at: number }[];
  readonly files: readonly { readonly commit: string; readonly path: string; readonly text: string }[];
  readonly pullRequests: readonly DataCenterPullRequest[];
  readonly comments: readonly DataCenterComment[];
  readonly builds: readonly DataCenterBuild[];
  readonly reports: readonly DataCenterReport[];
}
