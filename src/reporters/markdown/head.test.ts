import { describe, expect, it } from "vitest";
import { aFinding, aReport } from "../../../test/support/a-report.ts";
import {
  checksLink,
  countsLine,
  footerLine,
  heading,
  notices,
  reasonLines,
  verdictSentence,
} from "./head.ts";
import { commitCode, toolName } from "./words.ts";

const incomplete = (...sources: readonly ("snyk" | "semgrep" | "policy" | "gate")[]) =>
  aReport({
    verdict: "incomplete",
    reasons: sources.map((source) => ({ code: "timeout", source, message: "No answer." }) as const),
  });

describe("the link to the full report", () => {
  it("leads to the pull request's checks, or names the status where the job is not shown there", () => {
    const link = (event: string, key = "default") => checksLink(aReport({ context: { event } }), key);
    expect(link("pull_request")).toBe("[checks and full report](https://github.com/acme/shop/pull/7/checks)");
    expect(link("workflow_run")).toBe("the status `scan-gate` links the run with the full report");
    expect(link("issue_comment", "web")).toContain("`scan-gate/web`");
    const { pullRequest: _, ...context } = aReport().context;
    expect(checksLink({ ...aReport(), context }, "default")).toBe("");
  });
});

describe("the heading", () => {
  it("says the verdict in words, and what brought it about", () => {
    expect(heading(aReport())).toBe("## ✅ Scan Gate passed");
    expect(heading(aReport({ findings: [aFinding()] }))).toBe(
      "## ❌ Scan Gate failed: 1 finding to fix before this can merge",
    );
    expect(heading(aReport({ verdict: "fail" }))).toBe("## ❌ Scan Gate failed");
    const reasons = (["budget-exceeded", "pr-check-failed", "pr-check-failed"] as const).map(
      (code) => ({ code, source: "gate", message: "No." }) as const,
    );
    expect(heading(aReport({ findings: [aFinding(), aFinding()], reasons }))).toBe(
      "## ❌ Scan Gate failed: 2 findings block, 1 budget is exceeded and 2 checks failed",
    );
    expect(heading(incomplete("snyk", "snyk", "semgrep"))).toBe(
      "## ⚠️ Scan Gate incomplete because of Snyk and Semgrep",
    );
    expect(heading(incomplete("gate"))).toBe("## ⚠️ Scan Gate incomplete");
    expect(heading(incomplete())).toBe("## ⚠️ Scan Gate incomplete");
  });
});

describe("the verdict sentence", () => {
  const sentence = (overrides: Parameters<typeof aReport>[0]): string =>
    verdictSentence(aReport(overrides)).replaceAll(/\]\(https:[^)]+\)/g, "]");
  const at = "at [`6c1f9ab`] against `main`@[`3f2e1d0`]";

  it("names the rule that blocks, what it blocks, and how old that is", () => {
    const old = aFinding({ status: "existing", severity: "critical" });
    expect(sentence({ findings: [aFinding()] })).toBe(
      `Blocked by \`fail-on: high\`: **1 high**, new, ${at}.`,
    );
    expect(sentence({ findings: [aFinding({ status: "unknown" }), aFinding({ status: "unknown" })] })).toBe(
      `Blocked by \`fail-on: high\`: **2 high**, all of unknown age, ${at}.`,
    );
    expect(sentence({ findings: [old, aFinding({ blockedBy: "rule 2" })] })).toBe(
      `Blocked by \`fail-on: high\` and 1 other rule: **1 critical, 1 high**, 1 of them new, ${at}.`,
    );
    expect(sentence({ findings: [old, aFinding({ status: "unknown" })] })).toContain(
      "**1 critical, 1 high**, at",
    );
  });

  it("says that an incomplete verdict is tolerated and the job green, and whether anything was judged", () => {
    const off = { source: "semgrep", status: "incomplete", requests: 0 } as const;
    const tolerated = aReport({ verdict: "incomplete", isTolerated: true, sources: [off] });
    expect(heading(tolerated)).toBe(
      "## ⚠️ Scan Gate incomplete: nothing was judged, and the job is green all the same",
    );
    const reasons = [{ code: "timeout", source: "snyk", message: "No answer." }] as const;
    expect(heading(aReport({ verdict: "incomplete", isTolerated: true, reasons }))).toBe(
      "## ⚠️ Scan Gate incomplete because of Snyk, and the job is green all the same",
    );
    expect(notices(tolerated)).toContain("> ⚠️ `on-incomplete: warn` lets the job succeed");
    expect(notices(aReport({ verdict: "incomplete" }))).toBe("");
  });

  it("names the rule where no finding blocks", () => {
    expect(sentence({ verdict: "fail", decision: { rule: "budgets: *medium* 20" } })).toBe(
      `Decided by \`budgets: *medium* 20\` ${at}.`,
    );
    expect(sentence({ findings: [aFinding({ blocking: false })] })).toBe(
      `Nothing blocks by \`fail-on: high\` ${at}.`,
    );
    expect(sentence({})).toBe(`No open findings ${at}.`);
  });

  it("says of an incomplete run whether anything was judged", () => {
    expect(sentence({ verdict: "incomplete" })).toBe(
      `What could be read ${at} does not block, but not everything could be read.`,
    );
    expect(sentence({ verdict: "incomplete", sources: [] })).toBe(`Nothing could be judged ${at}.`);
  });

  it("works without a base and without the name of a rule that blocks", () => {
    const { base: _, ...context } = aReport().context;
    const { blockedBy: __, ...finding } = aFinding();
    expect(verdictSentence({ ...aReport({ findings: [finding] }), context })).toMatch(
      /^Blocked by `fail-on: high`: \*\*1 high\*\*, new, at \[`6c1f9ab`\]\(\S+\)\.$/,
    );
  });
});

