import {
  htmlText,
  markdownCellName,
  markdownCellText,
  markdownCode,
  markdownText,
  visible,
} from "../../text/escape.ts";

/**
 * What our messages name, and people copy: an input or key between backticks, with its value; a web address; a whole
 * commit, which is shown by its first digits. Whoever wrote the text, none of them can act as code.
 */
const COPIED = /(`[\w./:-]+(?:(?<=:) [\w./-]+)?`|https:\/\/[\w.-]+(?:\/[\w.~/-]*[\w~/-])?|\b[0-9a-f]{40}\b)/;

/** How a message is written where it stands. */
interface ProseChannel {
  readonly code: (text: string) => string;
  readonly text: (text: string) => string;
}

/** A message for people, safe in Markdown; what they copy from it is code. */
export function prose(text: string): string {
  return written(text, { code: markdownCode, text: markdownText });
}

/** The same for a cell of a table, which may be narrow. */
export function cellProse(text: string): string {
  return written(text, { code: markdownCellName, text: markdownCellText });
}

/** The same for an HTML document. */
export function htmlProse(text: string): string {
  return written(text, {
    code: (part) => `<code>${htmlText(part)}</code>`,
    text: (part) => htmlText(part.trim()),
  });
}

function written(message: string, { code, text }: ProseChannel): string {
  return visible(message)
    .split(COPIED)
    .map((part, index) => (index % 2 === 1 ? code(named(part)) : spaced(part, text)))
    .join("");
}

/** A commit by as much as Git itself shows of it: all forty digits are a line of a phone, and are in the log. */
function named(part: string): string {
  return /^[0-9a-f]{40}$/.test(part) ? part.slice(0, 7) : part.replaceAll("`", "");
}

/** Safe text that keeps its distance to what stands beside it. */
function spaced(part: string, text: ProseChannel["text"]): string {
  return `${/^\s/.test(part) ? " " : ""}${text(part)}${/\S\s+$/.test(part) ? " " : ""}`;
}
