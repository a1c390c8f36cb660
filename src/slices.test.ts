import { describe, expect, it } from "vitest";
import type { Steps } from "./model/steps.ts";
import { inSlices } from "./slices.ts";

/** A clock on which each step takes as long as it says, and that counts how often others got their turn. */
function steppingClock() {
  const time = { now: 1_000_000, turns: 0 };
  const clock = {
    now: () => time.now,
    sleep: async (_ms: number, signal: AbortSignal) => {
      time.turns += 1;
      signal.throwIfAborted();
    },
  };
  return { time, clock };
}

function* stepsOf(time: { now: number }, each: readonly number[]): Steps<string> {
  for (const ms of each) {
    time.now += ms;
    yield;
  }
  return "done";
}

const going = { signal: new AbortController().signal };

describe("inSlices", () => {
  it("gives others their turn when a slice is used up, and not after every step", async () => {
    const { time, clock } = steppingClock();
    expect(await inSlices(stepsOf(time, Array(10).fill(10)), { clock, deadline: going })).toBe("done");
    expect(time.turns).toBe(2);
  });

  it("gives others their turn at once when the clock is set back", async () => {
    const { time, clock } = steppingClock();
    await inSlices(stepsOf(time, [1, -3_600_000, 1, 1]), { clock, deadline: going });
    expect(time.turns).toBe(1);
  });

  it("ends with the signal's reason, a slice after it aborts", async () => {
    const { time, clock } = steppingClock();
    const stop = new AbortController();
    let made = 0;
    function* endless(): Steps<never> {
      for (;;) {
        made += 1;
        if (made === 7) stop.abort(new Error("stopped"));
        time.now += 10;
        yield;
      }
    }
    const work = inSlices(endless(), { clock, deadline: stop });
    await expect(work).rejects.toThrow("stopped");
    expect(made).toBeLessThan(13);
  });

  it("asks the time limit anew after each slice, because it may know only then that it is used up", async () => {
    const { time, clock } = steppingClock();
    const end = time.now + 200;
    const deadline = {
      get signal() {
        return time.now < end ? going.signal : AbortSignal.abort(new Error("time is up"));
      },
    };
    await expect(inSlices(stepsOf(time, Array(100).fill(10)), { clock, deadline })).rejects.toThrow(
      "time is up",
    );
    expect(time.now).toBeLessThan(end + 100);
  });
});
