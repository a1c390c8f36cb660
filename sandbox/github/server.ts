import { findRoute, type Route } from "../service/routes.ts";
import { type RecordedRequest, type Respond, type StandIn, startStandIn } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import { notFound, refusal } from "./answers.ts";
import { CodeScanning, type Upload } from "./code-scanning.ts";
import { Comments } from "./comments.ts";
import { asEnterpriseServer } from "./enterprise.ts";
import { otherRepositoryRoutes, tokenOf } from "./other-repositories.ts";
import { People } from "./people.ts";
import { Proposals } from "./proposals.ts";
import { repositoryRoutes } from "./repository.ts";
import { type Review, Reviews } from "./reviews.ts";
import { Statuses } from "./statuses.ts";
import type { Comment, CommitStatus, GitHubWorld, Reaction, ReviewComment } from "./world.ts";

/** The stand-in for GitHub, with what the run has written to it. */
export interface GitHubStandIn extends StandIn {
  /** All comments as they are now. */
  comments(): readonly Comment[];
  uploads(): readonly Upload[];
  /** Commit statuses that runs have written, oldest first. */
  writtenStatuses(): readonly CommitStatus[];
  /** Reactions that runs have left, oldest first. */
  reactions(): readonly Reaction[];
  /** Branches and pull requests that runs have made. */
  readonly proposals: Pick<Proposals, "world" | "opened" | "merge" | "close">;
  /** Reviews that runs have written, oldest first. */
  reviews(): readonly Review[];
  /** All comments on lines as they are now. */
  reviewComments(): readonly ReviewComment[];
  /** Ids of the comments that began a thread which is resolved. */
  resolvedThreads(): ReadonlySet<number>;
  /** Somebody answers a comment on a line. */
  answerReview(to: number, author: string, body: string): void;
}

/** Starts a stand-in for GitHub's REST API that knows one repository. */
export async function startGitHub(given: GitHubWorld, respond?: Respond): Promise<GitHubStandIn> {
  const proposals = new Proposals(given);
  const { world } = proposals;
  const base = `/repos/${world.repository.owner}/${world.repository.name}`;
  const comments = new Comments(world);
  const scanning = new CodeScanning(world);
  const statuses = new Statuses(world);
  const people = new People(world);
  const reviews = new Reviews(world);
  const routes: readonly Route[] = [
    { method: "GET", path: "/user", handle: () => getUser(world) },
    { method: "GET", path: base, handle: () => getRepository(world) },
    {
      method: "GET",
      path: `${base}/branches/:branch`,
      handle: (_, part) => getBranch(world, part("branch")),
    },
    ...comments.routes(base),
    ...scanning.routes(base),
    ...statuses.routes(base),
    ...people.routes(base),
    ...proposals.routes(base),
    ...reviews.routes(base),
    ...repositoryRoutes(world, base),
    ...otherRepositoryRoutes(world),
  ];
  const own = (request: RecordedRequest) => answer(world, routes, request);
  const { enterprise } = world;
  const standIn = await startStandIn({
    service: "github",
    respond,
    answer: enterprise === undefined ? own : asEnterpriseServer(enterprise, own),
  });
  return {
    ...standIn,
    url: enterprise === undefined ? standIn.url : `${standIn.url}/api/v3`,
    comments: () => comments.all,
    uploads: () => scanning.uploads,
    writtenStatuses: () => statuses.written,
    reactions: () => people.reactions,
    proposals,
    reviews: () => reviews.reviews,
    reviewComments: () => reviews.comments,
    resolvedThreads: () => reviews.resolved,
    answerReview: (to, author, body) => reviews.answer(to, author, body),
  };
}

function answer(world: GitHubWorld, routes: readonly Route[], request: RecordedRequest): Answer {
  const token = tokenOf(request);
  if (token === undefined) return refusal(401, "Requires authentication");
  const isKnown =
    token === world.token || world.others?.some(({ tokens }) => tokens.includes(token)) === true;
  if (!isKnown) return refusal(401, "Bad credentials");
  // A token that was made for other repositories sees nothing of this one.
  const own = token === world.token ? routes : otherRepositoryRoutes(world);
  const found = findRoute(own, request.method, request.path);
  const given = found === undefined ? notFound() : found.route.handle(request, found.part);
  return {
    ...given,
    headers: { "x-github-request-id": "9F2C:1A7B:4D3E2F:51C0AA", ...rateLimit(), ...given.headers },
  };
}

function rateLimit(): Readonly<Record<string, string>> {
  return { "x-ratelimit-limit": "1000", "x-ratelimit-remaining": "987", "x-ratelimit-resource": "core" };
}

/** The token of a workflow or an app belongs to no user. */
function getUser(world: GitHubWorld): Answer {
  return world.app
    ? refusal(403, "Resource not accessible by integration")
    : { status: 200, body: { login: world.login, id: 1_204_377, type: "User" } };
}

/** What must pass before a merge is told to everybody who may read. */
function getBranch(world: GitHubWorld, name: string): Answer {
  if (name !== world.repository.defaultBranch) return notFound();
  const contexts = world.requiredChecks ?? [];
  return {
    status: 200,
    body: {
      name,
      protected: contexts.length > 0,
      protection: {
        enabled: contexts.length > 0,
        required_status_checks: { enforcement_level: "non_admins", contexts, checks: [] },
      },
    },
  };
}

function getRepository(world: GitHubWorld): Answer {
  const { id, owner, name, defaultBranch } = world.repository;
  return {
    status: 200,
    body: {
      id,
      name,
      full_name: `${owner}/${name}`,
      private: true,
      owner: { login: owner },
      default_branch: defaultBranch,
    },
  };
}
