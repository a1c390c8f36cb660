import { describe, expect, it } from "vitest";
import { documentsOfSituation } from "../../scripts/preview/documents.ts";
import { planFixes } from "../../src/fixes/advice.ts";
import { isDecisive } from "../../src/model/finding.ts";
import { findingTitle } from "../../src/reporters/finding-words.ts";
import { nextStep } from "../../src/reporters/next-step.ts";
import { nodesIn, parseMarkdown, plainText } from "../support/markdown.ts";
import { SITUATIONS, type Situation } from "../support/situations.ts";

/** What a reader sees of a comment before scrolling: a line for each block, and for each row of a table. */
function firstLines({ comment = "" }: { readonly comment?: string }): readonly string[] {
  const { children } = parseMarkdown(comment);
  return children
    .filter((node) => node.type !== "html" || !node.value.startsWith("<!--"))
    .flatMap((node) => (node.type === "table" || node.type === "list" ? node.children : [node]))
    .map((node) =>
      nodesIn(node).some((each) => each.type === "tableCell")
        ? nodesIn(node)
            .map((each) => (each.type === "tableCell" ? ` | ${plainText(each)}` : ""))
            .join("")
        : plainText(node),
    )
    .map((line) => line.replaceAll(/<\/?(?:wbr|br|sub|code)>/g, " ").replaceAll(/\s+/g, " "))
    .slice(0, 12);
}

const shown = (situation: Situation) => firstLines(documentsOfSituation(situation)).join("\n");
const squeezed = (text: string) => text.replaceAll(/\s/g, "");
const WORDS = { pass: "passed", fail: "failed", incomplete: "incomplete" } as const;

describe.each(SITUATIONS)("the first twelve lines of the comment in the situation $name", (situation) => {
  const { report } = situation;
  const text = shown(situation);

  it("say the verdict", () => {
    expect(text.split("\n")[0]).toContain(`Scan Gate ${WORDS[report.verdict]}`);
  });

  it("name the worst finding with its fix, or say the one thing to do, or that nothing is to be done", () => {
    const [worst] = report.findings.filter(
      (finding) => isDecisive(finding) || finding.wouldBlock === true,
    );
    const step = nextStep(report);
    const failing = report.reasons.find(({ code }) => code === "pr-check-failed");
    if (worst !== undefined) {
      const advice = planFixes(report.findings).adviceOn(worst);
      expect(squeezed(text)).toContain(squeezed(findingTitle(worst)).slice(0, 20));
      if (advice.action === "upgrade") expect(text).toContain(`upgrade to ${advice.version.slice(0, 10)}`);
      else if (advice.action !== "none") expect(text).toContain("→ ");
    } else if (step !== undefined) expect(squeezed(text)).toContain(squeezed(step.what.replace(/\.$/, "").replaceAll("`", "")));
    else if (failing !== undefined) expect(text).toMatch(/Open the check/);
    else {
      expect(report.verdict).toBe("pass");
      expect(text).toMatch(/No open findings|Nothing blocks/);
    }
  });

  it("say whom or what to ask: the commit, and where the whole report is", () => {
    expect(text).toContain(report.context.commit.slice(0, 7));
    expect(text).toContain("checks and full report");
  });
});
