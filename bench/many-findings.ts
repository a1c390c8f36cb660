/**
 * 1,000 to 200,000 findings from end to end through the bundle, against stand-ins on loopback: peak memory, time, how
 * both grow, and whether the verdict and the numbers are right. Linux only: it reads `/proc`.
 *
 *   node bench/many-findings.ts [--short] [--findings=N] [bundle]
 *
 * `--findings=N` makes one run of that many findings of 600 bytes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { toInputVariables } from "../sandbox/runner/action-inputs.ts";
import { toEnvironment } from "../sandbox/runner/environment.ts";
import { readFileValues } from "../sandbox/runner/file-commands.ts";
import { makeWorkspace } from "../sandbox/runner/workspace.ts";
import { startSandbox } from "../sandbox/sandbox.ts";
import { cleanWorld, onPullRequest } from "../sandbox/scenarios/common.ts";
import type { Respond } from "../sandbox/service/stand-in.ts";
import { HEAD_COMMIT, MERGE_REF } from "../sandbox/shop/names.ts";
import type { World } from "../sandbox/world.ts";
import { given, isShort, median, show } from "./measure.ts";

const PAGE = 3000;
/** Most megabytes and seconds of processor time by the number of findings (contract §10 for the largest). */
const LIMITS: Readonly<Record<number, { readonly megabytes: number; readonly seconds: number }>> = {
  100000: { megabytes: 300, seconds: 20 },
  200000: { megabytes: 512, seconds: 30 },
};
/** Ten times the findings take at most ten times the time. */
const MOST_GROWTH = 10;
/** Every so many findings one is `high`, and blocks. */
const BLOCKING_EVERY = 1000;
const FILES = 2500;
const RULES = 300;

const project = join(import.meta.dirname, "..");
const [bundle = join(project, "dist", "index.js")] = given;

/** About 270 bytes: as little as a finding can say and still be told where it is. */
function small(index: number): object {
  return {
    id: 90_000_000 + index,
    ref: MERGE_REF,
    match_based_id: `${(index * 2_654_435_761).toString(16).padStart(16, "0")}f3b8_0`,
    severity: severityOf(index),
    status: "open",
    rule_name: `ts.security.rule-${index % RULES}`,
    rule_message: `Rule ${index % RULES}: unchecked text.`,
    location: { file_path: pathOf(index), line: lineOf(index), end_line: lineOf(index) + 2 },
  };
}

/** About 600 bytes: with what the service usually says beside it. */
function usual(index: number): object {
  return {
    ...small(index),
    created_at: "2026-11-18T16:39:41.120553Z",
    state: "unresolved",
    triage_state: "untriaged",
    confidence: "high",
    rule: {
      name: `ts.security.rule-${index % RULES}`,
      message: `Rule ${index % RULES}: unchecked text.`,
      cwe_names: ["CWE-20: Improper Input Validation"],
      vulnerability_classes: ["Improper Validation"],
    },
    line_of_code_url: `https://github.com/acme/web-shop/blob/main/${pathOf(index)}#L${lineOf(index)}`,
  };
}

const severityOf = (index: number): string => (index % BLOCKING_EVERY === 0 ? "high" : "medium");
const pathOf = (index: number): string => `src/module-${index % FILES}/handler.ts`;
const lineOf = (index: number): number => 10 + Math.floor(index / FILES) * 7;

/** The pages, made beforehand, so that the time measured is not that of making them. */
function pagesOf(findings: number, finding: (index: number) => object): readonly string[] {
  return Array.from({ length: Math.ceil(findings / PAGE) }, (_, page) => {
    const count = Math.min(PAGE, findings - page * PAGE);
    return JSON.stringify({ findings: Array.from({ length: count }, (__, at) => finding(page * PAGE + at)) });
  });
}

function serve(pages: readonly string[]): Respond {
  return ({ path, query }) => {
    const asked = new Map(query);
    if (!path.endsWith("/findings") || asked.get("issue_type") !== "sast") return undefined;
    const body = pages[Number(asked.get("page"))] ?? '{"findings": []}';
    return { kind: "answer", status: 200, body, headers: { "content-type": "application/json" } };
  };
}

function crowded(world: World, findings: number): World {
  const counts = { code: findings, supplyChain: 0, secrets: 0 };
  const scans = world.semgrep.scans.map((scan) =>
    scan.commit === HEAD_COMMIT ? { ...scan, exitCode: 1, counts } : scan,
  );
  return { ...world, semgrep: { ...world.semgrep, scans } };
}

interface Use {
  /** Peak, as the kernel counts it. */
  readonly megabytes: number;
  /** Processor time of all threads. */
  readonly seconds: number;
}

