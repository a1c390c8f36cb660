import type { Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import type { Steps } from "../../model/steps.ts";
import { counted } from "../../text/count.ts";
import { markdownCode, markdownFence } from "../../text/escape.ts";
import { type Block, takeFitting } from "../../text/fit.ts";
import { entryMaker } from "../html/suppression.ts";
import {
  countPerRule,
  countPerSeverity,
  decisionLines,
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
 * What stands below the blockers, folded: what does not block, what is gone, what is suppressed, what was looked at
 * (open where a source is missing), how the verdict came about, exceptions to paste, and the blockers for agents.
 */
export function* detailBlocks(
  report: Report,
  rows: FullRowOptions,
  options: { readonly withoutCommands?: boolean | undefined } = {},
): Steps<readonly Block[]> {
  const decisive = [...blockers(report), ...beyondBudget(report)];
  const evidence = evidenceTable(report, { linkHosts: rows.linkHosts ?? [] });
  const words = evidenceInWords(report);
  const decided = folded("How this was decided", decisionLines(report));
  const scanned: readonly Block[] = [
    {
      priority: 70,
      forms: [evidence === "" ? "" : folded(words, evidence, isEvidenceWorthASight(report)), words],
    },
  ];
  yield;
  const others = yield* notBlockingBlock(report, rows);
  yield;
  return [
    ...others,
    ...fixedBlock(report, rows),
    ...suppressedBlock(report, rows),
    ...scanned,
    { priority: 40, forms: [decided, ""] },
    ...(yield* exceptionsBlock(report, decisive, options.withoutCommands === true)),
    ...(decisive.length === 0
      ? []
      : [
          block(
            30,
            folded("Blocking findings as JSON, for coding agents", agentsJson(decisive, rows.fixes)),
            "",
          ),
        ]),
  ];
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
function* exceptionsBlock(
  report: Report,
  decisive: readonly Finding[],
  withoutCommands: boolean,
): Steps<readonly Block[]> {
  if (decisive.length === 0) return [];
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
  const fold = (parts: readonly string[]) => folded("Exceptions ready to paste", parts.join("\n\n"));
  if (withoutCommands) return [block(32, fold([yaml]), "")];
  const commands = (most: number) => [
    "A comment with one of these as its first line asks for a pull request that accepts the finding, where the workflow for `/scan-gate accept` is set up:",
    decisive.slice(0, most).map(acceptLine).join("\n"),
    "Or add to the policy file:",
    yaml,
  ];
  return [block(32, fold(commands(MOST_COMMANDS)), fold(commands(MOST_EXCEPTIONS)), "")];
}

function acceptLine(finding: Finding): string {
  const command = `/scan-gate accept ${finding.fingerprint} until YYYY-MM-DD because REASON`;
  return `- ${markdownCode(command)} for ${nameOfFinding(finding, 80)}`;
}

function block(priority: number, first: string, ...others: readonly string[]): Block {
  return { priority, forms: [first, ...others] };
}

function* notBlockingBlock(report: Report, rows: FullRowOptions): Steps<readonly Block[]> {
  const all = notBlocking(report);
  if (all.length === 0) return [];
  const ages = (["new", "unknown", "existing"] as const)
    .map((age) => ({ age, count: all.filter(({ status }) => status === age).length }))
    .filter(({ count }) => count > 0)
    .map(
      ({ age, count }) => `${count.toLocaleString("en-US")} ${age === "unknown" ? "of unknown age" : age}`,
    );
  const summary = `Not blocking: ${ages.join(", ")}`;
  const fold = (body: string): string => folded(summary, body);
  function* rowsAndRest(most: number): Steps<string> {
    const rest = all.slice(most);
    yield;
    const more =
      rest.length === 0 ? "" : `\n\n**${counted(rest.length, "more finding")}**\n\n${countPerRule(rest)}`;
    return `${shortTable(all.slice(0, most), rows)}${more}`;
  }
  return [
    block(
      20,
      fold(yield* rowsAndRest(30)),
      fold(yield* rowsAndRest(10)),
      fold(countPerRule(all)),
      `${summary} (${countPerSeverity(all)})`,
    ),
  ];
}

function fixedBlock(report: Report, rows: FullRowOptions): readonly Block[] {
  const { fixed } = report;
  if (fixed.length === 0) return [];
  const summary = `Fixed: ${fixed.length.toLocaleString("en-US")}`;
  const rest = fixed.slice(20);
  const more = rest.length === 0 ? "" : `\n\nand ${rest.length} more: ${countPerSeverity(rest)}`;
  return [
    block(
      25,
      folded(summary, `${fixedTable(fixed.slice(0, 20), rows)}${more}`),
      folded(summary, countPerRule(fixed)),
      summary,
    ),
  ];
}

function suppressedBlock(report: Report, rows: FullRowOptions): readonly Block[] {
  const all = suppressed(report);
  const notes = report.decision.suppressions;
  if (all.length === 0 && notes.length === 0) return [];
  const kinds = (["expired", "expiring", "unused", "refused", "partial"] as const)
    .map((kind) => ({ kind, count: notes.filter((notice) => notice.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind === "expiring" ? "expiring soon" : kind}`);
  const summary = `Suppressed: ${all.length.toLocaleString("en-US")}${kinds.length > 0 ? ` (${kinds.join(", ")})` : ""}`;
  return [
    block(
      35,
      folded(summary, suppressedTable(report, rows, 20)),
      folded(summary, noticeLines(notes) || countPerSeverity(all)),
      summary,
    ),
  ];
}