describe("the line of counts", () => {
  it("leaves out what is zero", () => {
    const other = aFinding({ status: "unknown", blocking: false });
    expect(countsLine(aReport({ findings: [other] }))).toBe("In all: 1 of unknown age");
    expect(countsLine(aReport({ findings: [aFinding(), other] }), ["extra"])).toBe(
      "In all: 1 new · 1 of unknown age · extra",
    );
    expect(countsLine(aReport(), ["extra"])).toBe("extra");
  });

  it("leaves out what the verdict sentence has said", () => {
    expect(countsLine(aReport({ findings: [aFinding(), aFinding()] }))).toBe("");
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

describe("the message of a reason", () => {
  const line = (message: string): string =>
    reasonLines(aReport({ reasons: [{ code: "auth", source: "snyk", message }] }), { most: 1, length: 300 });

  it("shows names between backticks as code, and everything else as text", () => {
    expect(line("Refused. Check `snyk-url` and `github-token`, please.")).toBe(
      "- ⚠️ **Snyk** `auth`: Refused. Check `snyk-url` and `github-token`, please.",
    );
    expect(line("Add `statuses: read` to the job's `permissions:`.")).toBe(
      "- ⚠️ **Snyk** `auth`: Add `statuses: read` to the job's `permissions:`.",
    );
    expect(line("Look at https://status.snyk.io, and at https://x.example/a/b_c.")).toBe(
      "- ⚠️ **Snyk** `auth`: Look at `https://status.snyk.io`, and at `https://x.example/a/b_c`.",
    );
    expect(line("`a b` *c* `x`@acme `<b>`")).toBe(
      "- ⚠️ **Snyk** `auth`: \\`a b\\` \\*c\\* `x`@&#8203;acme \\`&lt;b&gt;\\`",
    );
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

  it("tell of at most five troubles that decide nothing, and count the others", () => {
    const notes = Array.from({ length: 7 }, (_, i) => ({
      level: "warning" as const,
      source: "snyk" as const,
      text: `Trouble ${i} at ${"a1".repeat(20)}.`,
    }));
    const lines = notices(aReport({ notes: [...notes, { level: "info", text: "Idle." }] })).split("\n>\n");
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe(`> ⚠️ Trouble 0 at \`${"a1".repeat(20)}\`.`);
    expect(lines[5]).toBe("> and 2 more, in the job summary");
  });

  it("tell what would block while nothing can", () => {
    expect(notices(aReport({ decision: { failOn: "none", wouldBlock: 3 } }))).toBe(
      "> `fail-on: none` only watches: at `high`, **3 findings would block**.",
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

  it("says how to appeal against a check of Snyk's, which has no findings here", () => {
    const reasons = [{ code: "pr-check-failed", source: "snyk", message: "Failed." }] as const;
    expect(footerLine(aReport({ verdict: "fail", reasons }))).toContain(
      "Ignore it in Snyk, or set `fail-on: none` for its type in `.github/scan-gate.yml`",
    );
  });
});

describe("names of tools", () => {
  it("are those that people know, or the tool's own, escaped", () => {
    expect(["semgrep", "snyk", "reports", "trivy_x", ""].map(toolName)).toEqual([
      "Semgrep",
      "Snyk",
      "Report files",
      "trivy\\_x",
      "unnamed tool",
    ]);
  });
});
