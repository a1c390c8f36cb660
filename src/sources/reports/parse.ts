import type { Steps } from "../../model/steps.ts";
import { type Fields, fieldsOf, textOf } from "./fields.ts";
import type { ParsedReport, ReportOrigin, ReportPart } from "./report-part.ts";
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
export function* parseReport(text: string, origin: ReportOrigin): Steps<ParsedFile> {
  const json = yield* jsonOf(text);
  if ("refused" in json) return json;
  yield;
  return yield* parseReportJson(json.value, origin);
}

/** The same for a text that was parsed already. */
export function* parseReportJson(value: unknown, origin: ReportOrigin): Steps<ParsedFile> {
  const known = formatOf(value);
  if (known === undefined) return { refused: strangerOf(value, fieldsOf(value)) };
  try {
    const parsed = yield* known.read(origin);
    return parsed.parts === undefined ? parsed : { format: known.format, parts: parsed.parts };
  } catch (thrown) {
    // No parser of ours recurses into the data, so this is for nesting that the engine itself gives up on.
    if (thrown instanceof RangeError) return { refused: "it is too large or too deeply nested to be read" };
    throw thrown;
  }
}

interface KnownFormat {
  readonly format: ReportFormat;
  readonly read: (origin: ReportOrigin) => Steps<ParsedReport>;
}

/** Which format a value has, by what only that format has; undefined for anything else. */
function formatOf(value: unknown): KnownFormat | undefined {
  const fields = fieldsOf(value);
  if (fields !== undefined && isSarif(fields)) {
    return { format: "sarif", read: (origin) => parseSarif(fields, origin) };
  }
  if (fields !== undefined && foreignFormat(fields) !== undefined) return undefined;
  if (fields !== undefined && isSemgrepJson(fields)) {
    return { format: "semgrep-json", read: (origin) => parseSemgrepJson(fields, origin) };
  }
  if (isSnykTestResult(value)) {
    return { format: "snyk-json", read: (origin) => parseSnykTestResult(value, origin) };
  }
  return isSnykJson(value)
    ? { format: "snyk-json", read: (origin) => parseSnykJson(value, origin) }
    : undefined;
}

/** Other tools' formats by fields that only they have, all of which must be there. */
const FOREIGN: readonly (readonly [name: string, ...fields: readonly string[]])[] = [
  ["a CycloneDX bill of materials", "bomFormat"],
  ["an SPDX document", "spdxVersion"],
  ["an SPDX document", "@context", "@graph"],
  ["a report of GitLab's format", "scan", "vulnerabilities"],
  ["a report of GitLab's format", "version", "dependency_files"],
  ["npm's audit report", "auditReportVersion"],
  ["npm's audit report", "advisories", "metadata"],
  ["Trivy's report", "SchemaVersion", "Results"],
  ["Trivy's report", "SchemaVersion", "ArtifactName"],
  ["Grype's report", "matches", "descriptor"],
  ["Anchore's report", "imageDigest"],
  ["Clair's report", "manifest_hash"],
  ["Bandit's report", "metrics", "generated_at"],
];

function foreignFormat(fields: Fields): string | undefined {
  return FOREIGN.find(([, ...names]) => names.every((name) => Object.hasOwn(fields, name)))?.[0];
}

const ONLY_READS = "only SARIF and the JSON output of Semgrep or Snyk can be read";

/** Why JSON is no report; the near misses are named, because they look right to whoever made them. */
function strangerOf(value: unknown, fields: Fields | undefined): string {
  const foreign = fields === undefined ? undefined : foreignFormat(fields);
  if (foreign !== undefined) return `it is ${foreign}, and ${ONLY_READS}`;
  if (Array.isArray(value) && value.length === 0) return "it is an empty list, which tells of no scan";
  if (textOf(fields?.check_id) !== undefined) return "it is a single Semgrep result, not the whole output";
  if (Array.isArray(value) && value.some(isSnykJson)) {
    return "it is a list of which only some are Snyk results";
  }
  return "it is JSON, but neither SARIF nor the JSON output of Semgrep or Snyk";
}

/** A file's text as JSON, or why it is none. */
export function* jsonOf(text: string): Steps<{ readonly value: unknown } | { readonly refused: string }> {
  const plain = text.startsWith("\ufeff") ? text.slice(1) : text;
  if (plain.trim() === "") return { refused: "it is empty" };
  if (plain.startsWith("\u001f")) return { refused: "it is compressed" };
  if (/^(?:\ufffd\ufffd|[^\0]?\0)/.test(plain)) {
    return { refused: "it is not UTF-8 text (PowerShell's > writes UTF-16)" };
  }
  const values = yield* valuesIn(plain);
  if (values > MOST_VALUES) {
    return { refused: `it is too dense: it holds more than ${MOST_VALUES.toLocaleString("en-US")} values` };
  }
  try {
    return { value: JSON.parse(plain) };
  } catch (thrown) {
    return { refused: isCutOff(thrown, plain) ? "it is JSON that was cut off" : "it is not JSON" };
  }
}

/**
 * Most values of a file. The engine reads JSON in one go, and it is their number that takes its time: so many are read
 * in half a second, and a report of the largest size has half as many.
 */
const MOST_VALUES = 2_000_000;

/** Characters after which everything else may happen. */
const CHARACTERS_A_STEP = 1_000_000;

/** How many values a text has at most, by the characters that stand before one. */
function* valuesIn(text: string): Steps<number> {
  let count = 0;
  for (let at = 0; at < text.length && count <= MOST_VALUES; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x2c || code === 0x5b || code === 0x7b) count += 1;
    if (at % CHARACTERS_A_STEP === 0) yield;
  }
  return count;
}

/** The engine tells the position at which it gave up; what it quotes around it is not for our messages. */
function isCutOff(thrown: unknown, text: string): boolean {
  const message = thrown instanceof Error ? thrown.message : "";
  const position = /position (\d+)/.exec(message)?.[1];
  const begins = /^\s*[[{]/.test(text);
  const atEnd = position !== undefined && Number(position) >= text.trimEnd().length;
  return begins && (atEnd || /^(?:Unterminated|Unexpected end)/.test(message));
}
