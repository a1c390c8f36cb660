import type { PullRequest } from "../github/world.ts";
import { HEAD_COMMIT } from "../shop/names.ts";
import type { World } from "../world.ts";
import { busyWorld, ON_PULL_REQUEST } from "./common.ts";
import type { Scenario } from "./scenario.ts";

/** The pull request of somebody who works in a copy of the repository. */
export function asFork(pull: PullRequest): PullRequest {
  return {
    ...pull,
    author: "kim-larsen",
    head: { ...pull.head, ref: "order-search", sha: HEAD_COMMIT, repository: "kim-larsen/web-shop" },
    foundBy: [],
  };
}

/** The fork's pull request; its own workflow may only read. */
function forkWorld(now: number): World {
  const world = busyWorld(now);
  return {
    ...world,
    github: {
      ...world.github,
      permissions: { contents: "read", "pull-requests": "read", statuses: "read" },
      pulls: world.github.pulls.map(asFork),
    },
  };
}

export const fork: Scenario = {
  name: "fork",
  description: "A fork's pull request, whose workflow gets no secrets and may only read.",
  world: forkWorld,
  ...ON_PULL_REQUEST,
  credentials: false,
  expected: {
    verdict: "incomplete",
    exitCode: 1,
    reasons: ["no-credentials"],
    comment: "none",
    upload: "none",
  },
};
