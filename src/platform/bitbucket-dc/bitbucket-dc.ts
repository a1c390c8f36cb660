import type { ForgeRoles, PolicyRepositories } from "../../forge-ports.ts";
import { orNothing } from "../forge/answers.ts";
import { dataCenterComments } from "./comments.ts";
import { dataCenterCommits, dataCenterRepository, dataCenterTip } from "./commits.ts";
import { dataCenterInsights } from "./insights.ts";
import { dataCenterPullRequests } from "./pull-requests.ts";
import { createDataCenterRequests, type DataCenterConnection } from "./requests.ts";
import { dataCenterStatusBoard, dataCenterStatuses } from "./statuses.ts";

/** Bitbucket Data Center as one repository's gate uses it. Nothing is sent before it is asked for something. */
export interface DataCenterOptions extends DataCenterConnection {
  /** The repository's web address. */
  readonly webUrl: string;
}

/** What Data Center offers. It takes no SARIF, and comments hold no commands for us there. */
export function createDataCenter(options: DataCenterOptions): ForgeRoles {
  const requests = createDataCenterRequests(options);
  const { webUrl } = options;
  return {
    get requests() {
      return requests.requests;
    },
    comments: dataCenterComments(requests, webUrl),
    pullRequests: dataCenterPullRequests(requests),
    commits: dataCenterCommits(requests),
    statuses: dataCenterStatuses(requests),
    statusBoard: dataCenterStatusBoard(requests, webUrl),
    codeInsights: dataCenterInsights(requests, options),
  };
}

/** Other repositories of the instance, of which only policies are read. */
export function createDataCenterPolicies(
  connection: Omit<DataCenterConnection, "project" | "slug">,
): PolicyRepositories {
  return (project, slug) => {
    const requests = createDataCenterRequests({ ...connection, project, slug });
    return {
      isVisible: async () => (await orNothing(() => dataCenterRepository(requests))) !== undefined,
      commitOf: (ref) => dataCenterTip(requests, ref),
      file: (path, commit) => dataCenterCommits(requests).file(path, commit),
    };
  };
}
