import type { Report } from "../../model/report.ts";
import { SEVERITIES } from "../../model/severity.ts";
import { counted } from "../../text/count.ts";

/** States of a commit status (https://docs.github.com/en/rest/commits/statuses). */
export type LastStatusState = "success" | "failure" | "error";

export interface LastStatus {
  readonly state: LastStatusState;
  readonly description: string;
}

/** The longest description that GitHub shows. */
const LONGEST_DESCRIPTION = 140;

/**
 * The last word of a run as a commit status: state, and a description of at most 140 characters that names verdict and
 * counts. It holds no text of a tool. Never `success` unless the exit code is 0.
 */
export function lastStatus(report: Report, exitCode: number): LastStatus {
  const description = descriptionOf(report, exitCode);
  return {
    state: stateOf(report, exitCode),
    description:
      description.length <= LONGEST_DESCRIPTION
        ? description
        : `${description.slice(0, LONGEST_DESCRIPTION - 1)}…`,
  };
}

function stateOf({ verdict }: Report, exitCode: number): LastStatusState {
  if (verdict === "fail") return "failure";
  return exitCode === 0 ? "success" : "error";
}

function descriptionOf(report: Report, exitCode: number): string {
  const { verdict, counts } = report;
  switch (verdict) {
    case "pass":
      return exitCode === 0
        ? `Passed: ${counted(counts.total, "finding")}, none blocks`
        : "Passed, but the outputs could not be written; see the run";
    case "fail":
      return `Failed: ${blockingWords(report)}`;
    case "incomplete": {
      const codes = [...new Set(report.reasons.map(({ source, code }) => `${source} ${code}`))].join(", ");
      return exitCode === 0
        ? `Incomplete, tolerated by on-incomplete: warn (${codes})`
        : `Incomplete: ${codes}`;
    }
  }
}

/** `3 findings block (1 critical, 2 high)`; a budget that is exceeded counts as a reason of its own. */
function blockingWords({ counts, findings, reasons }: Report): string {
  if (counts.blocking === 0) return [...new Set(reasons.map(({ code }) => code))].join(", ");
  const blocking = findings.filter((finding) => finding.blocking && finding.suppressedBy === undefined);
  const bySeverity = SEVERITIES.map((severity) => ({
    severity,
    count: blocking.filter((finding) => finding.severity === severity).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`)
    .join(", ");
  const detail = bySeverity === "" ? "" : ` (${bySeverity})`;
  return `${counted(counts.blocking, "finding")} to fix${detail}`;
}
