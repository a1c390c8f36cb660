import { startDataCenter } from "../bitbucket-dc/server.ts";
import type { DataCenterWorld } from "../bitbucket-dc/world.ts";
import { HEAD_TREE } from "../shop/files.ts";
import { BASE_COMMIT, HEAD_BRANCH, HEAD_COMMIT, OLDER_COMMIT, PULL_REQUEST, REPO } from "../shop/names.ts";
import type { ForgeScenario } from "./forge-scenario.ts";

const PROJECT = "WEB";

export const onDataCenter: ForgeScenario = {
  name: "bitbucket-dc",
  description:
    "Jenkins judges a pull request of Bitbucket Data Center: a comment, a build status, and a report that can be required.",
  forge: "Bitbucket Data Center",
  request: "pull request",
  repository: `${PROJECT}/${REPO}`,
  semgrepName: `scm/${PROJECT.toLowerCase()}/${REPO}`,
  html: false,
  options: ["--status", "always"],
  files: [],
  async start(now) {
    const world = shopDataCenter(now);
    const standIn = await startDataCenter(world);
    return {
      standIn,
      env: buildOf(world, standIn.url),
      comments: () =>
        standIn
          .comments()
          .filter(({ author }) => author === world.username)
          .map(({ text }) => ({ text })),
      status: () => {
        const build = standIn.builds().at(-1);
        return build && `${build.key} ${build.state}: ${build.description ?? ""}`;
      },
      findings: () => {
        const told = standIn
          .reports()
          .map(({ title, result, annotations }) => `${title} ${result}, ${annotations.length} annotations`);
        return `Code Insights: ${told.join("; ") || "none"}`;
      },
    };
  },
};

/** Data Center with the pull request open, and an access token of the repository that may write. */
function shopDataCenter(now: number): DataCenterWorld {
  const made = (sha: string, minutes: number) => ({ sha, at: now - minutes * 60_000 });
  return {
    token: "sandbox-access-token-not-a-secret-0123456789",
    may: "write",
    username: "WEB/web-shop token",
    root: "/bitbucket",
    project: PROJECT,
    slug: REPO,
    pageLimit: 50,
    mostAnnotations: 1000,
    branches: { main: BASE_COMMIT, [HEAD_BRANCH]: HEAD_COMMIT },
    tags: {},
    defaultBranch: "main",
    commits: [made(BASE_COMMIT, 130), made(OLDER_COMMIT, 45), made(HEAD_COMMIT, 10)],
    files: [],
    pullRequests: [
      {
        id: PULL_REQUEST,
        state: "OPEN",
        sourceBranch: HEAD_BRANCH,
        targetBranch: "main",
        commits: [OLDER_COMMIT, HEAD_COMMIT],
        author: "jo-winter",
        files: Object.keys(HEAD_TREE).map((path) => ({ path })),
      },
    ],
    comments: [],
    builds: [],
    reports: [],
  };
}

/** The variables of Jenkins that builds the pull request. */
function buildOf(world: DataCenterWorld, url: string): Readonly<Record<string, string>> {
  return {
    JENKINS_URL: "https://ci.example/",
    GIT_URL: `${url}/scm/${PROJECT.toLowerCase()}/${REPO}.git`,
    GIT_COMMIT: HEAD_COMMIT,
    BRANCH_NAME: `PR-${PULL_REQUEST}`,
    CHANGE_ID: String(PULL_REQUEST),
    CHANGE_URL: `${url}/projects/${PROJECT}/repos/${REPO}/pull-requests/${PULL_REQUEST}/overview`,
    CHANGE_BRANCH: HEAD_BRANCH,
    CHANGE_TARGET: "main",
    BUILD_URL: `https://ci.example/job/${REPO}/job/PR-${PULL_REQUEST}/5/`,
    BITBUCKET_TOKEN: world.token,
  };
}
