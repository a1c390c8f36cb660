import type { CodeEdit } from "../../model/finding.ts";
import { type DiffLines, lastLine } from "./diff.ts";

/** The longest suggestion: a larger change is one to make in an editor. */
const LONGEST_SUGGESTION = 10_000;

/**
 * What nobody sees in a suggestion that is taken over with one click: controls but tabs, halves of surrogate pairs,
 * formatting and bidi characters, selectors, fillers, and every space but the plain one.
 */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb](?<![\t ])/u;

/**
 * The block whose lines GitHub puts in the place of those that a comment is about, with one click. They stand in it just as
 * they are, behind a fence longer than any in them.
 */
export function suggestionBlock(lines: readonly string[]): string {
  const code = lines.join("\n");
  const ticks = [...code.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = "`".repeat(Math.max(2, ...ticks) + 1);
  return `${fence}suggestion\n${code}\n${fence}`;
}

type EditOf<Kind extends CodeEdit["kind"]> = Extract<CodeEdit, { readonly kind: Kind }>;

/**
 * The lines that take the place of lines of the diff when an edit is made in them. Undefined where that is not exactly
 * what the tool proposes: an edit that reaches beyond these lines, that changes nothing, that was made for other code, or
 * whose columns cannot be relied on; and where the result holds what cannot be seen.
 */
export function suggestedLines(edit: CodeEdit, lines: DiffLines): readonly string[] | undefined {
  if (edit.line < lines.line || edit.endLine > lastLine(lines)) return undefined;
  const [start, end] = [edit.line - lines.line, edit.endLine + 1 - lines.line];
  const replaced = lines.texts.slice(start, end);
  if (edit.found !== undefined && !holds(lines.texts, edit.found)) return undefined;
  const edited = edit.kind === "lines" ? wholeLines(edit, replaced) : withinLines(edit, replaced);
  if (edited === undefined) return undefined;
  const result = [...lines.texts.slice(0, start), ...edited, ...lines.texts.slice(end)];
  const text = result.join("\n");
  const isShown = text.length <= LONGEST_SUGGESTION && !result.some((line) => INVISIBLE.test(line));
  return isShown && text !== lines.texts.join("\n") ? result : undefined;
}

/**
 * Lines for lines. Where the problem begins behind other code, that code has to begin the fix as well: else it is the
 * fix of a part of the line.
 */
function wholeLines({ text, column = 1 }: EditOf<"lines">, replaced: readonly string[]) {
  const lines = linesOf(text);
  const [old = ""] = replaced;
  const before = old.slice(0, column - 1).trim();
  return (lines[0] ?? "").trimStart().startsWith(before) ? indented(lines, indentationOf(old)) : undefined;
}

/**
 * Lines whose first one is not indented take over an indentation, all of them; undefined when the others have it already,
 * for then nobody knows whether only the first one lost its own.
 */
function indented(lines: readonly string[], indentation: string): readonly string[] | undefined {
  const [first, ...others] = lines;
  if (first === undefined) return undefined;
  if (indentation === "" || indentationOf(first) !== "") return lines;
  const texts = others.filter((line) => line !== "");
  if (texts.length > 0 && texts.every((line) => line.startsWith(indentation))) return undefined;
  return lines.map((line) => (line === "" ? line : indentation + line));
}

/** A text for the text between two columns, as far as nothing but ASCII stands before them: tools count others differently. */
function withinLines({ text, column, endColumn }: EditOf<"range">, replaced: readonly string[]) {
  const [first = "", last = ""] = [replaced[0], replaced.at(-1)];
  const [before, upTo] = [first.slice(0, column - 1), last.slice(0, endColumn - 1)];
  if (before.length < column - 1 || upTo.length < endColumn - 1) return undefined;
  if (!isAscii(before) || !isAscii(upTo)) return undefined;
  return `${before}${text}${last.slice(upTo.length)}`.split("\n");
}

/** Whether a text stands in some lines, but for the white space at its ends: a report may be of the merge commit. */
function holds(texts: readonly string[], found: string): boolean {
  return texts.join("\n").includes(found.replaceAll("\r\n", "\n").trim());
}

/** The lines of a text, without empty ones at its ends, and without the white space at their ends. */
function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|\n/).map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== "");
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== "") + 1);
}

function indentationOf(line: string): string {
  return /^[\t ]*/.exec(line)?.[0] ?? "";
}

function isAscii(text: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(text);
}
