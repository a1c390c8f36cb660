import type { FindingType, Observation, SourceId } from "./finding.ts";
import type { Severity } from "./severity.ts";
import type { Note, Reason } from "./verdict.ts";

/** What proves that a source looked at this commit (contract §4 and §5). */
export const EVIDENCE_KINDS = [
  "scan",
  "pull-request-scan",
  "branch-scan",
  "report",
  "head-projects",
  "pr-check",
  "base-projects",
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Snyk's products (contract §5): a report file, a project and a check each speak for some of them. */
export const SNYK_PRODUCTS = ["sca", "license", "code", "container", "iac", "secrets"] as const;
export type SnykProduct = (typeof SNYK_PRODUCTS)[number];

/** One Semgrep scan. Times are ISO 8601 as the service gives them. */
export interface ScanEvidence {
  readonly id: string;
  readonly kind: "diff" | "full";
  /** The service's word, `SCAN_STATUS_` left out, lower case: `completed`, `running`, `never_finished`. */
  readonly status: string;
  readonly products: readonly string[];
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly commit?: string;
  readonly ref?: string;
  readonly project?: string;
  readonly link?: string;
}

/** One commit status that Snyk's pull request check set. */
export interface CheckEvidence {
  readonly context: string;
  readonly state: string;
  readonly link?: string;
}

/** What findings were compared with, to tell new from existing. `at` is ISO 8601. */
export interface BaselineEvidence {
  readonly ref: string;
  readonly commit?: string;
  readonly at?: string;
}

/** That a product of a tool looked at the code: `sast`, `sca`, `secrets`, `ai_sast`, `code`, `license`, `iac`, `container`. */
export interface ProductEvidence {
  readonly product: string;
  readonly evidence: EvidenceKind;
}

/** Findings by severity as the source delivered them, before merging and judging. */
export type DeliveredCounts = Readonly<Record<Severity, number>>;

/** What the report shows about one source: what was looked at, when, and how we know. */
export interface SourceEvidence {
  readonly source: SourceId;
  readonly status: "complete" | "incomplete" | "off";
  /** The weakest of `products`, where those are known. */
  readonly evidence?: EvidenceKind;
  /** What was looked at, and how we know. */
  readonly products?: readonly ProductEvidence[];
  readonly commit?: string;
  readonly ref?: string;
  readonly scans?: readonly ScanEvidence[];
  readonly projects?: readonly { readonly id: string; readonly name: string }[];
  readonly checks?: readonly CheckEvidence[];
  readonly baseline?: BaselineEvidence;
  readonly counts?: DeliveredCounts;
  /** HTTP requests made for this source, retries included. */
  readonly requests: number;
  /** How long reading it took, in milliseconds. Not part of report.json. */
  readonly tookMs?: number;
  /** Files read, for `reports`. */
  readonly files?: readonly string[];
  /** What else its row of evidence says, a sentence without a full stop each. Not part of report.json. */
  readonly remarks?: readonly string[];
  /** Tools whose reports were read, for `reports`, with or without findings. Not part of report.json. */
  readonly tools?: readonly string[];
}

/** Whether a source's answer is complete but tells of the base branch only: it did not look at this change (contract §5). */
export function didNotLook({ status, evidence }: SourceEvidence): boolean {
  return status === "complete" && evidence === "base-projects";
}

/** Sources that did not look at this change. */
export function sourcesThatDidNotLook(sources: readonly SourceEvidence[]): readonly SourceId[] {
  return sources.filter(didNotLook).map(({ source }) => source);
}

/**
 * The input that is empty where a source is off, so that its documents can say so; undefined for one that is on.
 * Report files are off in most workflows, and nobody misses them.
 */
export function emptyInputOf({
  source,
  status,
}: Pick<SourceEvidence, "source" | "status">): string | undefined {
  return status === "off" && source !== "reports" ? `${source}-token` : undefined;
}

/** Whether a reason says already that no token was given, for this source or for all. */
export function isAbsenceTold({ source }: SourceEvidence, reasons: readonly Reason[]): boolean {
  const speakers: readonly string[] = [source, "gate", "inputs"];
  return reasons.some((reason) => reason.code === "no-credentials" && speakers.includes(reason.source));
}

/** How the age of a batch of findings is known. */
export type Comparison =
  /** The tool itself compared with the merge base: everything it reports is new. */
  | { readonly kind: "diff" }
  /** Compared by identity with what was there before; what is gone from `known` is fixed. */
  | { readonly kind: "baseline"; readonly baseline: BaselineEvidence; readonly known: readonly Observation[] }
  /** The findings are those of the base branch itself: existing, and never new. */
  | { readonly kind: "is-baseline"; readonly baseline: BaselineEvidence }
  /** Nothing to compare with: the age is unknown. */
  | { readonly kind: "none" };

/** Findings of one source that share the way their age is known. */
export interface Batch {
  readonly observations: readonly Observation[];
  /** What the tool itself calls fixed on this ref. */
  readonly fixed: readonly Observation[];
  readonly comparison: Comparison;
}

/**
 * What came of asking one source. Trouble is a value here: `reasons` says why the source is incomplete, and the
 * batches hold whatever could be read all the same.
 */
export interface SourceOutcome {
  readonly evidence: SourceEvidence;
  readonly batches: readonly Batch[];
  readonly reasons: readonly Reason[];
  /** Pull request checks of the tool that failed: each blocks unless the policy's threshold for its type is `none`. */
  readonly failedChecks?: readonly FailedCheck[];
  readonly notes: readonly Note[];
}

/** A pull request check that its tool failed, without saying which findings failed it. */
export interface FailedCheck {
  /** What the check looks for; undefined for a product that is new, which no threshold lets pass. */
  readonly type: FindingType | undefined;
  /** `pr-check-failed`, with the check's name and link. */
  readonly reason: Reason;
}
