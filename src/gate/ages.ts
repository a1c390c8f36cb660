import type { Batch, SourceOutcome } from "../model/evidence.ts";
import type { FindingStatus, Observation } from "../model/finding.ts";
import { identityKey } from "../model/identity.ts";
import { finishSteps, ITEMS_PER_STEP, type Steps } from "../model/steps.ts";
import { type AgedObservation, type Draft, mergeObservations } from "./merge.ts";
import { sameProblems } from "./same-problem.ts";

/** What is there, with its age, and what is gone. */
export interface AgedFindings {
  readonly current: readonly Draft[];
  readonly fixed: readonly Draft[];
}

/**
 * Tells new, existing, unknown and fixed apart (contract §7, Baseline). Every observation delivered is in exactly one
 * finding of `current`. No finding of `fixed` is also current, in the words of any tool.
 */
export function* ageFindings(outcomes: readonly SourceOutcome[]): Steps<AgedFindings> {
  const read = outcomes.flatMap(({ evidence, batches }) =>
    batches.map((batch) => comparedWithin(batch, evidence.status === "complete")),
  );
  yield;
  const current = read.flatMap(({ aged }) => aged);
  const gone = yield* withoutCurrent(
    read.flatMap((one) => one.gone),
    current.map(({ observation }) => observation),
  );
  return {
    current: yield* correlateInSteps(current),
    fixed: yield* correlateInSteps(gone.map((observation) => ({ observation, status: "existing" }))),
  };
}

/**
 * One finding for each problem, from all tools that saw it (contract §7, Correlation). The same findings come of
 * every order of the input, though in another order, and of the observations of the findings themselves.
 */
export function correlate(aged: readonly AgedObservation[]): readonly Draft[] {
  return finishSteps(correlateInSteps(aged));
}

function* correlateInSteps(aged: readonly AgedObservation[]): Steps<readonly Draft[]> {
  const drafts: Draft[] = [];
  for (const members of yield* sameProblems(aged.map(({ observation }) => observation))) {
    drafts.push(mergeObservations(members.map((index) => aged[index] as AgedObservation))); // positions in this list
    if (drafts.length % ITEMS_PER_STEP === 0) yield;
  }
  return drafts;
}

interface ComparedBatch {
  readonly aged: readonly AgedObservation[];
  readonly gone: readonly Observation[];
}

/**
 * Ages the observations of a batch. Gone may be what the tool calls fixed, and what was known before; the latter only
 * if the source delivered all that is there now, since what was not read is not gone.
 */
function comparedWithin({ observations, fixed, comparison }: Batch, isWhole: boolean): ComparedBatch {
  if (comparison.kind !== "baseline") {
    const status = AGE_BY_COMPARISON[comparison.kind];
    return { aged: observations.map((observation) => ({ observation, status })), gone: fixed };
  }
  const known = identityNamesOfAll(comparison.known);
  const aged = observations.map(
    (observation): AgedObservation => ({
      observation,
      status: isAmong(observation, known) ? "existing" : "new",
    }),
  );
  return { aged, gone: isWhole ? [...fixed, ...comparison.known] : fixed };
}

const AGE_BY_COMPARISON: Readonly<Record<"diff" | "is-baseline" | "none", FindingStatus>> = {
  diff: "new",
  "is-baseline": "existing",
  none: "unknown",
};

/** Drops what one tool or another still sees: by a name of its identity, wherever it is now, or as a problem. */
function* withoutCurrent(
  gone: readonly Observation[],
  current: readonly Observation[],
): Steps<readonly Observation[]> {
  if (gone.length === 0) return [];
  const there = identityNamesOfAll(current);
  const unnamed = gone.filter((one) => !isAmong(one, there));
  yield;
  if (unnamed.length === 0) return [];
  const left: Observation[] = [];
  for (const members of yield* sameProblems([...current, ...unnamed])) {
    if (members.some((index) => index < current.length)) continue;
    for (const index of members) left.push(unnamed[index - current.length] as Observation); // in the list
  }
  return left;
}

function identityNamesOfAll(observations: readonly Observation[]): ReadonlySet<string> {
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
    movable ? `${type} ${tool.length} ${tool} ${name}` : identityKey({ ...observation, identity: name }),
  );
}
