import type { Finding, FindingStatus, SuppressedBy } from "../model/finding.ts";
import type { Policy } from "../model/policy.ts";
import { reaches, SEVERITIES, type Severity } from "../model/severity.ts";
import type { Draft } from "./merge.ts";
import { rulings } from "./rules.ts";

export interface DecideInput {
  readonly drafts: readonly Draft[];
  /** In the order of the drafts. */
  readonly suppressedBy: readonly (SuppressedBy | undefined)[];
  readonly policy: Policy;
  readonly gate: "new" | "all";
}

/** More findings of a severity than the policy allows. */
export interface BudgetExcess {
  readonly severity: Severity;
  readonly allowed: number;
  readonly found: number;
}

export interface Decided {
  /** In the order of the drafts. */
  readonly findings: readonly Finding[];
  readonly excesses: readonly BudgetExcess[];
  /** With `fail-on: none`: how many findings would block if it were `high`. */
  readonly wouldBlock?: number;
}

/**
 * Decides for each finding whether it blocks: it is not suppressed, its age is gated, and its severity reaches the
 * threshold of the first rule that matches. Then it holds the budgets against all that are gated, blocking or not, but
 * for what a rule sets to `none`. A severity that nobody knows counts as critical in them, unless it has a budget of
 * its own.
 */
export function decide({ drafts, suppressedBy, policy, gate }: DecideInput): Decided {
  const { budgets, failOn } = policy;
  const rulingOf = rulings(policy);
  const counted = new Map<Severity, number>();
  const findings = drafts.map((draft, index): Finding => {
    const by = suppressedBy[index];
    if (by !== undefined) return { ...draft, suppressedBy: by };
    if (!isGated(draft.status, gate)) return draft;
    const { threshold, name, isRule } = rulingOf(draft);
    if (!isRule || threshold !== "none") {
      const unknown = budgets.unknown === undefined ? "critical" : "unknown";
      const severity = draft.severity === "unknown" ? unknown : draft.severity;
      counted.set(severity, (counted.get(severity) ?? 0) + 1);
    }
    return reaches(draft.severity, threshold) ? { ...draft, blocking: true, blockedBy: name } : draft;
  });
  const excesses = SEVERITIES.flatMap((severity) => {
    const allowed = budgets[severity];
    const found = counted.get(severity) ?? 0;
    return allowed !== undefined && found > allowed ? [{ severity, allowed, found }] : [];
  });
  if (failOn !== "none") return { findings, excesses };
  const atHigh = rulings({ ...policy, failOn: "high" });
  const wouldBlock = drafts.filter(
    (draft, index) =>
      suppressedBy[index] === undefined &&
      isGated(draft.status, gate) &&
      reaches(draft.severity, atHigh(draft).threshold),
  ).length;
  return { findings, excesses, wouldBlock };
}

/** Whether findings of an age can block: an unknown age is gated like a new one. */
function isGated(status: FindingStatus, gate: "new" | "all"): boolean {
  return gate === "all" || status !== "existing";
}
