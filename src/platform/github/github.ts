import { setImmediate as nextTurn } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { ScanGateError } from "../../errors.ts";
import type {
  CodeScanning,
  CommentCommands,
  ForgeRoles,
  PullRequestComments,
  PullRequests,
} from "../../forge-ports.ts";
import { gitHubCommits, gitHubStatusBoard, gitHubStatuses } from "./commits.ts";
import { NEEDS } from "./errors.ts";
import type { GitHubConnection, GitHubRepository, GitHubRequests } from "./requests.ts";

/** The repository on GitHub that the gate is for, and whose token asks. */
export interface GitHubIdentity extends GitHubRepository {
  readonly token: string;
}

/** GitHub offers all roles. */
type GitHubRoles = Required<ForgeRoles>;

/** GitHub as one repository's gate uses it. Nothing is loaded or sent before it is asked for something. */
export function createGitHub(options: GitHubConnection & GitHubRepository): GitHubRoles {
  return gitHubRoles(lazyRequests(options), options);
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
  return {
    get requests() {
      return requests.requests;
    },
    comments: gitHubComments(requests, { owner, repo, token }),
    pullRequests: gitHubPullRequests(requests, repository),
    commits: gitHubCommits(requests, repository),
    statuses: gitHubStatuses(requests, repository),
    statusBoard: gitHubStatusBoard(requests, repository),
    commands: gitHubCommands(requests, repository),
    codeScanning: gitHubCodeScanning(requests, repository),
  };
}

/** The account that comments made with a workflow's own token carry. */
const ACTIONS_BOT = "github-actions[bot]";

/**
 * Tokens of an installed app, the workflow's own among them, may not ask REST whose they are: that ends in 403. They are
 * taken for the workflow's own as long as nobody else wrote a comment that may be ours; then GraphQL tells.
 */
async function loginOf(requests: GitHubRequests, token: string, writers: readonly string[]): Promise<string> {
  if (token.startsWith("ghs_")) {
    return writers.every((writer) => writer === ACTIONS_BOT) ? ACTIONS_BOT : await viewerOf(requests);
  }
  try {
    const user = await requests.one({ route: "GET /user", need: NEEDS.user, schema: ({ USER }) => USER });
    return user.login;
  } catch (error) {
    if (error instanceof ScanGateError && error.code === "forbidden") return ACTIONS_BOT;
    throw error;
  }
}

/** https://docs.github.com/en/graphql/reference/queries#viewer; where GraphQL refuses, the workflow's own account. */
async function viewerOf(requests: GitHubRequests): Promise<string> {
  try {
    const { data } = await requests.query("query { viewer { login } }", {
      need: NEEDS.user,
      schema: ({ VIEWER }) => VIEWER,
    });
    return data.viewer.login;
  } catch (error) {
    if (error instanceof ScanGateError && error.code !== "cancelled") return ACTIONS_BOT;
    throw error;
  }
}

/** https://docs.github.com/en/rest/issues/comments: the ids of comments grow. */
function gitHubComments(
  requests: GitHubRequests,
  { token, owner, repo }: GitHubIdentity,
): PullRequestComments {
  const repository: GitHubRepository = { owner, repo };
  return {
    author: (writers) => loginOf(requests, token, writers),
    async list(pullRequest) {
      const comments = await requests.all({
        route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
        parameters: { ...repository, issue_number: pullRequest },
        need: NEEDS.readComments,
        schema: ({ COMMENTS }) => COMMENTS,
      });
      return comments.toSorted((one, other) => Number(one.id) - Number(other.id));
    },
    create: (pullRequest, body) =>
      requests.one({
        route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
        parameters: { ...repository, issue_number: pullRequest, body },
        need: NEEDS.comment,
        schema: ({ COMMENT }) => COMMENT,
      }),
    update: (_pullRequest, { id }, body) =>
      requests.one({
        route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
        parameters: { ...repository, comment_id: id, body },
        need: NEEDS.comment,
        schema: ({ COMMENT }) => COMMENT,
      }),
    async remove(_pullRequest, { id }) {
      try {
        await requests.one({
          route: "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
          parameters: { ...repository, comment_id: id },
          need: NEEDS.comment,
          schema: ({ ANYTHING }) => ANYTHING,
        });
      } catch (error) {
        // Gone is what was wanted, be it by a try of ours whose answer was lost.
        if (!(error instanceof ScanGateError && error.code === "not-found")) throw error;
      }
    },
  };
}

/** https://docs.github.com/en/rest/pulls */
function gitHubPullRequests(requests: GitHubRequests, repository: GitHubRepository): PullRequests {
  return {
    get: (number) =>
      requests.one({
        route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
        parameters: { ...repository, pull_number: number },
        need: NEEDS.pulls,
        schema: ({ PULL_REQUEST }) => PULL_REQUEST,
      }),
    ofCommit: (commit) =>
      requests.all({
        route: "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
        parameters: { ...repository, commit_sha: commit },
        need: NEEDS.pulls,
        schema: ({ PULL_REQUESTS }) => PULL_REQUESTS,
      }),
    fromBranch: (owner, branch) =>
      requests.all({
        route: "GET /repos/{owner}/{repo}/pulls",
        parameters: { ...repository, state: "open", head: `${owner}:${branch}` },
        need: NEEDS.pulls,
        schema: ({ PULL_REQUESTS }) => PULL_REQUESTS,
      }),
    async changedFiles(number) {
      const files = await requests.all({
        route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
        parameters: { ...repository, pull_number: number },
        need: NEEDS.pulls,
        schema: ({ CHANGED_FILES }) => CHANGED_FILES,
      });
      if (files.length >= MOST_CHANGED_FILES) throw tooManyFiles(number);
      return files.flatMap(({ filename, previous_filename: previous }) =>
        previous ? [filename, previous] : [filename],
      );
    },
    commitsOf: (number) =>
      requests.all({
        route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits",
        parameters: { ...repository, pull_number: number },
        need: NEEDS.pulls,
        schema: ({ COMMIT_IDS }) => COMMIT_IDS,
      }),
    lastUpdated: (count) =>
      requests.one({
        route: "GET /repos/{owner}/{repo}/pulls",
        parameters: { ...repository, state: "all", sort: "updated", direction: "desc", per_page: count },
        need: NEEDS.pulls,
        schema: ({ PULL_REQUESTS }) => PULL_REQUESTS,
      }),
  };
}

/** GitHub lists no more (https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files). */
const MOST_CHANGED_FILES = 3000;

function tooManyFiles(number: number): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "github",
    message: `GitHub: pull request #${number} changes more files than the ${MOST_CHANGED_FILES.toLocaleString("en-US")} that GitHub lists`,
    hint: "Split it into smaller ones",
  });
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
      const packed = await promisify(gzip)(Buffer.from(sarif, "utf8"));
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
