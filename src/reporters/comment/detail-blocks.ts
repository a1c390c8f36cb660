import type { Finding } from "../../model/finding.ts";
import { isUnjudged, type Report } from "../../model/report.ts";
import type { Steps } from "../../model/steps.ts";
import { counted } from "../../text/count.ts";
import { markdownCode, markdownFence } from "../../text/escape.ts";
import { type Block, takeFitting } from "../../text/fit.ts";
import { entryMaker } from "../html/suppression.ts";
import { decisionLines } from "../markdown/decision.ts";
import {
  countPerRule,
  countPerSeverity,
  fixedTable,
  noticeLines,
  shortTable,
  suppressedTable,
} from "../markdown/details.ts";
import { evidenceInWords, evidenceTable, isEvidenceWorthASight } from "../markdown/evidence.ts";
import { type FullRowOptions, nameOfFinding } from "../markdown/rows.ts";
import { beyondBudget, blockers, folded, notBlocking, suppressed } from "../markdown/words.ts";
import { agentsJson } from "./agents.ts";

/**
 * What stands below the blockers, folded: what else was found, what was looked at (open where a source is missing),
 * and how the verdict came about with what helps against it: exceptions to paste, and the blockers for agents.
 */
export function* detailBlocks(
  report: Report,
  rows: FullRowOptions,
  options: DetailOptions = {},
): Steps<readonly Block[]> {
  const evidence = evidenceTable(report, { linkHosts: rows.linkHosts ?? [] });
  const words = evidenceInWords(report);
  yield;
  const others = yield* otherFindings(report, rows);
  yield;
  return [
    ...others,
    {
      priority: 70,
      forms: [evidence === "" ? "" : folded(words, evidence, isEvidenceWorthASight(report)), words],
    },
    yield* decisionBlock(report, rows, options),
  ];
}

/** What a comment leaves out where it stands. */
interface DetailOptions {
  readonly withoutCommands?: boolean | undefined;
}

/** One part of a fold, with a heading where the fold has several. */
interface FoldPart {
  readonly name: string;
  readonly body: string;
}

/** Why it was decided so. What helps against it gives way first, the block for agents before all. */
function* decisionBlock(
  report: Report,
  rows: FullRowOptions,
  { withoutCommands = false }: DetailOptions,
): Steps<Block> {
  const decisive = [...blockers(report), ...beyondBudget(report)];
  if (decisive.length === 0) {
    return { priority: 40, forms: [folded("How this was decided", decisionLines(report)), ""] };
  }
  const why = {
    name: decisive.length === 1 ? "Why this blocks" : "Why these block",
    body: decisionLines(report),
  };
  const accept = yield* exceptionsIn(report, decisive, withoutCommands);
  const exceptions = (most: number): FoldPart => ({ name: "exceptions ready to paste", body: accept(most) });
  const agents = { name: "JSON for coding agents", body: agentsJson(decisive, rows.fixes) };
  return {
    priority: [30, 31, 32, 40],
    forms: [
      foldOf(why, exceptions(MOST_COMMANDS), agents),
      foldOf(why, exceptions(MOST_COMMANDS)),
      foldOf(why, exceptions(MOST_EXCEPTIONS)),
      foldOf(why),
      "",
    ],
  };
}

