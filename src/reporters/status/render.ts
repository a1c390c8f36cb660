import type { StatusTraits } from "../../forges/forge.ts";
import { GITHUB_TRAITS } from "../../forges/github/github.ts";
import type { Report } from "../../model/report.ts";
import { SEVERITIES } from "../../model/severity.ts";
import type { Verdict } from "../../model/verdict.ts";
import { counted } from "../../text/count.ts";
import { clip } from "../../text/escape.ts";

export interface LastStatus {
  /** The forge's own word. */
  readonly state: string;
  readonly description: string;
}

/**
 * The last word of a run as a commit status: state, and a description within the forge's length that names verdict and
 * counts. It holds no text of a tool. Never `success` unless the exit code is 0.
 */
export function lastStatus(
  report: Report,
  exitCode: number,
  { states, longestDescription }: Pick<StatusTraits, "states" | "longestDescription"> = GITHUB_TRAITS.status,
): LastStatus {
  return {
    state: states[shownVerdict(report, exitCode)],
    description: clip(descriptionOf(report, exitCode), longestDescription),
  };
}

function shownVerdict({ verdict }: Report, exitCode: number): Verdict {
  if (verdict === "fail") return "fail";
  return exitCode === 0 ? "pass" : "incomplete";
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
