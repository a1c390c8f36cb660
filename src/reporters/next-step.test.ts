import { describe, expect, it } from "vitest";
import { aFinding, aReport } from "../../test/support/a-report.ts";
import { REASON_CODES, type Reason } from "../model/verdict.ts";
import { nextStep, reasonBesideName } from "./next-step.ts";

const stepFor = (...reasons: readonly (readonly [Reason["source"], Reason["code"]])[]) =>
  nextStep(
    aReport({
      verdict: "incomplete",
      reasons: reasons.map(([source, code]) => ({ code, source, message: "It went wrong." })),
    }),
  );

describe("a reason beside the name of its source", () => {
  const told = (message: string, source: Reason["source"] = "snyk") =>
    reasonBesideName({ code: "unreachable", source, message }, { sources: [] }).message;

  it("does not begin with the name again", () => {
    expect(told("Snyk GET /rest/self: answered 503")).toBe("GET /rest/self: answered 503");
    expect(told("Snyk's pull request check code/snyk failed")).toBe("Pull request check code/snyk failed");
    expect(told("Semgrep's scan 7 is old", "semgrep")).toBe("Scan 7 is old");
  });

  it("keeps a name that its sentence needs", () => {
    for (const text of ["Snyk has no project", "Semgrep's scan 7 is old", "Snyk GETS nothing"])
      expect(told(text)).toBe(text);
  });
});

describe("the next step of an incomplete verdict", () => {
  it("has the words of the forge", () => {
    const on = (source: Reason["source"], code: Reason["code"]) => {
      const reasons = [{ code, source, message: "It went wrong." }];
      const report = aReport({ verdict: "incomplete", reasons });
      return nextStep({ ...report, context: { ...report.context, forge: "gitlab" } })?.what;
    };
    expect(on("policy", "timeout")).toBe("Re-run the failed job once GitLab answers again.");
    expect(on("inputs", "config-invalid")).toMatch(/^Ask whoever keeps this pipeline to fix/);
  });

  it.each([
    ["snyk", "unreachable", "Nothing for you to change.", "Re-run the failed job once Snyk answers again."],
    ["policy", "timeout", "Nothing for you to change.", "Re-run the failed job once GitHub answers again."],
    [
      "semgrep",
      "scan-missing",
      "Nothing for you to change.",
      "Re-run the failed job once Semgrep has scanned this commit.",
    ],
    [
      "semgrep",
      "scan-stale",
      "Nothing for you to change.",
      "Re-run the failed job once the newest scan of Semgrep is of this commit.",
    ],
    [
      "gate",
      "no-credentials",
      "Nothing in your code to change.",
      "Ask whoever keeps this workflow to fix what is named below. Running it again without that does not help.",
    ],
    [
      "gate",
      "timeout",
      "Nothing for you to change.",
      "Re-run the failed job. If its time runs out again, ask whoever keeps this workflow for a longer `timeout`.",
    ],
    [
      "semgrep",
      "auth",
      "Nothing in your code to change.",
      "Ask whoever keeps this workflow to fix what is named below, then re-run the failed job.",
    ],
    [
      "reports",
      "partial",
      "Look at the step that makes the report files.",
      "When it writes them again, re-run the failed job.",
    ],
    [
      "gate",
      "internal",
      "Nothing for you to change.",
      "Re-run the failed job. If it fails in the same way again, report it with the log.",
    ],
    ["gate", "cancelled", "The run was cancelled.", "Re-run the failed job."],
  ] as const)("of %s with %s is %j %j", (source, code, who, what) => {
    expect(stepFor([source, code])).toEqual({ who, what });
  });

  it("is that of the trouble which keeps a new run from helping, where there are several", () => {
    expect(stepFor(["snyk", "unreachable"], ["semgrep", "auth"])?.who).toBe(
      "Nothing in your code to change.",
    );
    expect(stepFor(["snyk", "unreachable"], ["semgrep", "timeout"])?.what).toBe(
      "Re-run the failed job once Snyk and Semgrep answer again.",
    );
  });

  it("is there for every code that leaves a run incomplete", () => {
    const codes = REASON_CODES.filter((code) => stepFor(["snyk", code]) === undefined);
    expect(codes).toEqual(["blocking-findings", "budget-exceeded", "pr-check-failed"]);
  });

  it("speaks of no failed job where the job is green", () => {
    const reasons = [{ code: "unreachable", source: "snyk", message: "No." }] as const;
    const step = nextStep(aReport({ verdict: "incomplete", isTolerated: true, reasons }));
    expect(step?.what).toBe("Re-run the job once Snyk answers again.");
  });

  it("is nothing where findings say what to do, or where all is well", () => {
    expect(nextStep(aReport({ findings: [aFinding()] }))).toBeUndefined();
    expect(nextStep(aReport())).toBeUndefined();
  });
});
