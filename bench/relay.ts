/**
 * The relay under kills and under load, against a stand-in for GitHub that answers every second dispatch with 502.
 *
 *   node bench/relay.ts kills [times [cli]]
 *   node bench/relay.ts load [seconds [cli]]
 *
 * `kills`: the process is killed at random moments while deliveries come, each for a target of its own, for at most ten
 * minutes. Whatever was answered 202 must have been accepted by GitHub, or wait in the state file.
 * `load`: 200 deliveries a second for 50 targets; something must be accepted for each target after its last delivery.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStateFile } from "../src/relay/journal.ts";
import { MOST_IN_FLIGHT } from "../src/relay/pace.ts";
import { show } from "./measure.ts";

const [
  what = "kills",
  amount = what === "kills" ? "200" : "60",
  cli = join(import.meta.dirname, "..", "dist", "cli.js"),
] = process.argv.slice(2);
const TARGETS = 50;
const SECRET = "a secret of the bench";
const folder = mkdtempSync(join(tmpdir(), "scan-gate-relay-"));
const state = join(folder, "state");
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const tries: number[] = [];
/** When each target was accepted last, and how often. */
const accepted = new Map<string, { at: number; times: number }>();
/** When the last delivery of each target that was answered 202 was sent. */
const taken = new Map<string, number>();
const statuses = new Map<number, number>();

const gitHub = createServer((asked, answer) => {
  let body = "";
  asked.on("data", (chunk) => (body += chunk));
  asked.on("end", () => {
    tries.push(performance.now());
    const isAccepted = tries.length % 2 === 0;
    if (isAccepted) {
      const pull = String(JSON.parse(body).client_payload.pull_request);
      const times = (accepted.get(pull)?.times ?? 0) + 1;
      accepted.set(pull, { at: performance.now(), times });
    }
    // An answer takes a moment, so that kills hit dispatches that are under way.
    setTimeout(() => answer.writeHead(isAccepted ? 204 : 502).end(), Math.random() * 200);
  });
});
gitHub.listen(0, "127.0.0.1");
await once(gitHub, "listening");
const { port: gitHubPort } = gitHub.address() as AddressInfo; // a TCP server that listens has one
const free = createServer().listen(0, "127.0.0.1");
await once(free, "listening");
const { port } = free.address() as AddressInfo; // as above
free.close();

/** A relay that answers `/healthz`. */
async function start(): Promise<ChildProcess> {
  const args = [
    "relay",
    "--repository",
    "acme/*",
    "--listen",
    `127.0.0.1:${port}`,
    "--state",
    state,
    "--queue",
    "1000000",
  ];
  const env = {
    GITHUB_TOKEN: "not-a-token-of-anybody",
    GITHUB_API_URL: `http://127.0.0.1:${gitHubPort}`,
    SCAN_GATE_SEMGREP_WEBHOOK_SECRET: SECRET,
  };
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: "ignore" });
  while (!(await isHealthy())) {
    if (child.exitCode !== null) throw new Error(`the relay ended with exit code ${child.exitCode}`);
    await pause(20);
  }
  return child;
}

async function isHealthy(): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  } catch {
    return false;
  }
}

