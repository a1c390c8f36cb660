import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport } from "../../../test/support/a-report.ts";
import { visibleLines } from "../../text/escape.ts";
import { createPaint } from "./paint.ts";
import { renderText } from "./text-report.ts";

const plain = { paint: createPaint(false), files: {} };
const render = (...args: Parameters<typeof aReport>) => renderText(aReport(...args), plain);

describe("the report for a terminal", () => {
  it("lists what blocks with all that helps, and ends with the verdict", () => {
    const text = render({ findings: [aDependency(), aFinding()], sentence: "failed: 2 findings block" });
    expect(text).toContain("Blocking: 2 findings");
    expect(text).toMatch(
      /critical new +package-lock\.json:120 {2}Command injection in lodash templates {2}9f8e7d6c5b4a/,
    );
    expect(text).toContain(
      "lodash@4.17.15; CVE-2021-23337, GHSA-35JH-R3H4-6JHM, CWE-77; semgrep and snyk; by fail-on: high",
    );
    expect(text).toContain("fix: upgrade lodash to 4.17.21");
    expect(text.trimEnd().split("\n").at(-1)).toBe("failed: 2 findings block");
  });

  it("lists what exceeds a budget apart from what blocks by itself", () => {
    const beyond = aFinding({ blocking: false, overBudget: true, severity: "medium" });
    const text = render({ verdict: "fail", findings: [aFinding(), beyond] });
    expect(text).toContain("Blocking: 1 finding\n");
    expect(text).toContain("Over budget: 1 finding\n");
    expect(text).not.toContain("Not blocking");
  });

  it("tells to remove a malicious package, not to upgrade it", () => {
    const text = render({ findings: [aDependency({ malicious: true })] });
    expect(text).toContain("fix: remove the package, and rotate the secrets that it could read");
    expect(text).not.toContain("upgrade");
  });

  it("has only parts that say something", () => {
    const text = render({ sources: [], sentence: "passed: nothing blocks" });
    expect(text).toBe("passed: nothing blocks\n");
  });

  it("bounds long lists and says where the rest is", () => {
    const many = Array.from({ length: 130 }, (_, index) =>
      aFinding({ fingerprint: `f${index}`, blocking: index < 105 }),
    );
    const notes = Array.from(
      { length: 25 },
      (_, index) => ({ level: "info", text: `note ${index}` }) as const,
    );
    const text = render({ findings: many, notes });
    expect(text).toContain("Blocking: 105 findings");
    expect(text.match(/and 5 more, all in report\.json/g)).toHaveLength(3);
    expect(text).not.toContain("note 20");
  });

  it("tells reasons, evidence, suppressed and fixed findings, notes and files", () => {
    const text = renderText(
      aReport({
        verdict: "incomplete",
        findings: [aFinding({ blocking: false, suppressedBy: { by: "policy" } })],
        fixed: [aFinding({ fingerprint: "gone" })],
        reasons: [
          { code: "timeout", source: "snyk", message: "No answer." },
          { code: "pr-check-failed", source: "snyk", message: "It failed." },
        ],
        sources: [
          { source: "semgrep", status: "off", requests: 0 },
          { source: "snyk", status: "incomplete", requests: 1 },
          {
            source: "reports",
            status: "complete",
            evidence: "report",
            commit: "1".repeat(40),
            baseline: { ref: "main" },
            files: ["a", "b"],
            requests: 0,
          },
        ],
        notes: [{ level: "warning", text: "Look out." }],
      }),
      { paint: createPaint(false), files: { "report-json": "/r/report.json" } },
    );
    expect(text).toContain("1 finding suppressed\n  1 finding fixed");
    expect(text).toContain("snyk timeout: No answer.\n  snyk pr-check-failed (fails): It failed.");
    expect(text).toContain("semgrep  off\n  snyk     incomplete: no evidence, 1 request");
    expect(text).toContain("reports  complete: report, 1111111, compared with main, 2 files");
    expect(text).toContain("warning: Look out.");
    expect(text).toContain("report-json /r/report.json");
  });

  it("lets nothing of a tool's text act on the terminal, and keeps each on its line", () => {
    const evil = "\u001b]0;owned\u0007\r\n::error::x\u202e\u009b2J";
    const finding = aFinding({
      title: evil,
      path: evil,
      fix: evil,
      tool: evil,
      fingerprint: evil,
      seenBy: [{ tool: evil, id: evil, severity: "high" }],
      blockedBy: evil,
      package: { name: evil, version: evil },
      identifiers: [evil],
    });
    const text = render({
      findings: [finding, { ...finding, blocking: false }],
      reasons: [{ code: "auth", source: "snyk", message: evil }],
      sources: [{ source: "snyk", status: "complete", ref: evil, requests: 1 }],
      notes: [{ level: "info", text: evil }],
      sentence: `failed: ${evil}`,
    });
    expect(text).toBe(visibleLines(text));
    expect(text).not.toMatch(/^\s*::/m);
  });

  it("keeps the lines of a fix of several lines", () => {
    const text = render({ findings: [aFinding({ fix: "if (isSafe(id)) {\n  query(id);\n}" })] });
    expect(text).toMatch(/^ +fix:\n +\| if \(isSafe\(id\)\) \{\n +\| {3}query\(id\);\n +\| \}\n/m);
  });

  it("names what has no file by its package or project", () => {
    const { path: _, line: __, ...bare } = aDependency();
    const { package: ___, project: ____, ...nowhere } = bare;
    const text = render({ findings: [bare, { ...nowhere, fix: " " }, { ...nowhere, project: "acme/shop" }] });
    expect(text).toMatch(/new +lodash {2}/);
    expect(text).toMatch(/new +no place {2}/);
    expect(text).toMatch(/new +acme\/shop {2}/);
  });
});
