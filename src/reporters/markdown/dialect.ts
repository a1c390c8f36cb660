import type { CommentDialect } from "../../forges/forge.ts";
import { markdownCode } from "../../text/escape.ts";

/** A piece of a document: text that Markdown acts on, or code and addresses, which stay as they are. */
interface Piece {
  readonly kind: "text" | "code" | "fence";
  readonly text: string;
}

/** Breaks a reference without a trace for the reader. */
const BREAK = "&#8203;";

/**
 * A document of ours in another dialect. All documents are written once, in the Markdown of GitHub; this says the same
 * where other things take effect: references that GitHub does not know are broken, no line is left that the forge
 * would carry out, and where HTML is shown as text there is none. Code, fences and link targets stay as they are, but
 * for HTML that stands for code.
 */
export function toDialect(markdown: string, dialect: CommentDialect): string {
  const source = dialect.html ? markdown : withoutElements(markdown);
  const told = piecesOf(source).map(({ kind, text }) => {
    if (kind === "fence")
      return dialect.lineCommand === undefined ? text : safeFence(text, dialect.lineCommand);
    if (kind === "code") return text;
    const broken = dialect.references === undefined ? text : withBrokenReferences(text, dialect.references);
    return dialect.html ? broken : withoutEntities(broken);
  });
  return dialect.lineCommand === undefined
    ? told.join("")
    : withoutLineCommands(told.join(""), dialect.lineCommand);
}

const ENTITY = "&#\\d+;";

/** The number of an entity is no reference, whatever sign stands before it. */
function withBrokenReferences(text: string, references: RegExp): string {
  return text.replace(new RegExp(`(${ENTITY})|${references.source}`, references.flags), (found, entity) =>
    entity === undefined ? `${found}${BREAK}` : found,
  );
}

const FENCE = /^(`{3,})[^\n`]*\n[\s\S]*?^\1$/gm;

/** Fences first, for a code span does not reach over one; then code spans and link targets in what is left. */
function piecesOf(markdown: string): readonly Piece[] {
  return splitBy(FENCE, markdown, "fence").flatMap((piece) =>
    piece.kind === "text" ? splitBy(INLINE, piece.text, "code") : [piece],
  );
}

function splitBy(pattern: RegExp, text: string, kind: Piece["kind"]): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    pieces.push({ kind: "text", text: text.slice(end, match.index) }, { kind, text: match[0] });
    end = match.index + match[0].length;
  }
  pieces.push({ kind: "text", text: text.slice(end) });
  return pieces.filter((piece) => piece.text !== "");
}

/**
 * A run of backticks up to the next of the same length on its line, an address behind the `](` of a link, or a comment
 * of HTML. A backslash before a mark takes its meaning away, unless that one has lost its own.
 */
const INLINE =
  /(?<!`|(?<!\\)(?:\\\\)*\\)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)|(?<=(?<!\\)(?:\\\\)*\])\([^()\s]*\)|<!--[^\n]*?-->/g;

/** The elements that our documents have, said without HTML. Code is no place to look for them. */
function withoutElements(markdown: string): string {
  return piecesOf(markdown)
    .map(({ kind, text }) => (kind === "text" ? plainElements(text) : text))
    .join("");
}

function plainElements(text: string): string {
  return (
    text
      .replace(
        /<details(?: open)?>\n<summary>([^\n]*)<\/summary>\n/g,
        (_, summary: string) => `**${summary}**\n`,
      )
      .replace(/\n*<\/details>/g, "")
      .replace(/<\/?sub>/g, "")
      .replace(/<br>/g, " · ")
      // As text: the marks of another code span would run into those of the one beside it.
      .replace(/<code>((?:&#124;|&lt;)+)<\/code>/g, "$1")
      .replace(/<code>(.*?)<\/code>/g, (_, escaped: string) => codeOf(escaped))
      .replace(/<wbr>/g, BREAK)
  );
}

const CODE_ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&#124;": "\u2223",
};

/** A code span of what stands in an element, where it may be broken at the end of a line. */
function codeOf(escaped: string): string {
  const text = escaped
    .replace(/<wbr>/g, "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/&(?:lt|gt|amp|#124);/g, (entity) => CODE_ENTITIES[entity] ?? entity);
  return markdownCode(text.replaceAll("<!--", "<\u200b!--"));
}

/** A bar ends a cell of a table, so that another sign stands for it. */
const BAR = "\u2223";

/** What entities stand for. Behind a sign that could begin an element or an entity goes a zero-width space. */
const ENTITIES: Readonly<Record<string, string>> = {
  "&nbsp;": "\u00a0",
  "&#8209;": "\u2011",
  "&#8203;": "\u200b",
  "&lt;": "<\u200b",
  "&gt;": "\\>",
  "&amp;": "&\u200b",
  "&#124;": BAR,
};

/** Entities as the characters that they stand for, and no backslash before a sign that needs none everywhere. */
function withoutEntities(text: string): string {
  return text
    .replace(/&(?:nbsp|lt|gt|amp|#8209|#8203|#124);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\\~/g, "~\u200b");
}

/** Said in the place of code in which the forge could see a command: some look for the end of a fence line by line. */
const WITHHELD = "This code is in the HTML report, because the forge could take a line of it for a command.";

function safeFence(fence: string, command: RegExp): string {
  const lines = fence.split("\n").slice(1, -1);
  const hasMarks = lines.some((line) => /^\s*(?:```|~~~|>>>|<)/.test(line));
  return hasMarks && lines.some((line) => command.test(line)) ? WITHHELD : fence;
}

/** Outside of fences a line that would be a command begins with an entity, which reads as the same sign. */
function withoutLineCommands(markdown: string, command: RegExp): string {
  return splitBy(FENCE, markdown, "fence")
    .map(({ kind, text }) =>
      kind === "fence"
        ? text
        : text
            .split("\n")
            .map((line) => (command.test(line) ? line.replace("/", "&#47;") : line))
            .join("\n"),
    )
    .join("");
}
