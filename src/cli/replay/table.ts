import type { Judgement } from "../../gate/judge.ts";
import type { Finding } from "../../model/finding.ts";
import type { SavedReport } from "../../report-json/read.ts";
import type { Paint } from "../terminal/paint.ts";
import { packageOf, placeOf, shortFingerprint, shown } from "../terminal/words.ts";
import { compare } from "./replay.ts";

export interface Replayed {
  /** As people named the file. */
  readonly path: string;
  readonly report: SavedReport;
  readonly judgement: Judgement;
}

/** Most findings that are listed of either kind. */
const MOST_LISTED = 20;

/** One report as a table: before and after, and every finding about which the policies differ. */
export function replayTable({ path, report, judgement }: Replayed, paint: Paint): string {
  const { nowBlocking, noLongerBlocking } = compare(report, judgement);
  const before = report.findings;
  const after = judgement.findings;
  const count = (findings: readonly Finding[], test: (one: Finding) => boolean) =>
    String(findings.filter(test).length);
  const isSuppressed = ({ suppressedBy }: Finding) => suppressedBy !== undefined;
  const isBlocking = ({ blocking }: Finding) => blocking;
  const rows: readonly (readonly [string, string, string])[] = [
    ["", "before", "after"],
    ["verdict", report.verdict, judgement.verdict],
    ["blocking", count(before, isBlocking), count(after, isBlocking)],
    ["suppressed", count(before, isSuppressed), count(after, isSuppressed)],
  ];
  const { repository, ref, commit } = report.context;
  return [
    `${paint.bold(shown(path))}  ${shown(`${repository} ${ref} ${commit.slice(0, 7)}`)}`,
    ...rows.map(([name, old, now]) => `  ${name.padEnd(12)} ${old.padEnd(12)} ${now}`.trimEnd()),
    ...listed("would block now", nowBlocking, paint),
    ...listed("would no longer block", noLongerBlocking, paint),
    `  ${paint.verdict(judgement.verdict, shown(judgement.sentence, 500))}`,
    "",
  ].join("\n");
}

function listed(title: string, findings: readonly Finding[], paint: Paint): readonly string[] {
  if (findings.length === 0) return [];
  const more = findings.length - MOST_LISTED;
  return [
    `  ${title}:`,
    ...findings.slice(0, MOST_LISTED).map((one) => `    ${lineOf(one, paint)}`),
    ...(more > 0 ? [paint.dim(`    and ${more} more`)] : []),
  ];
}

function lineOf(finding: Finding, paint: Paint): string {
  const { suppressedBy, blockedBy, severity, title } = finding;
  const why =
    suppressedBy === undefined
      ? (blockedBy ?? "below its threshold, or not gated")
      : `suppressed by ${suppressedBy.by}: ${suppressedBy.reason ?? "no reason given"}`;
  const where = packageOf(finding) === "" ? placeOf(finding) : packageOf(finding);
  return `${paint.dim(shortFingerprint(finding))}  ${paint.severity(severity, severity)}  ${where}  ${shown(title)}  (${shown(why)})`;
}
