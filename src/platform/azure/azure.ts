import type { ForgeRoles, PolicyRepositories } from "../../forge-ports.ts";
import { azureCommits, azureStatusBoard, azureStatuses, azureTip } from "./commits.ts";
import { type AzureRepository, azurePullRequests } from "./pull-requests.ts";
import { AZURE_NEEDS, type AzureConnection, createAzureRequests, isAzureMissing } from "./requests.ts";
import { azureThreads } from "./threads.ts";

/** Azure DevOps as one repository's gate uses it. Nothing is sent before it is asked for something. */
export interface AzureOptions extends AzureConnection, AzureRepository {
  /** The pull request that the run judges. */
  readonly pullRequest?: number;
}

/** What Azure offers. It takes no SARIF by its API, and comments hold no commands for us there. */
export function createAzure(options: AzureOptions): ForgeRoles {
  const requests = createAzureRequests(options);
  const { pullRequest } = options;
  return {
    get requests() {
      return requests.requests;
    },
    comments: azureThreads(requests, options),
    pullRequests: azurePullRequests(requests, options),
    commits: azureCommits(requests),
    statuses: azureStatuses(requests, pullRequest),
    statusBoard: azureStatusBoard(requests, pullRequest),
  };
}

/** Other repositories of the collection, of which only policies are read: by `project/repository`, organization before or not. */
export function createAzurePolicies(
  connection: Omit<AzureConnection, "project" | "repository">,
): PolicyRepositories {
  const collection = connection.url.slice(connection.url.lastIndexOf("/") + 1).toLowerCase();
  return (owner, repository) => {
    const project = owner.slice(owner.lastIndexOf("/") + 1);
    const above = owner.slice(0, Math.max(owner.lastIndexOf("/"), 0)).toLowerCase();
    const isOfCollection = above === "" || above === collection;
    const requests = createAzureRequests({ ...connection, project, repository });
    return {
      async isVisible() {
        if (!isOfCollection) return false;
        try {
          const schema = ({ AZURE_REPOSITORY }: typeof import("./schemas.ts")) => AZURE_REPOSITORY;
          await requests.one({ method: "GET", path: "", need: AZURE_NEEDS.read, schema });
          return true;
        } catch (error) {
          if (isAzureMissing(error)) return false;
          throw error;
        }
      },
      async commitOf(ref) {
        const named = (await azureTip(requests, `heads/${ref}`)) ?? (await azureTip(requests, `tags/${ref}`));
        if (named !== undefined || !/^[0-9a-f]{40}$/i.test(ref)) return named;
        try {
          await azureCommits(requests).date(ref);
          return ref.toLowerCase();
        } catch (error) {
          if (isAzureMissing(error)) return undefined;
          throw error;
        }
      },
      file: (path, commit) => azureCommits(requests).file(path, commit),
    };
  };
}
