import { readFileSync, statSync } from "node:fs";
import { main } from "./cli/main.ts";
import { shellPorts } from "./cli/run/ports.ts";
import { secretsIn } from "./cli/run/tokens.ts";
import type { Channel, Shell } from "./cli/shell.ts";
import { stepOutputs } from "./platform/runner/actions.ts";
import { systemClock } from "./platform/runner/clock.ts";
import { cancelledBySignals, exit } from "./platform/runner/signals.ts";
import { VERSION } from "./platform/runner/version.ts";
import { logLine } from "./text/escape-printed.ts";
import { createRedact } from "./text/redact.ts";

// A promise that never settles would otherwise end the process as a success.
process.exitCode = 2;
const { env } = process;
const cancelled = cancelledBySignals({ SIGINT: 130, SIGTERM: 143 });
const channel = (stream: NodeJS.WriteStream): Channel => ({
  write: (text) => void stream.write(text, stream === process.stdout ? tellLoss : undefined),
  isTerminal: stream.isTTY === true,
  columns: () => stream.columns,
});

/** A reader that went away, such as `head`, has seen what it wanted; the verdict stands. */
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);
/** Any other loss of what is printed is told: a file that it goes to is not whole then. */
function tellLoss(error?: NodeJS.ErrnoException | null): void {
  if (!error || error.code === "EPIPE") return;
  process.stderr.write(`warning: stdout was not written whole: ${error.message}\n`);
}
process.on("uncaughtException", (error) => {
  const redact = createRedact(secretsIn(env));
  process.stderr.write(`Scan Gate itself failed: ${logLine(redact(String(error)))}\n`);
  exit(2);
});

const shell: Shell = {
  env,
  folder: process.cwd(),
  stdout: channel(process.stdout),
  stderr: channel(process.stderr),
  clock: systemClock,
  cancelled,
  version: VERSION,
  readText(path) {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return undefined;
    }
  },
  isFolder(path) {
    try {
      return statSync(path).isDirectory();
    } catch {
      return false;
    }
  },
  annotate(annotation) {
    if (env.GITHUB_ACTIONS !== "true") return;
    const redact = createRedact(secretsIn(env));
    stepOutputs(env, (text) => logLine(redact(text))).annotate(annotation);
  },
  ports: (wanted) => shellPorts(shell, wanted),
};

const code = await main(process.argv.slice(2), shell);
exit(cancelled.aborted ? Number(process.exitCode) : code);
