import type { SourceEvidence } from "./evidence.ts";
import type { Finding, SuppressedBy } from "./finding.ts";
import type { Severity, Threshold } from "./severity.ts";
import type { ForgeKind, Note, Reason, Verdict } from "./verdict.ts";

/** The name of the shape of report.json; `schemas/report.schema.json` describes it. */
export const REPORT_SCHEMA = "scan-gate/report@1";

/** What stands where nobody knows a commit; too short to be taken for one. */
export const UNKNOWN_COMMIT = "unknown";

/** Counts as the outputs name them (contract §3): severities and ages of unsuppressed findings, blocking or not. */
export interface Counts extends Readonly<Record<Exclude<Severity, "unknown">, number>> {
  readonly blocking: number;
  /** `new` + `existing` + those of unknown age. */
  readonly total: number;
  readonly new: number;
  readonly existing: number;
  readonly fixed: number;
  readonly suppressed: number;
}

/** One file of the chain of policies. `ref` and `commit` are absent for a file of the working tree. */
export interface PolicyOrigin {
  /** `owner/name`. */
  readonly repository: string;
  readonly path: string;
  readonly ref?: string;
  readonly commit?: string;
}

/** A policy file as messages name it in a repository: its path there, of another one `OWNER/REPO/PATH@REF`. */
export function policyOriginName({ repository, path, ref }: PolicyOrigin, own: string): string {
  return repository === own ? path : `${repository}/${path}${ref === undefined ? "" : `@${ref}`}`;
}

/** Where the policy that judged came from. */
export interface PolicyContext {
  /** The last file of the chain: the repository's own, or the one that the input names. */
  readonly path: string;
  readonly commit?: string;
  /** Top first. */
  readonly chain: readonly PolicyOrigin[];
}

/** What was judged, as report.json shows it. */
export interface ReportContext {
  readonly event: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  readonly ref: string;
  readonly pullRequest?: number;
  readonly base?: { readonly ref: string; readonly commit: string };
  /** Absent where no policy file was read. */
  readonly policy?: PolicyContext;
  /** For links: the web address of the repository, without a slash at the end. Not part of report.json. */
  readonly repositoryUrl: string;
  /** Where the repository is, for links and words; GitHub unless given. Not part of report.json. */
  readonly forge?: ForgeKind;
}

/** What is known of a policy entry that needs attention. */
export interface SuppressionNotice {
  /**
   * `refused`: a file above does not allow it, so it suppresses nothing. `partial`: it reaches an observation of a
   * finding that still counts by another tool's. `repeated`: an entry before it says the same. `distant`: it ends in
   * over a year.
   */
  readonly kind: "expired" | "expiring" | "unused" | "refused" | "partial" | "repeated" | "distant";
  readonly id: string;
  readonly package?: string;
  readonly suppressedBy: SuppressedBy;
  /** The policy file that it stands in, where several are judged together. */
  readonly file?: string;
  /** Why it is refused, or by what the findings still count, as a part of a sentence. */
  readonly because?: string;
}

/** What is wrong with one part of a policy file. */
export interface PolicyFault {
  /** From 1; absent for what has no place in the file. */
  readonly line?: number;
  readonly message: string;
}

/** What the pull request's own version of the policy file would decide. It decides nothing. */
export interface PolicyPreview {
  readonly path: string;
  readonly blocking: number;
  readonly suppressed: number;
  /** Set when the changed file could not be used at all. */
  readonly problem?: string;
  /** Beside `problem`: what is wrong, and where in the changed file. */
  readonly faults?: readonly PolicyFault[];
  /** The file of another repository that only the changed file extends: what it would decide is not in the figures. */
  readonly unread?: string;
  /** The same as one plain sentence, for documents without a notice of their own. */
  readonly note: Note;
}

/** How the verdict came about, for the reader who doubts it. */
export interface Decision {
  readonly gate: "new" | "all";
  readonly failOn: Threshold;
  /** Where the threshold was set. */
  readonly origin: string;
  /** The rule that decided, in words, as the last line of the log gives it. */
  readonly rule: string;
  readonly rules: number;
  readonly suppressions: readonly SuppressionNotice[];
  /** With `fail-on: none`: how many findings `high` would block. */
  readonly wouldBlock?: number;
  /** How many findings of each severity are more than the budgets allow. Not part of report.json. */
  readonly tooMany?: Partial<Readonly<Record<Severity, number>>>;
  readonly preview?: PolicyPreview;
}

/** Everything that reporters may read. They change nothing of it. */
export interface Report {
  readonly verdict: Verdict;
  /** The verdict and what decided it, in one sentence without markup. */
  readonly sentence: string;
  readonly reasons: readonly Reason[];
  readonly context: ReportContext;
  readonly counts: Counts;
  readonly sources: readonly SourceEvidence[];
  /** All that is there now, blocking first, then by severity, place and fingerprint; suppressed ones included. */
  readonly findings: readonly Finding[];
  /** What is gone: called fixed by its tool, or in the baseline and no longer found. */
  readonly fixed: readonly Finding[];
  readonly notes: readonly Note[];
  readonly decision: Decision;
  /** Set when the verdict is `incomplete` and the job is green all the same, by `on-incomplete: warn`. */
  readonly isTolerated?: true;
  /** Scan Gate's own version. */
  readonly version: string;
}

/** Whether nothing was judged, because the policy is not known: then no finding is blocking, and none is let pass either. */
export function isUnjudged({ reasons }: Pick<Report, "reasons">): boolean {
  return reasons.some(({ source }) => source === "policy");
}
