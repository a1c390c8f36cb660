import { planFixes } from "../../fixes/advice.ts";
import { emptyInputOf, isAbsenceTold } from "../../model/evidence.ts";
import { type Finding, isDecisive, STATUS_WORDS } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import { type Note, type Reason, SOURCE_NAMES } from "../../model/verdict.ts";
import { clip, htmlAttribute, htmlText } from "../../text/escape.ts";
import { findingTitle } from "../finding-words.ts";
import { ruleLines } from "../markdown/decision.ts";
import { fixCommands } from "../markdown/fixes.ts";
import { plainHeading, subjectOfLine } from "../markdown/head.ts";
import { htmlProse } from "../markdown/prose.ts";
import { beyondBudget, changeWord, watched } from "../markdown/words.ts";
import { nextStep, reasonBesideName } from "../next-step.ts";
import { htmlInline } from "./inline-html.ts";
import {
  fixMarkdown,
  inListOrder,
  MOST_ROWS,
  type PageOptions,
  pagePlaceOf,
  pageStateOf,
  placeLinkOf,
  ticketOf,
} from "./rows.ts";
import { commitPart } from "./sources-part.ts";

/** Verdict, what was judged, and the reasons: the head of the page, readable without its script. */
export function headerPart(report: Report, { linkHosts }: PageOptions = {}): string {
  const { context, verdict } = report;
  const judged = [
    htmlText(context.repository),
    context.pullRequest === undefined
      ? `ref <code>${htmlText(context.ref)}</code>`
      : `${changeWord(context)} ${context.pullRequest}`,
    `commit ${commitPart(report, context.commit)}`,
  ];
  const { preview } = report.decision;
  const sentence = sentenceOf(report);
  const notice = preview === undefined ? "" : `<p class="notice">${told(preview.note)}</p>\n`;
  return `<header>
<h1 class="verdict ${verdict}">${htmlText(plainHeading(report))}</h1>
${sentence === "" ? "" : `<p class="sentence">${sentence}</p>\n`}<p class="judged">${judged.join(" · ")}</p>
${notice}${list("Why", reasonItems(report, linkHosts))}${list("Not asked", offItems(report))}</header>`;
}

/** The words below the heading, as the comment has them; where neither it nor a reason has any, the verdict in one sentence. */
function sentenceOf(report: Report): string {
  const step = nextStep(report);
  if (step !== undefined) return `<strong>${step.who}</strong> ${htmlProse(step.what)}`;
  const words = subjectOfLine(report);
  if (words !== "") return htmlInline(words);
  // The reasons stand below, and say it with what to do.
  if (report.reasons.some(({ code }) => code !== "blocking-findings")) return "";
  const spoken = report.sentence.replace(/^(?:passed|failed|incomplete): /, "");
  return htmlProse(spoken.replace(/^[a-z]/, (letter) => letter.toUpperCase()));
}

/** Why the verdict is what it is. That findings block is told by the list of them. */
function reasonItems(report: Report, linkHosts: readonly string[] | undefined): readonly string[] {
  return report.reasons
    .filter(({ code }) => code !== "blocking-findings")
    .map((reason) => {
      const { message, link } = reasonBesideName(reason, report, linkHosts);
      const page = link === undefined ? "" : ` <a href="${htmlAttribute(link)}">Open the check</a>`;
      return `<li><strong>${reasonName(reason)}</strong>: ${htmlProse(clip(message, 1000))}${page} <code>${htmlText(reason.code)}</code></li>`;
    });
}

/** A budget is of the policy's, so that the gate's name would tell nobody anything; the comment says the same. */
function reasonName({ code, source }: Reason): string {
  return code === "budget-exceeded" ? "Budget" : SOURCE_NAMES[source];
}

/** Sources that nobody asked, and how they come to be asked: their silence must not pass for a clean bill. */
function offItems({ sources, reasons }: Report): readonly string[] {
  return sources.flatMap((evidence) => {
    const input = emptyInputOf(evidence);
    if (input === undefined || isAbsenceTold(evidence, reasons)) return [];
    const name = SOURCE_NAMES[evidence.source];
    return [
      `<li><strong>${name}</strong> is off: <code>${input}</code> is empty. Set it to have ${name}'s findings judged too.</li>`,
    ];
  });
}

/** By what was judged, and what else is worth knowing of the run. */
export function notesPart(report: Report): string {
  return [
    list(
      "How this was decided",
      ruleLines(report).map((line) => `<li>${htmlInline(line)}</li>`),
    ),
    list(
      "Notes",
      report.notes.map((note) => `<li>${told(note)}</li>`),
    ),
  ].join("");
}

