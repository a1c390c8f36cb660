import type { Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import type { Steps } from "../../model/steps.ts";
import { counted } from "../../text/count.ts";
import { markdownFence } from "../../text/escape.ts";
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
import type { FullRowOptions } from "../markdown/rows.ts";
import { beyondBudget, blockers, folded, notBlocking, suppressed } from "../markdown/words.ts";
import { agentsJson } from "./agents.ts";

/**
 * What stands below the blockers, folded: what does not block, what is gone, what is suppressed, what was looked at
 * (open where a source is missing), how the verdict came about, exceptions to paste, and the blockers for agents.
 */
export function* detailBlocks(report: Report, rows: FullRowOptions): Steps<readonly Block[]> {
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
    ...(yield* exceptionsBlock(report, decisive)),
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

/** Entries of the policy to paste for what blocks, which somebody must give a reason and a date. */
function* exceptionsBlock(report: Report, decisive: readonly Finding[]): Steps<readonly Block[]> {
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
  return [block(32, folded("Exceptions ready to paste", yaml), "")];
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
