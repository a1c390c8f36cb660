import type { PullRequest } from "../github/world.ts";
import { workflowRunEvent } from "../shop/events.ts";
import type { World } from "../world.ts";
import { cleanWorld, ON_PULL_REQUEST, onlyPull, onPullRequest } from "./common.ts";
import { asFork } from "./fork.ts";
import type { Scenario } from "./scenario.ts";

/** A clean pull request of somebody whose own run gets no secrets, and a companion on main that may set a status. */
function companionWorld(now: number, change: (pull: PullRequest) => PullRequest): World {
  const world = cleanWorld(now);
  const permissions = { ...world.github.permissions, statuses: "write" as const };
  return { ...world, github: { ...world.github, permissions, pulls: world.github.pulls.map(change) } };
}

const asDependabot = (pull: PullRequest): PullRequest => ({ ...pull, author: "dependabot[bot]" });

/** The pull request's own run is red, and the companion turns its status green. */
const FROM_RED_TO_GREEN = {
  ...ON_PULL_REQUEST,
  lead: [
    {
      title: "The pull request's own run has no secrets",
      event: onPullRequest,
      inputs: { "semgrep-token": "", "snyk-token": "", comment: "never" },
      exitCode: 1,
    },
  ],
  event: (world: World) => workflowRunEvent(onlyPull(world)),
  tree: {},
  expected: { verdict: "pass", exitCode: 0, reasons: [], comment: "written", upload: "written" },
} as const satisfies Partial<Scenario>;

export const forkToGreen: Scenario = {
  name: "fork-to-green",
  description: "A fork's own run is red, and the companion workflow turns the status on its head green.",
  world: (now) => companionWorld(now, asFork),
  ...FROM_RED_TO_GREEN,
};

export const dependabot: Scenario = {
  name: "dependabot",
  description: "Dependabot's own run has no secrets, and the companion workflow turns the status green.",
  world: (now) => companionWorld(now, asDependabot),
  ...FROM_RED_TO_GREEN,
};
