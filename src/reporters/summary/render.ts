import { planFixesInSteps } from "../../fixes/advice.ts";
import type { Finding } from "../../model/finding.ts";
import { isUnjudged, type Report } from "../../model/report.ts";
import { finishSteps, type Steps } from "../../model/steps.ts";
import type { StepOutputs } from "../../ports.ts";
import { inSlices, type Pace } from "../../slices.ts";
import { counted } from "../../text/count.ts";
import { type Block, fitBlocks } from "../../text/fit.ts";
import { decisionLines } from "../markdown/decision.ts";
import { countPerRule, fixedTable, shortTable, suppressedTable } from "../markdown/details.ts";
import { evidenceTable, sourcesToTell } from "../markdown/evidence.ts";
import { codeFixes, fixCommandsBlock } from "../markdown/fixes.ts";
import { footerLine, heading, leadLine, reasonLines } from "../markdown/head.ts";
import { notices } from "../markdown/notices.ts";
import { FULL_HEADS, type FullRowOptions, fullRow, fullTable } from "../markdown/rows.ts";
import {
  beyondBudget,
  blockers,
  countsLine,
  folded,
  notBlocking,
  suppressed,
  watched,
} from "../markdown/words.ts";
import type { Reporter } from "../reporter.ts";
import { type RunFacts, runDetails, severityChart, warningLines } from "./parts.ts";

export interface SummaryOptions {
  /**
   * UTF-8 bytes; 1,000,000 unless given. GitHub refuses a summary of more than 1 MiB whole
   * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
   */
  readonly maxBytes?: number;
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts?: readonly string[];
  /** What the run itself did, which is told below everything else. */
  readonly run?: RunFacts;
}

const MAX_BYTES = 1_000_000;

/** Rows of a table that are dropped together. */
const ROWS = 100;

/** Room for the sentence that tells what was dropped. */
const ROOM_TO_TELL = 1000;

/**
 * The job summary: the head of the comment, every finding in full tables, what could not be published, then what it
 * stands on. Of a long list the first table is seen at once and the others are folded. When it is too long, whole
 * tables are left out, the least important first, and the summary says how many findings those held.
 */
export function renderSummary(report: Report, options: SummaryOptions = {}): string {
  return finishSteps(summaryInSteps(report, options));
}

/** The same in steps, for a report of very many findings. */
export function* summaryInSteps(report: Report, options: SummaryOptions): Steps<string> {
  const max = options.maxBytes ?? MAX_BYTES;
  const sections = yield* sectionsOf(report, { ...options, maxBytes: max });
  yield;
  const blocks = sections.map(({ block }) => block);
  const size = (text: string): number => Buffer.byteLength(text);
  const fitted = fitBlocks(blocks, { max: max - ROOM_TO_TELL, size });
  const left = sections.filter(
    ({ block, isHopeless }, index) => isHopeless === true || fitted.chosen[index] !== block.forms[0],
  );
  if (left.length === 0) return `${fitted.text}\n`;
  const findings = left.reduce((sum, section) => sum + section.findings, 0);
  const told = `**Left out to stay within GitHub's limit:** ${counted(findings, "finding")} in ${counted(left.length, "part")}. The report files hold everything.`;
  return `${fitted.text}\n\n${told}\n`;
}

/** Writes the job summary. */
export function summaryReporter({
  outputs,
  pace,
  ...options
}: SummaryOptions & { readonly outputs: StepOutputs; readonly pace: Pace }): Reporter {
  return {
    id: "summary",
    publish: async (report) => {
      const summary = await inSlices(summaryInSteps(report, options), pace);
      outputs.summary(summary);
      return { done: `${counted(Buffer.byteLength(summary), "byte")} written` };
    },
  };
}

interface Section {
  readonly block: Block;
  readonly findings: number;
  /** Set when what stands before it is too long already, so that it was not even put together. */
  readonly isHopeless?: true;
}

