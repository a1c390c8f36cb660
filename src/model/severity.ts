/** Severities as the contract names them, most severe first; `unknown` is a word that no tool's scale explains. */
export const SEVERITIES = ["critical", "high", "medium", "low", "unknown"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What `fail-on` accepts: the lowest severity that blocks, or `none`. */
export const THRESHOLDS = ["critical", "high", "medium", "low", "none"] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/**
 * Unknown stands right below critical: it blocks wherever the worst known severity would, and must
 * neither be the first to be cut from a list nor be outranked when two tools disagree.
 */
const RANK: Record<Severity, number> = { critical: 5, unknown: 4, high: 3, medium: 2, low: 1 };

const LOWEST_BLOCKING_RANK: Record<Threshold, number> = {
  critical: RANK.unknown,
  high: RANK.high,
  medium: RANK.medium,
  low: RANK.low,
  none: Number.POSITIVE_INFINITY,
};

/** Whether a severity reaches a threshold. `unknown` reaches every threshold but `none`, which nothing reaches. */
export function reaches(severity: Severity, threshold: Threshold): boolean {
  return RANK[severity] >= LOWEST_BLOCKING_RANK[threshold];
}

/** Order for sorting: most severe first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return RANK[b] - RANK[a];
}

/** The more severe of two. */
export function worseSeverity(a: Severity, b: Severity): Severity {
  return RANK[a] >= RANK[b] ? a : b;
}

/** How many of a list have each severity. */
export function countBySeverity(list: readonly { readonly severity: Severity }[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
  for (const { severity } of list) counts[severity] += 1;
  return counts;
}

/**
 * Reads a severity word against a tool's own scale; case and outer spaces do not matter.
 * A word that is neither in the scale nor one of ours is `unknown`, never a guess.
 */
export function severityFromWord(word: unknown, scale: Readonly<Record<string, Severity>> = {}): Severity {
  if (typeof word !== "string") return "unknown";
  const plain = word.trim().toLowerCase();
  if (Object.hasOwn(scale, plain)) return scale[plain] as Severity; // its own key has a value
  return SEVERITIES.find((severity) => severity === plain) ?? "unknown";
}

/** The severity of a secret: what a tool states, in whatever words, and `high` where nobody states one. */
export function secretSeverity(word: unknown, scale: Readonly<Record<string, Severity>> = {}): Severity {
  const isStated = typeof word === "string" ? word.trim() !== "" : word !== undefined && word !== null;
  return isStated ? severityFromWord(word, scale) : "high";
}
