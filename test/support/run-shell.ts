import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "../../src/cli/main.ts";
import { shellPorts } from "../../src/cli/run/ports.ts";
import type { Shell, WantedPorts } from "../../src/cli/shell.ts";
import type { Clock } from "../../src/ports.ts";
import { briskClock } from "./clock.ts";
import { loadLazyModules } from "./lazy-modules.ts";
import type { TestContext } from "./run-scenario.ts";

await loadLazyModules();

export interface ShellCall {
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Tells the time; one on which pauses are short unless another one is given. */
  readonly clock?: Clock;
  /** Changes what the run's ports are made for, as where a proxy is that is always at one place. */
  readonly wire?: (wanted: WantedPorts) => WantedPorts;
}

export interface ShellRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly folder: string;
}

/** Runs the command line in this process: the same wiring as the bundle has, without a start of Node.js for each run. */
export async function runShell({
  args,
  env,
  folder,
  clock = briskClock(),
  wire = (wanted) => wanted,
}: ShellCall): Promise<ShellRun> {
  const printed = { stdout: "", stderr: "" };
  const channel = (name: keyof typeof printed) => ({
    write: (text: string) => {
      printed[name] += text;
    },
    isTerminal: false,
  });
  const cancel = new AbortController();
  const shell: Shell = {
    env,
    folder,
    stdout: channel("stdout"),
    stderr: channel("stderr"),
    clock,
    cancelled: cancel.signal,
    version: "9.9.9",
    readText(path) {
      try {
        return readFileSync(path, "utf8");
      } catch {
        return undefined;
      }
    },
    ports: (wanted) => shellPorts(shell, wire(wanted)),
  };
  const exitCode = await main(args, shell);
  // Limits of time that were not reached end with the run.
  cancel.abort();
  return { exitCode, ...printed, folder };
}

/** Makes a folder with files for one test. */
export function folderFor(context: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "scan-gate-cli-")));
  context.onTestFinished(async () => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A Semgrep report with one finding, whose words can be chosen. */
export function semgrepReport(over: { readonly path?: string; readonly message?: string } = {}): string {
  const { path = "src/a.js", message = "Bad." } = over;
  const extra = { message, severity: "ERROR", fingerprint: "f_0", metadata: {}, lines: "x" };
  const result = { check_id: "rules.bad", path, start: { line: 1 }, end: { line: 1 }, extra };
  return JSON.stringify({ version: "1.0.0", results: [result], errors: [], paths: {} });
}

/** A job of a CI that judges report files. */
export interface ReportsJob extends Partial<Omit<ShellCall, "folder">> {
  readonly files?: Readonly<Record<string, string>>;
}

/** Runs the command line on the report files of a folder of its own: one of Semgrep's unless others are given. */
export function judgeReports(
  context: TestContext,
  { files = { "semgrep.json": semgrepReport() }, args = [], env = {}, ...more }: ReportsJob,
): Promise<ShellRun> {
  const folder = folderFor(context, files);
  return runShell({ ...more, env, folder, args: ["--reports=*.json", "--timeout=30s", ...args] });
}
