import { mapInSteps, type Steps } from "../../../model/steps.ts";
import { counted } from "../../../text/count.ts";
import { present } from "../../../text/present.ts";
import { countOf, type Fields, fieldAt, fieldsOf, listOf, objectsOf, textOf } from "../fields.ts";
import {
  MOST_RESULTS,
  type ParsedReport,
  quoted,
  type ReportedFinding,
  type ReportOrigin,
  type ReportPart,
  type ReportProblem,
  type StatedOrigin,
  shortfall,
  tooMany,
} from "../report-part.ts";
import { productsOfDriver, toolOfDriver } from "./driver.ts";
import { shortcomingsOfRun } from "./invocations.ts";
import { sarifPlaceReader } from "./location.ts";
import { sarifResult } from "./result.ts";
import { sarifRules } from "./rules.ts";

/** Whether a JSON object means to be SARIF, of whatever version. */
export function isSarif(json: Fields): boolean {
  return Object.hasOwn(json, "runs") || (textOf(json.$schema)?.toLowerCase().includes("sarif") ?? false);
}

/**
 * Reads SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), one part per run. A run that cannot be
 * trusted whole has problems beside its results; without runs the file is refused.
 */
export function* parseSarif(json: Fields, origin: ReportOrigin): Steps<ParsedReport> {
  const version = textOf(json.version);
  if (version?.startsWith("2.1.") !== true) {
    const found = version === undefined ? "names no version" : `is version ${quoted(version, 20)}`;
    return { refused: `it is SARIF but ${found}, and only 2.1.0 can be read` };
  }
  if (!Array.isArray(json.runs) || json.runs.length === 0) return { refused: "it is SARIF without runs" };
  const results = json.runs.reduce(
    (sum, run) => sum + listOf(fieldsOf(run)?.results).length,
    json.runs.length,
  );
  if (results > MOST_RESULTS) return { refused: tooMany(results) };
  const parts: ReportPart[] = [];
  for (const run of json.runs) {
    parts.push(yield* partOf(fieldsOf(run), parts.length + 1, { origin, document: json }));
    yield;
  }
  return { parts };
}

interface Surroundings {
  readonly origin: ReportOrigin;
  readonly document: Fields;
}

function* partOf(
  run: Fields | undefined,
  position: number,
  { origin, document }: Surroundings,
): Steps<ReportPart> {
  const rules = run === undefined ? undefined : sarifRules(run);
  if (run === undefined || rules === undefined) {
    return broken("sarif", `run ${position} does not name its tool`);
  }
  const tool = toolOfDriver(rules.driver);
  if (!Array.isArray(run.results)) return broken(tool, `run ${position} of ${tool} has no list of results`);
  const facts = { rules, places: sarifPlaceReader(run, origin), known: new Map() };
  const readable = objectsOf(run.results);
  const found = yield* mapInSteps(readable, (result) => sarifResult(result, facts));
  const results = found.filter((result) => result !== undefined);
  const coverage = coverageOf(run, rules.driver);
  const shortcomings = shortcomingsOfRun(run, tool, document);
  return {
    tool,
    products: productsOfDriver(rules.driver),
    results: compared(readable) ? results : results.map(ageless),
    problems: [
      ...oddResults(run.results.length - readable.length, tool),
      ...shortcomings.map((message) => shortfall(message, { holdsNothing: results.length === 0 })),
      ...coverage.problems,
    ],
    notes: coverage.notes,
    stated: statedOrigin(run),
  };
}

function broken(tool: string, message: string): ReportPart {
  return { tool, results: [], problems: [{ code: "report-invalid", message }], notes: [] };
}

function oddResults(count: number, tool: string): readonly ReportProblem[] {
  if (count === 0) return [];
  const are = count === 1 ? "is not an object" : "are not objects";
  return [{ code: "report-invalid", message: `${counted(count, "result")} of ${tool} ${are}` }];
}

/** Ages are believed only when the whole run was compared with an earlier one (SARIF 2.1.0 §3.27.24). */
function compared(results: readonly Fields[]): boolean {
  return results.every((result) => textOf(result.baselineState) !== undefined);
}

/** A result that is gone is gone, whether or not the others were compared. */
function ageless(result: ReportedFinding): ReportedFinding {
  return result.age === "fixed" ? result : { ...result, age: "unknown" };
}

/** What the run says that it looked at (SARIF 2.1.0 §3.14.4). */
function statedOrigin(run: Fields): readonly StatedOrigin[] {
  return objectsOf(run.versionControlProvenance).map((entry) =>
    present({ repository: textOf(entry.repositoryUri), commit: textOf(entry.revisionId) }),
  );
}

/** How Snyk Code says that it could not read files; it lists them by language (`properties.coverage`). */
function coverageOf(run: Fields, driver: string): Pick<ReportPart, "problems" | "notes"> {
  const listed = objectsOf(fieldAt(run, "properties", "coverage"));
  if (!productsOfDriver(driver).includes("code") || listed.length === 0) return { problems: [], notes: [] };
  const isRead = (entry: Fields) => entry.isSupported === true && textOf(entry.type) !== "FAILED_PARSING";
  const count = (entries: readonly Fields[]) =>
    entries.reduce((sum, { files }) => sum + (countOf(files) ?? 0), 0);
  const failed = listed.filter((entry) => textOf(entry.type) === "FAILED_PARSING");
  const files = counted(count(failed), "file");
  if (count(listed.filter(isRead)) === 0) {
    return { problems: [{ code: "partial", message: nothingAnalysed(count(failed), files) }], notes: [] };
  }
  if (count(failed) === 0) return { problems: [], notes: [] };
  const languages = [...new Set(failed.flatMap(({ lang }) => textOf(lang) ?? []))].map((lang) =>
    quoted(lang, 30),
  );
  const text = `snyk could not analyze ${files} (${languages.slice(0, 5).join(", ")}).`;
  return { problems: [], notes: [{ level: "warning", text }] };
}

function nothingAnalysed(failed: number, files: string): string {
  return failed === 0 ? "snyk analyzed no file" : `snyk analyzed no file, and could not read ${files}`;
}
