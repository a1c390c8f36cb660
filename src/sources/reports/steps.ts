import type { Steps } from "../../model/steps.ts";
import type { Clock } from "../../ports.ts";

/** Longest that work computes on without letting anything else happen, in milliseconds. */
const LONGEST_SLICE_MS = 50;

/** How work is paced: by whose clock, and what ends it. */
export interface Pace {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Runs work in slices.
 * @throws the signal's reason, within a slice and a piece of work after it aborts
 */
export async function runPaced<Result>(steps: Steps<Result>, { clock, signal }: Pace): Promise<Result> {
  let since = clock.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (clock.now() - since < LONGEST_SLICE_MS) continue;
    await clock.sleep(0, signal);
    since = clock.now();
  }
}

/** Maps a list, one piece of work an item. */
export function* mapInSteps<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Result,
): Steps<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(work(item));
    yield;
  }
  return results;
}
