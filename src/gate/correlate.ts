import type { FindingStatus, Observation } from "../model/finding.ts";
import { type Draft, mergeObservations } from "./merge.ts";
import { sameProblems } from "./same-problem.ts";

/** An observation with its age. */
export interface Aged {
  readonly observation: Observation;
  readonly status: FindingStatus;
}

/**
 * One finding for each problem, from all tools that saw it (contract §7, Correlation). The same findings come of
 * every order of the input, though in another order, and of the observations of the findings themselves.
 */
export function correlate(aged: readonly Aged[]): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const members of sameProblems(aged.map(({ observation }) => observation))) {
    const group = members.map((index) => aged[index] as Aged); // positions in this list
    drafts.push(
      mergeObservations(
        group.map(({ observation }) => observation),
        group.map(({ status }) => status).reduce(newer),
      ),
    );
  }
  return drafts;
}

/** What is new to one tool is new; what is unknown to one is at best unknown. */
function newer(a: FindingStatus, b: FindingStatus): FindingStatus {
  if (a === "new" || b === "new") return "new";
  return a === "unknown" ? a : b;
}
