import type { PullRequest } from "../../../sandbox/github/world.ts";
import { onlyPull } from "../../../sandbox/scenarios/common.ts";
import { asFork } from "../../../sandbox/scenarios/fork.ts";
import {
  type Event,
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  workflowRunEvent,
} from "../../../sandbox/shop/events.ts";
import {
  BASE_COMMIT,
  HEAD_BRANCH,
  HEAD_COMMIT,
  MERGE_REF,
  PULL_REQUEST,
  QUEUE_COMMIT,
  QUEUE_REF,
} from "../../../sandbox/shop/names.ts";
import type { World } from "../../../sandbox/world.ts";

/** Where Semgrep's own scan of the event stands, and which branch's Snyk projects are the head's. */
export interface Place {
  readonly commit: string;
  /** As the scan records it. */
  readonly ref: string;
  readonly full: boolean;
  readonly pullRequest?: number;
  /** Absent where no project can be the head's: tags, and branches of forks. */
  readonly branch?: string;
}

/** An event of the contract's table, with the world as it finds it. */
export interface EventCase {
  readonly place: Place;
  readonly event: (world: World) => Event;
  readonly world?: (world: World) => World;
}

const ON_PULL: Place = {
  commit: HEAD_COMMIT,
  ref: MERGE_REF,
  full: false,
  pullRequest: PULL_REQUEST,
  branch: HEAD_BRANCH,
};
const { branch: _, ...FROM_FORK } = ON_PULL;
const ON_MAIN: Place = { commit: BASE_COMMIT, ref: "refs/heads/main", full: true, branch: "main" };
const TAG = "refs/tags/v2.4.0";

const pulls =
  (change: (pull: PullRequest) => PullRequest) =>
  (world: World): World => ({ ...world, github: { ...world.github, pulls: world.github.pulls.map(change) } });

const dependabot = (pull: PullRequest): PullRequest => ({ ...pull, author: "dependabot[bot]" });

const onPull =
  (name?: string) =>
  (world: World): Event =>
    pullRequestEvent(onlyPull(world), name);

const onMain = (name: string, payload: object = {}): EventCase => {
  const { repository, sender } = pushEvent().payload;
  return {
    place: ON_MAIN,
    event: () => ({ ...pushEvent(), name, payload: { repository, sender, ...payload } }),
  };
};

/** The run of the pull request's workflow, with the given things said otherwise. */
const afterRun =
  (said: object) =>
  (world: World): Event => {
    const event = workflowRunEvent(onlyPull(world));
    const run: unknown = event.payload.workflow_run;
    return { ...event, payload: { ...event.payload, workflow_run: { ...Object(run), ...said } } };
  };

/** By the name that the table of docs/evidence.md uses. */
export const EVENTS: Readonly<Record<string, EventCase>> = {
  pull_request: { place: ON_PULL, event: onPull() },
  "pull_request, fork": { place: FROM_FORK, event: onPull(), world: pulls(asFork) },
  "pull_request, Dependabot": { place: ON_PULL, event: onPull(), world: pulls(dependabot) },
  pull_request_target: {
    place: { ...ON_PULL, ref: HEAD_BRANCH },
    event: onPull("pull_request_target"),
  },
  "pull_request_target, fork": {
    place: { ...FROM_FORK, ref: "order-search" },
    event: onPull("pull_request_target"),
    world: pulls(asFork),
  },
  "workflow_run, pull request in the payload": { place: ON_PULL, event: afterRun({}) },
  "workflow_run, pull request by commit": { place: ON_PULL, event: afterRun({ pull_requests: [] }) },
  "workflow_run, pull request by branch": { place: FROM_FORK, event: afterRun({}), world: pulls(asFork) },
  "workflow_run, head has moved on": {
    place: FROM_FORK,
    event: afterRun({ head_sha: "5e1fab1e5e1fab1e5e1fab1e5e1fab1e5e1fab1e" }),
    world: pulls(asFork),
  },
  "workflow_run, pull request closed": {
    place: ON_PULL,
    event: afterRun({ pull_requests: [] }),
    world: pulls((pull) => ({ ...pull, state: "closed" })),
  },
  "workflow_run of a push": {
    place: ON_MAIN,
    event: afterRun({ event: "push", head_branch: "main", head_sha: BASE_COMMIT, pull_requests: [] }),
  },
  merge_group: {
    place: { commit: QUEUE_COMMIT, ref: QUEUE_REF, full: true, branch: HEAD_BRANCH },
    event: mergeGroupEvent,
  },
  push: { place: ON_MAIN, event: pushEvent },
  "push of a branch": {
    place: { commit: HEAD_COMMIT, ref: `refs/heads/${HEAD_BRANCH}`, full: true, branch: HEAD_BRANCH },
    event: () => ({ ...pushEvent(), sha: HEAD_COMMIT, ref: `refs/heads/${HEAD_BRANCH}` }),
  },
  "push of a tag": {
    place: { commit: BASE_COMMIT, ref: TAG, full: true },
    event: () => ({ ...pushEvent(), ref: TAG }),
  },
  schedule: onMain("schedule", { schedule: "17 4 * * *" }),
  workflow_dispatch: onMain("workflow_dispatch", { inputs: null, ref: "refs/heads/main" }),
  issue_comment: onMain("issue_comment", { action: "created" }),
};
