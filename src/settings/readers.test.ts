import { describe, expect, it } from "vitest";
import { commentKey, parseDuration, policyPlace, pullRequestNumber, token, unknownValue } from "./readers.ts";

describe("parseDuration", () => {
  it.each([
    ["500ms", 500],
    ["30s", 30_000],
    ["10m", 600_000],
    ["1h", 3_600_000],
    ["45", 45_000],
    ["1.5s", 1_500],
    ["1.25s", 1_250],
    ["0.001s", 1],
    ["1.125s", 1_125],
    [" 10M ", 600_000],
    ["0", 0],
    ["0ms", 0],
    ["120h", 432_000_000],
  ])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    "",
    "-1s",
    "10 m",
    "10d",
    "ten",
    "1e3",
    "Infinity",
    "121h",
    "0.0001ms",
    "0.4ms",
    "0.4ms",
    "1,5s",
    "10mm",
  ])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe("what is refused", () => {
  const told = (given: string) => unknownValue(given, "low, high").problem;
  const hex = "0123456789abcdef";

  it.each([
    `ghp_${hex}${hex}`.slice(0, 24),
    `github_pat_${hex}${hex}`.slice(0, 31),
    "snyk_uat.1a2b",
    "snyk_sat.1a2b",
    "eyJhbGciOiJI.eyJzdWIiOiIx.c2ln",
    `key: ${hex.slice(0, 8)}-0123-4567-89ab-${hex.slice(0, 12)}`,
    `${hex}${hex}`,
  ])("is never repeated when it looks like a token: %s", (given) => {
    expect(told(given)).toBe("a value that looks like a token is not known; allowed: low, high");
  });

  it.each([
    "hgih",
    "gh_1",
    "g".repeat(40),
    `${hex}-${hex}`,
    "a1b2c3d4-0123-4567",
  ])("is repeated when it is an ordinary word: %s", (given) => {
    expect(told(given)).toContain(`"${given}" is not known`);
  });

  it("is clipped, and compared with the words that are allowed", () => {
    expect(told("HIGHT")).toBe('"HIGHT" is not known (did you mean high?); allowed: low, high');
    expect(told("-".repeat(200))).toBe(`"${"-".repeat(80)}…" is not known; allowed: low, high`);
  });
});

describe("the readers of inputs", () => {
  it.each<[string, (text: string) => unknown, readonly string[], readonly string[]]>([
    [
      "a comment key",
      commentKey,
      ["a", "Gate.v1/web_2:x-y", "a".repeat(100)],
      ["a b", "a--b", " a", "a\n", "é", "a".repeat(101)],
    ],
    [
      "a token",
      token,
      ["!", "~", "ghp_x", "x".repeat(4096)],
      ["a b", "a\n", "\u007f", "é", "x".repeat(4097)],
    ],
    [
      "a path of the repository",
      policyPlace,
      ["a.yml", ".github/scan-gate.yml", "a..b", "..a/b..", "a/c:d"],
      ["/a", "\\a", "..", "../a", "a/../b", "a\\..\\b", "a/..", "C:\\a", "c:a"],
    ],
  ])("take %s as it is, or refuse it", (_what, read, taken, refused) => {
    for (const text of taken) expect(read(text)).toBe(text);
    for (const text of refused) expect(read(text)).toMatchObject({ problem: expect.any(String) });
  });

  it("take a policy's path without the ./ before it, and with an @ only behind one", () => {
    expect(["./a.yml", "././a.yml", "./a@b.yml"].map(policyPlace)).toEqual(["a.yml", "a.yml", "a@b.yml"]);
    expect(policyPlace("a/./b./c.yml")).toBe("a/./b./c.yml");
    expect(policyPlace("ci./a.yml")).toBe("ci./a.yml");
    expect(policyPlace("acme/gate/a.yml@v1")).toEqual({
      owner: "acme",
      repo: "gate",
      path: "a.yml",
      ref: "v1",
    });
    expect(policyPlace("a@b.yml")).toMatchObject({ problem: expect.stringContaining("with ./ before one") });
  });

  it("take the number of a pull request", () => {
    expect(["1", "10", "9999999999"].map(pullRequestNumber)).toEqual([1, 10, 9_999_999_999]);
    for (const text of ["0", "01", "-1", "1.5", "1a", "a1", "10000000000", " 1"])
      expect(pullRequestNumber(text)).toMatchObject({ problem: expect.stringContaining("is not known") });
  });
});
