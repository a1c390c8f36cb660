import type { ForgePullRequest, PullRequests } from "../../forge-ports.ts";
import { present } from "../../text/present.ts";
import { branchOfRef } from "../forge/answers.ts";
import { AZURE_NEEDS, type AzureRequests } from "./requests.ts";
import type { WirePullRequest } from "./schemas.ts";

/** The repository by the names that people see. */
export interface AzureRepository {
  /** Organization and project. */
  readonly owner: string;
  readonly repo: string;
  /** Its web address. */
  readonly webUrl: string;
}

const READ = { method: "GET", need: AZURE_NEEDS.read } as const;

/** A push to a pull request. */
export interface AzureIteration {
  readonly id: number;
  readonly commit?: string;
  readonly base?: string;
}

/** The pushes to a pull request, oldest first. */
export async function azureIterations(
  requests: AzureRequests,
  number: number,
): Promise<readonly AzureIteration[]> {
  const { values } = await requests.one({
    ...READ,
    path: `/pullRequests/${number}/iterations`,
    schema: ({ AZURE_ITERATIONS }) => AZURE_ITERATIONS,
  });
  return values
    .toSorted((a, b) => a.id - b.id)
    .map(({ id, sourceRefCommit, targetRefCommit }) => ({
      id,
      ...present({ commit: sourceRefCommit?.commitId, base: targetRefCommit?.commitId }),
    }));
}

/** https://learn.microsoft.com/rest/api/azure/devops/git/pull-requests */
export function azurePullRequests(requests: AzureRequests, repository: AzureRepository): PullRequests {
  const found = async (query: readonly (readonly [string, string | number])[]) => {
    const { values } = await requests.one({
      ...READ,
      path: "/pullrequests",
      query,
      schema: ({ AZURE_PULL_REQUESTS }) => AZURE_PULL_REQUESTS,
    });
    return values.map((one) => pullRequestOf(one, repository));
  };
  return {
    async get(number) {
      const [pull, iterations] = await Promise.all([
        requests.one({
          ...READ,
          path: `/pullrequests/${number}`,
          schema: ({ AZURE_PULL_REQUEST }) => AZURE_PULL_REQUEST,
        }),
        azureIterations(requests, number),
      ]);
      // The pull request itself tells the head of its last merge, which may be an older one.
      return pullRequestOf(pull, repository, iterations.at(-1));
    },
    async ofCommit(commit) {
      const { results } = await requests.one({
        method: "POST",
        reads: true,
        path: "/pullrequestquery",
        body: { queries: [{ type: "commit", items: [commit] }] },
        need: AZURE_NEEDS.read,
        schema: ({ AZURE_QUERY }) => AZURE_QUERY,
      });
      return results
        .flatMap((result) => Object.values(result).flat())
        .map((one) => pullRequestOf(one, repository));
    },
    async fromBranch(owner, branch) {
      const pulls = await found([
        ["searchCriteria.status", "active"],
        ["searchCriteria.sourceRefName", `refs/heads/${branch}`],
        ["$top", 100],
      ]);
      const isOwn = owner.toLowerCase() === repository.owner.toLowerCase();
      return pulls.filter(({ headRepository }) => (headRepository !== undefined) === isOwn);
    },
    changedFiles: (number) => changedFiles(requests, number),
    async commitsOf(number) {
      return (await azureIterations(requests, number)).flatMap(({ commit }) => commit ?? []);
    },
    // The last made: Azure sorts by nothing else.
    lastUpdated: (count) =>
      found([
        ["searchCriteria.status", "all"],
        ["$top", count],
      ]),
  };
}

const CHANGES_PER_PAGE = 2000;

async function changedFiles(requests: AzureRequests, number: number): Promise<readonly string[]> {
  const newest = (await azureIterations(requests, number)).at(-1);
  const paths = new Set<string>();
  for (let skip = 0; newest !== undefined; ) {
    const { changeEntries, nextSkip } = await requests.one({
      ...READ,
      path: `/pullRequests/${number}/iterations/${newest.id}/changes`,
      query: [
        ["$top", CHANGES_PER_PAGE],
        ["$skip", skip],
      ],
      schema: ({ AZURE_CHANGES }) => AZURE_CHANGES,
    });
    for (const { item, originalPath, sourceServerItem } of changeEntries) {
      for (const path of [item?.path, originalPath, sourceServerItem]) {
        if (path) paths.add(path.replace(/^\//, ""));
      }
    }
    if (!nextSkip || nextSkip <= skip) break;
    skip = nextSkip;
  }
  return [...paths];
}

function pullRequestOf(
  pull: WirePullRequest,
  { owner, repo }: AzureRepository,
  newest?: AzureIteration,
): ForgePullRequest {
  const { pullRequestId, status, sourceRefName, targetRefName, createdBy } = pull;
  const commit = newest?.commit ?? pull.lastMergeSourceCommit?.commitId ?? "";
  return {
    number: pullRequestId,
    state: status === "active" ? "open" : status,
    headRef: branchOfRef(sourceRefName) ?? sourceRefName,
    headCommit: commit,
    base: {
      ref: branchOfRef(targetRefName) ?? targetRefName,
      commit: pull.lastMergeTargetCommit?.commitId ?? newest?.base ?? "",
    },
    ...present({
      headRepository: pull.forkSource ? undefined : `${owner}/${repo}`,
      author: createdBy?.uniqueName ?? createdBy?.id,
    }),
  };
}
