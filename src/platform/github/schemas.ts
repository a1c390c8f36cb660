import "../../no-eval.ts";
import { z } from "zod";
import type { CommitStatus, ForgePullRequest, PullRequestComment } from "../../forge-ports.ts";
import type { ProposedPullRequest } from "../../proposal-ports.ts";

/** GitHub's answers, as far as they are read (https://docs.github.com/en/rest). More fields are normal. */

export const USER = z.object({ login: z.string().min(1) });

export const COMMENT = z
  .object({
    id: z.number().int(),
    body: z.string().nullish(),
    user: USER.nullish(),
    // Only shown: a comment without it is a comment all the same.
    html_url: z.string().nullish(),
  })
  .transform(
    (comment): PullRequestComment => ({
      id: String(comment.id),
      body: comment.body ?? "",
      // GitHub shows comments of deleted accounts as those of this one.
      author: comment.user?.login ?? "ghost",
      url: comment.html_url ?? "",
    }),
  );

const SIDE = z.object({ ref: z.string(), sha: z.string() });

export const PULL_REQUEST = z
  .object({
    number: z.number().int(),
    state: z.string(),
    head: SIDE.extend({ repo: z.object({ full_name: z.string() }).nullish() }),
    base: SIDE,
    user: z.object({ login: z.string() }).nullish().catch(undefined),
  })
  .transform(
    ({ number, state, head, base, user }): ForgePullRequest => ({
      number,
      state,
      headRef: head.ref,
      headCommit: head.sha,
      ...(head.repo == null ? {} : { headRepository: head.repo.full_name }),
      ...(user == null ? {} : { author: user.login }),
      base: { ref: base.ref, commit: base.sha },
    }),
  );

export const STATUS = z
  .object({
    // Tells the newer of two statuses of one time; without it their order does.
    id: z.number().nullish(),
    context: z.string(),
    state: z.string(),
    description: z.string().nullish(),
    target_url: z.string().nullish(),
    created_at: z.string().nullish(),
    updated_at: z.string().nullish(),
    creator: z.object({ login: z.string() }).nullish().catch(undefined),
  })
  .transform((status) => {
    const updatedAt = status.updated_at ?? status.created_at;
    const commitStatus: CommitStatus = {
      context: status.context,
      state: status.state,
      ...(status.description == null ? {} : { description: status.description }),
      ...(status.target_url == null ? {} : { link: status.target_url }),
      ...(updatedAt == null ? {} : { updatedAt }),
      ...(status.creator == null ? {} : { author: status.creator.login }),
    };
    return { id: status.id ?? 0, status: commitStatus };
  });

export const COMMIT = z.object({ commit: z.object({ committer: z.object({ date: z.string().min(1) }) }) });

export const COMPARISON = z.object({
  ahead_by: z.number().int(),
  behind_by: z.number().int(),
  merge_base_commit: z.object({ sha: z.string().min(1) }).nullish(),
});

/** A file; for a folder GitHub answers a list, which is read as one. */
export const CONTENT = z.union([
  z.array(z.unknown()).transform(() => ({ type: "folder" })),
  z.object({
    type: z.string(),
    encoding: z.string().optional(),
    content: z.string().optional(),
    size: z.number().optional(),
  }),
]);

export const UPLOAD = z.object({
  id: z.union([z.string().min(1), z.number().transform(String)]),
});

export const PROCESSING = z.object({
  processing_status: z.string(),
  errors: z.array(z.string()).nullish(),
});

const ANALYSIS = z.object({ warning: z.string().nullish(), error: z.string().nullish() });

export const COMMENTS = z.array(COMMENT);
export const PULL_REQUESTS = z.array(PULL_REQUEST);
export const CHANGED_FILES = z.array(
  z.object({ filename: z.string(), previous_filename: z.string().nullish() }),
);
/** The commits of a pull request. */
export const COMMIT_IDS = z.array(z.object({ sha: z.string().min(1) }).transform(({ sha }) => sha));
export const STATUSES = z.array(STATUS);
export const ANALYSES = z.array(ANALYSIS);
/** A file's own text. */
export const TEXT = z.string();
/** https://docs.github.com/en/rest/repos/repos#get-a-repository */
export const REPOSITORY = z.object({
  default_branch: z.string().min(1),
  permissions: z.object({ push: z.boolean().optional() }).optional().catch(undefined),
});

/** A file with what replaces it; for a folder GitHub answers a list. */
export const VERSIONED_CONTENT = z.union([
  z.array(z.unknown()).transform(() => ({ type: "folder" })),
  z.object({
    type: z.string(),
    encoding: z.string().optional(),
    content: z.string().optional(),
    sha: z.string().min(1).optional(),
  }),
]);

/** A comparison with the files that it lists. */
export const DIFFERENCE = z.object({
  merge_base_commit: z.object({ sha: z.string().min(1) }).nullish(),
  files: z
    .array(z.object({ filename: z.string(), previous_filename: z.string().nullish() }))
    .nullish()
    .transform((files) =>
      (files ?? []).flatMap((file) => [file.filename, file.previous_filename ?? []].flat()),
    ),
});

export const PROPOSED_PULL = z
  .object({
    number: z.number().int(),
    html_url: z.string().nullish(),
    user: z.object({ login: z.string() }).nullish().catch(undefined),
    head: z
      .object({ repo: z.object({ full_name: z.string() }).nullish() })
      .nullish()
      .catch(undefined),
    base: z.object({ ref: z.string() }),
  })
  .transform(
    ({ number, html_url: url, user, head, base }): ProposedPullRequest => ({
      number,
      url: url ?? "",
      into: base.ref,
      ...(user == null ? {} : { author: user.login }),
      ...(head?.repo == null ? {} : { headRepository: head.repo.full_name }),
    }),
  );
export const PROPOSED_PULLS = z.array(PROPOSED_PULL);

/** An answer that is not read. */
export const ANYTHING = z.unknown();

/** https://docs.github.com/en/rest/git/refs#get-a-reference */
export const BRANCH_REF = z.object({ ref: z.string(), object: z.object({ sha: z.string().min(1) }) });

/** https://docs.github.com/en/rest/commits/commits#get-a-commit */
export const COMMIT_ID = z.object({ sha: z.string().min(1) });

/** https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user */
export const USER_PERMISSION = z.object({ permission: z.string() });

/** https://docs.github.com/en/graphql/reference/queries#viewer */
export const VIEWER = z.object({ data: z.object({ viewer: z.object({ login: z.string().min(1) }) }) });

/** https://docs.github.com/en/rest/branches/branches#get-a-branch; rulesets are told elsewhere. */
export const BRANCH = z.object({
  protection: z
    .object({
      required_status_checks: z
        .object({ contexts: z.array(z.string()).catch([]) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
