import type { ForgeRoles, PolicyRepositories } from "../../forge-ports.ts";
import { orNothing } from "../forge/answers.ts";
import { azureComments } from "./comments.ts";
import { azureCommits, azureRepository, azureTip } from "./commits.ts";
import { type AzureRepository, azurePullRequests } from "./pull-requests.ts";
import { type AzureConnection, createAzureRequests } from "./requests.ts";
import { azureStatusBoard, azureStatuses } from "./statuses.ts";

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
    comments: azureComments(requests, options),
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
  const collection = collectionName(connection.url);
  return (owner, repository) => {
    const project = owner.slice(owner.lastIndexOf("/") + 1);
    const above = owner.slice(0, Math.max(owner.lastIndexOf("/"), 0)).toLowerCase();
    const isOfCollection = above === "" || above === collection;
    const requests = createAzureRequests({ ...connection, project, repository });
    return {
      isVisible: async () =>
        isOfCollection && (await orNothing(() => azureRepository(requests))) !== undefined,
      async commitOf(ref) {
        const named = (await azureTip(requests, `heads/${ref}`)) ?? (await azureTip(requests, `tags/${ref}`));
        if (named !== undefined || !/^[0-9a-f]{40}$/i.test(ref)) return named;
        const date = await orNothing(() => azureCommits(requests).date(ref));
        return date === undefined ? undefined : ref.toLowerCase();
      },
      file: (path, commit) => azureCommits(requests).file(path, commit),
    };
  };
}

/** The organization, where it has a host of its own too, or the collection of a server. */
function collectionName(url: string): string {
  const own = /^https:\/\/([^./]+)\.visualstudio\.com(?:\/|$)/i.exec(url)?.[1];
  return (own ?? url.slice(url.lastIndexOf("/") + 1)).toLowerCase();
}
