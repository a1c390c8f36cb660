import { sentence } from "../../errors.ts";
import {
  compareSeverity,
  reaches,
  SEVERITIES,
  type Severity,
  severityFromWord,
  type Threshold,
} from "../../model/severity.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import { quoted } from "./report-part.ts";

/** Why a report that leaves out what would block does not stand for the whole: what was not told is not absent. */
export function leftOutReasons(
  path: string,
  { thresholds, failOn }: { readonly thresholds: readonly string[]; readonly failOn: Threshold | undefined },
): readonly Reason[] {
  if (failOn === undefined) return [];
  return thresholds
    .filter((threshold) => leftOutBy(threshold).some((severity) => reaches(severity, failOn)))
    .map((threshold): Reason => {
      const what = `The report file ${quoted(path)} does not cover everything: snyk ran with --severity-threshold=${threshold}, which may leave out what \`fail-on\` (${failOn}) blocks`;
      const how = "Run snyk without --severity-threshold, or with a lower one";
      return { code: "partial", source: "reports", message: sentence(what, how) };
    });
}

/** What every report with a threshold is told with, whether or not what it leaves out would block. */
export function leftOutNote(path: string, threshold: string): Note {
  const text = `${quoted(path)}: snyk ran with --severity-threshold=${threshold}, so what is less severe is not in its report.`;
  return { level: "warning", text };
}

/** The severities below a threshold, most severe first; below a word that nobody knows may lie any. */
function leftOutBy(threshold: string): readonly Severity[] {
  const limit = severityFromWord(threshold);
  return SEVERITIES.filter(
    (severity) => severity !== "unknown" && (limit === "unknown" || compareSeverity(limit, severity) < 0),
  );
}
