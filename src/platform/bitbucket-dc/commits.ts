import { isMissing, ScanGateError } from "../../errors.ts";
import type { RepositoryCommits } from "../../forge-ports.ts";
import { addressPart } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { DATA_CENTER_NEEDS, type DataCenterRequests } from "./requests.ts";

const READ = { method: "GET", need: DATA_CENTER_NEEDS.read } as const;

/** https://developer.atlassian.com/server/bitbucket/rest/v903/api-group-repository/ */
export function dataCenterCommits(requests: DataCenterRequests): RepositoryCommits {
  const ahead = async (since: string, until: string) => {
    const commits = await requests.all({
      ...READ,
      path: "/commits",
      query: [
        ["since", since],
        ["until", until],
      ],
      schema: ({ DC_COMMITS }) => DC_COMMITS,
    });
    return commits.length;
  };
  return {
    async date(commit) {
      const found = await requests.one({
        ...READ,
        path: `/commits/${addressPart(commit)}`,
        schema: ({ DC_COMMIT }) => DC_COMMIT,
      });
      return new Date(found.committerTimestamp ?? found.authorTimestamp ?? 0).toISOString();
    },
    async distance(base, head) {
      const [more, less, common] = await Promise.all([
        ahead(base, head),
        ahead(head, base),
        mergeBase(requests, base, head),
      ]);
      return { ahead: more, behind: less, ...present({ mergeBase: common }) };
    },
    defaultBranch: async () =>
      // The second is how versions before 7.5 call it; both say 404 where there is none.
      (await defaultBranchAt(requests, "/default-branch")) ??
      (await defaultBranchAt(requests, "/branches/default")),
    // The full name, for a tag may have the same short one. A repository that cannot be seen is told by the next read.
    branchTip: (branch) => dataCenterTip(requests, `refs/heads/${branch}`),
    async file(path, commit) {
      const name = path.split("/").map(addressPart).join("/");
      try {
        return await requests.text({ ...READ, path: `/raw/${name}`, query: [["at", commit]] });
      } catch (error) {
        if (!isMissing(error)) throw error;
        // Bitbucket says 404 for a file, a commit and a repository alike. Only a commit that is there can lack a file.
        if ((await dataCenterTip(requests, commit)) === undefined) throw error;
        return undefined;
      }
    },
  };
}

/** The commit that a full ref, a short name or an id stands for; undefined when Bitbucket knows none. */
export async function dataCenterTip(requests: DataCenterRequests, name: string): Promise<string | undefined> {
  const query = [
    ["until", name],
    ["limit", 1],
  ] as const;
  try {
    const { values } = await requests.one({
      ...READ,
      path: "/commits",
      query,
      schema: ({ DC_COMMITS }) => DC_COMMITS,
    });
    return values[0]?.id;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function defaultBranchAt(requests: DataCenterRequests, path: string): Promise<string | undefined> {
  try {
    const { displayId } = await requests.one({ ...READ, path, schema: ({ DC_BRANCH }) => DC_BRANCH });
    return displayId;
  } catch (error) {
    if (isEmpty(error) || isMissing(error)) return undefined;
    throw error;
  }
}

function isEmpty(error: unknown): boolean {
  return error instanceof ScanGateError && /answered 204\b/.test(error.message);
}

/** The last commit that both have; undefined where there is none, and where an older version does not tell. */
async function mergeBase(
  requests: DataCenterRequests,
  base: string,
  head: string,
): Promise<string | undefined> {
  try {
    const { id } = await requests.one({
      ...READ,
      path: `/commits/${addressPart(base)}/merge-base`,
      query: [["otherCommitId", head]],
      schema: ({ DC_COMMIT }) => DC_COMMIT,
    });
    return id;
  } catch (error) {
    if (isEmpty(error) || isMissing(error)) return undefined;
    throw error;
  }
}
