import { performance } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ScanGateError } from "../../src/errors.ts";
import { systemClock } from "../../src/platform/runner/clock.ts";
import type { Clock, Deadline } from "../../src/ports.ts";
import type { Pace } from "../../src/slices.ts";

/**
 * The clocks of tests. `stillClock` and `stillTime` are for what answers within this process, stand-ins and
 * intercepted requests included; `briskClock` is for whole runs, whose services are behind real connections.
 */
export interface TestClock extends Clock {
  /** How long each sleep was to be, as they were asked for; limits of a brisk clock aside. */
  readonly pauses: readonly number[];
}

/** The time of one test, with its end. */
export interface StillTime {
  readonly clock: TestClock;
  /** Aborts when the limit has passed, or when the test ends it. */
  readonly deadline: Deadline;
  /** Milliseconds since the start. */
  passed(): number;
  end(error: ScanGateError): void;
}

/** Time that only sleeping moves on: at once to the end of the shortest sleep, when all else is at rest. */
export function stillTime({
  limitMs = 600_000,
  start = Date.UTC(2026, 10, 21),
}: {
  readonly limitMs?: number | undefined;
  readonly start?: number;
} = {}): StillTime {
  let now = start;
  const controller = new AbortController();
  const pauses: number[] = [];
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const moveOn = () => {
    const next = sleepers.sort((a, b) => a.at - b.at).shift();
    if (next === undefined) return;
    now = Math.max(now, next.at);
    if (now >= start + limitMs) controller.abort(timeUp());
    next.wake();
  };
  return {
    clock: {
      pauses,
      now: () => now,
      sleep(ms, signal) {
        pauses.push(ms);
        return new Promise((resolve, reject) => {
          if (signal.aborted) return reject(signal.reason);
          signal.addEventListener("abort", () => reject(signal.reason), { once: true });
          sleepers.push({ at: now + ms, wake: resolve });
          setImmediate(() => setImmediate(moveOn));
        });
      },
    },
    deadline: { signal: controller.signal, remaining: () => Math.max(0, start + limitMs - now) },
    passed: () => now - start,
    end: (error) => controller.abort(error),
  };
}

/** The clock alone, for what has no limit of time or one of its own. */
export const stillClock = (): TestClock => stillTime({ limitMs: Number.POSITIVE_INFINITY }).clock;

export function timeUp(): ScanGateError {
  return new ScanGateError({ code: "timeout", source: "gate", message: "The time is up" });
}

/** A deadline that a test ends by hand. */
export function deadlineOf(ms: number, controller = new AbortController()): Deadline {
  return { signal: controller.signal, remaining: () => (controller.signal.aborted ? 0 : ms) };
}

/** The pace of work that nothing ends, on the machine's clock. */
export function aPace(): Pace {
  return {
    clock: { now: () => Date.now(), sleep: async () => undefined },
    deadline: { signal: new AbortController().signal },
  };
}

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
export function briskClock(): TestClock {
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
