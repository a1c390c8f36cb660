import { describe, expect, it } from "vitest";
import { compareText, groupBy } from "./group.ts";

describe("groupBy", () => {
  it("keeps the order of keys and of items", () => {
    const groups = groupBy(["bo", "a", "be", "c", "ab"], (word) => word[0]);
    expect([...groups]).toEqual([
      ["b", ["bo", "be"]],
      ["a", ["a", "ab"]],
      ["c", ["c"]],
    ]);
  });

  it("is empty without items", () => {
    expect([...groupBy([], String)]).toEqual([]);
  });
});

describe("compareText", () => {
  it.each([
    ["a", "b", -1],
    ["b", "a", 1],
    ["a", "a", 0],
    ["Z", "a", -1],
  ])("orders %s and %s", (a, b, order) => {
    expect(compareText(a, b)).toBe(order);
  });
});
