import type { DataCenterWorld } from "../../sandbox/bitbucket-dc/world.ts";

export const DC_HEAD = "5a1c9f3b7d20e84c6b91f0a2d3e4c5b6a7988f03";
export const DC_OLDER = "4b0d8e2a6c1fd73b5a80efb1c2d3b4a5968770e4";
export const DC_NEWER = "6c2ea04c8e31f95d7ca201b3e4f5d6c7b8a991f5";
export const DC_BASE = "3f2e1d0c9b8a47566371829304a5b6c7d8e9f0a3";

/** A repository with one open pull request, and a token that may do everything the gate wants. */
export function dataCenterWorld(over: Partial<DataCenterWorld> = {}): DataCenterWorld {
  const commits = [DC_BASE, DC_OLDER, DC_HEAD, DC_NEWER];
  return {
    token: "sandbox-access-token-not-a-secret-0123456789",
    may: "write",
    username: "WEB/shop token",
    root: "/bitbucket",
    project: "WEB",
    slug: "shop",
    pageLimit: 50,
    mostAnnotations: 1000,
    defaultBranch: "main",
    branches: { main: DC_BASE, "feature/search": DC_HEAD },
    tags: { v1: DC_BASE },
    commits: commits.map((sha, index) => ({ sha, at: Date.UTC(2026, 10, 20 + index, 10) })),
    files: [],
    pullRequests: [
      {
        id: 12,
        state: "OPEN",
        sourceBranch: "feature/search",
        targetBranch: "main",
        commits: [DC_OLDER, DC_HEAD],
        author: "octavia",
        files: [{ path: "src/a.js" }],
      },
    ],
    comments: [],
    builds: [],
    reports: [],
    ...over,
  };
}

/** The variables of Jenkins that builds the pull request. */
export function dataCenterJob(world: DataCenterWorld, url: string): Readonly<Record<string, string>> {
  return {
    JENKINS_URL: "https://ci.example/",
    GIT_URL: `${url}/scm/${world.project.toLowerCase()}/${world.slug}.git`,
    GIT_COMMIT: DC_HEAD,
    BRANCH_NAME: "PR-12",
    CHANGE_ID: "12",
    CHANGE_URL: `${url}/projects/${world.project}/repos/${world.slug}/pull-requests/12/overview`,
    CHANGE_BRANCH: "feature/search",
    CHANGE_TARGET: "main",
    BUILD_URL: "https://ci.example/job/shop/job/PR-12/5/",
    BITBUCKET_TOKEN: world.token,
  };
}
