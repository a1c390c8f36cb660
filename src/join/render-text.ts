import { VERDICT_WORDS } from "../model/verdict.ts";
import { table, VERDICT_MARKS } from "../reporters/markdown/words.ts";
import { clip, markdownCellCode, markdownText, visible } from "../text/escape.ts";
import type { ComparedRow, JoinedReports, JoinedRow } from "./joined.ts";
import { changeWords, JOIN_COLUMNS, judgedWords, totalsSentence, trendSentence } from "./words.ts";

/** Longest name of a repository or branch in a line of text. */
const LONGEST_NAME = 120;

/** Marks words of a line for a terminal; the words are free of control characters. */
export interface JoinPaint {
  bold(text: string): string;
  verdict(verdict: JoinedRow["verdict"], text: string): string;
}

/** The table for a terminal: a line for each report, worst first; the last line has the totals. */
export function renderJoinText(joined: JoinedReports, paint: JoinPaint): string {
  const width = 9;
  const cells = (values: readonly string[]) => values.map((value) => value.padStart(width)).join("");
  const head = `${"verdict".padEnd(12)}${cells(JOIN_COLUMNS.map(textHead))}  repository`;
  const lines = joined.rows.map((row) => {
    const counts = cells(JOIN_COLUMNS.map((name) => row.counts[name].toLocaleString("en-US")));
    const verdict = paint.verdict(row.verdict, VERDICT_WORDS[row.verdict].padEnd(12));
    return `${verdict}${counts}  ${rowWords(row, joined)}`;
  });
  const gone = (joined.since?.gone ?? []).map(
    (row) => `gone: ${nameWords(row)}, was ${VERDICT_WORDS[row.verdict]}`,
  );
  const trend = trendSentence(joined);
  return [
    paint.bold(head),
    ...lines,
    ...gone,
    ...(trend === undefined ? [] : [trend]),
    paint.verdict(joined.verdict, `${VERDICT_WORDS[joined.verdict]}: ${totalsSentence(joined)}`),
    "",
  ].join("\n");
}

function textHead(name: (typeof JOIN_COLUMNS)[number]): string {
  return name === "total" ? "open" : name;
}

function nameWords(row: JoinedRow): string {
  const shown = (text: string) => clip(visible(text).trim(), LONGEST_NAME);
  return `${shown(row.repository)}, ${shown(judgedWords(row))}, ${shown(row.commit).slice(0, 12)}`;
}

function rowWords(row: ComparedRow, joined: JoinedReports): string {
  const reasons = row.reasons.length === 0 ? "" : ` (${clip(visible(row.reasons.join(", ")), LONGEST_NAME)})`;
  const change = changeWords(row, joined);
  return `${nameWords(row)}${reasons}${change === "" ? "" : `: ${change}`}`;
}

/** The table in Markdown, for a job summary or an issue. */
export function renderJoinMarkdown(joined: JoinedReports): string {
  const trend = trendSentence(joined);
  const hasTrend = joined.since !== undefined;
  const head = [
    "verdict",
    "repository",
    "block",
    "critical",
    "high",
    "medium",
    "low",
    "new",
    "open",
    "judged",
  ];
  const rows = joined.rows.map((row) => [
    `${VERDICT_MARKS[row.verdict]} ${VERDICT_WORDS[row.verdict]}`,
    `${markdownText(clip(row.repository, LONGEST_NAME))}${reasonCodes(row)}`,
    ...JOIN_COLUMNS.map((name) => row.counts[name].toLocaleString("en-US")),
    `${markdownText(clip(judgedWords(row), LONGEST_NAME))} ${markdownCellCode(row.commit.slice(0, 12))}`,
    ...(hasTrend ? [changeWords(row, joined)] : []),
  ]);
  const gone = (joined.since?.gone ?? []).map(
    (row) =>
      `- ${markdownText(clip(row.repository, LONGEST_NAME))}, ${markdownText(clip(judgedWords(row), LONGEST_NAME))}: was ${VERDICT_WORDS[row.verdict]}`,
  );
  return [
    `## ${VERDICT_MARKS[joined.verdict]} Scan Gate: ${totalsSentence(joined)}`,
    ...(trend === undefined ? [] : [`${trend}.`]),
    table(hasTrend ? [...head, "change"] : head, rows),
    ...(gone.length === 0 ? [] : [`In the earlier join only:\n\n${gone.join("\n")}`]),
    "",
  ].join("\n\n");
}

function reasonCodes({ reasons }: JoinedRow): string {
  return reasons.length === 0 ? "" : ` (${markdownText(clip(reasons.join(", "), LONGEST_NAME))})`;
}
