import { describe, expect, it } from "vitest";
import { aReport } from "../../test/support/a-report.ts";
import type { ReasonCode, Verdict } from "../model/verdict.ts";
import { type Folders, readSettings } from "../settings/read.ts";
import { exitCodeOf } from "./shell.ts";

const FOLDERS: Folders = { workspace: "/w", temp: "/t" };

function codeOf(
  verdict: Verdict,
  onIncomplete: string,
  code: ReasonCode = "timeout",
  isCancelled = false,
): number {
  const settings = readSettings({ "on-incomplete": onIncomplete }, FOLDERS);
  if (!settings.ok) throw new Error("the settings are wrong");
  const reasons = [{ code, source: "snyk", message: "x" } as const];
  return exitCodeOf(aReport({ verdict, reasons }), settings.settings, isCancelled);
}

describe("the exit code of a verdict", () => {
  it("is 0 for pass, 1 for fail, 2 for incomplete", () => {
    expect([codeOf("pass", "fail"), codeOf("fail", "fail"), codeOf("incomplete", "fail")]).toEqual([0, 1, 2]);
  });

  it("is 0 for an incomplete one that is only to be warned of, and for nothing else", () => {
    expect([codeOf("incomplete", "warn"), codeOf("fail", "warn")]).toEqual([0, 1]);
    expect(codeOf("incomplete", "warn", "config-invalid")).toBe(2);
    expect(codeOf("incomplete", "warn", "timeout", true)).toBe(2);
    expect(exitCodeOf(aReport({ verdict: "incomplete" }), undefined, false)).toBe(2);
  });
});
