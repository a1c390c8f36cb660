import { createHash } from "node:crypto";
import { isMissing } from "../../errors.ts";
import type {
  CommitStatus,
  CommitStatuses,
  RepositoryCommits,
  StatusBoard,
  WrittenStatus,
} from "../../forge-ports.ts";
import { addressPart, uriPath } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { BITBUCKET_NEEDS, type BitbucketRequests } from "./requests.ts";
import type { WireBitbucketStatus } from "./schemas.ts";

const READ = { method: "GET", need: BITBUCKET_NEEDS.read } as const;

const FULL_BRANCH = "refs/heads/";

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
    ...present({ repository }),
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
    async distance(base, head) {
      const [more, less, common] = await Promise.all([
        ahead(base, head),
        ahead(head, base),
        orNothing(() => mergeBase(base, head)),
      ]);
      return { ahead: more, behind: less, ...present({ mergeBase: common?.hash }) };
    },
    branchTip,
    // Undefined in a repository without commits.
    defaultBranch: async () => (await bitbucketRepository(requests)).mainbranch?.name,
    whole: (start) => wholeBitbucketCommit(requests, start),
    async file(path, at) {
      // The address of a file takes no name with a slash in the place of the commit.
      const commit = at.startsWith(FULL_BRANCH) ? await branchTip(at.slice(FULL_BRANCH.length)) : at;
      if (commit === undefined) return undefined;
      try {
        return await requests.text({ ...READ, path: `/src/${commit}/${uriPath(path)}` });
      } catch (error) {
        if (!isMissing(error)) throw error;
        // Bitbucket says 404 for a file, a commit and a repository alike. Only of a commit that is there a file can lack.
        await commitOf(requests, commit);
        return undefined;
      }
    },
  };
}

async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** States of Bitbucket in the words that other forges have, too. */
const STATES: Readonly<Record<string, string>> = {
  SUCCESSFUL: "success",
  FAILED: "failure",
  STOPPED: "error",
  INPROGRESS: "pending",
};

function listed(requests: BitbucketRequests, commit: string): Promise<readonly WireBitbucketStatus[]> {
  return requests.all({
    method: "GET",
    path: `/commit/${commit}/statuses`,
    need: BITBUCKET_NEEDS.status,
    schema: ({ BITBUCKET_STATUSES }) => BITBUCKET_STATUSES,
  });
}

/** By its name, which is what people see; a key may be shortened. */
function statusOf({ key, state, name, description, url, updated_on }: WireBitbucketStatus): CommitStatus {
  return {
    context: name || key,
    state: STATES[state] ?? state.toLowerCase(),
    ...present({
      description: description ?? undefined,
      link: url ?? undefined,
      updatedAt: updated_on ?? undefined,
    }),
  };
}

/** The build statuses of commits. Bitbucket keeps one for each key, and tells nobody who set it. */
export function bitbucketStatuses(requests: BitbucketRequests): CommitStatuses {
  return { newest: async (commit) => (await listed(requests, commit)).map(statusOf) };
}

/** Longer keys are refused. */
const LONGEST_KEY = 40;
const LONGEST_TEXT = 255;

/** The key of a status: its context where that is short enough, else its beginning and a hash of the whole. */
function keyOf(context: string): string {
  if (context.length <= LONGEST_KEY) return context;
  const hash = createHash("sha256").update(context).digest("hex").slice(0, 8);
  return `${context.slice(0, LONGEST_KEY - 9)}-${hash}`;
}

/** What tells a status from the one that takes its place. */
function written(status: WireBitbucketStatus): WrittenStatus {
  return { id: `${status.key} ${status.updated_on ?? ""} ${status.url ?? ""}`, ...statusOf(status) };
}

/**
 * Our build status on a commit (https://developer.atlassian.com/cloud/bitbucket/rest/api-group-commit-statuses/). A new
 * one takes the place of the one with its key. Where another run's stands in the place of ours, the list has that run's
 * `pending` below it, as every run begins with one, and ours below that.
 *
 * @param webUrl the repository's web address: a status must lead somewhere
 */
export function bitbucketStatusBoard(requests: BitbucketRequests, webUrl: string): StatusBoard {
  let ours: WrittenStatus | undefined;
  return {
    async list(commit) {
      const own = ours;
      return (await listed(requests, commit)).map(written).flatMap((status) => {
        const isReplaced = own !== undefined && status.context === own.context && status.id !== own.id;
        return isReplaced
          ? [status, { ...status, id: `${status.id} begun`, state: "pending" }, own]
          : [status];
      });
    },
    async write(commit, { context, state, description, link }) {
      const status = await requests.one({
        method: "POST",
        path: `/commit/${commit}/statuses/build`,
        body: {
          key: keyOf(context),
          name: context.slice(0, LONGEST_TEXT),
          state,
          description,
          url: link ?? `${webUrl}/commits/${commit}`,
        },
        need: BITBUCKET_NEEDS.status,
        schema: ({ BITBUCKET_STATUS }) => BITBUCKET_STATUS,
      });
      ours = written(status);
      return ours;
    },
  };
}
