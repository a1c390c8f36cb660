import { ScanGateError } from "../../errors.ts";
import type { RepositoryCommits } from "../../forge-ports.ts";
import { addressPart, uriPath } from "../../text/escape.ts";
import { distanceBy, fileOrNothing, orNothing } from "../forge/answers.ts";
import { DATA_CENTER_NEEDS, type DataCenterRequests } from "./requests.ts";

const READ = { method: "GET", need: DATA_CENTER_NEEDS.read } as const;

/** The repository itself. */
export function dataCenterRepository(requests: DataCenterRequests) {
  return requests.one({ ...READ, path: "", schema: ({ DC_REPOSITORY }) => DC_REPOSITORY });
}

/** The commit that a full ref, a short name or an id stands for; undefined when Bitbucket knows none. */
export async function dataCenterTip(requests: DataCenterRequests, name: string): Promise<string | undefined> {
  return await orNothing(() => newestOf(requests, name));
}

async function newestOf(requests: DataCenterRequests, name: string): Promise<string | undefined> {
  const { values } = await requests.one({
    ...READ,
    path: "/commits",
    query: [
      ["until", name],
      ["limit", 1],
    ],
    schema: ({ DC_COMMITS }) => DC_COMMITS,
  });
  return values[0]?.id;
}

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
  const mergeBase = (a: string, b: string) =>
    requests.one({
      ...READ,
      path: `/commits/${addressPart(a)}/merge-base`,
      query: [["otherCommitId", b]],
      schema: ({ DC_COMMIT }) => DC_COMMIT,
    });
  const defaultAt = async (path: string) =>
    (await orEmpty(() => requests.one({ ...READ, path, schema: ({ DC_BRANCH }) => DC_BRANCH })))?.displayId;
  return {
    async date(commit) {
      const at = await requests.one({
        ...READ,
        path: `/commits/${addressPart(commit)}`,
        schema: ({ DC_COMMIT_DATE }) => DC_COMMIT_DATE,
      });
      return new Date(at).toISOString();
    },
    // No merge base is told where there is none, and by older versions.
    distance: (base, head) =>
      distanceBy([base, head], ahead, async () => (await orEmpty(() => mergeBase(base, head)))?.id),
    // The full name, for a tag may have the same short one. A repository that cannot be seen is told by the next read.
    branchTip: (branch) => dataCenterTip(requests, `refs/heads/${branch}`),
    defaultBranch: async () =>
      // The second is how versions before 7.5 call it; both say 404 where there is none.
      (await defaultAt("/default-branch")) ?? (await defaultAt("/branches/default")),
    file(path, commit) {
      const file = { ...READ, path: `/raw/${uriPath(path)}`, query: [["at", commit]] } as const;
      return fileOrNothing(
        () => requests.text(file),
        () => newestOf(requests, commit),
      );
    },
  };
}

/** What Bitbucket answers; undefined where it knows no such thing, or has nothing to say of it (204). */
async function orEmpty<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await orNothing(ask);
  } catch (error) {
    if (error instanceof ScanGateError && /answered 204\b/.test(error.message)) return undefined;
    throw error;
  }
}
