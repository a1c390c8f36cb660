import { ScanGateError } from "../errors.ts";
import { present } from "../text/present.ts";
import { fromComment, fromDispatch, fromStatus } from "./from-request.ts";
import { type ListedPullRequest, mergeGroupIn, pullRequestIn, workflowRunIn } from "./payload.ts";
import type {
  EventContext,
  IgnoredEvent,
  MergeGroupContext,
  NumberedPullRequestContext,
  PullRequestContext,
  RefContext,
  UnresolvedPullRequestContext,
} from "./run-context.ts";
import {
  actorOf,
  type EventFacts,
  type EventRequest,
  factsOf,
  type RunnerEvent,
  readPayload,
  runnerCommit,
  unusable,
} from "./runner-event.ts";

const PULL_REQUEST_EVENTS = ["pull_request", "pull_request_target"];

/** Branches of the merge queue; GitHub deletes them while an upload for them would be processed. */
const QUEUE_BRANCH = "refs/heads/gh-readonly-queue/";

type FromEvent = (
  event: RunnerEvent,
  facts: EventFacts,
  request: EventRequest,
) => EventContext | IgnoredEvent;

const READERS: Readonly<Record<string, FromEvent>> = {
  pull_request: fromPullRequest,
  pull_request_target: fromPullRequest,
  workflow_run: fromWorkflowRun,
  merge_group: fromMergeGroup,
  push: fromRef,
  schedule: fromRef,
  workflow_dispatch: fromRef,
  status: fromStatus,
  repository_dispatch: fromDispatch,
  issue_comment: fromComment,
};

/**
 * What is judged, from the event, as the contract's table of events says; or that the event asks for nothing.
 * @throws `config-invalid` for another event, and for a payload or environment that lacks what its event needs
 */
export function contextFromEvent(
  event: RunnerEvent,
  request: EventRequest = {},
): EventContext | IgnoredEvent {
  const read = Object.hasOwn(READERS, event.name) ? READERS[event.name] : undefined;
  if (read !== undefined) return read(event, factsOf(event), request);
  throw new ScanGateError({
    code: "config-invalid",
    source: "github",
    message: `Scan Gate does not support the event "${event.name}"`,
    hint: `Run it on one of: ${Object.keys(READERS).join(", ")}`,
  });
}

function fromPullRequest(event: RunnerEvent, facts: EventFacts): PullRequestContext {
  const { number, head, base, author } = readPayload(event, pullRequestIn);
  // On pull_request_target GITHUB_SHA is a commit of the default branch, which says nothing of the change.
  const mergeCommit = event.name === "pull_request" ? runnerCommit(event) : undefined;
  return {
    ...facts,
    kind: "pull-request",
    commit: head.sha,
    number,
    headRef: head.ref,
    fork: isFork(head.repo, event.repository),
    ...actorOf(event),
    ...present({ author }),
    base: { ref: base.ref, commit: base.sha },
    ...(mergeCommit === undefined ? {} : { mergeCommit }),
    upload:
      mergeCommit === undefined
        ? { ref: `refs/pull/${number}/head`, commit: head.sha }
        : { ref: `refs/pull/${number}/merge`, commit: mergeCommit },
  };
}

function fromMergeGroup(event: RunnerEvent, facts: EventFacts): MergeGroupContext {
  const group = readPayload(event, mergeGroupIn);
  const number = /\/pr-(\d+)-[0-9a-f]{40,64}$/.exec(group.head_ref)?.[1];
  return {
    ...facts,
    kind: "merge-group",
    commit: group.head_sha,
    ref: group.head_ref,
    base: { ref: group.base_ref.replace(/^refs\/heads\//, ""), commit: group.base_sha },
    ...(number === undefined ? {} : { number: Number(number) }),
  };
}

function fromWorkflowRun(
  event: RunnerEvent,
  facts: EventFacts,
): PullRequestContext | UnresolvedPullRequestContext | RefContext {
  const run = readPayload(event, workflowRunIn);
  if (!PULL_REQUEST_EVENTS.includes(run.event)) {
    const ref = `refs/heads/${run.head_branch}`;
    const foreign = isFork(run.head_repository, event.repository);
    return {
      ...facts,
      kind: "ref",
      commit: run.head_sha,
      ref,
      // Another repository's branch of that name is no branch of ours, and its alerts must not become ours.
      ...(foreign ? { foreign } : uploadFor(ref, run.head_sha)),
    };
  }
  const head = {
    ...facts,
    commit: run.head_sha,
    headRef: run.head_branch,
    fork: isFork(run.head_repository, event.repository),
    ...actorOf(event),
  };
  const known = run.pull_requests?.find(
    (pull) => pull.head.sha.toLowerCase() === run.head_sha && !leadsElsewhere(pull),
  );
  if (known === undefined) {
    const headOwner = run.head_repository?.full_name.split("/")[0] ?? facts.owner;
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

function fromRef(
  event: RunnerEvent,
  facts: EventFacts,
  { pullRequest }: EventRequest,
): RefContext | NumberedPullRequestContext {
  if (pullRequest !== undefined) {
    const pushed = event.name === "push" ? { pushed: runnerCommit(event) } : {};
    return { ...facts, ...actorOf(event), kind: "numbered-pull-request", number: pullRequest, ...pushed };
  }
  if (!event.ref.startsWith("refs/")) throw unusable(event, "GITHUB_REF is not a full ref");
  const commit = runnerCommit(event);
  return { ...facts, kind: "ref", commit, ref: event.ref, ...uploadFor(event.ref, commit) };
}

function uploadFor(ref: string, commit: string): Pick<RefContext, "upload"> {
  return ref.startsWith(QUEUE_BRANCH) ? {} : { upload: { ref, commit } };
}

/** GitHub also lists pull requests from a branch of this repository into the one that it was forked from. */
function leadsElsewhere({ head, base }: ListedPullRequest): boolean {
  return head.repo !== undefined && base.repo !== undefined && head.repo.id !== base.repo.id;
}

/** GitHub names the head repository, or says null when it was deleted: then it is somebody else's, for all one can prove. */
function isFork(head: { full_name: string } | null | undefined, repository: string): boolean {
  return head !== undefined && head?.full_name.toLowerCase() !== repository.toLowerCase();
}
