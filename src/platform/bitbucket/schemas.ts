import "../../no-eval.ts";
import { z } from "zod";

/** Shapes of Bitbucket's answers, as far as they are read (https://developer.atlassian.com/cloud/bitbucket/rest/). */

function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ values: z.array(item), next: z.string().nullish() });
}

const LINKS = z.object({ html: z.object({ href: z.string() }).nullish() }).nullish();

export const BITBUCKET_ACCOUNT = z.object({ uuid: z.string().nullish(), account_id: z.string().nullish() });

export const BITBUCKET_REPOSITORY = z.object({
  full_name: z.string(),
  mainbranch: z.object({ name: z.string() }).nullish(),
});

export const BITBUCKET_COMMENT = z.object({
  id: z.number(),
  content: z.object({ raw: z.string().nullish() }).nullish(),
  user: BITBUCKET_ACCOUNT.nullish(),
  deleted: z.boolean().nullish(),
  inline: z.unknown().optional(),
  parent: z.unknown().optional(),
  links: LINKS,
});
export type WireBitbucketComment = z.output<typeof BITBUCKET_COMMENT>;
export const BITBUCKET_COMMENTS = pageOf(BITBUCKET_COMMENT);

/** One end of a pull request. The repository is absent when it was deleted. */
const END = z.object({
  branch: z.object({ name: z.string() }),
  commit: z.object({ hash: z.string() }).nullish(),
  repository: BITBUCKET_REPOSITORY.nullish(),
});

export const BITBUCKET_PULL_REQUEST = z.object({
  id: z.number(),
  state: z.string(),
  author: BITBUCKET_ACCOUNT.nullish(),
  source: END,
  destination: END,
});
export type WireBitbucketPullRequest = z.output<typeof BITBUCKET_PULL_REQUEST>;
export const BITBUCKET_PULL_REQUESTS = pageOf(BITBUCKET_PULL_REQUEST);

const FILE = z.object({ path: z.string() }).nullish();
export const BITBUCKET_DIFFSTAT = pageOf(z.object({ old: FILE, new: FILE }));

export const BITBUCKET_COMMIT = z.object({ hash: z.string(), date: z.string() });
export const BITBUCKET_HASHES = pageOf(z.object({ hash: z.string() }));

export const BITBUCKET_REF = z.object({ target: z.object({ hash: z.string() }) });

export const BITBUCKET_STATUS = z.object({
  key: z.string(),
  state: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  url: z.string().nullish(),
  updated_on: z.string().nullish(),
});
export type WireBitbucketStatus = z.output<typeof BITBUCKET_STATUS>;
export const BITBUCKET_STATUSES = pageOf(BITBUCKET_STATUS);

export const BITBUCKET_ANNOTATIONS = pageOf(z.object({ external_id: z.string().nullish() }));
