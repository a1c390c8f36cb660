import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastLine, linesInDiff, rightSideOf } from "./diff.ts";

describe("the right side of a patch", () => {
  it.each([
    ["a new file", "@@ -0,0 +1,2 @@\n+a\n+b", [{ line: 1, texts: ["a", "b"] }]],
    [
      "a change between lines that stay",
      "@@ -4,3 +4,3 @@ head\n a\n-b\n+B\n c",
      [{ line: 4, texts: ["a", "B", "c"] }],
    ],
    [
      "two hunks",
      "@@ -1 +1 @@\n-a\n+A\n@@ -9,2 +9,3 @@\n x\n+y\n z",
      [
        { line: 1, texts: ["A"] },
        { line: 9, texts: ["x", "y", "z"] },
      ],
    ],
    [
      "a file without a line end",
      "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+A\n\\ No newline at end of file",
      [{ line: 1, texts: ["A"] }],
    ],
    [
      "an empty line whose space was lost",
      "@@ -1,3 +1,3 @@\n a\n\n-b\n+c",
      [{ line: 1, texts: ["a", "", "c"] }],
    ],
    [
      "lines that look like heads",
      "@@ -1,2 +1,3 @@\n @@ -1 +7 @@\n+++ b/x\n --- a",
      [{ line: 1, texts: ["@@ -1 +7 @@", "++ b/x", "--- a"] }],
    ],
    ["lines that end in a carriage return", "@@ -0,0 +1 @@\n+a\r", [{ line: 1, texts: ["a\r"] }]],
    ["a patch that was cut", "@@ -1,9 +1,9 @@\n a\n+b", [{ line: 1, texts: ["a", "b"] }]],
    ["a file that is only shortened", "@@ -1,2 +0,0 @@\n-a\n-b", []],
    ["no patch", "", []],
    ["no patch at all", "Binary files differ", []],
  ])("is read of %s", (_name, patch, expected) => {
    expect(rightSideOf(patch)).toEqual(expected);
  });

  it("holds each added and kept line at its number, whatever the patch", () => {
    const row = fc.tuple(fc.constantFrom("+", "-", " "), fc.stringMatching(/^[ -~]{0,8}$/));
    fc.assert(
      fc.property(fc.array(fc.array(row, { minLength: 1, maxLength: 8 }), { maxLength: 4 }), (hunks) => {
        const file: (string | undefined)[] = [];
        const patch = hunks.map((rows) => {
          file.push(undefined);
          const now = rows.filter(([mark]) => mark !== "-").map(([, text]) => text);
          const old = rows.filter(([mark]) => mark !== "+").length;
          const head = `@@ -1,${old} +${file.length + 1},${now.length} @@`;
          file.push(...now);
          return [head, ...rows.map(([mark, text]) => mark + text)].join("\n");
        });
        const read = rightSideOf(patch.join("\n"));
        const lines = read.flatMap(({ line, texts }) => texts.map((text, at) => [line + at, text]));
        expect(lines).toEqual(file.flatMap((text, at) => (text === undefined ? [] : [[at + 1, text]])));
      }),
    );
  });
});

describe("lines in a diff", () => {
  const hunks = [
    { line: 3, texts: ["c", "d", "e"] },
    { line: 10, texts: ["j", "k"] },
  ];

  it.each([
    [4, 4, { line: 4, texts: ["d"] }],
    [3, 5, { line: 3, texts: ["c", "d", "e"] }],
    [1, 3, { line: 3, texts: ["c"] }],
    [5, 9, { line: 5, texts: ["e"] }],
    [4, 11, { line: 4, texts: ["d", "e"] }],
    [11, 20, { line: 11, texts: ["k"] }],
    [6, 9, undefined],
    [12, 12, undefined],
  ])("from %i to %i are those of the first hunk that has some", (line, endLine, expected) => {
    expect(linesInDiff(hunks, { line, endLine })).toEqual(expected);
  });

  it("end at their last line", () => {
    expect(lastLine({ line: 3, texts: ["c", "d", "e"] })).toBe(5);
  });
});
