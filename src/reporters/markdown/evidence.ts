import type { SourceEvidence } from "../../model/evidence.ts";
import type { Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import { counted } from "../../text/count.ts";
import { markdownCode, markdownText } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { toolLink } from "../../text/link.ts";
import {
  blockers,
  commitCode,
  dayOf,
  EVIDENCE_WORDS,
  listed,
  refCode,
  severityCounts,
  table,
  took,
  toolName,
} from "./words.ts";

export interface EvidenceOptions {
  readonly linkHosts?: readonly string[];
  /** Times and numbers of requests too. They differ from run to run, so the comment goes without. */
  readonly measured?: boolean;
}

const MOST_NAMES = 3;
const STATUS = { complete: "✅&nbsp;complete", incomplete: "⚠️&nbsp;incomplete", off: "off" } as const;

/** Sources to tell of: one that is off only where somebody misses it. */
export function sourcesToTell({ sources, reasons }: Report): readonly SourceEvidence[] {
  return sources.filter(
    ({ source, status }) => status !== "off" || reasons.some((reason) => reason.source === source),
  );
}

/** What proves that each source looked at this commit: one row a source. */
export function evidenceTable(report: Report, options: EvidenceOptions = {}): string {
  const head = ["Source", "Looked at", "Commit", "Findings", "Blocking", "Status"];
  const rows = sourcesToTell(report).map((evidence) => [
    toolName(evidence.source),
    lookedAt(evidence, report, options),
    commitOf(report, evidence),
    severityCounts(evidence.counts ?? {}) || (isSilent(evidence) ? "—" : "no findings"),
    blockingOf(report, evidence),
    STATUS[evidence.status],
    ...(options.measured === true ? [scanned(evidence), asked(evidence)] : []),
  ]);
  return table(options.measured === true ? [...head, "Scanned", "Requests"] : head, rows);
}

/** The same in a few words for one line: `Semgrep: scan of this commit`. */
export function evidenceInWords(report: Report): string {
  return report.sources
    .filter(({ status }) => status !== "off")
    .map((evidence) => `${toolName(evidence.source)} (${evidenceWord(evidence)})`)
    .join(", ");
}

/** Whether that nothing came means nothing: a source that did not answer has not found nothing. */
function isSilent({ counts, status }: SourceEvidence): boolean {
  return counts === undefined || status !== "complete";
}

function blockingOf(report: Report, { source, status }: SourceEvidence): string {
  const count = blockers(report).filter((finding) => isFrom(finding, source)).length;
  const checks = report.reasons.filter(
    (each) => each.code === "pr-check-failed" && each.source === source,
  ).length;
  if (checks === 0) return count === 0 && status !== "complete" ? "—" : count.toLocaleString("en-US");
  return `${count === 0 ? "" : `${count} and `}${counted(checks, "failed check")}`;
}

/** Whether a source delivered a finding, or a share in it. */
function isFrom(finding: Finding, source: string): boolean {
  if (finding.observations.length > 0) return finding.observations.some((each) => each.source === source);
  return finding.seenBy.some(({ tool }) => tool === source);
}

function evidenceWord({ evidence, status }: SourceEvidence): string {
  if (evidence !== undefined) return EVIDENCE_WORDS[evidence];
  return status === "off" ? "not configured" : "no evidence";
}

function lookedAt(evidence: SourceEvidence, { context }: Report, options: EvidenceOptions): string {
  const scans = scansOf(evidence);
  const projects = (evidence.projects ?? []).map(({ name }) => name);
  const obvious = projects.length === 1 && projects[0]?.toLowerCase() === context.repository.toLowerCase();
  return [
    evidence.evidence === "scan" && scans !== "" ? "" : evidenceWord(evidence),
    scans,
    obvious ? "" : namesOf("project", projects),
    checksOf(evidence, options),
    namesOf("file", evidence.files ?? []),
    ...remarksOf(evidence),
  ]
    .filter((part) => part !== "")
    .join("; ");
}

function scansOf({ scans = [] }: SourceEvidence): string {
  const told = scans.slice(0, MOST_NAMES).map(({ kind, status, products }) => {
    const what = products.length === 0 ? "" : ` of ${listed(products.slice(0, 6).map(short))}`;
    return `${kind} scan${what}${status === "completed" ? "" : ` (${short(status)})`}`;
  });
  return withMore(told, scans.length);
}

function remarksOf({ remarks = [] }: SourceEvidence): readonly string[] {
  const told = remarks.slice(0, MOST_NAMES).map((remark) => fitText(remark, 300, markdownText));
  const more = remarks.length - told.length;
  return more > 0 ? [...told, `and ${counted(more, "more remark")}`] : told;
}

function namesOf(what: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const told = names.slice(0, MOST_NAMES).map((name) => fitText(name, 80, markdownCode));
  return `${counted(names.length, what)} ${withMore(told, names.length)}`;
}

function checksOf({ checks = [] }: SourceEvidence, { linkHosts }: EvidenceOptions): string {
  const told = checks.slice(0, MOST_NAMES).map(({ context, state, link }) => {
    const label = fitText(context, 100, markdownCode);
    const address = toolLink(link, linkHosts);
    return `${address === undefined ? label : `[${label}](${address})`} ${short(state)}`;
  });
  return withMore(told, checks.length);
}

function withMore(told: readonly string[], all: number): string {
  return all > told.length ? `${told.join(", ")} and ${all - told.length} more` : told.join(", ");
}

function short(text: string): string {
  return fitText(text, 60, markdownText);
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

function commitOf(report: Report, { commit, evidence, scans }: SourceEvidence): string {
  if (commit === undefined) return "—";
  const code = commitCode(report.context, commit);
  if (commit === report.context.commit) return `${code} (this commit)`;
  if (evidence === "branch-scan") return [code, lastEnd(scans)].filter((part) => part !== "").join(", ");
  return evidence === "pull-request-scan" ? `${code} (the pull request's head)` : code;
}

function asked({ requests, tookMs }: SourceEvidence): string {
  return `${requests}${tookMs === undefined ? "" : ` in ${took(tookMs)}`}`;
}

function scanned({ scans = [] }: SourceEvidence): string {
  const times = scans.map(({ startedAt = "", completedAt = "" }) => {
    const [start, end] = [Date.parse(startedAt), Date.parse(completedAt)];
    if (Number.isNaN(start)) return "—";
    const from = new Date(start).toISOString();
    return `${dayOf(from)} ${from.slice(11, 16)}&nbsp;UTC${end >= start ? `, took ${took(end - start)}` : ""}`;
  });
  return times.slice(0, MOST_NAMES).join("<br>") || "—";
}

/** What each source's findings were compared with, one line each; when that was is a measurement. */
export function baselineLines(
  report: Report,
  { measured = false }: Pick<EvidenceOptions, "measured"> = {},
): readonly string[] {
  return report.sources
    .filter(({ status }) => status !== "off")
    .flatMap((evidence) => {
      const { baseline, scans = [], source } = evidence;
      if (baseline !== undefined) {
        const commit = baseline.commit === undefined ? "" : `@${commitCode(report.context, baseline.commit)}`;
        const at =
          baseline.at === undefined || !measured
            ? ""
            : `, as of ${fitText(baseline.at.slice(0, 10), 40, markdownText)}`;
        return `${toolName(source)} was compared with ${refCode(baseline.ref)}${commit}${at}.`;
      }
      // Where there is none, the gate notes what that means for the findings.
      const own = scans.length > 0 && scans.every(({ kind }) => kind === "diff");
      return own ? `${toolName(source)} compared with the base branch itself (diff scan).` : [];
    });
}
