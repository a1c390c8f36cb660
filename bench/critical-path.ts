/**
 * How much of a clean run's time is the network's, for services that take 0, 20, 100 and 300 ms for each answer: one
 * Semgrep project, three Snyk projects, nothing found, SARIF processed at the first look. And who was asked how often,
 * and how many requests stand one after another.
 *
 *   node bench/critical-path.ts [--short] [--requests] [bundle]
 *
 * `--requests` prints each request with its time.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { setStage } from "../sandbox/play.ts";
import { clean } from "../sandbox/scenarios/clean.ts";
import type { Scenario } from "../sandbox/scenarios/scenario.ts";
import type { RecordedRequest, Respond } from "../sandbox/service/stand-in.ts";
import { given, isShort, median, show } from "./measure.ts";

const ROUNDS = isShort ? 1 : 5;
const LATENCIES = isShort ? [0, 300] : [0, 20, 100, 300];
/** At this latency what follows from what can be told apart from what the processor holds up. */
const SLOWEST = 300;
/** Targets of a clean pull request: requests in all, one after another, and how many more a status takes. */
const MOST_REQUESTS = 26;
const MOST_IN_A_ROW = 7;
const MORE_WITH_STATUS = 2;
const MOST_AT_ONCE_S = 0.8;
/**
 * Wall time over what it takes at once and the longest chain's answers. The target is for 100 ms; the short form holds
 * it at 300 ms, where a busy machine matters least.
 */
const MOST_OVER = 1.1;

const project = join(import.meta.dirname, "..");
const [bundle = join(project, "dist", "index.js")] = given;

/** The clean pull request without one of its four Snyk projects. */
const world: Scenario["world"] = (now) => {
  const full = clean.world(now);
  const [left] = full.snyk.projects.filter(
    ({ type, targetReference }) => type === "sast" && targetReference === "main",
  );
  return { ...full, snyk: { ...full.snyk, projects: full.snyk.projects.filter((one) => one !== left) } };
};
const scenario: Scenario = { ...clean, world };

/**
 * The most requests of which each came after the one before was answered: no run can be faster than these together.
 * The looks at SARIF's processing come when the run has nothing else to do and need the upload alone, so that what was
 * answered before them does not count as what they follow from.
 * @param requests with the time at which each came
 */
function longestChain(requests: readonly RecordedRequest[], latencyMs: number): number {
  const links: { readonly request: RecordedRequest; readonly length: number }[] = [];
  for (const request of requests.toSorted((a, b) => a.at - b.at)) {
    const before = links.filter(
      ({ request: other }) =>
        other.at + latencyMs <= request.at && (!isProcessingLook(request) || isUpload(other)),
    );
    links.push({ request, length: 1 + Math.max(0, ...before.map(({ length }) => length)) });
  }
  return Math.max(0, ...links.map(({ length }) => length));
}

function isUpload({ method, path }: RecordedRequest): boolean {
  return method === "POST" && path.endsWith("/code-scanning/sarifs");
}

function isProcessingLook({ method, path }: RecordedRequest): boolean {
  return method === "GET" && path.includes("/code-scanning/sarifs/");
}

/** Whether a request tells the verdict, or is made to. */
function isPublishing({ service, method, path }: RecordedRequest): boolean {
  return service === "github" && (method !== "GET" || /\/pulls\/\d+$|\/comments$|\/sarifs\//.test(path));
}

interface Run {
  readonly seconds: number;
  readonly requests: readonly RecordedRequest[];
}

async function run(latencyMs: number, inputs: Readonly<Record<string, string>> = {}): Promise<Run> {
  const slow: Respond = () => (latencyMs === 0 ? undefined : { kind: "delay", ms: latencyMs });
  const faults = { semgrep: slow, snyk: slow, github: slow };
  const stage = await setStage(scenario, { project, bundle, inputs, faults });
  try {
    const { durationMs, outputs } = await stage.run();
    if (outputs.verdict !== "pass")
      throw new Error(`the verdict is ${outputs.verdict}: nothing was measured`);
    return { seconds: durationMs / 1000, requests: stage.sandbox.requests() };
  } finally {
    await stage.close();
    for (const folder of stage.folders()) rmSync(folder, { recursive: true, force: true });
  }
}

/** The fewest in a row of several runs: a busy machine makes requests that go out together follow each other. */
function chainOf(runs: readonly Run[]): number {
  return Math.min(...runs.map(({ requests }) => longestChain(requests, SLOWEST)));
}

const runs = new Map<number, Run[]>(LATENCIES.map((latency) => [latency, []]));
const withStatus: Run[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const latency of LATENCIES) runs.get(latency)?.push(await run(latency));
  if (round < 2) withStatus.push(await run(SLOWEST, { status: "always" }));
}
const at = (latency: number) => runs.get(latency) ?? [];
const secondsAt = (latency: number) => median(at(latency).map(({ seconds }) => seconds));
const chain = chainOf(at(SLOWEST));
const requests = at(SLOWEST)[0]?.requests ?? [];

show({ name: "requests of a clean pull request", value: requests.length, unit: "", limit: MOST_REQUESTS });
for (const service of ["semgrep", "snyk", "github"]) {
  const value = requests.filter((request) => request.service === service).length;
  show({ name: `requests to ${service}`, value, unit: "" });
}
show({ name: "requests to read", value: requests.filter((one) => !isPublishing(one)).length, unit: "" });
show({ name: "requests to publish", value: requests.filter(isPublishing).length, unit: "" });
show({ name: "requests one after another", value: chain, unit: "", limit: MOST_IN_A_ROW });
show({
  name: "requests one after another, with a commit status",
  value: chainOf(withStatus),
  unit: "",
  limit: MOST_IN_A_ROW + MORE_WITH_STATUS,
});
const atOnce = secondsAt(0);
show({
  name: "a clean run, answers at once",
  value: atOnce,
  unit: "s",
  ...(isShort ? {} : { limit: MOST_AT_ONCE_S }),
  chart: "0 ms an answer",
});
for (const latency of LATENCIES.filter((one) => one > 0)) {
  const seconds = secondsAt(latency);
  const answers = (chain * latency) / 1000;
  const name = `${latency} ms an answer`;
  show({ name: `a clean run, ${name}`, value: seconds, unit: "s", chart: name });
  show({
    name: `${name}: the time over that of the ${chain} answers alone`,
    value: seconds / answers,
    unit: "×",
  });
  show({
    name: `${name}: the time over that of these and of a run with answers at once`,
    value: seconds / (answers + atOnce),
    unit: "×",
    ...(latency === (isShort ? SLOWEST : 100) ? { limit: MOST_OVER } : {}),
  });
}
if (argv.includes("--requests")) {
  const started = Math.min(...requests.map((one) => one.at));
  for (const one of requests)
    process.stderr.write(
      `  ${String(one.at - started).padStart(6)} ms  ${one.service} ${one.method} ${one.path}\n`,
    );
}
