import * as core from "@actions/core";
import { contextFromEvent } from "./context/from-event.ts";
import { workspaceFiles } from "./platform/files/workspace-files.ts";
import { createGitHub } from "./platform/github/github.ts";
import { createDeadline } from "./platform/http/deadline.ts";
import { createConnect } from "./platform/http/http.ts";
import { readInputs, stepOutputs, workflowStyle } from "./platform/runner/actions.ts";
import { systemClock } from "./platform/runner/clock.ts";
import { createLog } from "./platform/runner/log.ts";
import { describeEnvironment, readEvent, readFolders } from "./platform/runner/runner.ts";
import { cancelledBySignals, exit } from "./platform/runner/signals.ts";
import { VERSION } from "./platform/runner/version.ts";
import { run } from "./run.ts";
import { INPUT_NAMES, TOKEN_INPUTS } from "./settings/inputs.ts";
import { readSettings } from "./settings/read.ts";
import { logLine } from "./text/escape.ts";
import { createRedact, isSearchable } from "./text/redact.ts";

// A promise that never settles would otherwise end the process as a success.
process.exitCode = 1;
const write = (line: string) => void process.stdout.write(`${line}\n`);
process.on("uncaughtException", (error) => {
  // Only its kind: what it says may hold anything, and the tokens are not known yet when it comes early.
  write(`Scan Gate itself failed with an unexpected ${error.name}; report it with the log of this run.`);
  exit(1);
});
const { env } = process;
const cancelled = cancelledBySignals();
const inputs = readInputs(INPUT_NAMES, env);
const secrets = TOKEN_INPUTS.flatMap((name) => inputs[name]?.trim() ?? []);
for (const secret of secrets.filter(isSearchable)) core.setSecret(secret);
const redact = createRedact(secrets);
const clean = (text: string) => logLine(redact(text));
const log = createLog({ write, clean, style: workflowStyle(core.isDebug()) });
const http = { clock: systemClock, random: Math.random, userAgent: `scan-gate/${VERSION}`, redact, log };
const folders = readFolders(env);

exit(
  await run(
    {
      clock: systemClock,
      log,
      connect: createConnect(http),
      forge: (options) =>
        createGitHub({ ...http, ...options, apiUrl: env.GITHUB_API_URL || "https://api.github.com" }),
      deadline: createDeadline,
      files: workspaceFiles({ workspace: folders.workspace, redact }),
      outputs: stepOutputs(env, redact),
      redact,
      version: VERSION,
      cancelled,
    },
    {
      settings: readSettings(inputs, folders),
      context: () => contextFromEvent(readEvent(env)),
      environment: describeEnvironment(env),
    },
  ),
);
