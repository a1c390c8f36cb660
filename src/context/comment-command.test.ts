import { describe, expect, it } from "vitest";
import { readCommentCommand } from "./comment-command.ts";

describe("readCommentCommand", () => {
  it.each([
    "/scan-gate recheck",
    "  /scan-gate   recheck  ",
    "/Scan-Gate RECHECK",
    "/scan-gate recheck\r\nplease, Semgrep was down",
    "/scan-gate recheck\nand more",
  ])("takes %j as recheck", (body) => {
    expect(readCommentCommand(body)).toEqual({ kind: "command", command: { name: "recheck" } });
  });

  it.each([
    "",
    "please /scan-gate recheck",
    "\n/scan-gate recheck",
    "> /scan-gate recheck",
    "/scan-gates recheck",
    "`/scan-gate recheck`",
    "scan-gate recheck",
  ])("takes %j as a comment like any other", (body) => {
    expect(readCommentCommand(body)).toEqual({ kind: "none" });
  });

  it("reads the three parts of accept", () => {
    const body =
      "/scan-gate accept CVE-2021-23337 until 2027-01-31 because only used  at build time \nthanks";
    expect(readCommentCommand(body)).toEqual({
      kind: "command",
      command: {
        name: "accept",
        id: "CVE-2021-23337",
        until: "2027-01-31",
        reason: "only used  at build time",
      },
    });
  });

  it.each([
    "/scan-gate recheck now",
    "/scan-gate accept",
    "/scan-gate accept CWE-89 because it is late",
    "/scan-gate accept CWE-89 until 2027-01-31",
    "/scan-gate accept CWE-89 until 2027-01-31 because ",
  ])("says what to write instead of %j", (body) => {
    expect(readCommentCommand(body)).toEqual({
      kind: "unusable",
      problem: expect.stringContaining("/scan-gate accept ID until YYYY-MM-DD because REASON"),
    });
  });

  it.each([
    "/scan-gate",
    "/scan-gate help",
    "/scan-gate re-check",
  ])("takes %j, which names neither command, for any other comment", (body) => {
    expect(readCommentCommand(body)).toEqual({ kind: "none" });
  });
});
