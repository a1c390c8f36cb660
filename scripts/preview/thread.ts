import { planFixes } from "../../src/fixes/advice.ts";
import { renderThread } from "../../src/reporters/review/thread.ts";
import { htmlText } from "../../src/text/escape.ts";
import { aFinding, aReport } from "../../test/support/a-report.ts";
import { githubHtml } from "./github-markdown.ts";

/** A finding on changed lines, and the lines that its tool would put in their place. */
const PATH = "src/routes/orders.ts";
const FIRST_LINE = 38;
const CODE = [
  "export async function listOrders(request: Request) {",
  "  const { customer } = request.query;",
  "",
  "  const { rows } = await pool.query(",
  `    "SELECT * FROM orders WHERE customer = '" + customer + "'",`,
  "  );",
];
const MARKED = CODE.slice(-3);
const SUGGESTION = [
  '  const { rows } = await pool.query("SELECT * FROM orders WHERE customer = $1", [',
  "    customer,",
  "  ]);",
];

/** What stands around a thread on GitHub's page of changed files, as far as it decides how it looks. */
const STYLE = `<style>
.thread { max-width: 860px; margin: 16px; border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden; }
.thread .file { padding: 8px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; font: 12px/1.6 ui-monospace, "Liberation Mono", monospace; }
.thread .code { font: 12px/20px ui-monospace, "Liberation Mono", monospace; white-space: pre-wrap; }
.thread .code div { display: flex; background: #dafbe1; }
.thread .code span { flex: 0 0 56px; padding-right: 10px; text-align: right; color: #59636e; background: #aceebb; }
.thread .code code { padding-left: 10px; font: inherit; }
.thread .talk { margin: 12px 16px; border: 1px solid #d1d9e0; border-radius: 6px; }
.thread .talk > .author { padding: 8px 16px; color: #59636e; border-bottom: 1px solid #d1d9e0; background: #f6f8fa; border-radius: 6px 6px 0 0; }
.thread .markdown-body { padding: 12px 16px; font-size: 14px; }
.suggested { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden; margin-bottom: 16px; }
.suggested > p { margin: 0 !important; padding: 6px 12px; font-size: 12px; font-weight: 600; border-bottom: 1px solid #d1d9e0; }
.suggested .code .old { background: #ffebe9; } .suggested .code .old span { background: #ffcecb; }
.suggested .code span { flex-basis: 28px; } .suggested .code code { padding: 0 0 0 10px; background: none; font-size: 12px; white-space: pre-wrap; }
.suggested .act { padding: 8px 12px; text-align: right; border-top: 1px solid #d1d9e0; }
.suggested .act b { padding: 4px 12px; border: 1px solid #d1d9e0; border-radius: 6px; background: #f6f8fa; font-size: 12px; font-weight: 500; }
</style>`;

/** A review thread with its suggestion, on the lines that it is about. */
export function threadBox(): string {
  const finding = aFinding();
  const { context } = aReport();
  const fixes = planFixes([finding]);
  const text = renderThread(finding, { key: "default", context, fixes, suggestion: SUGGESTION });
  const body = githubHtml(text).replace(
    /<pre><code class="language-suggestion">[\s\S]*?<\/code><\/pre>/,
    suggested,
  );
  return `${STYLE}<div class="thread"><div class="file">${PATH}</div>
<div class="code">${CODE.map((line, at) => codeLine(String(FIRST_LINE + at), `+ ${line}`)).join("")}</div>
<div class="talk"><div class="author"><strong>github-actions</strong> bot commented on lines +41 to +43</div><article class="markdown-body">${body}</article></div></div>`;
}

function suggested(): string {
  const lines = [
    ...MARKED.map((line) => codeLine("-", line, "old")),
    ...SUGGESTION.map((line) => codeLine("+", line)),
  ];
  return `<div class="suggested"><p>Suggested change</p><div class="code">${lines.join("")}</div><div class="act"><b>Commit suggestion</b></div></div>`;
}

function codeLine(mark: string, line: string, kind = "new"): string {
  return `<div class="${kind}"><span>${mark}</span><code>${htmlText(line)}</code></div>`;
}
