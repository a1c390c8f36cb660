/**
 * Untrusted text, made harmless for one channel each. Nothing of a tool's text may take effect where it is shown:
 * no link, image, mention, reference, heading, table cell, HTML element, workflow command or control character.
 */

/**
 * Characters that show nothing or reorder what is shown: controls but tab and line feed, halves of surrogate pairs,
 * line separators, annotation marks, and whatever Unicode says to leave out when it is not understood (joiners,
 * bidi controls, fillers, tags, …) but the two selectors that emoji are written with.
 */
export const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb](?<![\t\n]|\ufe0e|\ufe0f)/gu;

const LINE_END = /\r\n|\r|\n/g;

/** What is put where a pattern must be broken without a trace for the reader. */
const BREAK = "&#8203;";

function escapeUnseen(text: string): string {
  return text.replace(UNSEEN, (char) => {
    const code = Number(char.codePointAt(0));
    return `(U+${code.toString(16).toUpperCase().padStart(4, "0")})`;
  });
}

/**
 * One line in which everything can be seen: control, bidi, zero-width and tag characters become `(U+202E)`; line
 * ends and tabs become spaces. Applied twice it changes nothing more.
 */
export function visible(text: string): string {
  return escapeUnseen(text.replace(LINE_END, " ").replaceAll("\t", " "));
}

/** Like {@link visible}, but lines stay lines (ended by `\n`) and tabs stay tabs. */
export function visibleLines(text: string): string {
  return escapeUnseen(text.replace(LINE_END, "\n"));
}

/**
 * At most `max` UTF-16 units. A longer text ends in `…`, and no surrogate pair is cut in two.
 */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return "";
  const end = max - 1;
  const last = text.charCodeAt(end - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}…`;
}

/** The text without the marks at its end, in one step each: `/\/+$/` looks from every slash of a long row anew. */
export function trimEndMarks(text: string, mark: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === mark) end -= 1;
  return text.slice(0, end);
}

const MARKDOWN_SYNTAX = /[\\`*_~[\]#!&<>|]/g;
const MARKDOWN_ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
};

function entity(char: string): string {
  return MARKDOWN_ENTITIES[char] ?? `\\${char}`;
}

/**
 * What GitHub looks for in the finished document, where an entity no longer protects: mentions and addresses,
 * issue numbers, web addresses, emoji names, formulas and commits; at the end of a text too, for a full stop or a
 * number of ours may follow
 * (https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls).
 */
const REFERENCES = /@|#(?=\d|$)|\bGH-(?=\d|$)|:(?=\/\/)|:(?=[+\-\w]+:)|www(?=\.|$)|\$|\b[0-9a-f]{7,}\b/gi;

function breakReference(found: string): string {
  if (found === "$") return "\u0001$\u0001";
  return found.replace(/[0-9a-f]{6}(?=[0-9a-f])|\W|w$/gi, "$&\u0001");
}

/**
 * Text for Markdown that reads as itself, in a paragraph, a list item, a link's label or a table cell.
 * References are broken by a zero-width space, syntax by a backslash or an entity.
 */
export function markdownText(text: string): string {
  return escapedMarkdown(visible(text).trim(), BREAK);
}

/** Text that can be seen, with what breaks a pattern put in the place of every mark. */
function escapedMarkdown(text: string, mark: string): string {
  return text
    .replace(REFERENCES, breakReference)
    .replace(MARKDOWN_SYNTAX, entity)
    .replace(/^[-+=]/, "\\$&")
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2")
    .split("\u0001")
    .filter((part, at, parts) => part !== "" || at === 0 || at === parts.length - 1)
    .join(mark);
}

/**
 * Lets a narrow cell break a long word. It shows nothing, copies as nothing, and is one of the elements that GitHub
 * keeps; a cell that cannot break its words is cut off on a phone.
 */
const WORD_BREAK = "<wbr>";
const LONGEST_WORD = 12;
const LONG_WORD = new RegExp(`\\S{${LONGEST_WORD + 1},}`, "gu");
const NATURAL_BREAK =
  /(?<=[/_@:=,;(){}[\]<>+-])(?=[^/._@:=,;(){}[\]<>+-])|(?<=\.)(?=\p{L})|(?<=\p{Ll})(?=\p{Lu})/u;

/** The same for a table cell: long words can be broken, and so are references. */
export function markdownCellText(text: string): string {
  return escapedMarkdown(withWordBreaks(visible(text).trim()), WORD_BREAK);
}

/** Like {@link markdownCellCode}, but long words can be broken. It still reads and copies exactly as the text. */
export function markdownCellName(text: string): string {
  const plain = visible(text).trim();
  const marked = withWordBreaks(plain);
  return marked === plain ? markdownCellCode(text) : `<code>${escapedMarkdown(marked, WORD_BREAK)}</code>`;
}

