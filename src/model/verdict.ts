import type { SourceId } from "./finding.ts";

export const VERDICTS = ["pass", "fail", "incomplete"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The verdict as people read it (contract §9). */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: "passed",
  fail: "failed",
  incomplete: "incomplete",
};

/** Every way a run can miss a pass (contract §8). The first three fail the run, the others leave it incomplete. */
export const REASON_CODES = [
  "blocking-findings",
  "budget-exceeded",
  "pr-check-failed",
  "scan-missing",
  "scan-stale",
  "scan-running",
  "scan-failed",
  "no-projects",
  "no-evidence",
  "no-credentials",
  "auth",
  "forbidden",
  "not-found",
  "rate-limited",
  "unreachable",
  "timeout",
  "bad-response",
  "partial",
  "report-missing",
  "report-invalid",
  "cancelled",
  "config-invalid",
  "internal",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

const FAILING: readonly ReasonCode[] = ["blocking-findings", "budget-exceeded", "pr-check-failed"];

/** Whether a reason means that something was found (`fail`), and not that something could not be told (`incomplete`). */
export function isFailing(code: ReasonCode): boolean {
  return FAILING.includes(code);
}

/** Where repositories and their pull requests live; also the words of the option `--forge`. */
export const FORGE_KINDS = ["github", "gitlab", "bitbucket", "bitbucket-dc", "azure"] as const;
export type ForgeKind = (typeof FORGE_KINDS)[number];

/** What a forge calls a change that is asked to be merged. */
export const CHANGE_WORDS: Readonly<Record<ForgeKind, "pull request" | "merge request">> = {
  github: "pull request",
  gitlab: "merge request",
  bitbucket: "pull request",
  "bitbucket-dc": "pull request",
  azure: "pull request",
};

/** Who a reason speaks of: a source, or the part of the run that had the trouble. */
export type ReasonSource = SourceId | ForgeKind | "policy" | "inputs" | "gate";

/** Who a reason or a piece of evidence speaks of, as people read it in plain text. */
export const SOURCE_NAMES: Readonly<Record<ReasonSource, string>> = {
  semgrep: "Semgrep",
  snyk: "Snyk",
  reports: "Report files",
  github: "GitHub",
  gitlab: "GitLab",
  bitbucket: "Bitbucket",
  "bitbucket-dc": "Bitbucket Data Center",
  azure: "Azure DevOps",
  policy: "Policy",
  inputs: "Inputs",
  gate: "Gate",
};

/** Why the verdict is not `pass`: what happened, to what, and one thing to do, in one message for people. */
export interface Reason {
  readonly code: ReasonCode;
  readonly source: ReasonSource;
  readonly message: string;
}

/** Something worth telling that decides nothing. */
export interface Note {
  readonly level: "info" | "warning";
  readonly text: string;
  /** Whose trouble this is, when it would have counted had the source been required. Not part of report.json. */
  readonly source?: ReasonSource;
  /** What kind of trouble it is. Not part of report.json. */
  readonly code?: ReasonCode;
}

/** A note on trouble that would have counted, had its source been required. */
export interface Aside extends Note {
  readonly source: ReasonSource;
}
