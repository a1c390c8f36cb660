import { resolve } from "node:path";
import type { Judgement } from "../../gate/judge.ts";
import type { Finding } from "../../model/finding.ts";
import { parseReportFile, type SavedReport, type SavedReportResult } from "../../report-json/read.ts";
import { splitList } from "../../settings/readers.ts";
import { logLine } from "../../text/escape-printed.ts";
import { REPLAY_OPTIONS } from "../option-table.ts";
import { parseArguments } from "../options.ts";
import { gateOf, policyChainOf, readJudging } from "../run/policy-source.ts";
import { EXIT, refuse, type Shell } from "../shell.ts";
import { createPaint, type Paint, wantsColor } from "../terminal/paint.ts";
import { packageOf, shortFingerprint, terminalPlace, terminalText } from "../terminal/words.ts";
import { policyDifferences, replay } from "./replay.ts";

/** `scan-gate replay`: judges earlier reports by another policy. It decides nothing, so its exit code is 0. */
export async function replayCommand(args: readonly string[], shell: Shell): Promise<number> {
  const { values, positionals, problems } = parseArguments(args, REPLAY_OPTIONS);
  const judging = readJudging(values);
  const paths = splitList(values.policy ?? "");
  const files = paths.map((path) => ({ path, text: shell.readText(resolve(shell.folder, path)) }));
  const policies = policyChainOf(
    files.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }])),
    judging.failOn,
  );
  const reports = positionals.map((path) => ({ path, read: readReport(path, shell) }));
  const wrong = [
    ...problems,
    ...judging.problems,
    ...(paths.length === 0 ? ["replay needs the policy to try: --policy FILE"] : []),
    ...files.flatMap(({ path, text }) => (text === undefined ? [`there is no policy file at ${path}`] : [])),
    ...(policies.ok ? [] : policies.problems),
    ...(positionals.length === 0 ? ["replay needs at least one report.json"] : []),
    ...reports.flatMap(({ read }) => (read.ok ? [] : [read.problem])),
  ];
  if (!policies.ok || wrong.length > 0) return refuse(shell, wrong);
  const { chain } = policies;
  for (const remark of policies.remarks) shell.stderr.write(`scan-gate: ${logLine(remark)}\n`);
  const paint = createPaint(wantsColor(shell.env, shell.stdout.isTerminal));
  const today = new Date(shell.clock.now()).toISOString().slice(0, 10);
  const replayed = reports.flatMap(({ path, read }): readonly Replayed[] => {
    if (!read.ok) return []; // refused above
    const gate = gateOf(judging.gate, read.report.context);
    return [{ path, report: read.report, judgement: replay(read.report, { chain, gate, today }) }];
  });
  shell.stdout.write(`${replayed.map((one) => replayTable(one, paint)).join("\n")}\n`);
  return EXIT.pass;
}

function readReport(path: string, shell: Shell): SavedReportResult {
  const text = shell.readText(resolve(shell.folder, path));
  return text === undefined
    ? { ok: false, problem: `there is no report at ${path}` }
    : parseReportFile(text, path);
}

/** A report with what another policy makes of it. */
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
  const { nowBlocking, noLongerBlocking } = policyDifferences(report, judgement);
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
    `${paint.bold(terminalText(path))}  ${terminalText(`${repository} ${ref} ${commit.slice(0, 7)}`)}`,
    ...rows.map(([name, old, now]) => `  ${name.padEnd(12)} ${old.padEnd(12)} ${now}`.trimEnd()),
    ...listed("would block now", nowBlocking, paint),
    ...listed("would no longer block", noLongerBlocking, paint),
    `  ${paint.verdict(judgement.verdict, terminalText(judgement.sentence, 500))}`,
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
      ? (blockedBy ?? "below its threshold, or an existing finding")
      : `suppressed by ${suppressedBy.by}: ${suppressedBy.reason ?? "no reason given"}`;
  const where = packageOf(finding) === "" ? terminalPlace(finding) : packageOf(finding);
  return `${paint.dim(shortFingerprint(finding))}  ${paint.severity(severity, severity)}  ${where}  ${terminalText(title)}  (${terminalText(why)})`;
}
