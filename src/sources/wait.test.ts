import fc from "fast-check";
import { expect, test } from "vitest";
import { nextPause } from "./wait.ts";

test.each([
  ["a whole pause fits with room for another look", { pause: 10, left: 100, interval: 10, first: false }, 10],
  ["what is left is shorter than the pause", { pause: 60, left: 40, interval: 10, first: false }, 40],
  [
    "what is left is shorter than the interval",
    { pause: 60, left: 9, interval: 10, first: false },
    undefined,
  ],
  ["even the first pause does not fit", { pause: 10, left: 4, interval: 10, first: true }, 4],
  ["nothing is left", { pause: 10, left: 0, interval: 10, first: true }, undefined],
  [
    "the rest would be too short for a look, and is shared",
    { pause: 60, left: 65, interval: 10, first: false },
    32.5,
  ],
  [
    "the rest is too short to share, and the pause is stretched",
    { pause: 10, left: 15, interval: 10, first: true },
    15,
  ],
  [
    "a stretched pause would be longer than a minute",
    { pause: 60_000, left: 70_000, interval: 60_000, first: false },
    60_000,
  ],
])("when %s", (_, plan, expected) => {
  expect(nextPause(plan)).toBe(expected);
});

test("pauses never sum up to more than what is left, nor come closer than the interval", () => {
  const ms = fc.integer({ min: 1, max: 120_000 });
  fc.assert(
    fc.property(ms, fc.integer({ min: 1, max: 1_000_000 }), (interval, timeout) => {
      let left = timeout;
      let pause = interval;
      let looks = 1;
      for (let first = true; ; first = false) {
        const next = nextPause({ pause, left, interval, first });
        if (next === undefined) break;
        expect(next).toBeLessThanOrEqual(left);
        if (!first) expect(next).toBeGreaterThanOrEqual(interval);
        left -= next;
        pause = Math.min(pause * 1.5, Math.max(60_000, interval));
        looks += 1;
      }
      expect(looks).toBeGreaterThanOrEqual(2);
      expect(left).toBeLessThan(Math.max(interval, 1));
    }),
  );
});
