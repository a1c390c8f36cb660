import { sourcesThatDidNotLook } from "../../model/evidence.ts";
import { type Finding, isDecisive } from "../../model/finding.ts";
import { type Report, type ReportContext, UNKNOWN_COMMIT } from "../../model/report.ts";
import { countBySeverity } from "../../model/severity.ts";
import { isFailing, type Reason, VERDICT_WORDS } from "../../model/verdict.ts";
import { counted } from "../../text/count.ts";
import { markdownCode, markdownText } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { alertsAddress, checksAddress } from "../../text/link.ts";
import { nextStep, reasonBesideName } from "../next-step.ts";
import { inlinePieces, inlineText } from "./inline.ts";
import { prose } from "./prose.ts";
import {
  blockers,
  changeWord,
  commitCode,
  lastEnd,
  listed,
  pipelineWord,
  severityCounts,
  toolName,
  VERDICT_MARKS,
} from "./words.ts";

export interface ReasonLimits {
  readonly most: number;
  /** Longest message, escaped. */
  readonly length: number;
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts?: readonly string[];
  /** Set where links may not be seen, so that a message keeps the address that it names. */
  readonly withAddresses?: boolean;
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
  const because =
    named.length === 0 ? "" : ` because of ${listed(named.map((source) => causeName(source, report)))}`;
  if (report.isTolerated !== true) return because;
  return isAnythingJudged(report)
    ? `${because}, and the job is green all the same`
    : ": nothing was judged, and the job is green all the same";
}

/** A source by its name, and what belongs to the gate as what it is. */
function causeName(source: Reason["source"], { context }: Report): string {
  if (source === "inputs") return `the ${pipelineWord(context)}'s settings`;
  return source === "policy" ? "the policy" : toolName(source);
}

/** Whether at least one source answered in full. */
function isAnythingJudged({ sources }: Report): boolean {
  return sources.some(({ status }) => status === "complete");
}

/** Whether no policy has a threshold, so that nothing can block. */
function onlyWatches({ decision }: Report): boolean {
  return decision.failOn === "none" && decision.wouldBlock !== undefined;
}

