import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../../test/support/any-text.ts";
import { markdownText } from "./escape.ts";
import { type Block, clipToFit, fitBlocks, fitText, takeFitting } from "./fit.ts";

describe("fitBlocks", () => {
  const blocks: readonly Block[] = [
    { priority: 9, forms: ["a long head", "head"] },
    { priority: 1, forms: ["many details", "few", ""] },
    { priority: 5, forms: ["a table", "rows", "sum"] },
  ];

  it("gives every block its richest form when there is room", () => {
    expect(fitBlocks(blocks, { max: 100 })).toEqual({
      text: "a long head\n\nmany details\n\na table",
      chosen: ["a long head", "many details", "a table"],
      fits: true,
    });
  });

  it("shortens the least important block first, step by step, before it touches the next", () => {
    expect(fitBlocks(blocks, { max: 30 }).text).toBe("a long head\n\nfew\n\na table");
    expect(fitBlocks(blocks, { max: 24 }).text).toBe("a long head\n\na table");
    expect(fitBlocks(blocks, { max: 20 }).text).toBe("a long head\n\nrows");
    expect(fitBlocks(blocks, { max: 11 }).text).toBe("head\n\nsum");
  });

  it("says so when nothing short enough is left", () => {
    expect(fitBlocks(blocks, { max: 5 })).toEqual({
      text: "head\n\nsum",
      chosen: ["head", "", "sum"],
      fits: false,
    });
  });

  it("of equally important blocks shortens the later one", () => {
    const twins: readonly Block[] = [
      { priority: 1, forms: ["first", "1"] },
      { priority: 1, forms: ["second", "2"] },
    ];
    expect(fitBlocks(twins, { max: 10 }).text).toBe("first\n\n2");
  });

  it("gives back the room that a long block leaves, the most important first", () => {
    const some: readonly Block[] = [
      { priority: 1, forms: ["least", ""] },
      { priority: 2, forms: ["more", ""] },
      { priority: 3, forms: ["a very long table of many rows", "rows"] },
    ];
    expect(fitBlocks(some, { max: 14 }).text).toBe("more\n\nrows");
    expect(fitBlocks(some, { max: 24 }).text).toBe("least\n\nmore\n\nrows");
  });

  it("gives back a form that fits to the last unit, and says that it fits", () => {
    const some: readonly Block[] = [
      { priority: 1, forms: ["detail", "d"] },
      { priority: 2, forms: ["a very long table of many rows", "rows"] },
    ];
    expect(fitBlocks(some, { max: 14 })).toMatchObject({ text: "detail\n\nrows", fits: true });
    expect(fitBlocks(some, { max: 13 })).toMatchObject({ text: "d\n\nrows", fits: true });
  });

  it("gives nothing back behind an equal that had to go, so that a row of parts has no hole", () => {
    const parts: readonly Block[] = [
      { priority: 1, forms: ["1 to 100", ""] },
      { priority: 1, forms: ["101 to 200, which are long", ""] },
      { priority: 1, forms: ["201", ""] },
    ];
    expect(fitBlocks(parts, { max: 20 }).text).toBe("1 to 100");
  });

  it("takes the steps of a block one by one where each has its own priority", () => {
    const some: readonly Block[] = [
      { priority: [1, 9], forms: ["all in full", "names", ""] },
      { priority: 5, forms: ["reasons at length", "reasons"] },
    ];
    expect(fitBlocks(some, { max: 30 }).text).toBe("names\n\nreasons at length");
    expect(fitBlocks(some, { max: 20 }).text).toBe("names\n\nreasons");
    expect(fitBlocks(some, { max: 12 }).text).toBe("reasons");
    const last: readonly Block[] = [
      { priority: [1], forms: ["all in full", "names", ""] },
      { priority: 9, forms: ["reasons at length", ""] },
    ];
    expect(fitBlocks(last, { max: 10 }).text).toBe("names");
  });

  it("measures as it is told to", () => {
    const bytes = (text: string): number => Buffer.byteLength(text);
    expect(fitBlocks([{ priority: 1, forms: ["ääää", "a"] }], { max: 7, size: bytes }).text).toBe("a");
  });

  it("never exceeds the budget when it says that it fits", () => {
    const block = fc.record({
      priority: fc.nat(5),
      forms: fc.tuple(fc.string({ maxLength: 30 }), fc.string({ maxLength: 9 }), fc.constant("")),
    });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), fc.nat(200), (some, max) => {
        const fitted = fitBlocks(some, { max });
        expect(!fitted.fits || fitted.text.length <= max).toBe(true);
      }),
    );
  });
});

describe("fitText", () => {
  it("leaves a text that fits, and clips a longer one", () => {
    expect(fitText("abc", 10, markdownText)).toBe("abc");
    expect(fitText("abcdefghijkl", 10, markdownText)).toBe("abcdefghi…");
  });

  it("counts what escaping adds", () => {
    expect(fitText("******", 6, markdownText)).toBe("\\*\\*…");
  });

  it("comes to an end where one character is too long already", () => {
    expect(fitText("*", 1, markdownText)).toBe("\\*");
  });

  it("makes lines one, unless they are wanted", () => {
    const asIs = (text: string): string => text;
    expect(fitText("a\nb", 10, asIs)).toBe("a b");
    expect(fitText("a\nb", 10, asIs, "keep-lines")).toBe("a\nb");
    expect(clipToFit("a\nb", 10, asIs)).toBe("a b");
    expect(clipToFit("a\nb", 10, asIs, "keep-lines")).toBe("a\nb");
  });

  it("tells what fits before it is escaped, where that is wanted", () => {
    expect(clipToFit("******", 6, markdownText)).toBe("**…");
  });

  it("stays within its limit for any text", () => {
    fc.assert(
      fc.property(anyText(), fc.integer({ min: 24, max: 200 }), (text, max) => {
        expect(fitText(text, max, markdownText).length).toBeLessThanOrEqual(max);
      }),
    );
  });
});

describe("takeFitting", () => {
  it("takes from the start what fits", () => {
    expect(takeFitting(["aa", "bb", "cc"], 9)).toEqual(["aa", "bb", "cc"]);
    expect(takeFitting(["aa", "bb", "cc"], 8)).toEqual(["aa", "bb"]);
    expect(takeFitting(["aa"], 0)).toEqual([]);
    expect(takeFitting(["aaaa", "bb", "cccc", "d"], 6)).toEqual(["aaaa"]);
    expect(takeFitting(["aaaaaa", "bb", "cccc", "d"], 6)).toEqual(["bb", "d"]);
  });
});
