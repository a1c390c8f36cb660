import type { ForgePullRequest, PullRequests } from "../../forge-ports.ts";
import { present } from "../../text/present.ts";
import { bitbucketAccount } from "./comments.ts";
import { wholeBitbucketCommit } from "./commits.ts";
import { BITBUCKET_NEEDS, type BitbucketRequests } from "./requests.ts";
import type { WireBitbucketPullRequest } from "./schemas.ts";

const READ = { method: "GET", need: BITBUCKET_NEEDS.pullRequest } as const;

const STATES = ["OPEN", "MERGED", "DECLINED", "SUPERSEDED"];

/** A text in Bitbucket's language for filters (https://developer.atlassian.com/cloud/bitbucket/rest/intro/#filtering). */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests/ */
export function bitbucketPullRequests(requests: BitbucketRequests): PullRequests {
  const list = async (query: readonly (readonly [string, string])[], most?: number) => {
    const schema = ({ BITBUCKET_PULL_REQUESTS }: typeof import("./schemas.ts")) => BITBUCKET_PULL_REQUESTS;
    const found = await requests.all({ ...READ, path: "/pullrequests", query, schema }, most);
    return found.map(pullRequestOf);
  };
  return {
    async get(number) {
      const found = await requests.one({
        ...READ,
        path: `/pullrequests/${number}`,
        schema: ({ BITBUCKET_PULL_REQUEST }) => BITBUCKET_PULL_REQUEST,
      });
      const pull = pullRequestOf(found);
      return { ...pull, headCommit: await wholeHead(requests, pull) };
    },
    async ofCommit(commit) {
      const found = await requests.all({
        ...READ,
        path: `/commit/${commit}/pullrequests`,
        schema: ({ BITBUCKET_PULL_REQUESTS }) => BITBUCKET_PULL_REQUESTS,
      });
      return await Promise.all(
        found.map(async (one) => {
          const pull = pullRequestOf(one);
          return { ...pull, headCommit: await wholeHead(requests, pull) };
        }),
      );
    },
    async fromBranch(owner, branch) {
      const found = await list([
        ["state", "OPEN"],
        ["q", `source.branch.name = ${quoted(branch)}`],
      ]);
      return found.filter(
        ({ headRepository }) => headRepository?.split("/")[0]?.toLowerCase() === owner.toLowerCase(),
      );
    },
    async changedFiles(number) {
      const files = await requests.all({
        ...READ,
        path: `/pullrequests/${number}/diffstat`,
        schema: ({ BITBUCKET_DIFFSTAT }) => BITBUCKET_DIFFSTAT,
      });
      return [...new Set(files.flatMap((file) => [file.old?.path ?? [], file.new?.path ?? []].flat()))];
    },
    async commitsOf(number) {
      const found = await requests.all({
        ...READ,
        path: `/pullrequests/${number}/commits`,
        schema: ({ BITBUCKET_HASHES }) => BITBUCKET_HASHES,
      });
      return found.map(({ hash }) => hash).toReversed();
    },
    lastUpdated: (count) =>
      list([...STATES.map((state) => ["state", state] as const), ["sort", "-updated_on"]], count),
  };
}

/** Pull requests tell 12 digits of their commits. A fork's commit may be known to the fork alone. */
async function wholeHead(
  requests: BitbucketRequests,
  { headCommit, headRepository }: ForgePullRequest,
): Promise<string> {
  const whole = await wholeBitbucketCommit(requests, headCommit);
  if (whole !== undefined || headRepository === undefined) return whole ?? headCommit;
  return (await wholeBitbucketCommit(requests, headCommit, headRepository)) ?? headCommit;
}

function pullRequestOf(pull: WireBitbucketPullRequest): ForgePullRequest {
  const { id, state, source, destination, author } = pull;
  return {
    number: id,
    state: state.toLowerCase(),
    headRef: source.branch.name,
    headCommit: source.commit?.hash ?? "",
    base: { ref: destination.branch.name, commit: destination.commit?.hash ?? "" },
    ...present({ headRepository: source.repository?.full_name, author: bitbucketAccount(author) }),
  };
}
