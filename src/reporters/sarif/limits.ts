/**
 * What code scanning accepts of one SARIF file; a file over any of these is refused as a whole
 * (https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit and
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 */
export const SARIF_LIMITS = {
  /** Bytes of the file after gzip. */
  gzipped: 10_000_000,
  runs: 20,
  /** Per run. */
  results: 25_000,
  /** Per run. */
  rules: 25_000,
  /** Per rule. */
  tags: 20,
  /** Per result. */
  locations: 1000,
  /** Thread flow locations per result. */
  flowLocations: 10_000,
  /** UTF-16 units. */
  ruleName: 255,
  /** UTF-16 units of a rule's short or full description. */
  description: 1024,
} as const;

/** How many results of a run code scanning keeps and shows, by severity; the rest is dropped on its side. */
export const KEPT_RESULTS = 5000;
