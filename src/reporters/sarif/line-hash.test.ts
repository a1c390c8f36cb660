import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../../../test/support/any-text.ts";
import { lineHashes } from "./line-hash.ts";

const VECTORS = "../shared/specs/sarif/fingerprint-vectors.json";

interface Vector {
  readonly input: string;
  readonly lines: readonly string[];
}

function all(text: string): readonly string[] {
  const hash = lineHashes(text);
  const hashes: string[] = [];
  for (let line = 1; ; line++) {
    const one = hash(line);
    if (one === undefined) return hashes;
    hashes.push(one);
  }
}

/** The definition, word for word, with big integers and no rolling. */
function byDefinition(text: string): readonly string[] {
  const kept: number[] = [];
  const starts: number[] = [0];
  for (const [at, unit] of text.split("").entries()) {
    if (unit === " " || unit === "\t" || (unit === "\n" && text[at - 1] === "\r")) continue;
    const plain = unit === "\r" ? "\n" : unit;
    kept.push(plain.charCodeAt(0));
    if (plain === "\n") starts.push(kept.length);
  }
  kept.push(65_535);
  const counts = new Map<string, number>();
  return starts.map((start) => {
    let hash = 0n;
    for (let at = start; at < start + 100; at++) {
      hash = BigInt.asUintN(64, hash * 37n + BigInt(kept[at] ?? 0));
    }
    const text = hash.toString(16);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    return `${text}:${counts.get(text)}`;
  });
}

describe("lineHashes", () => {
  it.skipIf(!existsSync(VECTORS))("gives GitHub's hashes for the known vectors", () => {
    const vectors: readonly Vector[] = JSON.parse(readFileSync(VECTORS, "utf8"));
    expect(vectors.length).toBeGreaterThan(0);
    for (const { input, lines } of vectors) expect(all(input)).toEqual(lines);
  });

  it("gives an empty file one line, the end of the file", () => {
    expect(all("")).toEqual(["c129715d7a2bc9a3:1"]);
  });

  it("knows no line before the first and none after the last", () => {
    const hash = lineHashes("a\nb");
    expect(hash(0)).toBeUndefined();
    expect(hash(3)).toBeUndefined();
    expect(hash(Number.NaN)).toBeUndefined();
  });

  it("takes all three line breaks for the same and ignores indentation", () => {
    expect(all("if x:\r\n\ty()\r\n")).toEqual(all("if x:\n    y()\n"));
    expect(all("if x:\ry()\r")).toEqual(all("if x:\ny()\n"));
  });

  it("takes a line feed that does not follow its return at once for a line of its own", () => {
    expect(all("a\r \nb")).toHaveLength(3);
    expect(all("a\r\nb")).toHaveLength(2);
  });

  it("hashes past the end of the line, so that only text further than 100 units away may change", () => {
    const tail = "x".repeat(98);
    expect(lineHashes(`a\n${tail}1`)(1)).toBe(lineHashes(`a\n${tail}2`)(1));
    expect(lineHashes(`a\n${tail.slice(1)}1`)(1)).not.toBe(lineHashes(`a\n${tail.slice(1)}2`)(1));
  });

  it("counts lines that cannot be told apart by their text", () => {
    const line = `${"same ".repeat(40)}\n`;
    const [first, second, third] = all(line.repeat(3));
    expect(first?.split(":")[0]).toBe(second?.split(":")[0]);
    expect([first, second, third].map((hash) => hash?.split(":")[1])).toEqual(["1", "2", "3"]);
  });

  it("agrees with the definition on any text", () => {
    const unit = fc.oneof(fc.constantFrom(" ", "\t", "\n", "\r", "\r\n", "a", "\uFFFF", "\u0000"), anyText());
    const text = fc.array(unit, { maxLength: 300 }).map((parts) => parts.join(""));
    // The definition above looks one unit back, so a return that is followed by a blank is left to its own test.
    fc.assert(
      fc.property(text, (value) => {
        const plain = value.replace(/\r[ \t]+\n/g, "\r\n");
        expect(all(plain)).toEqual(byDefinition(plain));
      }),
    );
  });

  it("gives the same hashes up to a line that is the last one asked for, and none beyond", () => {
    const text = fc.array(fc.constantFrom("\n", "\r\n", " ", "a", "b".repeat(70)), { maxLength: 40 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (parts, lastLine) => {
        const hash = lineHashes(parts.join(""), lastLine);
        const expected = all(parts.join("")).slice(0, lastLine);
        expect(expected.map((_, index) => hash(index + 1))).toEqual(expected);
        expect(hash(lastLine + 1)).toBeUndefined();
      }),
    );
  });
});
