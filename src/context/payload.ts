import { z } from "zod";

/** A commit id as git writes it: SHA-1 or SHA-256, any case; ours are lower case. */
export const commitId = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i, "is not a commit id of 40 or 64 hex digits")
  .transform((id) => id.toLowerCase());

const name = z.string().min(1);
const repository = z.object({ full_name: name });
const number = z.int().positive();

/** What every payload may tell of its repository. */
export const anyPayload = z.object({
  repository: z.object({ default_branch: name.optional() }).optional(),
});

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request */
export const pullRequestPayload = z.object({
  pull_request: z.object({
    number,
    head: z.object({ sha: commitId, ref: name, repo: repository.nullish() }),
    base: z.object({ sha: commitId, ref: name }),
  }),
});

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group */
export const mergeGroupPayload = z.object({
  merge_group: z.object({ head_sha: commitId, head_ref: name, base_sha: commitId, base_ref: name }),
});

const repositoryId = z.object({ id: z.number().optional() }).nullish();

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run */
export const workflowRunPayload = z.object({
  workflow_run: z.object({
    event: name,
    head_sha: commitId,
    head_branch: name,
    head_repository: repository.nullish(),
    pull_requests: z
      .array(
        z.object({
          number,
          head: z.object({ sha: z.string(), ref: name, repo: repositoryId }),
          base: z.object({ sha: commitId, ref: name, repo: repositoryId }),
        }),
      )
      .nullish(),
  }),
});
