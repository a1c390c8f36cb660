import { startForge } from "../service/forge-stand-in.ts";
import { type Route, routesBelow } from "../service/routes.ts";
import { queryValue, type RecordedRequest, type Respond, type StandIn } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import {
  dataCenterNotThere,
  dataCenterPage,
  dataCenterRefusal,
  dataCenterRefusalFor,
  isKnownCaller,
} from "./answers.ts";
import { DataCenterBuilds } from "./builds.ts";
import { DataCenterComments } from "./comments.ts";
import { DataCenterInsights } from "./insights.ts";
import type {
  DataCenterBuild,
  DataCenterComment,
  DataCenterPullRequest,
  DataCenterReport,
  DataCenterWorld,
} from "./world.ts";

/** The stand-in for Bitbucket Data Center, with what runs have written to it. */
export interface DataCenterStandIn extends StandIn {
  comments(): readonly DataCenterComment[];
  builds(): readonly DataCenterBuild[];
  reports(): readonly DataCenterReport[];
  /** Somebody changes a comment on the page itself. */
  changeComment(id: number, text: string): void;
}

/** Starts a stand-in for Data Center's API that knows one repository. */
export async function startDataCenter(world: DataCenterWorld, respond?: Respond): Promise<DataCenterStandIn> {
  const rest = `${world.root}/rest`;
  const below = "projects/:project/repos/:slug";
  const comments = new DataCenterComments(world);
  const builds = new DataCenterBuilds(world);
  const insights = new DataCenterInsights(world);
  const api = `${rest}/api/latest/${below}`;
  const isSame = (given: string, own: string) => given === "" || given.toLowerCase() === own.toLowerCase();
  return await startForge(
    {
      service: "bitbucket-dc",
      respond,
      root: world.root,
      routes: [
        {
          method: "GET",
          path: `${rest}/api/latest/application-properties`,
          handle: () => ({ status: 200, body: { version: "9.2.0", displayName: "Bitbucket" } }),
        },
        builds.listRoute(rest),
        ...comments.routes(api),
        ...builds.routes(api),
        ...insights.routes(`${rest}/insights/latest/${below}`),
        ...repositoryRoutes(world, api),
        ...pullRequestRoutes(world, api),
      ],
      lost: PAGE,
      headers: (request) => callerHeaders(world, request),
      guard(request, part) {
        if (request.headers.authorization !== undefined && !isKnownCaller(world, request)) {
          return dataCenterRefusalFor(world, request, "read");
        }
        if (isSame(part("project"), world.project) && isSame(part("slug"), world.slug)) return undefined;
        const name = `${part("project")}/${part("slug")}`;
        return (
          dataCenterRefusalFor(world, request, "read") ??
          dataCenterNotThere(`Repository ${name}`, "repository.NoSuchRepositoryException")
        );
      },
    },
    {
      comments: () => comments.all,
      builds: () => builds.all,
      reports: () => insights.all,
      changeComment: (id: number, text: string) => comments.change(id, text),
    },
  );
}

/** What is not below /rest is a page for people. */
const PAGE: Answer = {
  status: 404,
  body: "<!DOCTYPE html><html><title>Page not found</title></html>",
  headers: { "content-type": "text/html;charset=UTF-8" },
};

/** Whoever is known is named in every answer, percent-encoded. */
function callerHeaders(world: DataCenterWorld, request: RecordedRequest): Readonly<Record<string, string>> {
  if (!isKnownCaller(world, request)) return {};
  return { "x-ausername": encodeURIComponent(world.username), "x-auserid": "77" };
}

function readsOf(world: DataCenterWorld, base: string) {
  const on = routesBelow(base, (request) => dataCenterRefusalFor(world, request, "read"));
  return (path: string, handle: Route["handle"]) => on("GET", path, handle);
}

function noCommit(name: string): Answer {
  return dataCenterNotThere(`Commit '${name}'`, "commit.NoSuchCommitException");
}

function repositoryRoutes(world: DataCenterWorld, base: string): readonly Route[] {
  const get = readsOf(world, base);
  return [
    get("", () => ({ status: 200, body: { id: 7, slug: world.slug, project: { key: world.project } } })),
    get("/default-branch", () =>
      world.defaultBranch === undefined
        ? dataCenterNotThere("The default branch", "repository.NoDefaultBranchException")
        : {
            status: 200,
            body: { id: `refs/heads/${world.defaultBranch}`, displayId: world.defaultBranch, type: "BRANCH" },
          },
    ),
    get("/raw/*path", (request, part) => rawFile(world, part("path"), queryValue(request, "at") ?? "HEAD")),
    get("/commits", (request) => listedCommits(world, request)),
    // An id, and no name of a branch or a tag.
    get("/commits/:id", (_, part) => {
      const found = world.commits.find(({ sha }) => sha === part("id"));
      return found === undefined ? noCommit(part("id")) : { status: 200, body: commitWire(found) };
    }),
    get("/commits/:id/merge-base", (request, part) => {
      const [base, other] = [part("id"), queryValue(request, "otherCommitId")].map((id) =>
        world.commits.findIndex(({ sha }) => sha === id),
      ) as [number, number]; // one for each id
      const found = world.commits[Math.min(base, other)];
      return found === undefined ? { status: 204 } : { status: 200, body: commitWire(found) };
    }),
  ];
}

