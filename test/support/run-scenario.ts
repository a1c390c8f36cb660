import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type PlayOptions, type Stage, setStage } from "../../sandbox/play.ts";
import type { RunResult } from "../../sandbox/runner/run-action.ts";
import { cleanWorld, onPullRequest, QUICK } from "../../sandbox/scenarios/common.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import type { Fault } from "../../sandbox/service/fault.ts";
import type { RecordedRequest, Respond } from "../../sandbox/service/stand-in.ts";
import { HEAD_TREE } from "../../sandbox/shop/files.ts";
import type { World } from "../../sandbox/world.ts";
import { systemClock } from "../../src/platform/runner/clock.ts";
import type { Clock } from "../../src/ports.ts";
import type { Loose } from "./loose.ts";
import { recordRun } from "./record-run.ts";
import { startInProcess } from "./run-in-process.ts";

export const PROJECT = process.cwd();

/** The bundle under test. `SCAN_GATE_ENTRY=src/index.ts` runs the source instead, with a Node.js that reads types. */
const ENTRY = join(PROJECT, process.env.SCAN_GATE_ENTRY ?? join("dist", "index.js"));
export const HAS_ENTRY = existsSync(ENTRY);
if (!HAS_ENTRY) process.stderr.write(`The tests of the bundle are skipped: there is no ${ENTRY} yet\n`);

/** What vitest hands to a test, as far as a stage needs it; tests that run side by side have each their own. */
export interface TestContext {
  readonly onTestFinished: (clean: () => Promise<void>) => void;
  /** The test, to which a record of its runs is added; absent where several tests share runs. */
  readonly task?: { readonly meta: object };
}

/**
 * Starts a scenario's services for one test, and removes all that was made for it afterwards. Its runs are made in
 * this process, by the wiring that the bundle has too.
 */
export function stageFor(
  context: TestContext,
  scenario: Scenario,
  options: Partial<PlayOptions> = {},
): Promise<Stage> {
  return ownStage(context, scenario, { launch: startInProcess, ...options });
}

/** Starts runs on a clock that the test looks at. */
export const byClock =
  (clock: Clock): NonNullable<PlayOptions["launch"]> =>
  (options) =>
    startInProcess(options, { clock });

/** Starts a run on the machine's clock, for what is heavy: it is done aside, where this process seems to wait. */
export const atRealPace = byClock(systemClock);

/** The same, for runs of the bundle, each in a process of its own. */
export function bundleStageFor(
  context: TestContext,
  scenario: Scenario,
  options: Partial<PlayOptions> = {},
): Promise<Stage> {
  return ownStage(context, scenario, { bundle: ENTRY, ...options });
}

async function ownStage(
  context: TestContext,
  scenario: Scenario,
  options: Partial<PlayOptions>,
): Promise<Stage> {
  const stage = await setStage(scenario, { project: PROJECT, ...options });
  const runs: Promise<RunResult>[] = [];
  context.onTestFinished(async () => {
    await stage.close();
    // A test that failed or took too long can leave a run at work, which still reads and writes in its folder.
    await Promise.allSettled(runs);
    for (const folder of stage.folders()) rmSync(folder, { recursive: true, force: true });
  });
  const start: Stage["start"] = (more) => {
    const running = stage.start(more);
    const finished = running.finished.then((result) => {
      if (context.task !== undefined) recordRun(context.task.meta, result, stage);
      return result;
    });
    runs.push(finished);
    return { ...running, finished };
  };
  return { ...stage, start, run: (more) => start(more).finished };
}

/** The clean pull request with something changed: what it says of itself is not checked. */
export function situation(
  change: (world: World) => World = (world) => world,
  more: Partial<Scenario> = {},
): Scenario {
  return {
    name: "situation",
    description: "The clean pull request, changed by a test.",
    world: (now) => change(cleanWorld(now)),
    event: onPullRequest,
    inputs: { ...QUICK, timeout: "15s" },
    credentials: true,
    tree: HEAD_TREE,
    expected: { verdict: "pass", exitCode: 0, reasons: [], comment: "written", upload: "written" },
    ...more,
  };
}

/** Requests on paths that a pattern fits go wrong: all of them, or those that `when` picks by their number. */
export function onPath(pattern: RegExp, fault: Fault, when: (nth: number) => boolean = () => true): Respond {
  return (request, nth) => (pattern.test(request.path) && when(nth) ? fault : undefined);
}

export const first =
  (count: number) =>
  (nth: number): boolean =>
    nth <= count;

/** The `reasons` output, parsed. */
export function reasonsOf(result: RunResult): readonly { code: string; source: string; message: string }[] {
  const reasons: Loose = JSON.parse(result.outputs.reasons ?? "null");
  return reasons;
}

/** Warnings of a run: annotations, and lines of the log that say so. */
export function warningsOf(result: RunResult): readonly string[] {
  const annotations = result.commands
    .filter((command) => command.name === "warning")
    .map((command) => command.data);
  return [...annotations, ...result.lines.filter((line) => /^\s*warning:/i.test(line))];
}

/** Requests that change comments. */
export function commentWrites(stage: Stage): readonly RecordedRequest[] {
  return stage.sandbox.github.requests.filter(
    ({ method, path }) => method !== "GET" && /\/issues\/(?!.*\/reactions$)/.test(path),
  );
}

/** Everything that a run printed, as one text. */
export function printed(result: RunResult): string {
  return `${result.stdout}\n${result.stderr}`;
}
