import { ScanGateError } from "../errors.ts";
import type { Clock, Deadline } from "../ports.ts";

const GROWTH = 1.5;
const LONGEST_PAUSE_MS = 60_000;
const TELL_EVERY_MS = 60_000;
/** Time kept for the last look and what follows it: a tenth of all there is, and no more than this. */
const LONGEST_RESERVE_MS = 10_000;

/** A poll interval without a second look: what is there at the first one counts. */
export const NO_WAIT_MS = Number.POSITIVE_INFINITY;

/** What is waited for, and how it is told. `T` is what one look sees. */
export interface WaitPlan<T> {
  readonly look: () => Promise<T>;
  readonly done: (seen: T) => boolean;
  /** Tells the log what is waited for; called after the first look and then every minute. */
  readonly tell: (seen: T, waitedMs: number) => void;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly pollIntervalMs: number;
}

/**
 * Looks until it is done or the time is up, and resolves with what was seen last. The first look is at once, the
 * pauses grow by half up to a minute, and the last one is fitted so that a look comes right before the end
 * (contract §4.4; Snyk's checks are waited for alike).
 *
 * @throws what a look throws. The end of the time is no error here once there was an answer; a cancelled run is.
 */
export async function waitFor<T>(waiting: WaitPlan<T>): Promise<T> {
  const { look, done, clock, deadline, pollIntervalMs } = waiting;
  const started = clock.now();
  const reserve = Math.min(LONGEST_RESERVE_MS, deadline.remaining() / 10);
  let seen = await look();
  if (done(seen) || pollIntervalMs === NO_WAIT_MS) return seen;
  waiting.tell(seen, clock.now() - started);
  let told = clock.now();
  let pause = pollIntervalMs;
  for (let first = true; !done(seen); first = false) {
    const left = deadline.remaining() - reserve;
    const next = nextPause({ pause, left, interval: pollIntervalMs, first });
    if (next === undefined) return seen;
    const tell = () => waiting.tell(seen, clock.now() - started);
    try {
      told = await sleepTelling({ ms: next, told, waiting, tell });
      seen = await look();
    } catch (error) {
      if (isTimeUp(error, deadline)) return seen;
      throw error;
    }
    pause = Math.min(pause * GROWTH, Math.max(LONGEST_PAUSE_MS, pollIntervalMs));
  }
  return seen;
}

/**
 * The pause before the next look, so that the last look falls on the end of `left` and no two are closer than the
 * interval. Undefined when no further look fits. Only the first pause may be shorter than the interval: a run that
 * has less time than that still gets its second look.
 */
export function nextPause(plan: {
  readonly pause: number;
  readonly left: number;
  readonly interval: number;
  readonly first: boolean;
}): number | undefined {
  const { pause, left, interval, first } = plan;
  if (left <= 0 || (left < interval && !first)) return undefined;
  if (left <= pause) return left;
  if (left - pause >= interval) return pause;
  // What is left after a whole pause is too short for another one: share it, or stretch this pause over it.
  if (left / 2 >= interval) return left / 2;
  return left <= LONGEST_PAUSE_MS ? left : pause;
}

/** Sleeps, and tells at every full minute of waiting what it is for; resolves with when that was last told. */
async function sleepTelling<T>(sleep: {
  readonly ms: number;
  readonly told: number;
  readonly waiting: WaitPlan<T>;
  readonly tell: () => void;
}): Promise<number> {
  const { clock, deadline } = sleep.waiting;
  let { ms, told } = sleep;
  while (ms > 0) {
    const untilTelling = told + TELL_EVERY_MS - clock.now();
    const part = untilTelling > 0 ? Math.min(ms, untilTelling) : ms;
    await clock.sleep(part, deadline.signal);
    ms -= part;
    if (clock.now() - told >= TELL_EVERY_MS) {
      sleep.tell();
      told = clock.now();
    }
  }
  return told;
}

/** Whether an error is only the end of the time that was given for waiting. */
function isTimeUp(error: unknown, deadline: Deadline): boolean {
  return (
    error instanceof ScanGateError &&
    error.code === "timeout" &&
    (deadline.signal.aborted || deadline.remaining() <= 0)
  );
}

/**
 * Waits for a promise no longer than the signal allows, for calls that take no signal themselves.
 * @throws the signal's reason as soon as it aborts
 */
export async function beforeDeadline<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
