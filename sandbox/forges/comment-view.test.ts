import { readFileSync } from "node:fs";
import { join } from "node:path";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { commentAsText, commentPage } from "./comment-view.ts";

const GOLDEN = join(import.meta.dirname, "..", "..", "test", "golden");
const NAMES = ["blocked", "clean", "incomplete", "hostile", "both"];

/** What a reader sees of a page: its words without regard to space, and where its links lead. */
function seen(page: string): { readonly text: string; readonly links: readonly string[] } {
  const text = page.replace(/<!--.*?-->/gs, "").replace(/<\/?[a-z][^>]*>/g, "");
  return {
    text: text
      .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
      .replace(/&nbsp;|\s+/g, ""),
    links: [...page.matchAll(/<a href="([^"]*)"/g)].map(([, href = ""]) => href),
  };
}

const articleOf = (page: string): string => /<article>(.*)<\/article>/s.exec(page)?.[1] ?? "";

describe("a comment as its forge shows it", () => {
  it.each(NAMES)("reads as Markdown does where HTML takes effect: %s", (name) => {
    const markdown = readFileSync(join(GOLDEN, name, "comment.md"), "utf8");
    const real = micromark(markdown, {
      allowDangerousHtml: true,
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()],
    });
    expect(seen(articleOf(commentPage(markdown, { html: true, title: "A comment" })))).toEqual(seen(real));
  });

  it("shows elements as text where they take no effect, and hides definitions", () => {
    const markdown = "[scan-gate:default]: scan-gate:default\n\n## a<br>b\n\n<details>\nx";
    const page = articleOf(commentPage(markdown, { html: false, title: "A comment" }));
    expect(page.trim()).toBe("<h2>a&lt;br&gt;b</h2>\n<p>&lt;details&gt;\nx</p>");
    expect(commentAsText(markdown, false)).toEqual(["a<br>b", "", "<details>", "x"]);
  });

  it("closes what is folded, and shows a row of a table below itself", () => {
    const markdown = [
      "<!-- scan-gate:default -->",
      "## Failed \\*now\\*",
      "",
      "| Severity | Fix | Where |",
      "|:-|:-|:-|",
      "| high | **A** in `x|y`"
        .replace("|y", "\\|y")
        .concat("<br>→ do&nbsp;it | [a.<wbr>js](https://a.example/) |"),
      "",
      "<details>",
      "<summary>More</summary>",
      "",
      "hidden",
      "",
      "</details>",
      "",
      "<details open>",
      "<summary>Seen</summary>",
      "",
      "- one",
      "",
      "</details>",
    ].join("\n");
    expect(commentAsText(markdown, true)).toEqual([
      "Failed *now*",
      "",
      "Severity    Fix",
      "            Where",
      "high        A in x|y",
      "            → do it",
      "            a.js",
      "",
      "▸ More",
      "",
      "▾ Seen",
      "  • one",
    ]);
  });

  it("is a page that runs nothing and leads to the web only", () => {
    const markdown = '[x](javascript:alert(1)) <script>alert(1)</script> [y](https://a.example/?a="b)';
    const page = commentPage(markdown, { html: true, title: "<b>" });
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|href="javascript|<b>/);
    expect(page).toContain('href="https://a.example/?a=&quot;b"');
  });
});
