import { createHash } from "node:crypto";
import type { Report } from "../../model/report.ts";
import { finishSteps, type Steps } from "../../model/steps.ts";
import { htmlText } from "../../text/escape.ts";
import { isEvidenceWorthASight } from "../markdown/evidence.ts";
import { plainHeading } from "../markdown/head.ts";
import { chartsPart } from "./charts.ts";
import type { PageRow } from "./page/row.ts";
import { PAGE_SCRIPT } from "./page-script.ts";
import { commandsPart, countsPart, findingsPart, headerPart, notesPart } from "./parts.ts";
import { type PageOptions, type PageRows, pageRows } from "./rows.ts";
import { evidencePart } from "./sources-part.ts";
import { STYLE } from "./style.ts";

/**
 * The report as one HTML file that needs no network. Its own policy lets only its own script and style run, so that
 * nothing in a finding could take effect even if it came through. Verdict, reasons, evidence and the first findings
 * can be read without the script. The same report gives the same bytes.
 */
export function renderHtml(report: Report, options: PageOptions = {}): string {
  return [...finishSteps(htmlInSteps(report, options))].join("");
}

/**
 * The same text in parts, for a report of very many findings: what has to be known before the first part is found out
 * in steps, and each part is a step.
 */
export function* htmlInSteps(report: Report, options: PageOptions): Steps<Iterable<string>> {
  const data = yield* pageRows(report, options);
  return htmlParts(report, { ...options, data, charts: yield* chartsPart(report, options.now) });
}

function* htmlParts(
  report: Report,
  { data, charts, ...options }: PageOptions & { readonly data: PageRows; readonly charts: string },
): Generator<string> {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(PAGE_SCRIPT)}'`,
    `style-src '${hashOf(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const evidence = `${evidencePart(report)}\n`;
  // What blocks is what a reader came for; what is missing of a source, and what a pass stands on, comes before it.
  const isEvidenceFirst = report.verdict !== "fail" || isEvidenceWorthASight(report);
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${htmlText(`${plainHeading(report)} · ${report.context.repository}`)}</title>
<style>${STYLE}</style>
</head>
<body>
${headerPart(report, options)}
<main>
${countsPart(report)}
${isEvidenceFirst ? evidence : ""}${commandsPart(report)}${findingsPart(report)}${isEvidenceFirst ? "" : evidence}${charts}
${notesPart(report)}
</main>
<footer><p>Scan Gate ${htmlText(report.version)}</p></footer>
<script type="application/json" id="findings-data">`;
  yield* jsonParts(data);
  yield `</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** A source of the page's policy (https://www.w3.org/TR/CSP3/#grammardef-hash-source). */
function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** Rows that are put into JSON at a time. */
const ROWS_PER_PART = 500;

/** The data of the page as JSON (`PageData`), some rows at a time. */
function* jsonParts({ rows, texts }: PageRows): Generator<string> {
  let before = '{"rows":[';
  let some: PageRow[] = [];
  for (const row of rows) {
    some.push(row);
    if (some.length < ROWS_PER_PART) continue;
    yield before + jsonForScript(some).slice(1, -1);
    before = ",";
    some = [];
  }
  const last = some.length === 0 && before === "," ? "" : before;
  yield `${last}${jsonForScript(some).slice(1, -1)}],"texts":${jsonForScript([...texts.keys()])}}`;
}

/** JSON that cannot end its element, nor be taken for markup or for a line end of a script. */
function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
