import { commentEvent } from "../shop/default-branch-events.ts";
import { BASE_COMMIT } from "../shop/names.ts";
import type { World } from "../world.ts";
import { busyWorld, ON_PULL_REQUEST, onlyPull, onPullRequest } from "./common.ts";
import type { Scenario } from "./scenario.ts";

/** The comment that holds the commands; what it says comes with the event. */
const COMMENT = 2_870_114_655;
const WRITER = "jo-winter";

/** Of all that the tools see, the policy blocks only one. */
const POLICY = `version: 1
fail-on: none
rules:
  # everything else is looked at in another place
  - match: { id: CVE-2021-23337 }
    fail-on: high
`;

/** The blocked pull request in a repository in which a job may write branches and open pull requests. */
function exceptionWorld(now: number): World {
  const world = busyWorld(now);
  const { permissions } = world.github;
  return {
    ...world,
    github: {
      ...world.github,
      permissions: { ...permissions, contents: "write", statuses: "write" },
      settings: { actionsOpenPulls: true },
      collaborators: { [WRITER]: "write" },
      files: [{ commit: BASE_COMMIT, path: ".github/scan-gate.yml", text: POLICY }],
    },
  };
}

const comment = (body: string, author = WRITER) => ({
  event: (world: World) => commentEvent(onlyPull(world), { id: COMMENT, body, author }),
});

export const exception: Scenario = {
  name: "exception",
  description:
    "A blocker is accepted by a comment, the pull request with the exception is merged, and a recheck is green.",
  world: exceptionWorld,
  ...ON_PULL_REQUEST,
  lead: [
    { title: "The pull request is blocked", event: onPullRequest, exitCode: 1 },
    {
      title: "A comment asks for an exception, and somebody merges its pull request",
      ...comment("/scan-gate accept CVE-2021-23337 until 2099-01-31 because only used at build time"),
      exitCode: 0,
      after: ({ github }) => {
        for (const { number } of github.proposals.opened) github.proposals.merge(number);
      },
    },
  ],
  ...comment("/scan-gate recheck"),
  expected: { verdict: "pass", exitCode: 0, reasons: [], comment: "written", upload: "written" },
};

export const stranger: Scenario = {
  name: "stranger",
  description:
    "Somebody who may not write asks for an exception in a comment, and gets a reaction and nothing else.",
  world: exceptionWorld,
  ...ON_PULL_REQUEST,
  ...comment("/scan-gate accept CVE-2021-23337 until 2099-01-31 because I say so", "mallory"),
  expected: {
    verdict: "incomplete",
    exitCode: 0,
    reasons: [],
    comment: "none",
    upload: "none",
    report: "none",
  },
};

export const recheck: Scenario = {
  name: "recheck",
  description: "A comment asks for the blocked pull request to be judged again.",
  world: exceptionWorld,
  ...ON_PULL_REQUEST,
  ...comment("/scan-gate recheck"),
  expected: {
    verdict: "fail",
    exitCode: 1,
    reasons: ["blocking-findings"],
    comment: "written",
    upload: "written",
  },
};
