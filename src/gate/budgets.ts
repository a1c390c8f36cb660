import type { Observation } from "../model/finding.ts";
import type { Policy } from "../model/policy.ts";
import { SEVERITIES, type Severity } from "../model/severity.ts";
import { present } from "../text/present.ts";

/** More findings of a severity than a policy allows. */
export interface BudgetExcess {
  readonly severity: Severity;
  readonly allowed: number;
  readonly found: number;
  /** The policy file, where several are judged together. */
  readonly file?: string;
}

/**
 * Counts findings against the budgets of one policy. A finding counts in the severity of each tool that saw it, as
 * often as the one tool that saw it most often did: so that merging never makes a number smaller than a single tool's.
 */
export class BudgetCount {
  readonly #budgets: Policy["budgets"];
  readonly #found = new Map<Severity, number>();
  readonly #members = new Map<Severity, Set<number>>();

  constructor(budgets: Policy["budgets"]) {
    this.#budgets = budgets;
  }

  /** Whether nothing is limited, so that nothing need be counted. */
  get isEmpty(): boolean {
    return Object.keys(this.#budgets).length === 0;
  }

  /** Counts a finding by those of its observations that neither a suppression nor a rule takes out. */
  add(finding: number, observations: readonly Observation[]): void {
    const sightings = new Map<Severity, Map<string, Set<string>>>();
    for (const { tool, source, severity, identity } of observations) {
      const budgeted = this.#budgetOf(severity);
      if (this.#budgets[budgeted] === undefined) continue;
      const byTool = sightings.get(budgeted) ?? new Map<string, Set<string>>();
      // A report file and the service tell of the same problems, so each is counted by itself.
      const key = `${source} ${tool}`;
      byTool.set(key, (byTool.get(key) ?? new Set()).add(identity));
      sightings.set(budgeted, byTool);
    }
    for (const [severity, byTool] of sightings) {
      const most = Math.max(...[...byTool.values()].map(({ size }) => size));
      this.#found.set(severity, (this.#found.get(severity) ?? 0) + most);
      this.#members.set(severity, (this.#members.get(severity) ?? new Set()).add(finding));
    }
  }

  /** The budgets that are exceeded, most severe first. */
  excesses(file: string | undefined): readonly BudgetExcess[] {
    return SEVERITIES.flatMap((severity) => {
      const allowed = this.#budgets[severity];
      const found = this.#found.get(severity) ?? 0;
      if (allowed === undefined || found <= allowed) return [];
      return [{ severity, allowed, found, ...present({ file }) }];
    });
  }

  /** The findings that count in a budget that is exceeded. */
  membersOfExcesses(): readonly number[] {
    const exceeded = new Set(this.excesses(undefined).map(({ severity }) => severity));
    return [...this.#members].flatMap(([severity, findings]) =>
      exceeded.has(severity) ? [...findings] : [],
    );
  }

  /** A severity that nobody knows counts as critical, unless it has a budget of its own. */
  #budgetOf(severity: Severity): Severity {
    return severity === "unknown" && this.#budgets.unknown === undefined ? "critical" : severity;
  }
}

/** How many findings of each severity are too many for the strictest budget; nothing where every budget is kept. */
export function tooManyOf(excesses: readonly BudgetExcess[]): Partial<Record<Severity, number>> | undefined {
  if (excesses.length === 0) return undefined;
  const most: Partial<Record<Severity, number>> = {};
  for (const { severity, found, allowed } of excesses)
    most[severity] = Math.max(most[severity] ?? 0, found - allowed);
  return most;
}
