import { ScanGateError } from "../errors.ts";
import {
  commitId,
  defaultBranchIn,
  type ListedPullRequest,
  mergeGroupIn,
  PayloadProblem,
  pullRequestIn,
  workflowRunIn,
} from "./payload.ts";
import type {
  MergeGroupContext,
  PullRequestContext,
  RefContext,
  RunContext,
  UnresolvedPullRequestContext,
} from "./run-context.ts";

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

const PULL_REQUEST_EVENTS = ["pull_request", "pull_request_target"];
const REF_EVENTS = ["push", "schedule", "workflow_dispatch"];

/** Branches of the merge queue; GitHub deletes them while an upload for them would be processed. */
const QUEUE_BRANCH = "refs/heads/gh-readonly-queue/";

/**
 * What is judged, from the event, as the contract's table of events says.
 * @throws `config-invalid` for another event, and for a payload or environment that lacks what its event needs
 */
export function contextFromEvent(event: RunnerEvent): RunContext | UnresolvedPullRequestContext {
  const common = commonOf(event);
  if (PULL_REQUEST_EVENTS.includes(event.name)) return fromPullRequest(event, common);
  if (event.name === "merge_group") return fromMergeGroup(event, common);
  if (event.name === "workflow_run") return fromWorkflowRun(event, common);
  if (REF_EVENTS.includes(event.name)) return fromRef(event, common);
  throw new ScanGateError({
    code: "config-invalid",
    source: "github",
    message: `The event "${event.name}" is none that Scan Gate can judge`,
    hint: `Run it on one of: ${[...PULL_REQUEST_EVENTS, "workflow_run", "merge_group", ...REF_EVENTS].join(", ")}`,
  });
}

type Common = Pick<
  RunContext,
  "event" | "owner" | "repo" | "repositoryUrl" | "workflowCommit" | "defaultBranch"
>;

function commonOf(event: RunnerEvent): Common {
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
    ...workflowCommitOf(event),
    ...(defaultBranch === undefined ? {} : { defaultBranch }),
  };
}

function fromPullRequest(event: RunnerEvent, common: Common): PullRequestContext {
  const { number, head, base } = readPayload(event, pullRequestIn);
  // On pull_request_target GITHUB_SHA is a commit of the default branch, which says nothing of the change.
  const mergeCommit = event.name === "pull_request" ? runnerCommit(event) : undefined;
  return {
    ...common,
    kind: "pull-request",
    commit: head.sha,
    number,
    headRef: head.ref,
    fork: isFork(head.repo, event.repository),
    ...actorOf(event),
    base: { ref: base.ref, commit: base.sha },
    ...(mergeCommit === undefined ? {} : { mergeCommit }),
    upload:
      mergeCommit === undefined
        ? { ref: `refs/pull/${number}/head`, commit: head.sha }
        : { ref: `refs/pull/${number}/merge`, commit: mergeCommit },
  };
}

function fromMergeGroup(event: RunnerEvent, common: Common): MergeGroupContext {
  const group = readPayload(event, mergeGroupIn);
  const number = /\/pr-(\d+)-[0-9a-f]{40,64}$/.exec(group.head_ref)?.[1];
  return {
    ...common,
    kind: "merge-group",
    commit: group.head_sha,
    ref: group.head_ref,
    base: { ref: group.base_ref.replace(/^refs\/heads\//, ""), commit: group.base_sha },
    ...(number === undefined ? {} : { number: Number(number) }),
  };
}

function fromWorkflowRun(
  event: RunnerEvent,
  common: Common,
): PullRequestContext | UnresolvedPullRequestContext | RefContext {
  const run = readPayload(event, workflowRunIn);
  if (!PULL_REQUEST_EVENTS.includes(run.event)) {
    const ref = `refs/heads/${run.head_branch}`;
    const foreign = isFork(run.head_repository, event.repository);
    return {
      ...common,
      kind: "ref",
      commit: run.head_sha,
      ref,
      // Another repository's branch of that name is no branch of ours, and its alerts must not become ours.
      ...(foreign ? { foreign } : uploadFor(ref, run.head_sha)),
    };
  }
  const head = {
    ...common,
    commit: run.head_sha,
    headRef: run.head_branch,
    fork: isFork(run.head_repository, event.repository),
    ...actorOf(event),
  };
  const known = run.pull_requests?.find(
    (pull) => pull.head.sha.toLowerCase() === run.head_sha && !leadsElsewhere(pull),
  );
  if (known === undefined) {
    const headOwner = run.head_repository?.full_name.split("/")[0] ?? common.owner;
    return { ...head, kind: "unresolved-pull-request", headOwner };
  }
  return {
    ...head,
    kind: "pull-request",
    number: known.number,
    base: { ref: known.base.ref, commit: known.base.sha },
    upload: { ref: `refs/pull/${known.number}/head`, commit: run.head_sha },
  };
}

function fromRef(event: RunnerEvent, common: Common): RefContext {
  if (!event.ref.startsWith("refs/")) throw unusable(event, "GITHUB_REF is not a full ref");
  const commit = runnerCommit(event);
  return { ...common, kind: "ref", commit, ref: event.ref, ...uploadFor(event.ref, commit) };
}

function uploadFor(ref: string, commit: string): Pick<RefContext, "upload"> {
  return ref.startsWith(QUEUE_BRANCH) ? {} : { upload: { ref, commit } };
}

function runnerCommit(event: RunnerEvent): string {
  const commit = commitId(event.sha);
  if (commit === undefined) throw unusable(event, "GITHUB_SHA is not a commit id");
  return commit;
}

/** Left out where the runner gives none that is a commit id; events that need it say so themselves. */
function workflowCommitOf(event: RunnerEvent): { workflowCommit?: string } {
  const workflowCommit = commitId(event.sha);
  return workflowCommit === undefined ? {} : { workflowCommit };
}

function actorOf(event: RunnerEvent): { actor?: string } {
  return event.actor === undefined || event.actor === "" ? {} : { actor: event.actor };
}

/** GitHub also lists pull requests from a branch of this repository into the one that it was forked from. */
function leadsElsewhere({ head, base }: ListedPullRequest): boolean {
  return head.repo !== undefined && base.repo !== undefined && head.repo.id !== base.repo.id;
}

/** GitHub names the head repository, or says null when it was deleted: then it is somebody else's, for all one can prove. */
function isFork(head: { full_name: string } | null | undefined, repository: string): boolean {
  return head !== undefined && head?.full_name.toLowerCase() !== repository.toLowerCase();
}

function readPayload<T>(event: RunnerEvent, read: (payload: unknown) => T): T {
  try {
    return read(event.payload);
  } catch (error) {
    throw error instanceof PayloadProblem ? unusable(event, error.message) : error;
  }
}

function unusable(event: RunnerEvent, what: string): ScanGateError {
  return new ScanGateError({
    code: "config-invalid",
    source: "github",
    message: `The ${event.name} event as the runner passed it cannot be used (${what})`,
    hint: "Run Scan Gate as a step of a GitHub workflow, or use its command line elsewhere",
  });
}
