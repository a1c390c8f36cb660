import { performance } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { systemClock } from "../../src/platform/runner/clock.ts";
import type { StillClock } from "./wire.ts";

/** How long a pause lasts before it may be cut short: a part of it, within limits. */
const IDLE = { part: 1 / 20, leastMs: 20, mostMs: 250 };

/** What an idle process uses of a processor meanwhile. Compressing is done aside, and is seen by this alone. */
const IDLE_CPU = { part: 3 / 100, ms: 2 };

/** A limit of time ends after silence only: several such windows in a row. */
const SILENT = { windows: 4, windowMs: 250 };

/**
 * A clock for a run in this process that shall wait for nothing. Only sleeping moves it on: when all that goes on here
 * waits, the sleep that ends first ends, and the time that it asked for has passed by then. So requests and limits of
 * time meet as they would with long pauses, and a busy machine uses up no limit. A pause takes its real time at most;
 * a limit ends in silence only.
 */
export function briskClock(): StillClock {
  const ends = new Set<{ readonly at: number }>();
  const pauses: number[] = [];
  let now = Date.now();
  return {
    pauses,
    now: () => now,
    async sleep(ms, signal, { asLimit } = { asLimit: false }) {
      if (!asLimit) pauses.push(ms);
      signal.throwIfAborted();
      if (ms === 0) return await nextTurn();
      const end = { at: now + ms };
      const latest = asLimit ? Number.POSITIVE_INFINITY : Date.now() + ms;
      const idleMs = Math.min(Math.max(ms * IDLE.part, IDLE.leastMs), IDLE.mostMs, ms);
      const isQuiet = () => (asLimit ? isSilent(signal) : isIdle(idleMs, signal));
      ends.add(end);
      try {
        while (!((await isQuiet()) && isFirst(end, ends)) && now < end.at && Date.now() < latest) {}
        now = Math.max(now, end.at);
      } finally {
        ends.delete(end);
      }
    },
  };
}

function isFirst(end: { readonly at: number }, ends: ReadonlySet<{ readonly at: number }>): boolean {
  return [...ends].every(({ at }) => end.at <= at);
}

/** Sleeps for a moment, and tells whether this process has nothing in hand after it. */
async function isIdle(ms: number, signal: AbortSignal): Promise<boolean> {
  const cpu = process.cpuUsage();
  await systemClock.sleep(ms, signal, { asLimit: true });
  const { user, system } = process.cpuUsage(cpu);
  if ((user + system) / 1000 > IDLE_CPU.ms + ms * IDLE_CPU.part) return false;
  const { events } = performance.nodeTiming.uvMetricsInfo;
  const before = performance.now();
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  signal.throwIfAborted();
  // Names are looked up aside, and another process answers.
  if (process.getActiveResourcesInfo().includes("GetAddrInfoReqWrap")) return false;
  return performance.nodeTiming.uvMetricsInfo.events === events && performance.now() - before < 5;
}

async function isSilent(signal: AbortSignal): Promise<boolean> {
  for (let window = 0; window < SILENT.windows; window += 1) {
    if (!(await isIdle(SILENT.windowMs, signal))) return false;
  }
  return true;
}
