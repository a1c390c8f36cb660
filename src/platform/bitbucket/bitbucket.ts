import type { ForgeRoles, PolicyRepositories } from "../../forge-ports.ts";
import { orNothing } from "../forge/answers.ts";
import { bitbucketComments } from "./comments.ts";
import { bitbucketCommits, bitbucketRepository, bitbucketTip, wholeBitbucketCommit } from "./commits.ts";
import { bitbucketInsights } from "./insights.ts";
import { bitbucketPullRequests } from "./pull-requests.ts";
import {
  type BitbucketConnection,
  createBitbucketProxyRequests,
  createBitbucketRequests,
} from "./requests.ts";
import { bitbucketStatusBoard, bitbucketStatuses } from "./statuses.ts";

/** Bitbucket Cloud as one repository's gate uses it. Nothing is sent before it is asked for something. */
export interface BitbucketOptions extends BitbucketConnection {
  /** The repository's web address. */
  readonly webUrl: string;
  /** The proxy of Pipelines, which takes reports without a token. It is used only where there is none. */
  readonly proxy?: string;
}

/** What Bitbucket offers. It takes no SARIF, and comments hold no commands for us there. */
export function createBitbucket(options: BitbucketOptions): ForgeRoles {
  const requests = createBitbucketRequests(options);
  const { token, proxy, webUrl } = options;
  const byProxy =
    token === undefined && proxy !== undefined ? createBitbucketProxyRequests(options, proxy) : undefined;
  return {
    get requests() {
      return requests.requests + (byProxy?.requests ?? 0);
    },
    comments: bitbucketComments(requests),
    pullRequests: bitbucketPullRequests(requests),
    commits: bitbucketCommits(requests),
    statuses: bitbucketStatuses(requests),
    statusBoard: bitbucketStatusBoard(requests, webUrl),
    codeInsights: bitbucketInsights(byProxy ?? requests),
  };
}

/** Other repositories, of which only policies are read. */
export function createBitbucketPolicies(
  connection: Omit<BitbucketConnection, "workspace" | "slug">,
): PolicyRepositories {
  return (workspace, slug) => {
    const requests = createBitbucketRequests({ ...connection, workspace, slug });
    return {
      isVisible: async () => (await orNothing(() => bitbucketRepository(requests))) !== undefined,
      async commitOf(ref) {
        const named =
          (await bitbucketTip(requests, "branches", ref)) ?? (await bitbucketTip(requests, "tags", ref));
        return (
          named ?? (/^[0-9a-f]{7,40}$/i.test(ref) ? await wholeBitbucketCommit(requests, ref) : undefined)
        );
      },
      file: (path, commit) => bitbucketCommits(requests).file(path, commit),
    };
  };
}
