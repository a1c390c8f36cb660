import { describe, expect, it } from "vitest";
import { aReport } from "../../../test/support/a-report.ts";
import { nodesIn, parseMarkdown } from "../../../test/support/markdown.ts";
import { A_RUN } from "../../../test/support/situations.ts";
import { outcomeLines, phaseTable } from "./parts.ts";
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
    expect(renderSummary(aReport())).not.toMatch(/How long it took|What was published/);
  });
});

describe("what was published", () => {
  it("names what each reporter did and every warning", () => {
    expect(outcomeLines(A_RUN).split("\n")).toEqual([
      expect.stringMatching(/^- json: report written to /),
      expect.stringMatching(/^- comment: created: /),
      expect.stringMatching(/^- ⚠️ sarif: GitHub refused the upload \(403\)\..*security-events: write/),
    ]);
  });

  it("keeps what a service said in a warning to its line, and nothing of it takes effect", () => {
    const warnings = ["sarif: <img src=x> [a](http://evil.example) @acme/team\n# Heading\n| cell"];
    const tree = parseMarkdown(outcomeLines({ phases: [], outcomes: [{ id: "sarif", warnings }] }));
    expect(nodesIn(tree).filter(({ type }) => /link|image|html|heading|table/.test(type))).toEqual([]);
  });
});
