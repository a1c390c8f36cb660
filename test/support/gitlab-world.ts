import type { GitLabWorld } from "../../sandbox/gitlab/world.ts";

export const GITLAB_HEAD = "5a1c9f3b7d20e84c6b91f0a2d3e4c5b6a7988f01";
export const GITLAB_OLDER = "4b0d8e2a6c1fd73b5a80efb1c2d3b4a5968770e2";
export const GITLAB_NEWER = "6c2ea04c8e31f95d7ca201b3e4f5d6c7b8a991f3";
export const GITLAB_BASE = "3f2e1d0c9b8a47566371829304a5b6c7d8e9f0a1";
export const GITLAB_MERGED = "7d3fb15d9f42a06e8db312c4f506e7d8c9baa204";

/** A project with one open merge request, and a token that may do everything the gate wants. */
export function gitLabWorld(over: Partial<GitLabWorld> = {}): GitLabWorld {
  const commits = [GITLAB_BASE, GITLAB_OLDER, GITLAB_HEAD, GITLAB_NEWER, GITLAB_MERGED];
  return {
    token: "glpat-sandboxNotASecret0123456789",
    scope: "api",
    role: "developer",
    username: "project_7_bot_scan_gate",
    jobToken: "sandbox-job-token-not-a-secret-0123456789",
    root: "/git",
    project: { id: 7, path: "acme/web/shop" },
    branches: { main: GITLAB_BASE, "feature/search": GITLAB_HEAD },
    commits: commits.map((sha, index) => ({ sha, date: `2026-11-2${index}T10:00:00.000+00:00` })),
    files: [],
    pipelines: [
      { id: 31, sha: GITLAB_HEAD },
      { id: 32, sha: GITLAB_MERGED },
    ],
    mergeRequests: [
      {
        iid: 12,
        state: "opened",
        sha: GITLAB_HEAD,
        sourceBranch: "feature/search",
        targetBranch: "main",
        sourceProjectId: 7,
        author: "octavia",
        earlierHeads: [GITLAB_OLDER],
        files: ["src/a.js"],
      },
    ],
    notes: [],
    statuses: [],
    ...over,
  };
}

/** The variables of a job of the merge request's pipeline. */
export function gitLabJob(world: GitLabWorld, url: string): Readonly<Record<string, string>> {
  return {
    GITLAB_CI: "true",
    CI_SERVER_URL: url,
    CI_API_V4_URL: `${url}/api/v4`,
    CI_PROJECT_ID: "7",
    CI_PROJECT_PATH: world.project.path,
    CI_PROJECT_URL: `${url}/${world.project.path}`,
    CI_MERGE_REQUEST_PROJECT_ID: "7",
    CI_MERGE_REQUEST_PROJECT_PATH: world.project.path,
    CI_MERGE_REQUEST_PROJECT_URL: `${url}/${world.project.path}`,
    CI_MERGE_REQUEST_SOURCE_PROJECT_PATH: world.project.path,
    CI_MERGE_REQUEST_IID: "12",
    CI_MERGE_REQUEST_EVENT_TYPE: "detached",
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "feature/search",
    CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: "",
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
    CI_MERGE_REQUEST_TARGET_BRANCH_SHA: "",
    CI_MERGE_REQUEST_DIFF_BASE_SHA: GITLAB_BASE,
    CI_DEFAULT_BRANCH: "main",
    CI_COMMIT_SHA: GITLAB_HEAD,
    CI_PIPELINE_ID: "31",
    CI_JOB_URL: `${url}/${world.project.path}/-/jobs/501`,
    CI_JOB_TOKEN: world.jobToken,
    GITLAB_TOKEN: world.token,
  };
}

/** The same with merged results: the pipeline runs on a commit that is in no branch. */
export function mergedResultsJob(world: GitLabWorld, url: string): Readonly<Record<string, string>> {
  return {
    ...gitLabJob(world, url),
    CI_MERGE_REQUEST_EVENT_TYPE: "merged_result",
    CI_COMMIT_SHA: GITLAB_MERGED,
    CI_PIPELINE_ID: "32",
    CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: GITLAB_HEAD,
    CI_MERGE_REQUEST_TARGET_BRANCH_SHA: GITLAB_BASE,
  };
}