/** The status, or 0 when there was none. */
function deliver(number: number, pull: number): Promise<number> {
  const meta = { repository: "acme/shop", pull_request_id: String(pull) };
  const body = JSON.stringify({ semgrep_scan: { id: number, meta } });
  const signature = createHmac("sha256", SECRET).update(body).digest("hex");
  const headers = { "content-type": "application/json", "x-semgrep-signature-256": signature };
  return new Promise((resolve) => {
    const options = { host: "127.0.0.1", port, path: "/semgrep", method: "POST", headers, timeout: 5_000 };
    const sent = request(options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on("error", () => resolve(0));
    sent.end(body);
  });
}

async function deliverOne(number: number, pull: number): Promise<void> {
  const sentAt = performance.now();
  const status = await deliver(number, pull);
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  if (status === 202) taken.set(String(pull), Math.max(taken.get(String(pull)) ?? 0, sentAt));
}

/** Targets of which nothing was accepted after their last delivery. */
function owed(): readonly string[] {
  return [...taken].filter(([pull, sentAt]) => (accepted.get(pull)?.at ?? 0) < sentAt).map(([pull]) => pull);
}

let relay = await start();
let kills = 0;

async function killAgainAndAgain(): Promise<void> {
  const end = performance.now() + 600_000;
  let number = 0;
  while (kills < Number(amount) && performance.now() < end) {
    const killAt = performance.now() + 100 + Math.random() * 400;
    const work: Promise<void>[] = [];
    while (performance.now() < killAt) {
      number += 1;
      work.push(deliverOne(number, number));
      await pause(20);
    }
    // Some deliveries are under way when it dies.
    work.push(deliverOne(number + 1, number + 1), deliverOne(number + 2, number + 2));
    number += 2;
    await pause(Math.random() * 4);
    relay.kill("SIGKILL");
    await once(relay, "exit");
    kills += 1;
    await Promise.all(work);
    relay = await start();
  }
}

async function load(): Promise<void> {
  const begin = performance.now();
  const work: Promise<void>[] = [];
  for (let number = 0; number < Number(amount) * 200; number += 1) {
    const wait = begin + number * 5 - performance.now();
    if (wait > 1) await pause(wait);
    work.push(deliverOne(number, 1 + (number % TARGETS)));
  }
  await Promise.all(work);
  show({
    name: "deliveries a second",
    value: (statuses.get(202) ?? 0) / ((performance.now() - begin) / 1000),
    unit: "",
  });
  const end = performance.now() + 400_000;
  while (owed().length > 0 && performance.now() < end) await pause(200);
}

await (what === "kills" ? killAgainAndAgain() : load());
const stopped = performance.now();
relay.kill("SIGTERM");
await once(relay, "exit");
const ending = performance.now() - stopped;

const left = readStateFile(readFileSync(state, "utf8"));
const waiting = new Set(left.ok ? left.state.pending.map(({ target }) => String(target.pullRequest)) : []);
const lost = owed().filter((pull) => what === "load" || !waiting.has(pull));
const doubles = [...accepted.values()].reduce((sum, { times }) => sum + times - 1, 0);
const most = Math.max(
  0,
  ...tries.map((from) => tries.filter((at) => at >= from && at < from + 60_000).length),
);
const answered = statuses.get(202) ?? 0;
const silent = statuses.get(0) ?? 0;
const others = [...statuses].reduce(
  (sum, [status, times]) => sum + ([0, 202].includes(status) ? 0 : times),
  0,
);
show({ name: "kills", value: kills, unit: "" });
show({ name: "deliveries answered 202", value: answered, unit: "" });
if (answered === 0) throw new Error("no delivery was taken, so nothing was tested");
show({
  name: "deliveries without an answer",
  value: silent,
  unit: "",
  ...(what === "load" ? { limit: 0 } : {}),
});
show({ name: "deliveries with another answer", value: others, unit: "", limit: 0 });
show({ name: "targets whose last delivery was lost", value: lost.length, unit: "", limit: 0 });
show({ name: "targets that wait in the state file", value: waiting.size, unit: "" });
show({ name: "dispatches tried", value: tries.length, unit: "" });
show({
  name: "accepted again",
  value: doubles,
  unit: "",
  ...(what === "kills" ? { limit: kills * MOST_IN_FLIGHT } : {}),
});
show({ name: "most dispatches that arrived within a minute", value: most, unit: "", limit: 60 });
show({ name: "from SIGTERM to the end", value: ending, unit: "ms", limit: 2_000 });
gitHub.close();
gitHub.closeAllConnections();
rmSync(folder, { recursive: true, force: true });
