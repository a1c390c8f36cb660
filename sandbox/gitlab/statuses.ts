import { type Route, routesBelow } from "../service/routes.ts";
import { bodyFields, queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { type GitLabNeeds, gitLabPage, gitLabRefusal, refusalFor } from "./answers.ts";
import type { GitLabStatus, GitLabWorld } from "./world.ts";

const STATES = ["pending", "running", "success", "failed", "canceled", "skipped"] as const;
/** How GitLab calls the way into a state that a row has already. */
const EVENTS: Readonly<Record<string, string>> = { pending: "enqueue", running: "run" };

const STATUS: GitLabNeeds = { access: "status" };

/** The rows of pipelines, as they are now. */
export class GitLabStatuses {
  readonly #world: GitLabWorld;
  #all: readonly GitLabStatus[];
  #nextPipeline = 9_000;

  constructor(world: GitLabWorld) {
    this.#world = world;
    this.#all = world.statuses;
  }

  get all(): readonly GitLabStatus[] {
    return this.#all;
  }

  routes(base: string): readonly Route[] {
    const on = routesBelow(base, (request) => refusalFor(this.#world, request, STATUS));
    return [
      on("GET", "/repository/commits/:sha/statuses", (request, part) => this.#list(request, part("sha"))),
      on("POST", "/statuses/:sha", (request, part) => this.#set(request, part("sha"))),
    ];
  }

  #list(request: RecordedRequest, sha: string): Answer {
    const pipeline = queryValue(request, "pipeline_id");
    const own = this.#all
      .filter((one) => one.sha === sha && (pipeline === undefined || String(one.pipelineId) === pipeline))
      .toSorted((a, b) => a.id - b.id);
    const rows = queryValue(request, "sort") === "desc" ? own.toReversed() : own;
    const newest = rows.filter((row) => !own.some((other) => other.name === row.name && other.id > row.id));
    return gitLabPage(request, (queryValue(request, "all") === "true" ? rows : newest).map(statusWire));
  }

  #set(request: RecordedRequest, sha: string): Answer {
    const body = bodyFields(request);
    const state = STATES.find((known) => known === body.state);
    if (state === undefined) return { status: 400, body: { error: "state does not have a valid value" } };
    if (!this.#world.commits.some((commit) => commit.sha === sha))
      return gitLabRefusal(404, "404 Commit Not Found");
    if (typeof body.target_url === "string" && body.target_url.length > 255)
      return gitLabRefusal(400, { target_url: ["is too long (maximum is 255 characters)"] });
    const pipelineId = this.#pipelineOf(sha, body.pipeline_id);
    if (pipelineId === undefined)
      return gitLabRefusal(404, "404 Pipeline for pipeline_id, sha and ref Not Found");
    const name = typeof body.name === "string" ? body.name : "default";
    const open = this.#all.find(
      (one) =>
        one.name === name &&
        one.pipelineId === pipelineId &&
        one.author === this.#world.username &&
        EVENTS[one.status] !== undefined,
    );
    if (open?.status === state) {
      const event = EVENTS[state];
      const text = `Cannot transition status via :${event} from :${state} (Reason(s): Status cannot transition via "${event}")`;
      return gitLabRefusal(400, text);
    }
    const row: GitLabStatus = {
      id: open?.id ?? Math.max(500, ...this.#all.map(({ id }) => id)) + 1,
      sha,
      name,
      status: state,
      author: this.#world.username,
      pipelineId,
      ...(typeof body.description === "string" ? { description: body.description } : {}),
      ...(typeof body.target_url === "string" ? { targetUrl: body.target_url } : {}),
    };
    this.#all = [...this.#all.filter((one) => one.id !== row.id), row];
    return { status: 201, body: statusWire(row) };
  }

  /** The newest pipeline of a commit; without one GitLab makes one of its own. */
  #pipelineOf(sha: string, asked: unknown): number | undefined {
    const own = this.#world.pipelines.filter((pipeline) => pipeline.sha === sha);
    if (asked !== undefined) return own.find(({ id }) => id === asked)?.id;
    return own.at(-1)?.id ?? this.#nextPipeline++;
  }
}

function statusWire(status: GitLabStatus): Wire {
  const at = new Date(1_790_000_000_000 + status.id * 1000).toISOString();
  return {
    id: status.id,
    sha: status.sha,
    ref: "main",
    status: status.status,
    name: status.name,
    target_url: status.targetUrl ?? null,
    description: status.description ?? null,
    created_at: at,
    started_at: null,
    finished_at: EVENTS[status.status] === undefined ? at : null,
    allow_failure: false,
    coverage: null,
    pipeline_id: status.pipelineId,
    author: { id: 77, username: status.author, name: status.author },
  };
}
