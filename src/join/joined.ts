import "../no-eval.ts";
import { z } from "zod";
import { REPORT_SCHEMA } from "../model/report.ts";
import { VERDICTS, type Verdict } from "../model/verdict.ts";
import { compareText, groupBy } from "../text/group.ts";
import { present } from "../text/present.ts";

/** Names the format of `scan-gate join --format json`, which `--since` reads. */
const JOIN_SCHEMA = "scan-gate/join@1";

/** The counts of a report (contract §3), in the order in which they are shown and compared. */
export const JOINED_COUNTS = [
  "blocking",
  "critical",
  "high",
  "medium",
  "low",
  "total",
  "new",
  "existing",
  "fixed",
  "suppressed",
] as const;
export type JoinedCounts = Readonly<Record<(typeof JOINED_COUNTS)[number], number>>;

const text = z.string();
const count = z.int().min(0);
const counts = z.object({
  blocking: count,
  critical: count,
  high: count,
  medium: count,
  low: count,
  total: count,
  new: count,
  existing: count,
  fixed: count,
  suppressed: count,
});
const pullRequest = z.int().min(1).optional();
const row = z.object({
  repository: text,
  ref: text,
  commit: text,
  pullRequest,
  verdict: z.enum(VERDICTS),
  /** Codes of the reasons, each once. */
  reasons: z.array(text),
  counts,
});

/** One report in the table: what was judged, and its counts. */
export type JoinedRow = Omit<z.output<typeof row>, "pullRequest"> & { readonly pullRequest?: number };

/** A report in the table, with what an earlier join says of the same branch or pull request. */
export interface ComparedRow extends JoinedRow {
  readonly before?: Pick<JoinedRow, "verdict" | "counts">;
}

/** All reports together. */
export interface JoinTotals {
  readonly reports: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly counts: JoinedCounts;
}

/** Many reports as one table. */
export interface JoinedReports {
  /** The worst of all. */
  readonly verdict: Verdict;
  /** Worst first. */
  readonly rows: readonly ComparedRow[];
  readonly totals: JoinTotals;
  /** Set when there is an earlier join: its totals, and its reports of which none is here now. */
  readonly since?: { readonly totals: JoinTotals; readonly gone: readonly JoinedRow[] };
}

/** Only what the table needs; findings are looked at one by one, because a schema takes long over a million of them. */
const joinedReport = z.object({
  schema: z.literal(REPORT_SCHEMA),
  verdict: z.enum(VERDICTS),
  reasons: z.array(z.object({ code: text })),
  context: z.object({ repository: text, ref: text, commit: text, pullRequest }),
  counts,
  sources: z.array(z.object({ source: text })),
  findings: z.custom<readonly unknown[]>(Array.isArray, "it must be a list"),
  fixed: z.custom<readonly unknown[]>(Array.isArray, "it must be a list"),
});

export type JoinedRowResult =
  | { readonly ok: true; readonly row: JoinedRow }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads the text of a report.json and keeps its counts alone.
 * @param path as people named it
 */
export function readJoinedRow(json: string, path: string): JoinedRowResult {
  const read = parseAs(joinedReport, json);
  if (typeof read === "string") {
    return { ok: false, problem: `${path} is not a report of Scan Gate (${REPORT_SCHEMA}): ${read}` };
  }
  const { verdict, context, reasons, findings } = read;
  const blocking = blockingIn(findings);
  if (blocking === undefined) {
    return {
      ok: false,
      problem: `${path} is not a report of Scan Gate (${REPORT_SCHEMA}): a finding is not one`,
    };
  }
  if (verdict !== "fail" && (blocking > 0 || read.counts.blocking > 0)) {
    return {
      ok: false,
      problem: `${path} contradicts itself: findings block, and its verdict is ${verdict}`,
    };
  }
  const { repository, ref, commit } = context;
  const codes = [...new Set(reasons.map(({ code }) => code))];
  const number = present({ pullRequest: context.pullRequest });
  return {
    ok: true,
    row: { repository, ref, commit, ...number, verdict, reasons: codes, counts: read.counts },
  };
}

