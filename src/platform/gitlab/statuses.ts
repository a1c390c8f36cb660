import { ScanGateError } from "../../errors.ts";
import type { CommitStatus, CommitStatuses, StatusBoard, WrittenStatus } from "../../forge-ports.ts";
import type { Deadline } from "../../ports.ts";
import { present } from "../../text/present.ts";
import { firstOfEach } from "../forge/answers.ts";
import { GITLAB_NEEDS, type GitLabRequests } from "./requests.ts";
import type { WireStatus } from "./schemas.ts";

/** States of GitLab in the words that other forges have, too. */
const STATES: Readonly<Record<string, string>> = {
  success: "success",
  failed: "failure",
  canceled: "error",
  skipped: "error",
  pending: "pending",
  running: "pending",
  created: "pending",
};

function listStatuses(
  requests: GitLabRequests,
  commit: string,
  more: readonly (readonly [string, string])[] = [],
) {
  return requests.all({
    method: "GET",
    path: `/repository/commits/${commit}/statuses`,
    query: [["all", true], ["order_by", "id"], ["sort", "desc"], ...more],
    // The job's own token may not read statuses (https://docs.gitlab.com/ci/jobs/ci_job_token/).
    need: GITLAB_NEEDS.status,
    schema: ({ GITLAB_STATUSES }) => GITLAB_STATUSES,
  });
}

function statusOf({ name, status, description, target_url, author, ...times }: WireStatus): CommitStatus {
  return {
    context: name,
    state: STATES[status] ?? status,
    ...present({
      description: description ?? undefined,
      link: target_url ?? undefined,
      updatedAt: times.finished_at ?? times.created_at ?? undefined,
      author: author?.username,
    }),
  };
}

/** Statuses that others set on commits. GitLab lists the jobs of its own pipelines there too: those have no address. */
export function gitLabStatuses(requests: GitLabRequests): CommitStatuses {
  return {
    async newest(commit) {
      const all = await listStatuses(requests, commit);
      return firstOfEach(all.filter(({ target_url }) => (target_url ?? "") !== "").map(statusOf));
    },
  };
}

export interface GitLabBoardOptions {
  /** The pipeline that the run is a job of: a status hangs on one, and another would stand beside it. */
  readonly pipeline?: { readonly id: string; readonly commit: string };
  readonly deadline: () => Deadline;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** GitLab takes no longer address. */
const LONGEST_LINK = 255;

/** How long GitLab is left alone that works on the same status for another request. */
const BUSY_MS = 2_000;

/**
 * Our status on a commit (https://docs.gitlab.com/api/commits/#set-commit-pipeline-status). In a pipeline it hangs on
 * that one and its commit, which with merged results is none of the merge request's own.
 */
export function gitLabStatusBoard(requests: GitLabRequests, options: GitLabBoardOptions): StatusBoard {
  const { pipeline, deadline, sleep } = options;
  const placeOf = (commit: string) => pipeline?.commit ?? commit;
  const list = async (commit: string): Promise<readonly WrittenStatus[]> => {
    const of = pipeline === undefined ? [] : [["pipeline_id", pipeline.id] as const];
    const all = await listStatuses(requests, placeOf(commit), of);
    return all.map((one) => ({ id: String(one.id), ...statusOf(one) }));
  };
  const send = async (
    commit: string,
    status: Parameters<StatusBoard["write"]>[1],
  ): Promise<WrittenStatus> => {
    const { context, state, description, link = "" } = status;
    const target_url = link !== "" && link.length <= LONGEST_LINK ? link : undefined;
    const written = await requests.one({
      method: "POST",
      path: `/statuses/${placeOf(commit)}`,
      body: {
        state,
        name: context,
        description,
        ...present({ target_url, pipeline_id: pipeline && Number(pipeline.id) }),
      },
      need: GITLAB_NEEDS.status,
      schema: ({ GITLAB_STATUS }) => GITLAB_STATUS,
    });
    return { id: String(written.id), ...statusOf(written) };
  };
  return {
    list,
    async write(commit, status) {
      try {
        return await send(commit, status);
      } catch (error) {
        if (!(error instanceof ScanGateError)) throw error;
        if (error.status === 409) {
          await sleep(BUSY_MS, deadline().signal);
          return await send(commit, status);
        }
        // It has this state already: another run of this commit said so, and has not ended.
        if (error.status !== 400 || !/cannot transition/i.test(error.message)) throw error;
        const found = (await list(commit)).find(({ context }) => context === status.context);
        if (found === undefined) throw error;
        return found;
      }
    },
  };
}
