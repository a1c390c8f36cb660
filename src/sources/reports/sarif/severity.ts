import { compareSeverity, type Severity, severityFromWord, worseSeverity } from "../../../model/severity.ts";
import { decimalOf, type Fields, fieldAt, textOf } from "../fields.ts";

/** SARIF levels; `none` is not in it, for it is no severity that a gate could weigh. */
const LEVEL_SCALE: Readonly<Record<string, Severity>> = { error: "high", warning: "medium", note: "low" };

const BANDS: readonly (readonly [from: number, severity: Severity])[] = [
  [9, "critical"],
  [7, "high"],
  [4, "medium"],
];

/** What a result and its rule say of how bad it is. */
export interface SeverityWords {
  readonly tool: string;
  readonly isSecret: boolean;
  /** `security-severity`, of the result where it says something, else of the rule. */
  readonly rating: SecurityRating | undefined;
  /** The level that holds (SARIF 2.1.0 §3.27.10); undefined when nobody states one. */
  readonly level: unknown;
  /** The tool's own severity, where it states one beside the score. */
  readonly own: Severity | undefined;
}

/** A `security-severity` that says something: a score above 0, or a word. */
export interface SecurityRating {
  readonly severity: Severity;
  readonly score?: number;
}

/**
 * Severity of a SARIF result (contract §7): the tool's own where it has one, else by its `security-severity`, else by
 * its level.
 */
export function sarifSeverity({ tool, isSecret, rating, level, own }: SeverityWords): Severity {
  if (own !== undefined) return own;
  if (rating === undefined && level === undefined) return isSecret ? "high" : "medium";
  const byLevel = severityOfLevel(level);
  if (tool === "semgrep" || tool === "snyk") {
    // Their level is their own word and the score only that of an advisory; but they have no level for critical.
    if (level === undefined) return rating?.severity ?? "medium";
    // A word, or what nobody can read, is no score beside which the level alone is believed.
    if (rating !== undefined && rating.score === undefined) return worseSeverity(rating.severity, byLevel);
    return byLevel === "high" && rating?.severity === "critical" ? "critical" : byLevel;
  }
  return rating?.severity ?? byLevel;
}

function severityOfLevel(level: unknown): Severity {
  const word = typeof level === "string" ? level.trim().toLowerCase() : "";
  // Not severityFromWord alone: a level must be one of SARIF's words, "critical" is none.
  return Object.hasOwn(LEVEL_SCALE, word) ? severityFromWord(word, LEVEL_SCALE) : "unknown";
}

/** What stands in `security-severity` for what has no score. */
const NO_RATING = ["", "undefined", "null"];

/** Reads a `security-severity`; undefined when it is absent, in whatever spelling, or a number that is not above 0. */
export function securityRating(value: unknown): SecurityRating | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && NO_RATING.includes(value.trim().toLowerCase())) return undefined;
  const score = typeof value === "string" ? decimalOf(value.trim().replace(/^-/, "")) : decimalOf(value);
  if (score === undefined) return { severity: severityFromWord(value) };
  const isAbove = score > 0 && !String(value).trim().startsWith("-");
  if (!isAbove) return undefined;
  return { severity: BANDS.find(([from]) => score >= from)?.[1] ?? "low", score };
}

const SEVERITY_WORD = "(critical|high|medium|low)";

/**
 * The severity that Snyk itself states: in a property, in the title (`High severity - …`) or in the message. It follows
 * the organization's policy, which the score does not. Where they differ, the worst counts.
 */
export function snykSeverity(rule: Fields | undefined, message: string): Severity | undefined {
  const title = textOf(fieldAt(rule, "shortDescription", "text")) ?? "";
  const words = [
    textOf(fieldAt(rule, "properties", "problem", "severity")),
    new RegExp(`^\\s*${SEVERITY_WORD} severity - `, "i").exec(title)?.[1],
    new RegExp(`\\b${SEVERITY_WORD} severity (?:vulnerability|misconfiguration)`, "i").exec(message)?.[1],
  ].filter((word) => word !== undefined);
  return words
    .map((word) => severityFromWord(word, { info: "low" }))
    .reduce<Severity | undefined>(worse, undefined);
}

function worse(a: Severity | undefined, b: Severity): Severity {
  return a === undefined ? b : worseSeverity(a, b);
}

/** The more severe of two levels. */
export function worseLevel(a: unknown, b: unknown): unknown {
  return compareSeverity(severityOfLevel(a), severityOfLevel(b)) <= 0 ? a : b;
}
