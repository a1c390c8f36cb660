import { ScanGateError } from "../../errors.ts";
import type { CommitStatus, CommitStatuses, StatusBoard, WrittenStatus } from "../../forge-ports.ts";
import { present } from "../../text/present.ts";
import { orNothing } from "../forge/answers.ts";
import { DATA_CENTER_NEEDS, type DataCenterRequests } from "./requests.ts";
import type { WireDcBuild } from "./schemas.ts";

/** States of Bitbucket in the words that other forges have, too. */
const STATES: Readonly<Record<string, string>> = {
  SUCCESSFUL: "success",
  FAILED: "failure",
  CANCELLED: "error",
  UNKNOWN: "error",
  INPROGRESS: "pending",
};

function statusOf(build: WireDcBuild, context: string): CommitStatus {
  const { state, description, url } = build;
  const at = build.updatedDate ?? build.dateAdded;
  return {
    context,
    state: STATES[state] ?? state,
    ...present({
      description: description ?? undefined,
      link: url ?? undefined,
      updatedAt: at == null ? undefined : new Date(at).toISOString(),
    }),
  };
}

/** Bitbucket lists no more of a commit's builds than these, the newest. */
const MOST_BUILDS = 100;

/**
 * Build statuses of others on a commit, by their names and, where they are called otherwise, by their keys. Bitbucket
 * does not tell who set them. There is no list of one repository's, so that those of a fork's are among them.
 */
export function dataCenterStatuses(requests: DataCenterRequests): CommitStatuses {
  return {
    async newest(commit) {
      const builds = await requests.all({
        method: "GET",
        below: "",
        path: `/build-status/latest/commits/${commit}`,
        need: DATA_CENTER_NEEDS.read,
        schema: ({ DC_BUILDS }) => DC_BUILDS,
      });
      if (builds.length >= MOST_BUILDS) throw tooManyBuilds(commit);
      return builds.flatMap((build) =>
        [...new Set([build.name || build.key, build.key])].map((context) => statusOf(build, context)),
      );
    },
  };
}

function tooManyBuilds(commit: string): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "bitbucket-dc",
    message: `The commit ${commit.slice(0, 7)} has ${MOST_BUILDS} build statuses or more, and Bitbucket lists no others`,
    hint: "Push a new commit",
  });
}

/** The longest address that Bitbucket takes. */
const LONGEST_LINK = 450;

/**
 * Our build status. A new one takes the place of the older one with its key, so that there is one row at most: its id
 * is its address, by which a run knows its own. `parent` is what "Required builds" asks for.
 *
 * @param webUrl the repository's web address
 */
export function dataCenterStatusBoard(requests: DataCenterRequests, webUrl: string): StatusBoard {
  const builds = (commit: string) => `/commits/${commit}/builds`;
  const written = new Set<string>();
  const find = async (commit: string, key: string): Promise<readonly WrittenStatus[]> => {
    const build = await orNothing(() =>
      requests.one({
        method: "GET",
        path: builds(commit),
        query: [["key", key]],
        need: DATA_CENTER_NEEDS.status,
        schema: ({ DC_BUILD }) => DC_BUILD,
      }),
    );
    return build === undefined ? [] : [{ id: build.url ?? "", ...statusOf(build, build.key) }];
  };
  return {
    /** Those that this run has written, or tried to: Bitbucket tells statuses by their keys alone. */
    async list(commit) {
      return (await Promise.all([...written].map((key) => find(commit, key)))).flat();
    },
    async write(commit, { context, state, description, link }) {
      written.add(context);
      const url = link !== undefined && link.length <= LONGEST_LINK ? link : `${webUrl}/commits/${commit}`;
      await requests.done({
        method: "POST",
        path: builds(commit),
        body: { key: context, parent: context, name: context, state, description, url },
        need: DATA_CENTER_NEEDS.status,
      });
      return { id: url, context, state: STATES[state] ?? state, description, link: url };
    },
  };
}
