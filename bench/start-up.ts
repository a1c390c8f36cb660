/**
 * Time from the start of the process to the action's first request, against an action that only loads the toolkit.
 *
 *   node bench/start-up.ts [bundle [node …]]
 *
 * The two run in turns, so that whatever else the machine does hits both.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { toInputVariables } from "../sandbox/runner/action-inputs.ts";
import { toEnvironment } from "../sandbox/runner/environment.ts";
import { makeWorkspace } from "../sandbox/runner/workspace.ts";
import { cleanWorld, onPullRequest } from "../sandbox/scenarios/common.ts";
import { buildBaseline } from "./baseline.ts";
import { median, show } from "./measure.ts";

const RUNS = 31;
const MOST_TIMES = 1.3;
const MOST_BYTES = 1_500_000;

const project = join(import.meta.dirname, "..");
const [bundle = join(project, "dist", "index.js"), ...named] = process.argv.slice(2);
const nodes = named.length === 0 ? [process.execPath, "/usr/local/bin/node", "/usr/bin/node"] : named;

type Environment = Readonly<Record<string, string>>;

/** Milliseconds until the process ends, or until it asks for something. */
async function startOf(node: string, file: string, more: { env: Environment; asked?: Promise<unknown> }) {
  const started = performance.now();
  const child = spawn(node, [file], { env: more.env, stdio: "ignore" });
  const ended = once(child, "exit");
  await Promise.race([ended, ...(more.asked === undefined ? [] : [more.asked])]);
  const ms = performance.now() - started;
  const early = more.asked !== undefined && child.exitCode !== null;
  child.kill("SIGKILL");
  await ended;
  if (early) throw new Error(`the action ended with ${child.exitCode} before its first request`);
  return ms;
}

async function compare(node: string, baseline: string, limit: number | undefined): Promise<void> {
  const server = createServer(() => server.emit("asked"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server that listens has one
  const world = cleanWorld(Date.now());
  const event = onPullRequest(world);
  const workspace = makeWorkspace({}, event.payload);
  const inputs = {
    "semgrep-url": url,
    "semgrep-token": world.semgrep.token,
    "snyk-url": url,
    "snyk-token": world.snyk.token,
  };
  const env = {
    ...toEnvironment(event, workspace, { api: url, web: "https://github.com" }),
    ...toInputVariables(project, inputs, { token: world.github.token }),
  };
  const empty: number[] = [];
  const ours: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    empty.push(await startOf(node, baseline, { env }));
    ours.push(await startOf(node, bundle, { env, asked: once(server, "asked") }));
  }
  server.close();
  server.closeAllConnections();
  rmSync(workspace.root, { recursive: true, force: true });
  const [base, own] = [median(empty), median(ours)];
  show({ name: `${node}: the toolkit alone`, value: base, unit: "ms" });
  show({ name: `${node}: to the first request`, value: own, unit: "ms" });
  const ratio = { name: `${node}: times the toolkit alone`, value: own / base, unit: "×" };
  show(limit === undefined ? ratio : { ...ratio, limit });
}

show({ name: "dist/index.js", value: statSync(bundle).size, unit: "bytes", limit: MOST_BYTES });
const { bundle: baseline, folder } = buildBaseline(project);
for (const [at, node] of nodes.entries()) {
  if (existsSync(node)) await compare(node, baseline, at === 0 ? MOST_TIMES : undefined);
}
rmSync(folder, { recursive: true, force: true });
