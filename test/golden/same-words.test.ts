import { describe, expect, it } from "vitest";
import { documentsOfSituation } from "../../scripts/preview/documents.ts";
import { createPaint } from "../../src/cli/terminal/paint.ts";
import { renderText } from "../../src/cli/terminal/text-report.ts";
import { adviceText, type FixAdvice, planFixes } from "../../src/fixes/advice.ts";
import { type Finding, isDecisive } from "../../src/model/finding.ts";
import type { Report } from "../../src/model/report.ts";
import { findingTitle, locationText } from "../../src/reporters/finding-words.ts";
import type { Loose } from "../support/loose.ts";
import { nodesIn, parseMarkdown, plainText } from "../support/markdown.ts";
import { SITUATIONS } from "../support/situations.ts";

/** Text as people read it: no space, mark or break of a line tells two channels apart. */
const squeezed = (text: string) => text.replaceAll(/<\/?(?:wbr|br|sub|code)>|[\s`\u200b]/g, "").toLowerCase();

/** What every channel must say of what to do: a package is named only where no cell beside it does. */
function fixPattern(advice: FixAdvice, { package: pkg }: Finding): RegExp {
  const quoted = (text: string) => squeezed(text).replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  if (advice.action === "upgrade")
    return new RegExp(`upgrade(?:${quoted(pkg?.name ?? "")})?to${quoted(advice.version)}`);
  const [first = ""] = (adviceText(advice) ?? "").split("\n");
  return new RegExp(quoted(first).slice(0, 60).replace(/\\$/, ""));
}

const rowsOf = (markdown: string) =>
  nodesIn(parseMarkdown(markdown))
    .filter((node) => node.type === "tableRow")
    .map((row) => plainText(row));

/** Of a document of a megabyte, where the worst findings are: they come first. */
const ENOUGH = 100_000;

/** The text of each finding that a channel tells, whatever it is written in. */
function recordsOf(
  report: Report,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, readonly string[]>> {
  const json = (name: string): Loose => JSON.parse(files[name] ?? "null");
  const page = /id="findings-data">([\s\S]*?)<\/script>/.exec(files["report.html"] ?? "")?.[1] ?? "null";
  const data: Loose = JSON.parse(page);
  const terminal = renderText(report, { paint: createPaint(false), width: 2000, files: {} });
  return {
    comment: rowsOf(files["comment.md"] ?? ""),
    summary: rowsOf((files["summary.md"] ?? "").slice(0, ENOUGH)),
    thread: (files["threads.md"] ?? "")
      .split("\n---\n")
      .map((part) => `${part.trim().split("\n\n", 1)[0]} ${plainText(parseMarkdown(part))}`),
    annotation: json("annotations.json").map(
      ({ title, message, path, line }: Loose) => `${title} ${message} ${path}:${line}`,
    ),
    SARIF: json("scan-gate.sarif").runs.flatMap(({ results, tool }: Loose) =>
      results.map(({ message, locations, properties, ruleIndex }: Loose) => {
        const { artifactLocation, region } = locations[0].physicalLocation;
        const place = `${artifactLocation.uri}:${region.startLine}`;
        const { help } = tool.driver.rules[ruleIndex];
        return `${message.text} ${place} ${properties["scan-gate/severity"]} ${help.text}`;
      }),
    ),
    "HTML report": data.rows.map((row: Loose) =>
      [row.severity, row.title, row.place, ...row.facts.flat(), data.texts[row.description] ?? ""].join(" "),
    ),
    terminal: terminal.split(/\n(?=(?:critical|high|medium|low|unknown) )/),
    "report.json": json("report.json").findings.map(
      (one: Loose) => `${one.severity} ${one.title} ${one.path}:${one.line} ${one.fix} ${one.description}`,
    ),
  };
}

// In the others texts are as long as each channel lets them be: what is cut where is held by tests of its own.
const SITUATIONS_OF_WORDS = SITUATIONS.filter(({ name }) => name !== "hostile");

describe.each(SITUATIONS_OF_WORDS)("the worst findings of the situation $name", (situation) => {
  const { report } = situation;
  const { files } = documentsOfSituation(situation);
  const { adviceOn } = planFixes(report.findings);
  const worst = report.findings.filter((finding) => isDecisive(finding) || finding.wouldBlock === true).slice(0, 8);
  const records = worst.length === 0 ? undefined : recordsOf(report, files);

  it.each(Object.entries(records ?? {}))("have the same title, severity, place and fix in the %s", (channel, told) => {
    let compared = 0;
    for (const finding of worst) {
      const place = squeezed(locationText(finding));
      const title = squeezed(findingTitle(finding));
      const own = told.map(squeezed).filter((text) => text.includes(title) && text.includes(place));
      // A thread is for what blocks by itself, and GitHub shows ten annotations of a step.
      if (own.length === 0 && (channel === "thread" || channel === "annotation")) continue;
      expect(own, `${finding.title} at ${place}`).not.toEqual([]);
      // Code scanning gets each tool's own word.
      const seen = finding.observations.map((one) => one.severity);
      const severities = channel === "SARIF" && seen.length > 0 ? seen : [finding.severity];
      // Of what has no fix yet report.json has none.
      const advice = adviceOn(finding);
      const isWaited = channel === "report.json" && advice.action === "wait-for-fix";
      const fix = isWaited ? /^/ : fixPattern(advice, finding);
      const whole = own.filter(
        (text) => severities.some((severity) => text.includes(severity)) && fix.test(text),
      );
      expect(whole, `${finding.severity}, ${fix} in ${own.join("\n")}`).not.toEqual([]);
      compared += 1;
    }
    const isOptional = channel === "thread" && !worst.some(({ blocking }) => blocking);
    if (!isOptional && channel !== "annotation") expect(compared).toBeGreaterThan(0);
    if (channel === "annotation" && report.verdict === "fail") expect(compared).toBeGreaterThan(0);
  });

  it.runIf(worst.length === 0)("are none, and no document lists one that would be", () => {
    expect(files["comment.md"]).not.toMatch(/\| (?:Fix|With)/);
  });
});
