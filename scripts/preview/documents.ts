import { readFileSync, rmSync } from "node:fs";
import { ownComments } from "../../sandbox/check.ts";
import { setStage } from "../../sandbox/play.ts";
import type { RunResult } from "../../sandbox/runner/run-action.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import { planFixes } from "../../src/fixes/advice.ts";
import type { Report } from "../../src/model/report.ts";
import { renderReportJson } from "../../src/report-json/write.ts";
import { toAnnotations } from "../../src/reporters/annotations.ts";
import { renderComment } from "../../src/reporters/comment/render.ts";
import { stateOf } from "../../src/reporters/comment/state.ts";
import { renderHtml } from "../../src/reporters/html/render.ts";
import { editOf, renderThread } from "../../src/reporters/review/thread.ts";
import type { SarifDocument } from "../../src/reporters/sarif/document.ts";
import { fitSarif } from "../../src/reporters/sarif/fit.ts";
import { renderSummary } from "../../src/reporters/summary/render.ts";
import { markdownCode } from "../../src/text/escape.ts";
import { A_RUN, type Situation } from "../../test/support/situations.ts";

/** Everything that people get to see of one run. */
export interface Documents {
  readonly name: string;
  readonly description?: string;
  readonly comment?: string;
  readonly summary?: string;
  readonly html?: string;
  /** Text by file name, these documents and those for machines. */
  readonly files: Readonly<Record<string, string>>;
}

/** The documents of a report, rendered. */
export function documentsOfSituation(situation: Situation): Documents {
  const { name, report } = situation;
  const { document } = fitSarif(report);
  return documents(`report-${name}`, {
    "comment.md": commentOfSituation(situation, document),
    ...threadsOf(report),
    "summary.md": renderSummary(report, { run: A_RUN }),
    "annotations.json": lines(toAnnotations(report)),
    "scan-gate.sarif": `${JSON.stringify(document, null, 2)}\n`,
    "report.html": renderHtml(report),
    "report.json": renderReportJson(report),
  });
}

/** The comment alone, with the links that go with the SARIF document. */
export function commentOfSituation(
  { report, before }: Situation,
  { runs }: SarifDocument = fitSarif(report).document,
): string {
  return renderComment(report, {
    key: "default",
    hasAlerts: runs.some(({ results }) => results.length > 0),
    ...(before === undefined ? {} : { previous: stateOf(before) }),
  });
}

/** The threads of the worst blockers, as if the diff showed all of their lines. */
function threadsOf(report: Report): Readonly<Record<string, string>> {
  const fixes = planFixes(report.findings);
  const placed = report.findings.filter(
    ({ blocking, path, line }) => blocking && path !== undefined && line !== undefined,
  );
  const threads = placed.slice(0, 20).map((finding) => {
    const edit = editOf(finding);
    const suggestion = edit?.kind === "lines" ? edit.text.split("\n") : undefined;
    const text = renderThread(finding, { key: "default", context: report.context, fixes, suggestion });
    return `${markdownCode(`${finding.path}:${finding.line}`)}\n\n${text}\n`;
  });
  return threads.length === 0 ? {} : { "threads.md": threads.join("\n---\n\n") };
}

/** The documents of a whole run of the action against the stand-ins. */
export async function documentsOfScenario(
  scenario: Scenario,
  where: { readonly project: string; readonly bundle: string },
): Promise<Documents> {
  const stage = await setStage(scenario, where);
  try {
    const result = await stage.run();
    const [comment] = ownComments(stage);
    const written = { "comment.md": comment, ...filesOf(result) };
    return { ...documents(scenario.name, written), description: scenario.description };
  } finally {
    await stage.close();
    for (const folder of stage.folders()) rmSync(folder, { recursive: true, force: true });
  }
}

function filesOf({
  summary,
  commands,
  outputs,
  stdout,
}: RunResult): Readonly<Record<string, string | undefined>> {
  const read = (path: string | undefined): string | undefined =>
    path === undefined || path === "" ? undefined : readFileSync(path, "utf8");
  return {
    "summary.md": summary === "" ? undefined : summary,
    "annotations.json": lines(commands.filter(({ name }) => /^(?:error|warning|notice)$/.test(name))),
    "scan-gate.sarif": read(outputs["sarif-file"]),
    "report.html": read(outputs["report-html"]),
    "report.json": read(outputs["report-json"]),
    "log.txt": stdout,
  };
}

function lines(records: readonly unknown[]): string {
  return `[\n${records.map((record) => JSON.stringify(record)).join(",\n")}\n]\n`;
}

function documents(name: string, written: Readonly<Record<string, string | undefined>>): Documents {
  const files = Object.fromEntries(
    Object.entries(written).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const { "comment.md": comment, "summary.md": summary, "report.html": html } = files;
  return {
    name,
    files,
    ...(comment === undefined ? {} : { comment }),
    ...(summary === undefined ? {} : { summary }),
    ...(html === undefined ? {} : { html }),
  };
}
