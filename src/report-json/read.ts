import type { SourceEvidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import { REPORT_SCHEMA, type ReportContext } from "../model/report.ts";
import type { Reason, Verdict } from "../model/verdict.ts";
import { type ReportFile, reportFileSchema } from "./schema.ts";

/** What report.json holds (contract §7), as far as it can be judged again. */
export interface SavedReport {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly context: ReportContext;
  readonly sources: readonly SourceEvidence[];
  /** Without observations: the file keeps none. */
  readonly findings: readonly Finding[];
  readonly fixed: readonly Finding[];
}

export type SavedReportResult =
  | { readonly ok: true; readonly report: SavedReport }
  | { readonly ok: false; readonly problem: string };

/** Most faults of a file that are told one by one. */
const MOST_FAULTS = 5;

/**
 * Reads the text of a report.json. Fields that are new do no harm; a field that is missing or of another kind makes
 * the file useless, and the problem says which.
 * @param path as people named it
 */
export function parseReportFile(json: string, path: string): SavedReportResult {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { ok: false, problem: `${path} is not a report of Scan Gate (${REPORT_SCHEMA}): it is not JSON` };
  }
  const result = reportFileSchema.safeParse(value);
  if (!result.success) {
    const faults = result.error.issues.map(
      (issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`,
    );
    const more = faults.length > MOST_FAULTS ? [`and ${faults.length - MOST_FAULTS} more`] : [];
    const told = [...faults.slice(0, MOST_FAULTS), ...more].join("; ");
    return { ok: false, problem: `${path} is not a report of Scan Gate (${REPORT_SCHEMA}): ${told}` };
  }
  return { ok: true, report: toSavedReport(result.data) };
}

/** JSON has no undefined, so a key that may be undefined by its type is absent: what the model's types ask for. */
function toSavedReport({ verdict, reasons, context, sources, findings, fixed }: ReportFile): SavedReport {
  const withObservations = (one: ReportFile["findings"][number]) => ({ ...one, observations: [] }) as Finding;
  return {
    verdict,
    reasons,
    context: { ...context, repositoryUrl: "" } as ReportContext,
    sources: sources as readonly SourceEvidence[],
    findings: findings.map(withObservations),
    fixed: fixed.map(withObservations),
  };
}
