/**
 * How much of a clean run's time is the network's: wall time over the longest chain of requests, one after another,
 * for services that take 0, 20, 100 and 300 ms for each answer; and who was asked how often.
 *
 *   node bench/critical-path.ts [bundle]
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setStage } from "../sandbox/play.ts";
import { clean } from "../sandbox/scenarios/clean.ts";
import type { RecordedRequest, Respond } from "../sandbox/service/stand-in.ts";
import { median, show } from "./measure.ts";

const ROUNDS = 3;
const LATENCIES = [0, 20, 100, 300];
/** Contract targets of a clean pull request: requests in all, and one after another. */
const MOST_REQUESTS = 26;
const MOST_IN_A_ROW = 7;

const project = join(import.meta.dirname, "..");
const [bundle = join(project, "dist", "index.js")] = process.argv.slice(2);

/**
 * The most requests of which each came after the one before was answered: no run can be faster than these together.
 * The look at SARIF's processing comes after a pause and needs the upload alone, so that what was answered during the
 * pause does not count as before it.
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

async function run(latencyMs: number) {
  const slow: Respond = () => (latencyMs === 0 ? undefined : { kind: "delay", ms: latencyMs });
  const stage = await setStage(clean, {
    project,
    bundle,
    faults: { semgrep: slow, snyk: slow, github: slow },
  });
  try {
    const { durationMs, outputs } = await stage.run();
    if (outputs.verdict !== "pass")
      throw new Error(`the verdict is ${outputs.verdict}: nothing was measured`);
    return { durationMs, requests: stage.sandbox.requests() };
  } finally {
    await stage.close();
    for (const folder of stage.folders()) rmSync(folder, { recursive: true, force: true });
  }
}

for (const latencyMs of LATENCIES) {
  const runs: { readonly durationMs: number; readonly requests: readonly RecordedRequest[] }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) runs.push(await run(latencyMs));
  const name = `${latencyMs} ms an answer`;
  show({ name: `${name}: a clean run`, value: median(runs.map(({ durationMs }) => durationMs)), unit: "ms" });
  const [first] = runs;
  if (first === undefined) continue;
  const { requests } = first;
  if (latencyMs === 0) {
    show({ name: "requests", value: requests.length, unit: "", limit: MOST_REQUESTS });
    for (const service of ["semgrep", "snyk", "github"]) {
      const value = requests.filter((request) => request.service === service).length;
      show({ name: `requests to ${service}`, value, unit: "" });
    }
    continue;
  }
  const chain = median(runs.map((each) => longestChain(each.requests, latencyMs)));
  show({ name: `${name}: requests one after another`, value: chain, unit: "", limit: MOST_IN_A_ROW });
  const over = median(runs.map(({ durationMs }) => durationMs)) / (chain * latencyMs);
  show({ name: `${name}: wall time over these alone`, value: over, unit: "×" });
  if (latencyMs !== 300) continue;
  const started = Math.min(...requests.map(({ at }) => at));
  for (const { service, method, path, at } of requests)
    process.stdout.write(`  ${String(at - started).padStart(6)} ms  ${service} ${method} ${path}\n`);
}
