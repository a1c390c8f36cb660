import { inlinePieces } from "../../reporters/markdown/inline.ts";
import { type Paint, paintedLine } from "./paint.ts";
import { tableLines } from "./table.ts";
import { wrapped } from "./wrap.ts";

export interface TerminalLook {
  readonly paint: Paint;
  /** Cells of a line; lines of code may be longer, for they are copied. */
  readonly width: number;
}

const FENCE = /^(`{3,})/;
const FOLD_TITLE = /^<summary>(.*)<\/summary>$/;
const NOTHING = /^(?:<\/?details(?: open)?>|<!--.*-->)$/;
const MARKED = /^(?<mark>- |> ?|#{1,6} )(?<text>.*)$/;

/**
 * A document of ours for a terminal. All documents are written once, in the Markdown of GitHub; this says the same
 * where no Markdown is shown: tables fit the width, what GitHub folds stands below its title, links lead on where the
 * terminal can show them. No line is longer than the width but for code, and nothing is cut.
 */
export function terminalMarkdown(markdown: string, look: TerminalLook): string {
  const lines = markdown.split("\n");
  const shown: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const block = blockAt(lines, at);
    shown.push(...blockLines(block, look));
    at += block.length;
  }
  return shown
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

/** Lines that are read as one: a fence, a table, or a single line. */
function blockAt(lines: readonly string[], at: number): readonly string[] {
  const first = lines[at] ?? "";
  const fence = FENCE.exec(first)?.[1];
  const isInside = (line: string, index: number): boolean =>
    fence === undefined ? line.startsWith("|") : index === 0 || line !== fence;
  if (fence === undefined && !first.startsWith("|")) return [first];
  const rest = lines.slice(at);
  const end = rest.findIndex((line, index) => !isInside(line, index));
  const length = end === -1 ? rest.length : end + (fence === undefined ? 0 : 1);
  return rest.slice(0, length);
}

function blockLines(block: readonly string[], look: TerminalLook): readonly string[] {
  const [first = ""] = block;
  if (FENCE.test(first)) return codeLines(block.slice(1, -1), look);
  if (first.startsWith("|")) return tableLines(block, look);
  return NOTHING.test(first) ? [] : textLines(first, look);
}

/** Code as it is, for it is copied; what a shell would leave out stands back. */
function codeLines(lines: readonly string[], { paint }: TerminalLook): readonly string[] {
  return lines.map((line) => (line.startsWith("# ") ? paint.dim(`  ${line}`) : `  ${line}`));
}

/** A line of text, wrapped; what belongs to a list or a quote stands below its beginning. */
function textLines(line: string, look: TerminalLook): readonly string[] {
  const { paint, width } = look;
  const fold = FOLD_TITLE.exec(line)?.[1];
  const { mark = "", text = "" } = MARKED.exec(fold ?? line)?.groups ?? { text: fold ?? line };
  const isHead = fold !== undefined || mark.startsWith("#");
  const indent = mark === "- " ? "- " : "";
  const pieces = inlinePieces(isHead ? `**${text.replaceAll("**", "")}**` : text);
  return wrapped(pieces, width - indent.length).map((spans, at) => {
    const before = at === 0 ? indent : " ".repeat(indent.length);
    return `${before}${paintedLine(spans, paint)}`;
  });
}
