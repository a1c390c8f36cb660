import { describe, expect, it } from "vitest";
import { aFinding, aReport, SEMGREP_EVIDENCE, SNYK_EVIDENCE } from "../../../test/support/a-report.ts";
import { nodesIn, parseMarkdown } from "../../../test/support/markdown.ts";
import { A_RUN } from "../../../test/support/situations.ts";
import { measuredTable, phaseTable, runDetails, warningLines } from "./parts.ts";
import { renderSummary } from "./render.ts";

describe("how long a run took", () => {
  it("is told phase by phase with the requests of each service, and in all", () => {
    expect(phaseTable(A_RUN).split("\n").slice(2)).toEqual([
      "| set-up | 240&nbsp;ms | GitHub 1 |",
      "| reading | 41.2&nbsp;s | Semgrep 7, Snyk 9, GitHub 2 |",
      "| judging | 18&nbsp;ms | none |",
      "| publishing | 4.1&nbsp;s | GitHub 6 |",
      "| **in all** | 45.6&nbsp;s | Semgrep 7, Snyk 9, GitHub 9 |",
    ]);
  });

  it("is left out of a summary whose run is not known", () => {
    expect(phaseTable({ phases: [], outcomes: [] })).toBe("");
    expect(renderSummary(aReport())).not.toMatch(/of each phase|\*\*Published/);
    const sources = [{ source: "snyk", status: "off", requests: 0 }] as const;
    expect(runDetails(aReport({ sources }), { phases: [], outcomes: [] })).toBe("");
  });
});

describe("what each source took", () => {
  it("is told in a table of its own, without sources that were not asked", () => {
    const scans = [
      { id: "1", kind: "full", status: "running", products: [], startedAt: "2026-11-20T10:00:00Z" },
    ] as const;
    const off = { source: "reports", status: "off", requests: 0 } as const;
    const table = measuredTable(aReport({ sources: [{ ...SEMGREP_EVIDENCE, scans }, SNYK_EVIDENCE, off] }));
    expect(table).toContain("| Source | Scanned | Requests |");
    expect(table).not.toContain("Report files");
    expect(table).toContain("| 2026&#8209;11&#8209;20 10:00&nbsp;UTC | 7 |");
    expect(table).toContain("| — | 9 |");
  });
});

describe("what was published", () => {
  it("ends with the page where the job's artifacts are, if the run has one", () => {
    const link = "https://github.com/acme/shop/actions/runs/42";
    expect(runDetails(aReport(), { ...A_RUN, link })).toContain(
      `- [Artifacts of this run](${link}#artifacts)`,
    );
    expect(runDetails(aReport(), A_RUN)).not.toContain("Artifacts");
  });

  it("is folded away, and what could not be published stands below what is to be fixed", () => {
    const text = renderSummary(aReport({ findings: [aFinding()] }), { run: A_RUN });
    const [head = "", folded = ""] = text.split("<summary>This run: files, times and requests</summary>");
    expect(folded).toMatch(/\n- json: report written to .*\n- comment: created: /);
    expect(head).toContain(
      "### Could not be published: 1\n\n- ⚠️ sarif: GitHub refused the upload (403). Add `security-events: write` to",
    );
    expect(head.indexOf("### Could not be")).toBeGreaterThan(head.indexOf("### Blocking: 1"));
    expect(head.indexOf("### Could not be")).toBeLessThan(head.indexOf("### Sources: 2"));
    expect(head).not.toMatch(/_temp|&nbsp;ms/);
  });

  it("keeps what a service said in a warning to its line, and nothing of it takes effect", () => {
    const warnings = ["sarif: <img src=x> [a](http://evil.example) @acme/team\n# Heading\n| cell"];
    const tree = parseMarkdown(warningLines({ phases: [], outcomes: [{ id: "sarif", warnings }] }));
    expect(nodesIn(tree).filter(({ type }) => /link|image|html|heading|table/.test(type))).toEqual([]);
  });
});
