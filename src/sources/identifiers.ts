/** CWE numbers in tags and lists (`CWE-79: …`, `external/cwe/cwe-079`) as `CWE-79`, each once. */
export function cwesIn(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) => /(?:^|[^a-z])cwe-0*(\d{1,6})(?!\d)/i.exec(text)?.[1] ?? []);
  return [...new Set(found.map((number) => `CWE-${number}`))];
}

const ADVISORY = /\b(?:CVE-\d{4}-\d{4,10}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})\b/gi;

/** CVE and GHSA ids that stand in texts, as their issuers write them, each once. */
export function advisoriesIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => text.match(ADVISORY) ?? []).map(asIssued))];
}

/** Upper case throughout, but for the lower-case groups of a GHSA id. */
function asIssued(id: string): string {
  return /^ghsa-/i.test(id) ? `GHSA-${id.slice(5).toLowerCase()}` : id.toUpperCase();
}
