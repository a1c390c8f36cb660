import { didNotLook, emptyInputOf, type SourceEvidence } from "../../model/evidence.ts";
import type { Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import { counted } from "../../text/count.ts";
import { markdownCellName, markdownCellText, markdownCode, markdownText } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { toolLink } from "../../text/link.ts";
import { incompleteWords } from "../missing-words.ts";
import {
  blockers,
  commitCode,
  EVIDENCE_WORDS,
  lastEnd,
  listed,
  refCode,
  severityCounts,
  suppressed,
  type TextSize,
  table,
  toolName,
} from "./words.ts";

export interface EvidenceOptions extends TextSize {
  readonly linkHosts?: readonly string[];
}

/** Whether times are told too. They differ from run to run, so the comment goes without. */
export interface MeasuringOptions {
  readonly measured?: boolean;
}

const MOST_NAMES = 3;
/** A mark for how far a source's answer goes; the cell beside it says the same in words. */
const MARKS = { complete: "✅", unseen: "☑️", incomplete: "⚠️", off: "➖" } as const;

/** Sources to tell of: report files that are off only where somebody misses them. */
export function sourcesToTell({ sources, reasons }: Report): readonly SourceEvidence[] {
  return sources.filter(
    (evidence) =>
      evidence.status !== "off" ||
      emptyInputOf(evidence) !== undefined ||
      reasons.some(({ source }) => source === evidence.source),
  );
}

/** Whether a reader must see the evidence at once: a source is not complete, is off, or did not look at the change. */
export function isEvidenceWorthASight(report: Report): boolean {
  return sourcesToTell(report).some((evidence) => markOf(evidence) !== MARKS.complete);
}

/** What proves that each source looked at this commit, and what it found: one row a source. */
export function evidenceTable(report: Report, options: EvidenceOptions = {}): string {
  const rows = sourcesToTell(report).flatMap((evidence) => [
    [
      `${markOf(evidence)}&nbsp;${toolName(evidence.source)}`,
      lookedAt(evidence, report),
      foundBy(evidence, report),
    ],
    ...checkRows(evidence, options),
  ]);
  if (options.isLarge !== true) return table(["Source", "Looked at", "Findings"], rows);
  return table(["Source", "Looked at and found"], rows.map(withFindings));
}

/** The cells of a source with what it found below what it looked at, since a phone shows two columns of large text. */
function withFindings([source = "", looked = "", found = ""]: readonly string[]): readonly string[] {
  if (found === "" || found === NO_ANSWER) return [source, looked];
  return [source, `${looked}<br>**${found.replace(/^none(?=;|$)/, "no findings")}**`];
}

/** What is found where nobody knows. */
const NO_ANSWER = "—";

/** Checks that are shown, each in a row of its own below its source. */
const MOST_CHECKS = 6;
const CHECK_MARKS: Readonly<Record<string, string>> = {
  success: "✅",
  failure: "❌",
  error: "⚠️",
  pending: "⏳",
};

function checkRows(
  { checks = [] }: SourceEvidence,
  { linkHosts }: EvidenceOptions,
): readonly (readonly string[])[] {
  const rows = checks.slice(0, MOST_CHECKS).map(({ context, state, link }) => {
    const label = fitText(context, 200, markdownCellText);
    const address = toolLink(link, linkHosts);
    const mark = CHECK_MARKS[state];
    return [
      "&nbsp;↳&nbsp;check",
      address === undefined ? label : `[${label}](${address})`,
      `${mark === undefined ? "" : `${mark}&nbsp;`}${short(state)}`,
    ];
  });
  const more = checks.length - rows.length;
  return more > 0 ? [...rows, ["", `and ${counted(more, "more check")}`, ""]] : rows;
}

/** The same in a few words for one line: `✅ Scanned: Semgrep (diff scan of this commit)`. */
export function evidenceInWords(report: Report): string {
  const sources = sourcesToTell(report);
  if (sources.length === 0) return "";
  const marks = sources.map(markOf);
  const mark = [MARKS.incomplete, MARKS.unseen].find((each) => marks.includes(each)) ?? MARKS.complete;
  const isAnythingOn = sources.some(({ status }) => status !== "off");
  const told = sources.map((evidence) => `${toolName(evidence.source)} (${statusWord(evidence, report)})`);
  return `${isAnythingOn ? mark : MARKS.off} Scanned: ${told.join(" · ")}`;
}

function markOf(evidence: SourceEvidence): string {
  return didNotLook(evidence) ? MARKS.unseen : MARKS[evidence.status];
}

function statusWord(evidence: SourceEvidence, report: Report): string {
  if (evidence.status === "off") return emptyInputOf(evidence) === undefined ? "not configured" : "off";
  if (evidence.status === "incomplete") return incompleteWords(evidence, report);
  if (didNotLook(evidence)) return "did not look at this change";
  const kinds = new Set((evidence.scans ?? []).map(({ kind }) => kind));
  const [kind] = kinds;
  return evidence.evidence === "scan" && kinds.size === 1
    ? `${kind} scan of this commit`
    : evidenceWord(evidence);
}

/** `2 high, 1 medium; 2 block, 1 suppressed`. */
function foundBy(evidence: SourceEvidence, report: Report): string {
  const found = severityCounts(evidence.counts ?? {}) || (isSilent(evidence) ? NO_ANSWER : "none");
  const own = (findings: readonly Finding[]): number =>
    findings.filter((finding) => isFrom(finding, evidence.source)).length;
  const [blocking, ignored] = [own(blockers(report)), own(suppressed(report))];
  const checks = report.reasons.filter(
    ({ code, source }) => code === "pr-check-failed" && source === evidence.source,
  ).length;
  const told = [
    blocking === 0 ? "" : counted(blocking, "blocks", "block"),
    ignored === 0 ? "" : counted(ignored, "suppressed", "suppressed"),
  ];
  const more = joined([joined(told, ", "), checks === 0 ? "" : counted(checks, "failed check")], "; ");
  return found === NO_ANSWER && more !== "" ? more : joined([found, more], "; ");
}

const joined = (parts: readonly string[], separator: string): string =>
  parts.filter((part) => part !== "").join(separator);

/** Whether that nothing came means nothing: a source that did not answer has not found nothing. */
function isSilent({ counts, status }: SourceEvidence): boolean {
  return counts === undefined || status !== "complete";
}

/** Whether a source delivered a finding, or a share in it. */
function isFrom(finding: Finding, source: string): boolean {
  if (finding.observations.length > 0) return finding.observations.some((each) => each.source === source);
  return finding.seenBy.some(({ tool }) => tool === source);
}

function evidenceWord({ evidence }: SourceEvidence): string {
  return evidence === undefined ? "no evidence" : EVIDENCE_WORDS[evidence];
}

function lookedAt(evidence: SourceEvidence, report: Report): string {
  const { status, projects = [], files = [] } = evidence;
  if (status === "off") {
    const input = emptyInputOf(evidence);
    return input === undefined ? "not configured" : `off: ${markdownCode(input)} is empty`;
  }
  const scans = scansOf(evidence);
  const names = projects.map(({ name }) => name);
  const obvious = names.length === 1 && names[0]?.toLowerCase() === report.context.repository.toLowerCase();
  const isUnseen = didNotLook(evidence);
  const state = isUnseen
    ? "did not look at this change"
    : status === "incomplete"
      ? incompleteWords(evidence, report)
      : "";
  const isSaid =
    evidence.evidence === "scan" ? scans !== "" : evidence.evidence === undefined && state !== "";
  const details = [
    isSaid ? "" : evidenceWord(evidence),
    scans,
    obvious ? "" : namesOf("project", names),
    namesOf("file", files),
    commitOf(report, evidence),
    ...remarksOf(evidence),
  ];
  // The state of an incomplete source says why after a colon of its own.
  return joined([state, joined(details, "; ")], isUnseen ? ": " : "; ");
}

function scansOf({ scans = [] }: SourceEvidence): string {
  const told = scans.slice(0, MOST_NAMES).map(({ kind, status, products }) => {
    const what = products.length === 0 ? "" : ` of ${listed(products.slice(0, 6).map(short))}`;
    return `${kind} scan${what}${status === "completed" ? "" : ` (${short(status)})`}`;
  });
  return withMore(told, scans.length);
}

function remarksOf({ remarks = [] }: SourceEvidence): readonly string[] {
  const told = remarks.slice(0, MOST_NAMES).map((remark) => fitText(remark, 400, markdownCellText));
  const more = remarks.length - told.length;
  return more > 0 ? [...told, `and ${counted(more, "more remark")}`] : told;
}

function namesOf(what: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const told = names.slice(0, MOST_NAMES).map((name) => fitText(name, 160, markdownCellName));
  return `${counted(names.length, what)} ${withMore(told, names.length)}`;
}

function withMore(told: readonly string[], all: number): string {
  return all > told.length ? `${told.join(", ")} and ${all - told.length} more` : told.join(", ");
}

function short(text: string): string {
  return fitText(text, 60, markdownCellText);
}

/** The commit that was looked at; of another than the judged one which, and of a branch's scan its day. */
function commitOf(report: Report, { commit, evidence, scans }: SourceEvidence): string {
  if (commit === undefined) return "";
  if (commit === report.context.commit) return evidence === "pr-check" ? "" : "at this commit";
  const day = evidence === "branch-scan" ? lastEnd(scans) : "";
  return `at ${joined([commitCode(report.context, commit), day], ", ")}`;
}

/** What each source that looked was compared with, one line each; when that was is a measurement. */
export function baselineLines(
  report: Report,
  { measured = false }: MeasuringOptions = {},
): readonly string[] {
  return report.sources
    .filter((evidence) => evidence.status !== "off" && !didNotLook(evidence))
    .flatMap((evidence) => {
      const { baseline, scans = [], source } = evidence;
      if (baseline !== undefined) {
        const commit =
          baseline.commit === undefined ? "" : ` at ${commitCode(report.context, baseline.commit)}`;
        const at =
          baseline.at === undefined || !measured
            ? ""
            : `, as of ${fitText(baseline.at.slice(0, 10), 40, markdownText)}`;
        return `${toolName(source)} was compared with ${refCode(baseline.ref)}${commit}${at}`;
      }
      // Where there is none, the gate notes what that means for the findings.
      const own = scans.length > 0 && scans.every(({ kind }) => kind === "diff");
      return own ? `${toolName(source)} compared with the base branch in its diff scan` : [];
    });
}
