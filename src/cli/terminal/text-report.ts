import { type FixPlan, planFixes } from "../../fixes/advice.ts";
import type { SourceEvidence } from "../../model/evidence.ts";
import { type Finding, isDecisive, STATUS_WORDS } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import { isFailing } from "../../model/verdict.ts";
import { counted } from "../../text/count.ts";
import type { Paint } from "./paint.ts";
import { fixLines, packageOf, shortFingerprint, terminalPlace, terminalText } from "./words.ts";

/** Most findings of a kind that are listed; report.json holds all. */
const MOST_BLOCKING = 100;
const MOST_OTHERS = 20;
const MOST_NOTES = 20;

/** Longest message of a reason or note. */
const LONGEST_MESSAGE = 1_000;

export interface TextOptions {
  readonly paint: Paint;
  /** Files that were written, by what they are. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * The report for people at a terminal: what blocks comes first, the verdict last, where people look when the run is
 * over. Every text of a tool is one line and harmless.
 */
export function renderText(report: Report, options: TextOptions): string {
  const { paint } = options;
  const fixes = planFixes(report.findings);
  const counting = report.findings.filter(({ suppressedBy }) => suppressedBy === undefined);
  const blocking = counting.filter((finding) => finding.blocking);
  const beyond = counting.filter(({ overBudget }) => overBudget === true);
  const others = counting.filter((finding) => !isDecisive(finding));
  const sections = [
    listed("Blocking", blocking, { paint, most: MOST_BLOCKING, fixes }),
    listed("Over budget", beyond, { paint, most: MOST_BLOCKING, fixes }),
    listed("Not blocking", others, { paint, most: MOST_OTHERS }),
    uncounted(report, paint),
    section("Reasons", reasonLines(report), paint),
    section("Evidence", report.sources.map(sourceLine), paint),
    section("Notes", noteLines(report, paint), paint),
    section("Files", fileLines(options.files), paint),
  ].filter((lines) => lines.length > 0);
  const verdict = [paint.verdict(report.verdict, terminalText(report.sentence, LONGEST_MESSAGE))];
  return `${[...sections, verdict].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : [paint.bold(title), ...lines.map((line) => `  ${line}`)];
}

interface Listing {
  readonly paint: Paint;
  readonly most: number;
  /** Set where each finding gets its details, and not only its headline. */
  readonly fixes?: FixPlan;
}

function listed(title: string, findings: readonly Finding[], listing: Listing): readonly string[] {
  const { paint, most, fixes } = listing;
  const more = findings.length - most;
  const lines = findings
    .slice(0, most)
    .flatMap((finding) => [
      headline(finding, paint),
      ...(fixes === undefined ? [] : details(finding, { paint, fixes })),
    ]);
  const rest = more > 0 ? [paint.dim(`and ${more.toLocaleString("en-US")} more, all in report.json`)] : [];
  return section(`${title}: ${counted(findings.length, "finding")}`, [...lines, ...rest], paint).slice(
    0,
    findings.length === 0 ? 0 : undefined,
  );
}

function headline(finding: Finding, paint: Paint): string {
  const severity = paint.severity(finding.severity, finding.severity.padEnd(8));
  const age = STATUS_WORDS[finding.status].padEnd(11);
  return `${severity} ${age} ${terminalPlace(finding)}  ${terminalText(finding.title)}  ${paint.dim(shortFingerprint(finding))}`;
}

interface Detailing {
  readonly paint: Paint;
  readonly fixes: FixPlan;
}

function details(finding: Finding, { paint, fixes }: Detailing): readonly string[] {
  const about = [
    packageOf(finding),
    terminalText([...finding.identifiers, ...finding.cwe].join(", ")),
    terminalText(finding.seenBy.map(({ tool }) => tool).join(" and ")),
    ...(finding.blockedBy === undefined ? [] : [`by ${terminalText(finding.blockedBy)}`]),
  ].filter((text) => text !== "");
  const [fix, ...more] = fixLines(fixes.adviceOn(finding));
  const lines =
    more.length === 0 ? [`    fix: ${fix}`] : ["    fix:", ...[fix, ...more].map((line) => `      ${line}`)];
  return [`    ${paint.dim(about.join("; "))}`, ...(fix === undefined ? [] : lines)];
}

function uncounted({ counts }: Report, paint: Paint): readonly string[] {
  const lines = [
    ...(counts.suppressed === 0 ? [] : [`${counted(counts.suppressed, "finding")} suppressed`]),
    ...(counts.fixed === 0 ? [] : [`${counted(counts.fixed, "finding")} fixed`]),
  ];
  return section("Not counted", lines, paint);
}

/** What blocks is listed already, so only reasons that no finding shows are listed. */
function reasonLines({ reasons }: Report): readonly string[] {
  return reasons
    .filter(({ code }) => code !== "blocking-findings")
    .map(
      ({ code, source, message }) =>
        `${source} ${code}${isFailing(code) ? " (fails)" : ""}: ${terminalText(message, LONGEST_MESSAGE)}`,
    );
}

function sourceLine(evidence: SourceEvidence): string {
  const { source, status, ref, commit, baseline, requests, files = [] } = evidence;
  if (status === "off") return `${source.padEnd(8)} off`;
  const of = [ref, commit?.slice(0, 7)].filter((part) => part !== undefined).join("@");
  const parts = [
    evidence.evidence ?? "no evidence",
    ...(of === "" ? [] : [terminalText(of)]),
    ...(baseline === undefined ? [] : [`compared with ${terminalText(baseline.ref)}`]),
    ...(files.length === 0 ? [] : [counted(files.length, "file")]),
    ...(requests === 0 ? [] : [counted(requests, "request")]),
  ];
  return `${source.padEnd(8)} ${status}: ${parts.join(", ")}`;
}

function noteLines({ notes }: Report, paint: Paint): readonly string[] {
  const lines = notes.slice(0, MOST_NOTES).map(({ level, text }) => {
    const line = terminalText(text, LONGEST_MESSAGE);
    return level === "warning" ? `${paint.warning("warning:")} ${line}` : line;
  });
  const more = notes.length - lines.length;
  return more > 0 ? [...lines, paint.dim(`and ${more} more, all in report.json`)] : lines;
}

function fileLines(files: TextOptions["files"]): readonly string[] {
  return Object.entries(files).map(
    ([name, path]) => `${name.padEnd(11)} ${terminalText(path, LONGEST_MESSAGE)}`,
  );
}
