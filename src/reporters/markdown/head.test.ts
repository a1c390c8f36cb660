import { describe, expect, it } from "vitest";
import { aFinding, aReport } from "../../../test/support/a-report.ts";
import { countsLine, footerLine, heading, notices, reasonLines, verdictSentence } from "./head.ts";
import { commitCode, nameOf } from "./words.ts";

const incomplete = (...sources: readonly ("snyk" | "semgrep" | "policy")[]) =>
  aReport({
    verdict: "incomplete",
    reasons: sources.map((source) => ({ code: "timeout", source, message: "No answer." }) as const),
  });

describe("the heading", () => {
  it("says the verdict in words, and what brought it about", () => {
    expect(heading(aReport())).toBe("## ✅ Scan Gate passed");
    expect(heading(aReport({ findings: [aFinding()] }))).toBe("## ❌ Scan Gate failed: 1 finding blocks");
    expect(heading(aReport({ verdict: "fail" }))).toBe("## ❌ Scan Gate failed");
    expect(heading(incomplete("snyk", "snyk", "semgrep"))).toBe(
      "## ⚠️ Scan Gate incomplete because of Snyk and Semgrep",
    );
    expect(heading(incomplete())).toBe("## ⚠️ Scan Gate incomplete");
  });
});

describe("the verdict sentence", () => {
  it("is bold and escaped, and nothing when it is empty", () => {
    expect(verdictSentence(aReport({ sentence: "fail: *two* block" }))).toBe("**fail: \\*two\\* block**\n\n");
    expect(verdictSentence(aReport({ sentence: " " }))).toBe("");
  });
});

describe("the line of counts", () => {
  it("leaves out what is zero, and works without a base", () => {
    const { base: _, ...context } = aReport().context;
    const report = { ...aReport({ findings: [aFinding({ status: "unknown" })] }), context };
    expect(countsLine(report, ["extra"])).toMatch(
      /^\[`6c1f9ab`\]\(\S+\) · extra · 1 blocking · 1 of unknown age$/,
    );
  });

  it("shows a commit that is none as text", () => {
    expect(commitCode(aReport().context, "main")).toBe("`main`");
  });
});

describe("the reasons", () => {
  it("are told up to a limit, and counted beyond it", () => {
    const report = incomplete("snyk", "semgrep", "policy");
    expect(reasonLines(report, { most: 1, length: 100 }).split("\n")).toEqual([
      "- ⚠️ **Snyk** `timeout`: No answer.",
      "- and 2 more reasons, in the job summary",
    ]);
  });
});

describe("the notices", () => {
  it("tell what a changed policy would do, or that it cannot be used", () => {
    const preview = { path: ".github/scan-gate.yml", blocking: 0, suppressed: 2 };
    expect(notices(aReport({ findings: [aFinding()], decision: { preview } }))).toBe(
      "> This pull request changes the policy `.github/scan-gate.yml`: it would block **0 instead of 1**, and suppress 2 instead of 0. The base branch's policy decided.",
    );
    expect(
      notices(aReport({ decision: { preview: { ...preview, problem: "Line 3: unknown key." } } })),
    ).toContain("its version cannot be used: Line 3: unknown key. The base branch's policy decided.");
  });

  it("tell what would block while nothing can", () => {
    expect(notices(aReport({ decision: { failOn: "none", wouldBlock: 3 } }))).toBe(
      "> Nothing blocks, because `fail-on` is `none`: at `high`, **3 findings would block**.",
    );
    expect(notices(aReport({ decision: { failOn: "none" } }))).toBe("");
  });
});

describe("the footer", () => {
  it("says how to appeal, in the policy file that is in force", () => {
    const findings = [aFinding()];
    expect(footerLine(aReport({ findings }))).toContain(
      "`suppress` in `.github/scan-gate.yml` on the base branch",
    );
    expect(footerLine(aReport({ findings, decision: { origin: "security/gate.yaml" } }))).toContain(
      "in `security/gate.yaml`",
    );
    expect(footerLine(aReport())).toBe("<sub>Scan Gate 0.1.0</sub>");
  });
});

describe("names of tools", () => {
  it("are those that people know, or the tool's own, escaped", () => {
    expect(["semgrep", "snyk", "reports", "trivy_x", ""].map(nameOf)).toEqual([
      "Semgrep",
      "Snyk",
      "Report files",
      "trivy\\_x",
      "unnamed tool",
    ]);
  });
});
