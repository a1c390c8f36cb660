import { describe, expect, it } from "vitest";
import { aFinding, aReport } from "../../../test/support/a-report.ts";
import { observed } from "../../../test/support/observed.ts";
import type { CodeEdit, Finding } from "../../model/finding.ts";
import { mayHaveThreads, planReview, reviewNotes, withoutOverlaps } from "./plan.ts";

const PATH = "src/a.ts";
const FILES = [{ path: PATH, patch: `@@ -0,0 +1,60 @@\n${"+x;\n".repeat(60).trimEnd()}` }];

function onLine(line: number, overrides: Partial<Finding> = {}, edit?: CodeEdit): Finding {
  const given = aFinding({ fingerprint: `f${line}`, path: PATH, line, endLine: line, ...overrides });
  const [finding = given] = observed(aReport({ findings: [given] })).findings;
  const observations = finding.observations.map((one) => (edit ? { ...one, fix: edit.text, edit } : one));
  return { ...finding, observations };
}

const fix = (line: number, endLine = line): CodeEdit => ({ kind: "lines", line, endLine, text: "y;" });

describe("planning a review", () => {
  it("takes blocking findings on lines of the diff, in the order of the report", () => {
    const findings = [
      onLine(9),
      onLine(3),
      onLine(61),
      onLine(4, { path: "src/b.ts" }),
      onLine(5, { path: "../a.ts" }),
      onLine(6, { blocking: false }),
      onLine(7, { suppressedBy: { by: "policy" } }),
    ];
    const { threads, leftOut } = planReview(aReport({ findings }), FILES, "blocking");
    expect(threads.map(({ lines }) => lines)).toEqual([
      { line: 9, texts: ["x;"] },
      { line: 3, texts: ["x;"] },
    ]);
    expect(leftOut).toBe(0);
  });

  it("takes with `fixes` only what replaces lines of the diff", () => {
    const findings = [onLine(2), onLine(3, {}, fix(3)), onLine(59, { endLine: 61 }, fix(59, 61))];
    const report = aReport({ findings });
    expect(planReview(report, FILES, "fixes").threads.map(({ suggestion }) => suggestion)).toEqual([["y;"]]);
    expect(planReview(report, FILES, "blocking").threads.map(({ suggestion }) => suggestion)).toEqual([
      undefined,
      ["y;"],
      undefined,
    ]);
  });

  it("needs no diff where no finding could have a thread", () => {
    expect(mayHaveThreads(aReport({ findings: [onLine(2, { blocking: false })] }), "blocking")).toBe(false);
    expect(mayHaveThreads(aReport({ findings: [onLine(2)] }), "fixes")).toBe(false);
    expect(mayHaveThreads(aReport({ findings: [onLine(2)] }), "blocking")).toBe(true);
  });

  it("has none on a file without a patch, and reads a renamed one by its new name", () => {
    const report = aReport({ findings: [onLine(1)] });
    expect(planReview(report, [{ path: PATH }], "blocking").threads).toEqual([]);
    expect(
      planReview(report, [{ path: "src/old.ts", patch: "@@ -1 +1 @@\n+x" }], "blocking").threads,
    ).toEqual([]);
  });

  it("keeps the first 20 and tells how many more there are", () => {
    const findings = Array.from({ length: 23 }, (_, index) => onLine(index + 1));
    const plan = planReview(aReport({ findings }), FILES, "blocking");
    expect([plan.threads.length, plan.leftOut]).toEqual([20, 3]);
    expect(reviewNotes(plan)[0]?.text).toContain("3 more findings have none");
    expect(reviewNotes({ threads: [], leftOut: 0 })).toEqual([]);
  });
});

describe("suggestions", () => {
  it("never overlap: the later one becomes text", () => {
    const findings = [onLine(5, { endLine: 7 }, fix(5, 7)), onLine(7, {}, fix(7)), onLine(8, {}, fix(8))];
    const { threads } = planReview(aReport({ findings }), FILES, "blocking");
    const shown = (taken: Parameters<typeof withoutOverlaps>[1]) =>
      withoutOverlaps(threads, taken).map(({ suggestion }) => suggestion !== undefined);
    expect(shown([])).toEqual([true, false, true]);
    expect(shown([{ path: PATH, line: 8, endLine: 9 }])).toEqual([true, false, false]);
    expect(shown([{ path: "src/b.ts", line: 1, endLine: 99 }])).toEqual([true, false, true]);
  });
});
