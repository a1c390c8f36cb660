import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { htmlText } from "../../src/text/escape.ts";

/** The elements that our documents use, of those that GitHub keeps (https://github.github.com/gfm/#raw-html). */
const KEPT = /^<(?:\/?(?:details|summary|sub|br|code|wbr)|details open)>/i;
const COMMENT = /^<!--.*?-->/s;

/** Markdown as HTML, as GitHub shows it: GitHub-flavoured, comments gone, and hardly any element kept. */
export function githubHtml(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [
      gfmHtml(),
      {
        exit: {
          htmlFlowData(token) {
            this.raw(sanitised(this.sliceSerialize(token)));
          },
          htmlTextData(token) {
            this.raw(sanitised(this.sliceSerialize(token)));
          },
        },
      },
    ],
  });
}

/** Raw HTML with everything but the kept elements shown as text. */
function sanitised(raw: string): string {
  let shown = "";
  for (let at = 0; at < raw.length; ) {
    const rest = raw.slice(at);
    const comment = COMMENT.exec(rest)?.[0];
    const kept = KEPT.exec(rest)?.[0] ?? /^&#?\w+;/.exec(rest)?.[0];
    const char = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    shown += comment === undefined ? (kept ?? htmlText(char)) : "";
    at += (comment ?? kept ?? char).length;
  }
  return shown;
}
