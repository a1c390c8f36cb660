import { describe, expect, it } from "vitest";
import { distinctReasons, ScanGateError, sentence, toReason, withDetails } from "./errors.ts";
import type { Reason } from "./model/verdict.ts";

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

  const trouble = (message: string, code: Reason["code"] = "unreachable"): Reason => ({
    code,
    source: "snyk",
    message,
  });

  it("makes the same trouble of many requests one reason that names some of them", () => {
    const of = (path: string) => trouble(`Snyk GET ${path}: answered 503, tried 4 times. Check the service.`);
    expect(distinctReasons(["/a", "/b"].map(of))).toEqual([of("/a, /b")]);
    expect(distinctReasons(["/a", "/b", "/c", "/d", "/e"].map(of))).toEqual([of("/a, /b, /c and 2 more")]);
  });

  it("names each of several things that a token may not read", () => {
    const of = (id: string) => trouble(`The token may not read organization ${id}`, "forbidden");
    expect(distinctReasons([of("one"), of("two")])).toEqual([of("one, two")]);
  });

  it.each([
    ["another kind of failure", trouble("GET /a: answered 503"), trouble("GET /b: answered 502")],
    ["a longer story", trouble("GET /a: answered 503"), trouble("GET /b: answered 503 again")],
    ["another code", trouble("GET /a: no"), trouble("GET /b: no", "timeout")],
    [
      "what is missing of each project",
      trouble("project a", "scan-missing"),
      trouble("project b", "scan-missing"),
    ],
  ])("keeps apart %s", (_, one, other) => {
    expect(distinctReasons([one, other])).toEqual([one, other]);
  });

  it("joins no reason that differs elsewhere than those before it", () => {
    const [one, other, elsewhere] = [trouble("a b c"), trouble("a x c"), trouble("a b y")];
    expect(distinctReasons([one, other, elsewhere])).toEqual([trouble("a b, x c"), elsewhere]);
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
