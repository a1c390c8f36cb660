import { workflowRunEvent } from "../shop/events.ts";
import type { World } from "../world.ts";
import { busyWorld, onlyPull, QUICK } from "./common.ts";
import { asFork } from "./fork.ts";
import type { Scenario } from "./scenario.ts";

/** The fork's pull request as main's workflows see it: with secrets, and with the right to write. */
function companionWorld(now: number): World {
  const world = busyWorld(now);
  const permissions = { ...world.github.permissions, statuses: "write" as const };
  return { ...world, github: { ...world.github, permissions, pulls: world.github.pulls.map(asFork) } };
}

export const workflowRun: Scenario = {
  name: "workflow-run",
  description: "The companion workflow judges a fork's pull request after its tests, with main's secrets.",
  world: companionWorld,
  event: (world) => workflowRunEvent(onlyPull(world)),
  inputs: { ...QUICK, require: "semgrep" },
  credentials: true,
  tree: {},
  expected: {
    verdict: "fail",
    exitCode: 1,
    reasons: ["blocking-findings"],
    comment: "written",
    upload: "written",
  },
};
