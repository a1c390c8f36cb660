import type { Finding, Observation } from "../../src/model/finding.ts";
import { SOURCES } from "../../src/model/finding.ts";
import type { Report } from "../../src/model/report.ts";
import { countBySeverity } from "../../src/model/severity.ts";

/** The same report, whose findings know what each tool that saw them said; for what reads `observations`. */
export function observed(report: Report): Report {
  return {
    ...report,
    findings: report.findings.map((finding) => ({ ...finding, observations: sharesOf(finding) })),
  };
}

/** The same report, whose sources that answered count what its findings have of them. */
export function delivered(report: Report): Report {
  return {
    ...report,
    sources: report.sources.map((evidence) =>
      evidence.status === "complete" && evidence.evidence !== "pr-check"
        ? {
            ...evidence,
            counts: countBySeverity(report.findings.filter((one) => isSeenBy(one, evidence.source))),
          }
        : evidence,
    ),
  };
}

function isSeenBy({ observations }: Finding, source: string): boolean {
  return observations.some((one) => one.source === source);
}

function sharesOf(finding: Finding): readonly Observation[] {
  const {
    fingerprint,
    seenBy,
    status: _,
    blocking,
    blockedBy,
    suppressedBy,
    how,
    observations,
    tool,
    ...facts
  } = finding;
  return seenBy.map((seen) => ({
    ...facts,
    ...seen,
    source: SOURCES.find((source) => source === seen.tool) ?? "reports",
    rule: seen.rule ?? finding.rule ?? seen.id,
    identity: `${seen.tool}/${fingerprint}`,
  }));
}
