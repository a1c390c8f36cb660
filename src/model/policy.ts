import type {
  AiVerdict,
  Confidence,
  ExploitMaturity,
  FindingStatus,
  FindingType,
  SourceId,
  Validation,
} from "./finding.ts";
import type { Severity, Threshold } from "./severity.ts";

/** A comparison with a number, from `">=0.5"`: an EPSS probability, a risk score, or an age in days. */
export interface NumberCondition {
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
  readonly epss?: readonly NumberCondition[];
  readonly exploit?: readonly ExploitMaturity[];
  readonly malicious?: readonly boolean[];
  readonly status?: readonly FindingStatus[];
  readonly validated?: readonly Validation[];
  readonly exploited?: readonly boolean[];
  /** Days since a tool first saw it. Without a date it holds only where that makes the gate stricter. */
  readonly age?: readonly NumberCondition[];
  readonly confidence?: readonly Confidence[];
  readonly aiVerdict?: readonly AiVerdict[];
  readonly transitive?: readonly boolean[];
  readonly riskScore?: readonly NumberCondition[];
}

/** Which findings can block: those not known to be old, or all. */
export const GATE_SCOPES = ["new", "all"] as const;
export type GateScope = (typeof GATE_SCOPES)[number];

export interface Rule {
  readonly match: Match;
  readonly failOn: Threshold;
  /** For this rule's findings, in place of the run's. */
  readonly gate?: GateScope;
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

/** What files below may do: whether their suppressions count, and how far away those may expire. */
export interface LocalRights {
  readonly suppress: boolean;
  readonly maxDays?: number;
}

/** Products that must have been looked at, by source. */
export type RequiredProducts = Partial<Readonly<Record<Exclude<SourceId, "reports">, readonly string[]>>>;

/** The rules of one policy file, or of the inputs alone where there is none. */
export interface Policy {
  readonly failOn: Threshold;
  /** Where `failOn` was set, for the sentence that tells who decided: `fail-on`, or the policy file's path. */
  readonly origin: string;
  readonly rules: readonly Rule[];
  /** Most findings of a severity that may be unsuppressed and gated. */
  readonly budgets: Partial<Readonly<Record<Severity, number>>>;
  readonly suppressions: readonly Suppression[];
  /** The file as messages name it: its path, of another repository `OWNER/REPO/PATH@REF`. Absent where there is no file. */
  readonly file?: string;
  /**
   * The file sets no threshold: `failOn` is the input's. Beside other files it holds only where none of them sets
   * one, and only for what no rule of any file matches.
   */
  readonly inheritsFailOn?: true;
  readonly local?: LocalRights;
  readonly products?: RequiredProducts;
  /** The file of another repository that this one extends, `OWNER/REPO/PATH@REF`. */
  readonly extends?: string;
}

/** A file of a chain. */
export interface ChainedPolicy {
  readonly policy: Policy;
  /** It is another repository's: what is unused here may be used elsewhere. */
  readonly isForeign?: true;
  /** Its suppressions count only where a file above has the same: it came with the commit that is judged. */
  readonly borrowsSuppressions?: true;
}

/**
 * Policies that are judged together, top first (contract §6): each by itself with its own rules, threshold, budgets
 * and products, and a finding blocks when any blocks it. At least one.
 */
export type PolicyChain = readonly [ChainedPolicy, ...(readonly ChainedPolicy[])];
