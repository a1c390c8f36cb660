/**
 * Words that say the vulnerable code is called, may be called, or is not. Semgrep writes whole words with spaces or
 * underscores, Snyk `function`, `package`, `no-info` and `not-applicable`.
 */
const REACHED = new Set(["reachable", "always reachable", "conditionally reachable", "function", "package"]);
const UNREACHED = new Set(["unreachable", "no path found"]);
const UNTOLD = new Set([
  "no info",
  "not applicable",
  "no reachability analysis",
  "undetermined",
  "unknown",
  "",
]);

/** The words that tools are known to say, as {@link plainReachability} writes them. */
export const REACHABILITY_WORDS: readonly string[] = [...REACHED, ...UNREACHED, ...UNTOLD].filter(
  (word) => word !== "",
);

/** A word of any tool for comparison: lower case, with single spaces for what joins its parts. */
export function plainReachability(word: string): string {
  return word
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();
}

/**
 * Of what several tools say, the word that is worst to overlook: reached, then a word that nobody knows, then not
 * reached, then no word on it at all; the first of equals.
 * @param told at least one
 */
export function mostCautiousReachability(told: readonly string[]): string {
  return told.reduce((a, b) => (caution(b) > caution(a) ? b : a));
}

function caution(word: string): number {
  const plain = plainReachability(word);
  if (REACHED.has(plain)) return 3;
  if (UNREACHED.has(plain)) return 1;
  return UNTOLD.has(plain) ? 0 : 2;
}
