import type { Finding } from "../../model/finding.ts";
import { isUnjudged, policyOriginName, type Report, UNKNOWN_COMMIT } from "../../model/report.ts";
import { counted } from "../../text/count.ts";
import { markdownCode, markdownText } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { groupBy } from "../../text/group.ts";
import { permalink } from "../../text/link.ts";
import { rulingsByTool, rulingText } from "../finding-words.ts";
import { baselineLines, type MeasuringOptions } from "./evidence.ts";
import { prose } from "./prose.ts";
import { commitCode, listed, pipelineWord, refCode, toolName, toolsOf } from "./words.ts";

const MOST_RULES = 30;
const MOST_MERGES = 20;
const MOST_NOTES = 30;

/** How the verdict came about: rules, thresholds, comparison, merges and notes, for the reader who doubts it. */
export function decisionLines(report: Report, options: MeasuringOptions = {}): string {
  // What is said of a source that need not answer stands above the findings.
  const notes = report.notes.filter(({ source }) => source === undefined);
  const lines = [
    ...ruleLines(report),
    ...baselineLines(report, options),
    ...mergeLines(report.findings),
    ...notes
      .slice(0, MOST_NOTES)
      .map(({ level, text }) => `${level === "warning" ? "⚠️ Warning: " : ""}${fitText(text, 700, prose)}`),
    ...(notes.length > MOST_NOTES ? [`and ${counted(notes.length - MOST_NOTES, "more note")}`] : []),
  ];
  return lines.map((line) => `- ${line}`).join("\n");
}

/** Which rule decided, what blocks by which files, and what was judged against what: a line of Markdown each. */
export function ruleLines(report: Report): readonly string[] {
  const { decision, findings } = report;
  return [
    ...(decision.rule === `fail-on: ${decision.failOn}` ? [] : [decidedLine(report)]),
    thresholdLine(report),
    ...chainLines(report),
    ...blockedByLines(findings),
    ...judgedLine(report),
  ];
}

/** What was merged, in one line for the same tools; a finding that they were not judged alike on has its own. */
function mergeLines(findings: readonly Finding[]): readonly string[] {
  const merged = findings.filter(({ how }) => how !== undefined);
  const told = merged.slice(0, MOST_MERGES).map((finding) => ({
    from: `Merged from ${listed(toolsOf(finding).map(toolName))}`,
    how: fitText(finding.how ?? "", 240, markdownText),
    apart: judgedApart(finding),
  }));
  const alike = groupBy(
    told.filter(({ apart }) => apart === ""),
    ({ from }) => from,
  );
  const more = merged.length - told.length;
  return [
    ...[...alike].map(
      ([from, all]) => `${from} because of ${[...new Set(all.map(({ how }) => how))].join("; ")}`,
    ),
    ...told
      .filter(({ apart }) => apart !== "")
      .map(({ from, how, apart }) => `${from} because of ${how}${apart}`),
    ...(more > 0 ? [`and ${counted(more, "more merged finding")}`] : []),
  ];
}

/** What was decided about each tool's word on a merged finding, where that differs. */
function judgedApart(finding: Finding): string {
  const told = rulingsByTool(finding).map(
    (one) => `${toolName(one.tool)} ${fitText(rulingText(one), 160, markdownText)}`,
  );
  return told.length === 0 ? "" : `: ${told.join("; ")}`;
}

/** The rule that decided, and the file that it stands in where the rule does not name it. */
function decidedLine(report: Report): string {
  const { decision, context } = report;
  const rule = fitText(decision.rule, 300, markdownCode);
  const { path } = context.policy ?? {};
  const isOfFile = /^(?:rule \d|budgets: )/.test(decision.rule) && path !== undefined;
  return `Decided by ${rule}${isOfFile ? ` of ${policyFile(path, report)}` : ""}`;
}

/** A policy file by its name, linked to what was read of it where that is known. */
function policyFile(name: string, { context }: Report): string {
  const { repository, repositoryUrl, forge, policy } = context;
  const file = policy?.chain?.find((one) => policyOriginName(one, repository) === name);
  const { path, commit = policy?.commit } = file ?? { path: name };
  const isOwn = (file?.repository ?? repository) === repository;
  const link =
    isOwn && commit !== undefined && policy !== undefined
      ? permalink({ repositoryUrl, forge, commit, path })
      : undefined;
  const label = fitText(name, 160, markdownCode);
  return link === undefined ? label : `[${label}](${link})`;
}

/** What blocks, of which age, and who says so: one sentence. */
function thresholdLine(report: Report): string {
  if (isUnjudged(report)) return "Nothing was judged, because the policy is not known";
  const { decision, context } = report;
  const { failOn, gate, origin, rules } = decision;
  const subject =
    gate === "new" ? "New findings, and those of unknown age, block" : "Findings of any age block";
  const setter = context.event === "cli" ? "command line" : pipelineWord(context);
  const where = origin === "fail-on" ? `the ${setter}` : policyFile(origin, report);
  const none = rules === 1 ? "its rule does not say" : `none of its ${rules} rules says`;
  const first = rules === 0 ? "" : `, where ${none} otherwise`;
  const what =
    failOn === "none" ? "Nothing blocks by its severity alone" : `${subject} from ${markdownCode(failOn)} up`;
  return `${what}: ${markdownCode(`fail-on: ${failOn}`)} of ${where}${first}`;
}

/** The policies that judged with their commits, top first; a single file of this repository is told by its name. */
function chainLines({ context }: Report): readonly string[] {
  const { chain = [] } = context.policy ?? {};
  const isOwn = chain.length < 2 && chain.every(({ repository }) => repository === context.repository);
  if (isOwn) return [];
  const files = chain.map((origin) => {
    const at = origin.commit === undefined ? "" : ` at ${markdownCode(origin.commit.slice(0, 7))}`;
    return `${fitText(policyOriginName(origin, context.repository), 200, markdownCode)}${at}`;
  });
  const [only = ""] = files;
  return [
    files.length === 1
      ? `Policy: ${only}`
      : `Policies, each by itself, top first; a finding blocks when any blocks it: ${files.join(", then ")}`,
  ];
}

/** The two commits of the change; empty where nothing was judged. */
function judgedLine(report: Report): readonly string[] {
  const { context, sources } = report;
  const { base, commit } = context;
  const isOff = sources.every(({ status }) => status === "off");
  if (base === undefined || isOff || isUnjudged(report)) return [];
  const at = base.commit === UNKNOWN_COMMIT ? "" : ` at ${commitCode(context, base.commit)}`;
  return [`${commitCode(context, commit)} was judged against ${refCode(base.ref)}${at}`];
}

/** How many findings each rule of the policy blocks; told only when more than one does. */
function blockedByLines(findings: readonly Finding[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { blocking, blockedBy } of findings) {
    if (blocking && blockedBy !== undefined) counts.set(blockedBy, (counts.get(blockedBy) ?? 0) + 1);
  }
  if (counts.size < 2) return [];
  return [...counts]
    .slice(0, MOST_RULES)
    .map(([rule, count]) => `${counted(count, "finding")} blocked by ${fitText(rule, 160, markdownCode)}`);
}
