import type { SourceOutcome } from "../model/evidence.ts";
import type { FindingType, SourceId } from "../model/finding.ts";
import type { Policy } from "../model/policy.ts";
import type { Note, Reason } from "../model/verdict.ts";
import { type Draft, mergeObservations } from "./merge.ts";
import { rulings } from "./rules.ts";

/**
 * Failed pull request checks block, since they stand for findings that nobody may list, unless the policy sets the
 * threshold of their type to `none` (contract §5).
 */
export function checksOf(
  outcomes: readonly SourceOutcome[],
  policy: Policy,
): { readonly reasons: readonly Reason[]; readonly notes: readonly Note[] } {
  const rulingOf = rulings(policy);
  const checks = outcomes.flatMap(({ evidence, failedChecks = [] }) =>
    failedChecks.map(({ type, reason }) => ({
      reason,
      ruling: type && rulingOf(standIn(evidence.source, type)),
    })),
  );
  return {
    reasons: checks.filter(({ ruling }) => ruling?.threshold !== "none").map(({ reason }) => reason),
    notes: checks.flatMap(({ reason, ruling }) =>
      ruling?.threshold === "none"
        ? [{ level: "info" as const, text: `${ruling.name} lets this pass: ${reason.message}` }]
        : [],
    ),
  };
}

/** A new finding of which nothing is known but its tool and type; rules that ask for more do not match it. */
function standIn(source: SourceId, type: FindingType): Draft {
  const observation = {
    source,
    tool: source,
    type,
    id: "",
    identity: "",
    title: "",
    severity: "unknown",
    cwe: [],
    identifiers: [],
  } as const;
  return mergeObservations([observation], "new");
}
