import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { htmlText } from "../../src/text/escape.ts";
import { type DrawnCharts, withCharts } from "./charts.ts";
import type { Documents } from "./documents.ts";
import { githubHtml } from "./github-markdown.ts";

const MARKDOWN_STYLE = readFileSync(
  createRequire(import.meta.url).resolve("github-markdown-css/github-markdown.css"),
  "utf8",
);

/** What stands around Markdown on GitHub's pages, as far as it decides how wide and how large it is. */
const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; background: #ffffff; color: #1f2328; font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", "Liberation Sans", Helvetica, Arial, sans-serif; }
.box { max-width: 800px; margin: 16px; border: 1px solid #d1d9e0; border-radius: 6px; }
.box.summary { max-width: 1012px; }
.box > .author { padding: 8px 16px; border-bottom: 1px solid #d1d9e0; background: #f6f8fa; color: #59636e; border-radius: 6px 6px 0 0; }
.box > .markdown-body { padding: 16px; border-radius: 0 0 6px 6px; font-size: 14px; }
.box.summary > .markdown-body { padding: 24px; font-size: 16px; }
.chart { text-align: center; margin-bottom: 16px; } .chart.dark { display: none; }
.markdown-body a { text-decoration: underline; text-underline-offset: .2rem; }
main { padding: 16px; } nav li { margin: 2px 0; }
@media (prefers-color-scheme: dark) {
  body { background: #0d1117; color: #f0f6fc; } a { color: #4493f8; }
  .chart.light { display: none; } .chart.dark { display: block; }
  .box { border-color: #3d444d; } .box > .author { border-color: #3d444d; background: #151b23; color: #9198a1; }
}
@media (max-width: 500px) { .box { margin: 0; border-width: 0; } }
`;

/** One page around finished HTML; it loads nothing and runs nothing. */
export function pageOf(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlText(title)}</title>
<style>${MARKDOWN_STYLE}${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** A comment in its box. `id` tells it from others of its page. */
export function commentBox(markdown: string, id = "comment"): string {
  return box({ kind: "comment", head: "<strong>github-actions</strong> bot commented", id }, markdown);
}

/** A job summary in its box, with the charts that were drawn. */
export function summaryBox(markdown: string, id = "summary", charts: DrawnCharts = new Map()): string {
  return withCharts(box({ kind: "summary", head: "<strong>gate</strong> summary", id }, markdown), charts);
}

interface BoxLook {
  readonly kind: string;
  readonly head: string;
  readonly id: string;
}

function box({ kind, head, id }: BoxLook, markdown: string): string {
  return `<div class="box ${kind}"><div class="author">${head}</div><article class="markdown-body" id="${id}">${githubHtml(markdown)}</article></div>`;
}

/** All previews on one page, with links to the files that lie beside it. */
export function indexPage(previews: readonly Documents[], charts: DrawnCharts): string {
  const names = previews.map(
    ({ name, description }) =>
      `<li><a href="#${name}">${name}</a> ${htmlText(description === undefined ? "" : `– ${description}`)}</li>`,
  );
  return pageOf(
    "Scan Gate: preview",
    `<main><h1>What people see</h1><nav><ul>${names.join("\n")}</ul></nav></main>\n${previews.map((each) => section(each, charts)).join("\n")}`,
  );
}

function section(
  { name, description = "", comment, summary, files }: Documents,
  charts: DrawnCharts,
): string {
  const links = Object.keys(files).map((file) => `<a href="${name}/${file}">${file}</a>`);
  return `<section id="${name}"><main><h2>${name}</h2><p>${htmlText(description)}</p><p>${links.join(" · ")}</p></main>
${comment === undefined ? "<main><p>No comment.</p></main>" : commentBox(comment, `${name}-comment`)}
${summary === undefined ? "" : summaryBox(summary, `${name}-summary`, charts)}</section>`;
}
