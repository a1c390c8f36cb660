import { SOURCES, type SourceId } from "../model/finding.ts";
import type { Threshold } from "../model/severity.ts";
import { type PolicyReference, policyReferenceName } from "./policy/reference.ts";

export const GATES = ["new", "all", "auto"] as const;
export const COMMENT_MODES = ["always", "on-findings", "on-failure", "never"] as const;
export const SARIF_MODES = ["upload", "file", "off"] as const;
export const TICKET_MODES = ["off", "blocking", "all"] as const;
export const STATUS_MODES = ["auto", "always", "off"] as const;
export const REVIEW_MODES = ["off", "fixes", "blocking"] as const;
export const SEMGREP_EVIDENCE_MODES = ["commit", "branch"] as const;
export const SNYK_EVIDENCE_MODES = ["branch", "commit"] as const;
export const INCOMPLETE_MODES = ["fail", "warn"] as const;

export interface SemgrepSettings {
  readonly token: string;
  readonly deployment?: string;
  /** Project names; empty: the repository's `owner/name`. */
  readonly projects: readonly string[];
  /** Origin, without a slash at the end. */
  readonly url: string;
  /** On a branch or tag: whether only a scan of this commit counts, or else the newest full scan of the branch. */
  readonly evidence: (typeof SEMGREP_EVIDENCE_MODES)[number];
}

export interface SnykSettings {
  readonly token: string;
  /** Organization ids or slugs; empty: the token's default. */
  readonly orgs: readonly string[];
  /** Project ids, names or globs; empty: matched by repository. */
  readonly projects: readonly string[];
  /** API origin, without `/rest`, `/v1` or a slash at the end. */
  readonly url: string;
  /** Whether the workflow's author chose `url`; a token that names its region is believed otherwise. */
  readonly urlGiven: boolean;
  readonly evidence: (typeof SNYK_EVIDENCE_MODES)[number];
  /** How long a check that is not there yet is waited for; 0: not at all. */
  readonly checkWaitMs: number;
}

/** All inputs, read once, checked and frozen. A source without its token is absent. */
export interface Settings {
  readonly semgrep?: SemgrepSettings;
  readonly snyk?: SnykSettings;
  /**
   * Logins whose commit statuses count as Snyk's checks; empty: anybody but `github-actions[bot]`. Known also where
   * Snyk is off: a status event is let in by it.
   */
  readonly snykCheckAuthors: readonly string[];
  /** Globs of report files; empty: the source is off. */
  readonly reports: readonly string[];
  readonly githubToken: string;
  /** Sources that must answer; undefined: every one that is on. */
  readonly require?: readonly SourceId[];
  /** A policy file of this repository that was named and must exist; undefined: `.github/scan-gate.yml`, if there is one. */
  readonly policy?: string;
  /** The file of another repository that the input `policy` names: it stands above this repository's own. */
  readonly policyAbove?: PolicyReference;
  /** Reads policies of other repositories; the GitHub token where none was given. */
  readonly policyToken: string;
  /** The pull request to judge on an event that names none. */
  readonly pullRequest?: number;
  readonly failOn: Threshold;
  readonly gate: (typeof GATES)[number];
  readonly onIncomplete: (typeof INCOMPLETE_MODES)[number];
  readonly timeoutMs: number;
  readonly pollIntervalMs: number;
  readonly comment: (typeof COMMENT_MODES)[number];
  readonly commentKey: string;
  /** When a commit status tells the verdict. */
  readonly status: (typeof STATUS_MODES)[number];
  /** Which findings get a review thread on their line. */
  readonly review: (typeof REVIEW_MODES)[number];
  readonly sarif: (typeof SARIF_MODES)[number];
  /** The checked-out repository, if there is one; absolute. */
  readonly workspace: string;
  /** Absolute. */
  readonly sarifFile: string;
  /** Absolute. */
  readonly reportDir: string;
  readonly annotations: boolean;
  readonly tickets: (typeof TICKET_MODES)[number];
  /** Jira projects: numeric ids are Semgrep's, keys are Snyk's. */
  readonly ticketsProjects: readonly string[];
  readonly dryRun: boolean;
}

/** The sources that are on: those with a token, and `reports` with a glob. */
export function sourcesOn(settings: Settings): readonly SourceId[] {
  return SOURCES.filter((source) =>
    source === "reports" ? settings.reports.length > 0 : settings[source] !== undefined,
  );
}

/** The sources without whose answer nothing can pass. */
export function requiredSources(settings: Settings): readonly SourceId[] {
  return settings.require ?? sourcesOn(settings);
}

/** The settings as lines for the log; without tokens. */
export function describeSettings(settings: Settings): readonly string[] {
  const {
    failOn,
    gate,
    onIncomplete,
    policy,
    policyAbove,
    pullRequest,
    comment,
    commentKey,
    sarif,
    tickets,
  } = settings;
  const lines = [
    `sources: ${listed(sourcesOn(settings), "none is on")}; required: ${listed(requiredSources(settings), "none")}`,
    `fail-on: ${failOn} (unless a policy file says otherwise); gate: ${gate}; on-incomplete: ${onIncomplete}`,
    `timeout: ${settings.timeoutMs / 1_000} s; first pause: ${settings.pollIntervalMs / 1_000} s`,
    `comment: ${comment} (key ${commentKey}); status: ${settings.status}; review: ${settings.review}; sarif: ${sarif}; annotations: ${settings.annotations}; tickets: ${tickets}${named(" in", settings.ticketsProjects)}`,
    `files: ${settings.reportDir}, ${settings.sarifFile}`,
    ...toolLines(settings),
  ];
  if (policy !== undefined) lines.push(`policy: ${policy}`);
  if (policyAbove !== undefined) lines.push(`policy: ${policyReferenceName(policyAbove)}`);
  if (pullRequest !== undefined) lines.push(`pull-request: ${pullRequest}`);
  if (settings.reports.length > 0) lines.push(`reports: ${settings.reports.join(", ")}`);
  if (settings.dryRun) lines.push("dry-run: nothing is written to any service");
  return lines;
}

function toolLines({ semgrep, snyk, snykCheckAuthors }: Settings): readonly string[] {
  const lines: string[] = [];
  if (semgrep !== undefined) {
    const deployment = semgrep.deployment === undefined ? [] : [semgrep.deployment];
    lines.push(
      `semgrep: ${semgrep.url}${named(" deployment", deployment)}${named(" projects", semgrep.projects)} evidence ${semgrep.evidence}`,
    );
  }
  if (snyk !== undefined) {
    lines.push(
      `snyk: ${snyk.url}${named(" organizations", snyk.orgs)}${named(" projects", snyk.projects)} evidence ${snyk.evidence}; checks by ${listed(snykCheckAuthors, "anybody but github-actions[bot]")}, waited for ${snyk.checkWaitMs / 1_000} s`,
    );
  }
  return lines;
}

function listed(values: readonly string[], none: string): string {
  return values.length === 0 ? none : values.join(", ");
}

function named(name: string, values: readonly string[]): string {
  return values.length === 0 ? "" : `${name} ${values.join(", ")}`;
}
