import { SOURCES, type SourceId } from "../model/finding.ts";
import type { Threshold } from "../model/severity.ts";

export const GATES = ["new", "all", "auto"] as const;
export const COMMENT_MODES = ["always", "on-findings", "on-failure", "never"] as const;
export const SARIF_MODES = ["upload", "file", "off"] as const;
export const TICKET_MODES = ["off", "blocking", "all"] as const;
export const SNYK_EVIDENCE_MODES = ["branch", "commit"] as const;
export const INCOMPLETE_MODES = ["fail", "warn"] as const;

export interface SemgrepSettings {
  readonly token: string;
  readonly deployment?: string;
  /** Project names; empty: the repository's `owner/name`. */
  readonly projects: readonly string[];
  /** Origin, without a slash at the end. */
  readonly url: string;
}

export interface SnykSettings {
  readonly token: string;
  /** Organisation ids or slugs; empty: the token's default. */
  readonly orgs: readonly string[];
  /** Project ids, names or globs; empty: matched by repository. */
  readonly projects: readonly string[];
  /** API origin, without `/rest`, `/v1` or a slash at the end. */
  readonly url: string;
  /** Whether the workflow's author chose `url`; a token that names its region is believed otherwise. */
  readonly urlGiven: boolean;
  readonly evidence: (typeof SNYK_EVIDENCE_MODES)[number];
}

/** All inputs, read once, checked and frozen. A source without its token is absent. */
export interface Settings {
  readonly semgrep?: SemgrepSettings;
  readonly snyk?: SnykSettings;
  /** Globs of report files; empty: the source is off. */
  readonly reports: readonly string[];
  readonly githubToken: string;
  /** Sources that must answer; undefined: every one that is on. */
  readonly require?: readonly SourceId[];
  /** A policy file that was named and must exist; undefined: `.github/scan-gate.yml`, if there is one. */
  readonly policy?: string;
  readonly failOn: Threshold;
  readonly gate: (typeof GATES)[number];
  readonly onIncomplete: (typeof INCOMPLETE_MODES)[number];
  readonly timeoutMs: number;
  readonly pollIntervalMs: number;
  readonly comment: (typeof COMMENT_MODES)[number];
  readonly commentKey: string;
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
