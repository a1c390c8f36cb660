import { describe, expect, it } from "vitest";
import { createPaint, wantsColor, wantsLinks } from "./paint.ts";

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
        paint.link("https://acme.example/f", "f"),
      ];
    };
    expect(words(false)).toEqual(["a", "b", "c", "d", "e", "f"]);
    // Only sequences that set a look.
    const look = "\u001b\\[[\\d;]+m";
    for (const word of words(true).slice(0, 5)) expect(word).toMatch(new RegExp(`^${look}[a-e]${look}$`));
  });
});

describe("links", () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: "dumb" }, true, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "1", FORCE_HYPERLINK: "1" }, true, false],
    [{ CI: "true" }, true, false],
    [{ CI: "false" }, true, true],
    [{ CI: "" }, true, true],
    [{ CI: "true", FORCE_HYPERLINK: "1" }, false, true],
    [{ FORCE_HYPERLINK: "0" }, true, false],
    [{ FORCE_HYPERLINK: "" }, true, true],
  ])("with %j on a terminal (%s) are shown: %s", (env, isTerminal, expected) => {
    expect(wantsLinks(env, isTerminal)).toBe(expected);
  });

  it("are the sequence that terminals know, with the text between its two ends", () => {
    expect(createPaint(false, true).link("https://acme.example/a", "a")).toBe(
      "\u001b]8;;https://acme.example/a\u001b\\a\u001b]8;;\u001b\\",
    );
    expect(createPaint(true).link("https://acme.example/a", "a")).toBe("a");
  });
});
