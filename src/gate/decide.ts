import type { Finding, SuppressedBy } from "../model/finding.ts";
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
  const counted = new Map<Severity, Finding[]>();
  const decided = drafts.map((draft, index): Finding => {
    const by = suppressedBy[index];
    if (by !== undefined) return { ...draft, suppressedBy: by };
    if (!isGated(draft, gate)) return draft;
    const { threshold, name, isRule } = rulingOf(draft);
    const finding = reaches(draft.severity, threshold)
      ? { ...draft, blocking: true, blockedBy: name }
      : draft;
    if (!isRule || threshold !== "none") {
      const severity = budgeted(draft.severity, budgets);
      const others = counted.get(severity);
      if (others === undefined) counted.set(severity, [finding]);
      else others.push(finding);
    }
    return finding;
  });
  const over = SEVERITIES.flatMap((severity) => {
    const allowed = budgets[severity];
    const found = counted.get(severity) ?? [];
    return allowed !== undefined && found.length > allowed ? [{ severity, allowed, found }] : [];
  });
  const excesses = over.map(({ severity, allowed, found }) => ({ severity, allowed, found: found.length }));
  const beyond = new Set(over.flatMap(({ found }) => found));
  const findings = decided.map(
    (each): Finding => (beyond.has(each) && !each.blocking ? { ...each, overBudget: true } : each),
  );
  if (failOn !== "none") return { findings, excesses };
  const atHigh = rulings({ ...policy, failOn: "high" });
  const wouldBlock = drafts.filter(
    (draft, index) =>
      suppressedBy[index] === undefined &&
      isGated(draft, gate) &&
      reaches(draft.severity, atHigh(draft).threshold),
  ).length;
  return { findings, excesses, wouldBlock };
}

/** The budget that a finding counts in. */
function budgeted(severity: Severity, budgets: Policy["budgets"]): Severity {
  return severity === "unknown" && budgets.unknown === undefined ? "critical" : severity;
}

/** Whether a finding can block: an unknown age is gated like a new one, and what is only shown never blocks. */
function isGated({ status, observations }: Draft, gate: "new" | "all"): boolean {
  if (observations.length > 0 && observations.every(({ shownOnly }) => shownOnly === true)) return false;
  return gate === "all" || status !== "existing";
}
