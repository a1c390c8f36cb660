import fc from "fast-check";

/** The code points between them are halves of others. */
const FIRST_HALF = 0xd800;
const HALVES = 0x800;
const LAST = 0x10ffff;

const codePoint = fc
  .integer({ min: 0, max: LAST - HALVES })
  .map((at) => String.fromCodePoint(at < FIRST_HALF ? at : at + HALVES));

/**
 * Texts of any code points. `fc.string({ unit: "binary" })` gives the same, and makes a table of all code points first:
 * two seconds in each process.
 */
export function anyText(lengths: { readonly minLength?: number; readonly maxLength?: number } = {}) {
  return fc.string({ ...lengths, unit: codePoint });
}
