import { describe, expect, it } from "vitest";
import { counted } from "./count.ts";

describe("counted", () => {
  it.each([
    [0, "0 findings"],
    [1, "1 finding"],
    [2, "2 findings"],
    [1200, "1,200 findings"],
  ])("says %i as people do", (count, text) => {
    expect(counted(count, "finding")).toBe(text);
  });

  it("takes a plural that is not made with an s", () => {
    expect([1, 2].map((count) => counted(count, "is not an object", "are not objects"))).toEqual([
      "1 is not an object",
      "2 are not objects",
    ]);
  });
});
