/**
 * The pure part of a usual large pull request: 3,000 Semgrep findings and 500 Snyk issues, judged and rendered into
 * everything that is told, in a process that did nothing of it before.
 *
 *   node bench/judge-and-render.ts
 */

import { reportJsonParts } from "../src/report-json/write.ts";
import { renderComment } from "../src/reporters/comment/render.ts";
import { renderHtml } from "../src/reporters/html/render.ts";
import { fitSarif } from "../src/reporters/sarif/fit.ts";
import { renderSummary } from "../src/reporters/summary/render.ts";
import { show, timed } from "./measure.ts";
import { codeObservation, outcomeOf, packageObservation } from "./observations.ts";
import { reportOf } from "./report.ts";

const outcomes = [
  outcomeOf(
    "semgrep",
    Array.from({ length: 3000 }, (_, index) => codeObservation(index)),
  ),
  outcomeOf(
    "snyk",
    Array.from({ length: 500 }, (_, index) => packageObservation(index, "snyk")),
  ),
];

const judged = timed(() => reportOf(outcomes));
const report = judged.result;
const steps = {
  judge: judged.ms,
  comment: timed(() => renderComment(report, { key: "default" })).ms,
  summary: timed(() => renderSummary(report)).ms,
  SARIF: timed(() => fitSarif(report)).ms,
  JSON: timed(() => [...reportJsonParts(report)].join("")).ms,
  HTML: timed(() => renderHtml(report)).ms,
};
for (const [name, value] of Object.entries(steps)) show({ name, value, unit: "ms CPU" });
const value = Object.values(steps).reduce((sum, ms) => sum + ms, 0);
show({ name: "3,000 findings and 500 issues, judged and rendered", value, unit: "ms CPU", limit: 1000 });
