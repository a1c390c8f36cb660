import { escapeMarkup, type MarkdownBlock, type MarkdownPiece, readBlocks, readPieces } from "./markdown.ts";

/** A comment as its forge shows it: in lines of text, folded parts closed. */
export function commentAsText(markdown: string, html: boolean): readonly string[] {
  return readBlocks(markdown, html).flatMap((block, at) => {
    const lines = blockLines(block, html);
    return at === 0 || lines.length === 0 ? lines : ["", ...lines];
  });
}

function blockLines(block: MarkdownBlock, html: boolean): readonly string[] {
  const text = (markdown: string) => plainText(readPieces(markdown, html));
  switch (block.kind) {
    case "code":
      return block.text.split("\n").map((line) => `    ${line}`);
    case "table":
      return block.rows.flatMap((cells) => rowLines(cells.map(text)));
    case "list":
      return block.items.map((item) => `• ${text(item)}`);
    case "fold": {
      const inner = block.blocks.flatMap((one) => blockLines(one, html)).map((line) => `  ${line}`);
      return block.isOpen ? [`▾ ${text(block.summary)}`, ...inner] : [`▸ ${text(block.summary)}`];
    }
    case "quote":
      return text(block.text)
        .split("\n")
        .map((line) => `> ${line}`);
    default:
      return text(block.text).split("\n");
  }
}

/** A row of a table: what is in several lines goes on below the place where it began. */
function rowLines(cells: readonly string[]): readonly string[] {
  const [first = "", ...others] = cells;
  const indent = " ".repeat(12);
  const [head = "", ...rest] = others.join("\n").split("\n");
  return [`${first.padEnd(11)} ${head}`, ...rest.map((line) => `${indent}${line}`)];
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&nbsp;": " ",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#8203;": "",
  "&#8209;": "-",
  "&amp;": "&",
};

function plainText(pieces: readonly MarkdownPiece[]): string {
  const marked = (inner: readonly MarkdownPiece[]): string =>
    inner
      .map((piece) => {
        if ("pieces" in piece) return marked(piece.pieces);
        if (piece.kind === "element") return piece.tag === "br" ? "\n" : "";
        return piece.text;
      })
      .join("");
  return marked(pieces)
    .replace(/&(?:\w+|#\d+);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll("\u200b", "");
}

/** A page with a comment as its forge shows it; it loads nothing and runs nothing. */
export function commentPage(
  markdown: string,
  { html, title }: { readonly html: boolean; readonly title: string },
): string {
  const body = readBlocks(markdown, html)
    .map((block) => blockHtml(block, html))
    .join("\n");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
article { border: 1px solid #8886; border-radius: 6px; padding: 0 1rem }
table { border-collapse: collapse } th, td { border: 1px solid #8886; padding: .4rem .6rem; text-align: left; vertical-align: top }
pre { overflow: auto; padding: .8rem; background: #8882 } code { font-size: 85% } summary { cursor: pointer }
</style>
<h1>${escapeMarkup(title)}</h1>
<article>
${body}
</article>
</html>
`;
}

function blockHtml(block: MarkdownBlock, html: boolean): string {
  const inline = (text: string) => piecesHtml(readPieces(text, html));
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${inline(block.text)}</h${block.level}>`;
    case "code":
      return `<pre><code>${escapeMarkup(block.text)}</code></pre>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li>${inline(item)}</li>`).join("")}</ul>`;
    case "quote":
      return `<blockquote>${inline(block.text)}</blockquote>`;
    case "table":
      return `<table>${block.rows
        .map((row, at) =>
          row.map((cell) => (at === 0 ? `<th>${inline(cell)}</th>` : `<td>${inline(cell)}</td>`)),
        )
        .map((cells) => `<tr>${cells.join("")}</tr>`)
        .join("")}</table>`;
    case "fold": {
      const inner = block.blocks.map((one) => blockHtml(one, html)).join("\n");
      return `<details${block.isOpen ? " open" : ""}><summary>${inline(block.summary)}</summary>${inner}</details>`;
    }
    default:
      return `<p>${inline(block.text)}</p>`;
  }
}

function piecesHtml(pieces: readonly MarkdownPiece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === "text") return piece.text;
      if (piece.kind === "code") return `<code>${piece.text}</code>`;
      if (piece.kind === "element") return `<${piece.tag}>`;
      const inner = piecesHtml(piece.pieces);
      if (piece.kind === "strong") return `<strong>${inner}</strong>`;
      return /^https?:/.test(piece.target) ? `<a href="${escapeMarkup(piece.target)}">${inner}</a>` : inner;
    })
    .join("");
}