/** Ticks of a second in `/proc`, the same on every Linux that runs Node.js (`getconf CLK_TCK`). */
const TICKS = 100;

/** What a process uses, watched until it ends. */
async function useOf(child: ChildProcess): Promise<Use> {
  let use: Use = { megabytes: 0, seconds: 0 };
  const look = () => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
      // User and system time are the 14th and 15th of all fields, and two stand before the bracket.
      const ticks = Number(fields[11]) + Number(fields[12]);
      use = {
        megabytes: Math.max(use.megabytes, kilobytes / 1024),
        seconds: Math.max(use.seconds, ticks / TICKS),
      };
    } catch {
      // It has ended.
    }
  };
  const timer = setInterval(look, 20);
  await once(child, "exit");
  clearInterval(timer);
  return use;
}

/** Makes one run and shows what it took. */
async function measure(name: string, findings: number, finding: (index: number) => object): Promise<Use> {
  const pages = pagesOf(findings, finding);
  const world = crowded(cleanWorld(Date.now()), findings);
  const sandbox = await startSandbox(world, { semgrep: serve(pages) });
  const event = onPullRequest(world);
  const paths = makeWorkspace({}, event.payload);
  const inputs = {
    "semgrep-url": sandbox.semgrep.url,
    "semgrep-token": world.semgrep.token,
    "snyk-url": sandbox.snyk.url,
    "snyk-token": world.snyk.token,
    timeout: "5m",
  };
  const env = {
    ...toEnvironment(event, paths, { api: sandbox.github.url, web: "https://github.com" }),
    ...toInputVariables(project, inputs, { token: world.github.token }),
  };
  const started = performance.now();
  // What is given to this process, such as --trace-gc or --cpu-prof, is given to the action.
  const child = spawn(process.execPath, [...process.execArgv, bundle], {
    cwd: paths.workspace,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  }
  const use = await useOf(child);
  const seconds = (performance.now() - started) / 1000;
  const outputs = readFileValues(readFileSync(paths.output, "utf8")).values;
  const comment = sandbox.github.requests.find(
    ({ method, path }) => method === "POST" && path.endsWith("/comments"),
  );
  await sandbox.close();
  const limit = LIMITS[findings];
  const chart = findings.toLocaleString("en-US");
  show({
    name: `${name}: peak memory`,
    value: use.megabytes,
    unit: "MB",
    ...(limit === undefined ? {} : { limit: limit.megabytes }),
    ...(finding === usual ? { chart } : {}),
  });
  show({
    name: `${name}: processor time`,
    value: use.seconds,
    unit: "s CPU",
    ...(limit === undefined ? {} : { limit: limit.seconds }),
    ...(finding === usual ? { chart } : {}),
  });
  show({ name: `${name}: time`, value: seconds, unit: "s" });
  const blocking = String(findings / BLOCKING_EVERY);
  if (process.execArgv.includes("--trace-gc")) process.stderr.write(log);
  const right =
    child.exitCode === 1 &&
    outputs.verdict === "fail" &&
    outputs.total === String(findings) &&
    outputs.blocking === blocking &&
    comment?.body.includes(blocking) === true;
  rmSync(paths.root, { recursive: true, force: true });
  if (!right) {
    const told = `${log.slice(-3000)}\n${JSON.stringify(outputs).slice(0, 1000)}`;
    throw new Error(`${name}: the verdict or the numbers are wrong\n${told}`);
  }
  return use;
}

function inWords(findings: number): string {
  return `${findings.toLocaleString("en-US")} findings`;
}

/** Runs of each size, and how much more processor time ten times the findings take. */
async function growth(): Promise<void> {
  const sizes = isShort ? [1000, 10_000] : [1000, 10_000, 100_000, 200_000];
  const uses = new Map<number, readonly number[]>();
  for (const findings of sizes) {
    const repeated = findings > 10_000 || isShort ? 1 : 3;
    const seconds: number[] = [];
    for (let run = 0; run < repeated; run += 1)
      seconds.push((await measure(inWords(findings), findings, usual)).seconds);
    uses.set(findings, seconds);
  }
  for (const [few, many] of [
    [1000, 10_000],
    [10_000, 100_000],
  ] as const) {
    const [less, more] = [uses.get(few), uses.get(many)];
    if (less === undefined || more === undefined) continue;
    const name = `${inWords(many)}: processor time over that of ${inWords(few)}`;
    show({ name, value: median(more) / median(less), unit: "×", limit: MOST_GROWTH });
  }
}

const [, only] = argv.find((one) => one.startsWith("--findings="))?.split("=") ?? [];
if (only !== undefined) await measure(inWords(Number(only)), Number(only), usual);
else await growth();
if (only === undefined && !isShort) await measure(`${inWords(200_000)} of 270 bytes`, 200_000, small);