/** What a pass does not say: what only watching let through, and the source that gave no full answer or no look. */
function withoutWords({ decision, notes, sources }: Report): string {
  const silent = [...new Set(notes.flatMap(({ source }) => source ?? []))];
  const unseen = sourcesThatDidNotLook(sources);
  const { wouldBlock } = decision;
  return [
    wouldBlock === undefined || wouldBlock === 0
      ? ""
      : `, only watching: ${counted(wouldBlock, "finding")} would block`,
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
  const [tool = "gate"] = report.reasons.flatMap(({ code, source }) =>
    code === "pr-check-failed" ? source : [],
  );
  if (blocking > 0 && budgets + checks === 0 && report.context.pullRequest !== undefined)
    return `: ${counted(blocking, "finding")} to fix before this can merge`;
  const parts = [
    blocking > 0 ? counted(blocking, "finding blocks", "findings block") : "",
    budgets > 0 ? counted(budgets, "budget is exceeded", "budgets are exceeded") : "",
    checks > 0 ? counted(checks, `${toolName(tool)} check failed`, `${toolName(tool)} checks failed`) : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `: ${listed(parts)}`;
}

/** The heading of a document that is no Markdown, not escaped: the verdict and what brought it about. */
export function plainHeading(report: Report): string {
  const older = inlineText(inlinePieces(byOlderScan(report)));
  return `Scan Gate ${VERDICT_WORDS[report.verdict]}${subject(report)}${older}${brokenPolicy(report)}`;
}

/** The heading, with the verdict in words. `name` tells several gates of one pull request apart. */
export function heading(report: Report, name?: string): string {
  const gate = name === undefined ? "Scan Gate" : `Scan Gate (${fitText(name, 60, markdownText)})`;
  const mark = report.verdict === "pass" && onlyWatches(report) ? "👀" : VERDICT_MARKS[report.verdict];
  return `## ${mark} ${gate} ${VERDICT_WORDS[report.verdict]}${subject(report)}${byOlderScan(report)}${brokenPolicy(report)}`;
}

/** That nobody can judge by the policy once this change is merged. */
function brokenPolicy({ context, decision }: Report): string {
  if (decision.preview?.problem === undefined) return "";
  return ` · the policy of this ${changeWord(context)} cannot be used`;
}

/**
 * The line below the heading: what it is about, or the one thing to do, at which commit, and where the rest is. It
 * says nothing that the heading has said.
 *
 * @param link where the full report is; empty where nobody can say it
 */
export function leadLine(report: Report, link = ""): string {
  const { context } = report;
  const at = context.commit === UNKNOWN_COMMIT ? "" : `at ${commitCode(context, context.commit)}`;
  const what = subjectOfLine(report);
  return [what, what === "" ? at.replace(/^a/, "A") : at, link].filter((part) => part !== "").join(" · ");
}

/** What the line below the heading is about: the one thing to do, or what blocks. In Markdown, or empty. */
export function subjectOfLine(report: Report): string {
  const { verdict, context, counts } = report;
  const step = nextStep(report);
  if (step !== undefined) return `**${step.who}** ${prose(step.what.replace(/\.$/, ""))}`;
  const blocking = blockers(report);
  if (blocking.length > 0) return severitiesAndAge(blocking, context);
  if (verdict !== "pass") return "";
  if (onlyWatches(report)) return "`fail-on: none` lets nothing block";
  if (counts.total > 0) return "Nothing blocks";
  const isSilent = report.sources.some(({ status }) => status === "incomplete");
  return `No open findings${isSilent ? " from the sources that answered" : ""}`;
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

/**
 * Where summary and reports of the run are; empty where no pull request is judged.
 *
 * @param withoutStatus set where no commit status is written, which could link the run
 */
export function checksLink({ context }: Report, key: string, withoutStatus = false): string {
  const { event, pullRequest, repositoryUrl } = context;
  if (pullRequest === undefined || repositoryUrl === "") return "";
  if (SHOWN_ELSEWHERE.includes(event)) {
    if (withoutStatus) return "the full report is in the summary of the run";
    const status = key === "default" ? "scan-gate" : `scan-gate/${key}`;
    return `the status ${markdownCode(status)} links the run with the full report`;
  }
  return `[checks and full report](${checksAddress(context, pullRequest)})`;
}

/** Where code scanning shows the alerts of the pull request; empty where none is judged. */
export function alertsLink({ context }: Report): string {
  const { pullRequest, repositoryUrl } = context;
  if (pullRequest === undefined || repositoryUrl === "") return "";
  return `[code scanning](${alertsAddress(context, pullRequest)})`;
}

/** `**1 critical, 2 high**, all added by this pull request`. */
function severitiesAndAge(findings: readonly Finding[], context: ReportContext): string {
  const counts = `**${severityCounts(countBySeverity(findings))}**`;
  const words = {
    new: context.pullRequest === undefined ? "new" : `added by this ${changeWord(context)}`,
    unknown: "of unknown age",
    existing: "existing",
  };
  const recent = findings.filter(({ status }) => status === "new").length;
  const [age, ...ages] = new Set(findings.map(({ status }) => status));
  if (age !== undefined && ages.length === 0)
    return `${counts}, ${findings.length === 1 ? "" : "all "}${words[age]}`;
  return recent === 0 ? counts : `${counts}, ${recent.toLocaleString("en-US")} of them ${words.new}`;
}

/**
 * Why the verdict is not `pass`, one line each: what failed it first, then what could not be told. That findings
 * block is left out, for their table says it.
 */
export function reasonLines(report: Report, limits: ReasonLimits): string {
  const { most } = limits;
  const told = report.reasons
    .filter(({ code }) => code !== "blocking-findings")
    .toSorted((a, b) => Number(isFailing(b.code)) - Number(isFailing(a.code)));
  const lines = told.slice(0, most).map((reason) => reasonLine(reason, report, limits));
  const more = told.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${counted(more, "more reason")}, in the job summary`] : [])].join(
    "\n",
  );
}

function reasonLine(reason: Reason, report: Report, limits: ReasonLimits): string {
  const { length, linkHosts = [], withAddresses = false } = limits;
  const { code, source } = reason;
  const { message, link } = reasonBesideName(reason, withAddresses ? { sources: [] } : report, linkHosts);
  const text = `${fitText(message, length, prose)}${link === undefined ? "" : ` [Open the check](${link})`}`;
  if (code === "budget-exceeded") return `- ${VERDICT_MARKS.fail} **Budget**: ${text}`;
  if (isFailing(code)) return `- ${VERDICT_MARKS.fail} **${toolName(source)}**: ${text}`;
  return `- ${VERDICT_MARKS.incomplete} **${toolName(source)}** (${code}): ${text}`;
}

/** Who made the document, and how to appeal against a finding. */
export function footerLine(report: Report): string {
  const { origin } = report.decision;
  const path = /\.ya?ml$/.test(origin) ? origin : ".github/scan-gate.yml";
  const policy = `${fitText(path, 200, markdownCode)} on the base branch`;
  const finding = `Not your change, or accepted? Add an exception to ${policy}, with a reason and an expiry date.`;
  const check = `Not your change, or accepted? Ignore it in Snyk, or set \`fail-on: none\` for its type in ${policy}.`;
  const isCheck = report.reasons.some(({ code }) => code === "pr-check-failed");
  const isFailed = report.findings.some(isDecisive);
  const appeal = isFailed ? finding : isCheck ? check : "";
  const version = `Scan&nbsp;Gate&nbsp;${fitText(report.version, 40, markdownText)}`;
  return `<sub>${[appeal, version].filter((part) => part !== "").join("<br>")}</sub>`;
}
