import type { RepositoryCommits } from "../../forge-ports.ts";
import { addressPart, uriPath } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { branchOfRef, distanceBy, fileOrNothing, orNothing } from "../forge/answers.ts";
import { BITBUCKET_NEEDS, type BitbucketRequests, bitbucketPath } from "./requests.ts";

const READ = { method: "GET", need: BITBUCKET_NEEDS.read } as const;

/**
 * The whole ID of a commit that an ID begins; undefined where Bitbucket knows none.
 *
 * @param repository `workspace/slug` of another repository than the run's
 */
export async function wholeBitbucketCommit(
  requests: BitbucketRequests,
  start: string,
  repository?: string,
): Promise<string | undefined> {
  return await orNothing(async () => (await commitOf(requests, start, repository)).hash);
}

function commitOf(requests: BitbucketRequests, name: string, repository?: string) {
  return requests.one({
    ...READ,
    path: `/commit/${addressPart(name)}`,
    schema: ({ BITBUCKET_COMMIT }) => BITBUCKET_COMMIT,
    ...present({ below: repository && bitbucketPath(repository) }),
  });
}

/** The repository itself. Bitbucket says 404 of what it does not show: nothing lacks in one that cannot be seen. */
export function bitbucketRepository(requests: BitbucketRequests) {
  return requests.one({
    ...READ,
    path: "",
    schema: ({ BITBUCKET_REPOSITORY }) => BITBUCKET_REPOSITORY,
  });
}

/** The commit of a branch or tag by its bare name; undefined when the repository has none. */
export async function bitbucketTip(
  requests: BitbucketRequests,
  kind: "branches" | "tags",
  name: string,
): Promise<string | undefined> {
  const tip = await orNothing(() =>
    requests.one({
      ...READ,
      path: `/refs/${kind}/${uriPath(name)}`,
      schema: ({ BITBUCKET_REF }) => BITBUCKET_REF,
    }),
  );
  if (tip === undefined) await bitbucketRepository(requests);
  return tip?.target.hash;
}

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-commits/, …/api-group-source/, …/api-group-refs/ */
export function bitbucketCommits(requests: BitbucketRequests): RepositoryCommits {
  const ahead = async (from: string, to: string) => {
    const found = await requests.all({
      ...READ,
      path: "/commits",
      query: [
        ["include", to],
        ["exclude", from],
      ],
      schema: ({ BITBUCKET_HASHES }) => BITBUCKET_HASHES,
    });
    return found.length;
  };
  const mergeBase = (a: string, b: string) =>
    requests.one({
      ...READ,
      path: `/merge-base/${a}..${b}`,
      schema: ({ BITBUCKET_COMMIT }) => BITBUCKET_COMMIT,
    });
  const branchTip = (branch: string) => bitbucketTip(requests, "branches", branch);
  return {
    date: async (name) => (await commitOf(requests, name)).date,
    distance: (base, head) =>
      distanceBy([base, head], ahead, async () => (await orNothing(() => mergeBase(base, head)))?.hash),
    branchTip,
    // Undefined in a repository without commits.
    defaultBranch: async () => (await bitbucketRepository(requests)).mainbranch?.name,
    whole: (start) => wholeBitbucketCommit(requests, start),
    async file(path, at) {
      // The address of a file takes no name with a slash in the place of the commit.
      const branch = branchOfRef(at);
      const commit = branch === undefined ? at : await branchTip(branch);
      if (commit === undefined) return undefined;
      return await fileOrNothing(
        () => requests.text({ ...READ, path: `/src/${commit}/${uriPath(path)}` }),
        () => commitOf(requests, commit),
      );
    },
  };
}
