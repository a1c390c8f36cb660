import "../../no-eval.ts";
import { z } from "zod";
import type { DiffFile, ReviewComment, ReviewThreadState } from "../../review-ports.ts";
import { USER } from "./schemas.ts";

/** GitHub's answers about reviews, as far as they are read. */

const id = z.number().int().transform(String);

/** A comment on a line of a diff (https://docs.github.com/en/rest/pulls/comments). */
const REVIEW_COMMENT = z
  .object({
    id,
    body: z.string().nullish(),
    user: USER.nullish(),
    path: z.string().nullish(),
    line: z.number().int().nullish(),
    start_line: z.number().int().nullish(),
    in_reply_to_id: id.nullish(),
  })
  .transform(
    (comment): ReviewComment => ({
      id: comment.id,
      body: comment.body ?? "",
      author: comment.user?.login ?? "ghost",
      path: comment.path ?? "",
      ...(comment.line == null ? {} : { line: comment.line }),
      ...(comment.start_line == null ? {} : { startLine: comment.start_line }),
      ...(comment.in_reply_to_id == null ? {} : { answers: comment.in_reply_to_id }),
    }),
  );
export const REVIEW_COMMENTS = z.array(REVIEW_COMMENT);

/** https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files; what is too large, or no text, has no patch. */
export const DIFF_FILES = z.array(
  z
    .object({ filename: z.string(), patch: z.string().nullish() })
    .transform(
      ({ filename, patch }): DiffFile => (patch == null ? { path: filename } : { path: filename, patch }),
    ),
);

const GRAPHQL_ERRORS = z
  .array(z.object({ type: z.string().nullish(), message: z.string().nullish() }))
  .nullish();

/** A thread by the number of its first comment; one without a comment is none. */
const REVIEW_THREAD = z
  .object({
    id: z.string().min(1),
    isResolved: z.boolean(),
    comments: z.object({ nodes: z.array(z.object({ databaseId: id.nullish() }).nullish()).nullish() }),
  })
  .transform(({ id: thread, isResolved, comments }): ReviewThreadState | undefined => {
    const commentId = comments.nodes?.[0]?.databaseId;
    return commentId == null ? undefined : { id: thread, isResolved, commentId };
  });

/** https://docs.github.com/en/graphql/reference/objects#pullrequestreviewthread */
export const REVIEW_THREADS = z.object({
  data: z
    .object({
      repository: z
        .object({
          pullRequest: z
            .object({
              reviewThreads: z.object({
                nodes: z.array(REVIEW_THREAD.nullish()).nullish(),
                pageInfo: z
                  .object({ hasNextPage: z.boolean().nullish(), endCursor: z.string().nullish() })
                  .nullish(),
              }),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  errors: GRAPHQL_ERRORS,
});

/** https://docs.github.com/en/graphql/reference/mutations#resolvereviewthread */
export const RESOLVED = z.object({ errors: GRAPHQL_ERRORS });
