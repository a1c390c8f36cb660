import type { SnykProduct } from "../../../model/evidence.ts";
import type { FindingType } from "../../../model/finding.ts";
import { type Fields, fieldAt, textOf } from "../fields.ts";
import { quoted } from "../report-part.ts";

/** Drivers of the two tools, whatever edition or product wrote the file. */
const DRIVERS: readonly (readonly [pattern: RegExp, tool: string])[] = [
  [/^semgrep(?: (?:oss|pro|ce|code|supply chain|secrets))?$/, "semgrep"],
  [/^snyk ?(?:open source|code|container|iac|infrastructure as code|secrets)?$/, "snyk"],
];

/** Products that say by their name what they look for. */
const DRIVER_TYPES: Readonly<Record<string, FindingType>> = {
  "snyk open source": "sca",
  "snyk container": "container",
  "snyk iac": "iac",
  "snyk infrastructure as code": "iac",
  "snyk secrets": "secrets",
  "semgrep supply chain": "sca",
  "semgrep secrets": "secrets",
  gitleaks: "secrets",
  trufflehog: "secrets",
  checkov: "iac",
  tfsec: "iac",
  kics: "iac",
  "osv-scanner": "sca",
  grype: "sca",
};

/** Tags that say of a rule what it looks for, whole words only. */
const TAG_TYPES: Readonly<Record<string, FindingType>> = {
  secret: "secrets",
  secrets: "secrets",
  license: "license",
  misconfiguration: "iac",
  iac: "iac",
};

/** What each of Snyk's drivers speaks for; its bare name tells of no product. */
const SNYK_DRIVERS: Readonly<Record<string, readonly SnykProduct[]>> = {
  "snyk open source": ["sca", "license"],
  snykcode: ["code"],
  "snyk code": ["code"],
  "snyk container": ["container"],
  "snyk iac": ["iac"],
  "snyk infrastructure as code": ["iac"],
  "snyk secrets": ["secrets"],
};

/** The products of Snyk that a SARIF driver stands for; none for the driver of another tool. */
export function productsOfDriver(driver: string): readonly SnykProduct[] {
  const name = quoted(driver, 80).toLowerCase();
  return Object.hasOwn(SNYK_DRIVERS, name) ? (SNYK_DRIVERS[name] ?? []) : [];
}

/** Our name of a SARIF driver: `semgrep`, `snyk`, or its own in lower case. */
export function toolOfDriver(driver: string): string {
  const name = quoted(driver, 80).toLowerCase();
  return DRIVERS.find(([pattern]) => pattern.test(name))?.[1] ?? name;
}

/** What kind of problem a result is, from what its tool, rule and tags say; `sast` where they say nothing. */
export function typeOfResult(facts: {
  readonly driver: string;
  readonly ruleId: string;
  readonly tags: readonly string[];
  readonly result: Fields;
}): FindingType {
  if (facts.ruleId.startsWith("snyk:lic:")) return "license";
  const driver = quoted(facts.driver, 80).toLowerCase();
  if (Object.hasOwn(DRIVER_TYPES, driver)) return DRIVER_TYPES[driver] ?? "sast";
  // Semgrep's one driver serves all products: its supply-chain results alone tell an exposure.
  if (textOf(fieldAt(facts.result, "properties", "exposure")) !== undefined) return "sca";
  if (/^(?:ssc-|cve-\d|ghsa-)/i.test(facts.ruleId)) return "sca";
  const tag = facts.tags.map((text) => text.toLowerCase()).find((text) => Object.hasOwn(TAG_TYPES, text));
  return tag === undefined ? "sast" : (TAG_TYPES[tag] ?? "sast");
}
