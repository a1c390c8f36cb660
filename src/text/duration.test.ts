import { expect, test } from "vitest";
import { duration } from "./duration.ts";

test.each([
  [250, "250 ms"],
  [1000, "1 s"],
  [1540, "1.5 s"],
  [30_000, "30 s"],
  [119_900, "119.9 s"],
  [120_000, "2 min"],
  [600_000, "10 min"],
  [3_600_000, "60 min"],
  [7_200_000, "2 h"],
  [90_000_000, "25 h"],
])("%d ms are told as %j", (ms, words) => {
  expect(duration(ms)).toBe(words);
});
