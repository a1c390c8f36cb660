import { ScanGateError } from "../../errors.ts";
import type { PullRequestComments, PullRequests } from "../../forge-ports.ts";
import { NEEDS } from "./errors.ts";
import type { GitHubRepository, GitHubRequests } from "./requests.ts";

/** The repository on GitHub that the gate is for, and whose token asks. */
export interface GitHubIdentity extends GitHubRepository {
  readonly token: string;
}

/** The account that comments made with a workflow's own token carry. */
const ACTIONS_BOT = "github-actions[bot]";

/**
 * Tokens of an installed app, the workflow's own among them, may not ask REST whose they are: that ends in 403. They are
 * taken for the workflow's own as long as nobody else wrote a comment that may be ours; then GraphQL tells.
 */
export async function loginOf(
  requests: GitHubRequests,
  token: string,
  writers: readonly string[],
): Promise<string> {
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

/** Comments on pull requests: https://docs.github.com/en/rest/issues/comments. Their ids grow. */
export function gitHubComments(
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

/** GitHub lists no more (https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files). */
const MOST_CHANGED_FILES = 3000;

/** Pull requests of one repository: https://docs.github.com/en/rest/pulls */
export function gitHubPullRequests(requests: GitHubRequests, repository: GitHubRepository): PullRequests {
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

function tooManyFiles(number: number): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "github",
    message: `GitHub: pull request #${number} changes more files than the ${MOST_CHANGED_FILES.toLocaleString("en-US")} that GitHub lists`,
    hint: "Split it into smaller ones",
  });
}
