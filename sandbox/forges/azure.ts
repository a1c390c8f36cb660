import { startAzure } from "../azure/server.ts";
import type { AzureWorld } from "../azure/world.ts";
import { HEAD_TREE } from "../shop/files.ts";
import {
  BASE_COMMIT,
  HEAD_BRANCH,
  HEAD_COMMIT,
  MERGE_COMMIT,
  OLDER_COMMIT,
  PULL_REQUEST,
  REPO,
} from "../shop/names.ts";
import type { ForgeScenario } from "./forge-scenario.ts";

const PROJECT = "Store";

export const onAzure: ForgeScenario = {
  name: "azure",
  description:
    "Azure Pipelines judges a pull request of Azure Repos: a thread, a status, and SARIF for the run.",
  forge: "Azure DevOps",
  request: "pull request",
  repository: `acme/${PROJECT}/${REPO}`,
  html: false,
  options: ["--status", "always"],
  files: ["scan-gate.sarif"],
  async start(now) {
    const world = shopAzure(now);
    const standIn = await startAzure(world);
    return {
      standIn,
      env: buildOf(world, standIn.url),
      comments: () =>
        standIn
          .threads()
          .filter(({ author }) => author === world.userId)
          .map(({ content, status }) => ({ text: content, state: `its thread is ${status}` })),
      status: () => {
        const status = standIn.statuses().findLast(({ author }) => author === world.userId);
        return status && `${status.genre}/${status.name} ${status.state}: ${status.description ?? ""}`;
      },
    };
  },
};

/** Azure Repos with the pull request open, and a build service that may contribute to it. */
function shopAzure(now: number): AzureWorld {
  const made = (sha: string, minutes: number) => ({
    sha,
    date: new Date(now - minutes * 60_000).toISOString(),
  });
  return {
    token: `${Buffer.from('{"typ":"JWT","alg":"none"}').toString("base64url")}.sandbox.notASecret0123456789`,
    may: "contribute",
    userId: "b1c2d3e4-0000-4000-8000-000000000001",
    collection: "/acme",
    project: { id: "a0a0a0a0-0000-4000-8000-000000000002", name: PROJECT },
    repository: { id: "c0c0c0c0-0000-4000-8000-000000000003", name: REPO },
    branches: { main: BASE_COMMIT, [HEAD_BRANCH]: HEAD_COMMIT },
    commits: [made(BASE_COMMIT, 130), made(OLDER_COMMIT, 45), made(HEAD_COMMIT, 10), made(MERGE_COMMIT, 9)],
    files: [],
    pullRequests: [
      {
        id: PULL_REQUEST,
        status: "active",
        sourceBranch: HEAD_BRANCH,
        targetBranch: "main",
        heads: [OLDER_COMMIT, HEAD_COMMIT],
        files: Object.keys(HEAD_TREE),
      },
    ],
    threads: [],
    statuses: [],
    resetsStatuses: true,
  };
}

/** The variables of a build of the pull request: it builds the merge, and is told the head. */
function buildOf(world: AzureWorld, url: string): Readonly<Record<string, string>> {
  return {
    TF_BUILD: "True",
    SYSTEM_COLLECTIONURI: `${url}/`,
    SYSTEM_TEAMPROJECT: world.project.name,
    SYSTEM_TEAMPROJECTID: world.project.id,
    BUILD_REPOSITORY_PROVIDER: "TfsGit",
    BUILD_REPOSITORY_ID: world.repository.id,
    BUILD_REPOSITORY_URI: `${url}/${PROJECT}/_git/${REPO}`,
    BUILD_SOURCEVERSION: MERGE_COMMIT,
    BUILD_SOURCEBRANCH: `refs/pull/${PULL_REQUEST}/merge`,
    BUILD_BUILDID: "501",
    SYSTEM_PULLREQUEST_PULLREQUESTID: String(PULL_REQUEST),
    SYSTEM_PULLREQUEST_SOURCEBRANCH: `refs/heads/${HEAD_BRANCH}`,
    SYSTEM_PULLREQUEST_SOURCECOMMITID: HEAD_COMMIT,
    SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/main",
    SYSTEM_PULLREQUEST_ISFORK: "False",
    SYSTEM_ACCESSTOKEN: world.token,
  };
}
