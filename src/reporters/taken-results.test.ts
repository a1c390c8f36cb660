import { describe, expect, it } from "vitest";
import type { Clock } from "../ports.ts";
import { takenResults } from "./taken-results.ts";

const TARGET = { ref: "refs/pull/7/merge", commit: "6c1f9ab04e5d2b7781f0c3a9d4e6b5128097fcaa" };

/** A clock whose sleep lasts until `wake`, or for ever. */
function pace(wake?: Promise<void>) {
  const sleeping: AbortSignal[] = [];
  const sleep: Clock["sleep"] = (_, signal) => {
    sleeping.push(signal);
    return (
      wake ?? new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)))
    );
  };
  return { sleeping, clock: { now: () => 0, sleep }, deadline: { signal: new AbortController().signal } };
}

describe("what code scanning took", () => {
  it("is known of the pull requests that results were taken for, and of no other", async () => {
    const taken = takenResults();
    const before = taken.has(7, pace());
    taken.settle([TARGET, { ...TARGET, ref: "refs/pull/12/head" }]);
    taken.settle([]);
    expect(await before).toBe(true);
    expect(await taken.has(12, pace())).toBe(true);
    expect(await taken.has(1, pace())).toBe(false);
  });

  it("is not waited for longer than a reader of the verdict would", async () => {
    expect(await takenResults().has(7, pace(Promise.resolve()))).toBe(false);
  });

  it("leaves no timer behind", async () => {
    const taken = takenResults();
    taken.settle([TARGET]);
    const world = pace();
    await taken.has(7, world);
    expect(world.sleeping[0]?.aborted).toBe(true);
  });
});
