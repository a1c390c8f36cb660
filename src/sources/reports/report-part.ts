import { createHash } from "node:crypto";
import type { SnykProduct } from "../../model/evidence.ts";
import type { Observation } from "../../model/finding.ts";
import type { Note, ReasonCode } from "../../model/verdict.ts";

/** What a parser knows of the file beside its text. */
export interface ReportOrigin {
  /** The file's own path, for messages. */
  readonly path: string;
  /** Absolute path of the workspace, so that absolute paths inside a report can be told relative to it. */
  readonly workspace?: string;
  /** Gives the workspace file that an absolute path of another machine means; undefined when there is none. */
  readonly locate?: (absolute: string) => string | undefined;
}

/** One finding of a report, with its age where the report itself compared with an earlier run. */
export interface ReportedFinding {
  readonly observation: Observation;
  readonly age: "new" | "existing" | "fixed" | "unknown";
}

/** Why a part of a report cannot stand for the whole. */
export interface ReportProblem {
  readonly code: Extract<ReasonCode, "partial" | "report-invalid">;
  /** What happened; the file is named by whoever tells it. */
  readonly message: string;
  /** What to do, where that is not what the code suggests. */
  readonly hint?: string;
}

/** What is said of a result that speaks against itself. */
export function unlisted(told: string): ReportProblem {
  return { code: "report-invalid", message: `${told} says that there are problems and lists none` };
}

/** What one tool says in one file. */
export interface ReportPart {
  readonly tool: string;
  /** Of Snyk: the products that made it. */
  readonly products?: readonly SnykProduct[];
  readonly results: readonly ReportedFinding[];
  readonly problems: readonly ReportProblem[];
  /** Worth telling; decides nothing. The file is named by whoever tells it. */
  readonly notes: readonly Pick<Note, "level" | "text">[];
  /** Severities, in lower case, below which the tool was told not to report; an unknown word stays as it is. */
  readonly thresholds?: readonly string[];
  /** Of which repositories and commits the tool says that it made this. */
  readonly stated?: readonly StatedOrigin[];
}

/** A commit and its repository, as a report names them. A commit may be cut short. */
export interface StatedOrigin {
  readonly repository?: string;
  readonly commit?: string;
}

/** What a report leaves open, or its whole failure when it holds nothing that could count. */
export function shortfall(
  message: string,
  { holdsNothing }: { readonly holdsNothing: boolean },
): ReportProblem {
  return holdsNothing
    ? { code: "report-invalid", message: `${message}, and there is no result`, hint: REPAIR_SCAN }
    : { code: "partial", message };
}

/** What to do about a scan that failed. */
export const REPAIR_SCAN = "Repair that scan and run it again";

/** Most results of one file: what a run is made for (contract §10). */
export const MOST_RESULTS = 200_000;

/** Why a file is refused that lists more than {@link MOST_RESULTS}. */
export function tooMany(results: number): string {
  return `it lists ${results} results, and at most ${MOST_RESULTS} can be read`;
}

/** What came of one file: its parts, or why it is no report. */
export type ParsedReport =
  | { readonly parts: readonly ReportPart[] }
  | { readonly refused: string; readonly parts?: never };

/** How much of a tool's own words a message of ours quotes. */
const QUOTED_CHARACTERS = 200;

/** A tool's text on one line, cut to a length fit for a message. */
export function quoted(text: string, limit = QUOTED_CHARACTERS): string {
  const line = text
    .slice(0, limit * 4)
    .replace(/\s+/g, " ")
    .trim();
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : line;
}

/** A title from a message: its first sentence, or as much of it as a heading bears. */
export function titleFrom(message: string): string {
  const line = message.trimStart().split(/[\r\n]/, 1)[0] ?? "";
  const end = line.search(/[.!?](?=\s)/);
  return quoted(end === -1 ? line : line.slice(0, end + 1), 120).replace(/(?<!\.)\.$/, "");
}

/** One identity from several parts. Two lists give the same only when they are equal part by part. */
export function identityFrom(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 40);
}

/** What Semgrep writes in place of what it shows to logged-in users only. */
const WITHHELD = "requires login";

/** The value as a text that its tool really shows; undefined for blanks and for Semgrep's stand-in. */
export function disclosed(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const plain = value.trim().toLowerCase();
  return plain === "" || plain === WITHHELD ? undefined : value;
}
