import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport } from "../../../test/support/a-report.ts";
import { hostileReport, SITUATIONS } from "../../../test/support/situations.ts";
import { planFixes } from "../../fixes/advice.ts";
import { isDecisive } from "../../model/finding.ts";
import { findingTitle } from "../../reporters/finding-words.ts";
import { nextStep } from "../../reporters/next-step.ts";
import { visible, visibleLines } from "../../text/escape.ts";
import { createPaint } from "./paint.ts";
import { renderText, type TextOptions } from "./text-report.ts";
import { terminalWidth } from "./width.ts";

const plain = { paint: createPaint(false), width: 80, files: {} } satisfies TextOptions;
const render = (...args: Parameters<typeof aReport>) => renderText(aReport(...args), plain);
const squeezed = (text: string) => text.replaceAll(/\s/g, "");
/** A text without the sequences of links to such addresses. */
const withoutLinks = (text: string, address: string) =>
  text.replaceAll(new RegExp(`\u001b\\]8;;(?:${address})?\u001b\\\\`, "g"), "");
const WIDTHS = [40, 60, 80, 120];
const WORDS = { pass: "passed", fail: "failed", incomplete: "incomplete" } as const;

describe.each(SITUATIONS)("the report for a terminal in the situation $name", ({ report }) => {
  it.each(WIDTHS)("is no wider than %i columns, but for what is copied whole", (width) => {
    const lines = renderText(report, { ...plain, width })
      .trimEnd()
      .split("\n")
      .slice(0, -1);
    // Commands and code stand two columns in.
    const text = lines.filter((line) => !/^ {2}\S/.test(line) && !/^ {4,}.*[{}();]/.test(line));
    expect(text.filter((line) => terminalWidth(line) > width)).toEqual([]);
  });

  it.each(WIDTHS)("says verdict and next step first, and cuts nothing of them at %i columns", (width) => {
    const text = renderText(report, { ...plain, width });
    expect(text.split("\n")[0]).toContain(`Scan Gate ${WORDS[report.verdict]}`);
    expect(text.trimEnd().split("\n").at(-1)).toBe(visible(report.sentence).trim());
    const step = nextStep(report);
    if (step !== undefined)
      expect(squeezed(text)).toContain(squeezed(step.what.replaceAll("`", "").replace(/\.$/, "")));
    for (const finding of report.findings.filter(isDecisive).slice(0, 20)) {
      const advice = planFixes(report.findings).adviceOn(finding);
      if (advice.action === "upgrade") expect(squeezed(text)).toContain(`→upgradeto${advice.version}`);
    }
  });
});

