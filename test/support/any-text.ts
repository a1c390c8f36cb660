import fc from "fast-check";

/** The code points between them are halves of others. */
const FIRST_HALF = 0xd800;
const HALVES = 0x800;
const LAST = 0x10ffff;

/** Any code point; `"binary"` gives the same, and makes a table of all of them first: two seconds in each process. */
export const anyCodePoint = fc.integer({ min: 0, max: LAST - HALVES }).map(
  (at) => String.fromCodePoint(at < FIRST_HALF ? at : at + HALVES),
  // The way back, without which no texts like "__proto__" are among those that are tried.
  (character) => {
    const code = typeof character === "string" ? (character.codePointAt(0) ?? FIRST_HALF) : FIRST_HALF;
    if ((code >= FIRST_HALF && code < FIRST_HALF + HALVES) || character !== String.fromCodePoint(code)) {
      throw new Error("This is not one character");
    }
    return code < FIRST_HALF ? code : code - HALVES;
  },
);

/** Texts of any code points. */
export function anyText(lengths: { readonly minLength?: number; readonly maxLength?: number } = {}) {
  return fc.string({ ...lengths, unit: anyCodePoint });
}
