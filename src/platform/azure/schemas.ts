import "../../no-eval.ts";
import { z } from "zod";

/** Shapes of Azure's answers, as far as they are read (https://learn.microsoft.com/rest/api/azure/devops/git/). */

const IDENTITY = z.object({ id: z.string(), uniqueName: z.string().nullish() });
const COMMIT_REF = z.object({ commitId: z.string() });

/** A page of a list. */
function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ value: z.array(item) }).transform(({ value: values }) => ({ values }));
}

export const AZURE_CONNECTION = z.object({ authenticatedUser: z.object({ id: z.string() }) });

export const AZURE_REPOSITORY = z.object({ id: z.string(), defaultBranch: z.string().nullish() });

const COMMENT = z.object({
  id: z.number(),
  content: z.string().nullish(),
  author: IDENTITY.nullish(),
  isDeleted: z.boolean().nullish(),
});

/** A property is an object of its type and its value. */
const PROPERTY = z.object({ $value: z.unknown() });

export const AZURE_THREAD = z.object({
  id: z.number(),
  status: z.string().nullish(),
  isDeleted: z.boolean().nullish(),
  comments: z.array(COMMENT).nullish(),
  properties: z.record(z.string(), z.union([PROPERTY, z.unknown()])).nullish(),
});
export type WireThread = z.output<typeof AZURE_THREAD>;
export const AZURE_THREADS = pageOf(AZURE_THREAD);
export const AZURE_COMMENT = COMMENT;

export const AZURE_PULL_REQUEST = z.object({
  pullRequestId: z.number(),
  status: z.string(),
  sourceRefName: z.string(),
  targetRefName: z.string(),
  createdBy: IDENTITY.nullish(),
  lastMergeSourceCommit: COMMIT_REF.nullish(),
  lastMergeTargetCommit: COMMIT_REF.nullish(),
  forkSource: z.object({}).nullish(),
});
export type WirePullRequest = z.output<typeof AZURE_PULL_REQUEST>;
export const AZURE_PULL_REQUESTS = pageOf(AZURE_PULL_REQUEST);

export const AZURE_QUERY = z.object({
  results: z.array(z.record(z.string(), z.array(AZURE_PULL_REQUEST))),
});

/** Each push to a pull request makes an iteration; the oldest comes first. */
export const AZURE_ITERATIONS = pageOf(
  z.object({
    id: z.number(),
    sourceRefCommit: COMMIT_REF.nullish(),
    targetRefCommit: COMMIT_REF.nullish(),
  }),
);

export const AZURE_CHANGES = z.object({
  changeEntries: z.array(
    z.object({
      item: z.object({ path: z.string().nullish() }).nullish(),
      originalPath: z.string().nullish(),
      sourceServerItem: z.string().nullish(),
    }),
  ),
  nextSkip: z.number().nullish(),
  nextTop: z.number().nullish(),
});

export const AZURE_STATUS = z.object({
  id: z.number(),
  state: z.string().nullish(),
  description: z.string().nullish(),
  context: z.object({ name: z.string().nullish(), genre: z.string().nullish() }).nullish(),
  targetUrl: z.string().nullish(),
  creationDate: z.string().nullish(),
  createdBy: IDENTITY.nullish(),
  iterationId: z.number().nullish(),
});
export type WireAzureStatus = z.output<typeof AZURE_STATUS>;
export const AZURE_STATUSES = pageOf(AZURE_STATUS);

export const AZURE_COMMIT = z.object({ commitId: z.string(), committer: z.object({ date: z.string() }) });

export const AZURE_DIFFERENCE = z.object({
  aheadCount: z.number(),
  behindCount: z.number(),
  commonCommit: z.string().nullish(),
});

export const AZURE_REFS = pageOf(
  z.object({ name: z.string(), objectId: z.string(), peeledObjectId: z.string().nullish() }),
);

export const AZURE_ITEM = z.object({ content: z.string() });
