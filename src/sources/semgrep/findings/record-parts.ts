import type { CodeEdit, Observation, ToolSuppression } from "../../../model/finding.ts";
import { present } from "../../../text/present.ts";
import { IGNORED_IN_CODE } from "../../semgrep-words.ts";
import type { WireFinding } from "../schema.ts";

/** `status` is the one to judge by; where it is missing, triage and the scan's own state tell it. */
export function statusOf(finding: WireFinding): string {
  const status = plainWord(finding.status, "");
  if (status !== undefined) return status;
  if (finding.state?.toLowerCase() === "fixed") return "fixed";
  const ignored =
    finding.triage_state?.toLowerCase() === "ignored" || finding.state?.toLowerCase() === "muted";
  return ignored ? "ignored" : "open";
}

export function plainWord(word: unknown, prefix: string): string | undefined {
  if (word === undefined || word === null || word === "") return undefined;
  const plain = wordOf(word).trim().toLowerCase();
  return plain.startsWith(prefix) ? plain.slice(prefix.length) : plain;
}

/** A word as it came; what is none is shown as JSON. */
export function wordOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export function triageOf(finding: WireFinding): ToolSuppression {
  const muted = finding.state?.toLowerCase() === "muted" && finding.triage_state?.toLowerCase() !== "ignored";
  const reason = [finding.triage_reason?.replaceAll("_", " "), finding.triage_comment].map(nonEmpty);
  const told = reason.filter((part) => part !== undefined).join(": ");
  return told !== "" ? { reason: told } : muted ? IGNORED_IN_CODE : {};
}

/**
 * The fix that Semgrep Assistant proposes: its code, else its advice. The code takes the place of all lines of the
 * finding (`fix_code` in https://semgrep.dev/api/v1/docs/), of which only some may have been matched.
 */
export function assistantFields(
  { assistant, location }: WireFinding,
  { line, endLine = line }: Pick<Observation, "line" | "endLine">,
): Pick<Observation, "fix" | "fixable" | "edit"> {
  const code = nonEmpty(assistant?.autofix?.fix_code);
  const guidance = assistant?.guidance;
  const fix = code ?? nonEmpty(guidance?.instructions) ?? nonEmpty(guidance?.summary);
  if (code === undefined) return present({ fix });
  if (line === undefined || endLine === undefined) return { fix: code, fixable: true };
  const column = location?.column;
  const known = column !== undefined && column > 1 ? { column } : {};
  const edit: CodeEdit = { kind: "lines", line, endLine, ...known, text: code };
  return { fix: code, fixable: true, edit };
}

/** The text, or undefined when it is blank. */
export function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : text;
}

/** The place of the code. Recorded answers use other names for its parts than the description. */
type FilePlace = Pick<Observation, "path" | "line" | "endLine">;

export function placeOf(finding: WireFinding): FilePlace {
  const place = finding.location;
  const path = nonEmpty(place?.file_path) ?? nonEmpty(place?.path);
  const line = place?.line ?? place?.start_line;
  const endLine = place?.end_line;
  return {
    ...(path === undefined ? {} : { path }),
    ...(isLine(line) ? { line } : {}),
    ...(isLine(line) && isLine(endLine) && endLine >= line ? { endLine } : {}),
  };
}

/** `path:line`; the path itself may hold colons. */
export function pathAndLine(findingPath: string | undefined): FilePlace {
  const [, path, digits] = /^(.*):(\d+)$/s.exec(findingPath ?? "") ?? [];
  if (path === undefined) return findingPath ? { path: findingPath } : {};
  const line = Number(digits);
  return { ...(path === "" ? {} : { path }), ...(isLine(line) ? { line } : {}) };
}

function isLine(line: number | undefined): line is number {
  return line !== undefined && Number.isSafeInteger(line) && line >= 1;
}

export function semgrepTicketOf(
  ticket: { readonly id?: string | undefined; readonly url?: string | undefined } | undefined,
  slug: string | undefined,
): Pick<Observation, "ticket"> {
  const key = nonEmpty(slug) ?? ticket?.id;
  if (ticket === undefined || key === undefined) return {};
  return { ticket: { key, ...(ticket.url ? { url: ticket.url } : {}) } };
}
