/**
 * Long work of the core in steps: it stops at each `yield`, so that whoever runs it can look at the clock and at the
 * signal, and go on or drop it. No step takes longer than a fraction of a second, whatever the input.
 */
export type Steps<Result> = Generator<void, Result, void>;

/** Does all steps at once, for work that is known to be short. */
export function finishSteps<Result>(steps: Steps<Result>): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** After how many items a loop of the core makes a step. */
export const ITEMS_PER_STEP = 2_000;
