import type { CodeEdit } from "../../model/finding.ts";
import { present } from "../../text/present.ts";
import { countOf, type Fields, fieldAt, objectsOf } from "./fields.ts";
import { disclosed } from "./report-part.ts";

/**
 * The code that a Semgrep rule puts in the place of a match: the text between its two ends, the second one left out
 * (`fix` in https://github.com/semgrep/semgrep-interfaces/blob/main/semgrep_output_v1.atd).
 */
export function semgrepEdit(match: Fields, fix: string | undefined): CodeEdit | undefined {
  if (fix === undefined) return undefined;
  const edit = rangeEdit(fix, {
    line: fieldAt(match.start, "line"),
    column: fieldAt(match.start, "col"),
    endLine: fieldAt(match.end, "line"),
    endColumn: fieldAt(match.end, "col"),
  });
  return edit && { ...edit, ...present({ found: disclosed(fieldAt(match.extra, "lines")) }) };
}

/**
 * What a SARIF fix replaces (§3.55 to §3.57), where it is one piece of text in the file that `isSameFile` accepts.
 * A region without columns is of whole lines.
 */
export function sarifEdit(
  fix: Fields | undefined,
  isSameFile: (artifactLocation: unknown) => boolean,
): CodeEdit | undefined {
  const [change, ...otherFiles] = objectsOf(fix?.artifactChanges);
  const [replacement, ...others] = objectsOf(change?.replacements);
  if (otherFiles.length > 0 || others.length > 0 || !isSameFile(change?.artifactLocation)) return undefined;
  const text = fieldAt(replacement, "insertedContent", "text");
  const region = fieldAt(replacement, "deletedRegion");
  if (typeof text !== "string") return undefined;
  const line = fieldAt(region, "startLine");
  const endLine = fieldAt(region, "endLine") ?? line;
  const [column, endColumn] = [fieldAt(region, "startColumn"), fieldAt(region, "endColumn")];
  if (column === undefined && endColumn === undefined) return lineEdit(text, { line, endLine });
  return rangeEdit(text, { line, column: column ?? 1, endLine, endColumn });
}

function lineEdit(text: string, ends: { readonly line: unknown; readonly endLine: unknown }) {
  const [line = 0, endLine = 0] = [countOf(ends.line), countOf(ends.endLine)];
  const isUsable = line > 0 && endLine >= line && text !== "";
  return isUsable ? ({ kind: "lines", line, endLine, text } satisfies CodeEdit) : undefined;
}

interface EditEnds {
  readonly line: unknown;
  readonly column: unknown;
  readonly endLine: unknown;
  readonly endColumn: unknown;
}

/** A text up to the beginning of a line takes the place of the whole lines before. */
function rangeEdit(text: string, ends: EditEnds): CodeEdit | undefined {
  const [line = 0, column = 0] = [countOf(ends.line), countOf(ends.column)];
  const [endLine = 0, endColumn = 0] = [countOf(ends.endLine), countOf(ends.endColumn)];
  const isForward = endLine > line || (endLine === line && endColumn >= column);
  if (line < 1 || column < 1 || endColumn < 1 || !isForward) return undefined;
  const isWholeLines = column === 1 && endColumn === 1 && endLine > line && text.endsWith("\n");
  return isWholeLines
    ? lineEdit(text, { line, endLine: endLine - 1 })
    : { kind: "range", line, column, endLine, endColumn, text };
}
