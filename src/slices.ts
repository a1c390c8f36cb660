import type { Steps } from "./model/steps.ts";
import type { Clock, Deadline } from "./ports.ts";

/** How long work may compute before signals and timers get their turn, in milliseconds. */
const SLICE_MS = 50;

/** How work is paced: by whose clock, and what ends it. */
export interface Pace {
  readonly clock: Clock;
  /** Its signal is asked for anew after each slice: a time limit may know only then that it is used up. */
  readonly deadline: Pick<Deadline, "signal">;
}

/**
 * Does long work slice by slice, so that no input holds the process (contract §10).
 * @throws the reason of the deadline's signal, within a slice and a step after it aborts
 */
export async function inSlices<Result>(steps: Steps<Result>, { clock, deadline }: Pace): Promise<Result> {
  let since = clock.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    const took = clock.now() - since;
    // A clock that was set back tells nothing about the slice, which ends then.
    if (took >= 0 && took < SLICE_MS) continue;
    await clock.sleep(0, deadline.signal);
    deadline.signal.throwIfAborted();
    since = clock.now();
  }
}
