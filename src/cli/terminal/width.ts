/** What stands in one cell of a terminal or more: `e` with its accents, a flag, a family of emoji. */
const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Takes no cell of its own: marks that are put on the sign before, and what is not shown. */
const ZERO = /^[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]*$/u;

/** Takes two cells: East Asian wide and full-width signs, and emoji, also those that a selector makes one. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{1f1e6}-\u{1f1ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;

const PLAIN = /^[\x20-\x7e]*$/;

/** The signs of a text as a terminal shows them, each with the cells that it takes. */
export function terminalSigns(text: string): readonly { readonly sign: string; readonly width: number }[] {
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => ({ sign: segment, width: signWidth(segment) }));
}

function signWidth(sign: string): number {
  if (WIDE.test(sign)) return 2;
  return ZERO.test(sign) ? 0 : 1;
}

/** How many cells of a terminal a text takes. */
export function terminalWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return terminalSigns(text).reduce((sum, { width }) => sum + width, 0);
}

/** Cells of a line where nobody knows how many there are, the fewest that are used, and the most that are still read. */
const COLUMNS = { unknown: 80, fewest: 40, most: 120 } as const;

/** How many cells a line of a report gets on a stream with so many columns. */
export function reportWidth(columns: number | undefined): number {
  return Math.min(COLUMNS.most, Math.max(COLUMNS.fewest, columns ?? COLUMNS.unknown));
}
