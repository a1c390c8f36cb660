import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { ScanGateError } from "../../errors.ts";
import { trimEndMarks } from "../../text/escape.ts";
import type { Environment } from "./actions.ts";

/** What the runner tells of the event, as it stands in the environment and the event file. */
export function readEvent(env: Environment) {
  return {
    name: env.GITHUB_EVENT_NAME ?? "",
    repository: env.GITHUB_REPOSITORY ?? "",
    sha: env.GITHUB_SHA ?? "",
    ref: env.GITHUB_REF ?? "",
    serverUrl: serverUrl(env),
    ...(env.GITHUB_ACTOR === undefined ? {} : { actor: env.GITHUB_ACTOR }),
    payload: readPayload(env.GITHUB_EVENT_PATH ?? ""),
  };
}

/** The same, as far as it can be shown when the event is of no use. */
export function describeEnvironment(env: Environment) {
  return {
    event: env.GITHUB_EVENT_NAME ?? "",
    repository: env.GITHUB_REPOSITORY ?? "",
    commit: env.GITHUB_SHA ?? "",
    ref: env.GITHUB_REF ?? "",
    repositoryUrl: `${serverUrl(env)}/${env.GITHUB_REPOSITORY ?? ""}`,
  };
}

/** The page of this run; undefined where the runner does not name it. */
export function runLink(env: Environment): string | undefined {
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  if (!repository || !id || !/^\d+$/.test(id)) return undefined;
  return `${serverUrl(env)}/${repository}/actions/runs/${id}`;
}

/** The folders that paths start from. */
export function readFolders(env: Environment) {
  return { workspace: env.GITHUB_WORKSPACE || process.cwd(), temp: env.RUNNER_TEMP || tmpdir() };
}

function serverUrl(env: Environment): string {
  return trimEndMarks(env.GITHUB_SERVER_URL || "https://github.com", "/");
}

function readPayload(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new ScanGateError({
      code: "config-invalid",
      source: "github",
      message: "The event file that GITHUB_EVENT_PATH names cannot be read as JSON",
      hint: "Run Scan Gate as a step of a GitHub workflow, or use its command line elsewhere",
      cause: error,
    });
  }
}
