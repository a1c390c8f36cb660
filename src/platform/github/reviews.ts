import { ScanGateError } from "../../errors.ts";
import type { PullRequestReviews, ReviewThreadState } from "../../review-ports.ts";
import { visible } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { NEEDS } from "./errors.ts";
import type { GitHubRepository, GitHubRequests } from "./requests.ts";
import { DIFF_FILES, RESOLVED, REVIEW_COMMENTS, REVIEW_THREADS } from "./review-schemas.ts";

/** https://docs.github.com/en/graphql/reference/objects#pullrequestreviewthread */
const THREADS = `query ReviewThreads($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        nodes { id isResolved comments(first: 1) { nodes { id databaseId } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

/** https://docs.github.com/en/graphql/reference/mutations#resolvereviewthread */
const RESOLVE = `mutation ResolveThread($threadId: ID!) {
  resolveReviewThread(input: { threadId: $threadId }) { thread { id isResolved } }
}`;

/** Pages of threads after which the list is taken for endless: 30,000 of them. */
const MOST_PAGES = 300;

/**
 * Reviews on GitHub: https://docs.github.com/en/rest/pulls/reviews and https://docs.github.com/en/rest/pulls/comments.
 * Whether a thread is resolved only GraphQL knows.
 */
export function gitHubReviews(
  requests: GitHubRequests,
  repository: GitHubRepository,
): Omit<PullRequestReviews, "author"> {
  return {
    diff: (number) =>
      requests.all({
        route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
        parameters: { ...repository, pull_number: number },
        need: NEEDS.pulls,
        schema: () => DIFF_FILES,
      }),
    comments: (number) =>
      requests.all({
        route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments",
        parameters: { ...repository, pull_number: number },
        need: NEEDS.readReviews,
        schema: () => REVIEW_COMMENTS,
      }),
    async create(number, { commit, body, threads }) {
      const comments = threads.map(({ path, line, startLine, body: text }) => ({
        path,
        ...(startLine === undefined ? {} : { start_line: startLine, start_side: "RIGHT" }),
        ...{ line, side: "RIGHT", body: text },
      }));
      await requests.one({
        route: "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
        parameters: {
          ...{ ...repository, pull_number: number },
          ...{ commit_id: commit, event: "COMMENT", body, comments },
        },
        need: NEEDS.review,
        schema: ({ ANYTHING }) => ANYTHING,
      });
    },
    threads: (number) => allThreads(requests, { ...repository, number }),
    async resolve({ id }) {
      const { errors } = await requests.query(RESOLVE, {
        variables: { threadId: id },
        need: NEEDS.resolveThread,
        schema: () => RESOLVED,
      });
      refuseErrors(errors, "resolveReviewThread");
    },
    async remove({ id }) {
      try {
        await requests.one({
          route: "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}",
          parameters: { ...repository, comment_id: id },
          need: NEEDS.review,
          schema: ({ ANYTHING }) => ANYTHING,
        });
      } catch (error) {
        // Gone is what was wanted, be it by a try of ours whose answer was lost.
        if (!(error instanceof ScanGateError && error.code === "not-found")) throw error;
      }
    },
  };
}

async function allThreads(
  requests: GitHubRequests,
  { owner, repo, number }: GitHubRepository & { readonly number: number },
): Promise<readonly ReviewThreadState[]> {
  const threads: ReviewThreadState[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { data, errors } = await requests.query(THREADS, {
      variables: { owner, name: repo, number, ...present({ after }) },
      need: NEEDS.readReviews,
      schema: () => REVIEW_THREADS,
    });
    refuseErrors(errors, "reviewThreads");
    const list = data?.repository?.pullRequest?.reviewThreads ?? undefined;
    if (list === undefined) throw unlisted("gave no list");
    threads.push(...(list.nodes ?? []).flatMap((node) => node ?? []));
    if (list.pageInfo?.hasNextPage !== true) return threads;
    after = list.pageInfo.endCursor ?? undefined;
    if (after === undefined) throw unlisted("promised a further page, and not where it begins");
  }
  throw unlisted(`gave more than ${MOST_PAGES} pages`);
}

/** Who knows a part of the threads would write what is in the others once more. */
function unlisted(how: string): ScanGateError {
  const message = `GitHub GraphQL reviewThreads ${how}`;
  return new ScanGateError({ code: "bad-response", source: "github", message });
}

interface GraphQlError {
  readonly type?: string | null | undefined;
  readonly message?: string | null | undefined;
}

/** GraphQL answers 200 to what it refuses. @throws `forbidden`, `not-found`, else `bad-response` */
function refuseErrors(errors: readonly GraphQlError[] | null | undefined, what: string): void {
  const [first] = errors ?? [];
  if (first === undefined) return;
  const { type, message } = first;
  const told = visible(message ?? type ?? "no reason given");
  const isForbidden = /forbidden|insufficient/i.test(type ?? "") || /not accessible|permission/i.test(told);
  throw new ScanGateError({
    code: isForbidden ? "forbidden" : type === "NOT_FOUND" ? "not-found" : "bad-response",
    source: "github",
    message: `GitHub GraphQL ${what}: ${told}`,
    ...(isForbidden && { hint: `Add \`${NEEDS.resolveThread.permission}\` to the job's \`permissions:\`` }),
  });
}
