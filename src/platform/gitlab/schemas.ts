import { z } from "zod";

/** Shapes of GitLab's answers, as far as they are read (https://docs.gitlab.com/api/rest/). */

const ACCOUNT = z.object({ username: z.string() });

export const USER = ACCOUNT;

export const PROJECT = z.object({ id: z.number() });

export const NOTE = z.object({
  id: z.number(),
  body: z.string(),
  author: ACCOUNT.nullish(),
  system: z.boolean().nullish(),
});
export const NOTES = z.array(NOTE);

export const MERGE_REQUEST = z.object({
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
export type WireMergeRequest = z.output<typeof MERGE_REQUEST>;
export const MERGE_REQUESTS = z.array(MERGE_REQUEST);

/** Each push to a merge request makes a version; the newest comes first. */
export const VERSIONS = z.array(z.object({ head_commit_sha: z.string() }));

export const DIFFS = z.array(z.object({ old_path: z.string(), new_path: z.string() }));

export const COMMIT = z.object({ id: z.string(), committed_date: z.string() });

export const COMPARISON = z.object({ commits: z.array(z.unknown()) });

export const STATUS = z.object({
  id: z.number(),
  name: z.string(),
  status: z.string(),
  description: z.string().nullish(),
  target_url: z.string().nullish(),
  author: ACCOUNT.nullish(),
  created_at: z.string().nullish(),
  finished_at: z.string().nullish(),
});
export type WireStatus = z.output<typeof STATUS>;
export const STATUSES = z.array(STATUS);
