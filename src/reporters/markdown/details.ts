import type { Finding } from "../../model/finding.ts";
import type { Report, SuppressionNotice } from "../../model/report.ts";
import { countBySeverity } from "../../model/severity.ts";
import { counted } from "../../text/count.ts";
import { markdownCellName, markdownCellText, markdownCode, markdownText } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { compareText } from "../../text/group.ts";
import { placeCell } from "./place-cell.ts";
import { type FindingRowOptions, nameOfFinding, SHORT_HEAD, severityCell, shortRow } from "./rows.ts";
import {
  dayOf,
  severityCounts,
  severityTable,
  suppressed,
  type TextSize,
  toolName,
  toolsOf,
} from "./words.ts";

const MOST_RULES = 30;
const MOST_NOTES = 30;

/** Findings as a short table, one line and a small one each. */
export function shortTable(findings: readonly Finding[], options: FindingRowOptions): string {
  return severityTable(
    SHORT_HEAD,
    findings.map((finding) => shortRow(finding, options)),
    options,
  );
}

/** How many findings each rule has, the most first: what is told of findings that do not fit one by one. */
export function countPerRule(findings: readonly Finding[], size: TextSize = {}): string {
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
  return `${severityTable(["Severity", "Rule", "Findings"], rows, size)}${more}`;
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
  return severityTable(
    SHORT_HEAD,
    findings.map((finding) => shortRow(finding, { ...options, unlinked: true })),
    options,
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
    severityTable(SHORT_HEAD, rows, options),
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

/** What is the matter with these entries is a matter of their dates. */
const OF_DATES: readonly SuppressionNotice["kind"][] = ["expired", "expiring", "distant"];

/** Policy entries that need attention. */
export function noticeLines(suppressions: readonly SuppressionNotice[]): string {
  return suppressions
    .slice(0, MOST_NOTES)
    .map(({ kind, id, package: pkg, suppressedBy: { owner, expires } }) => {
      const entry = fitText(pkg === undefined ? id : `${id} (${pkg})`, 160, markdownCode);
      const date = OF_DATES.includes(kind) ? expires : undefined;
      const until = date === undefined ? "" : ` (${fitText(date.slice(0, 10), 40, markdownText)})`;
      return `- ${entry} ${NOTICE_WORDS[kind]}${until}${owner === undefined ? "" : `; owner: ${fitText(owner, 80, markdownCode)}`}`;
    })
    .join("\n");
}
