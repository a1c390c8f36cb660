/** Code units that one hash covers, from the first one of a line on. */
const WINDOW = 100;
const MULTIPLIER = 37;
/** 37^100 mod 2^64 in two halves: what a unit has been multiplied by when it leaves the window. */
const [LEAVING_HIGH, LEAVING_LOW] = power(MULTIPLIER, WINDOW);

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
/** Stands for the end of the file, so that an empty last line has a hash of its own. */
const END_OF_FILE = 65_535;

/** The hash of one line of a file, as `primaryLocationLineHash` wants it; undefined when there is no such line. */
export type LineHash = (line: number) => string | undefined;

/**
 * GitHub's hash of every line of a file: 16 hex digits at most, a colon, and which occurrence of that hash in the
 * file this is (`8b7cf3e952e7aeb2:1`). Lines count from 1; a file that ends with a line break has one more, empty
 * line. Linear in the length of the text.
 *
 * Code scanning recognises a moved alert by this value, so it has to be the very one that `upload-sarif` computes
 * (https://github.com/github/codeql-action/blob/main/src/fingerprints.ts): spaces and tabs do not count, CR and
 * CRLF are LF, and each line is the polynomial hash of the 100 UTF-16 units from its start, past its end, modulo
 * 2^64. The text must be given as it is in the file, a byte order mark included.
 *
 * @param lastLine the last line that has a hash; text beyond what that hash covers is not looked at
 */
export function lineHashes(text: string, lastLine = Number.POSITIVE_INFINITY): LineHash {
  const { units, starts } = significantUnits(text, lastLine);
  const hashes = numbered(windowHashes(units, starts));
  return (line) => hashes[line - 1];
}

/** The units that count, and at which of them a line begins: all that the hashes up to the last line cover. */
function significantUnits(text: string, lastLine: number): { units: Uint16Array; starts: readonly number[] } {
  const units = new Uint16Array(text.length + 1);
  const starts: number[] = [];
  let length = 0;
  let end = Number.POSITIVE_INFINITY;
  let atStart = true;
  let afterReturn = false;
  for (let at = 0; at <= text.length && length < end; at++) {
    const unit = at === text.length ? END_OF_FILE : text.charCodeAt(at);
    if (unit === SPACE || unit === TAB || (afterReturn && unit === LINE_FEED)) {
      afterReturn = false;
      continue;
    }
    afterReturn = unit === CARRIAGE_RETURN;
    if (atStart && starts.length < lastLine) {
      starts.push(length);
      if (starts.length === lastLine) end = length + WINDOW;
    }
    const kept = afterReturn ? LINE_FEED : unit;
    atStart = kept === LINE_FEED;
    units[length++] = kept;
  }
  return { units: units.subarray(0, length), starts };
}

/**
 * The hash of the window that begins at each start, rolled over the units once. The 64 bits are kept in two halves
 * and multiplied 16 bits at a time, all in 32-bit integers: several times as fast as BigInt.
 */
function windowHashes(units: Uint16Array, starts: readonly number[]): readonly string[] {
  const hashes: string[] = [];
  let high = 0;
  let low = 0;
  const end = units.length + WINDOW;
  for (let at = 0; at < end && hashes.length < starts.length; at++) {
    const first = (low & 0xffff) * MULTIPLIER + (at < units.length ? (units[at] ?? 0) : 0);
    const second = (low >>> 16) * MULTIPLIER + (first >>> 16);
    low = (second << 16) | (first & 0xffff);
    high = (Math.imul(high, MULTIPLIER) + (second >>> 16)) | 0;
    if (at >= WINDOW) {
      const gone = units[at - WINDOW] ?? 0;
      const share = Math.imul(gone, LEAVING_LOW & 0xffff) >>> 0;
      const carried = gone * (LEAVING_LOW >>> 16) + (share >>> 16);
      const before = low >>> 0;
      low = (before - (((carried & 0xffff) << 16) | (share & 0xffff))) | 0;
      high = (high - Math.imul(gone, LEAVING_HIGH) - (carried >>> 16) - (low >>> 0 > before ? 1 : 0)) | 0;
    }
    if (at - WINDOW + 1 === starts[hashes.length]) hashes.push(hex(high >>> 0, low >>> 0));
  }
  return hashes;
}

/** Tells equal hashes of one file apart by counting them. */
function numbered(hashes: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return hashes.map((hash) => {
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}:${count}`;
  });
}

function hex(high: number, low: number): string {
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, "0");
}

function power(base: number, exponent: number): readonly [high: number, low: number] {
  let value = 1n;
  for (let step = 0; step < exponent; step++) value = BigInt.asUintN(64, value * BigInt(base));
  return [Number(value >> 32n), Number(value & 0xffff_ffffn)];
}
