import type { CommitStatus } from "../github/world.ts";
import { HEAD_COMMIT, OLDER_COMMIT, REPOSITORY } from "../shop/names.ts";
import type { World } from "../world.ts";
import { cleanWorld, ON_PULL_REQUEST } from "./common.ts";
import type { Scenario } from "./scenario.ts";

const MINUTE = 60_000;

function check(sha: string, name: "security" | "code", more: Partial<CommitStatus> & { updatedAt: string }) {
  return {
    sha,
    context: `${name}/snyk (acme-shop)`,
    state: "success",
    targetUrl: "https://app.snyk.io/org/acme-shop/pr-checks/7",
    ...more,
  } as const;
}

/** Snyk has imported the repository and checks its pull requests; on the newest commit the check of code comes late. */
function lateCheckWorld(now: number): World {
  const world = cleanWorld(now);
  const ago = (minutes: number) => new Date(now - minutes * MINUTE).toISOString();
  const own = world.snyk.targets.filter(({ displayName }) => displayName === REPOSITORY).map(({ id }) => id);
  const projects = world.snyk.projects
    .filter(({ target, targetReference }) => !own.includes(target) || targetReference === "main")
    .map((project) => ({ ...project, origin: "github-cloud-app" }));
  const statuses: readonly CommitStatus[] = [
    check(OLDER_COMMIT, "security", { updatedAt: ago(44) }),
    check(OLDER_COMMIT, "code", { updatedAt: ago(43) }),
    check(HEAD_COMMIT, "security", { updatedAt: ago(9) }),
    check(HEAD_COMMIT, "code", {
      updatedAt: ago(0),
      state: "failure",
      description: "1 new high severity issue",
      fromLook: 3,
    }),
  ];
  return { ...world, snyk: { ...world.snyk, projects }, github: { ...world.github, statuses } };
}

export const lateCheck: Scenario = {
  name: "late-check",
  description: "Snyk's check of code is not there at first, is waited for, and fails.",
  world: lateCheckWorld,
  ...ON_PULL_REQUEST,
  expected: {
    verdict: "fail",
    exitCode: 1,
    reasons: ["pr-check-failed"],
    comment: "written",
    upload: "written",
  },
};
