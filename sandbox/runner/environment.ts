import type { Event } from "../shop/events.ts";
import { OWNER, REPOSITORY, REPOSITORY_ID } from "../shop/names.ts";
import type { Workspace } from "./workspace.ts";

/** The `GITHUB_…` and `RUNNER_…` variables of a step, and nothing of this process but the path to programs. */
export function toEnvironment(
  event: Event,
  workspace: Workspace,
  { api, web }: { readonly api: string; readonly web: string },
): Readonly<Record<string, string>> {
  const branch = event.ref.replace(/^refs\/(heads|tags|pull)\//, "");
  return {
    PATH: process.env.PATH ?? "",
    HOME: workspace.home,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "scan-gate",
    GITHUB_ACTOR: event.actor,
    GITHUB_API_URL: api,
    GITHUB_BASE_REF: event.baseRef ?? "",
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: workspace.event,
    GITHUB_GRAPHQL_URL: `${api.replace(/\/v3$/, "")}/graphql`,
    GITHUB_HEAD_REF: event.headRef ?? "",
    GITHUB_JOB: "gate",
    GITHUB_OUTPUT: workspace.output,
    GITHUB_REF: event.ref,
    GITHUB_REF_NAME: branch,
    GITHUB_REF_TYPE: event.ref.startsWith("refs/tags/") ? "tag" : "branch",
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_REPOSITORY_ID: String(REPOSITORY_ID),
    GITHUB_REPOSITORY_OWNER: OWNER,
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "9120044002",
    GITHUB_RUN_NUMBER: "318",
    GITHUB_SERVER_URL: web,
    GITHUB_SHA: event.sha,
    GITHUB_STEP_SUMMARY: workspace.summary,
    GITHUB_TRIGGERING_ACTOR: event.actor,
    GITHUB_WORKFLOW: "Security",
    GITHUB_WORKSPACE: workspace.workspace,
    RUNNER_ARCH: "X64",
    RUNNER_ENVIRONMENT: "github-hosted",
    RUNNER_NAME: "sandbox",
    RUNNER_OS: "Linux",
    RUNNER_TEMP: workspace.temp,
    RUNNER_TOOL_CACHE: workspace.temp,
  };
}
