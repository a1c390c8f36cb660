import type { Finding } from "../model/finding.ts";
import type { Counts } from "../model/report.ts";

/** The numbers of the outputs (contract §3): of unsuppressed findings, but for `fixed` and `suppressed`. */
export function countsOf(findings: readonly Finding[], fixed: readonly Finding[]): Counts {
  const counting = findings.filter(({ suppressedBy }) => suppressedBy === undefined);
  const count = (test: (finding: Finding) => boolean) =>
    counting.reduce((sum, finding) => sum + Number(test(finding)), 0);
  return {
    blocking: count(({ blocking }) => blocking),
    total: counting.length,
    new: count(({ status }) => status === "new"),
    existing: count(({ status }) => status === "existing"),
    fixed: fixed.length,
    suppressed: findings.length - counting.length,
    critical: count(({ severity }) => severity === "critical"),
    high: count(({ severity }) => severity === "high"),
    medium: count(({ severity }) => severity === "medium"),
    low: count(({ severity }) => severity === "low"),
  };
}
