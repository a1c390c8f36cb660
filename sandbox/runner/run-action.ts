import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Event } from "../shop/events.ts";
import type { Tree } from "../shop/files.ts";
import { toInputVariables } from "./action-inputs.ts";
import { toEnvironment } from "./environment.ts";
import { readFileValues } from "./file-commands.ts";
import { findCommands, type WorkflowCommand } from "./workflow-commands.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

export interface RunOptions {
  /** The folder of this project, which holds `action.yml`. */
  readonly project: string;
  /** The bundle; `dist/index.js` of the project unless another one is named. */
  readonly bundle?: string;
  readonly event: Event;
  readonly inputs: Readonly<Record<string, string>>;
  readonly tree: Tree;
  /** Where GitHub's API is. */
  readonly apiUrl: string;
  /** GitHub's own web address, unless it is an Enterprise Server's. */
  readonly serverUrl?: string;
  /** What `${{ github.token }}` stands for. */
  readonly githubToken: string;
  /** Added to the environment; an empty value takes a variable away. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which the action is killed. */
  readonly limitMs?: number;
  /** Hears what the action prints, as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** What came of running the action as a step. */
export interface RunResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Whether it had to be killed because it took too long. */
  readonly timedOut: boolean;
  readonly durationMs: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Commands that the runner would have seen on both channels. */
  readonly commands: readonly WorkflowCommand[];
  /** What is left of the output without the commands: what a reader of the log sees as text. */
  readonly lines: readonly string[];
  /** By name, as later steps see them. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Every write to the output file, in order. */
  readonly outputWrites: readonly (readonly [string, string])[];
  /** Why the runner would have refused the output file. */
  readonly outputProblem?: string;
  readonly summary: string;
  readonly paths: Workspace;
}

/** An action that is at work. */
export interface RunningAction {
  readonly paths: Workspace;
  kill(signal: NodeJS.Signals): void;
  readonly finished: Promise<RunResult>;
}

/** Milliseconds after which a run is killed, unless another limit is set. */
const LIMIT_MS = 60_000;

/** Runs the action as a runner would run a step of it, and waits for its end. */
export function runAction(options: RunOptions): Promise<RunResult> {
  return startAction(options).finished;
}

/** Starts the action as a step, without waiting. */
export function startAction(options: RunOptions): RunningAction {
  const { paths, env } = prepareStep(options);
  const child = spawn(process.execPath, [options.bundle ?? join(options.project, "dist", "index.js")], {
    cwd: paths.workspace,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { paths, kill: (signal) => void child.kill(signal), finished: finish(child, options, paths) };
}

/** Makes the folders of a step, and its environment. */
export function prepareStep(options: RunOptions): {
  readonly paths: Workspace;
  readonly env: Readonly<Record<string, string>>;
} {
  const paths = makeWorkspace(options.tree, options.event.payload);
  const inputs = toInputVariables(options.project, options.inputs, { token: options.githubToken });
  const hosts = { api: options.apiUrl, web: options.serverUrl ?? "https://github.com" };
  const all = { ...toEnvironment(options.event, paths, hosts), ...inputs, ...options.env };
  const env = Object.fromEntries(
    Object.entries(all).filter(([name, value]) => value !== "" || !(name in (options.env ?? {}))),
  );
  return { paths, env };
}

async function finish(child: ChildProcess, options: RunOptions, paths: Workspace): Promise<RunResult> {
  const started = Date.now();
  const printed = { stdout: "", stderr: "" };
  for (const channel of ["stdout", "stderr"] as const) {
    child[channel]?.setEncoding("utf8").on("data", (text: string) => {
      printed[channel] += text;
      options.onOutput?.(text);
    });
  }
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, options.limitMs ?? LIMIT_MS);
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, name) => resolve([code, name]));
  });
  clearTimeout(timer);
  return {
    ...collectStep(printed, paths),
    exitCode,
    signal,
    timedOut,
    durationMs: Date.now() - started,
    paths,
  };
}

/** What a step left behind, as the runner reads it. */
export function collectStep(
  printed: { readonly stdout: string; readonly stderr: string },
  paths: Workspace,
): Omit<RunResult, "exitCode" | "signal" | "timedOut" | "durationMs" | "paths"> {
  const { values, writes, problem } = readFileValues(readIfThere(paths.output));
  const commands = [...findCommands(printed.stdout), ...findCommands(printed.stderr)];
  const orders = new Set(commands.map((command) => command.line));
  return {
    ...printed,
    commands,
    lines: `${printed.stdout}\n${printed.stderr}`
      .split(/\r\n|\n|\r/)
      .filter((line) => line !== "" && !orders.has(line)),
    outputs: values,
    outputWrites: writes,
    ...(problem === undefined ? {} : { outputProblem: problem }),
    summary: readIfThere(paths.summary),
  };
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
