import type { EvidenceKind, SourceEvidence } from "../../model/evidence.ts";
import type { Finding, FindingStatus } from "../../model/finding.ts";
import type { Report, ReportContext } from "../../model/report.ts";
import { SEVERITIES, type Severity } from "../../model/severity.ts";
import { CHANGE_WORDS, type ReasonSource, type Verdict } from "../../model/verdict.ts";
import { duration } from "../../text/duration.ts";
import { markdownCode, markdownText, visible } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { commitLink } from "../../text/link.ts";
import { toolTitle } from "../finding-words.ts";

/** A mark never stands without its word: colour alone tells nothing to some readers. */
const SEVERITY_MARKS: Readonly<Record<Severity, string>> = {
  critical: "🔴",
  high: "🟠",
  medium: "🟡",
  low: "🔵",
  unknown: "⚪",
};

/** `🔴 critical`. */
export function severityMark(severity: Severity): string {
  return `${SEVERITY_MARKS[severity]} ${severity}`;
}

/** Like those of severities, each stands beside its word. */
export const VERDICT_MARKS: Readonly<Record<Verdict, string>> = {
  pass: "✅",
  fail: "❌",
  incomplete: "⚠️",
};

/** What a source looked at, as people read it. */
export const EVIDENCE_WORDS: Readonly<Record<EvidenceKind, string>> = {
  scan: "scan of this commit",
  "pull-request-scan": "scan of the pull request's head",
  "branch-scan": "newest scan of the branch",
  report: "report files made in this job",
  "head-projects": "projects of the head branch",
  "pr-check": "pull request checks on this commit",
  "base-projects": "projects of the base branch only",
};

/** A tool's or source's name for people, safe in Markdown; a tool that nobody knows keeps its own. */
export function toolName(tool: ReasonSource | string): string {
  return fitText(toolTitle(tool), 40, markdownText) || "unnamed tool";
}

/** The day of a date for a narrow cell, where it stays on one line; safe in Markdown, whatever it is. */
export function dayOf(date: string): string {
  const day = date.slice(0, 10);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day.replaceAll("-", "&#8209;") : fitText(day, 40, markdownText);
}

/** Words joined as people list them: `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** `2 critical, 1 high`: only what is there, most severe first; empty when nothing is. */
export function severityCounts(counts: Partial<Readonly<Record<Severity, number>>>): string {
  return SEVERITIES.filter((severity) => (counts[severity] ?? 0) > 0)
    .map((severity) => `${(counts[severity] ?? 0).toLocaleString("en-US")} ${severity}`)
    .join(", ");
}

/** A duration that stays on one line of a narrow cell. */
export function took(ms: number): string {
  return duration(ms).replaceAll(" ", "&nbsp;");
}

/** What the forge of the repository calls a pull request. */
export function changeWord({ forge = "github" }: Pick<ReportContext, "forge">): string {
  return CHANGE_WORDS[forge];
}

/** What holds the settings of a run: GitHub calls it a workflow, others a pipeline. */
export function pipelineWord({ forge = "github" }: Pick<ReportContext, "forge">): "workflow" | "pipeline" {
  return forge === "github" ? "workflow" : "pipeline";
}

/** The first seven digits of a commit, linked where it is a whole one. */
export function commitCode(context: ReportContext, commit: string): string {
  const code = markdownCode(visible(commit).slice(0, 7));
  const link = commitLink(context, commit);
  return link === undefined ? code : `[${code}](${link})`;
}

/** A branch, tag or full ref, short and as code. */
export function refCode(ref: string): string {
  return fitText(ref.replace(/^refs\/(?:heads|tags)\//, ""), 80, markdownCode);
}

/** A part that can be folded, and is unless it `isOpen`. The summary is our own words and numbers only: Markdown does not act in it. */
export function folded(summary: string, body: string, isOpen = false): string {
  return `<details${isOpen ? " open" : ""}>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A table of cells that are already safe; empty without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  // Heads of columns without an alignment are centred, and text below them is not.
  return [line(head), `|${head.map(() => ":-").join("|")}|`, ...rows.map(line)].join("\n");
}

/** How large the text of a document is, and so what a phone shows of a table. */
export interface TextSize {
  /** Set where three columns do not fit on a phone, as in a job summary. */
  readonly isLarge?: boolean;
}

/**
 * A table whose first cells are severities. Where text is large they stand at the head of the second cells, so that a
 * phone shows the whole table.
 */
export function severityTable(
  [severity, ...heads]: readonly [string, string, string],
  rows: readonly (readonly string[])[],
  { isLarge = false }: TextSize = {},
): string {
  if (!isLarge) return table([severity, ...heads], rows);
  return table(
    heads,
    rows.map(([mark = "", what = "", ...others]) => [`${mark} · ${what}`, ...others]),
  );
}

/** Findings that `high` would make block, where the gate only watches and no rule makes them block; none where it does more. */
export function watched({ decision, findings }: Report): readonly Finding[] {
  return decision.wouldBlock === undefined
    ? []
    : findings.filter(({ blocking, wouldBlock }) => wouldBlock === true && !blocking);
}

/**
 * Findings that no other list has: they neither block, nor would, nor are more than a budget allows. New ones first,
 * then of unknown age, then existing.
 */
export function notBlocking(report: Report): readonly Finding[] {
  const order: readonly FindingStatus[] = ["new", "unknown", "existing"];
  const isWatching = report.decision.wouldBlock !== undefined;
  const all = report.findings.filter(
    ({ blocking, overBudget, suppressedBy, wouldBlock }) =>
      !blocking && overBudget !== true && suppressedBy === undefined && !(isWatching && wouldBlock === true),
  );
  return order.flatMap((status) => all.filter((finding) => finding.status === status));
}

/** Findings that block, in the report's order. */
export function blockers(report: Report): readonly Finding[] {
  return report.findings.filter((finding) => finding.blocking && finding.suppressedBy === undefined);
}

/** Findings that do not block one by one, but are more than a budget allows, in the report's order. */
export function beyondBudget(report: Report): readonly Finding[] {
  return report.findings.filter(({ overBudget }) => overBudget === true);
}

/** Findings that do not count, in the report's order. */
export function suppressed(report: Report): readonly Finding[] {
  return report.findings.filter((finding) => finding.suppressedBy !== undefined);
}

/** The day on which the last of the scans was completed; empty when none says it. */
export function lastEnd(scans: SourceEvidence["scans"] = []): string {
  return (
    scans
      .flatMap(({ completedAt }) => completedAt?.slice(0, 10) ?? [])
      .toSorted()
      .at(-1) ?? ""
  );
}

/** Names of the tools that saw a finding, each once. */
export function toolsOf(finding: Finding): readonly string[] {
  const tools = finding.seenBy.map(({ tool }) => tool);
  return [...new Set(tools.length > 0 ? tools : [finding.tool])].slice(0, 5);
}

/** Text that stands back; nothing for nothing. */
export function small(text: string): string {
  return text === "" ? "" : `<sub>${text}</sub>`;
}

/** All counts that no heading says, in one line, without those that are zero; empty when all are. */
export function countsLine({ counts }: Report): string {
  const unknown = counts.total - counts.new - counts.existing;
  const all: readonly (readonly [number, string])[] = [
    [counts.new, "new"],
    [unknown, "of unknown age"],
    [counts.existing, "existing"],
    [counts.fixed, "fixed"],
    [counts.suppressed, "suppressed"],
  ];
  const told = all
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count.toLocaleString("en-US")} ${word}`);
  return told.length === 0 ? "" : `Findings: ${told.join(" · ")}`;
}
