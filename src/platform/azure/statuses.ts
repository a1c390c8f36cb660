import { ScanGateError } from "../../errors.ts";
import type { CommitStatus, CommitStatuses, StatusBoard } from "../../forge-ports.ts";
import { present } from "../../text/present.ts";
import { firstOfEach } from "../forge/answers.ts";
import { azureIterations } from "./pull-requests.ts";
import { AZURE_NEEDS, type AzureRequests } from "./requests.ts";
import type { WireAzureStatus } from "./schemas.ts";

const READ = { method: "GET", need: AZURE_NEEDS.read } as const;

/** States of Azure in the words that other forges have, too. */
const STATES: Readonly<Record<string, string>> = {
  succeeded: "success",
  failed: "failure",
  error: "error",
  notSet: "pending",
  pending: "pending",
};

function statusOf({ context, state, description, targetUrl, ...rest }: WireAzureStatus): CommitStatus {
  const genre = context?.genre ?? "";
  const name = context?.name ?? "";
  return {
    context: genre === "" ? name : `${genre}/${name}`,
    state: STATES[state ?? "notSet"] ?? state ?? "pending",
    ...present({
      description: description ?? undefined,
      link: targetUrl ?? undefined,
      updatedAt: rest.creationDate ?? undefined,
      author: rest.createdBy?.uniqueName ?? rest.createdBy?.id,
    }),
  };
}

/** The longest list of a commit's statuses that is read. */
const MOST_STATUSES = 1000;

async function ofCommit(requests: AzureRequests, commit: string): Promise<readonly WireAzureStatus[]> {
  const { values } = await requests.one({
    ...READ,
    path: `/commits/${commit}/statuses`,
    query: [["top", MOST_STATUSES]],
    schema: ({ AZURE_STATUSES }) => AZURE_STATUSES,
  });
  if (values.length < MOST_STATUSES) return values;
  throw new ScanGateError({
    code: "partial",
    source: "azure",
    message: `The commit ${commit.slice(0, 7)} has ${MOST_STATUSES} statuses or more, and the rest was not read`,
    hint: "Push a new commit",
  });
}

async function ofPullRequest(requests: AzureRequests, number: number): Promise<readonly WireAzureStatus[]> {
  const { values } = await requests.one({
    ...READ,
    path: `/pullRequests/${number}/statuses`,
    schema: ({ AZURE_STATUSES }) => AZURE_STATUSES,
  });
  return values;
}

const newestFirst = (a: WireAzureStatus, b: WireAzureStatus) => b.id - a.id;

/**
 * Statuses of a commit, and of the run's pull request as far as they are of an iteration with this commit, or of none.
 * Azure keeps both, and others use the one or the other.
 */
export function azureStatuses(requests: AzureRequests, pullRequest: number | undefined): CommitStatuses {
  return {
    async newest(commit) {
      const [own, pulls, iterations] = await Promise.all([
        ofCommit(requests, commit),
        pullRequest === undefined ? [] : ofPullRequest(requests, pullRequest),
        pullRequest === undefined ? [] : azureIterations(requests, pullRequest),
      ]);
      const fitting = iterations.filter((one) => isSame(one.commit, commit)).map(({ id }) => id);
      const isHead = isSame(iterations.at(-1)?.commit, commit);
      const told = pulls.filter(({ iterationId }) => (iterationId ? fitting.includes(iterationId) : isHead));
      // The ids of both lists are counted apart.
      return [own, told].flatMap((list) => firstOfEach(list.toSorted(newestFirst).map(statusOf)));
    },
  };
}

function isSame(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}

/**
 * Our status: on the newest iteration of the run's pull request, and on the commit where the run has none. A policy that
 * resets statuses takes none that names no iteration. Azure adds each to a list, and the newest of a name counts.
 */
export function azureStatusBoard(requests: AzureRequests, pullRequest: number | undefined): StatusBoard {
  return {
    async list(commit) {
      const iteration = pullRequest && (await newestIteration(requests, pullRequest, commit));
      const all = pullRequest
        ? (await ofPullRequest(requests, pullRequest)).filter((one) => one.iterationId === iteration)
        : await ofCommit(requests, commit);
      return all.toSorted(newestFirst).map((one) => ({ id: String(one.id), ...statusOf(one) }));
    },
    async write(commit, { context, state, description, link }) {
      const iterationId = pullRequest && (await newestIteration(requests, pullRequest, commit));
      const at = context.indexOf("/");
      const written = await requests.one({
        method: "POST",
        path: pullRequest ? `/pullRequests/${pullRequest}/statuses` : `/commits/${commit}/statuses`,
        body: {
          state,
          description,
          context: { genre: context.slice(0, Math.max(at, 0)), name: context.slice(at + 1) },
          ...present({ targetUrl: link, iterationId }),
        },
        need: AZURE_NEEDS.status,
        schema: ({ AZURE_STATUS }) => AZURE_STATUS,
      });
      return { id: String(written.id), ...statusOf(written) };
    },
  };
}

/** @throws `scan-stale` where the pull request has a newer head: the word on it is another run's. */
async function newestIteration(requests: AzureRequests, number: number, commit: string): Promise<number> {
  const newest = (await azureIterations(requests, number)).at(-1);
  if (newest !== undefined && isSame(newest.commit, commit)) return newest.id;
  const now = newest?.commit === undefined ? "not known" : `${newest.commit.slice(0, 7)} now`;
  throw new ScanGateError({
    code: "scan-stale",
    source: "azure",
    message: `No status was set, because the head of pull request ${number} is ${now}, and this run judged ${commit.slice(0, 7)}`,
    hint: "Run the job on the newest commit",
  });
}
