import { ScanGateError } from "../errors.ts";
import { present } from "../text/present.ts";
import { defaultBranchIn } from "./payload.ts";
import { commitId, PayloadProblem } from "./payload-parts.ts";
import type { RunContext } from "./run-context.ts";

/** What the runner tells of the event, as text from its environment and its event file. */
export interface RunnerEvent {
  /** `GITHUB_EVENT_NAME` */
  readonly name: string;
  /** `GITHUB_REPOSITORY` */
  readonly repository: string;
  /** `GITHUB_SHA` */
  readonly sha: string;
  /** `GITHUB_REF` */
  readonly ref: string;
  /** `GITHUB_SERVER_URL`, without a slash at the end */
  readonly serverUrl: string;
  /** `GITHUB_ACTOR` */
  readonly actor?: string;
  /** The parsed event file. */
  readonly payload: unknown;
}

/** What the workflow's author asks for beside the event. */
export interface EventRequest {
  /** The input `pull-request`; counts on events that name none. */
  readonly pullRequest?: number | undefined;
}

/** What every context tells of its event and repository. */
export type EventFacts = Pick<
  RunContext,
  "event" | "owner" | "repo" | "repositoryUrl" | "workflowCommit" | "defaultBranch"
>;

/** @throws `config-invalid` when the runner does not name the repository */
export function factsOf(event: RunnerEvent): EventFacts {
  const match = /^([^/\s]+)\/([^/\s]+)$/.exec(event.repository);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw unusable(event, "GITHUB_REPOSITORY is not owner/name");
  }
  const defaultBranch = readPayload(event, defaultBranchIn);
  return {
    event: event.name,
    owner: match[1],
    repo: match[2],
    repositoryUrl: `${event.serverUrl}/${event.repository}`,
    // Left out where the runner gives none that is a commit id; events that need it say so themselves.
    ...present({ workflowCommit: commitId(event.sha), defaultBranch }),
  };
}

/** `GITHUB_SHA`, for events whose commit it is. @throws `config-invalid` */
export function runnerCommit(event: RunnerEvent): string {
  const commit = commitId(event.sha);
  if (commit === undefined) throw unusable(event, "GITHUB_SHA is not a commit id");
  return commit;
}

/** Who started the run, where the runner tells it. */
export function actorOf(event: RunnerEvent): { actor?: string } {
  return event.actor === undefined || event.actor === "" ? {} : { actor: event.actor };
}

/** Reads a part of the payload. `hint` is for one that people write themselves. @throws `config-invalid` for one that is not what its event needs */
export function readPayload<T>(event: RunnerEvent, read: (payload: unknown) => T, hint?: string): T {
  try {
    return read(event.payload);
  } catch (error) {
    throw error instanceof PayloadProblem ? unusable(event, error.message, hint) : error;
  }
}

/** What to do where the runner passed no event that a workflow can have. */
const NO_WORKFLOW = "Run Scan Gate as a step of a GitHub workflow, or use its command line elsewhere";

/** The error of an event that cannot be used: `what` is a clause. */
export function unusable(event: RunnerEvent, what: string, hint = NO_WORKFLOW): ScanGateError {
  return new ScanGateError({
    code: "config-invalid",
    source: "github",
    message: `The ${event.name} event as the runner passed it cannot be used (${what})`,
    hint,
  });
}
