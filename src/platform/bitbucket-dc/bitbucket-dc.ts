import { isMissing } from "../../errors.ts";
import type { ForgeRoles, PolicyRepositories } from "../../forge-ports.ts";
import { dataCenterStatusBoard, dataCenterStatuses } from "./builds.ts";
import { dataCenterComments } from "./comments.ts";
import { dataCenterCommits, dataCenterTip } from "./commits.ts";
import { dataCenterInsights } from "./insights.ts";
import { dataCenterPullRequests } from "./pull-requests.ts";
import { createDataCenterRequests, DATA_CENTER_NEEDS, type DataCenterConnection } from "./requests.ts";

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
    codeInsights: dataCenterInsights(requests),
  };
}

/** Other repositories of the instance, of which only policies are read. */
export function createDataCenterPolicies(
  connection: Omit<DataCenterConnection, "project" | "slug">,
): PolicyRepositories {
  return (project, slug) => {
    const requests = createDataCenterRequests({ ...connection, project, slug });
    return {
      async isVisible() {
        try {
          const schema = ({ DC_REPOSITORY }: typeof import("./schemas.ts")) => DC_REPOSITORY;
          await requests.one({ method: "GET", path: "", need: DATA_CENTER_NEEDS.read, schema });
          return true;
        } catch (error) {
          if (isMissing(error)) return false;
          throw error;
        }
      },
      commitOf: (ref) => dataCenterTip(requests, ref),
      file: (path, commit) => dataCenterCommits(requests).file(path, commit),
    };
  };
}
