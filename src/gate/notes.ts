import type { SourceOutcome } from "../model/evidence.ts";
import type { SuppressionNotice } from "../model/report.ts";
import type { Note } from "../model/verdict.ts";
import { counted } from "../text/count.ts";

/** What is worth telling and decides nothing: the sources' own notes, missing baselines, the policy's housekeeping. */
export function notesOf(
  outcomes: readonly SourceOutcome[],
  notices: readonly SuppressionNotice[],
): readonly Note[] {
  return [
    ...outcomes.flatMap((outcome) => [...outcome.notes, ...missingBaseline(outcome)]),
    ...notices.map(ofNotice),
  ];
}

/** Old findings must not pass for new ones, so it is said why their age is unknown. */
function missingBaseline({ evidence, batches }: SourceOutcome): readonly Note[] {
  const ageless = batches
    .filter(({ comparison }) => comparison.kind === "none")
    .reduce((sum, { observations }) => sum + observations.length, 0);
  if (ageless === 0) return [];
  const text = `${evidence.source}: no baseline, so the age of ${counted(ageless, "finding")} is unknown.`;
  return [{ level: "info", text }];
}

function ofNotice({ kind, id, package: name, suppressedBy }: SuppressionNotice): Note {
  const entry = `The suppression of ${id}${name === undefined ? "" : ` in ${name}`}`;
  const { expires } = suppressedBy;
  switch (kind) {
    case "expired":
      return { level: "warning", text: `${entry} expired on ${expires} and suppresses nothing.` };
    case "expiring":
      return { level: "info", text: `${entry} expires on ${expires}.` };
    case "unused":
      return { level: "info", text: `${entry} is not used: no finding matches it.` };
  }
}
