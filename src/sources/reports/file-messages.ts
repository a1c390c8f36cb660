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
import { counted } from "../../text/count.ts";
import { isAbsolute } from "./paths.ts";
import { quoted, REPAIR_SCAN, type ReportPart, type ReportProblem } from "./report-part.ts";

/** A file that is no report, with why: a clause that begins with "it". */
export function invalid(path: string, why: string, hint = HINT_INVALID): Reason {
  const message = `The report file ${quoted(path)} cannot be used: ${why}`;
  return { code: "report-invalid", source: "reports", message: sentence(message, hint) };
}

const HINT_INVALID = "Let the tool write SARIF or JSON there, or correct `reports`";

/** Why a part of a file does not stand for the whole. */
export function reasonsOf(path: string, part: ReportPart, failOn: Threshold | undefined): readonly Reason[] {
  return [
    ...part.problems.map((problem) => reasonOf(path, problem)),
    ...(part.thresholds ?? [])
      .filter((threshold) => failOn !== undefined && mayHide(threshold, failOn))
      .map((threshold) => hiddenBy(path, threshold, failOn)),
  ];
}

/** What else people should know of a part of a file. */
export function notesOf(path: string, part: ReportPart): readonly Note[] {
  const paths = part.results.flatMap(({ observation }) => observation.path ?? []);
  const strangers = [...new Set(paths.filter(isAbsolute))];
  const more = strangers.length - TOLD_PATHS;
  const named = strangers.slice(0, TOLD_PATHS).map((stranger) => quoted(stranger, 120));
  return [
    ...part.notes.map(({ level, text }): Note => ({ level, text: `${quoted(path)}: ${text}` })),
    ...(part.thresholds ?? []).map((threshold) => thresholdNote(path, threshold)),
    ...(strangers.length === 0
      ? []
      : [
          warning(
            path,
            `${counted(strangers.length, "path")} of it ${strangers.length === 1 ? "is" : "are"} of no file of the workspace: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`,
          ),
        ]),
  ];
}

/** Most paths that a note names. */
const TOLD_PATHS = 3;

/** A warning about a file. */
function warning(path: string, text: string): Note {
  return { level: "warning", text: `${quoted(path)}: ${text}` };
}

function reasonOf(path: string, problem: ReportProblem): Reason {
  if (problem.code === "report-invalid") return invalid(path, problem.message, problem.hint);
  const message = `The report file ${quoted(path)} does not cover everything: ${problem.message}`;
  return { code: problem.code, source: "reports", message: sentence(message, REPAIR_SCAN) };
}

/** A report that leaves out what would block does not stand for the whole: what was not told is not absent. */
function hiddenBy(path: string, threshold: string, failOn: Threshold | undefined): Reason {
  const what = `The report file ${quoted(path)} does not cover everything: snyk ran with --severity-threshold=${threshold}, which may leave out what \`fail-on\` (${failOn}) blocks`;
  const how = "Run snyk without --severity-threshold, or with a lower one";
  return { code: "partial", source: "reports", message: sentence(what, how) };
}

/** Whether a severity below a threshold would block; below a word that nobody knows may lie any. */
function mayHide(threshold: string, failOn: Threshold): boolean {
  const limit = severityFromWord(threshold);
  const isBelow = (severity: Severity) =>
    severity !== "unknown" && (limit === "unknown" || compareSeverity(limit, severity) < 0);
  return SEVERITIES.some((severity) => isBelow(severity) && reaches(severity, failOn));
}

/** What every report with a threshold is told with, whether or not what it leaves out would block. */
function thresholdNote(path: string, threshold: string): Note {
  const text = `snyk ran with --severity-threshold=${threshold}, so what is less severe is not in its report.`;
  return warning(path, text);
}
