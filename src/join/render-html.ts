import { createHash } from "node:crypto";
import { VERDICT_WORDS } from "../model/verdict.ts";
import { STYLE } from "../reporters/html/style.ts";
import { clip, htmlText, visible } from "../text/escape.ts";
import type { ComparedRow, JoinedReports, JoinedRow } from "./joined.ts";
import { changeWords, JOIN_COLUMNS, judgedWords, totalsSentence, trendSentence } from "./words.ts";

/** What the table of many repositories needs beside the style that all pages have. */
const JOIN_STYLE = `${STYLE}
.repositories td.count, .repositories thead th.count { text-align: right; font-variant-numeric: tabular-nums; }
.repositories .fail { color: var(--fail); } .repositories .pass { color: var(--pass); }
.repositories .incomplete { color: var(--incomplete); } .repositories td.verdict { border-left-width: 0; font-weight: 600; }
@media screen and (max-width: 48rem) { .repositories td.count { display: inline-block; margin-right: .9rem; } }
`;

/**
 * The table as one HTML page that needs no network and no script, in the style of the HTML report. It can be read at
 * a width of 400 pixels. The same reports give the same bytes.
 */
export function renderJoinHtml(joined: JoinedReports, version: string): string {
  const hash = `sha256-${createHash("sha256").update(JOIN_STYLE).digest("base64")}`;
  const policy = `default-src 'none'; style-src '${hash}'; base-uri 'none'; form-action 'none'`;
  const trend = trendSentence(joined);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Scan Gate: ${joined.verdict} for ${joined.totals.reports} reports</title>
<style>${JOIN_STYLE}</style>
</head>
<body>
<header>
<p class="product">Scan Gate</p>
<h1 class="verdict ${joined.verdict}">Security of ${joined.totals.reports} reports: ${VERDICT_WORDS[joined.verdict]}</h1>
<p class="sentence">${htmlText(totalsSentence(joined))}</p>
${trend === undefined ? "" : `<p class="judged">${htmlText(trend)}</p>\n`}</header>
<main>
${tilesPart(joined)}
${tablePart(joined)}
${gonePart(joined.since?.gone ?? [])}</main>
<footer><p>Scan Gate ${htmlText(version)}. Worst first.</p></footer>
</body>
</html>
`;
}

function tilesPart({ totals: { verdicts, counts } }: JoinedReports): string {
  const tiles: readonly (readonly [string, number])[] = [
    ["failed", verdicts.fail],
    ["incomplete", verdicts.incomplete],
    ["passed", verdicts.pass],
    ["block", counts.blocking],
    ["open", counts.total],
    ["new", counts.new],
  ];
  const cells = tiles.map(([name, count]) => {
    const isBad = (name === "failed" || name === "block") && count > 0;
    return `<div${isBad ? ' class="fail"' : ""}><dt>${name}</dt><dd>${count.toLocaleString("en-US")}</dd></div>`;
  });
  return `<dl class="counts">${cells.join("")}</dl>`;
}

function tablePart(joined: JoinedReports): string {
  const trend = joined.since === undefined ? "" : '<th scope="col">change</th>';
  const heads = JOIN_COLUMNS.map((name) => `<th scope="col" class="count">${headOf(name)}</th>`).join("");
  return `<section aria-labelledby="repositories-title">
<h2 id="repositories-title">Repositories</h2>
<div class="wide" tabindex="0" role="group" aria-labelledby="repositories-title"><table class="repositories stacks">
<thead><tr><th scope="col">repository</th><th scope="col">verdict</th>${heads}<th scope="col">judged</th><th scope="col">reasons</th>${trend}</tr></thead>
<tbody>
${joined.rows.map((row) => rowPart(row, joined)).join("\n")}
</tbody></table></div>
</section>`;
}

function headOf(name: (typeof JOIN_COLUMNS)[number]): string {
  return name === "blocking" ? "block" : name === "total" ? "open" : name;
}

function rowPart(row: ComparedRow, joined: JoinedReports): string {
  const counts = JOIN_COLUMNS.map(
    (name) =>
      `<td class="count" data-name="${headOf(name)}">${row.counts[name].toLocaleString("en-US")}</td>`,
  );
  const trend =
    joined.since === undefined ? "" : `<td data-name="change">${htmlText(changeWords(row, joined))}</td>`;
  const reasons = row.reasons.length === 0 ? "–" : cellText(row.reasons.join(", "), 300);
  return `<tr><th scope="row">${cellText(row.repository, 200)}</th><td class="verdict ${row.verdict}" data-name="verdict">${VERDICT_WORDS[row.verdict]}</td>${counts.join("")}<td data-name="judged">${judgedPart(row)}</td><td data-name="reasons">${reasons}</td>${trend}</tr>`;
}

/** Text of a report on one line: the page may be printed into the log of a workflow, where lines can be commands. */
function cellText(text: string, most: number): string {
  return htmlText(clip(visible(text).trim(), most));
}

function judgedPart(row: JoinedRow): string {
  return `${cellText(judgedWords(row), 200)}, <code>${htmlText(visible(row.commit).slice(0, 12))}</code>`;
}

function gonePart(gone: readonly JoinedRow[]): string {
  if (gone.length === 0) return "";
  const items = gone.map(
    (row) =>
      `<li>${cellText(row.repository, 200)}, ${judgedPart(row)}: was ${VERDICT_WORDS[row.verdict]}</li>`,
  );
  return `<h2>In the earlier join only</h2>\n<ul>\n${items.join("\n")}\n</ul>\n`;
}
