import { describe, expect, it } from "vitest";
import { createPaint, wantsColor } from "./paint.ts";

describe("color", () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: "dumb" }, true, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ FORCE_COLOR: "false" }, true, false],
    [{ FORCE_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, true, false],
  ])("with %j on a terminal (%s) is %s", (env, isTerminal, expected) => {
    expect(wantsColor(env, isTerminal)).toBe(expected);
  });

  it("changes nothing but the look of a text", () => {
    const words = (isColored: boolean) => {
      const paint = createPaint(isColored);
      return [
        paint.bold("a"),
        paint.dim("b"),
        paint.severity("critical", "c"),
        paint.verdict("pass", "d"),
        paint.warning("e"),
      ];
    };
    expect(words(false)).toEqual(["a", "b", "c", "d", "e"]);
    // Only sequences that set a look.
    const look = "\u001b\\[[\\d;]+m";
    for (const word of words(true)) expect(word).toMatch(new RegExp(`^${look}[a-e]${look}$`));
  });
});
