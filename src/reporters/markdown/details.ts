import type { Finding } from "../../model/finding.ts";
import {
  isUnjudged,
  policyOriginName,
  type Report,
  type SuppressionNotice,
  UNKNOWN_COMMIT,
} from "../../model/report.ts";
import { countBySeverity } from "../../model/severity.ts";
import { counted } from "../../text/count.ts";
import { markdownCellName, markdownCellText, markdownCode, markdownText } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { compareText } from "../../text/group.ts";
import { permalink } from "../../text/link.ts";
import { rulingsByTool, rulingText } from "../finding-words.ts";
import { baselineLines, type MeasuringOptions } from "./evidence.ts";
import { prose } from "./prose.ts";
import {
  type FindingRowOptions,
  nameOfFinding,
  placeCell,
  SHORT_HEAD,
  severityCell,
  shortRow,
} from "./rows.ts";
import {
  commitCode,
  dayOf,
  pipelineWord,
  refCode,
  severityCounts,
  suppressed,
  table,
  toolName,
  toolsOf,
} from "./words.ts";

const MOST_RULES = 30;
const MOST_MERGES = 20;
const MOST_NOTES = 30;

/** Findings as a short table, one line and a small one each. */
export function shortTable(findings: readonly Finding[], options: FindingRowOptions): string {
  return table(
    [...SHORT_HEAD],
    findings.map((finding) => shortRow(finding, options)),
  );
}

/** How many findings each rule has, the most first: what is told of findings that do not fit one by one. */
export function countPerRule(findings: readonly Finding[]): string {
  type RuleCount = { readonly rule: string; readonly finding: Finding; count: number };
  // One map for each severity: a key made of both texts would be a new text for each of 200,000 findings.
  const bySeverity = new Map<string, Map<string, RuleCount>>();
  for (const finding of findings) {
    const rule = finding.rule ?? finding.title;
    const counts = bySeverity.get(finding.severity) ?? new Map<string, RuleCount>();
    bySeverity.set(finding.severity, counts);
    const known = counts.get(rule);
    if (known === undefined) counts.set(rule, { rule, finding, count: 1 });
    else known.count += 1;
  }
  const rules = [...bySeverity.values()].flatMap((counts) => [...counts.values()]);
  const told = firstOf(rules, MOST_RULES, (a, b) => b.count - a.count || compareText(a.rule, b.rule));
  const rows = told.map(({ rule, finding, count }) => [
    severityCell(finding.severity),
    `${fitText(rule, 300, markdownCellName)}<br><sub>${toolName(toolsOf(finding)[0] ?? "")}</sub>`,
    count.toLocaleString("en-US"),
  ]);
  const left = findings.length - told.reduce((sum, { count }) => sum + count, 0);
  const more =
    left === 0
      ? ""
      : `\n\nand ${counted(left, "finding")} of ${counted(rules.length - told.length, "other rule")}`;
  return `${table(["Severity", "Rule", "Findings"], rows)}${more}`;
}

/** The first of many in an order, without sorting all of them. */
function firstOf<Item>(
  items: readonly Item[],
  most: number,
  compare: (a: Item, b: Item) => number,
): readonly Item[] {
  const first: Item[] = [];
  for (const item of items) {
    const last = first.at(-1);
    if (first.length === most && last !== undefined && compare(last, item) <= 0) continue;
    const at = first.findIndex((other) => compare(item, other) < 0);
    first.splice(at === -1 ? first.length : at, 0, item);
    if (first.length > most) first.pop();
  }
  return first;
}

/** `1,200 critical, 3 high`. */
export function countPerSeverity(findings: readonly Finding[]): string {
  return severityCounts(countBySeverity(findings));
}

/** What is gone. Its places are not linked: at the commit that was judged something else stands there. */
export function fixedTable(findings: readonly Finding[], options: FindingRowOptions): string {
  return table(
    [...SHORT_HEAD],
    findings.map((finding) => shortRow(finding, { ...options, unlinked: true })),
  );
}

