import { counted } from "../../../text/count.ts";
import { type Fields, fieldsOf, listOf, objectsOf, textOf } from "../fields.ts";
import { type ParsedReport, quoted, type ReportOrigin, type ReportProblem } from "../report-part.ts";
import { semgrepMatch } from "./match.ts";

/** Whether a JSON object means to be what `semgrep --json` and `semgrep ci --json` write. */
export function isSemgrepJson(json: Fields): boolean {
  const marks = ["errors", "paths", "skipped_rules", "interfile_languages_used"];
  return Array.isArray(json.results)
    ? marks.some((mark) => Object.hasOwn(json, mark))
    : Array.isArray(json.errors) && fieldsOf(json.paths) !== undefined;
}

/**
 * Reads Semgrep's JSON output
 * (https://github.com/semgrep/semgrep-interfaces/blob/main/semgrep_output_v1.atd). An error that Semgrep met
 * makes the report partial; a warning is a note.
 */
export function parseSemgrepJson(json: Fields, origin: ReportOrigin): ParsedReport {
  if (!Array.isArray(json.results)) return { refused: "it is Semgrep's JSON without a list of results" };
  if (!Array.isArray(json.errors)) return { refused: "it is Semgrep's JSON without a list of errors" };
  const matches = objectsOf(json.results).filter((match) => textOf(match.check_id) !== undefined);
  const unreadable = json.results.length - matches.length;
  const unreadableProblem: ReportProblem = {
    code: "report-invalid",
    message: `${unreadable} of ${counted(json.results.length, "result")} of semgrep ${unreadable === 1 ? "has" : "have"} no rule`,
  };
  const part = {
    tool: "semgrep",
    results: matches.map((match) => semgrepMatch(match, origin)),
    problems: [...(unreadable > 0 ? [unreadableProblem] : []), ...errorsOf(json.errors)],
    notes: notesOf(json, json.errors),
  };
  return { parts: [part] };
}

/** Most errors that are quoted one by one. */
const QUOTED_ERRORS = 3;

function levelOf(error: unknown): string {
  return textOf(fieldsOf(error)?.level)?.toLowerCase() ?? "error";
}

/** Only `warn` and `info` are known to be harmless. */
function errorsOf(errors: readonly unknown[]): readonly ReportProblem[] {
  const grave = errors.filter((error) => !["warn", "warning", "info"].includes(levelOf(error)));
  if (grave.length === 0) return [];
  const more = grave.length - QUOTED_ERRORS;
  const message = grave.slice(0, QUOTED_ERRORS).map(describe).join("; ");
  return [
    {
      code: "partial",
      message: `semgrep met ${message}${more > 0 ? `; and ${counted(more, "more error")}` : ""}`,
    },
  ];
}

function describe(error: unknown): string {
  const { type, message, path } = fieldsOf(error) ?? {};
  const kind = textOf(type) ?? textOf(listOf(type)[0]) ?? "an error";
  const where = textOf(path) === undefined ? "" : ` in ${quoted(textOf(path) ?? "", 120)}`;
  return `${quoted(kind, 60)}${where}${textOf(message) === undefined ? "" : `: ${quoted(textOf(message) ?? "")}`}`;
}

function notesOf(json: Fields, errors: readonly unknown[]): readonly string[] {
  const mild = errors.filter((error) => ["warn", "warning", "info"].includes(levelOf(error)));
  const skipped = listOf(json.skipped_rules).length;
  return [
    ...(mild.length > 0
      ? [`semgrep gives ${counted(mild.length, "warning")}, the first of ${describe(mild[0])}`]
      : []),
    ...(skipped > 0 ? [`semgrep skipped ${counted(skipped, "rule")}`] : []),
  ];
}
