import type { Severity } from "./severity.ts";

/** Where findings come from (contract §1). */
export const SOURCES = ["semgrep", "snyk", "reports"] as const;
export type SourceId = (typeof SOURCES)[number];

export const FINDING_TYPES = ["sast", "sca", "secrets", "license", "iac", "container"] as const;
export type FindingType = (typeof FINDING_TYPES)[number];

/** `unknown` is a finding whose age nobody could prove; it is judged like `new`. */
export const FINDING_STATUSES = ["new", "existing", "unknown"] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** The age of a finding as people read it. */
export const STATUS_WORDS: Readonly<Record<FindingStatus, string>> = {
  new: "new",
  existing: "existing",
  unknown: "age unknown",
};

export const EXPLOIT_MATURITIES = ["mature", "proof-of-concept", "none", "unknown"] as const;
export type ExploitMaturity = (typeof EXPLOIT_MATURITIES)[number];

export const VALIDATIONS = ["valid", "invalid", "error", "unknown"] as const;
export type Validation = (typeof VALIDATIONS)[number];

/** How sure a tool is that a finding is right. */
export const CONFIDENCES = ["high", "medium", "low"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What a tool's own AI review says of a finding. */
export const AI_VERDICTS = ["true-positive", "false-positive"] as const;
export type AiVerdict = (typeof AI_VERDICTS)[number];

/** A dependency as a tool names it. `via` is the path from the project to it, the project left out. */
export interface Package {
  readonly name: string;
  readonly version?: string;
  readonly ecosystem?: string;
  /** The package manager in the tool's word, where the ecosystem does not tell it (`yarn`). Not part of report.json. */
  readonly manager?: string;
  /** Versions that are free of this problem, lowest first as far as the tool orders them. */
  readonly fixedIn?: readonly string[];
  readonly transitive?: boolean;
  readonly via?: readonly string[];
}

/** A package as people write it: `lodash@4.17.15`, or its name alone where no version is known. */
export function packageLabel({ name, version }: Pick<Package, "name" | "version">): string {
  return version === undefined ? name : `${name}@${version}`;
}

/** One step of the way that data takes from source to sink, in a file of the repository. */
export interface FlowStep {
  readonly path: string;
  readonly line: number;
  readonly endLine?: number;
  readonly text?: string;
}

/**
 * Code of a tool's that takes the place of a part of the file that the finding is in. Lines and columns count from 1.
 */
export type CodeEdit = (LineEdit | RangeEdit) & {
  /** What the tool read on the lines of the finding, or a part of them, where it says so. */
  readonly found?: string;
};

/** Takes the place of whole lines. */
interface LineEdit {
  readonly kind: "lines";
  readonly line: number;
  readonly endLine: number;
  /** Where the problem begins on the first line, if known: whole lines keep what stands before it. */
  readonly column?: number;
  readonly text: string;
}

/** Takes the place of the text from a column of one line up to a column of the same or a later one, which stays. */
interface RangeEdit {
  readonly kind: "range";
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** Triage that was made in the tool itself: the finding is shown as suppressed by that tool. */
export interface ToolSuppression {
  readonly reason?: string;
  readonly by?: string;
  readonly expires?: string;
}

/** A Jira ticket that stands for a finding. */
export interface Ticket {
  readonly key: string;
  readonly url?: string;
}

/** Where a tool keeps a finding, in the words that its own API wants. */
export interface Home {
  /** Semgrep: the deployment's slug. Snyk: the organization's id. */
  readonly organization: string;
  /** Semgrep: the project's name. Snyk: the project's id. */
  readonly project: string;
  /** Semgrep: the finding's id. Snyk: the issue's key, which several findings of one project may share. */
  readonly issue: string;
}

/** What is known of one problem, by one tool or by all that saw it. Every text is a tool's own, unescaped. */
interface Facts {
  readonly type: FindingType;
  readonly project?: string;
  /** Relative to the repository's root, with `/`. Untrusted: never open it. */
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
  readonly endLine?: number;
  readonly severity: Severity;
  readonly title: string;
  readonly description?: string;
  readonly rule?: string;
  /** `CWE-79`, no leading zeros, no title. */
  readonly cwe: readonly string[];
  /** CVE, GHSA, MAL and the tool's advisory id, upper case as issued. */
  readonly identifiers: readonly string[];
  readonly package?: Package;
  readonly fixable?: boolean;
  /** What to do, in a sentence or as code, as the tool gives it. */
  readonly fix?: string;
  readonly reachability?: string;
  /** Probability of exploitation, 0 to 1 (https://www.first.org/epss/). */
  readonly epss?: number;
  readonly exploit?: ExploitMaturity;
  /** Known to be exploited in the wild, as far as the tool knows. */
  readonly exploited?: boolean;
  readonly confidence?: Confidence;
  readonly aiVerdict?: AiVerdict;
  /** Snyk's risk score, 0 to 1000. */
  readonly riskScore?: number;
  readonly malicious?: boolean;
  readonly validated?: Validation;
  readonly link?: string;
  /** When a tool first saw it, ISO 8601. */
  readonly firstSeen?: string;
  readonly ticket?: Ticket;
}

/**
 * One problem as one tool sees it: what a source delivers, before tools are merged and anything is judged.
 * Each reporter escapes its texts for its channel.
 */
export interface Observation extends Facts {
  readonly source: SourceId;
  /** `semgrep`, `snyk`, or a SARIF driver's name in lower case. */
  readonly tool: string;
  /** The tool's own id of this finding, unique among the tool's findings of one run. */
  readonly id: string;
  /**
   * What stays the same while the code moves: equal in head and base for the same problem. Never holds a line
   * number. Where the same problem occurs twice in one place, the source numbers the occurrences (`…#2`).
   */
  readonly identity: string;
  /**
   * It was seen somewhere that is no evidence of this commit, such as a Snyk project that was last looked at before:
   * it is shown, never blocks, and counts in no budget.
   */
  readonly shownOnly?: true;
  /** Other names for the same identity; one in common is enough to be the same problem. */
  readonly aliases?: readonly string[];
  /** The tool's name for the part of its product that found it (`ai_sast`, `code`, …), where `type` says less. */
  readonly product?: string;
  /** The tool's own severity word, for the reader who compares. */
  readonly nativeSeverity?: string;
  /** CVSS or `security-severity` score, 0 to 10, where the tool gives one. */
  readonly score?: number;
  readonly references?: readonly string[];
  /** The same as `fix`, where the tool says exactly what its code replaces. */
  readonly edit?: CodeEdit;
  readonly flow?: readonly FlowStep[];
  /** Absent for what comes from a report file. */
  readonly home?: Home;
  /** Present when the tool's users ignored it there. */
  readonly ignored?: ToolSuppression;
}

/** One tool's share in a merged finding, as the report shows it. An observation says as much. */
export interface SeenBy {
  readonly tool: string;
  readonly id: string;
  readonly rule?: string;
  readonly severity: Severity;
  readonly link?: string;
}

/** Why a finding does not count: the policy's entry, or the tools that ignore it. */
export interface SuppressedBy {
  /** `policy`, or the tool whose users ignored it. */
  readonly by: string;
  readonly reason?: string;
  readonly owner?: string;
  readonly expires?: string;
}

/** What was decided about one observation by itself. Without either field it counts, and does not block. */
export interface ObservationRuling {
  /** The rule that decided that it blocks. */
  readonly blockedBy?: string;
  readonly suppressedBy?: SuppressedBy;
}

/**
 * One problem at one place, from all tools that saw it, with its age and judgement (contract §7).
 * Stages annotate and never delete: a suppressed finding is still here.
 */
export interface Finding extends Facts {
  /** Stable over moved code and over runs; 64 hex digits at most, safe in any text. */
  readonly fingerprint: string;
  /** The first tool that saw it. */
  readonly tool: string;
  readonly seenBy: readonly SeenBy[];
  readonly status: FindingStatus;
  readonly blocking: boolean;
  /** The rule that decided that it blocks, in words: `fail-on: high`, `rule 2 (fail-on: low)`. */
  readonly blockedBy?: string;
  /** Whether it is one of more than a budget allows, and does not block by itself. Not part of report.json. */
  readonly overBudget?: true;
  /** Whether `high` would make it block where `fail-on: none` only watches. Not part of report.json. */
  readonly wouldBlock?: true;
  readonly suppressedBy?: SuppressedBy;
  /** Why several tools' observations are one finding: `CVE-2021-23337 in lodash@4.17.15`. */
  readonly how?: string;
  /** What each tool said, in the order of `seenBy`. Not part of report.json. */
  readonly observations: readonly Observation[];
  /**
   * What was decided about each observation, in the order of `observations`. Absent where they all share what the
   * finding says. Not part of report.json.
   */
  readonly rulings?: readonly ObservationRuling[];
}

/** Whether a finding made the verdict: it blocks, or is one of more than a budget allows. */
export function isDecisive({ blocking, overBudget }: Pick<Finding, "blocking" | "overBudget">): boolean {
  return blocking || overBudget === true;
}
