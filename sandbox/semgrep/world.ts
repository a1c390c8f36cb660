import type { Wire } from "../service/wire.ts";

export type ScanStatus = "PENDING" | "RUNNING" | "COMPLETED" | "ERROR" | "CANCELLED" | "NEVER_FINISHED";

export interface SemgrepProject {
  readonly id: number;
  /** `owner/name`, or a display name of a monorepo's part. */
  readonly name: string;
  readonly url: string;
}

export interface SemgrepScan {
  readonly id: number;
  readonly project: number;
  readonly commit: string;
  /** As the CLI records it: `refs/pull/42/merge`, `refs/heads/main`, or a bare branch. */
  readonly branch: string;
  readonly full: boolean;
  readonly products: readonly string[];
  /** ISO 8601. */
  readonly startedAt: string;
  readonly completedAt: string;
  readonly exitCode: number;
  readonly counts: { readonly code: number; readonly supplyChain: number; readonly secrets: number };
  readonly pullRequest?: number;
  /**
   * What a look sees, by the number of times that the scans of this project were listed so far, from 1. Before
   * the first entry the scan does not exist. Without a timeline it is there and completed.
   */
  readonly timeline?: readonly { readonly look: number; readonly status: ScanStatus }[];
}

export interface SemgrepFinding {
  readonly product: "sast" | "sca" | "ai_sast";
  readonly project: number;
  /** The bare branch, or `refs/pull/N/merge`. */
  readonly ref: string;
  /** The record that the service sends, `id` included. */
  readonly body: Wire;
  /** Commits that have it, where not every commit of its ref has: to a scan of another one it is fixed. */
  readonly commits?: readonly string[];
}

export interface SemgrepSecret {
  readonly project: number;
  readonly body: Wire;
}

export interface SemgrepWorld {
  readonly token: string;
  /** A token made for the CLI has no access to the web API, and sees 404 everywhere. */
  readonly scope: "web-api" | "agent";
  readonly deployment: { readonly id: number; readonly slug: string; readonly name: string };
  readonly projects: readonly SemgrepProject[];
  readonly scans: readonly SemgrepScan[];
  readonly findings: readonly SemgrepFinding[];
  readonly secrets: readonly SemgrepSecret[];
  /** Empty lists of secrets are left out of the answer, as the service's encoder does with other lists. */
  readonly leavesOutNoSecrets?: true;
}
