import { describe, expect, it } from "vitest";
import { nearest } from "./near.ts";

describe("near words", () => {
  it.each([
    ["fail-om", ["fail-on"]],
    ["report", ["reports"]],
    ["polcy", ["policy"]],
    ["fail-on", ["fail-on"]],
    ["plocy", ["policy"]],
    ["xyz", []],
    ["", []],
    ["r".repeat(65), []],
  ])("to %j are %j", (word, expected) => {
    expect(nearest(word, ["fail-on", "reports", "policy"])).toEqual(expected);
  });

  it("may have two neighbors swapped, which is one step", () => {
    expect(nearest("hgih", ["high", "none"])).toEqual(["high"]);
    expect(nearest("ab", ["ba"])).toEqual(["ba"]);
    expect(nearest("abcd", ["badc"])).toEqual([]);
    expect(nearest("xa", ["ay"])).toEqual([]);
  });

  it("are the nearest first, by name where they are equally near, and no more than asked for", () => {
    expect(nearest("aaaa", ["aabb", "aaac", "aaab"])).toEqual(["aaab", "aaac"]);
    expect(nearest("aaaa", ["aaac", "aaab"], 1)).toEqual(["aaab"]);
  });

  it("are looked for up to a length that a word can have", () => {
    expect(["r".repeat(64), "r".repeat(65)].map((word) => nearest(word, [word]).length)).toEqual([1, 0]);
  });

  it("orders words that are equally near by their letters, whatever order they are known in", () => {
    expect(nearest("hixh", ["hixa", "hixc", "hixb"])).toEqual(["hixa", "hixb", "hixc"]);
  });
});
