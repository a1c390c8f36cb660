import "../../no-eval.ts";
import { z } from "zod";

/** Shapes of GitLab's answers, as far as they are read (https://docs.gitlab.com/api/rest/). */

/** A page of a list. */
function pageOf<T extends z.ZodType>(item: T) {
  return z.array(item).transform((values) => ({ values }));
}

const ACCOUNT = z.object({ username: z.string() });

export const GITLAB_USER = ACCOUNT;

export const GITLAB_PROJECT = z.object({ id: z.number(), default_branch: z.string().nullish() });

export const GITLAB_NOTE = z.object({
  id: z.number(),
  body: z.string(),
  author: ACCOUNT.nullish(),
  system: z.boolean().nullish(),
});
export type WireNote = z.output<typeof GITLAB_NOTE>;
export const GITLAB_NOTES = pageOf(GITLAB_NOTE);

export const GITLAB_MERGE_REQUEST = z.object({
  iid: z.number(),
  state: z.string(),
  sha: z.string().nullish(),
  source_branch: z.string(),
  target_branch: z.string(),
  source_project_id: z.number().nullish(),
  target_project_id: z.number(),
  author: ACCOUNT.nullish(),
  diff_refs: z.object({ base_sha: z.string().nullish(), start_sha: z.string().nullish() }).nullish(),
});
export type WireMergeRequest = z.output<typeof GITLAB_MERGE_REQUEST>;
export const GITLAB_MERGE_REQUESTS = pageOf(GITLAB_MERGE_REQUEST);

/** Each push to a merge request makes a version; the newest comes first. */
export const GITLAB_VERSIONS = pageOf(z.object({ head_commit_sha: z.string() }));

export const GITLAB_DIFFS = pageOf(z.object({ old_path: z.string(), new_path: z.string() }));

export const GITLAB_COMMIT = z.object({ id: z.string(), committed_date: z.string() });

export const GITLAB_COMPARISON = z.object({ commits: z.array(z.unknown()) });

export const GITLAB_STATUS = z.object({
  id: z.number(),
  name: z.string(),
  status: z.string(),
  description: z.string().nullish(),
  target_url: z.string().nullish(),
  author: ACCOUNT.nullish(),
  created_at: z.string().nullish(),
  finished_at: z.string().nullish(),
});
export type WireStatus = z.output<typeof GITLAB_STATUS>;
export const GITLAB_STATUSES = pageOf(GITLAB_STATUS);
