import { getMaxListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ScanGateError } from "../../errors.ts";
import type { Clock } from "../../ports.ts";
import { systemClock } from "../runner/clock.ts";
import { createDeadline } from "./deadline.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a deadline", () => {
  test("aborts with a timeout of the gate when its time is up, without anybody looking", async () => {
    const deadline = createDeadline({ ms: 600_000 });
    const { signal } = deadline;
    await vi.advanceTimersByTimeAsync(599_999);
    expect(signal.aborted).toBe(false);
    expect(deadline.remaining()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toBeInstanceOf(ScanGateError);
    expect(signal.reason).toMatchObject({
      code: "timeout",
      source: "gate",
      message: "The time limit of 10 min is used up",
    });
    expect(deadline.remaining()).toBe(0);
  });

  test("is up by its clock as soon as somebody looks, before any timer has run", () => {
    let now = 0;
    const deadline = createDeadline({ ms: 1000, clock: { ...systemClock, now: () => now } });
    now = 1000;
    expect(deadline.signal.aborted).toBe(true);
    expect(deadline.remaining()).toBe(0);
  });

  test("never has less than nothing left", () => {
    let now = 0;
    const deadline = createDeadline({ ms: 1000, clock: { ...systemClock, now: () => now } });
    now = 5000;
    expect(deadline.remaining()).toBe(0);
  });

  test("of no time at all is up at once", () => {
    expect(createDeadline({ ms: 0 }).signal.aborted).toBe(true);
  });

  test("ends with its parent, for the parent's reason", () => {
    const parent = new AbortController();
    const deadline = createDeadline({ ms: 1000, parent: parent.signal });
    const reason = new ScanGateError({ code: "cancelled", source: "gate", message: "SIGINT" });
    parent.abort(reason);
    expect(deadline.signal.reason).toBe(reason);
    expect(deadline.remaining()).toBe(0);
  });

  test("is over from the start when its parent is", () => {
    const deadline = createDeadline({ ms: 1000, parent: AbortSignal.abort() });
    expect(deadline.signal.reason).toMatchObject({ code: "cancelled", source: "gate" });
  });

  test("says that the run was cancelled when the parent's reason is none of ours", () => {
    const parent = new AbortController();
    const deadline = createDeadline({ ms: 1000, parent: parent.signal });
    parent.abort();
    expect(deadline.signal.reason).toMatchObject({ code: "cancelled", message: "The run was cancelled" });
  });

  test("keeps its first reason", async () => {
    const parent = new AbortController();
    const deadline = createDeadline({ ms: 1000, parent: parent.signal });
    await vi.advanceTimersByTimeAsync(1000);
    parent.abort();
    expect(deadline.signal.reason).toMatchObject({ code: "timeout" });
  });

  test("may be longer than a timer of Node.js can hold", async () => {
    const deadline = createDeadline({ ms: 2 ** 31 + 1000, clock: { ...systemClock, now: () => 0 } });
    const { signal } = deadline;
    await vi.advanceTimersByTimeAsync(2 ** 31);
    expect(signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(signal.aborted).toBe(true);
  });

  test("lasts by its clock's sleep, and keeps no process alive", async () => {
    const slept: unknown[] = [];
    const clock: Clock = {
      now: () => 0,
      sleep: async (ms, _signal, how) => void slept.push([ms, how]),
    };
    const deadline = createDeadline({ ms: 1000, clock });
    await Promise.resolve();
    expect(deadline.remaining()).toBe(0);
    expect(slept).toEqual([[1000, { asLimit: true }]]);
  });

  test("leaves no timer behind once it is over", () => {
    const parent = new AbortController();
    createDeadline({ ms: 1000, parent: parent.signal });
    expect(vi.getTimerCount()).toBe(1);
    parent.abort();
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("a deadline takes as many listeners as there are requests under way, without a warning of a leak", async () => {
  vi.useRealTimers();
  const warnings: string[] = [];
  const keep = ({ name }: Error) => void warnings.push(name);
  process.on("warning", keep);
  const { signal } = createDeadline({ ms: 60_000 });
  for (let request = 0; request < 30; request += 1) signal.addEventListener("abort", () => undefined);
  await new Promise(setImmediate);
  process.off("warning", keep);
  expect(warnings).toEqual([]);
  expect(getMaxListeners(signal)).toBe(0);
});
