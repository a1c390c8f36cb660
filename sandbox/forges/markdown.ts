/** The Markdown that the gate's comments are made of, read as a forge reads it: no more of the language than they use. */

export type MarkdownBlock =
  | { readonly kind: "heading"; readonly level: number; readonly text: string }
  | { readonly kind: "paragraph" | "code" | "quote"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly rows: readonly (readonly string[])[] }
  | {
      readonly kind: "fold";
      readonly isOpen: boolean;
      readonly summary: string;
      readonly blocks: readonly MarkdownBlock[];
    };

export type MarkdownPiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  /** An element that forges keep in comments, such as `<br>` or `</sub>`. */
  | { readonly kind: "element"; readonly tag: string }
  | { readonly kind: "strong"; readonly pieces: readonly MarkdownPiece[] }
  | { readonly kind: "link"; readonly pieces: readonly MarkdownPiece[]; readonly target: string };

/** A definition that nobody uses is shown nowhere, so markers stand in them where comments of HTML would be seen. */
const HIDDEN = { html: /^<!--.*-->$/, any: /^\[[^\]]+\]: \S/ };

/** The blocks of a comment, top to bottom; without `html` its elements are text. */
export function readBlocks(markdown: string, html: boolean): readonly MarkdownBlock[] {
  return blocksOf(markdown.split("\n"), html);
}

function blocksOf(lines: readonly string[], html: boolean): readonly MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  for (let at = 0; at < lines.length; ) {
    const [block, count] = nextBlock(lines.slice(at), html);
    if (block !== undefined) blocks.push(block);
    at += count;
  }
  return blocks;
}

/** The first block, or none for a line that is not shown, and how many lines it takes. */
function nextBlock(
  lines: readonly string[],
  html: boolean,
): readonly [block: MarkdownBlock | undefined, count: number] {
  const [line = ""] = lines;
  if (line.trim() === "" || HIDDEN.any.test(line) || (html && HIDDEN.html.test(line))) return [undefined, 1];
  const heading = /^(#{1,6}) (.*)$/.exec(line);
  if (heading) return [{ kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" }, 1];
  const fence = /^(`{3,})/.exec(line)?.[1];
  if (fence !== undefined) {
    const end = lines.findIndex((one, at) => at > 0 && one.trimEnd() === fence);
    const body = lines.slice(1, end < 0 ? undefined : end);
    return [{ kind: "code", text: body.join("\n") }, body.length + (end < 0 ? 1 : 2)];
  }
  if (html && /^<details(?: open)?>/.test(line)) return fold(lines);
  if (/^\|/.test(line)) {
    const rows = linesWhile(lines, (one) => one.startsWith("|"));
    return [{ kind: "table", rows: rows.filter((_, at) => at !== 1).map(cellsOf) }, rows.length];
  }
  if (/^[-*] /.test(line)) {
    const items = linesWhile(lines, (one) => /^(?:[-*] | +\S)/.test(one));
    return [{ kind: "list", items: items.map((one) => one.replace(/^\s*[-*] /, "")) }, items.length];
  }
  if (line.startsWith(">")) {
    const quoted = linesWhile(lines, (one) => one.startsWith(">"));
    return [{ kind: "quote", text: quoted.map((one) => one.replace(/^> ?/, "")).join("\n") }, quoted.length];
  }
  const paragraph = linesWhile(
    lines,
    (one) => one.trim() !== "" && !/^(?:#{1,6} |`{3}|\||[-*] |>)/.test(one),
  );
  return [{ kind: "paragraph", text: paragraph.join("\n") }, Math.max(1, paragraph.length)];
}

function linesWhile(lines: readonly string[], fits: (line: string) => boolean): readonly string[] {
  const end = lines.findIndex((line) => !fits(line));
  return end < 0 ? lines : lines.slice(0, end);
}

function fold(lines: readonly string[]): readonly [MarkdownBlock, number] {
  let depth = 0;
  const end = lines.findIndex((line) => {
    depth += Number(line.startsWith("<details")) - Number(line.startsWith("</details>"));
    return depth === 0;
  });
  const body = lines.slice(1, end < 0 ? undefined : end);
  const [first = "", ...rest] = body;
  const summary = /^<summary>(.*)<\/summary>$/.exec(first)?.[1];
  return [
    {
      kind: "fold",
      isOpen: lines[0]?.startsWith("<details open") === true,
      summary: summary ?? "",
      blocks: blocksOf(summary === undefined ? body : rest, true),
    },
    body.length + (end < 0 ? 1 : 2),
  ];
}

/** A vertical line in a cell stands behind a backslash, in code too. */
function cellsOf(line: string): readonly string[] {
  const inner = line.trim().replace(/^\|/, "").replace(/\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

const TOKENS = [
  /^(?<fence>`+)(?!`)(?<code>.+?)(?<!`)\k<fence>(?!`)/s,
  /^\\(?<plain>[!-/:-@[-`{-~])/,
  /^\*\*(?<strong>\S.*?)\*\*/s,
  /^\[(?<label>(?:\\.|`[^`]*`|[^\]\\])*)\]\((?<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/s,
] as const;
const ELEMENT = /^<(?<tag>\/?(?:br|wbr|sub|code))>/;
const ENTITY = /^&(?:nbsp|lt|gt|amp|quot|#\d{1,7});/;

/** The pieces of a line of text; without `html` its elements are text. Entities stay as they are. */
export function readPieces(text: string, html: boolean): readonly MarkdownPiece[] {
  const pieces: MarkdownPiece[] = [];
  let plain = "";
  const end = () => {
    if (plain !== "") pieces.push({ kind: "text", text: plain });
    plain = "";
  };
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const found = [...TOKENS, ...(html ? [ELEMENT] : [])].map((token) => token.exec(rest)).find(Boolean);
    const entity = ENTITY.exec(rest)?.[0];
    const { code, plain: escaped, strong, label, target, tag } = found?.groups ?? {};
    at += found?.[0].length ?? entity?.length ?? 1;
    if (found === undefined || found === null) plain += entity ?? escapeMarkup(rest.charAt(0));
    else if (escaped !== undefined) plain += escapeMarkup(escaped);
    else {
      end();
      if (code !== undefined) pieces.push({ kind: "code", text: codeText(code) });
      if (strong !== undefined) pieces.push({ kind: "strong", pieces: readPieces(strong, html) });
      if (label !== undefined) {
        pieces.push({ kind: "link", pieces: readPieces(label, html), target: target ?? "" });
      }
      if (tag !== undefined) pieces.push({ kind: "element", tag });
    }
  }
  end();
  return pieces;
}

function codeText(text: string): string {
  const isPadded = /^ .*[^ ].* $|^ [^ ] $/s.test(text);
  return escapeMarkup(isPadded ? text.slice(1, -1) : text);
}

/** Text with what HTML would take for markup as entities. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
