import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InlinePiece } from "../../reporters/markdown/inline.ts";
import { lineWidth, wrapped } from "./wrap.ts";

const shown = (pieces: readonly InlinePiece[], width: number) =>
  wrapped(pieces, width).map((line) => line.map(({ text }) => text).join(""));

describe("a wrapped text", () => {
  it("ends its lines at spaces and where it must", () => {
    expect(shown([{ text: "one two three" }, "line", { text: "four" }], 8)).toEqual([
      "one two",
      "three",
      "four",
    ]);
  });

  it("keeps a word whole that fits a line of its own", () => {
    expect(shown([{ text: "in src/" }, "word", { text: "ab.ts" }], 12)).toEqual(["in src/ab.ts"]);
    expect(shown([{ text: "in src/" }, "word", { text: "ab.ts" }], 9)).toEqual(["in", "src/ab.ts"]);
  });

  it("breaks a longer word where it may be broken, else anywhere", () => {
    expect(shown([{ text: "deploy/" }, "word", { text: "config/" }, "word", { text: "a.env" }], 8)).toEqual([
      "deploy/",
      "config/",
      "a.env",
    ]);
    expect(shown([{ text: "abcdefghij" }], 4)).toEqual(["abcd", "efgh", "ij"]);
    expect(shown([{ text: "日本語" }], 5)).toEqual(["日本", "語"]);
  });

  it("keeps the look of what stands on both sides of a space, and joins what looks alike", () => {
    const link = "https://a.example/";
    expect(wrapped([{ text: "a b", link }, { text: " c" }, { text: "d" }], 80)).toEqual([
      [{ text: "a b", link }, { text: " cd" }],
    ]);
  });

  it("loses nothing but spaces, and is never wider than asked", () => {
    const piece = fc.oneof(
      fc.record({ text: fc.string({ unit: fc.constantFrom(..."ab 日é👩"), maxLength: 30 }) }),
      fc.constantFrom<"line" | "word">("line", "word"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 2, max: 30 }), (pieces, width) => {
        const lines = wrapped(pieces, width);
        for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width);
        const letters = (texts: readonly InlinePiece[]) =>
          texts
            .map((each) => (typeof each === "string" ? "" : each.text))
            .join("")
            .replaceAll(" ", "");
        expect(letters(lines.flat())).toBe(letters(pieces));
      }),
    );
  });
});
