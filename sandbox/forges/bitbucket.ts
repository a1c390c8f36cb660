import { startBitbucket } from "../bitbucket/server.ts";
import type { BitbucketWorld } from "../bitbucket/world.ts";
import { HEAD_TREE } from "../shop/files.ts";
import {
  BASE_COMMIT,
  HEAD_BRANCH,
  HEAD_COMMIT,
  OLDER_COMMIT,
  OWNER,
  PULL_REQUEST,
  REPO,
  REPOSITORY,
} from "../shop/names.ts";
import type { ForgeScenario } from "./forge-scenario.ts";

/** Bitbucket Pipelines and Bitbucket itself name commits by so many digits. */
const DIGITS = 12;

export const onBitbucket: ForgeScenario = {
  name: "bitbucket",
  description:
    "Bitbucket Pipelines judges a pull request of Bitbucket Cloud: a comment, a build status, and Code Insights.",
  forge: "Bitbucket Cloud",
  request: "pull request",
  repository: REPOSITORY,
  html: false,
  options: ["--status", "always"],
  files: [],
  async start(now) {
    const world = shopBitbucket(now);
    const standIn = await startBitbucket(world);
    return {
      standIn,
      options: ["--forge-url", standIn.url],
      env: stepOf(world),
      comments: () =>
        standIn
          .comments()
          .filter(({ author, deleted }) => author === world.account && deleted !== true)
          .map(({ raw }) => ({ text: raw })),
      status: () => {
        const status = standIn.statuses().at(-1);
        return status && `${status.key} ${status.state}: ${status.description ?? ""}`;
      },
      findings: () => {
        const reports = standIn.reports();
        const told = reports.map(
          ({ title, result, annotations }) => `${title} ${result}, ${annotations.length} annotations`,
        );
        return `Code Insights: ${told.join("; ") || "none"}`;
      },
    };
  },
};

/** Bitbucket with the pull request open, and an access token of the repository that may do what the gate wants. */
function shopBitbucket(now: number): BitbucketWorld {
  const made = (sha: string, minutes: number) => ({
    sha,
    date: new Date(now - minutes * 60_000).toISOString(),
  });
  return {
    token: "ATCTT3x-sandbox-not-a-secret-0123456789",
    kind: "access-token",
    email: "gate@acme.example",
    scopes: ["repository", "pullrequest:write"],
    account: "{b1c2d3e4-0000-4000-8000-000000000001}",
    repository: REPOSITORY,
    isVisible: true,
    branches: { main: BASE_COMMIT, [HEAD_BRANCH]: HEAD_COMMIT },
    commits: [made(BASE_COMMIT, 130), made(OLDER_COMMIT, 45), made(HEAD_COMMIT, 10)],
    files: [],
    pullRequests: [
      {
        id: PULL_REQUEST,
        state: "OPEN",
        head: HEAD_COMMIT,
        sourceBranch: HEAD_BRANCH,
        targetBranch: "main",
        commits: [OLDER_COMMIT, HEAD_COMMIT],
        files: Object.keys(HEAD_TREE),
      },
    ],
    comments: [],
    statuses: [],
    reports: [],
  };
}

/** The variables of a step in a pipeline of the pull request. */
function stepOf(world: BitbucketWorld): Readonly<Record<string, string>> {
  return {
    BITBUCKET_BUILD_NUMBER: "501",
    BITBUCKET_WORKSPACE: OWNER,
    BITBUCKET_REPO_SLUG: REPO,
    BITBUCKET_REPO_FULL_NAME: world.repository,
    BITBUCKET_GIT_HTTP_ORIGIN: `http://bitbucket.org/${world.repository}`,
    BITBUCKET_COMMIT: HEAD_COMMIT.slice(0, DIGITS),
    BITBUCKET_BRANCH: HEAD_BRANCH,
    BITBUCKET_PR_ID: String(PULL_REQUEST),
    BITBUCKET_PR_DESTINATION_BRANCH: "main",
    BITBUCKET_PR_DESTINATION_COMMIT: BASE_COMMIT.slice(0, DIGITS),
    BITBUCKET_TOKEN: world.token,
  };
}
