/**
 * Time from the start of the process to the action's first request, against bundles made the same way that end when
 * they are loaded: one with the toolkit alone, and three with what public actions of other kinds load beside it.
 *
 *   node bench/start-up.ts [--short] [bundle [node …]]
 *
 * All run in turns, so that whatever else the machine does hits all of them.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { toInputVariables } from "../sandbox/runner/action-inputs.ts";
import { toEnvironment } from "../sandbox/runner/environment.ts";
import { makeWorkspace } from "../sandbox/runner/workspace.ts";
import { cleanWorld, onPullRequest } from "../sandbox/scenarios/common.ts";
import { buildBundle } from "./baseline.ts";
import { given, isShort, median, show } from "./measure.ts";

const RUNS = isShort ? 9 : 31;
const MOST_TIMES = 1.15;
const MOST_BYTES = 1_500_000;

const project = join(import.meta.dirname, "..");
const [bundle = join(project, "dist", "index.js"), ...named] = given;
const nodes = named.length === 0 ? [process.execPath] : named;

const TOOLKIT = ["@actions/core", "@actions/github"];
/** What is loaded by an action of each kind; the packages are those that this project has. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  "the toolkit alone": TOOLKIT,
  "an action that installs a tool (core, http-client, semver)": [
    "@actions/core",
    "@actions/http-client",
    "semver",
  ],
  "an action with a configuration file (toolkit, yaml)": [...TOOLKIT, "yaml"],
  "an action that checks what it reads (toolkit, yaml, zod)": [...TOOLKIT, "yaml", "zod"],
};

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
  if (more.asked === undefined && child.exitCode !== 0)
    throw new Error(`${file} ended with ${child.exitCode}`);
  return ms;
}

async function compare(node: string, others: ReadonlyMap<string, string>): Promise<void> {
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
  const ours: number[] = [];
  const theirs = new Map([...others.keys()].map((kind): [string, number[]] => [kind, []]));
  for (let run = 0; run < RUNS; run += 1) {
    ours.push(await startOf(node, bundle, { env, asked: once(server, "asked") }));
    for (const [kind, file] of others) theirs.get(kind)?.push(await startOf(node, file, { env }));
  }
  server.close();
  server.closeAllConnections();
  rmSync(workspace.root, { recursive: true, force: true });
  const own = median(ours);
  const where = nodes.length === 1 ? "" : `${node}: `;
  show({ name: `${where}to the first request`, value: own, unit: "ms", chart: "Scan Gate" });
  for (const [kind, runs] of theirs) {
    const value = median(runs);
    show({ name: `${where}${kind}`, value, unit: "ms", chart: kind.replace(/ \(.*/, "") });
    const ratio = { name: `${where}Scan Gate, to ${kind}`, value: own / value, unit: "×" };
    show(kind === "the toolkit alone" ? { ...ratio, limit: MOST_TIMES } : ratio);
  }
}

show({ name: "dist/index.js", value: statSync(bundle).size / 1e6, unit: "MB", limit: MOST_BYTES / 1e6 });
const built = Object.entries(KINDS)
  .filter(([kind]) => !isShort || kind === "the toolkit alone")
  .map(([kind, packages]) => ({ kind, ...buildBundle(project, packages) }));
for (const node of nodes) {
  await compare(node, new Map(built.map((one) => [one.kind, one.bundle])));
}
for (const { folder } of built) rmSync(folder, { recursive: true, force: true });
