import type { AzureWorld } from "../../sandbox/azure/world.ts";

export const AZURE_HEAD = "5a1c9f3b7d20e84c6b91f0a2d3e4c5b6a7988f02";
export const AZURE_OLDER = "4b0d8e2a6c1fd73b5a80efb1c2d3b4a5968770e3";
export const AZURE_NEWER = "6c2ea04c8e31f95d7ca201b3e4f5d6c7b8a991f4";
export const AZURE_BASE = "3f2e1d0c9b8a47566371829304a5b6c7d8e9f0a2";
const AZURE_MERGED = "7d3fb15d9f42a06e8db312c4f506e7d8c9baa205";

/** A repository with one open pull request, and a build service that may do everything the gate wants. */
export function azureWorld(over: Partial<AzureWorld> = {}): AzureWorld {
  const commits = [AZURE_BASE, AZURE_OLDER, AZURE_HEAD, AZURE_NEWER, AZURE_MERGED];
  return {
    token: `${Buffer.from('{"typ":"JWT","alg":"none"}').toString("base64url")}.sandbox.notASecret0123456789`,
    may: "contribute",
    userId: "b1c2d3e4-0000-4000-8000-000000000001",
    collection: "/acme",
    project: { id: "a0a0a0a0-0000-4000-8000-000000000002", name: "Web Shop" },
    repository: { id: "c0c0c0c0-0000-4000-8000-000000000003", name: "shop" },
    branches: { main: AZURE_BASE, "main-2": AZURE_OLDER, "feature/search": AZURE_HEAD },
    commits: commits.map((sha, index) => ({ sha, date: `2026-11-2${index}T10:00:00Z` })),
    files: [],
    pullRequests: [
      {
        id: 12,
        status: "active",
        sourceBranch: "feature/search",
        targetBranch: "main",
        heads: [AZURE_OLDER, AZURE_HEAD],
        files: ["src/a.js"],
      },
    ],
    threads: [],
    statuses: [],
    resetsStatuses: true,
    ...over,
  };
}

/** The variables of a build of the pull request. */
export function azureJob(world: AzureWorld, url: string): Readonly<Record<string, string>> {
  return {
    TF_BUILD: "True",
    SYSTEM_COLLECTIONURI: `${url}/`,
    SYSTEM_TEAMPROJECT: world.project.name,
    SYSTEM_TEAMPROJECTID: world.project.id,
    BUILD_REPOSITORY_PROVIDER: "TfsGit",
    BUILD_REPOSITORY_ID: world.repository.id,
    BUILD_REPOSITORY_URI: `${url}/Web%20Shop/_git/shop`,
    BUILD_SOURCEVERSION: AZURE_MERGED,
    BUILD_SOURCEBRANCH: "refs/pull/12/merge",
    BUILD_BUILDID: "501",
    SYSTEM_PULLREQUEST_PULLREQUESTNUMBER: "$(System.PullRequest.PullRequestNumber)",
    SYSTEM_PULLREQUEST_PULLREQUESTID: "12",
    SYSTEM_PULLREQUEST_SOURCEBRANCH: "refs/heads/feature/search",
    SYSTEM_PULLREQUEST_SOURCECOMMITID: AZURE_HEAD,
    SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/main",
    SYSTEM_PULLREQUEST_ISFORK: "False",
    SYSTEM_ACCESSTOKEN: world.token,
  };
}
