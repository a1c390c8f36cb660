import type { BitbucketWorld } from "../../sandbox/bitbucket/world.ts";

export const BITBUCKET_HEAD = "5a1c9f3b7d20e84c6b91f0a2d3e4c5b6a7988f03";
const BITBUCKET_OLDER = "4b0d8e2a6c1fd73b5a80efb1c2d3b4a5968770e4";
export const BITBUCKET_NEWER = "6c2ea04c8e31f95d7ca201b3e4f5d6c7b8a991f5";
export const BITBUCKET_BASE = "3f2e1d0c9b8a47566371829304a5b6c7d8e9f0a3";

/** A repository with one open pull request, and an access token that may do everything the gate wants. */
export function bitbucketWorld(over: Partial<BitbucketWorld> = {}): BitbucketWorld {
  const commits = [BITBUCKET_BASE, BITBUCKET_OLDER, BITBUCKET_HEAD, BITBUCKET_NEWER];
  return {
    token: "ATCTT3x-sandbox-not-a-secret-0123456789",
    kind: "access-token",
    email: "gate@acme.example",
    scopes: ["repository", "pullrequest:write"],
    account: "{b1c2d3e4-0000-4000-8000-000000000001}",
    repository: "acme/shop",
    isVisible: true,
    branches: { main: BITBUCKET_BASE, "feature/search": BITBUCKET_HEAD },
    commits: commits.map((sha, index) => ({ sha, date: `2026-11-2${index}T10:00:00+00:00` })),
    files: [],
    pullRequests: [
      {
        id: 12,
        state: "OPEN",
        head: BITBUCKET_HEAD,
        sourceBranch: "feature/search",
        targetBranch: "main",
        commits: [BITBUCKET_OLDER, BITBUCKET_HEAD],
        files: ["src/a.js"],
      },
    ],
    comments: [],
    statuses: [],
    reports: [],
    ...over,
  };
}

/** The same with a token that is the password of an account. */
export function bitbucketApiTokenWorld(over: Partial<BitbucketWorld> = {}): BitbucketWorld {
  return bitbucketWorld({
    token: "ATATT3x-sandbox-not-a-secret-0123456789",
    kind: "api-token",
    scopes: ["repository", "pullrequest:write", "account"],
    ...over,
  });
}

/** The variables of a step in a pipeline of the pull request. */
export function bitbucketStep(world: BitbucketWorld): Readonly<Record<string, string>> {
  return {
    CI: "true",
    BITBUCKET_BUILD_NUMBER: "501",
    BITBUCKET_WORKSPACE: "acme",
    BITBUCKET_REPO_SLUG: "shop",
    BITBUCKET_REPO_FULL_NAME: world.repository,
    BITBUCKET_GIT_HTTP_ORIGIN: `http://bitbucket.org/${world.repository}`,
    BITBUCKET_COMMIT: BITBUCKET_HEAD.slice(0, 12),
    BITBUCKET_BRANCH: "feature/search",
    BITBUCKET_PR_ID: "12",
    BITBUCKET_PR_DESTINATION_BRANCH: "main",
    BITBUCKET_PR_DESTINATION_COMMIT: BITBUCKET_BASE.slice(0, 12),
    BITBUCKET_TOKEN: world.token,
    ...(world.kind === "api-token" ? { BITBUCKET_EMAIL: world.email } : {}),
  };
}