/** How many findings block; undefined when one of them is not a finding. */
function blockingIn(findings: readonly unknown[]): number | undefined {
  let blocking = 0;
  for (const finding of findings) {
    if (typeof finding !== "object" || finding === null) return undefined;
    if (!("fingerprint" in finding && "severity" in finding && "blocking" in finding)) return undefined;
    if (typeof finding.blocking !== "boolean") return undefined;
    if (finding.blocking) blocking += 1;
  }
  return blocking;
}

/** The value, or what is wrong with the text. */
function parseAs<T>(schema: z.ZodType<T>, json: string): T | string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return "it is not JSON";
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return issue === undefined
    ? "it has another shape"
    : `${issue.path.join(".") || "the file"}: ${issue.message}`;
}

/** Puts reports together, worst first, and compares them with those of an earlier join. */
export function joinReports(rows: readonly JoinedRow[], earlier?: readonly JoinedRow[]): JoinedReports {
  const before = new Map([...groupBy(earlier ?? [], judgedIn)].map(([key, same]) => [key, [...same]]));
  const compared = rows.toSorted(worstFirst).map((one): ComparedRow => {
    const match = before.get(judgedIn(one))?.shift();
    return match === undefined ? one : { ...one, before: { verdict: match.verdict, counts: match.counts } };
  });
  return {
    verdict: compared[0]?.verdict ?? "incomplete",
    rows: compared,
    totals: totalsOf(rows),
    ...(earlier === undefined
      ? {}
      : { since: { totals: totalsOf(earlier), gone: [...before.values()].flat().toSorted(worstFirst) } }),
  };
}

/** What makes two reports the same row of two joins. */
function judgedIn({ repository, ref, pullRequest: number }: JoinedRow): string {
  return JSON.stringify([repository.toLowerCase(), number ?? ref]);
}

const FROM_WORST: readonly Verdict[] = ["fail", "incomplete", "pass"];

function worstFirst(a: JoinedRow, b: JoinedRow): number {
  const byVerdict = FROM_WORST.indexOf(a.verdict) - FROM_WORST.indexOf(b.verdict);
  const byCounts = JOINED_COUNTS.slice(0, 6).map((name) => b.counts[name] - a.counts[name]);
  return (
    [byVerdict, ...byCounts].find((difference) => difference !== 0) ??
    (compareText(a.repository, b.repository) || compareText(a.ref, b.ref) || compareText(a.commit, b.commit))
  );
}

function totalsOf(rows: readonly JoinedRow[]): JoinTotals {
  const sum = (name: keyof JoinedCounts) => rows.reduce((all, one) => all + one.counts[name], 0);
  const having = (verdict: Verdict) => rows.filter((one) => one.verdict === verdict).length;
  return {
    reports: rows.length,
    verdicts: { fail: having("fail"), incomplete: having("incomplete"), pass: having("pass") },
    counts: {
      blocking: sum("blocking"),
      critical: sum("critical"),
      high: sum("high"),
      medium: sum("medium"),
      low: sum("low"),
      total: sum("total"),
      new: sum("new"),
      existing: sum("existing"),
      fixed: sum("fixed"),
      suppressed: sum("suppressed"),
    },
  };
}

/** The join as JSON, for programs and for `--since` of the next one. */
export function joinJson({ verdict, totals, rows, since }: JoinedReports): string {
  const whole = { schema: JOIN_SCHEMA, verdict, totals, reports: rows, ...present({ since }) };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

const joinFile = z.object({ schema: z.literal(JOIN_SCHEMA), reports: z.array(row) });

export type EarlierJoinResult =
  | { readonly ok: true; readonly rows: readonly JoinedRow[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads what an earlier join printed as JSON.
 * @param path as people named it
 */
export function readEarlierJoin(json: string, path: string): EarlierJoinResult {
  const read = parseAs(joinFile, json);
  if (typeof read === "string") {
    const what = `${path} is not what scan-gate join --format json prints (${JOIN_SCHEMA})`;
    return { ok: false, problem: `${what}: ${read}` };
  }
  return {
    ok: true,
    rows: read.reports.map(({ pullRequest: number, ...one }) => ({
      ...one,
      ...present({ pullRequest: number }),
    })),
  };
}
