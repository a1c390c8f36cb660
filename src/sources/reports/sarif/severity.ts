import { type Severity, severityFromWord } from "../../../model/severity.ts";
import { decimalOf } from "../fields.ts";

/** SARIF levels; `none` is not in it, for it is no severity that a gate could weigh. */
const LEVEL_SCALE: Readonly<Record<string, Severity>> = { error: "high", warning: "medium", note: "low" };

const BANDS: readonly (readonly [from: number, severity: Severity])[] = [
  [9, "critical"],
  [7, "high"],
  [4, "medium"],
];

/**
 * Severity of a SARIF result: by its `security-severity`, where that is a number above 0, else by its level.
 * Tools write `undefined` or `null` there for what has no score.
 */
export function sarifSeverity(score: unknown, level: unknown): Severity {
  const number = securityScore(score);
  if (number !== undefined) return BANDS.find(([from]) => number >= from)?.[1] ?? "low";
  const word = typeof level === "string" ? level.trim().toLowerCase() : "";
  // Not severityFromWord alone: a level must be one of SARIF's words, "critical" is none.
  return Object.hasOwn(LEVEL_SCALE, word) ? severityFromWord(word, LEVEL_SCALE) : "unknown";
}

/** A `security-severity` that says something. */
export function securityScore(value: unknown): number | undefined {
  const number = decimalOf(value);
  return number !== undefined && number > 0 ? number : undefined;
}
