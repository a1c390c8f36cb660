import { describe, expect, it } from "vitest";
import { parseDuration } from "./readers.ts";

describe("parseDuration", () => {
  it.each([
    ["500ms", 500],
    ["30s", 30_000],
    ["10m", 600_000],
    ["1h", 3_600_000],
    ["45", 45_000],
    ["1.5s", 1_500],
    [" 10M ", 600_000],
    ["0", 0],
    ["0ms", 0],
    ["120h", 432_000_000],
  ])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    "",
    "-1s",
    "10 m",
    "10d",
    "ten",
    "1e3",
    "Infinity",
    "121h",
    "0.0001ms",
    "1,5s",
    "10mm",
  ])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
