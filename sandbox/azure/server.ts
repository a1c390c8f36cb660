import { startForge } from "../service/forge-stand-in.ts";
import { type Route, routesBelow } from "../service/routes.ts";
import {
  bodyFields,
  queryValue,
  type RecordedRequest,
  type Respond,
  type StandIn,
} from "../service/stand-in.ts";
import { type Answer, fieldsOf, type Wire } from "../service/wire.ts";
import { azureList, azurePage, azureRefusalFor, NO_PULL_REQUEST, notThere } from "./answers.ts";
import { AzureStatuses } from "./statuses.ts";
import { AzureThreads } from "./threads.ts";
import type { AzurePullRequest, AzureStatus, AzureThread, AzureWorld } from "./world.ts";

/** The stand-in for Azure DevOps, with what runs have written to it. */
export interface AzureStandIn extends StandIn {
  threads(): readonly AzureThread[];
  statuses(): readonly AzureStatus[];
}

/** Starts a stand-in for Azure's API that knows one repository. */
export async function startAzure(world: AzureWorld, respond?: Respond): Promise<AzureStandIn> {
  const base = `${world.collection}/:project/_apis/git/repositories/:repository`;
  const threads = new AzureThreads(world);
  const statuses = new AzureStatuses(world);
  const isOne = (given: string, { id, name }: { readonly id: string; readonly name: string }) =>
    given === "" || given === id || given.toLowerCase() === name.toLowerCase();
  return await startForge(
    {
      service: "azure",
      respond,
      root: world.collection,
      routes: [
        readsBelow(world, world.collection)("/_apis/connectionData", () => ({
          status: 200,
          body: { authenticatedUser: { id: world.userId, providerDisplayName: "Build Service" } },
        })),
        ...threads.routes(base),
        ...statuses.routes(base),
        ...repositoryRoutes(world, base),
        ...pullRequestRoutes(world, base),
      ],
      lost: notThere("VS402848", "The controller for the path was not found."),
      guard: (request, part) =>
        isOne(part("project"), world.project) && isOne(part("repository"), world.repository)
          ? undefined
          : (azureRefusalFor(world, request, "read") ??
            notThere("TF401019", "The Git repository does not exist or you do not have permissions for it.")),
    },
    { threads: () => threads.all, statuses: () => statuses.all },
  );
}

function readsBelow(world: AzureWorld, base: string) {
  const on = routesBelow(base, (request) => azureRefusalFor(world, request, "read"));
  return (path: string, handle: Route["handle"]) => on("GET", path, handle);
}

function repositoryRoutes(world: AzureWorld, base: string): readonly Route[] {
  const get = readsBelow(world, base);
  return [
    get("", () => ({ status: 200, body: { ...world.repository, defaultBranch: "refs/heads/main" } })),
    get("/refs", (request) =>
      azurePage(
        request,
        Object.entries(world.branches)
          .map(([name, objectId]) => ({ name: `refs/heads/${name}`, objectId }))
          .filter(({ name }) => name.startsWith(`refs/${queryValue(request, "filter") ?? ""}`)),
      ),
    ),
    get("/commits/:sha", (_, part) => {
      const found = world.commits.find(({ sha }) => sha === part("sha"));
      if (found === undefined) return notThere("TF401175", "The commit could not be resolved.");
      return { status: 200, body: { commitId: found.sha, committer: { name: "o", date: found.date } } };
    }),
    get("/diffs/commits", (request) => difference(world, request)),
    get("/items", (request) => item(world, request)),
  ];
}

/** Commits stand in the order in which they were made. */
function difference(world: AzureWorld, request: RecordedRequest): Answer {
  const at = (key: string) => world.commits.findIndex(({ sha }) => sha === queryValue(request, key));
  const [base, target] = [at("baseVersion"), at("targetVersion")];
  if (base < 0 || target < 0) return notThere("TF401175", "The commit could not be resolved.");
  return {
    status: 200,
    body: {
      aheadCount: Math.max(0, target - base),
      behindCount: Math.max(0, base - target),
      commonCommit: world.commits[Math.min(base, target)]?.sha,
      changes: [],
    },
  };
}

