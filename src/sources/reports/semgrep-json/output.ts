import { mapInSteps, type Steps } from "../../../model/steps.ts";
import type { Note } from "../../../model/verdict.ts";
import { counted } from "../../../text/count.ts";
import { type Fields, fieldAt, fieldsOf, listOf, objectsOf, textOf, textsOf } from "../fields.ts";
import {
  MOST_RESULTS,
  type ParsedReport,
  quoted,
  type ReportOrigin,
  type ReportProblem,
  shortfall,
  tooMany,
} from "../report-part.ts";
import { semgrepMatch } from "./match.ts";

/**
 * Whether a JSON object is what `semgrep --json` and `semgrep ci --json` write: it lists the files that were scanned,
 * or results with Semgrep's own fields. Bandit and others have `results` and `errors` too.
 */
export function isSemgrepJson(json: Fields): boolean {
  const isScan = Array.isArray(fieldAt(json.paths, "scanned"));
  if (!Array.isArray(json.results)) return isScan && Array.isArray(json.errors);
  return isScan || (json.results.length > 0 && json.results.some(isMatch));
}

function isMatch(match: unknown): boolean {
  const fields = fieldsOf(match);
  return textOf(fields?.check_id) !== undefined && fieldsOf(fields?.extra) !== undefined;
}

/**
 * Reads Semgrep's JSON output
 * (https://github.com/semgrep/semgrep-interfaces/blob/main/semgrep_output_v1.atd). An error that Semgrep met
 * makes the report partial; of a warning, and of files that were not scanned, people are warned.
 */
export function* parseSemgrepJson(json: Fields, origin: ReportOrigin): Steps<ParsedReport> {
  if (!Array.isArray(json.results)) return { refused: "it is Semgrep's JSON without a list of results" };
  if (!Array.isArray(json.errors)) return { refused: "it is Semgrep's JSON without a list of errors" };
  if (json.results.length > MOST_RESULTS) return { refused: tooMany(json.results.length) };
  const matches = objectsOf(json.results).filter((match) => textOf(match.check_id) !== undefined);
  const unreadable = json.results.length - matches.length;
  const unreadableProblem: ReportProblem = {
    code: "report-invalid",
    message: `${unreadable} of ${counted(json.results.length, "result")} of semgrep ${unreadable === 1 ? "has" : "have"} no rule`,
  };
  const results = yield* mapInSteps(matches, (match) => semgrepMatch(match, origin));
  const part = {
    tool: "semgrep",
    results,
    problems: [...(unreadable > 0 ? [unreadableProblem] : []), ...problemsOf(json, json.errors)],
    notes: notesOf(json, json.errors),
  };
  return { parts: [part] };
}

/** Most errors that are quoted one by one, and most files that are named. */
const QUOTED_ERRORS = 3;

/** Only these are known to be harmless. */
const MILD_LEVELS = ["warn", "warning", "info"];

function isMild(error: unknown): boolean {
  return MILD_LEVELS.includes(textOf(fieldsOf(error)?.level)?.toLowerCase() ?? "error");
}

function problemsOf(json: Fields, errors: readonly unknown[]): readonly ReportProblem[] {
  const grave = errors.filter((error) => !isMild(error));
  const scanned = listOf(fieldAt(json.paths, "scanned"));
  const holdsNothing = listOf(json.results).length === 0 && scanned.length === 0;
  const failed = unanalyzed(json);
  if (grave.length > 0) {
    const more = grave.length - QUOTED_ERRORS;
    const message = grave.slice(0, QUOTED_ERRORS).map(describe).join("; ");
    const rest = more > 0 ? `; and ${counted(more, "more error")}` : "";
    return [shortfall(`semgrep met ${message}${rest}`, { holdsNothing })];
  }
  if (!holdsNothing || failed.length === 0) return [];
  const message = `semgrep could not analyze any file: ${namesOf(failed)}`;
  return [{ code: "partial", message }];
}

function describe(error: unknown): string {
  const { type, message, path } = fieldsOf(error) ?? {};
  const kind = textOf(type) ?? textOf(listOf(type)[0]) ?? "an error";
  const where = textOf(path) === undefined ? "" : ` in ${quoted(textOf(path) ?? "", 120)}`;
  return `${quoted(kind, 60)}${where}${textOf(message) === undefined ? "" : `: ${quoted(textOf(message) ?? "")}`}`;
}

/** Why Semgrep leaves a file out that it was to scan; the other reasons are the author's own choice. */
const FAILED_SKIPS = [
  "analysis_failed_parser_or_internal_error",
  "exceeded_size_limit",
  "too_big",
  "insufficient_permissions",
];

/** Files that were to be scanned and were not, or not wholly: by errors of any level, and by what was skipped. */
function unanalyzed(json: Fields): readonly string[] {
  const skipped = objectsOf(fieldAt(json.paths, "skipped")).filter(({ reason }) =>
    FAILED_SKIPS.includes(textOf(reason) ?? ""),
  );
  return [...new Set([...objectsOf(json.errors), ...skipped].flatMap(({ path }) => textsOf(path)))];
}

function namesOf(files: readonly string[]): string {
  const more = files.length - QUOTED_ERRORS;
  const named = files.slice(0, QUOTED_ERRORS).map((file) => quoted(file, 120));
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function notesOf(json: Fields, errors: readonly unknown[]): readonly Pick<Note, "level" | "text">[] {
  const scanned = fieldAt(json.paths, "scanned");
  const files = unanalyzed(json);
  const mild = errors.filter(isMild);
  const pathless = mild.filter((error) => textOf(fieldsOf(error)?.path) === undefined);
  const skipped = listOf(json.skipped_rules).length;
  const warnings = [
    ...(Array.isArray(scanned) && scanned.length === 0 ? ["semgrep scanned no file"] : []),
    ...(files.length > 0
      ? [`semgrep did not, or not wholly, analyze ${counted(files.length, "file")}: ${namesOf(files)}`]
      : []),
    ...(pathless.length > 0
      ? [`semgrep gives ${counted(pathless.length, "warning")}, the first of ${describe(pathless[0])}`]
      : []),
  ];
  return [
    ...warnings.map((text) => ({ level: "warning" as const, text })),
    ...(skipped > 0 ? [{ level: "info" as const, text: `semgrep skipped ${counted(skipped, "rule")}` }] : []),
  ];
}
