import type { ForgePullRequest, PullRequestComments, PullRequests } from "../../forge-ports.ts";
import { present } from "../../text/present.ts";
import { AZURE_NEEDS, type AzureRequests, isAzureMissing } from "./requests.ts";
import type { WirePullRequest, WireThread } from "./schemas.ts";

/** The repository by the names that people see. */
export interface AzureRepository {
  /** Organization and project. */
  readonly owner: string;
  readonly repo: string;
  /** Its web address. */
  readonly webUrl: string;
}

const READ = { method: "GET", need: AZURE_NEEDS.read } as const;

/** The property of a thread that holds the first line of our comment. */
const MARKER = "ScanGate.Marker";

/** The thread's status where nothing is left to do. */
const SETTLED = ["fixed", "closed", "wontFix", "byDesign"];

/**
 * The comments that begin a thread with our marker in its properties; others are none of ours
 * (https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads). The first line of a text is that
 * marker: it is kept as a property and never shown.
 */
export function azureThreads(requests: AzureRequests, { webUrl }: AzureRepository): PullRequestComments {
  const threads = (number: number) => `/pullRequests/${number}/threads`;
  const place = (number: number, { id }: { readonly id: string }) => {
    const [thread, comment] = id.split("/");
    const path = `${threads(number)}/${thread}`;
    return { thread: path, comment: `${path}/comments/${comment}` };
  };
  const commentOf =
    (number: number) =>
    ({ id, status, comments, properties }: WireThread, marker = markerOf(properties)) => {
      const first = comments?.[0];
      return {
        // Comments are counted within their thread.
        id: `${id}/${first?.id ?? 1}`,
        body: `${marker}\n${first?.content ?? ""}`,
        author: first?.author?.id ?? "",
        url: `${webUrl}/pullrequest/${number}?discussionId=${id}`,
        isSettled: SETTLED.includes(status ?? ""),
      };
    };
  const write = { need: AZURE_NEEDS.comment } as const;
  let user: Promise<string> | undefined;
  return {
    author: () => (user ??= requests.user()),
    async list(number) {
      const { value } = await requests.one({
        ...READ,
        path: threads(number),
        schema: ({ AZURE_THREADS }) => AZURE_THREADS,
      });
      return value
        .filter(isOurs)
        .sort((a, b) => a.id - b.id)
        .map((thread) => commentOf(number)(thread));
    },
    async create(number, body, isSettled = false) {
      const [marker, content] = splitMarker(body);
      const thread = await requests.one({
        ...write,
        method: "POST",
        path: threads(number),
        body: {
          comments: [{ parentCommentId: 0, content, commentType: "text" }],
          status: statusOf(isSettled),
          properties: { [MARKER]: marker },
        },
        schema: ({ AZURE_THREAD }) => AZURE_THREAD,
      });
      return commentOf(number)(thread, marker);
    },
    async update(number, comment, body, isSettled = false) {
      const { thread, comment: path } = place(number, comment);
      const [marker, content] = splitMarker(body);
      // What blocks is told first: a run that ends in between leaves no thread closed above a text that fails.
      const moves = comment.isSettled !== isSettled;
      const move = async () => {
        if (moves) await setStatus(requests, thread, isSettled);
      };
      if (!isSettled) await move();
      if (comment.body !== body) {
        await requests.one({
          ...write,
          method: "PATCH",
          path,
          body: { content },
          schema: ({ AZURE_COMMENT }) => AZURE_COMMENT,
        });
      }
      if (isSettled) await move();
      return { ...comment, body: `${marker}\n${content}`, isSettled };
    },
    async remove(number, comment) {
      const { thread, comment: path } = place(number, comment);
      try {
        await setStatus(requests, thread, true);
        await requests.done({ ...write, method: "DELETE", path });
      } catch (error) {
        if (!isAzureMissing(error)) throw error;
      }
    },
  };
}

async function setStatus(requests: AzureRequests, path: string, isSettled: boolean): Promise<void> {
  await requests.one({
    method: "PATCH",
    path,
    body: { status: statusOf(isSettled) },
    need: AZURE_NEEDS.comment,
    schema: ({ AZURE_THREAD }) => AZURE_THREAD,
  });
}

function statusOf(isSettled: boolean): "closed" | "active" {
  return isSettled ? "closed" : "active";
}

function isOurs({ isDeleted, comments, properties }: WireThread): boolean {
  const [first] = comments ?? [];
  return isDeleted !== true && first !== undefined && first.isDeleted !== true && markerOf(properties) !== "";
}

function markerOf(properties: WireThread["properties"]): string {
  const found = properties?.[MARKER];
  if (typeof found === "string") return found;
  const value = typeof found === "object" && found !== null && "$value" in found ? found.$value : undefined;
  return typeof value === "string" ? value : "";
}

function splitMarker(body: string): readonly [marker: string, content: string] {
  const end = body.indexOf("\n");
  return end < 0 ? [body, ""] : [body.slice(0, end), body.slice(end + 1)];
}