function item(world: AzureWorld, request: RecordedRequest): Answer {
  const version = queryValue(request, "versionDescriptor.version") ?? "";
  const isBranch = queryValue(request, "versionDescriptor.versionType") === "branch";
  const commit = isBranch ? world.branches[version] : version;
  if (!world.commits.some(({ sha }) => sha === commit)) {
    return notThere("TF401175", "The version descriptor could not be resolved to a version.");
  }
  const path = queryValue(request, "path") ?? "";
  const found = world.files.find((file) => file.commit === commit && `/${file.path}` === path);
  if (found === undefined) return notThere("TF401174", `The item '${path}' could not be found.`);
  const content = queryValue(request, "includeContent") === "true" ? { content: found.text } : {};
  return { status: 200, body: { path, gitObjectType: "blob", commitId: commit, ...content } };
}

function pullRequestRoutes(world: AzureWorld, base: string): readonly Route[] {
  const get = readsBelow(world, base);
  const one = (path: string, handle: (found: AzurePullRequest) => Answer) =>
    get(path, (_, part) => {
      const found = world.pullRequests.find(({ id }) => String(id) === part("pull"));
      return found === undefined ? NO_PULL_REQUEST : handle(found);
    });
  return [
    one("/pullrequests/:pull", (found) => ({ status: 200, body: pullWire(world, found) })),
    one("/pullRequests/:pull/iterations", ({ heads, targetBranch }) =>
      azureList(
        heads.map((commitId, at) => ({
          id: at + 1,
          sourceRefCommit: { commitId },
          targetRefCommit: { commitId: world.branches[targetBranch] },
        })),
      ),
    ),
    one("/pullRequests/:pull/iterations/:iteration/changes", ({ files }) => ({
      status: 200,
      body: { changeEntries: files.map((path) => ({ changeType: "edit", item: { path: `/${path}` } })) },
    })),
    get("/pullrequests", (request) => listed(world, request)),
    routesBelow(base, (request) => azureRefusalFor(world, request, "read"))(
      "POST",
      "/pullrequestquery",
      (request) => containing(world, request),
    ),
  ];
}

function listed(world: AzureWorld, request: RecordedRequest): Answer {
  const status = queryValue(request, "searchCriteria.status") ?? "active";
  const source = queryValue(request, "searchCriteria.sourceRefName");
  return azureList(
    world.pullRequests
      .filter((one) => status === "all" || one.status === status)
      .filter((one) => source === undefined || source === `refs/heads/${one.sourceBranch}`)
      .map((one) => pullWire(world, one)),
  );
}

function containing(world: AzureWorld, request: RecordedRequest): Answer {
  const { queries } = bodyFields(request);
  const { items } = fieldsOf(Array.isArray(queries) ? queries[0] : undefined);
  const [commit = ""] = Array.isArray(items) ? items.map(String) : [];
  const found = world.pullRequests.filter(({ heads }) => heads.includes(commit));
  return {
    status: 200,
    body: { results: [found.length === 0 ? {} : { [commit]: found.map((one) => pullWire(world, one)) }] },
  };
}

function pullWire(world: AzureWorld, found: AzurePullRequest): Wire {
  return {
    pullRequestId: found.id,
    status: found.status,
    sourceRefName: `refs/heads/${found.sourceBranch}`,
    targetRefName: `refs/heads/${found.targetBranch}`,
    createdBy: { id: "6f1b0c5e-0000-4000-8000-00000000000a", uniqueName: "octavia@example.com" },
    lastMergeSourceCommit: { commitId: found.heads.at(-1) },
    lastMergeTargetCommit: { commitId: world.branches[found.targetBranch] },
    ...(found.isFork ? { forkSource: { repository: { id: "fork" } } } : {}),
  };
}