/** Commands that clear what made the verdict; empty where there is none. */
export function commandsPart({ findings }: Report): string {
  const told = fixCommands(planFixes(findings).commands, findings.filter(isDecisive).length);
  if (told === undefined) return "";
  return `<p class="commands">${htmlInline(told.title)}</p>\n<pre>${htmlText(told.lines.join("\n"))}</pre>\n`;
}

function told({ level, text }: Note): string {
  return `${level === "warning" ? "Warning: " : ""}${htmlProse(clip(text, 1000))}`;
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `<h2>${title}</h2>\n<ul>\n${items.join("\n")}\n</ul>\n`;
}

/** The counts of contract §3, and what else is not right, one tile each; what is zero is left out. */
export function countsPart(report: Report): string {
  const { counts } = report;
  const tiles: readonly (readonly [string, number])[] = [
    ["blocking", counts.blocking],
    ["over budget", beyondBudget(report).length],
    ["would block", watched(report).length],
    ["open", counts.total],
    ["new", counts.new],
    ["existing", counts.existing],
    ["age unknown", counts.total - counts.new - counts.existing],
    ["fixed", counts.fixed],
    ["suppressed", counts.suppressed],
  ];
  const cells = tiles
    .filter(([, count]) => count > 0)
    .map(([name, count]) => {
      const look = name === "blocking" || name === "over budget" ? ' class="fail"' : "";
      return `<div${look}><dt>${name}</dt><dd>${count.toLocaleString("en-US")}</dd></div>`;
    });
  return cells.length === 0 ? "" : `<dl class="counts">${cells.join("")}</dl>`;
}

/** Most findings in the plain table, which stands in for the list where no script runs. */
const PLAIN_ROWS = 100;

/**
 * The findings, or that there are none, where the sentence at the top has not said it. The first ones stand in a plain
 * table, which the page's script replaces by its own list.
 */
export function findingsPart(report: Report): string {
  const { findings, fixed, verdict } = report;
  if (verdict === "pass" && findings.length + fixed.length === 0) return "";
  return `<section aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
${plainPart(report)}
${cutPart(report)}</section>
`;
}

function plainPart(report: Report): string {
  const { adviceOn } = planFixes(report.findings);
  const told = inListOrder(report.findings).slice(0, PLAIN_ROWS);
  const rows = told.map((finding) => {
    const place = htmlText(pagePlaceOf(finding) ?? "–");
    const link = placeLinkOf(finding, report);
    const where = link === undefined ? place : `<a href="${htmlAttribute(link)}">${place}</a>`;
    const title = htmlText(clip(findingTitle(finding), 300));
    const fix = fixMarkdown(finding, report, adviceOn);
    const told = fix === undefined ? "" : `<p class="fix">→ ${htmlInline(fix)}</p>`;
    return `<tr><td class="severity ${finding.severity}">${finding.severity}</td><td>${title}${ticketPart(finding)}${told}</td><td>${where}</td><td>${pageStateOf(finding, report)}, ${STATUS_WORDS[finding.status]}</td></tr>`;
  });
  const more = report.findings.length - told.length;
  const rest =
    more > 0
      ? `<p>And ${more.toLocaleString("en-US")} more, which this page lists when scripts run.</p>`
      : "";
  return `<div id="plain">${
    told.length === 0
      ? `<p>${nothingFound(report)}</p>`
      : `<table class="stacks">
<thead><tr><th scope="col">Severity</th><th scope="col">Finding</th><th scope="col">Where</th><th scope="col">State</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table>${rest}`
  }</div>`;
}

/** That nothing was found is said only of sources that answered. */
function nothingFound({ verdict, sources, reasons }: Report): string {
  if (reasons.some(({ code }) => code === "pr-check-failed"))
    return "None. What a failed check found is on the check's own page.";
  if (verdict !== "incomplete") return "No findings.";
  const isAnyWhole = sources.some(({ status }) => status === "complete");
  return isAnyWhole ? "None from the sources that answered." : "Nothing was judged.";
}

function ticketPart(finding: Finding): string {
  const ticket = ticketOf(finding);
  if (ticket === undefined) return "";
  const key = htmlText(ticket.key);
  const link = ticket.url === undefined ? key : `<a href="${htmlAttribute(ticket.url)}">${key}</a>`;
  return ` <span class="ticket">${link}</span>`;
}

/** Set when the report has more findings than the page lists. */
export function cutNote({ findings, fixed }: Report): string | undefined {
  const all = findings.length + fixed.length;
  if (all <= MOST_ROWS) return undefined;
  const [most, whole] = [MOST_ROWS, all].map((count) => count.toLocaleString("en-US"));
  return `The page lists the first ${most} of ${whole} findings; report.json has all of them.`;
}

/** What the page does not list, told outside of what its script replaces. */
function cutPart(report: Report): string {
  const cut = cutNote(report);
  return cut === undefined ? "" : `<p class="cut">${cut}</p>\n`;
}
