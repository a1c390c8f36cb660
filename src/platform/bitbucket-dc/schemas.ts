import "../../no-eval.ts";
import { z } from "zod";

/**
 * Shapes of Data Center's answers, as far as they are read
 * (https://developer.atlassian.com/server/bitbucket/rest/v903/intro/).
 */

/**
 * A page of a list. One that is not the last and does not tell where the next begins leads back to the first; one that
 * does not say whether it is the last goes on where it tells a place.
 */
function pageOf<T extends z.ZodType>(item: T) {
  return z
    .object({
      values: z.array(item),
      isLastPage: z.boolean().nullish(),
      nextPageStart: z.number().nullish(),
    })
    .transform(({ values, isLastPage, nextPageStart }) => ({
      values,
      next: isLastPage === false ? (nextPageStart ?? 0) : isLastPage ? undefined : nextPageStart,
    }));
}

export const DC_PROPERTIES = z.object({ version: z.string().nullish() });

export const DC_REPOSITORY = z.object({ slug: z.string() });

/** A branch by its full and its bare name. */
export const DC_BRANCH = z.object({ displayId: z.string() });

const USER = z.object({ name: z.string() });

export const DC_COMMENT = z.object({
  id: z.number(),
  version: z.number(),
  text: z.string(),
  author: USER.nullish(),
});
export type WireDcComment = z.output<typeof DC_COMMENT>;

/** Plugins and newer versions add kinds of their own, so that what is no comment of a known shape is passed over. */
export const DC_ACTIVITIES = pageOf(
  z
    .object({
      action: z.string().nullish(),
      commentAction: z.string().nullish(),
      comment: DC_COMMENT.nullish().catch(undefined),
    })
    .catch({}),
);

const REF = z.object({
  id: z.string(),
  latestCommit: z.string().nullish(),
  repository: z
    .object({
      slug: z.string(),
      project: z.object({ key: z.string() }).nullish(),
    })
    .nullish(),
});
export type WireDcRef = z.output<typeof REF>;

export const DC_PULL_REQUEST = z.object({
  id: z.number(),
  state: z.string(),
  fromRef: REF,
  toRef: REF,
  author: z.object({ user: USER.nullish() }).nullish(),
});
export type WireDcPullRequest = z.output<typeof DC_PULL_REQUEST>;
export const DC_PULL_REQUESTS = pageOf(DC_PULL_REQUEST);

const PATH = z.object({ toString: z.string() });
export const DC_CHANGES = pageOf(z.object({ path: PATH, srcPath: PATH.nullish() }));

export const DC_COMMIT = z.object({ id: z.string() });
/** When a commit was made, in milliseconds since 1970. One without a date is no old one: results since then count for it. */
export const DC_COMMIT_DATE = z
  .object({ committerTimestamp: z.number().nullish(), authorTimestamp: z.number().nullish() })
  .transform(({ committerTimestamp, authorTimestamp }) => committerTimestamp ?? authorTimestamp)
  .pipe(z.number());
export const DC_COMMITS = pageOf(DC_COMMIT);

export const DC_BUILD = z.object({
  key: z.string(),
  state: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  url: z.string().nullish(),
  /** Milliseconds since 1970; the older list has another name for it. */
  updatedDate: z.number().nullish(),
  dateAdded: z.number().nullish(),
});
export type WireDcBuild = z.output<typeof DC_BUILD>;
export const DC_BUILDS = pageOf(DC_BUILD);
