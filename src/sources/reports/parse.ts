import { type Fields, fieldsOf, textOf } from "./fields.ts";
import type { ReportOrigin, ReportPart } from "./report-part.ts";
import { isSarif, parseSarif } from "./sarif/log.ts";
import { isSemgrepJson, parseSemgrepJson } from "./semgrep-json/output.ts";
import { isSnykJson, parseSnykJson } from "./snyk-json/output.ts";
import { isSnykTestResult, parseSnykTestResult } from "./snyk-json/test-result.ts";

export type ReportFormat = "sarif" | "semgrep-json" | "snyk-json";

/** A file's text as findings, or why it is no report: a clause that begins with "it". */
export type ParsedFile =
  | { readonly format: ReportFormat; readonly parts: readonly ReportPart[] }
  | { readonly refused: string };

/**
 * Reads a report file. Its format is told by its content, never by its name. Never throws for what stands in the
 * file, and never quotes text that is not JSON: a wrong glob may have found a file that is nobody's business.
 */
export function parseReport(text: string, origin: ReportOrigin): ParsedFile {
  const json = jsonOf(text);
  if ("refused" in json) return json;
  try {
    return parseJson(json.value, origin);
  } catch (thrown) {
    // No parser of ours recurses into the data, so this is for nesting that the engine itself gives up on.
    if (thrown instanceof RangeError) return { refused: "it is too large or too deeply nested to be read" };
    throw thrown;
  }
}

function parseJson(value: unknown, origin: ReportOrigin): ParsedFile {
  const fields = fieldsOf(value);
  if (fields !== undefined && isSarif(fields)) return withFormat("sarif", parseSarif(fields, origin));
  if (fields !== undefined && isSemgrepJson(fields)) {
    return withFormat("semgrep-json", parseSemgrepJson(fields, origin));
  }
  if (isSnykTestResult(value)) return withFormat("snyk-json", parseSnykTestResult(value, origin));
  if (isSnykJson(value)) return withFormat("snyk-json", parseSnykJson(value, origin));
  return { refused: strangerOf(value, fields) };
}

function withFormat(format: ReportFormat, parsed: ReturnType<typeof parseSarif>): ParsedFile {
  return parsed.parts === undefined ? parsed : { format, parts: parsed.parts };
}

/** Why JSON is no report; the near misses are named, because they look right to whoever made them. */
function strangerOf(value: unknown, fields: Fields | undefined): string {
  if (Array.isArray(value) && value.length === 0) return "it is an empty list, which tells of no scan";
  if (textOf(fields?.check_id) !== undefined) return "it is a single Semgrep result, not the whole output";
  if (Array.isArray(value) && value.some(isSnykJson))
    return "it is a list of which only some are Snyk results";
  return "it is JSON, but neither SARIF nor the JSON output of Semgrep or Snyk";
}

function jsonOf(text: string): { readonly value: unknown } | { readonly refused: string } {
  const plain = text.startsWith("\ufeff") ? text.slice(1) : text;
  if (plain.trim() === "") return { refused: "it is empty" };
  if (plain.startsWith("\u001f")) return { refused: "it is compressed" };
  if (/^(?:\ufffd\ufffd|[^\0]?\0)/.test(plain)) {
    return { refused: "it is not UTF-8 text (PowerShell's > writes UTF-16)" };
  }
  try {
    return { value: JSON.parse(plain) };
  } catch (thrown) {
    return { refused: isCutOff(thrown, plain) ? "it is JSON that was cut off" : "it is not JSON" };
  }
}

/** The engine tells the position at which it gave up; what it quotes around it is not for our messages. */
function isCutOff(thrown: unknown, text: string): boolean {
  const message = thrown instanceof Error ? thrown.message : "";
  const position = /position (\d+)/.exec(message)?.[1];
  const begins = /^\s*[[{]/.test(text);
  const atEnd = position !== undefined && Number(position) >= text.trimEnd().length;
  return begins && (atEnd || /^(?:Unterminated|Unexpected end)/.test(message));
}
