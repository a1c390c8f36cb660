/** What the benches share: repeated figures, and a line for each with its limit. */

/** The middle one of several figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = low] = sorted.slice(sorted.length % 2 === 0 ? middle - 1 : middle);
  return sorted.length % 2 === 0 ? (low + high) / 2 : low;
}

/** Milliseconds of processor time that work takes, of all threads, and what came of it. */
export function timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, result };
}

/** A figure as it was measured, and the most that it may be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Without one the figure is for information. */
  readonly limit?: number;
}

/** Prints a figure; one above its limit makes the process fail in the end. */
export function show({ name, value, unit, limit }: Figure): void {
  const digits = value < 10 ? 2 : 0;
  const judged =
    limit === undefined ? "" : `  (limit ${limit} ${unit}) ${value <= limit ? "ok" : "TOO MUCH"}`;
  process.stdout.write(`${name.padEnd(64)} ${value.toFixed(digits).padStart(8)} ${unit}${judged}\n`);
  if (limit !== undefined && !(value <= limit)) process.exitCode = 1;
}
