import { describe, expect, it } from "vitest";
import { distinctReasons, ScanGateError, sentence, toReason, withDetails } from "./errors.ts";

const refused = new ScanGateError({
  code: "auth",
  source: "semgrep",
  message: "Semgrep refused the token",
  hint: "Check semgrep-token",
  status: 401,
});

describe("toReason", () => {
  it("says what happened and what to do", () => {
    expect(toReason(refused, "gate")).toEqual({
      code: "auth",
      source: "semgrep",
      message: "Semgrep refused the token. Check semgrep-token.",
    });
  });

  it("takes whatever else was thrown for a fault of ours, never for nothing", () => {
    expect(toReason(new TypeError("x is not a function"), "snyk")).toMatchObject({
      code: "internal",
      source: "snyk",
      message: expect.stringContaining("TypeError: x is not a function"),
    });
    expect(toReason("a string", "snyk").message).toContain("a string");
  });
});

describe("distinctReasons", () => {
  it("keeps the first of equal ones, and those that differ in anything", () => {
    const missing = { code: "scan-missing", source: "semgrep", message: "No scan." } as const;
    const others = [
      { ...missing, code: "scan-stale" },
      { ...missing, source: "snyk" },
      { ...missing, message: "None." },
    ] as const;
    expect(distinctReasons([missing, ...others, { ...missing }])).toEqual([missing, ...others]);
    expect(distinctReasons([])).toEqual([]);
  });
});

describe("withDetails", () => {
  it("replaces what the teller knows better and keeps the rest", () => {
    const told = withDetails(refused, { code: "not-found", hint: "Add the Web API scope" });
    expect(told).toMatchObject({
      code: "not-found",
      source: "semgrep",
      status: 401,
      hint: "Add the Web API scope",
    });
    expect(told.cause).toBe(refused);
  });

  it("does without a hint when there never was one", () => {
    const bare = new ScanGateError({ code: "timeout", source: "snyk", message: "no answer" });
    expect(withDetails(bare, { message: "still none" })).toMatchObject({
      message: "still none",
      hint: undefined,
    });
  });
});

describe("sentence", () => {
  it("ends every part once", () => {
    expect(sentence("It failed", "Try again!")).toBe("It failed. Try again!");
    expect(sentence("It failed.")).toBe("It failed.");
    expect(sentence("It failed", "")).toBe("It failed.");
  });
});
