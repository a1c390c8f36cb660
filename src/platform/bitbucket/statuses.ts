import { createHash } from "node:crypto";
import type { CommitStatus, CommitStatuses, StatusBoard, WrittenStatus } from "../../forge-ports.ts";
import { present } from "../../text/present.ts";
import { BITBUCKET_NEEDS, type BitbucketRequests } from "./requests.ts";
import type { WireBitbucketStatus } from "./schemas.ts";

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
