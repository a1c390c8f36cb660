import * as core from "@actions/core";
import { contextFromEvent } from "./context/from-event.ts";
import { workspaceFiles } from "./platform/files/workspace-files.ts";
import { createGitHub, createPolicyRepositories } from "./platform/github/github.ts";
import { createDeadline } from "./platform/http/deadline.ts";
import { createConnect } from "./platform/http/http.ts";
import { type Environment, readInputs, stepOutputs, workflowStyle } from "./platform/runner/actions.ts";
import { systemClock } from "./platform/runner/clock.ts";
import { createLog } from "./platform/runner/log.ts";
import { describeEnvironment, readEvent, readFolders, runLink } from "./platform/runner/runner.ts";
import { VERSION } from "./platform/runner/version.ts";
import type { Clock } from "./ports.ts";
import { run } from "./run.ts";
import { INPUT_NAMES, TOKEN_INPUTS } from "./settings/inputs.ts";
import { readSettings } from "./settings/read.ts";
import { logLine } from "./text/escape-printed.ts";
import { present } from "./text/present.ts";
import { createRedact, isSearchable } from "./text/redact.ts";

/** What a step of a workflow has of its process. */
export interface WorkflowStep {
  readonly env: Environment;
  /** Prints a line of the log. */
  readonly write: (line: string) => void;
  /** Aborts when the job is cancelled. */
  readonly cancelled: AbortSignal;
  /** Tells the time and waits; the machine's own clock unless another one is given. */
  readonly clock?: Clock;
}

/**
 * One run as a step of a GitHub workflow, with the real world: from the runner's environment to the exit code.
 * Never rejects; what the process itself needs (its exit code, signals) is `index.ts`'s.
 */
export async function runWorkflow({
  env,
  write,
  cancelled,
  clock = systemClock,
}: WorkflowStep): Promise<number> {
  const inputs = readInputs(INPUT_NAMES, env);
  const secrets = TOKEN_INPUTS.flatMap((name) => inputs[name]?.trim() ?? []);
  for (const secret of secrets.filter(isSearchable)) core.setSecret(secret);
  const redact = createRedact(secrets);
  const clean = (text: string) => logLine(redact(text));
  const log = createLog({ write, clean, style: workflowStyle(core.isDebug()) });
  const http = { clock, random: Math.random, userAgent: `scan-gate/${VERSION}`, redact, log };
  const folders = readFolders(env);
  const apiUrl = env.GITHUB_API_URL || "https://api.github.com";
  return run(
    {
      clock,
      log,
      connect: createConnect(http),
      forge: (options) => createGitHub({ ...http, ...options, apiUrl }),
      policyRepositories: (access) => createPolicyRepositories({ ...http, ...access, apiUrl }),
      deadline: (limit) => createDeadline({ ...limit, clock }),
      files: workspaceFiles({ workspace: folders.workspace, redact, cancelled }),
      outputs: stepOutputs(env, redact),
      redact,
      version: VERSION,
      cancelled,
    },
    {
      settings: readSettings(inputs, folders),
      context: (request) => contextFromEvent(readEvent(env), request),
      ...present({ link: runLink(env) }),
      environment: describeEnvironment(env),
    },
  );
}
