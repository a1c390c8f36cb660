import type { SourceOutcome } from "../src/model/evidence.ts";
import type { Observation, SourceId } from "../src/model/finding.ts";
import type { Severity } from "../src/model/severity.ts";

const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "medium", "low", "low", "low"];
const RULES = 120;

/** A finding of Semgrep Code; every file holds a few. */
export function codeObservation(index: number, tool = "semgrep"): Observation {
  const rule = `typescript.web.security.rule-${index % RULES}`;
  const line = 10 + Math.floor(index / 150) * 7;
  return {
    source: tool === "snyk" ? "snyk" : "semgrep",
    tool,
    id: String(80_000_000 + index),
    identity: `${tool}-${index}`,
    type: "sast",
    project: "acme/web-shop",
    path: `src/generated/module-${index % 150}.ts`,
    line,
    endLine: line + 2,
    severity: SEVERITIES[index % SEVERITIES.length] ?? "low",
    title: `Text from outside goes where it must not go without a check (${index % RULES})`,
    description: `Rule ${index % RULES}: a value from the request reaches a sink. Check it first, and test the check.`,
    rule,
    cwe: [`CWE-${20 + (index % 40)}`],
    identifiers: [],
    link: `https://semgrep.dev/orgs/acme/findings/${80_000_000 + index}`,
  };
}

/** A vulnerable package, as either tool sees it. */
export function packageObservation(index: number, tool: "semgrep" | "snyk"): Observation {
  return {
    source: tool,
    tool,
    id: `${tool}-${index}`,
    identity: `${tool} package ${index}`,
    type: "sca",
    project: "acme/web-shop",
    path: `services/${index % 12}/package-lock.json`,
    severity: SEVERITIES[index % SEVERITIES.length] ?? "low",
    title: `Denial of Service in package-${index}`,
    description: "An attacker can keep the process busy with a small request.",
    cwe: ["CWE-400"],
    identifiers: [`CVE-2099-${20_000 + index}`, `SNYK-JS-PACKAGE-${index}`],
    package: { name: `package-${index}`, version: "1.0.0", ecosystem: "npm", fixedIn: ["1.0.1"] },
    fixable: true,
    link: `https://app.snyk.io/org/acme/issues/${index}`,
  };
}

/** A source that answered, with all it found being new. */
export function outcomeOf(source: SourceId, observations: readonly Observation[]): SourceOutcome {
  return {
    evidence: { source, status: "complete", evidence: "scan", commit: "6c1f9ab4".repeat(5), requests: 3 },
    batches: [{ observations, fixed: [], comparison: { kind: "diff" } }],
    reasons: [],
    notes: [],
  };
}
