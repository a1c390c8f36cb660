import { describe, expect, it } from "vitest";
import { aFinding, aReport } from "../../../test/support/a-report.ts";
import { UNKNOWN_COMMIT } from "../../model/report.ts";
import { reasonBesideName } from "../next-step.ts";
import { alertsLink, checksLink, footerLine, heading, leadLine, reasonLines } from "./head.ts";
import { notices } from "./notices.ts";
import { commitCode, countsLine, toolName } from "./words.ts";

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
    expect(checksLink(aReport({ context: { event: "workflow_run" } }), "default", true)).toBe(
      "the full report is in the summary of the run",
    );
    expect(checksLink(aReport({ context: { event: "pull_request" } }), "default", true)).toContain("/checks");
    const { pullRequest: _, ...context } = aReport().context;
    expect(checksLink({ ...aReport(), context }, "default")).toBe("");
  });
});

describe("the link to code scanning", () => {
  it("leads to the open alerts of the pull request on its own server, and is none without a pull request", () => {
    const repositoryUrl = "https://ghes.acme.example/acme/shop";
    expect(alertsLink(aReport({ context: { repositoryUrl } }))).toBe(
      `[code scanning](${repositoryUrl}/security/code-scanning?query=pr:7+is:open)`,
    );
    expect(alertsLink(aReport({ context: { repositoryUrl: "" } }))).toBe("");
    const { pullRequest: _, ...context } = aReport().context;
    expect(alertsLink({ ...aReport(), context })).toBe("");
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
      (code) => ({ code, source: "snyk", message: "No." }) as const,
    );
    expect(heading(aReport({ findings: [aFinding(), aFinding()], reasons }))).toBe(
      "## ❌ Scan Gate failed: 2 findings block, 1 budget is exceeded and 2 Snyk checks failed",
    );
    expect(heading(incomplete("snyk", "snyk", "semgrep"))).toBe(
      "## ⚠️ Scan Gate incomplete because of Snyk and Semgrep",
    );
    expect(heading(incomplete("policy"))).toBe("## ⚠️ Scan Gate incomplete because of the policy");
    expect(heading(incomplete("gate"))).toBe("## ⚠️ Scan Gate incomplete");
    expect(heading(incomplete())).toBe("## ⚠️ Scan Gate incomplete");
  });
});

describe("the heading of a gate that only watches", () => {
  it("says how many would block, and stays a pass", () => {
    const of = (wouldBlock?: number) =>
      heading(aReport({ decision: { failOn: "none", ...(wouldBlock === undefined ? {} : { wouldBlock }) } }));
    expect(of(3)).toBe("## 👀 Scan Gate passed, only watching: 3 findings would block");
    expect(of(0)).toBe("## 👀 Scan Gate passed");
    expect(of()).toBe("## ✅ Scan Gate passed");
  });
});

describe("the line below the heading", () => {
  const line = (overrides: Parameters<typeof aReport>[0]): string =>
    leadLine(aReport(overrides), "[more](x)").replaceAll(/\]\(https:[^)]+\)/g, "]");
  const at = "at [`6c1f9ab`] · [more](x)";

  it("names no commit where none is known", () => {
    const context = { ...aReport().context, commit: UNKNOWN_COMMIT };
    expect(line({ context, findings: [aFinding()] })).toBe(
      "**1 high**, added by this pull request · [more](x)",
    );
    expect(leadLine(aReport({ context, verdict: "pass", findings: [] }))).toBe("No open findings");
  });

  it("says how severe and how old the blockers are", () => {
    const old = aFinding({ status: "existing", severity: "critical" });
    const unknown = aFinding({ status: "unknown" });
    expect(line({ findings: [aFinding()] })).toBe(`**1 high**, added by this pull request · ${at}`);
    expect(line({ findings: [unknown, unknown] })).toBe(`**2 high**, all of unknown age · ${at}`);
    expect(line({ findings: [old] })).toBe(`**1 critical**, existing · ${at}`);
    expect(line({ findings: [old, aFinding()] })).toBe(
      `**1 critical, 1 high**, 1 of them added by this pull request · ${at}`,
    );
    expect(line({ findings: [old, unknown] })).toBe(`**1 critical, 1 high** · ${at}`);
    const { pullRequest: _, ...context } = aReport().context;
    expect(leadLine({ ...aReport({ findings: [aFinding(), aFinding()] }), context })).toMatch(
      /^\*\*2 high\*\*, all new · at \S+$/,
    );
  });

  it("says that a pass found nothing, that nothing blocks, or that nothing may", () => {
    expect(line({})).toBe(`No open findings · ${at}`);
    expect(line({ findings: [aFinding({ blocking: false })] })).toBe(`Nothing blocks · ${at}`);
    expect(line({ decision: { failOn: "none", wouldBlock: 1 } })).toBe(
      `\`fail-on: none\` lets nothing block · ${at}`,
    );
  });

  it("says what to do first about an incomplete verdict, and nothing that a reason says", () => {
    const reasons = [{ code: "unreachable", source: "snyk", message: "No answer." }] as const;
    expect(line({ verdict: "incomplete", reasons })).toBe(
      `**Nothing for you to change.** Re-run the failed job once Snyk answers again · ${at}`,
    );
    expect(line({ verdict: "fail" })).toBe(`A${at.slice(1)}`);
  });

  it("is tolerated in the heading and in a notice where the job is green all the same", () => {
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
});

describe("the line of counts", () => {
  it("leaves out what is zero, and what blocks, which every heading says", () => {
    const other = aFinding({ status: "unknown", blocking: false });
    expect(countsLine(aReport({ findings: [aFinding(), other] }))).toBe("Findings: 1 new · 1 of unknown age");
    expect(countsLine(aReport())).toBe("");
  });

  it("shows a commit that is none as text", () => {
    expect(commitCode(aReport().context, "main")).toBe("`main`");
  });
});

