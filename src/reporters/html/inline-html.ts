import { htmlAttribute, htmlText } from "../../text/escape.ts";
import { type InlinePiece, inlinePieces } from "../markdown/inline.ts";

/**
 * A line of our own Markdown as HTML, so that both say the same in the same words. What stands in it of a tool comes
 * out as text, whatever it is.
 */
export function htmlInline(markdown: string): string {
  const pieces = inlinePieces(markdown).map(htmlPiece).join("");
  // Markdown has code in pieces, so that a line may end between them.
  return pieces.replace(/<\/code>(<wbr>)?<code>/g, "$1");
}

function htmlPiece(piece: InlinePiece): string {
  if (typeof piece === "string") return piece === "line" ? "<br>" : "<wbr>";
  const { text, isBold, isCode, link } = piece;
  const plain = isCode === true ? `<code>${htmlText(text)}</code>` : htmlText(text);
  const shown = isBold === true ? `<strong>${plain}</strong>` : plain;
  return link === undefined ? shown : `<a href="${htmlAttribute(link)}">${shown}</a>`;
}

/** A line of our own Markdown as text in which code stands between back-ticks, as the page's script takes it. */
export function tickedInline(markdown: string): string {
  return inlinePieces(markdown)
    .map((piece) => (typeof piece === "string" ? "" : piece.isCode ? `\`${piece.text}\`` : piece.text))
    .join("")
    .replaceAll("``", "");
}