function commitWire({ sha, at }: DataCenterWorld["commits"][number]): Wire {
  return { id: sha, displayId: sha.slice(0, 11), authorTimestamp: at, committerTimestamp: at };
}

/** The commit that a full ref, a short name or an id stands for; a branch before a tag of the same name. */
function resolve(world: DataCenterWorld, name: string): string | undefined {
  const branch = world.branches[name.replace(/^refs\/heads\//, "")];
  const tag = world.tags[name.replace(/^refs\/tags\//, "")];
  return branch ?? tag ?? world.commits.find(({ sha }) => sha === name)?.sha;
}

function rawFile(world: DataCenterWorld, path: string, at: string): Answer {
  const commit = resolve(world, at);
  if (commit === undefined) return noCommit(at);
  const found = world.files.find((file) => file.commit === commit && file.path === path);
  return found === undefined
    ? dataCenterRefusal(
        404,
        `The path "${path}" does not exist at revision "${at}"`,
        "content.NoSuchPathException",
      )
    : { status: 200, body: found.text };
}

/** Commits stand in the order in which they were made: those behind `since` up to `until`, the newest first. */
function listedCommits(world: DataCenterWorld, request: RecordedRequest): Answer {
  const until = queryValue(request, "until") ?? "main";
  const since = queryValue(request, "since");
  const at = (name: string) => world.commits.findIndex(({ sha }) => sha === resolve(world, name));
  if (at(until) < 0) return noCommit(until);
  if (since !== undefined && at(since) < 0) return noCommit(since);
  const from = since === undefined ? 0 : at(since) + 1;
  return dataCenterPage(
    world,
    request,
    world.commits
      .slice(from, at(until) + 1)
      .toReversed()
      .map(commitWire),
  );
}

function pullRequestRoutes(world: DataCenterWorld, base: string): readonly Route[] {
  const get = readsOf(world, base);
  const one = (path: string, handle: (found: DataCenterPullRequest, request: RecordedRequest) => Answer) =>
    get(`/pull-requests/:pull${path}`, (request, part) => {
      const found = world.pullRequests.find(({ id }) => String(id) === part("pull"));
      return found === undefined
        ? dataCenterNotThere(`Pull request ${part("pull")}`, "pull.NoSuchPullRequestException")
        : handle(found, request);
    });
  return [
    get("/pull-requests", (request) => {
      const state = queryValue(request, "state") ?? "OPEN";
      const found = world.pullRequests.filter((pull) => state === "ALL" || pull.state === state);
      return dataCenterPage(world, request, found.map(pullWire(world)));
    }),
    one("", (found) => ({ status: 200, body: pullWire(world)(found) })),
    one("/commits", ({ commits }, request) =>
      dataCenterPage(
        world,
        request,
        commits.toReversed().flatMap((id) => world.commits.filter(({ sha }) => sha === id).map(commitWire)),
      ),
    ),
    // One page, whatever the start.
    one("/changes", ({ files }, request) => {
      const changes = files.map(({ path, before }) => ({
        path: { toString: path, name: path },
        ...(before === undefined ? {} : { srcPath: { toString: before, name: before } }),
      }));
      return dataCenterPage(world, request, changes);
    }),
    get("/commits/:commit/pull-requests", (request, part) =>
      dataCenterPage(
        world,
        request,
        world.pullRequests.filter(({ commits }) => commits.includes(part("commit"))).map(pullWire(world)),
      ),
    ),
  ];
}

function pullWire(world: DataCenterWorld): (found: DataCenterPullRequest) => Wire {
  const { project, slug, branches } = world;
  const repository = (key: string) => ({ slug, project: { key } });
  return ({ id, state, sourceBranch, targetBranch, commits, author, fork }) => ({
    id,
    version: 3,
    title: "Search",
    state,
    open: state === "OPEN",
    fromRef: {
      id: `refs/heads/${sourceBranch}`,
      latestCommit: commits.at(-1),
      repository: repository(fork ?? project),
    },
    toRef: {
      id: `refs/heads/${targetBranch}`,
      latestCommit: branches[targetBranch],
      repository: repository(project),
    },
    author: { user: { name: author, slug: author }, role: "AUTHOR" },
  });
}
