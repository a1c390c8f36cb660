/**
 * How late a scan is seen that ends while it is waited for, and what the waiting costs: by the clock of a run that
 * looks as the action does, for a scan that ends after every second up to nine minutes.
 *
 *   node bench/detection.ts
 */
import type { Clock, Deadline } from "../src/ports.ts";
import { waitFor } from "../src/sources/wait.ts";
import { show } from "./measure.ts";

/** Defaults of `poll-interval` and `timeout`. */
const INTERVAL_MS = 10_000;
const TIMEOUT_MS = 600_000;
/** What a look takes. */
const ANSWER_MS = 300;
const LAST_END_S = 540;
/** A scan is to be seen within so many of the pauses in which it ended. */
const MOST_PAUSES = 1.5;

interface Seen {
  readonly endedAtS: number;
  readonly delayMs: number;
  /** The pause in which the scan ended. */
  readonly pauseMs: number;
  readonly looks: number;
}

/** Waits for a scan that ends after some seconds, on a clock that only the waiting turns. */
async function watch(endedAtS: number): Promise<Seen> {
  let now = 0;
  let looks = 0;
  let lookedAt = 0;
  let pauseMs = INTERVAL_MS;
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
  const deadline: Deadline = { signal: new AbortController().signal, remaining: () => TIMEOUT_MS - now };
  await waitFor({
    look: async () => {
      if (looks > 0) pauseMs = now - lookedAt;
      const ended = now >= endedAtS * 1000;
      now += ANSWER_MS;
      lookedAt = now;
      looks += 1;
      return ended;
    },
    done: (ended) => ended,
    tell: () => {},
    clock,
    deadline,
    pollIntervalMs: INTERVAL_MS,
  });
  return { endedAtS, delayMs: now - endedAtS * 1000, pauseMs, looks };
}

const all: Seen[] = [];
for (let second = 1; second <= LAST_END_S; second += 1) all.push(await watch(second));
const worst = Math.max(...all.map(({ delayMs, pauseMs }) => delayMs / pauseMs));
show({
  name: "the latest that a scan's end is seen, in pauses",
  value: worst,
  unit: "×",
  limit: MOST_PAUSES,
});
for (const [from, to] of [
  [1, 30],
  [31, 120],
  [121, 300],
  [301, LAST_END_S],
] as const) {
  const some = all.filter(({ endedAtS }) => endedAtS >= from && endedAtS <= to);
  const name = `a scan that ends after ${from} to ${to} s`;
  const mean = some.reduce((sum, { delayMs }) => sum + delayMs, 0) / some.length / 1000;
  show({ name: `${name}: seen after, on average`, value: mean, unit: "s" });
  show({
    name: `${name}: seen after, at the latest`,
    value: Math.max(...some.map((one) => one.delayMs)) / 1000,
    unit: "s",
  });
  show({ name: `${name}: looks, at most`, value: Math.max(...some.map((one) => one.looks)), unit: "" });
}
