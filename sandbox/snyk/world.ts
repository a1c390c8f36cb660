import type { Wire } from "../service/wire.ts";

export interface SnykOrg {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

export interface SnykTarget {
  readonly org: string;
  readonly id: string;
  readonly displayName: string;
  /** Only the CLI gives one. */
  readonly url: string | null;
  /** `cli`, `github-cloud-app`, `docker-hub`, … */
  readonly integration: string;
}

export interface SnykProject {
  readonly org: string;
  readonly id: string;
  readonly target: string;
  readonly name: string;
  /** `npm`, `sast`, `dockerfile`, `terraformconfig`, … */
  readonly type: string;
  readonly targetFile: string;
  /** The branch; free text in truth, and `""` for none. */
  readonly targetReference: string;
  readonly origin: string;
  readonly status: "active" | "inactive";
  /** ISO 8601. */
  readonly created: string;
  readonly monitoredAt?: string;
  readonly countsUpdatedAt?: string;
}

export interface SnykIssue {
  readonly id: string;
  readonly project: string;
  /** The `attributes` of the issue resource. */
  readonly attributes: Wire;
}

export interface SnykWorld {
  readonly token: string;
  /** How the token wants to be sent: OAuth access tokens as `Bearer`, all others as `token`. */
  readonly scheme: "token" | "bearer";
  readonly self: { readonly id: string; readonly name: string; readonly defaultOrg?: string };
  readonly orgs: readonly SnykOrg[];
  readonly targets: readonly SnykTarget[];
  readonly projects: readonly SnykProject[];
  readonly issues: readonly SnykIssue[];
  /** By project id, then by issue key: the v1 list of ignores. */
  readonly ignores: Readonly<Record<string, Readonly<Record<string, readonly Wire[]>>>>;
}