function* sectionsOf(
  report: Report,
  { linkHosts = [], maxBytes = MAX_BYTES, run = { phases: [], outcomes: [] } }: SummaryOptions,
): Steps<readonly Section[]> {
  const fixes = yield* planFixesInSteps(report.findings);
  const rows: FullRowOptions = { context: report.context, linkHosts, fixes, isLarge: true };
  const blocking = blockers(report);
  const beyond = beyondBudget(report);
  const other = notBlocking(report);
  const ignored = suppressed(report);
  yield;
  const tablesOf = tablesWithin(maxBytes);
  const perRule = report.counts.total > 20 ? countPerRule([...blocking, ...beyond, ...other], rows) : "";
  yield;
  return [
    part(100, heading(report)),
    part(99, leadLine(report)),
    part(99, countsLine(report)),
    part(98, reasonLines(report, { most: 100, length: 1200, linkHosts })),
    part(97, notices(report)),
    ...(yield* worstSections(report, rows, tablesOf)),
    part(80, fixCommandsBlock(fixes.commands, blocking.length + beyond.length)),
    part(78, codeFixes([...blocking, ...beyond], fixes)),
    part(94, titled(counting("Could not be published", warningsOf(run)), warningLines(run))),
    ...(yield* tablesOf({
      title: isUnjudged(report) ? "Not judged" : "Not blocking",
      priority: 50,
      findings: other,
      render: (some) => shortTable(some, rows),
    })),
    ...(yield* tablesOf({
      title: "Fixed",
      priority: 40,
      findings: report.fixed,
      render: (some) => fixedTable(some, rows),
    })),
    part(
      45,
      titled(counting("Suppressed", ignored.length), suppressedTable(report, rows, 500)),
      ignored.length,
    ),
    part(
      95,
      titled(
        counting("Sources", sourcesToTell(report).length),
        evidenceTable(report, { linkHosts, isLarge: true }),
      ),
    ),
    part(70, titled("By tool and severity", severityChart(report.findings))),
    part(60, titled("By rule", perRule)),
    part(96, titled("How this was decided", decisionLines(report, { measured: true }))),
    part(60, runDetails(report, run)),
    part(100, footerLine(report)),
  ];
}

/** The tables of what made the verdict, or would have. */
function* worstSections(
  report: Report,
  rows: FullRowOptions,
  tablesOf: ReturnType<typeof tablesWithin>,
): Steps<readonly Section[]> {
  const beyond = (count: number): string =>
    FULL_HEADS.beyond(count, report.decision, blockers(report).length > 0);
  const lists = [
    { title: "Blocking", priority: 90, findings: blockers(report), head: FULL_HEADS.blocking },
    { title: "Would block", priority: 90, findings: watched(report), head: FULL_HEADS.watched },
    { title: "Over budget", priority: 85, findings: beyondBudget(report), head: beyond },
  ];
  const sections: Section[] = [];
  for (const { head, ...list } of lists) {
    const render = (some: readonly Finding[]): string =>
      fullTable(
        head(list.findings.length),
        some.map((each) => fullRow(each, rows)),
        rows,
      );
    sections.push(...(yield* tablesOf({ ...list, render })));
  }
  return sections;
}

function part(priority: number, text: string, findings = 0): Section {
  return { block: { priority, forms: priority === 100 ? [text] : [text, ""] }, findings };
}

/** `Suppressed: 2`. */
function counting(title: string, count: number): string {
  return `${title}: ${count.toLocaleString("en-US")}`;
}

/** `Suppressed: 101 to 200 of 350`, where one table does not hold all. */
function countingPart(
  title: string,
  { at, some, all }: Readonly<Record<"at" | "some" | "all", number>>,
): string {
  if (all <= ROWS) return counting(title, all);
  const [from, to, whole] = [at + 1, at + some, all].map((count) => count.toLocaleString("en-US"));
  return `${title}: ${from} to ${to} of ${whole}`;
}

function warningsOf({ outcomes }: RunFacts): number {
  return outcomes.reduce((sum, { warnings }) => sum + warnings.length, 0);
}

function titled(title: string, body: string): string {
  return body === "" ? "" : `### ${title}\n\n${body}`;
}

interface Tables {
  readonly title: string;
  readonly priority: number;
  readonly findings: readonly Finding[];
  readonly render: (findings: readonly Finding[]) => string;
}

/** Makes tables cut into parts of {@link ROWS} rows, of which the last are dropped first. */
function tablesWithin(maxBytes: number) {
  return function* ({ title, priority, findings, render }: Tables): Steps<readonly Section[]> {
    const sections: Section[] = [];
    let length = 0;
    for (let at = 0; at < findings.length; at += ROWS) {
      const some = findings.slice(at, at + ROWS);
      if (length > maxBytes) {
        sections.push({ block: { priority, forms: [""] }, findings: some.length, isHopeless: true });
        continue;
      }
      const name = countingPart(title, { at, some: some.length, all: findings.length });
      const text = at === 0 ? titled(name, render(some)) : folded(name, render(some));
      length += text.length;
      sections.push(part(priority, text, some.length));
      yield;
    }
    return sections;
  };
}
