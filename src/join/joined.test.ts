import { describe, expect, it } from "vitest";
import { aFinding, aReport } from "../../test/support/a-report.ts";
import type { Verdict } from "../model/verdict.ts";
import { renderReportJson } from "../report-json/write.ts";
import { type JoinedRow, joinJson, joinReports, readEarlierJoin, readJoinedRow } from "./joined.ts";
import { renderJoinHtml } from "./render-html.ts";
import { renderJoinMarkdown, renderJoinText } from "./render-text.ts";

const EVIL = "acme/<img src=x>|@all\u001b[2J\n::error::x";

function row(repository: string, verdict: Verdict, over: Partial<JoinedRow["counts"]> = {}): JoinedRow {
  const none = { blocking: 0, critical: 0, high: 0, medium: 0, low: 0, total: 0 };
  const counts = { ...none, new: 0, existing: 0, fixed: 0, suppressed: 0, ...over };
  return { repository, ref: "refs/heads/main", commit: "a".repeat(40), verdict, reasons: [], counts };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a control character is what is looked for
const UNSAFE = /\u001b|^::|<img|<script/m;

const plain = { bold: (text: string) => text, verdict: (_: Verdict, text: string) => text };

describe("reading a report for the join", () => {
  it("keeps what was judged and its counts", () => {
    const report = aReport({ findings: [aFinding()] });
    const read = readJoinedRow(renderReportJson(report), "r.json");
    expect(read).toMatchObject({
      ok: true,
      row: { repository: report.context.repository, counts: report.counts },
    });
  });

  it.each([
    ["", "not JSON"],
    ["{}", "not a report"],
    ["[]", "not a report"],
    [JSON.stringify({ ...JSON.parse(renderReportJson(aReport())), findings: [7] }), "a finding is not one"],
    [
      JSON.stringify({
        ...JSON.parse(renderReportJson(aReport({ findings: [aFinding()] }))),
        verdict: "pass",
      }),
      "contradicts itself",
    ],
  ])("refuses what is none: %#", (json, problem) => {
    expect(readJoinedRow(json, "r.json")).toMatchObject({
      ok: false,
      problem: expect.stringContaining(problem),
    });
  });
});

describe("the join", () => {
  const rows = [
    row("a/pass", "pass"),
    row("a/few", "fail", { blocking: 1, total: 9 }),
    row("a/lost", "incomplete"),
    row("a/many", "fail", { blocking: 5, total: 5 }),
  ];

  it("stands worst first, and has the worst verdict and the totals", () => {
    const joined = joinReports(rows);
    expect(joined.rows.map(({ repository }) => repository)).toEqual(["a/many", "a/few", "a/lost", "a/pass"]);
    expect([joined.verdict, joined.totals.counts.blocking, joined.totals.verdicts]).toEqual([
      "fail",
      6,
      { fail: 2, incomplete: 1, pass: 1 },
    ]);
    expect(joinReports(rows.filter(({ verdict }) => verdict !== "fail")).verdict).toBe("incomplete");
  });

  it("tells what changed since an earlier one, by repository and branch", () => {
    const before = readEarlierJoin(
      joinJson(joinReports([row("A/Many", "pass"), row("a/gone", "fail")])),
      "j.json",
    );
    if (!before.ok) throw new Error(before.problem);
    const text = renderJoinText(joinReports(rows, before.rows), plain);
    expect(text).toContain("a/many, main, aaaaaaaaaaaa: was passed, +5 blocking, +5 open");
    expect(text).toContain("a/few, main, aaaaaaaaaaaa: first report");
    expect(text).toContain("gone: a/gone");
    expect(text).toContain("since the earlier join: +6 blocking, +14 open, failed 1 → 2");
    expect(readEarlierJoin("{}", "j.json")).toMatchObject({ ok: false });
  });

  it("lets no text of a report take effect in any format", () => {
    const joined = joinReports([{ ...row(EVIL, "fail"), ref: EVIL, reasons: [EVIL] }], []);
    // A tag takes no effect in a terminal.
    expect(renderJoinText(joined, plain).replaceAll("<img", "")).not.toMatch(UNSAFE);
    const markdown = renderJoinMarkdown(joined);
    expect(markdown).not.toMatch(UNSAFE);
    expect(markdown).not.toMatch(/@all/);
    // The columns of every row are those of its head: no text opens one of its own.
    const bars = markdown
      .split("\n")
      .flatMap((line) => (line.startsWith("|") ? [line.match(/(?<!\\)\|/g)?.length] : []));
    expect([bars.length, new Set(bars).size]).toEqual([3, 1]);
    const html = renderJoinHtml(joined, "1.0.0");
    expect(html).not.toMatch(UNSAFE);
    expect(html).toContain("default-src 'none'");
  });
});
