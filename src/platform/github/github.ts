import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createGzip } from "node:zlib";
import { ScanGateError } from "../../errors.ts";
import type { CodeScanning, CommentCommands, ForgeRoles, PolicyRepositories } from "../../forge-ports.ts";
import type { PullRequestReviews } from "../../review-ports.ts";
import type { RepositorySurvey } from "../../survey-ports.ts";
import { gitHubCommits, gitHubPolicyRepository, gitHubStatusBoard, gitHubStatuses } from "./commits.ts";
import { NEEDS } from "./errors.ts";
import { type GitHubIdentity, gitHubComments, gitHubPullRequests, loginOf } from "./pull-requests.ts";
import type { GitHubConnection, GitHubRepository, GitHubRequests } from "./requests.ts";

/** GitHub offers all roles. */
type GitHubRoles = Required<Omit<ForgeRoles, "codeInsights">>;

/** GitHub as one repository's gate uses it. Nothing is loaded or sent before it is asked for something. */
export function createGitHub(options: GitHubConnection & GitHubRepository): GitHubRoles {
  return gitHubRoles(lazyRequests(options), options);
}

/** Repositories of which only policies are read, with a token of its own. */
export function createPolicyRepositories(connection: GitHubConnection): PolicyRepositories {
  const requests = lazyRequests(connection);
  return (owner, repo) => gitHubPolicyRepository(requests, { owner, repo });
}

/**
 * Octokit and the schemas of its answers are a good part of the bundle. They are loaded when GitHub is first asked, and
 * what other services are asked at the same time is sent before that.
 */
function lazyRequests(connection: GitHubConnection): GitHubRequests {
  let requests: GitHubRequests | undefined;
  let loading: Promise<GitHubRequests> | undefined;
  const load = async (): Promise<GitHubRequests> => {
    await nextTurn();
    const { createGitHubRequests } = await import("./requests.ts");
    requests = createGitHubRequests(connection);
    return requests;
  };
  const loaded = () => (loading ??= load());
  return {
    get requests() {
      return requests?.requests ?? 0;
    },
    one: async (request) => (await loaded()).one(request),
    all: async (request) => (await loaded()).all(request),
    query: async (text, request) => (await loaded()).query(text, request),
  };
}

/** What GitHub offers, through the requests that are given. */
export function gitHubRoles(requests: GitHubRequests, { token, owner, repo }: GitHubIdentity): GitHubRoles {
  const repository: GitHubRepository = { owner, repo };
  let loading: Promise<RepositorySurvey> | undefined;
  const survey = () => (loading ??= loadSurvey(requests, repository));
  return {
    get requests() {
      return requests.requests;
    },
    comments: gitHubComments(requests, { owner, repo, token }),
    pullRequests: gitHubPullRequests(requests, repository),
    reviews: lazyReviews(requests, { owner, repo, token }),
    commits: {
      ...gitHubCommits(requests, repository),
      defaultBranch: async () => (await (await survey()).facts()).defaultBranch,
    },
    statuses: gitHubStatuses(requests, repository),
    statusBoard: gitHubStatusBoard(requests, repository),
    commands: gitHubCommands(requests, repository),
    proposals: async () => {
      const { gitHubProposals } = await import("./proposals.ts");
      return gitHubProposals(requests, repository);
    },
    codeScanning: gitHubCodeScanning(requests, repository),
    survey,
  };
}

/** Only the doctor asks for it, and a run whose event does not tell the default branch. */
async function loadSurvey(requests: GitHubRequests, repository: GitHubRepository): Promise<RepositorySurvey> {
  const { gitHubSurvey } = await import("./survey.ts");
  return gitHubSurvey(requests, repository);
}

/** Few runs write review threads. */
function lazyReviews(requests: GitHubRequests, { token, ...repository }: GitHubIdentity): PullRequestReviews {
  const load = async () => (await import("./reviews.ts")).gitHubReviews(requests, repository);
  return {
    author: (writers) => loginOf(requests, token, writers),
    diff: async (pullRequest) => (await load()).diff(pullRequest),
    comments: async (pullRequest) => (await load()).comments(pullRequest),
    create: async (pullRequest, review) => (await load()).create(pullRequest, review),
    threads: async (pullRequest) => (await load()).threads(pullRequest),
    resolve: async (thread) => (await load()).resolve(thread),
    remove: async (comment) => (await load()).remove(comment),
  };
}

/** https://docs.github.com/en/rest/reactions, https://docs.github.com/en/rest/collaborators/collaborators */
function gitHubCommands(requests: GitHubRequests, repository: GitHubRepository): CommentCommands {
  return {
    async mayWrite(login) {
      const { permission } = await requests.one({
        route: "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
        parameters: { ...repository, username: login },
        need: NEEDS.contents,
        schema: ({ USER_PERMISSION }) => USER_PERMISSION,
      });
      return permission === "admin" || permission === "write";
    },
    async react(commentId, content) {
      await requests.one({
        route: "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
        parameters: { ...repository, comment_id: commentId, content },
        need: NEEDS.react,
        schema: ({ ANYTHING }) => ANYTHING,
      });
    },
  };
}

/** https://docs.github.com/en/rest/code-scanning */
function gitHubCodeScanning(requests: GitHubRequests, repository: GitHubRepository): CodeScanning {
  return {
    async upload({ commit, ref, sarif }) {
      const packed = await buffer(Readable.from(sarif).pipe(createGzip()));
      return await requests.one({
        route: "POST /repos/{owner}/{repo}/code-scanning/sarifs",
        // Nothing else: the endpoint refuses fields that it does not know, and Enterprise Servers know fewer.
        parameters: { ...repository, commit_sha: commit, ref, sarif: packed.toString("base64") },
        need: NEEDS.uploadSarif,
        schema: ({ UPLOAD }) => UPLOAD,
      });
    },
    async processing(id) {
      try {
        const { processing_status: status, errors } = await requests.one({
          route: "GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}",
          parameters: { ...repository, sarif_id: id },
          need: NEEDS.readSarif,
          schema: ({ PROCESSING }) => PROCESSING,
        });
        const known = status === "complete" || status === "failed" ? status : "pending";
        return { status: known, errors: errors ?? [] };
      } catch (error) {
        // The id may not be known yet right after the upload.
        if (error instanceof ScanGateError && error.code === "not-found") {
          return { status: "pending", errors: [] };
        }
        throw error;
      }
    },
    async warnings(id) {
      const analyses = await requests.all({
        route: "GET /repos/{owner}/{repo}/code-scanning/analyses",
        parameters: { ...repository, sarif_id: id },
        need: NEEDS.readSarif,
        schema: ({ ANALYSES }) => ANALYSES,
      });
      const texts = analyses.flatMap(({ error, warning }) => [error, warning]);
      return [...new Set(texts.filter((text): text is string => typeof text === "string" && text !== ""))];
    },
  };
}