describe("the report for a terminal", () => {
  it("lists what blocks with its fix and with what explains it, then the command that clears it", () => {
    const text = render({ findings: [aDependency(), aFinding()], sentence: "failed: 2 findings block" });
    expect(text).toMatch(
      /^❌ Scan Gate failed: 2 findings to fix before this can merge\n\n1 critical, 1 high/,
    );
    expect(text).toMatch(/^Severity {2}Fix these +Where$/m);
    expect(text).toMatch(/^critical {2}Command injection in lodash templates in +package-lock\.json:120$/m);
    expect(text).toMatch(/^ +lodash@4\.17\.15 · CVE-2021-23337 +9f8e7d6c5b4a$/m);
    expect(text).toMatch(/^ +→ upgrade to 4\.17\.21 · reachable/m);
    expect(text).toContain("One command clears 1 of the 2:\n\n  npm i lodash@4.17.21\n");
    expect(text.trimEnd().split("\n").at(-1)).toBe("failed: 2 findings block");
  });

  it("colors its verdict, line by line where it takes several", () => {
    const paint = createPaint(true);
    const lines = renderText(aReport({ findings: [aFinding()] }), { ...plain, paint, width: 40 }).split("\n");
    expect(lines.slice(0, 2)).toEqual([
      paint.verdict("fail", "❌ Scan Gate failed: 1 finding to fix"),
      paint.verdict("fail", "before this can merge"),
    ]);
  });

  it("lists what exceeds a budget apart from what blocks by itself", () => {
    const beyond = aFinding({ blocking: false, overBudget: true, severity: "medium" });
    const text = render({ verdict: "fail", findings: [aFinding(), beyond] });
    expect(text).toMatch(/Where\nhigh [\s\S]*\nOver budget: 1 medium\n\nSeverity [\s\S]*\nmedium /);
  });

  it("tells to remove a malicious package, not to upgrade it", () => {
    const text = render({ findings: [aDependency({ malicious: true })] });
    expect(text).toContain("remove the package, and rotate the secrets");
    expect(text).not.toContain("upgrade");
  });

  it("keeps the lines of a fix of several lines", () => {
    const text = render({ findings: [aFinding({ fix: "if (isSafe(id)) {\n  query(id);\n}" })] });
    expect(text).toContain("\n  if (isSafe(id)) {\n    query(id);\n  }\n");
  });

  it("tells the worst in full, names a hundred, and says how many more there are", () => {
    const many = Array.from({ length: 1_105 }, (_, at) => aFinding({ fingerprint: `f${at}` }));
    const text = render({ findings: many });
    expect(text.match(/SQL query is built/g)).toHaveLength(100);
    expect(text.match(/^ +→/gm)).toHaveLength(20);
    expect(text).toContain("and 1,005 more, in report.json");
  });

  it("names the files that were written", () => {
    const files = { "report-json": "/r/report.json", summary: "/r/summary.md" };
    expect(renderText(aReport(), { ...plain, files })).toContain(
      "\nreport-json  /r/report.json\nsummary      /r/summary.md\n",
    );
  });

  it("links places and tools where the terminal shows links, and only there", () => {
    const report = aReport({ findings: [aFinding()] });
    const linked = renderText(report, { ...plain, paint: createPaint(false, true) });
    const place = `https://github.com/acme/shop/blob/${report.context.commit}/src/routes/orders.ts#L41-L43`;
    expect(linked).toContain(`\u001b]8;;${place}\u001b\\src/routes/orders.ts:41\u001b]8;;\u001b\\`);
    expect(withoutLinks(linked, "[!-~]*?")).toBe(renderText(report, plain));
  });

  it("lets nothing of a tool's text act on the terminal or a CI system, at any width", () => {
    const evil =
      "\u001b]0;owned\u0007\r\n::error::x\u202e\u009b2J ::error::y ##vso[task.setvariable] \u001b]8;;https://evil.example\u001b\\z";
    for (const width of [40, 41, 47, 53, 80, 120]) {
      for (const paint of [createPaint(false), createPaint(false, true)]) {
        const text = renderText(hostileReport(evil), { ...plain, width, paint });
        const rest = withoutLinks(text, "https://(?:github\\.com|semgrep\\.dev)[!-~]*?");
        expect(rest).toBe(visibleLines(rest));
        expect(rest).not.toMatch(/^\s*::/m);
        expect(rest).not.toMatch(/##\w*\[/);
      }
    }
  });

  it("has the words of the tools again, whatever Markdown would make of them", () => {
    const title = "a_b *c* `d` [e](f) <g> & h|i \\j #1 @k __init__ https://l.example 1. m";
    const finding = aFinding({ title, path: "src/[id]/_x_/a|b`c.ts" });
    const text = squeezed(renderText(aReport({ findings: [finding] }), { ...plain, width: 120 }));
    expect(text).toContain(squeezed(findingTitle(finding)));
    expect(text).toContain("src/[id]/_x_/a|b`c.ts:41");
  });

  it("fits long paths and wide characters", () => {
    const path = `src/${"日本語のフォルダ/".repeat(5)}コントローラー.ts`;
    const title = "외부 입력이 SQL 질의에 도달합니다 👩‍👩‍👧‍👦 ".repeat(4).trim();
    for (const width of WIDTHS) {
      const text = renderText(aReport({ findings: [aFinding({ path, title })] }), { ...plain, width });
      const lines = text.split("\n").filter((line) => !/^ {2}\S/.test(line));
      expect(lines.filter((line) => terminalWidth(line) > width).slice(0, -1)).toEqual([]);
      expect(squeezed(text)).toContain("コントローラー.ts:41");
    }
  });
});