/** Documented exceptions with who, why and until when. */
export function suppressedTable(report: Report, options: FindingRowOptions, most: number): string {
  const all = suppressed(report);
  const rows = all
    .slice(0, most)
    .map((finding) => [
      severityCell(finding.severity),
      `${nameOfFinding(finding, 200)}<br><sub>${exceptionWords(finding)}</sub>`,
      placeCell(finding, options),
    ]);
  const more = all.length - rows.length;
  return [
    table([...SHORT_HEAD], rows),
    more > 0 ? `and ${more} more: ${countPerSeverity(all.slice(rows.length))}` : "",
    noticeLines(report.decision.suppressions),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** `only used at build time · @acme/platform · until 2027-01-31 · by the policy`. */
function exceptionWords({ suppressedBy }: Finding): string {
  const { by = "", reason, owner, expires } = suppressedBy ?? {};
  return [
    fitText(reason ?? "no reason given", 300, markdownCellText),
    owner === undefined ? "" : fitText(owner, 160, markdownCellText),
    expires === undefined ? "" : `until ${dayOf(expires)}`,
    by === "policy" ? "by the policy" : `in ${toolName(by)}`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

const NOTICE_WORDS: Readonly<Record<SuppressionNotice["kind"], string>> = {
  expired: "has expired and suppresses nothing",
  expiring: "expires soon",
  repeated: "stands there twice",
  distant: "expires in more than a year",
  unused: "matches nothing and can be removed",
  refused: "is not allowed by a policy above it and suppresses nothing",
  partial: "reaches only what one tool says, so a finding still counts",
};

/** Policy entries that need attention. */
export function noticeLines(suppressions: readonly SuppressionNotice[]): string {
  return suppressions
    .slice(0, MOST_NOTES)
    .map(({ kind, id, package: pkg, suppressedBy: { owner, expires } }) => {
      const entry = fitText(pkg === undefined ? id : `${id} (${pkg})`, 160, markdownCode);
      const until = expires === undefined ? "" : ` (${fitText(expires.slice(0, 10), 40, markdownText)})`;
      return `- ${entry} ${NOTICE_WORDS[kind]}${until}${owner === undefined ? "" : `; owner: ${fitText(owner, 80, markdownCode)}`}`;
    })
    .join("\n");
}

/** How the verdict came about: rules, thresholds, comparison, merges and notes, for the reader who doubts it. */
export function decisionLines(report: Report, options: MeasuringOptions = {}): string {
  const { decision, findings } = report;
  // What is said of a source that need not answer stands above the findings.
  const notes = report.notes.filter(({ source }) => source === undefined);
  const merged = findings.filter(({ how }) => how !== undefined);
  const lines = [
    ...(decision.rule === `fail-on: ${decision.failOn}` ? [] : [decidedLine(report)]),
    thresholdLine(report),
    ...chainLines(report),
    ...blockedByLines(findings),
    ...judgedLine(report),
    ...baselineLines(report, options),
    ...merged
      .slice(0, MOST_MERGES)
      .map(
        (finding) =>
          `Merged from ${toolsOf(finding).map(toolName).join(" and ")} because of ${fitText(finding.how ?? "", 240, markdownText)}${judgedApart(finding)}`,
      ),
    ...(merged.length > MOST_MERGES
      ? [`and ${counted(merged.length - MOST_MERGES, "more merged finding")}`]
      : []),
    ...notes
      .slice(0, MOST_NOTES)
      .map(({ level, text }) => `${level === "warning" ? "⚠️ Warning: " : ""}${fitText(text, 700, prose)}`),
    ...(notes.length > MOST_NOTES ? [`and ${counted(notes.length - MOST_NOTES, "more note")}`] : []),
  ];
  return lines.map((line) => `- ${line}`).join("\n");
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
  const first = rules === 0 ? "" : `, where none of its ${counted(rules, "rule")} says otherwise`;
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

/** The two commits of the change. */
function judgedLine({ context }: Report): readonly string[] {
  const { base, commit } = context;
  if (base === undefined) return [];
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
