import type { ForgePullRequest, PullRequests } from "../../forge-ports.ts";
import { present } from "../../text/present.ts";
import { branchOfRef } from "../forge/answers.ts";
import { cutList } from "../forge/requests.ts";
import { DATA_CENTER_NEEDS, DATA_CENTER_WORDS, type DataCenterRequests } from "./requests.ts";
import type { WireDcPullRequest, WireDcRef } from "./schemas.ts";

const READ = { method: "GET", need: DATA_CENTER_NEEDS.read } as const;

/** Bitbucket sends the files of a pull request on one page only, and cuts it by a limit of its own. */
const MOST_FILES = 10_000;

/** https://developer.atlassian.com/server/bitbucket/rest/v903/api-group-pull-requests/ */
export function dataCenterPullRequests(requests: DataCenterRequests): PullRequests {
  const list = (query: readonly (readonly [string, string])[]) =>
    requests.all({
      ...READ,
      path: "/pull-requests",
      query,
      schema: ({ DC_PULL_REQUESTS }) => DC_PULL_REQUESTS,
    });
  return {
    async get(number) {
      const path = `/pull-requests/${number}`;
      return pullRequestOf(
        await requests.one({ ...READ, path, schema: ({ DC_PULL_REQUEST }) => DC_PULL_REQUEST }),
      );
    },
    async ofCommit(commit) {
      const path = `/commits/${commit}/pull-requests`;
      const found = await requests.all({ ...READ, path, schema: ({ DC_PULL_REQUESTS }) => DC_PULL_REQUESTS });
      return found.map(pullRequestOf);
    },
    async fromBranch(owner, branch) {
      const open = (await list([["state", "OPEN"]])).map(pullRequestOf);
      const isOf = `${owner}/`.toLowerCase();
      return open.filter(
        ({ headRef, headRepository }) =>
          headRef === branch && headRepository?.toLowerCase().startsWith(isOf) === true,
      );
    },
    async changedFiles(number) {
      const path = `/pull-requests/${number}/changes`;
      const { values, next } = await requests.one({
        ...READ,
        path,
        query: [["limit", MOST_FILES]],
        schema: ({ DC_CHANGES }) => DC_CHANGES,
      });
      if (next !== undefined) throw cutList(DATA_CENTER_WORDS, path);
      return [...new Set(values.flatMap((file) => [file.srcPath ?? [], file.path].flat()).map(textOf))];
    },
    async commitsOf(number) {
      const path = `/pull-requests/${number}/commits`;
      const commits = await requests.all({ ...READ, path, schema: ({ DC_COMMITS }) => DC_COMMITS });
      return commits.map(({ id }) => id).toReversed();
    },
    async lastUpdated(count) {
      const { values } = await requests.one({
        ...READ,
        path: "/pull-requests",
        query: [
          ["state", "ALL"],
          ["order", "NEWEST"],
          ["limit", count],
        ],
        schema: ({ DC_PULL_REQUESTS }) => DC_PULL_REQUESTS,
      });
      return values.map(pullRequestOf);
    },
  };
}

/** The path of a file; Bitbucket calls it `toString`, which every object has already. */
function textOf(path: { readonly toString: string }): string {
  return path.toString;
}

function pullRequestOf({ id, state, fromRef, toRef, author }: WireDcPullRequest): ForgePullRequest {
  return {
    number: id,
    state: state.toLowerCase(),
    headRef: branchOf(fromRef),
    headCommit: fromRef.latestCommit ?? "",
    base: { ref: branchOf(toRef), commit: toRef.latestCommit ?? "" },
    ...present({ headRepository: repositoryOf(fromRef), author: author?.user?.name }),
  };
}

function branchOf({ id }: WireDcRef): string {
  return branchOfRef(id) ?? id;
}

function repositoryOf({ repository }: WireDcRef): string | undefined {
  const key = repository?.project?.key;
  return key === undefined ? undefined : `${key}/${repository?.slug}`;
}
