import type { Batch, SourceOutcome } from "../model/evidence.ts";
import type { FindingStatus, Observation } from "../model/finding.ts";
import { identityKey } from "../model/identity.ts";
import { type Aged, correlate } from "./correlate.ts";
import type { Draft } from "./merge.ts";
import { sameProblems } from "./same-problem.ts";

/** What is there, with its age, and what is gone. */
export interface Ages {
  readonly current: readonly Draft[];
  readonly fixed: readonly Draft[];
}

/**
 * Tells new, existing, unknown and fixed apart (contract §7, Baseline). Every observation delivered is in exactly one
 * finding of `current`. No finding of `fixed` is also current, in the words of any tool.
 */
export function agesOf(outcomes: readonly SourceOutcome[]): Ages {
  const current = outcomes.flatMap(({ batches }) => batches.flatMap(agedOf));
  const gone = outcomes.flatMap(goneFrom);
  return {
    current: correlate(current),
    fixed: correlate(
      withoutCurrent(
        gone,
        current.map(({ observation }) => observation),
      ).map((observation) => ({ observation, status: "existing" })),
    ),
  };
}

function agedOf({ observations, comparison }: Batch): readonly Aged[] {
  if (comparison.kind === "baseline") {
    const known = namesOf(comparison.known);
    return observations.map((observation) => ({
      observation,
      status: isAmong(observation, known) ? "existing" : "new",
    }));
  }
  const status = AGE_BY_COMPARISON[comparison.kind];
  return observations.map((observation) => ({ observation, status }));
}

const AGE_BY_COMPARISON: Readonly<Record<"diff" | "is-baseline" | "none", FindingStatus>> = {
  diff: "new",
  "is-baseline": "existing",
  none: "unknown",
};

/**
 * What the tool calls fixed; and what was known and is no longer there. The latter only if the source delivered all
 * that is there now: what was not read is not gone. What people had ignored is no success to tell.
 */
function goneFrom({ evidence, batches }: SourceOutcome): readonly Observation[] {
  return batches.flatMap(({ fixed, comparison }) =>
    comparison.kind === "baseline" && evidence.status === "complete"
      ? [...fixed, ...comparison.known.filter(({ ignored }) => ignored === undefined)]
      : fixed,
  );
}

/** Drops what one tool or another still sees: by a name of its identity, wherever it is now, or as a problem. */
function withoutCurrent(
  gone: readonly Observation[],
  current: readonly Observation[],
): readonly Observation[] {
  if (gone.length === 0) return [];
  const there = namesOf(current);
  const unnamed = gone.filter((one) => !isAmong(one, there));
  if (unnamed.length === 0) return [];
  const problems = sameProblems([...current, ...unnamed]);
  return problems
    .filter((members) => members.every((index) => index >= current.length))
    .flatMap((members) => members.map((index) => unnamed[index - current.length] as Observation)); // in the list
}

function namesOf(observations: readonly Observation[]): ReadonlySet<string> {
  return new Set(observations.flatMap(identityNames));
}

function isAmong(observation: Observation, names: ReadonlySet<string>): boolean {
  return identityNames(observation).some((name) => names.has(name));
}

/**
 * Code findings have an identity of their own wherever they move to; an advisory's is the same in every manifest, so
 * that there the place belongs to it.
 */
function identityNames(observation: Observation): readonly string[] {
  const { tool, type, identity, aliases = [] } = observation;
  const movable = type === "sast" || type === "secrets";
  return [identity, ...aliases].map((name) =>
    movable ? JSON.stringify([tool, type, name]) : identityKey({ ...observation, identity: name }),
  );
}