/** Marks where long words may be broken: where a reader would, and after 16 characters without such a place. */
function withWordBreaks(text: string): string {
  return text.replace(LONG_WORD, (word) => {
    const parts = word.split(NATURAL_BREAK).flatMap((part) => [...part.matchAll(/.{1,16}/gsu)].flat());
    let length = 0;
    return parts
      .map((part) => {
        const fits = length === 0 || length + part.length <= LONGEST_WORD;
        length = fits ? length + part.length : part.length;
        return fits ? part : `\u0001${part}`;
      })
      .join("");
  });
}

/** What a code span cannot hold in a table, where a bar ends the cell, or would show to a search for comments. */
const NOT_IN_SPAN = /(\|+|<(?=!--))/;

/**
 * Code on one line that reads and copies exactly as the text, in a paragraph, a list item, a link's label or a table
 * cell: in code spans, in which neither Markdown nor GitHub acts on anything. Bars stand between the spans, since
 * only a table reads `\|` as one; where the code stands in a cell, {@link markdownCellCode} is better to read.
 */
export function markdownCode(text: string): string {
  return visible(text).trim().split(NOT_IN_SPAN).map(codePiece).join("");
}

/** A bar behind an odd number of backslashes, of which no number in a cell gives the one that is meant. */
const NOT_IN_CELL = /(\|(?<=(?<!\\)\\(?:\\\\)*\|)|<(?=!--))/;

/**
 * The same for a table cell and nowhere else: a bar is written `\|`, which only a table reads as one
 * (https://github.github.com/gfm/#example-200).
 */
export function markdownCellCode(text: string): string {
  const pieces = visible(text).trim().split(NOT_IN_CELL);
  return pieces.map((piece, index) => codePiece(piece, index).replace(/\|/g, "\\|")).join("");
}

/** A part of code that was split by one group: what the group matched has the odd places. */
function codePiece(piece: string, index: number): string {
  if (piece === "") return "";
  return index % 2 === 1 ? `<code>${piece.replace(MARKDOWN_SYNTAX, entity)}</code>` : codeSpan(piece);
}

/** The length of the longest run of backticks; no list of them is made an argument list, for there may be many. */
function longestTicks(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

/** Longer than every run of backticks in it, and padded where Markdown would take something off its ends. */
function codeSpan(text: string): string {
  const fence = "`".repeat(longestTicks(text) + 1);
  const losesSpaces = text.startsWith(" ") && text.endsWith(" ") && text.trim() !== "";
  return losesSpaces || text.startsWith("`") || text.endsWith("`")
    ? `${fence} ${text} ${fence}`
    : `${fence}${text}${fence}`;
}

/** A fenced block of lines. `info` names the language; other characters than letters, digits and `-` are left out. */
export function markdownFence(text: string, info = ""): string {
  const plain = visibleLines(text);
  const fence = "`".repeat(Math.max(2, longestTicks(plain)) + 1);
  return `${fence}${info.replace(/[^a-z0-9-]/gi, "")}\n${trimEndMarks(plain, "\n")}\n${fence}`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
    .replaceAll("`", "&#96;");
}

/** Text for an HTML text node; lines stay lines. */
export function htmlText(text: string): string {
  return escapeHtml(visibleLines(text));
}

/** Text for the inside of a quoted HTML attribute. It does not judge addresses: check those before. */
export function htmlAttribute(text: string): string {
  return escapeHtml(visible(text));
}

/**
 * Plain text for a SARIF message. There `{0}` is a placeholder and `[text](target)` a link (SARIF 2.1.0 §3.11.5 and
 * §3.11.6): braces are doubled when one looks like a placeholder, and no `](` is left.
 */
export function sarifText(text: string): string {
  const plain = visibleLines(text).replaceAll("](", "] (");
  return /\{\d+\}/.test(plain) ? plain.replace(/[{}]/g, "$&$&") : plain;
}

/**
 * A path as a relative URI reference, percent-encoded segment by segment, with nothing left that Markdown or HTML
 * reads. It does not judge where the path leads.
 */
export function uriPath(path: string): string {
  return path
    .split("/")
    .map((segment) => addressPart(segment).replace(/[!'()*~]/g, percent))
    .join("/");
}

/**
 * One part of an address, percent-encoded: a segment of a path, a key or value of a query, a fragment. Half a
 * surrogate pair, which no address can hold and `encodeURIComponent` refuses with an error, becomes U+FFFD.
 */
export function addressPart(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "\ufffd"));
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
