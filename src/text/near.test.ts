import { describe, expect, it } from "vitest";
import { nearest } from "./near.ts";

describe("near words", () => {
  it.each([
    ["fail-om", ["fail-on"]],
    ["report", ["reports"]],
    ["polcy", ["policy"]],
    ["fail-on", ["fail-on"]],
    ["xyz", []],
    ["", []],
    ["r".repeat(65), []],
  ])("to %j are %j", (word, expected) => {
    expect(nearest(word, ["fail-on", "reports", "policy"])).toEqual(expected);
  });

  it("are the nearest first, by name where they are equally near, and no more than asked for", () => {
    expect(nearest("aaaa", ["aabb", "aaac", "aaab"])).toEqual(["aaab", "aaac"]);
    expect(nearest("aaaa", ["aaac", "aaab"], 1)).toEqual(["aaab"]);
  });
});
