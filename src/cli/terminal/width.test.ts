import { describe, expect, it } from "vitest";
import { reportWidth, terminalWidth } from "./width.ts";

describe("the width of a text on a terminal", () => {
  it.each([
    ["", 0],
    ["plain", 5],
    ["é", 1],
    ["e\u0301", 1],
    ["日本語", 6],
    ["한국", 4],
    ["ＡＢ", 4],
    ["❌", 2],
    ["⚠️", 2],
    ["👩‍👩‍👧‍👦", 2],
    ["🇫🇷", 2],
    ["→ … ·", 5],
    ["\u00a0", 1],
  ])("%s takes %i cells", (text, width) => {
    expect(terminalWidth(text)).toBe(width);
  });
});

describe("the width of a report", () => {
  it.each([
    [undefined, 80],
    [20, 40],
    [97, 97],
    [300, 120],
  ])("on a stream of %s columns is %i", (columns, width) => {
    expect(reportWidth(columns)).toBe(width);
  });
});
