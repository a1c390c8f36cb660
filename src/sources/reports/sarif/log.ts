import { counted } from "../../../text/count.ts";
import { type Fields, fieldAt, fieldsOf, objectsOf, textOf } from "../fields.ts";
import {
  type ParsedReport,
  quoted,
  type ReportedFinding,
  type ReportOrigin,
  type ReportPart,
  type ReportProblem,
} from "../report-part.ts";
import { productsOfDriver, toolOfDriver } from "./driver.ts";
import { sarifPlaceReader } from "./location.ts";
import { sarifResult } from "./result.ts";
import { ruleBook } from "./rules.ts";

/** Whether a JSON object means to be SARIF, of whatever version. */
export function isSarif(json: Fields): boolean {
  return Object.hasOwn(json, "runs") || (textOf(json.$schema)?.toLowerCase().includes("sarif") ?? false);
}

/** Most notifications of a run that are quoted one by one. */
const NOTIFICATIONS = 3;

/**
 * Reads SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), one part per run. A run that cannot be
 * trusted whole has problems beside its results; without runs the file is refused.
 */
export function parseSarif(json: Fields, origin: ReportOrigin): ParsedReport {
  const version = textOf(json.version);
  if (version?.startsWith("2.1.") !== true) {
    const found = version === undefined ? "names no version" : `is version ${quoted(version, 20)}`;
    return { refused: `it is SARIF but ${found}, and only 2.1.0 can be read` };
  }
  if (!Array.isArray(json.runs) || json.runs.length === 0) return { refused: "it is SARIF without runs" };
  return { parts: json.runs.map((run, index) => parseRun(fieldsOf(run), index, origin)) };
}

function parseRun(run: Fields | undefined, index: number, origin: ReportOrigin): ReportPart {
  const rules = run === undefined ? undefined : ruleBook(run);
  if (run === undefined || rules === undefined) {
    return broken("sarif", `run ${index + 1} does not name its tool`);
  }
  const tool = toolOfDriver(rules.driver);
  if (!Array.isArray(run.results)) return broken(tool, `run ${index + 1} of ${tool} has no list of results`);
  const places = sarifPlaceReader(run, origin.workspace);
  const readable = objectsOf(run.results);
  const results = readable.flatMap((result) => sarifResult(result, { rules, places }) ?? []);
  const unreadable = run.results.length - readable.length;
  return {
    tool,
    products: productsOfDriver(rules.driver),
    results: compared(readable) ? results : results.map(ageless),
    problems: [
      ...(unreadable > 0
        ? [
            {
              code: "report-invalid" as const,
              message: `${counted(unreadable, "result")} of ${tool} ${unreadable === 1 ? "is not an object" : "are not objects"}`,
            },
          ]
        : []),
      ...executionProblems(run, tool),
    ],
    notes: [],
  };
}

function broken(tool: string, message: string): ReportPart {
  return { tool, results: [], problems: [{ code: "report-invalid", message }], notes: [] };
}

/** Ages are believed only when the whole run was compared with an earlier one (SARIF 2.1.0 §3.27.24). */
function compared(results: readonly Fields[]): boolean {
  return results.every((result) => textOf(result.baselineState) !== undefined);
}

/** A result that is gone is gone, whether or not the others were compared. */
function ageless(result: ReportedFinding): ReportedFinding {
  return result.age === "fixed" ? result : { ...result, age: "unknown" };
}

/** Why the run may not have seen everything (SARIF 2.1.0 §3.20.14, §3.20.21, §3.20.22). */
function executionProblems(run: Fields, tool: string): readonly ReportProblem[] {
  const invocations = objectsOf(run.invocations);
  const errors = invocations
    .flatMap((invocation) => [
      ...objectsOf(invocation.toolExecutionNotifications),
      ...objectsOf(invocation.toolConfigurationNotifications),
    ])
    .filter((notification) => textOf(notification.level)?.toLowerCase() === "error")
    .map((notification) =>
      quoted(textOf(fieldAt(notification, "message", "text")) ?? "an error without a message"),
    );
  const failed = invocations.some((invocation) => invocation.executionSuccessful === false);
  const elsewhere = fieldAt(run, "externalPropertyFileReferences", "results");
  const messages = [
    ...(failed ? [`the run of ${tool} says that it did not succeed`] : []),
    ...(errors.length > 0 ? [`${tool} reports ${told(errors)}`] : []),
    ...(objectsOf(elsewhere).length > 0 ? [`${tool} keeps results in other files, which are not read`] : []),
  ];
  return messages.map((message) => ({ code: "partial", message }));
}

/** The first few of a list, and how many more there are. */
function told(errors: readonly string[]): string {
  const more = errors.length - NOTIFICATIONS;
  return `${errors.slice(0, NOTIFICATIONS).join("; ")}${more > 0 ? `; and ${counted(more, "more error")}` : ""}`;
}
