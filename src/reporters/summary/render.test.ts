import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport } from "../../../test/support/a-report.ts";
import { aPace } from "../../../test/support/clock.ts";
import { mentionsIn, nodesIn, parseMarkdown } from "../../../test/support/markdown.ts";
import { hostileReport, manyFindings, SITUATIONS } from "../../../test/support/situations.ts";
import type { StepOutputs } from "../../ports.ts";
import { renderComment } from "../comment/render.ts";
import { severityChart } from "./parts.ts";
import { renderSummary, summaryReporter } from "./render.ts";

/** What is longer has more of the same rows, and takes seconds to be read as Markdown. */
const PARSED_BYTES = 150_000;

describe("renderSummary", () => {
  it("begins as the comment does and holds every finding, the evidence with times and requests, and the decision", () => {
    const text = renderSummary(aReport({ findings: [aFinding(), aDependency()] }));
    expect(text).toMatch(/^## ❌ Scan Gate failed: 2 findings to fix before this can merge\n/);
    expect(text).toContain("### Blocking: 2");
    expect(text).toContain("| 2026&#8209;11&#8209;20 10:00&nbsp;UTC, took 90&nbsp;s | 7 |");
    expect(text).toContain("### How this was decided");
    expect(text).not.toContain("Left out");
    expect(text).not.toContain("<!-- scan-gate");
  });

  it("lists a finding that a rule makes block once, where the gate else only watches", () => {
    const findings = [
      aFinding({ wouldBlock: true }),
      aDependency({ blocking: false, wouldBlock: true, fingerprint: "w" }),
    ];
    const decision = { failOn: "none", wouldBlock: 2 } as const;
    const text = renderSummary(aReport({ findings, decision }));
    expect(text.match(/^### .*: \d+$/gm)).toEqual([
      "### Blocking: 1",
      "### Would block: 1",
      "### Sources: 2",
    ]);
  });

  it("has the severity beside the name, since a phone cannot show three columns of large text", () => {
    const low = aFinding({ fingerprint: "l", severity: "low", blocking: false });
    const ignored = aFinding({ fingerprint: "i", blocking: false, suppressedBy: { by: "policy" } });
    const more = manyFindings(20).map((each) => ({ ...each, blocking: false }));
    const findings = [aDependency(), low, ignored, ...more];
    const text = renderSummary(aReport({ findings, fixed: [aFinding({ fingerprint: "f" })] }));
    expect(text.match(/^\| .* \|$(?=\n\|:)/gm)).toEqual([
      "| Fix this | Where |",
      "| Finding | Where |",
      "| Finding | Where |",
      "| Finding | Where |",
      "| Source | Looked at and found |",
      "| Rule | Findings |",
      "| Source | Scanned | Requests |",
    ]);
    expect(text).toContain("\n| 🔴&nbsp;critical · **Command injection in lodash templates** in <code>");
    expect(text).toContain("\n| 🔵&nbsp;low · SQL query is built from request data<br>");
  });

  it("tells no age of what is fixed", () => {
    const fixed = [aFinding({ status: "existing" })];
    expect(renderSummary(aReport({ fixed }))).toContain(
      "SQL query is built from request data<br><sub>Semgrep</sub>",
    );
  });

  it("counts what fix commands clear among all findings, as the comment does", () => {
    const report = aReport({
      findings: [aDependency(), aDependency({ fingerprint: "m", severity: "medium", blocking: false })],
    });
    for (const text of [renderSummary(report), renderComment(report, { key: "default" })]) {
      expect(text).toContain(
        "**One command clears it** (and 1 that does not block):\n\n```sh\nnpm i lodash@4.17.21\n",
      );
    }
  });

  it("splits long tables, so that parts of them can be left out, and folds all but the first", () => {
    const text = renderSummary(aReport({ findings: manyFindings(250) }));
    expect(text.match(/^(?:### |<summary>)Blocking.*/gm)).toEqual([
      "### Blocking: 1 to 100 of 250",
      "<summary>Blocking: 101 to 200 of 250</summary>",
      "<summary>Blocking: 201 to 250 of 250</summary>",
    ]);
  });

  it("drops whole parts from the end, the least important first, and says what they held", () => {
    const quiet = manyFindings(300).map((finding, i) => ({
      ...finding,
      fingerprint: `q${i}`,
      blocking: false,
    }));
    const report = aReport({ findings: [...manyFindings(450), ...quiet] });
    const text = renderSummary(report, { maxBytes: 150_000 });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(150_000);
    expect(text).toContain("<summary>Blocking: 201 to 300 of 450");
    expect(text).not.toContain("Blocking: 401");
    expect(text).not.toContain("### Not blocking");
    expect(text).toMatch(/\*\*Left out to stay within GitHub's limit:\*\* 450 findings in \d parts\./);
    expect(text).toContain("### How this was decided");
  });

  it("stays below 1 MiB with 20,000 findings", () => {
    const text = renderSummary(aReport({ findings: manyFindings(20_000) }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
  });

  it("makes no rows that cannot fit, and counts them as left out all the same", () => {
    const places: number[] = [];
    const findings = manyFindings(2000).map((finding, index) => ({
      ...finding,
      get endLine() {
        places.push(index);
        return index;
      },
    }));
    const text = renderSummary(aReport({ findings }), { maxBytes: 50_000 });
    const shown = text.match(/^(?:### |<summary>)Blocking/gm)?.length ?? 0;
    expect(text).toContain(`limit:** ${(2000 - shown * 100).toLocaleString("en-US")} findings in`);
    expect(Math.max(...places)).toBeLessThan(1000);
  });

  it.each(SITUATIONS)("lets no text of a tool take effect in the situation $name", ({ report }) => {
    const tree = parseMarkdown(renderSummary(report, { maxBytes: PARSED_BYTES }));
    const nodes = nodesIn(tree);
    expect(
      nodes.filter(({ type }) => ["image", "definition", "thematicBreak", "delete"].includes(type)),
    ).toEqual([]);
    expect(mentionsIn(tree)).toEqual([]);
    const html = nodes.flatMap((node) => (node.type === "html" ? [node.value] : []));
    expect(
      html.filter(
        (each) =>
          !/^(?:<(?:br|wbr|\/?sub|\/?code)>|<details>\n<summary>(?:Code fixes: \d+|This run: [\w, ]+|[\w ]+: [\d,]+ to [\d,]+ of [\d,]+)<\/summary>|<\/details>)$/.test(
            each,
          ),
      ),
    ).toEqual([]);
  });
});

describe("severityChart", () => {
  it("has a bar for each tool and severity, most severe first, and counts a shared finding for both tools", () => {
    const chart = severityChart([aFinding(), aDependency(), aFinding({ suppressedBy: { by: "policy" } })]);
    expect(chart.split("\n").slice(2)).toEqual([
      "xychart-beta horizontal",
      "  accTitle: Findings by tool and severity",
      '  x-axis ["Semgrep: 1 critical", "Semgrep: 1 high", "Snyk: 1 critical"]',
      "  y-axis 0 --> 1",
      "  bar [1, 0, 1]",
      "  bar [0, 1, 0]",
      "```",
    ]);
  });

  it("gives each severity its color and is as high as its bars need", () => {
    const [, look = ""] = severityChart([aFinding(), aDependency()]).split("\n");
    expect(JSON.parse(look.replace("%%{init: ", "").replace(/}%%$/, ""))).toMatchObject({
      xyChart: { height: 100 },
      themeVariables: { xyChart: { plotColorPalette: "#cf222e, #d1570c" } },
    });
  });

  it("lets a bar be seen however many more another has, and tells its true number", () => {
    const many = Array.from({ length: 1000 }, () => aFinding());
    const chart = severityChart([...many, aFinding({ severity: "low" })]);
    expect(chart).toContain('x-axis ["Semgrep: 1,000 high", "Semgrep: 1 low"]');
    expect(chart).toContain("  bar [0, 5]");
  });

  it("is empty where one bar would stand alone", () => {
    expect(severityChart([])).toBe("");
    expect(severityChart([aFinding(), aFinding()])).toBe("");
  });

  it("has labels of letters and digits only", () => {
    const chart = severityChart(hostileReport('"] %% ``` \n```\n<b>').findings);
    expect(chart).toContain('"b: 3 high"');
    expect(chart.match(/```/g)).toHaveLength(2);
    const seenBy = [{ tool: '"]', id: "1", severity: "high" }] as const;
    expect(severityChart([aFinding({ seenBy }), aDependency()])).toContain('"other: 1 high"');
  });
});

describe("summaryReporter", () => {
  it("writes the summary and says how long it is", async () => {
    const written: string[] = [];
    const outputs: StepOutputs = {
      set: () => {},
      summary: (markdown) => written.push(markdown),
      annotate: () => {},
    };
    const published = await summaryReporter({ outputs, pace: aPace() }).publish(aReport());
    expect(written).toEqual([renderSummary(aReport())]);
    expect(published.done).toMatch(/^[\d,]+ bytes written$/);
  });
});
