/**
 * The longest that one piece of work holds the process: each stage over 200,000 findings, half of them in packages,
 * step by step, by the processor time of its thread.
 *
 *   node bench/longest-step.ts [findings]
 */
import { planFixesInSteps } from "../src/fixes/advice.ts";
import { judgeInSteps } from "../src/gate/judge.ts";
import type { Steps } from "../src/model/steps.ts";
import { reportJsonParts } from "../src/report-json/write.ts";
import { commentInSteps } from "../src/reporters/comment/render.ts";
import { htmlInSteps } from "../src/reporters/html/render.ts";
import { fitSarifInSteps } from "../src/reporters/sarif/fit.ts";
import { summaryInSteps } from "../src/reporters/summary/render.ts";
import { toFindings } from "../src/sources/semgrep/findings/to-findings.ts";
import { createRedact, redactInSteps } from "../src/text/redact.ts";
import { given, show } from "./measure.ts";
import { codeObservation, outcomeOf, packageObservation } from "./observations.ts";
import { judgeInput, reportOf } from "./report.ts";
import { wireFinding } from "./wire.ts";

const FINDINGS = Number(given[0] ?? 200_000);
/** Nothing may hold the process longer than a second; a slower machine than this one needs room. */
const MOST_MS = 500;

/** Milliseconds of processor time of this thread. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Makes all steps, and shows the longest and the sum. */
function measure<Result>(name: string, steps: Iterator<unknown, Result>): Result {
  let longest = 0;
  let sum = 0;
  for (;;) {
    const since = threadMs();
    const step = steps.next();
    const ms = threadMs() - since;
    longest = Math.max(longest, ms);
    sum += ms;
    if (step.done !== true) continue;
    show({ name: `${name}: in all`, value: sum, unit: "ms CPU" });
    show({ name: `${name}: the longest step`, value: longest, unit: "ms CPU", limit: MOST_MS });
    return step.value;
  }
}

const half = FINDINGS / 2;
const wire = Array.from({ length: FINDINGS }, (_, index) => wireFinding(index));
measure(
  "Semgrep's findings translated",
  toFindings(
    { sast: wire, sca: [], ai_sast: [], secrets: [] },
    { project: "acme/web-shop", url: "https://semgrep.dev", slug: "acme" },
  ),
);
const outcomes = [
  outcomeOf(
    "semgrep",
    Array.from({ length: half }, (_, index) => codeObservation(index)),
  ),
  outcomeOf(
    "snyk",
    Array.from({ length: half }, (_, index) => packageObservation(index, "snyk")),
  ),
];
measure("redaction", redactInSteps(outcomes, createRedact(["kQ7zV2xJ9pW4mT8cR3nL6hY1"])));
const judgement = measure("judging", judgeInSteps(judgeInput(outcomes)));
const report = reportOf(outcomes, judgement);
function* pageInSteps(): Steps<void> {
  for (const _ of yield* htmlInSteps(report, {})) yield;
}
const stages: readonly (readonly [string, Steps<unknown> | Iterator<unknown, void>])[] = [
  ["plan of fixes", planFixesInSteps(report.findings)],
  ["comment", commentInSteps(report, { key: "default" })],
  ["summary", summaryInSteps(report, {})],
  ["HTML", pageInSteps()],
  ["SARIF", fitSarifInSteps(report, {})],
  ["report.json", reportJsonParts(report)],
];
for (const [name, steps] of stages) measure(name, steps);
