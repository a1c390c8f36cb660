import { performance } from "node:perf_hooks";
import { systemClock } from "../../src/platform/runner/clock.ts";
import type { Clock } from "../../src/ports.ts";

/** How long this process must have had little to do before a pause is cut short: a part of it, within limits. */
const IDLE = { part: 1 / 20, leastMs: 20, mostMs: 250 };

/**
 * The machine's clock for a run in this process that shall not wait for nothing: when all that goes on here waits, the
 * pause that ends first ends, and the time that it asked for has passed by then. So requests and limits of time meet
 * as they would with long pauses. What timers tell and not this clock, as that a service is silent, takes its real
 * time.
 */
export function briskClock(): Clock {
  const ends = new Set<{ readonly at: number }>();
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  return {
    now,
    async sleep(ms, signal) {
      const end = { at: now() + ms };
      const idleMs = Math.min(Math.max(ms * IDLE.part, IDLE.leastMs), IDLE.mostMs);
      ends.add(end);
      try {
        while (now() < end.at && !((await isIdle(idleMs, signal)) && isFirst(end, ends))) {}
        ahead = Math.max(ahead, end.at - Date.now());
      } finally {
        ends.delete(end);
      }
    },
  };
}

/** Sleeps for a moment, and tells whether the process had little else to do. */
async function isIdle(ms: number, signal: AbortSignal): Promise<boolean> {
  const before = performance.eventLoopUtilization();
  await systemClock.sleep(ms, signal);
  return performance.eventLoopUtilization(before).utilization < 0.5;
}

function isFirst(end: { readonly at: number }, ends: ReadonlySet<{ readonly at: number }>): boolean {
  return [...ends].every(({ at }) => end.at <= at);
}
