import { VERDICT_WORDS } from "../model/verdict.ts";
import { counted } from "../text/count.ts";
import type { ComparedRow, JoinedCounts, JoinedReports, JoinedRow } from "./joined.ts";

/** The counts that every table shows, by the name of their column. */
export const JOIN_COLUMNS = ["blocking", "critical", "high", "medium", "low", "new", "total"] as const;

/** What a table's row says of its change since the earlier join; empty without one. */
export function changeWords({ before, counts, verdict }: ComparedRow, joined: JoinedReports): string {
  if (joined.since === undefined) return "";
  if (before === undefined) return "first report";
  const was = before.verdict === verdict ? [] : [`was ${VERDICT_WORDS[before.verdict]}`];
  const told = [...was, ...countChanges(before.counts, counts)];
  return told.length === 0 ? "no change" : told.join(", ");
}

function countChanges(before: JoinedCounts, now: JoinedCounts): readonly string[] {
  const names = [
    ["blocking", "blocking"],
    ["total", "open"],
  ] as const;
  return names
    .map(([key, name]) => ({ name, by: now[key] - before[key] }))
    .filter(({ by }) => by !== 0)
    .map(({ name, by }) => `${signed(by)} ${name}`);
}

/** `+2`, `-3`: with a hyphen, which every terminal and program knows. */
function signed(by: number): string {
  return `${by > 0 ? "+" : "-"}${Math.abs(by).toLocaleString("en-US")}`;
}

/** `3 reports: 1 failed, 1 incomplete, 1 passed; 4 findings block, 20 are open`. */
export function totalsSentence({ totals }: Pick<JoinedReports, "totals">): string {
  const { reports, verdicts, counts } = totals;
  const parts = (["fail", "incomplete", "pass"] as const)
    .filter((verdict) => verdicts[verdict] > 0)
    .map((verdict) => `${verdicts[verdict].toLocaleString("en-US")} ${VERDICT_WORDS[verdict]}`);
  const open = counted(counts.total, "is open", "are open");
  return `${counted(reports, "report")}: ${parts.join(", ")}; ${counted(counts.blocking, "finding blocks", "findings block")}, ${open}`;
}

/** `since the earlier join: -2 blocking, +10 open; failed 3 → 1`; undefined without one. */
export function trendSentence({ totals, since }: JoinedReports): string | undefined {
  if (since === undefined) return undefined;
  const changed = countChanges(since.totals.counts, totals.counts);
  const { fail: was } = since.totals.verdicts;
  const failed = was === totals.verdicts.fail ? [] : [`failed ${was} → ${totals.verdicts.fail}`];
  const told = [...changed, ...failed];
  return `since the earlier join: ${told.length === 0 ? "no change" : told.join(", ")}`;
}

/** `pull request 7`, else the branch by its short name, else the ref. */
export function judgedWords({ ref, pullRequest }: JoinedRow): string {
  return pullRequest === undefined
    ? ref.replace(/^refs\/(?:heads|tags)\//, "")
    : `pull request ${pullRequest}`;
}