function foldOf(...parts: readonly FoldPart[]): string {
  const summary = parts.map(({ name }) => name).join(" · ");
  const [first, ...others] = parts.map(({ body }) => body);
  const further = others.map((body, at) => `**${capitalized(parts[at + 1]?.name ?? "")}**\n\n${body}`);
  return folded(summary, [first, ...further].join("\n\n"));
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Entries of the policy that are shown. */
const MOST_EXCEPTIONS = 10;
const LONGEST_EXCEPTIONS = 6000;
/** Commands that are shown: one for each finding that the comment names. */
const MOST_COMMANDS = 100;

/**
 * What accepts a finding that blocks, to paste: a command for a comment, and an entry of the policy. Somebody must give
 * each a reason and a date; none stands there, since the same findings give the same text on every day.
 */
function* exceptionsIn(
  report: Report,
  decisive: readonly Finding[],
  withoutCommands: boolean,
): Steps<(mostCommands: number) => string> {
  const entryOf = yield* entryMaker(report.findings);
  const entries = takeFitting(
    decisive.slice(0, MOST_EXCEPTIONS).map((finding) => {
      // Every text in it is quoted, so that this changes no meaning; nothing can end or begin a comment of HTML.
      const lines = entryOf(finding).map((line) => line.replaceAll("<", "\\u003C"));
      const [first = "", ...others] = [...lines, 'reason: "…"', "expires: YYYY-MM-DD"];
      return [`  - ${first}`, ...others.map((line) => `    ${line}`)].join("\n");
    }),
    LONGEST_EXCEPTIONS,
  );
  const yaml = markdownFence(`suppress:\n${entries.join("\n")}`, "yaml");
  return (most) =>
    withoutCommands
      ? yaml
      : [
          "A comment with one of these as its first line asks for a pull request that accepts the finding, where the workflow for `/scan-gate accept` is set up:",
          decisive.slice(0, most).map(acceptLine).join("\n"),
          "Or add to the policy file:",
          yaml,
        ].join("\n\n");
}

function acceptLine(finding: Finding): string {
  const command = `/scan-gate accept ${finding.fingerprint} until YYYY-MM-DD because REASON`;
  return `- ${markdownCode(command)} for ${nameOfFinding(finding, 80)}`;
}

/** What is there and made no verdict, what is gone, and what does not count: one fold, a part each. */
export function* otherFindings(report: Report, rows: FullRowOptions): Steps<readonly Block[]> {
  const all = notBlocking(report);
  const summary = otherWords(report, all);
  if (summary === "") return [];
  const { fixed, decision } = report;
  const ignored = suppressed(report);
  const title = isUnjudged(report) ? "Not judged" : "Not blocking";
  const parts = (most: number): string =>
    sections([
      [`${title}: ${all.length.toLocaleString("en-US")}`, listUpTo(all, most, rows)],
      [`Fixed: ${fixed.length.toLocaleString("en-US")}`, fixedUpTo(fixed, most, rows)],
      [`Suppressed: ${ignored.length.toLocaleString("en-US")}`, suppressedTable(report, rows, most)],
    ]);
  yield;
  const long = parts(30);
  yield;
  const short = parts(10);
  yield;
  const counts = sections([
    [`${title}: ${countPerSeverity(all)}`, countPerRule(all)],
    [`Fixed: ${countPerSeverity(fixed)}`, countPerRule(fixed)],
    [`Suppressed: ${countPerSeverity(ignored)}`, noticeLines(decision.suppressions) || countPerRule(ignored)],
  ]);
  return [
    {
      priority: 20,
      forms: [folded(summary, long), folded(summary, short), folded(summary, counts), summary],
    },
  ];
}

/** Those that have something in them, each below its name. */
function sections(parts: readonly (readonly [name: string, body: string])[]): string {
  return parts
    .filter(([, body]) => body !== "")
    .map(([name, body]) => `**${name}**\n\n${body}`)
    .join("\n\n");
}

/** `Also: 2 new below the threshold, 3 existing, 2 fixed, 2 suppressed`; empty where there is none. */
function otherWords(report: Report, others: readonly Finding[]): string {
  const having = (age: Finding["status"]): number => others.filter(({ status }) => status === age).length;
  const { suppressions } = report.decision;
  const below = isUnjudged(report) ? "" : " below the threshold";
  const entries = (["expired", "expiring", "unused", "refused", "partial"] as const).map((kind) => {
    const count = suppressions.filter((notice) => notice.kind === kind).length;
    const what = `${count === 1 ? "exception" : "exceptions"} ${kind === "expiring" ? "expiring soon" : kind}`;
    return [count, what] as const;
  });
  const parts: readonly (readonly [number, string])[] = [
    [having("new"), `new${below}`],
    [having("unknown"), `of unknown age${below}`],
    [having("existing"), "existing"],
    [report.fixed.length, "fixed"],
    [suppressed(report).length, "suppressed"],
    ...entries,
  ];
  const told = parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count.toLocaleString("en-US")} ${word}`);
  if (told.length === 0) return "";
  const isAside = report.findings.length > others.length || others.length === 0;
  return `${isAside ? "Also" : "Found"}: ${told.join(", ")}`;
}

function listUpTo(findings: readonly Finding[], most: number, rows: FullRowOptions): string {
  if (findings.length === 0) return "";
  const rest = findings.slice(most);
  const more =
    rest.length === 0 ? "" : `\n\n**${counted(rest.length, "more finding")}**\n\n${countPerRule(rest)}`;
  return `${shortTable(findings.slice(0, most), rows)}${more}`;
}

function fixedUpTo(fixed: readonly Finding[], most: number, rows: FullRowOptions): string {
  if (fixed.length === 0) return "";
  const rest = fixed.slice(most);
  const more =
    rest.length === 0 ? "" : `\n\nand ${rest.length.toLocaleString("en-US")} more: ${countPerSeverity(rest)}`;
  return `${fixedTable(fixed.slice(0, most), rows)}${more}`;
}