describe("the reason of a failed check", () => {
  const check = { context: "security/snyk (acme)", state: "failure" };
  const message = "security/snyk (acme) failed: 2 new issues.";
  const of = (link: string) =>
    reasonLines(
      aReport({
        verdict: "fail",
        reasons: [{ code: "pr-check-failed", source: "snyk", message }],
        sources: [{ source: "snyk", status: "complete", requests: 1, checks: [{ ...check, link }] }],
      }),
      { most: 1, length: 300 },
    );

  it("links the page of the check, where it is the tool's", () => {
    expect(of("https://app.snyk.io/x")).toBe(
      `- ❌ **Snyk**: ${message} [Open the check](https://app.snyk.io/x)`,
    );
    expect(of("https://evil.example/x")).toBe(`- ❌ **Snyk**: ${message}`);
  });

  it("names the page only once", () => {
    const link = "https://app.snyk.io/x";
    const message = `Snyk's check ${check.context} failed. Fix what it found, see ${link}.`;
    const reason = { code: "pr-check-failed", source: "snyk", message } as const;
    const report = aReport({
      sources: [{ source: "snyk", status: "complete", requests: 1, checks: [{ ...check, link }] }],
    });
    expect(reasonBesideName(reason, report)).toEqual({ message: message.replace(`, see ${link}`, ""), link });
  });
});

describe("the reasons", () => {
  it("are told up to a limit, and counted beyond it", () => {
    const report = incomplete("snyk", "semgrep", "policy");
    expect(reasonLines(report, { most: 1, length: 100 }).split("\n")).toEqual([
      "- ⚠️ **Snyk** (timeout): No answer.",
      "- and 2 more reasons, in the job summary",
    ]);
  });
});

describe("the message of a reason", () => {
  const line = (message: string): string =>
    reasonLines(aReport({ reasons: [{ code: "auth", source: "snyk", message }] }), { most: 1, length: 300 });

  it("shows names between backticks as code, and everything else as text", () => {
    expect(line("Refused. Check `snyk-url` and `github-token`, please.")).toBe(
      "- ⚠️ **Snyk** (auth): Refused. Check `snyk-url` and `github-token`, please.",
    );
    expect(line("Add `statuses: read` to the job's `permissions:`.")).toBe(
      "- ⚠️ **Snyk** (auth): Add `statuses: read` to the job's `permissions:`.",
    );
    expect(line("Look at https://status.snyk.io, and at https://x.example/a/b_c.")).toBe(
      "- ⚠️ **Snyk** (auth): Look at `https://status.snyk.io`, and at `https://x.example/a/b_c`.",
    );
    expect(line("`a b` *c* `x`@acme `<b>`")).toBe(
      "- ⚠️ **Snyk** (auth): \\`a b\\` \\*c\\* `x`@&#8203;acme \\`&lt;b&gt;\\`",
    );
  });
});

describe("the notices", () => {
  it("tell what a changed policy would do, or that it cannot be used", () => {
    const preview = { path: ".github/scan-gate.yml", blocking: 0, suppressed: 2 };
    expect(notices(aReport({ findings: [aFinding()], decision: { preview } }))).toBe(
      "> This pull request changes the policy `.github/scan-gate.yml`: it would block **0 instead of 1**, and suppress 2 instead of 0. The base branch's policy decided.",
    );
    const told = (figures: { readonly blocking: number; readonly suppressed: number }) =>
      notices(aReport({ findings: [aFinding()], decision: { preview: { ...preview, ...figures } } }));
    expect(told({ blocking: 5, suppressed: 0 })).toContain("it would block **5 instead of 1**. The base");
    expect(told({ blocking: 1, suppressed: 2 })).toContain("it would suppress 2 instead of 0. The base");
    expect(told({ blocking: 1, suppressed: 0 })).toContain(
      "it would block and suppress as many findings. The",
    );
    expect(
      notices(aReport({ decision: { preview: { ...preview, problem: "Line 3: unknown key." } } })),
    ).toContain("its version cannot be used: Line 3: unknown key. The base branch's policy decided.");
  });

  it("are announced by the heading when the changed policy cannot be used", () => {
    const preview = { path: ".github/scan-gate.yml", blocking: 0, suppressed: 0 };
    expect(heading(aReport({ decision: { preview } }))).toBe("## ✅ Scan Gate passed");
    expect(heading(aReport({ decision: { preview: { ...preview, problem: "Line 3: unknown key." } } }))).toBe(
      "## ✅ Scan Gate passed · the policy of this pull request cannot be used",
    );
  });

  it("tell of at most five troubles that decide nothing, and count the others", () => {
    const notes = Array.from({ length: 7 }, (_, i) => ({
      level: "warning" as const,
      source: "snyk" as const,
      text: `Trouble ${i} at ${"a1".repeat(20)}.`,
    }));
    const lines = notices(aReport({ notes: [...notes, { level: "info", text: "Idle." }] })).split("\n>\n");
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe("> ⚠️ Trouble 0 at `a1a1a1a`.");
    expect(lines[5]).toBe("> and 2 more, in the job summary");
  });
});

describe("the footer", () => {
  it("says how to appeal, in the policy file that is in force", () => {
    const findings = [aFinding()];
    expect(footerLine(aReport({ findings }))).toContain(
      "Add an exception to `.github/scan-gate.yml` on the base branch",
    );
    expect(footerLine(aReport({ findings, decision: { origin: "security/gate.yaml" } }))).toContain(
      "to `security/gate.yaml`",
    );
    expect(footerLine(aReport())).toBe("<sub>Scan&nbsp;Gate&nbsp;1.0.0</sub>");
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