/** A push to a pull request. */
export interface AzureIteration {
  readonly id: number;
  readonly commit?: string;
  readonly base?: string;
}

/** The pushes to a pull request, oldest first. */
export async function azureIterations(
  requests: AzureRequests,
  number: number,
): Promise<readonly AzureIteration[]> {
  const { value } = await requests.one({
    ...READ,
    path: `/pullRequests/${number}/iterations`,
    schema: ({ AZURE_ITERATIONS }) => AZURE_ITERATIONS,
  });
  return value
    .toSorted((a, b) => a.id - b.id)
    .map(({ id, sourceRefCommit, targetRefCommit }) => ({
      id,
      ...present({ commit: sourceRefCommit?.commitId, base: targetRefCommit?.commitId }),
    }));
}

/** https://learn.microsoft.com/rest/api/azure/devops/git/pull-requests */
export function azurePullRequests(requests: AzureRequests, repository: AzureRepository): PullRequests {
  const found = async (query: readonly (readonly [string, string | number])[]) => {
    const { value } = await requests.one({
      ...READ,
      path: "/pullrequests",
      query,
      schema: ({ AZURE_PULL_REQUESTS }) => AZURE_PULL_REQUESTS,
    });
    return value.map((one) => pullRequestOf(one, repository));
  };
  return {
    async get(number) {
      const [pull, iterations] = await Promise.all([
        requests.one({
          ...READ,
          path: `/pullrequests/${number}`,
          schema: ({ AZURE_PULL_REQUEST }) => AZURE_PULL_REQUEST,
        }),
        azureIterations(requests, number),
      ]);
      // The pull request itself tells the head of its last merge, which may be an older one.
      return pullRequestOf(pull, repository, iterations.at(-1));
    },
    async ofCommit(commit) {
      const { results } = await requests.one({
        method: "POST",
        reads: true,
        path: "/pullrequestquery",
        body: { queries: [{ type: "commit", items: [commit] }] },
        need: AZURE_NEEDS.read,
        schema: ({ AZURE_QUERY }) => AZURE_QUERY,
      });
      return results
        .flatMap((result) => Object.values(result).flat())
        .map((one) => pullRequestOf(one, repository));
    },
    async fromBranch(owner, branch) {
      const pulls = await found([
        ["searchCriteria.status", "active"],
        ["searchCriteria.sourceRefName", `refs/heads/${branch}`],
        ["$top", 100],
      ]);
      const isOwn = owner.toLowerCase() === repository.owner.toLowerCase();
      return pulls.filter(({ headRepository }) => (headRepository !== undefined) === isOwn);
    },
    changedFiles: (number) => changedFiles(requests, number),
    async commitsOf(number) {
      return (await azureIterations(requests, number)).flatMap(({ commit }) => commit ?? []);
    },
    // The last made: Azure sorts by nothing else.
    lastUpdated: (count) =>
      found([
        ["searchCriteria.status", "all"],
        ["$top", count],
      ]),
  };
}

const CHANGES_PER_PAGE = 2000;

async function changedFiles(requests: AzureRequests, number: number): Promise<readonly string[]> {
  const newest = (await azureIterations(requests, number)).at(-1);
  const paths = new Set<string>();
  for (let skip = 0; newest !== undefined; ) {
    const { changeEntries, nextSkip } = await requests.one({
      ...READ,
      path: `/pullRequests/${number}/iterations/${newest.id}/changes`,
      query: [
        ["$top", CHANGES_PER_PAGE],
        ["$skip", skip],
      ],
      schema: ({ AZURE_CHANGES }) => AZURE_CHANGES,
    });
    for (const { item, originalPath, sourceServerItem } of changeEntries) {
      for (const path of [item?.path, originalPath, sourceServerItem]) {
        if (path) paths.add(path.replace(/^\//, ""));
      }
    }
    if (!nextSkip || nextSkip <= skip) break;
    skip = nextSkip;
  }
  return [...paths];
}

function pullRequestOf(
  pull: WirePullRequest,
  { owner, repo }: AzureRepository,
  newest?: AzureIteration,
): ForgePullRequest {
  const { pullRequestId, status, sourceRefName, targetRefName, createdBy } = pull;
  const commit = newest?.commit ?? pull.lastMergeSourceCommit?.commitId ?? "";
  return {
    number: pullRequestId,
    state: status === "active" ? "open" : status,
    headRef: branchOf(sourceRefName),
    headCommit: commit,
    base: {
      ref: branchOf(targetRefName),
      commit: pull.lastMergeTargetCommit?.commitId ?? newest?.base ?? "",
    },
    ...present({
      headRepository: pull.forkSource ? undefined : `${owner}/${repo}`,
      author: createdBy?.uniqueName ?? createdBy?.id,
    }),
  };
}

function branchOf(ref: string): string {
  return ref.replace(/^refs\/heads\//, "");
}
