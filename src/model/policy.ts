import type { ExploitMaturity, FindingStatus, FindingType, Validation } from "./finding.ts";
import type { Severity, Threshold } from "./severity.ts";

/** A comparison with an EPSS probability, from `">=0.5"`. */
export interface EpssCondition {
  readonly operator: ">=" | ">" | "<=" | "<" | "=";
  readonly value: number;
}

/**
 * What a rule asks of a finding: every key that is given must hold, and a key holds when one of its values does
 * (contract §6). Words are compared ignoring case.
 */
export interface Match {
  readonly tool?: readonly string[];
  readonly type?: readonly FindingType[];
  readonly severity?: readonly Severity[];
  readonly id?: readonly string[];
  readonly rule?: readonly string[];
  readonly cwe?: readonly string[];
  readonly package?: readonly string[];
  readonly paths?: readonly string[];
  readonly project?: readonly string[];
  readonly fixable?: readonly boolean[];
  readonly reachability?: readonly string[];
  readonly epss?: readonly EpssCondition[];
  readonly exploit?: readonly ExploitMaturity[];
  readonly malicious?: readonly boolean[];
  readonly status?: readonly FindingStatus[];
  readonly validated?: readonly Validation[];
}

export interface Rule {
  readonly match: Match;
  readonly failOn: Threshold;
}

/** A documented exception: what it is for, why, and until when. */
export interface Suppression {
  readonly id: string;
  readonly package?: string;
  readonly version?: string;
  readonly paths?: readonly string[];
  readonly tool?: string;
  readonly reason: string;
  readonly owner?: string;
  /** `YYYY-MM-DD`; the last day on which it holds (UTC). */
  readonly expires: string;
}

/** The rules that a run is judged by, from the policy file and the `fail-on` input. */
export interface Policy {
  readonly failOn: Threshold;
  /** Where `failOn` was set, for the sentence that tells who decided: `fail-on`, or the policy file's path. */
  readonly origin: string;
  readonly rules: readonly Rule[];
  /** Most findings of a severity that may be unsuppressed and gated. */
  readonly budgets: Partial<Readonly<Record<Severity, number>>>;
  readonly suppressions: readonly Suppression[];
}
