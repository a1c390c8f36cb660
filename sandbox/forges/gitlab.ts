import { startGitLab } from "../gitlab/server.ts";
import type { GitLabWorld } from "../gitlab/world.ts";
import { HEAD_TREE } from "../shop/files.ts";
import {
  BASE_COMMIT,
  HEAD_BRANCH,
  HEAD_COMMIT,
  OLDER_COMMIT,
  PULL_REQUEST,
  REPOSITORY,
} from "../shop/names.ts";
import type { ForgeScenario } from "./forge-scenario.ts";

const PROJECT = 7;
const PIPELINE = 31;
const ACCOUNT = "project_7_bot_scan_gate";

export const onGitLab: ForgeScenario = {
  name: "gitlab",
  description:
    "A job of GitLab CI/CD judges a merge request: a note, a commit status, and GitLab's report files.",
  forge: "GitLab",
  request: "merge request",
  repository: REPOSITORY,
  html: true,
  options: ["--status", "always"],
  files: ["gl-sast-report.json", "gl-dependency-scanning-report.json", "gl-code-quality-report.json"],
  async start(now) {
    const world = shopGitLab(now);
    const standIn = await startGitLab(world);
    return {
      standIn,
      env: jobOf(world, standIn.url),
      comments: () =>
        standIn
          .notes()
          .filter(({ author }) => author === ACCOUNT)
          .map(({ body }) => ({ text: body })),
      status: () => {
        const status = standIn.statuses().findLast(({ author }) => author === ACCOUNT);
        return status && `${status.name} ${status.status}: ${status.description ?? ""}`;
      },
    };
  },
};

/** GitLab with the merge request open, and a project access token that may do what the gate wants. */
function shopGitLab(now: number): GitLabWorld {
  const made = (sha: string, minutes: number) => ({
    sha,
    date: new Date(now - minutes * 60_000).toISOString(),
  });
  return {
    token: "glpat-sandboxNotASecret0123456789",
    scope: "api",
    role: "developer",
    username: ACCOUNT,
    jobToken: "sandbox-job-token-not-a-secret-0123456789",
    root: "",
    project: { id: PROJECT, path: REPOSITORY },
    branches: { main: BASE_COMMIT, [HEAD_BRANCH]: HEAD_COMMIT },
    commits: [made(BASE_COMMIT, 130), made(OLDER_COMMIT, 45), made(HEAD_COMMIT, 10)],
    files: [],
    pipelines: [{ id: PIPELINE, sha: HEAD_COMMIT }],
    mergeRequests: [
      {
        iid: PULL_REQUEST,
        state: "opened",
        sha: HEAD_COMMIT,
        sourceBranch: HEAD_BRANCH,
        targetBranch: "main",
        sourceProjectId: PROJECT,
        author: "jo-winter",
        earlierHeads: [OLDER_COMMIT],
        files: Object.keys(HEAD_TREE),
      },
    ],
    notes: [{ id: 1, iid: PULL_REQUEST, author: "sam-berg", body: "Nice! Can it search by e-mail too?" }],
    statuses: [],
  };
}

/** The variables of a job in the merge request's pipeline. */
function jobOf(world: GitLabWorld, url: string): Readonly<Record<string, string>> {
  const { path } = world.project;
  return {
    GITLAB_CI: "true",
    CI_SERVER_URL: url,
    CI_API_V4_URL: `${url}/api/v4`,
    CI_PROJECT_ID: String(PROJECT),
    CI_PROJECT_PATH: path,
    CI_PROJECT_URL: `${url}/${path}`,
    CI_MERGE_REQUEST_PROJECT_ID: String(PROJECT),
    CI_MERGE_REQUEST_PROJECT_PATH: path,
    CI_MERGE_REQUEST_PROJECT_URL: `${url}/${path}`,
    CI_MERGE_REQUEST_SOURCE_PROJECT_PATH: path,
    CI_MERGE_REQUEST_IID: String(PULL_REQUEST),
    CI_MERGE_REQUEST_EVENT_TYPE: "detached",
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: HEAD_BRANCH,
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
    CI_MERGE_REQUEST_DIFF_BASE_SHA: BASE_COMMIT,
    CI_DEFAULT_BRANCH: "main",
    CI_COMMIT_SHA: HEAD_COMMIT,
    CI_PIPELINE_ID: String(PIPELINE),
    CI_JOB_URL: `${url}/${path}/-/jobs/501`,
    CI_JOB_TOKEN: world.jobToken,
    GITLAB_TOKEN: world.token,
  };
}
