import { setFlagsFromString } from "node:v8";

/**
 * From here on a run is a large one, and worth the time that sparing memory costs. It is less than a page of findings:
 * once one has been taken apart, the space for what is new has grown to most of what it may have, and it stays so.
 */
const LARGE_BYTES = 200_000;

/**
 * V8 by itself lets garbage grow to a multiple of what is in use before it looks for it, as long as the machine has
 * memory; on a runner that is memory which the other steps' programs miss. These make it look sooner: the heap grows
 * by a fifth between two looks, and the space for what is new stays as it is.
 */
const SPARING = ["--heap-growing-percent=20", "--semi-space-growth-factor=1"];

const read = { bytes: 0 };

/** To be told of everything large that is read: a run that reads much is made to spare memory from then on. */
export function spareMemoryAfter(bytes: number): void {
  const before = read.bytes;
  read.bytes += bytes;
  if (before < LARGE_BYTES && read.bytes >= LARGE_BYTES) for (const flag of SPARING) setFlagsFromString(flag);
}
