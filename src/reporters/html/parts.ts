import {
  emptyInputOf,
  isAbsenceTold,
  type SourceEvidence,
  sourcesThatDidNotLook,
} from "../../model/evidence.ts";
import { type Finding, STATUS_WORDS } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import { type Note, type Reason, SOURCE_NAMES } from "../../model/verdict.ts";
import { clip, htmlAttribute, htmlText } from "../../text/escape.ts";
import { commitLink } from "../../text/link.ts";
import { findingTitle } from "../finding-words.ts";
import { sourcesToTell } from "../markdown/evidence.ts";
import { plainHeading, subjectOfLine } from "../markdown/head.ts";
import { htmlProse } from "../markdown/prose.ts";
import { beyondBudget, EVIDENCE_WORDS, watched } from "../markdown/words.ts";
import { incompleteWords } from "../missing-words.ts";
import { nextStep, reasonBesideName } from "../next-step.ts";
import { MOST_ROWS, type PageOptions, pagePlaceOf, pageStateOf, placeLinkOf, ticketOf } from "./rows.ts";

/** Verdict, what was judged, and the reasons: the head of the page, readable without its script. */
export function headerPart(report: Report, { linkHosts }: PageOptions = {}): string {
  const { context, verdict } = report;
  const judged = [
    htmlText(context.repository),
    context.pullRequest === undefined
      ? `ref <code>${htmlText(context.ref)}</code>`
      : `pull request ${context.pullRequest}`,
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
  // The reasons stand below, and say it with what to do.
  if (subjectOfLine(report) === "" && report.reasons.some(({ code }) => code !== "blocking-findings"))
    return "";
  const spoken = report.sentence.replace(/^(?:passed|failed|incomplete): /, "");
  const words = subjectOfLine(report) || spoken.replace(/^[a-z]/, (letter) => letter.toUpperCase());
  return words
    .split("**")
    .map((part, at) => (at % 2 === 1 ? `<strong>${htmlProse(part)}</strong>` : htmlProse(part)))
    .join("");
}

/** Why the verdict is what it is. That findings block is told by the list of them. */
function reasonItems(report: Report, linkHosts: readonly string[] | undefined): readonly string[] {
  return report.reasons
    .filter(({ code }) => code !== "blocking-findings")
    .map((reason) => {
      const { message, link } = reasonBesideName(reason, report, linkHosts);
      const page = link === undefined ? "" : ` <a href="${htmlAttribute(link)}">Open the check</a>`;
      return `<li><strong>${reasonName(reason)}</strong>: ${htmlProse(clip(message, 1000))}${page} (<code>${htmlText(reason.code)}</code>)</li>`;
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

/** What else is worth knowing of the run. */
export function notesPart({ notes }: Report): string {
  return list(
    "Notes",
    notes.map((note) => `<li>${told(note)}</li>`),
  );
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
    ["block", counts.blocking],
    ["over budget", beyondBudget(report).length],
    ["would block", watched(report).length],
    ["open", counts.total],
    ["new", counts.new],
    ["existing", counts.existing],
    ["fixed", counts.fixed],
    ["suppressed", counts.suppressed],
  ];
  const cells = tiles
    .filter(([, count]) => count > 0)
    .map(([name, count]) => {
      const look = name === "block" || name === "over budget" ? ' class="fail"' : "";
      return `<div${look}><dt>${name}</dt><dd>${count.toLocaleString("en-US")}</dd></div>`;
    });
  return cells.length === 0 ? "" : `<dl class="counts">${cells.join("")}</dl>`;
}

const EVIDENCE_HEADS = ["Looked at", "Commit", "Compared with", "Status"] as const;

/** What proves that each source looked at this commit; one has to see what is missing, so that it comes first. */
export function evidencePart(report: Report): string {
  const isWhole = ({ status }: SourceEvidence): boolean => status === "complete";
  const sources = sourcesToTell(report);
  const ordered = [...sources.filter((one) => !isWhole(one)), ...sources.filter(isWhole)];
  const rows = ordered.map((source) => {
    const cells = [
      htmlText(lookedAt(source)),
      commitPart(report, source.commit),
      baselineOf(source, report),
      htmlText(source.status === "incomplete" ? incompleteWords(source, report) : source.status),
    ];
    const told = cells.map((cell, index) =>
      cell === "" ? '<td class="none">–</td>' : `<td data-name="${EVIDENCE_HEADS[index] ?? ""}">${cell}</td>`,
    );
    return `<tr><th scope="row">${htmlText(SOURCE_NAMES[source.source])}</th>${told.join("")}</tr>`;
  });
  const heads = EVIDENCE_HEADS.map((head) => `<th scope="col">${head}</th>`).join("");
  return `<section aria-labelledby="evidence-title">
<h2 id="evidence-title">Sources</h2>
<div class="wide" tabindex="0" role="group" aria-labelledby="evidence-title"><table class="evidence stacks">
<thead><tr><th scope="col">Source</th>${heads}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>
</section>`;
}

const MOST_NAMES = 5;

function lookedAt(source: SourceEvidence): string {
  const input = emptyInputOf(source);
  if (input !== undefined) return `off: ${input} is empty`;
  const scans = (source.scans ?? []).map(
    ({ id, kind, status, products }) => `${kind} scan ${id} (${status}; ${products.join(", ")})`,
  );
  const checks = (source.checks ?? []).map(({ context, state }) => `check ${context} (${state})`);
  const names = [...(source.projects ?? []).map(({ name }) => name), ...(source.files ?? [])];
  const remarks = (source.remarks ?? []).slice(0, MOST_NAMES).map((remark) => clip(remark, 300));
  const told = [...scans, ...checks, ...names].slice(0, MOST_NAMES).map((name) => clip(name, 200));
  const more = scans.length + checks.length + names.length - told.length;
  const unseen = sourcesThatDidNotLook([source]).length > 0 ? "did not look at this change: " : "";
  const word = source.evidence === undefined ? "" : `${unseen}${EVIDENCE_WORDS[source.evidence]}`;
  const parts = [word, ...told, more > 0 ? `and ${more} more` : "", ...remarks];
  return parts.filter((part) => part !== "").join(", ");
}

/** Branch, commit and day; a diff scan compares with the base branch by itself. */
function baselineOf({ baseline, scans = [], status }: SourceEvidence, report: Report): string {
  if (baseline === undefined) {
    const own = status !== "off" && scans.length > 0 && scans.every(({ kind }) => kind === "diff");
    return own ? "base branch (diff scan)" : "";
  }
  const day = baseline.at === undefined ? "" : htmlText(baseline.at.slice(0, 10));
  return [
    htmlText(baseline.ref),
    commitPart(report, baseline.commit),
    day === "" ? "" : `<span class="day">${day}</span>`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** The first twelve digits of a commit, linked where it is a whole one; empty without one. */
function commitPart({ context }: Report, commit = ""): string {
  if (commit === "") return "";
  const link = commitLink(context, commit);
  const code = `<code>${htmlText(commit.slice(0, 12))}</code>`;
  return link === undefined ? code : `<a href="${htmlAttribute(link)}">${code}</a>`;
}

/** Most findings in the plain table, which stands in for the list where no script runs. */
const PLAIN_ROWS = 100;

/** The first findings as a plain table. The page's script puts its own list in this place. */
export function plainPart(report: Report): string {
  const told = report.findings.slice(0, PLAIN_ROWS);
  const rows = told.map((finding) => {
    const place = htmlText(pagePlaceOf(finding) ?? "–");
    const link = placeLinkOf(finding, report);
    const where = link === undefined ? place : `<a href="${htmlAttribute(link)}">${place}</a>`;
    const title = htmlText(clip(findingTitle(finding), 300));
    return `<tr><td class="severity ${finding.severity}">${finding.severity}</td><td>${title}${ticketPart(finding)}</td><td>${where}</td><td>${pageStateOf(finding, report)}, ${STATUS_WORDS[finding.status]}</td></tr>`;
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
function nothingFound({ verdict, sources }: Report): string {
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
export function cutPart(report: Report): string {
  const cut = cutNote(report);
  return cut === undefined ? "" : `<p class="cut">${cut}</p>\n`;
}
