import { setMaxListeners } from "node:events";
import { ScanGateError } from "../../errors.ts";
import type { Clock, Deadline } from "../../ports.ts";
import { duration } from "../../text/duration.ts";
import { systemClock } from "../runner/clock.ts";

/** The longest wait that a timer of Node.js can hold (https://nodejs.org/api/timers.html). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface DeadlineOptions {
  readonly ms: number;
  /** The machine's own unless another one is given. */
  readonly clock?: Clock;
  /** Ends this deadline too: the run's cancellation, or the deadline that this one is a part of. */
  readonly parent?: AbortSignal;
}

/**
 * A time limit that starts now. Its signal aborts with a `ScanGateError`: `timeout` when the time is up, else the
 * parent's reason, or `cancelled` when the parent gave none of ours.
 *
 * Time is up by the clock as soon as somebody looks, and after a sleep of its length when nobody does, which keeps no
 * process alive.
 */
export function createDeadline({ ms, clock = systemClock, parent }: DeadlineOptions): Deadline {
  const controller = new AbortController();
  // Each request under way listens, and there are many; Node.js 20 takes more than ten for a leak.
  setMaxListeners(0, controller.signal);
  const end = clock.now() + ms;

  const expire = () => controller.abort(timeIsUp(ms));
  const remaining = () => {
    const left = Math.max(0, end - clock.now());
    if (left === 0) expire();
    return controller.signal.aborted ? 0 : left;
  };
  const arm = (left: number) => {
    const step = Math.min(left, LONGEST_TIMER_MS);
    clock.sleep(step, controller.signal, { asLimit: true }).then(
      () => (step < left ? arm(left - step) : expire()),
      () => undefined,
    );
  };

  const follow = (signal: AbortSignal) => controller.abort(ownReason(signal.reason));
  if (parent?.aborted) follow(parent);
  else parent?.addEventListener("abort", () => follow(parent), { once: true, signal: controller.signal });
  if (!controller.signal.aborted) arm(Math.max(0, ms));

  return {
    get signal() {
      remaining();
      return controller.signal;
    },
    remaining,
  };
}

function timeIsUp(ms: number): ScanGateError {
  return new ScanGateError({
    code: "timeout",
    source: "gate",
    message: `The time limit of ${duration(ms)} is used up`,
    hint: "Raise `timeout`, or look at what took so long",
  });
}

function ownReason(reason: unknown): ScanGateError {
  if (reason instanceof ScanGateError) return reason;
  return new ScanGateError({
    code: "cancelled",
    source: "gate",
    message: "The run was cancelled",
    hint: "Run the job again",
  });
}
