import { markdownCode, markdownText, visible } from "../../text/escape.ts";

/**
 * What our messages name, and people copy: an input or key between backticks, with its value; a web address; a whole
 * commit. Whoever wrote the text, none of them can act as code.
 */
const COPIED = /(`[\w./:-]+(?:(?<=:) [\w./-]+)?`|https:\/\/[\w.-]+(?:\/[\w.~/-]*[\w~/-])?|\b[0-9a-f]{40}\b)/;

/** A message for people, safe in Markdown; what they copy from it is code. */
export function prose(text: string): string {
  return visible(text)
    .split(COPIED)
    .map((part, index) => (index % 2 === 1 ? markdownCode(part.replaceAll("`", "")) : spaced(part)))
    .join("");
}

/** Safe text that keeps its distance to what stands beside it. */
function spaced(text: string): string {
  return `${/^\s/.test(text) ? " " : ""}${markdownText(text)}${/\S\s+$/.test(text) ? " " : ""}`;
}
