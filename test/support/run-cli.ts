import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./run-scenario.ts";

/** The command line under test. `SCAN_GATE_CLI=src/cli.ts` runs the source instead. */
const CLI = join(PROJECT, process.env.SCAN_GATE_CLI ?? join("dist", "cli.js"));
export const HAS_CLI = existsSync(CLI);
if (!HAS_CLI) process.stderr.write(`The tests of the command line are skipped: there is no ${CLI} yet\n`);

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly folder: string;
  /** The whole environment but for `PATH`. */
  readonly env?: Readonly<Record<string, string>>;
  /** A file descriptor to print to; what is printed there is not in the result. */
  readonly stdout?: number;
}

/** Starts the command line without waiting. */
export function startCli(
  args: readonly string[],
  { folder, env = {}, stdout }: CliOptions,
): { readonly child: ChildProcess; readonly finished: Promise<CliResult> } {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", stdout ?? "pipe", "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  for (const channel of ["stdout", "stderr"] as const) {
    child[channel]?.setEncoding("utf8").on("data", (text: string) => {
      printed[channel] += text;
    });
  }
  const finished = new Promise<CliResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...printed }));
  });
  return { child, finished };
}

/** Runs the command line as a shell would, and waits for its end. */
export function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  return startCli(args, options).finished;
}
