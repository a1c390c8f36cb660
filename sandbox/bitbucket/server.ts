import { startForge } from "../service/forge-stand-in.ts";
import { type Route, routesBelow } from "../service/routes.ts";
import {
  queryList,
  queryValue,
  type RecordedRequest,
  type Respond,
  type StandIn,
} from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { bitbucketPage, bitbucketRefusal, bitbucketRefusalFor, targetOf } from "./answers.ts";
import { BitbucketComments } from "./comments.ts";
import { BitbucketReports } from "./reports.ts";
import { BitbucketStatuses } from "./statuses.ts";
import type {
  BitbucketComment,
  BitbucketPullRequest,
  BitbucketReport,
  BitbucketScope,
  BitbucketStatus,
  BitbucketWorld,
} from "./world.ts";

/** The stand-in for Bitbucket Cloud, with what runs have written to it. It is its own proxy of Pipelines, too. */
export interface BitbucketStandIn extends StandIn {
  comments(): readonly BitbucketComment[];
  statuses(): readonly BitbucketStatus[];
  reports(): readonly BitbucketReport[];
  /** Sets a status as another run does. */
  setStatus(status: Omit<BitbucketStatus, "change">): void;
}

/** Starts a stand-in for Bitbucket's API that knows one repository. */
export async function startBitbucket(world: BitbucketWorld, respond?: Respond): Promise<BitbucketStandIn> {
  const base = "/2.0/repositories/:workspace/:slug";
  const comments = new BitbucketComments(world);
  const statuses = new BitbucketStatuses(world);
  const reports = new BitbucketReports(world);
  return await startForge(
    {
      service: "bitbucket",
      respond,
      routes: [
        { method: "GET", path: "/2.0/user", handle: (request) => user(world, request) },
        ...comments.routes(base),
        ...statuses.routes(base),
        ...reports.routes(base),
        ...repositoryRoutes(world, base),
        ...pullRequestRoutes(world, base),
      ],
      lost: bitbucketRefusal(404, "Resource not found"),
      pathOf: (request) => targetOf(request).path,
      guard(_, part) {
        const named = `${part("workspace")}/${part("slug")}`;
        const isShown = world.isVisible && named.toLowerCase() === world.repository.toLowerCase();
        return named === "/" || isShown ? undefined : bitbucketRefusal(404, HIDDEN);
      },
    },
    {
      comments: () => comments.all,
      statuses: () => statuses.all,
      reports: () => reports.all,
      setStatus: (status: Omit<BitbucketStatus, "change">) => void statuses.set(status),
    },
  );
}

/** What Bitbucket says of a repository that it does not show, whether there is one or not. */
const HIDDEN =
  "You may not have access to this repository or it no longer exists in this workspace. If you think this repository exists and you have access, make sure you are authenticated.";

/** An access token of a repository is no account. */
function user(world: BitbucketWorld, request: RecordedRequest): Answer {
  const refused = bitbucketRefusalFor(world, request, "account");
  if (refused !== undefined) return refused;
  return { status: 200, body: { type: "user", uuid: world.account, nickname: "somebody" } };
}

/** The commit that the beginning of an ID stands for. */
function resolve({ commits }: BitbucketWorld, start: string) {
  return start.length < 7 ? undefined : commits.find(({ sha }) => sha.startsWith(start.toLowerCase()));
}

function reading(world: BitbucketWorld, base: string, scope: BitbucketScope) {
  const on = routesBelow(base, (request) => bitbucketRefusalFor(world, request, scope));
  return (path: string, handle: Route["handle"]) => on("GET", path, handle);
}

