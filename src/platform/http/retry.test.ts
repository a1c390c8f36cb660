import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "./failure.ts";
import { backoff, parseRetryAfter, pauseAfter, RETRY, untilReset } from "./retry.ts";

const NOW = Date.UTC(2026, 10, 21, 3, 0, 0);

describe("pauses between tries", () => {
  test("double from try to try and stop growing at the cap", () => {
    expect([1, 2, 3, 4, 5, 6, 9].map((tries) => backoff(tries, 1))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
    ]);
  });

  test("are never less than half of the longest, and never shorter than the one before", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (tries, one, other) => {
          expect(backoff(tries, one)).toBeGreaterThanOrEqual(backoff(tries, 0));
          expect(backoff(tries, 0)).toBe(backoff(tries, 1) / 2);
          if (tries < 5) expect(backoff(tries + 1, other)).toBeGreaterThanOrEqual(backoff(tries, one));
        },
      ),
    );
  });

  test("are as long as the service asks, where that is longer than our own", () => {
    const asking = (waitMs: number) =>
      new Failure({ code: "rate-limited", what: "", transient: true, noEffect: true, waitMs });
    expect(pauseAfter(asking(2000), { tries: 1, random: 0 })).toBe(2000);
    expect(pauseAfter(asking(0), { tries: 1, random: 0 })).toBe(500);
    expect(
      pauseAfter(new Failure({ code: "timeout", what: "", transient: true, noEffect: true }), {
        tries: 1,
        random: 0,
      }),
    ).toBe(500);
  });
});

describe("Retry-After", () => {
  test.each([
    ["2", 2000],
    [" 7 ", 7000],
    ["0", 0],
    ["1.5", 1500],
    ["-1", 0],
    ["3600", 3_600_000],
    ["99999999999999999999999", 86_400_000],
    ["Sat, 21 Nov 2026 03:00:03 GMT", 3000],
    ["Saturday, 21-Nov-26 03:00:03 GMT", 3000],
    ["Sat, 21 Nov 2026 02:59:00 GMT", 0],
    ["Sat, 21 Nov 2099 03:00:00 GMT", 86_400_000],
  ])("%j asks for %d ms", (value, ms) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms);
  });

  test.each([
    undefined,
    "",
    "soon",
    "1e3",
    "NaN",
    "0x10",
    "Infinity",
    "Foo, 99 Bar",
    "1 2",
  ])("%j asks for nothing that can be understood", (value) => {
    expect(parseRetryAfter(value, NOW)).toBeUndefined();
  });

  test("asks for a wait between nothing and a day, or for none, whatever it says", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.date().map(String)), (value) => {
        const wait = parseRetryAfter(value, NOW) ?? 0;
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });
});

describe("the reset of a used-up quota", () => {
  test("is told in seconds since 1970, and waited for one second longer", () => {
    expect(untilReset(String(NOW / 1000 + 10), NOW)).toBe(11_000);
  });

  test("that is past is not waited for", () => {
    expect(untilReset(String(NOW / 1000 - 10), NOW)).toBe(0);
  });

  test.each([undefined, "", "soon", "-5", "1.5"])("%j is no time", (value) => {
    expect(untilReset(value, NOW)).toBeUndefined();
  });
});

test("requests that create something are not among those that may be repeated", () => {
  expect(RETRY.methods).not.toContain("POST");
  expect(RETRY.tries).toBe(4);
  for (const status of [400, 401, 403, 404, 410, 422]) expect(RETRY.statuses).not.toContain(status);
});
