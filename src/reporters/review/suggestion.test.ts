import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CodeEdit } from "../../model/finding.ts";
import { suggestedLines, suggestionBlock } from "./suggestion.ts";

const LINES = { line: 4, texts: ["  const a = run(x);", "  return a;"] };
const whole = (text: string, more: object = {}): CodeEdit => ({
  kind: "lines",
  line: 4,
  endLine: 4,
  text,
  ...more,
});
const range = (text: string, column: number, endColumn: number, more: object = {}): CodeEdit => ({
  kind: "range",
  ...{ line: 4, column, endLine: 4, endColumn, text },
  ...more,
});

describe("a suggestion", () => {
  it.each([
    [
      "takes the place of whole lines",
      whole("  const a = safe(x);"),
      ["  const a = safe(x);", "  return a;"],
    ],
    [
      "takes over the indentation where it has none",
      whole("safe(x);\nif (a) {\n  b();\n}\n"),
      ["  safe(x);", "  if (a) {", "    b();", "  }", "  return a;"],
    ],
    ["replaces all lines of the finding", whole("  return safe(x);", { endLine: 5 }), ["  return safe(x);"]],
    ["puts a text between two columns", range("safe(x)", 13, 19), ["  const a = safe(x);", "  return a;"]],
    [
      "puts it between two lines",
      range("safe(x);\n  done();\n  return ", 13, 10, { endLine: 5 }),
      ["  const a = safe(x);", "  done();", "  return a;"],
    ],
    [
      "keeps the code before the problem",
      whole("const a = safe(x);", { column: 13 }),
      ["  const a = safe(x);", "  return a;"],
    ],
    [
      "is of the code that the tool read",
      range("safe(x)", 13, 19, { found: "  const a = run(x);\n" }),
      ["  const a = safe(x);", "  return a;"],
    ],
  ])("%s", (_name, edit, expected) => {
    expect(suggestedLines(edit, LINES)).toEqual(expected);
  });

  it.each([
    ["it reaches beyond the lines of the thread", whole("x();", { endLine: 6 })],
    ["it begins before them", whole("x();", { line: 3 })],
    ["it changes nothing", whole("const a = run(x);")],
    ["it is empty", whole("\n \n")],
    ["it is the fix of a part of the line", whole("safe(x)", { column: 13 })],
    ["only the first of its lines lost the indentation", whole("if (a) {\n    b();\n  }")],
    ["its columns are beyond the line", range("x", 13, 99)],
    ["it was made for other code", range("safe(x)", 13, 19, { found: "const a = go(x);" })],
    ["it holds a control character", whole("  const a = \u0007safe(x);")],
    ["it holds a bidi character", whole("  const a = safe(x); // \u202e")],
    ["it holds a joiner", whole("  const a\u200d = safe(x);")],
    ["it holds a selector", whole("  const a\ufe0f = safe(x);")],
    ["it holds a space of another kind", whole("  const\u00a0a = safe(x);")],
    ["it is very long", whole(`  x(${"a".repeat(10_001)});`)],
  ])("is none when %s", (_name, edit) => {
    expect(suggestedLines(edit, LINES)).toBeUndefined();
  });

  it("is none on lines that end in a carriage return, or where columns may be counted otherwise", () => {
    expect(suggestedLines(range("y", 2, 3), { line: 4, texts: ["(x)\r"] })).toBeUndefined();
    expect(suggestedLines(range("y", 4, 5), { line: 4, texts: ['"ä"x'] })).toBeUndefined();
    expect(suggestedLines(range("y", 1, 2), { line: 4, texts: ['x"ä"'] })).toEqual(['y"ä"']);
  });

  it("makes of the file what the edit makes of it, and touches no other line", () => {
    const text = fc.stringMatching(/^[ -~]{0,12}$/);
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 6 }),
        text,
        fc.nat(),
        fc.nat(),
        (file, put, a, b) => {
          const at = a % file.length;
          const old = file[at] ?? "";
          const [from, to] = [a % (old.length + 1), b % (old.length + 1)].toSorted((x, y) => x - y) as [
            number,
            number,
          ];
          const edit = range(put, from + 1, to + 1, { line: at + 1, endLine: at + 1 });
          const fixed = old.slice(0, from) + put + old.slice(to);
          const expected = file.map((line, index) => (index === at ? fixed : line));
          const suggested = suggestedLines(edit, { line: 1, texts: file });
          expect(suggested ?? file).toEqual(expected);
          expect(suggested === undefined).toBe(fixed === old);
        },
      ),
    );
  });
});

describe("the block of a suggestion", () => {
  it("stands behind a fence longer than any in it, and keeps every line", () => {
    expect(suggestionBlock(["a"])).toBe("```suggestion\na\n```");
    expect(suggestionBlock([""])).toBe("```suggestion\n\n```");
    expect(suggestionBlock(["````", "x", ""])).toBe("`````suggestion\n````\nx\n\n`````");
  });
});
