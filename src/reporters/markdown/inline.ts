/** A piece of a line: text in one look, with the address that it leads to. */
export interface InlineSpan {
  readonly text: string;
  readonly isBold?: boolean;
  /** Text that stands back. */
  readonly isSmall?: boolean;
  readonly isCode?: boolean;
  readonly link?: string;
}

/** What stands between pieces: where a line must end, and where a long word may be broken. */
export type SpanBreak = "line" | "word";

export type InlinePiece = InlineSpan | SpanBreak;

/**
 * The marks of our own Markdown, in the order in which they are looked for: code, a backslash that takes a sign's
 * meaning away, an entity, an element, bold, and the two ends of a link.
 */
const MARKS =
  /(?<ticks>`+)(?!`)(?<code>.*?)(?<!`)\k<ticks>(?!`)|\\(?<sign>[!-/:-@[-`{-~])|(?<entity>&(?:amp|lt|gt|nbsp|#\d{1,5});)|<(?<element>br|wbr|\/?sub|\/?code)>|(?<bold>\*\*)|(?<open>\[)|\]\((?<address>[^()\s]*)\)/gs;

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&nbsp;": "\u00a0",
  // Breaks a reference on GitHub, and shows nothing.
  "&#8203;": "",
  // A hyphen at which no line ends.
  "&#8209;": "-",
  "&#124;": "|",
  "&#47;": "/",
};

/** An address of ours in which nothing ends the sequence that makes a link of a terminal. */
const ADDRESS = /^https?:\/\/[!-~]+$/;

/**
 * A line of our own Markdown as pieces for documents that are none: the same words, with no mark of Markdown or HTML
 * left. Tools' texts stand in it escaped, and come out as the text that can be seen which they were.
 */
export function inlinePieces(markdown: string): readonly InlinePiece[] {
  const reader = new InlineReader();
  let end = 0;
  for (const match of markdown.matchAll(MARKS)) {
    reader.put(markdown.slice(end, match.index));
    reader.take(match.groups ?? {});
    end = match.index + match[0].length;
  }
  reader.put(markdown.slice(end));
  return reader.pieces;
}

/** Pieces with nothing that Markdown means: the text alone, a space for each end of a line. */
export function inlineText(pieces: readonly InlinePiece[]): string {
  return pieces.map((piece) => (piece === "word" ? "" : piece === "line" ? " " : piece.text)).join("");
}

class InlineReader {
  readonly pieces: InlinePiece[] = [];
  #isBold = false;
  #isSmall = false;
  #isCode = false;
  /** Where the label of the link begins that is open. */
  #label: number | undefined;

  put(text: string, isCode = this.#isCode): void {
    if (text === "") return;
    this.pieces.push({
      text,
      ...(isCode ? { isCode } : {}),
      ...(this.#isBold ? { isBold: true } : {}),
      ...(this.#isSmall ? { isSmall: true } : {}),
    });
  }

  take({
    code,
    sign,
    entity,
    element,
    bold,
    open,
    address,
  }: Readonly<Record<string, string | undefined>>): void {
    if (code !== undefined) this.put(withoutPadding(code).replaceAll("\\|", "|"), true);
    if (sign !== undefined) this.put(sign);
    if (entity !== undefined) this.put(ENTITIES[entity] ?? entity);
    if (element !== undefined) this.#takeElement(element);
    if (bold !== undefined) this.#isBold = !this.#isBold;
    if (open !== undefined) this.#label = this.pieces.length;
    if (address !== undefined) this.#endLink(address.replaceAll("&amp;", "&"));
  }

  #takeElement(element: string): void {
    if (element === "br") this.pieces.push("line");
    if (element === "wbr") this.pieces.push("word");
    if (element.endsWith("code")) this.#isCode = element === "code";
    if (element.endsWith("sub")) this.#isSmall = element === "sub";
  }

  #endLink(link: string): void {
    const label = this.pieces.splice(this.#label ?? this.pieces.length);
    this.#label = undefined;
    const linked = ADDRESS.test(link) ? { link } : {};
    this.pieces.push(...label.map((piece) => (typeof piece === "string" ? piece : { ...piece, ...linked })));
  }
}

/** Code that begins or ends with a backtick has a space at each end, which is no part of it. */
function withoutPadding(code: string): string {
  return /^ .*\S.* $/.test(code) ? code.slice(1, -1) : code;
}
