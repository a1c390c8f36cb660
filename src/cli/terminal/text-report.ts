import { planFixes } from "../../fixes/advice.ts";
import type { Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import { finishSteps } from "../../model/steps.ts";
import { otherFindings } from "../../reporters/comment/detail-blocks.ts";
import { decisionLines } from "../../reporters/markdown/decision.ts";
import { countPerSeverity, shortTable } from "../../reporters/markdown/details.ts";
import { evidenceInWords, evidenceTable } from "../../reporters/markdown/evidence.ts";
import { codeFixes, fixCommandsBlock } from "../../reporters/markdown/fixes.ts";
import { heading, leadLine, reasonLines } from "../../reporters/markdown/head.ts";
import { notices } from "../../reporters/markdown/notices.ts";
import { FULL_HEADS, type FullRowOptions, fullRow, fullTable } from "../../reporters/markdown/rows.ts";
import { beyondBudget, blockers, folded, small, watched } from "../../reporters/markdown/words.ts";
import { markdownCellText } from "../../text/escape.ts";
import { withoutLineCommands } from "../../text/escape-printed.ts";
import { type TerminalLook, terminalMarkdown } from "./markdown.ts";
import { createPaint } from "./paint.ts";
import { shortFingerprint, terminalText } from "./words.ts";

/** Findings that are told in full, and those that are named at all; report.json holds all. */
const TOLD = 20;
const NAMED = 100;

const PLAIN = createPaint(false);

/** Reasons, and the longest message of one. */
const REASONS = { most: 20, length: 1_000 } as const;

export interface TextOptions extends TerminalLook {
  /** Files that were written, by what they are. */
  readonly files: Readonly<Record<string, string>>;
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts?: readonly string[];
}

/**
 * The report for people at a terminal: the words of the comment in its order, and the verdict once more as the last
 * line, where people look when the run is over. It fits the width; every text of a tool is harmless.
 */
export function renderText(report: Report, options: TextOptions): string {
  const { paint, files } = options;
  const [head = "", ...parts] = documentOf(report, options);
  const title = terminalMarkdown(head, { ...options, paint: PLAIN }).split("\n");
  const told = [
    title.map((line) => paint.verdict(report.verdict, line)).join("\n"),
    ...parts.map((part) => terminalMarkdown(part, options)),
    fileLines(files),
    paint.verdict(report.verdict, terminalText(report.sentence, REASONS.length)),
  ];
  const text = told.filter((part) => part !== "").join("\n\n");
  return `${text.split("\n").map(withoutLineCommands).join("\n")}\n`;
}

/** What the comment says, as far as nothing of it is folded there to be copied. */
function documentOf(report: Report, { linkHosts = [] }: TextOptions): readonly string[] {
  const fixes = planFixes(report.findings);
  const rows: FullRowOptions = { context: report.context, linkHosts, fixes };
  const blocking = blockers(report);
  const beyond = beyondBudget(report);
  const would = watched(report);
  const decisive = blocking.length + beyond.length;
  const [others] = finishSteps(otherFindings(report, rows));
  const evidence = evidenceTable(report, { linkHosts });
  const why =
    decisive === 0 ? "How this was decided" : decisive === 1 ? "Why this blocks" : "Why these block";
  return [
    heading(report),
    leadLine(report),
    reasonLines(report, { ...REASONS, linkHosts, withAddresses: true }),
    notices(report),
    findingTables(blocking, FULL_HEADS.blocking(blocking.length), rows),
    findingTables(would, FULL_HEADS.watched(would.length), rows),
    beyond.length === 0 ? "" : `**Over budget: ${countPerSeverity(beyond)}**`,
    findingTables(beyond, FULL_HEADS.beyond(beyond.length, report.decision, blocking.length > 0), rows),
    fixCommandsBlock(fixes.commands, decisive),
    codeFixes([...blocking, ...beyond], fixes),
    others?.forms[1] ?? "",
    evidence === "" ? "" : folded(evidenceInWords(report), evidence),
    folded(why, decisionLines(report)),
  ];
}

/** The rows of the comment, each with what `scan-gate explain` finds it by; beyond the worst ones, short rows. */
function findingTables(findings: readonly Finding[], head: string, rows: FullRowOptions): string {
  const told = findings.slice(0, TOLD).map((finding) => {
    const [severity = "", what = "", where = ""] = fullRow(finding, rows);
    return [severity, what, `${where}<br>${small(markdownCellText(shortFingerprint(finding)))}`];
  });
  const named = findings.slice(TOLD, NAMED);
  const more = findings.length - told.length - named.length;
  return [
    fullTable(head, told),
    shortTable(named, rows),
    more > 0 ? `**and ${more.toLocaleString("en-US")} more, in report.json**` : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function fileLines(files: TextOptions["files"]): string {
  const width = Math.max(0, ...Object.keys(files).map(({ length }) => length));
  return Object.entries(files)
    .map(([name, path]) => `${name.padEnd(width)}  ${terminalText(path, REASONS.length)}`)
    .join("\n");
}
