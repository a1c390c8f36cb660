/**
 * The relay under kills and under load, against a stand-in for GitHub that answers every second dispatch with 502.
 *
 *   node bench/relay.ts kills [times [cli]]
 *   node bench/relay.ts load [seconds [cli]]
 *
 * `kills`: the process is killed at random moments while deliveries come; whatever was answered 202 must be dispatched
 * after it came. `load`: 200 deliveries a second for 50 targets.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { show } from "./measure.ts";

const [
  what = "kills",
  amount = what === "kills" ? "200" : "60",
  cli = join(import.meta.dirname, "..", "dist", "cli.js"),
] = process.argv.slice(2);
const TARGETS = 50;
const SECRET = "a secret of the bench";
const folder = mkdtempSync(join(tmpdir(), "scan-gate-relay-"));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const accepted = new Map<string, number>();
const tries: number[] = [];
let doubles = 0;
let owed = new Map<string, number>();
const gitHub = createServer((asked, answer) => {
  let body = "";
  asked.on("data", (chunk) => (body += chunk));
  asked.on("end", () => {
    tries.push(performance.now());
    const isAccepted = tries.length % 2 === 0;
    if (isAccepted) {
      const pull = String(JSON.parse(body).client_payload.pull_request);
      if (!owed.has(pull)) doubles += 1;
      owed.delete(pull);
      accepted.set(pull, performance.now());
    }
    answer.writeHead(isAccepted ? 204 : 502).end();
  });
});
gitHub.listen(0, "127.0.0.1");
await once(gitHub, "listening");
const { port: gitHubPort } = gitHub.address() as AddressInfo; // a TCP server that listens has one
const free = createServer().listen(0, "127.0.0.1");
await once(free, "listening");
const { port } = free.address() as AddressInfo; // as above
free.close();

function start(): ChildProcess {
  const args = [
    "relay",
    "--repository",
    "acme/*",
    "--listen",
    `127.0.0.1:${port}`,
    "--state",
    join(folder, "state"),
  ];
  const env = {
    GITHUB_TOKEN: "not-a-token-of-anybody",
    GITHUB_API_URL: `http://127.0.0.1:${gitHubPort}`,
    SCAN_GATE_SEMGREP_WEBHOOK_SECRET: SECRET,
  };
  return spawn(process.execPath, [cli, ...args], { env, stdio: "ignore" });
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

let taken = 0;
let refused = 0;
async function deliverOne(number: number): Promise<void> {
  const pull = 1 + (number % TARGETS);
  const sentAt = performance.now();
  const status = await deliver(number, pull);
  if (status === 202) {
    taken += 1;
    if ((accepted.get(String(pull)) ?? 0) < sentAt) owed.set(String(pull), sentAt);
  } else if (status !== 0) refused += 1;
}

async function settle(limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (owed.size > 0 && performance.now() < end) await pause(200);
}

let relay = start();
if (what === "kills") {
  let number = 0;
  for (let kill = 0; kill < Number(amount); kill += 1) {
    const end = performance.now() + 250 + Math.random() * 500;
    const work: Promise<void>[] = [];
    while (performance.now() < end) {
      number += 1;
      work.push(deliverOne(number));
      await pause(5);
    }
    relay.kill("SIGKILL");
    await once(relay, "exit");
    await Promise.all(work);
    relay = start();
  }
} else {
  await pause(1_500);
  const begin = performance.now();
  const work: Promise<void>[] = [];
  for (let number = 0; number < Number(amount) * 200; number += 1) {
    const wait = begin + number * 5 - performance.now();
    if (wait > 1) await pause(wait);
    work.push(deliverOne(number));
  }
  await Promise.all(work);
}
await settle(300_000);
const most = Math.max(
  0,
  ...tries.map((from) => tries.filter((at) => at >= from && at < from + 60_000).length),
);
show({ name: "deliveries that were taken", value: taken, unit: "" });
show({ name: "answered with anything but 202", value: refused, unit: "" });
show({ name: "targets whose last delivery was lost", value: owed.size, unit: "", limit: 0 });
show({ name: "dispatches tried", value: tries.length, unit: "" });
show({ name: "accepted with nothing owed (in flight at a kill, or joined)", value: doubles, unit: "" });
show({
  name: "most tries within a minute",
  value: most,
  unit: "",
  ...(what === "load" ? { limit: 60 } : {}),
});
owed = new Map();
const stopped = performance.now();
relay.kill("SIGTERM");
await once(relay, "exit");
show({ name: "from SIGTERM to the end", value: performance.now() - stopped, unit: "ms", limit: 2_000 });
gitHub.close();
gitHub.closeAllConnections();
rmSync(folder, { recursive: true, force: true });
