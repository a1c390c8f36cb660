import type { Finding, FindingStatus, Observation } from "../model/finding.ts";
import { type Merged, mergeObservations } from "./merge.ts";
import { sameProblems } from "./same-problem.ts";

/** An observation with its age. */
export interface Aged {
  readonly observation: Observation;
  readonly status: FindingStatus;
}

/** A finding that nobody has judged yet. */
export type Draft = Omit<Finding, "blocking" | "blockedBy" | "suppressedBy">;

/**
 * One finding for each problem, from all tools that saw it (contract §7, Correlation). The same findings come of
 * every order of the input, though in another order, and of the observations of the findings themselves.
 */
export function correlate(aged: readonly Aged[]): readonly Draft[] {
  return sameProblems(aged.map(({ observation }) => observation)).map((members) => {
    const group = members.map((index) => aged[index] as Aged); // positions in this list
    const merged: Merged = mergeObservations(group.map(({ observation }) => observation));
    return { ...merged, status: newestOf(group.map(({ status }) => status)) };
  });
}

/** What is new to one tool is new; what is unknown to one is at best unknown. */
function newestOf(statuses: readonly FindingStatus[]): FindingStatus {
  if (statuses.includes("new")) return "new";
  return statuses.includes("unknown") ? "unknown" : "existing";
}
