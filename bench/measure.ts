/** What the benches share: repeated figures, and a line for each with its target. */
import { argv, env } from "node:process";

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
  /** `ms CPU` and `s CPU` are processor time, `ms` and `s` are on the clock; `×` is a ratio; empty: a count. */
  readonly unit: string;
  /** Without one the figure is for information. */
  readonly limit?: number;
  /** Where it stands in the chart, if it does. */
  readonly chart?: string;
}

/** Set by `bench/main.ts`, which reads the figures instead of showing the lines. */
export const FIGURES_VARIABLE = "SCAN_GATE_BENCH_FIGURES";

/** Whether only what takes seconds and does not depend on the machine is wanted. */
export const isShort = argv.includes("--short");

/** The arguments that are no options. */
export const given: readonly string[] = argv.slice(2).filter((one) => !one.startsWith("--"));

/** Prints a figure; one above its limit makes the process fail in the end. */
export function show(figure: Figure): void {
  if (env[FIGURES_VARIABLE] !== undefined) {
    process.stdout.write(`${JSON.stringify(figure)}\n`);
    return;
  }
  process.stdout.write(`${lineOf(figure)}\n`);
  const { value, limit } = figure;
  if (limit !== undefined && !(value <= limit)) process.exitCode = 1;
}

/** How far above its target a figure may be before `--check` fails: machines differ, and others work on them. */
export const TOLERANCE = 1.2;

/** `met`, `near` within the tolerance, `missed` beyond it; empty where there is no target. */
export function standing({ value, limit }: Pick<Figure, "value" | "limit">): "met" | "near" | "missed" | "" {
  if (limit === undefined) return "";
  if (value <= limit) return "met";
  return value <= limit * TOLERANCE ? "near" : "missed";
}

/** A value with its unit, with as many digits as tell something. */
export function valueInWords(value: number, unit: string): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const number = value.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit === "" ? number : unit === "×" ? `${number}×` : `${number} ${unit}`;
}

/** A figure as one line of a table. */
export function lineOf(figure: Figure): string {
  const { name, value, unit, limit } = figure;
  const target = limit === undefined ? "" : `at most ${valueInWords(limit, unit)}`;
  return `  ${name.padEnd(66)} ${valueInWords(value, unit).padStart(14)}  ${target.padEnd(22)} ${standing(figure)}`.trimEnd();
}
