import type { InlinePiece, InlineSpan } from "../../reporters/markdown/inline.ts";
import { terminalSigns, terminalWidth } from "./width.ts";

/** One line of a terminal. */
export type TerminalLine = readonly InlineSpan[];

/** How many cells a line takes. */
export function lineWidth(line: TerminalLine): number {
  return line.reduce((sum, { text }) => sum + terminalWidth(text), 0);
}

/** The cells of the longest line, where none has to be broken. */
export function naturalWidth(pieces: readonly InlinePiece[]): number {
  return Math.max(...wrapped(pieces, Number.POSITIVE_INFINITY).map(lineWidth));
}

/** A part of a line that is not broken: whole words, or what stands between two places where one may be. */
interface WrapUnit {
  readonly spans: readonly InlineSpan[];
  readonly width: number;
}

/** A word with the places where it may be broken. */
type WrapWord = readonly WrapUnit[];

/**
 * Pieces as lines of at most `width` cells, at least one. A line ends at a space; a word that is too long for a line is
 * broken where it may be, and where that is not enough, anywhere. Nothing is left out but the space at which a line ends.
 */
export function wrapped(pieces: readonly InlinePiece[], width: number): readonly TerminalLine[] {
  return splitLines(pieces).flatMap((line) => wrappedLine(wordsOf(line), width));
}

function splitLines(pieces: readonly InlinePiece[]): readonly (readonly Exclude<InlinePiece, "line">[])[] {
  const lines: Exclude<InlinePiece, "line">[][] = [[]];
  for (const piece of pieces) {
    if (piece === "line") lines.push([]);
    else lines.at(-1)?.push(piece);
  }
  return lines;
}

function wordsOf(pieces: readonly Exclude<InlinePiece, "line">[]): readonly WrapWord[] {
  const words: InlineSpan[][][] = [[[]]];
  for (const piece of pieces) {
    if (piece === "word") {
      words.at(-1)?.push([]);
      continue;
    }
    for (const [at, text] of piece.text.split(/ +/).entries()) {
      if (at > 0) words.push([[]]);
      if (text !== "")
        words
          .at(-1)
          ?.at(-1)
          ?.push({ ...piece, text });
    }
  }
  return words
    .map((units) =>
      units.filter((spans) => spans.length > 0).map((spans) => ({ spans, width: lineWidth(spans) })),
    )
    .filter((units) => units.length > 0);
}

function wrappedLine(words: readonly WrapWord[], width: number): readonly TerminalLine[] {
  const lines: InlineSpan[][] = [[]];
  let taken = 0;
  const startLine = () => {
    lines.push([]);
    taken = 0;
  };
  const put = ({ spans, width: cells }: WrapUnit) => {
    lines.at(-1)?.push(...spans);
    taken += cells;
  };
  for (const word of words) {
    const whole = word.reduce((sum, unit) => sum + unit.width, 0);
    const space = taken === 0 ? 0 : 1;
    if (taken > 0 && taken + space + Math.min(whole, width) > width && (whole <= width || taken * 2 > width))
      startLine();
    else if (space === 1) put(spaceBefore(word, lines.at(-1)));
    for (const unit of word) {
      if (taken > 0 && taken + unit.width > width) startLine();
      for (const part of unit.width > width ? broken(unit, width) : [unit]) {
        if (taken > 0 && taken + part.width > width) startLine();
        put(part);
      }
    }
  }
  return lines.map(joinedSpans);
}

/** A space that is a part of what stands on both of its sides, where they look the same. */
function spaceBefore([next]: WrapWord, line: readonly InlineSpan[] = []): WrapUnit {
  const before = line.at(-1);
  const after = next?.spans[0];
  const isOne = before !== undefined && after !== undefined && haveOneLook(before, after);
  return { spans: [isOne ? { ...before, text: " " } : { text: " " }], width: 1 };
}

function haveOneLook(one: InlineSpan, other: InlineSpan): boolean {
  return one.isBold === other.isBold && one.isSmall === other.isSmall && one.link === other.link;
}

/** A unit longer than a line, cut between any two signs. */
function broken({ spans }: WrapUnit, width: number): readonly WrapUnit[] {
  const parts: { spans: InlineSpan[]; width: number }[] = [{ spans: [], width: 0 }];
  for (const span of spans) {
    for (const { sign, width: cells } of terminalSigns(span.text)) {
      let last = parts.at(-1);
      if (last === undefined || last.width + cells > width) {
        last = { spans: [], width: 0 };
        parts.push(last);
      }
      last.spans.push({ ...span, text: sign });
      last.width += cells;
    }
  }
  return parts.filter((part) => part.spans.length > 0);
}

/** Spans of one look that stand side by side as one. */
function joinedSpans(spans: readonly InlineSpan[]): TerminalLine {
  const joined: InlineSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && haveOneLook(last, span))
      joined[joined.length - 1] = { ...last, text: last.text + span.text };
    else joined.push(span);
  }
  return joined;
}
