import type { ExploitMaturity } from "../model/finding.ts";
import type { Severity } from "../model/severity.ts";

/** Snyk's severities that are not the contract's own words. */
export const SNYK_SEVERITIES: Readonly<Record<string, Severity>> = { info: "low" };

/** Snyk's words for exploit maturity, of CVSS 3 and of CVSS 4, with only their letters. */
const MATURITIES: Readonly<Record<string, ExploitMaturity>> = {
  mature: "mature",
  high: "mature",
  functional: "mature",
  attacked: "mature",
  proofofconcept: "proof-of-concept",
  unproven: "none",
  unreported: "none",
  noknownexploit: "none",
};

/** Whether Snyk says that a vulnerability is exploited in the wild: itself, or by CISA's list of such. */
export function isExploitedBy(words: {
  readonly levels: readonly string[];
  readonly sources: readonly string[];
}): boolean {
  return (
    words.levels.some((level) => level.trim().toLowerCase() === "attacked") ||
    words.sources.some((source) => /\bcisa\b/i.test(source))
  );
}

const WORST_FIRST: readonly ExploitMaturity[] = ["mature", "proof-of-concept", "unknown", "none"];

/** The worst of the words for exploit maturity, of which a new one is `unknown`; undefined when there is none. */
export function worstMaturity(words: readonly string[]): ExploitMaturity | undefined {
  const known = words.map((word) => {
    const letters = word.toLowerCase().replace(/[^a-z]/g, "");
    return Object.hasOwn(MATURITIES, letters) ? MATURITIES[letters] : "unknown";
  });
  return WORST_FIRST.find((maturity) => known.includes(maturity));
}
