import { sourcesThatDidNotLook } from "../../model/evidence.ts";
import type { Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import { countBySeverity } from "../../model/severity.ts";
import { isFailing, type Reason, VERDICT_WORDS } from "../../model/verdict.ts";
import { counted } from "../../text/count.ts";
import { markdownCode, markdownText } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { checksAddress } from "../../text/link.ts";
import { lastEnd } from "./evidence.ts";
import { prose } from "./prose.ts";
import {
  blockers,
  changeWord,
  commitCode,
  listed,
  refCode,
  severityCounts,
  toolName,
  VERDICT_MARKS,
} from "./words.ts";

export interface ReasonLimits {
  readonly most: number;
  /** Longest message, escaped. */
  readonly length: number;
}

/** What brought the verdict about, short enough for a heading. */
function subject(report: Report): string {
  if (report.verdict === "fail") return failures(report);
  if (report.verdict === "pass") return withoutWords(report);
  const sources = [
    ...new Set(report.reasons.filter(({ code }) => !isFailing(code)).map(({ source }) => source)),
  ];
  // That the gate itself had nothing to judge is told below; "because of Gate" tells nobody anything.
  const named = sources.filter((source) => source !== "gate");
  const because = named.length === 0 ? "" : ` because of ${listed(named.map(toolName))}`;
  if (report.isTolerated !== true) return because;
  return isAnythingJudged(report)
    ? `${because}, and the job is green all the same`
    : ": nothing was judged, and the job is green all the same";
}

/** Whether at least one source answered in full. */
function isAnythingJudged({ sources }: Report): boolean {
  return sources.some(({ status }) => status === "complete");
}

/** What a pass does not speak for: a source that gave no full answer, and one that did not look at the change. */
function withoutWords({ notes, sources }: Report): string {
  const silent = [...new Set(notes.flatMap(({ source }) => source ?? []))];
  const unseen = sourcesThatDidNotLook(sources);
  return [
    silent.length === 0 ? "" : `, without a full answer from ${listed(silent.map(toolName))}`,
    unseen.length === 0 ? "" : ` · ${listed(unseen.map(toolName))} did not look at this change`,
  ].join("");
}

/** That a source was judged by a scan of another commit of the branch. */
function byOlderScan({ context, sources }: Report): string {
  const older = sources.filter(({ evidence }) => evidence === "branch-scan");
  const told = older.map(({ source, commit = "", scans }) =>
    [`${toolName(source)}'s newest scan of the branch`, commitCode(context, commit), lastEnd(scans)]
      .filter((part) => part !== "")
      .join(", "),
  );
  return told.length === 0 ? "" : ` (by ${listed(told)})`;
}

function failures(report: Report): string {
  const blocking = blockers(report).length;
  const having = (code: Reason["code"]): number => report.reasons.filter((each) => each.code === code).length;
  const budgets = having("budget-exceeded");
  const checks = having("pr-check-failed");
  if (blocking > 0 && budgets + checks === 0 && report.context.pullRequest !== undefined)
    return `: ${counted(blocking, "finding")} to fix before this can merge`;
  const parts = [
    blocking > 0 ? counted(blocking, "finding blocks", "findings block") : "",
    budgets > 0 ? counted(budgets, "budget is exceeded", "budgets are exceeded") : "",
    checks > 0 ? counted(checks, "check failed", "checks failed") : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `: ${listed(parts)}`;
}

/** The heading, with the verdict in words. `name` tells several gates of one pull request apart. */
export function heading(report: Report, name?: string): string {
  const gate = name === undefined ? "Scan Gate" : `Scan Gate (${fitText(name, 60, markdownText)})`;
  const verdict = `${VERDICT_MARKS[report.verdict]} ${gate} ${VERDICT_WORDS[report.verdict]}`;
  return `## ${verdict}${subject(report)}${byOlderScan(report)}`;
}

/** What decided, what it hit and at which commit: one sentence with what the heading does not say. */
export function verdictSentence(report: Report): string {
  const { verdict, context, counts, decision } = report;
  const { base } = context;
  const against =
    base === undefined ? "" : ` against ${refCode(base.ref)}@${commitCode(context, base.commit)}`;
  const at = `at ${commitCode(context, context.commit)}${against}`;
  const blocking = blockers(report);
  if (blocking.length > 0)
    return `Blocked by ${rulesOf(blocking, report)}: ${severitiesAndAge(blocking)}, ${at}.`;
  const rule = fitText(decision.rule, 200, markdownCode);
  if (verdict === "fail") return `Decided by ${rule} ${at}.`;
  if (verdict === "pass")
    return counts.total === 0 ? `No open findings ${at}.` : `Nothing blocks by ${rule} ${at}.`;
  return isAnythingJudged(report)
    ? `What could be read ${at} does not block, but not everything could be read.`
    : `Nothing could be judged ${at}.`;
}

/** Events whose job GitHub does not show among the checks of the pull request that it judges. */
const SHOWN_ELSEWHERE: readonly string[] = [
  "workflow_run",
  "status",
  "repository_dispatch",
  "issue_comment",
  "schedule",
  "workflow_dispatch",
];

/** Where summary and reports of the run are; empty where no pull request is judged. */
export function checksLink({ context }: Report, key: string): string {
  const { event, pullRequest, repositoryUrl } = context;
  if (pullRequest === undefined || repositoryUrl === "") return "";
  if (SHOWN_ELSEWHERE.includes(event)) {
    const status = key === "default" ? "scan-gate" : `scan-gate/${key}`;
    return `the status ${markdownCode(status)} links the run with the full report`;
  }
  return `[checks and full report](${checksAddress(context, pullRequest)})`;
}

/** The rule that blocks, and how many others do. */
function rulesOf(blocking: readonly Finding[], { decision }: Report): string {
  const rules = new Set(blocking.map(({ blockedBy }) => blockedBy ?? decision.rule));
  const [first = decision.rule] = rules;
  const others = rules.size > 1 ? ` and ${counted(rules.size - 1, "other rule")}` : "";
  return `${fitText(first, 200, markdownCode)}${others}`;
}

/** `**1 critical, 2 high**, all new`. */
function severitiesAndAge(findings: readonly Finding[]): string {
  const counts = `**${severityCounts(countBySeverity(findings))}**`;
  const recent = findings.filter(({ status }) => status === "new").length;
  const [age, ...ages] = new Set(findings.map(({ status }) => status));
  if (age !== undefined && ages.length === 0)
    return `${counts}, ${findings.length === 1 ? "" : "all "}${age === "unknown" ? "of unknown age" : age}`;
  return recent === 0 ? counts : `${counts}, ${recent.toLocaleString("en-US")} of them new`;
}

/** All counts in one line, without those that are zero and without what the verdict sentence has said. */
export function countsLine(report: Report, extra: readonly string[] = []): string {
  const { counts } = report;
  const unknown = counts.total - counts.new - counts.existing;
  const all: readonly (readonly [number, string])[] = [
    [counts.new, "new"],
    [unknown, "of unknown age"],
    [counts.existing, "existing"],
    [counts.fixed, "fixed"],
    [counts.suppressed, "suppressed"],
  ];
  const parts = all.filter(([count]) => count > 0);
  const said = parts.length === 1 && counts.blocking === counts.total && counts.total > 0;
  const words = parts.map(([count, word]) => `${count.toLocaleString("en-US")} ${word}`);
  const told = words.length === 0 || said ? [] : [`In all: ${words.join(" · ")}`];
  return [...told, ...extra].join(" · ");
}

/**
 * Why the verdict is not `pass`, one line each: what failed it first, then what could not be told. That findings
 * block is left out, for their table says it.
 */
export function reasonLines(report: Report, { most, length }: ReasonLimits): string {
  const told = report.reasons
    .filter(({ code }) => code !== "blocking-findings")
    .toSorted((a, b) => Number(isFailing(b.code)) - Number(isFailing(a.code)));
  const lines = told.slice(0, most).map((reason) => reasonLine(reason, length));
  const more = told.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${counted(more, "more reason")}, in the job summary`] : [])].join(
    "\n",
  );
}

function reasonLine({ code, source, message }: Reason, length: number): string {
  const mark = VERDICT_MARKS[isFailing(code) ? "fail" : "incomplete"];
  return `- ${mark} **${toolName(source)}** ${markdownCode(code)}: ${fitText(message, length, prose)}`;
}

/** Lines for the sources that did not answer in full and need not; more would hide the rest. */
const MOST_ASIDES = 5;

/**
 * What a reader must know at first sight of a source that nobody requires, of a policy change and of a rehearsal;
 * empty when there is nothing.
 */
export function notices(report: Report): string {
  const { preview, wouldBlock, failOn } = report.decision;
  const asides = report.notes.filter(({ source }) => source !== undefined);
  const lines = asides
    .slice(0, MOST_ASIDES)
    .map(({ text }) => `${VERDICT_MARKS.incomplete} ${fitText(text, 600, prose)}`);
  if (asides.length > lines.length)
    lines.push(`and ${asides.length - lines.length} more, in the job summary`);
  if (report.isTolerated === true) {
    lines.push(
      "⚠️ `on-incomplete: warn` lets the job succeed, so a required check is no proof here: a green job does not mean that this change was found clean.",
    );
  }
  if (report.verdict === "pass") {
    for (const source of sourcesThatDidNotLook(report.sources)) {
      const branch = report.sources.find((each) => each.source === source)?.baseline?.ref;
      const whose = branch === undefined ? "the base branch" : refCode(branch);
      lines.push(`☑️ What ${toolName(source)} tells is of ${whose}, from before this change.`);
    }
  }
  if (failOn === "none" && wouldBlock !== undefined) {
    lines.push(
      `\`fail-on: none\` only watches: at \`high\`, **${counted(wouldBlock, "finding")} would block**.`,
    );
  }
  if (preview !== undefined) {
    const path = fitText(preview.path, 200, markdownCode);
    const unread =
      preview.unread === undefined
        ? ""
        : ` It extends ${fitText(preview.unread, 200, markdownCode)}, which is not read before it is merged.`;
    const { blocking } = report.counts;
    lines.push(
      preview.problem === undefined
        ? `This ${changeWord(report.context)} changes the policy ${path}: it would block **${preview.blocking} instead of ${blocking}**, and suppress ${preview.suppressed} instead of ${report.counts.suppressed}. The base branch's policy decided.${unread}`
        : `This ${changeWord(report.context)} changes the policy ${path}, and its version cannot be used: ${fitText(preview.problem, 600, prose)} The base branch's policy decided.`,
    );
  }
  return lines.map((line) => `> ${line}`).join("\n>\n");
}

/** Who made the document, and how to appeal against a finding. */
export function footerLine(report: Report): string {
  const { origin } = report.decision;
  const path = /\.ya?ml$/.test(origin) ? origin : ".github/scan-gate.yml";
  const policy = `${fitText(path, 200, markdownCode)} on the base branch`;
  const finding = ` · Wrong or accepted? Add it under \`suppress\` in ${policy}, with a reason and an expiry date.`;
  const check = ` · Wrong or accepted? Ignore it in Snyk, or set \`fail-on: none\` for its type in ${policy}.`;
  const isCheck = report.reasons.some(({ code }) => code === "pr-check-failed");
  const appeal = report.counts.total > 0 ? finding : isCheck ? check : "";
  return `<sub>Scan Gate ${fitText(report.version, 40, markdownText)}${appeal}</sub>`;
}