function repositoryRoutes(world: BitbucketWorld, base: string): readonly Route[] {
  const get = reading(world, base, "repository");
  const commit = (found: { readonly sha: string; readonly date: string } | undefined): Answer =>
    found === undefined
      ? bitbucketRefusal(404, "Resource not found")
      : { status: 200, body: { type: "commit", hash: found.sha, date: found.date } };
  return [
    get("", () => ({
      status: 200,
      body: { type: "repository", full_name: world.repository, mainbranch: { type: "branch", name: "main" } },
    })),
    get("/commit/:commit", (_, part) => commit(resolve(world, part("commit")))),
    get("/refs/branches/*name", (_, part) => {
      const hash = world.branches[part("name")];
      if (hash === undefined) return bitbucketRefusal(404, `Branch "${part("name")}" does not exist.`);
      return { status: 200, body: { type: "branch", name: part("name"), target: { hash } } };
    }),
    get("/refs/tags/*name", (_, part) => bitbucketRefusal(404, `Tag "${part("name")}" does not exist.`)),
    get("/src/:commit/*path", (_, part) => {
      const at = resolve(world, part("commit"));
      const found = world.files.find((file) => file.commit === at?.sha && file.path === part("path"));
      return found === undefined
        ? bitbucketRefusal(404, `No such file or directory: ${part("path")}`)
        : { status: 200, body: found.text };
    }),
    get("/merge-base/:spec", (_, part) => {
      const [a = "", b = ""] = part("spec").split("..");
      const places = [a, b].map((each) => world.commits.findIndex(({ sha }) => sha.startsWith(each)));
      return commit(world.commits[Math.min(...places)]);
    }),
    get("/commits", (request) => {
      const at = (key: string) =>
        world.commits.findIndex(({ sha }) => sha.startsWith(queryValue(request, key) ?? "-"));
      const more = world.commits.slice(at("exclude") + 1, at("include") + 1).toReversed();
      return bitbucketPage(
        request,
        more.map(({ sha }) => ({ hash: sha })),
      );
    }),
  ];
}

function pullRequestRoutes(world: BitbucketWorld, base: string): readonly Route[] {
  const get = reading(world, base, "pullrequest");
  const one = (path: string, handle: (request: RecordedRequest, found: BitbucketPullRequest) => Answer) =>
    get(path, (request, part) => {
      const found = world.pullRequests.find(({ id }) => String(id) === part("pull"));
      return found === undefined ? bitbucketRefusal(404, "No such pull request.") : handle(request, found);
    });
  return [
    one("/pullrequests/:pull", (_, found) => ({ status: 200, body: pullWire(world, found) })),
    one("/pullrequests/:pull/commits", (request, { commits }) =>
      bitbucketPage(
        request,
        commits.toReversed().map((hash) => ({ hash })),
      ),
    ),
    one("/pullrequests/:pull/diffstat", (request, { files }) =>
      bitbucketPage(
        request,
        files.map((path) => ({ status: "modified", old: { path }, new: { path } })),
      ),
    ),
    get("/pullrequests", (request) => listed(world, request)),
    get("/commit/:commit/pullrequests", (request, part) =>
      bitbucketPage(
        request,
        world.pullRequests
          .filter(({ commits }) => commits.includes(part("commit")))
          .map((pull) => pullWire(world, pull)),
        { longest: 50 },
      ),
    ),
  ];
}

function listed(world: BitbucketWorld, request: RecordedRequest): Answer {
  const states = queryList(request, "state");
  const branch = /^source\.branch\.name = "(.*)"$/.exec(queryValue(request, "q") ?? "")?.[1];
  const fitting = world.pullRequests.filter(
    ({ state, sourceBranch }) =>
      (states.length === 0 ? state === "OPEN" : states.includes(state)) &&
      (branch === undefined || sourceBranch === branch.replace(/\\(.)/g, "$1")),
  );
  return bitbucketPage(
    request,
    fitting.map((pull) => pullWire(world, pull)),
    { longest: 50 },
  );
}

/** Pull requests tell the first 12 digits of their commits. */
function pullWire({ repository, branches }: BitbucketWorld, pull: BitbucketPullRequest): Wire {
  const end = (name: string, hash: string, full_name: string) => ({
    branch: { name },
    commit: { type: "commit", hash: hash.slice(0, 12) },
    repository: { type: "repository", full_name },
  });
  return {
    type: "pullrequest",
    id: pull.id,
    state: pull.state,
    author: { type: "user", uuid: "{0c1d2e3f-0000-4000-8000-00000000000b}", nickname: "octavia" },
    source: end(pull.sourceBranch, pull.head, pull.fork ?? repository),
    destination: end(pull.targetBranch, branches[pull.targetBranch] ?? "", repository),
  };
}
