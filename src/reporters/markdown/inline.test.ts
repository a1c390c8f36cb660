import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  markdownCellCode,
  markdownCellName,
  markdownCellText,
  markdownCode,
  markdownText,
  visible,
} from "../../text/escape.ts";
import { inlinePieces, inlineText } from "./inline.ts";

const HARD = fc.string({ unit: fc.constantFrom(..."ab1 `\\|*_[]()<>&#@:/!-.~+=$;brw"), maxLength: 40 });

describe("Markdown of ours as pieces", () => {
  it.each([
    ["**bold** text", [{ text: "bold", isBold: true }, { text: " text" }]],
    ["<sub>small</sub> text", [{ text: "small", isSmall: true }, { text: " text" }]],
    ["`a * b` c", [{ text: "a * b", isCode: true }, { text: " c" }]],
    ["`` `a` ``", [{ text: "`a`", isCode: true }]],
    ["a<br>b<wbr>c", [{ text: "a" }, "line", { text: "b" }, "word", { text: "c" }]],
    [
      "[a<wbr>b](https://a.example/x)",
      [{ text: "a", link: "https://a.example/x" }, "word", { text: "b", link: "https://a.example/x" }],
    ],
    ["[a](https://a.example/?x=1&amp;y=2)", [{ text: "a", link: "https://a.example/?x=1&y=2" }]],
    ["[a](javascript:b)", [{ text: "a" }]],
  ])("%s", (markdown, pieces) => {
    expect(inlinePieces(markdown)).toEqual(pieces);
  });

  it.each([
    ["text", markdownText],
    ["code", markdownCode],
    ["text of a cell", markdownCellText],
    ["code of a cell", markdownCellCode],
    ["a name of a cell", markdownCellName],
  ])("give back a tool's text that was escaped as %s", (_, toMarkdown) => {
    fc.assert(
      fc.property(HARD, (text) => {
        expect(inlineText(inlinePieces(toMarkdown(text)))).toBe(visible(text).trim());
      }),
    );
  });
});
