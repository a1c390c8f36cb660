import type { PullRequest } from "../github/world.ts";
import { type Event, pullRequestEvent } from "../shop/events.ts";
import { HEAD_TREE } from "../shop/files.ts";
import { shopGitHub } from "../shop/github.ts";
import { busySemgrep, cleanSemgrep } from "../shop/semgrep.ts";
import { busySnyk, cleanSnyk } from "../shop/snyk.ts";
import type { World } from "../world.ts";
import type { Scenario } from "./scenario.ts";

/** Short waits, so that a demonstration does not take minutes. */
export const QUICK: Readonly<Record<string, string>> = { "poll-interval": "200ms", timeout: "30s" };

/** Nothing to report anywhere. */
export function cleanWorld(now: number): World {
  return { semgrep: cleanSemgrep(now), snyk: cleanSnyk(now), github: shopGitHub(now) };
}

/** New findings on the pull request, old ones on main. */
export function busyWorld(now: number): World {
  return { semgrep: busySemgrep(now), snyk: busySnyk(now), github: shopGitHub(now) };
}

/** The world's one pull request. */
export function onlyPull(world: World): PullRequest {
  const [pull] = world.github.pulls;
  if (pull === undefined) throw new Error("this world has no pull request");
  return pull;
}

/** New commits on the world's pull request. */
export function onPullRequest(world: World): Event {
  return pullRequestEvent(onlyPull(world));
}

/** The usual run: the workflow of the pull request itself, with the tools' tokens, in a checkout of its commits. */
export const ON_PULL_REQUEST = {
  event: onPullRequest,
  inputs: QUICK,
  credentials: true,
  tree: HEAD_TREE,
} as const satisfies Partial<Scenario>;
