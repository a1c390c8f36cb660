import type { Route } from "../service/routes.ts";
import { queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { checkPermission, type Needs, page, parseBody, refusal } from "./answers.ts";
import type { CommitStatus, GitHubWorld } from "./world.ts";

const READ: Needs = { anyOf: ["statuses"], access: "read" };
const WRITE: Needs = { anyOf: ["statuses"], access: "write" };

const STATES = ["success", "failure", "pending", "error"] as const;

/** Who sets the statuses of Snyk's app where a world names nobody. */
const SNYK_APP = "snyk-io[bot]";

/** The statuses of commits, as they are now. */
export class Statuses {
  readonly #world: GitHubWorld;
  readonly #looks = new Map<string, number>();
  #written: readonly CommitStatus[] = [];

  constructor(world: GitHubWorld) {
    this.#world = world;
  }

  /** What runs have written, oldest first. */
  get written(): readonly CommitStatus[] {
    return this.#written;
  }

  routes(base: string): readonly Route[] {
    const on =
      (needs: Needs, handle: Route["handle"]): Route["handle"] =>
      (request, part) =>
        checkPermission(this.#world, needs) ?? handle(request, part);
    return [
      {
        method: "GET",
        path: `${base}/commits/:sha/statuses`,
        handle: on(READ, (request, part) => this.#list(request, part("sha"))),
      },
      {
        method: "GET",
        path: `${base}/commits/:sha/status`,
        handle: on(READ, (request, part) => this.#combined(request, part("sha"))),
      },
      {
        method: "POST",
        path: `${base}/statuses/:sha`,
        handle: on(WRITE, (request, part) => this.#create(request, part("sha"))),
      },
    ];
  }

  /** A first page is a look, at which statuses may be there that were not before. */
  #list(request: RecordedRequest, sha: string): Answer {
    if ((queryValue(request, "page") ?? "1") === "1") this.#looks.set(sha, (this.#looks.get(sha) ?? 0) + 1);
    return page(request, this.#of(sha));
  }

  /** Newest first, as GitHub lists them. */
  #of(sha: string): readonly Wire[] {
    const looks = this.#looks.get(sha) ?? 1;
    const given = this.#world.statuses
      .filter((status) => status.sha === sha && (status.fromLook ?? 1) <= looks)
      .toSorted((a, b) => a.updatedAt.localeCompare(b.updatedAt));
    const all = [...given, ...this.#written.filter((status) => status.sha === sha)];
    return all.map(statusWire).toReversed();
  }

  #combined(request: RecordedRequest, sha: string): Answer {
    const newest = this.#of(sha).filter(
      (status, index, all) => all.findIndex((other) => other.context === status.context) === index,
    );
    const states = newest.map((status) => status.state);
    const state = states.some((one) => one === "failure" || one === "error")
      ? "failure"
      : states.length > 0 && states.every((one) => one === "success")
        ? "success"
        : "pending";
    return page(request, newest, (statuses) => ({ state, statuses, sha, total_count: newest.length }));
  }

  #create(request: RecordedRequest, sha: string): Answer {
    const body = parseBody(request);
    const state = STATES.find((known) => known === body?.state);
    const context = body?.context ?? "default";
    if (state === undefined || typeof context !== "string") return refusal(422, "Validation Failed");
    if (!this.#world.commits.some((commit) => commit.sha === sha)) {
      return refusal(422, `No commit found for SHA: ${sha}`);
    }
    const description = typeof body?.description === "string" ? body.description : undefined;
    if (description !== undefined && description.length > 140) {
      return refusal(422, "Validation Failed", {
        errors: [{ resource: "Status", code: "custom", field: "description", message: "is too long" }],
      });
    }
    const status: CommitStatus = {
      sha,
      context,
      state,
      ...(description === undefined ? {} : { description }),
      ...(typeof body?.target_url === "string" ? { targetUrl: body.target_url } : {}),
      creator: this.#world.login,
      updatedAt: new Date().toISOString(),
    };
    this.#written = [...this.#written, status];
    return { status: 201, body: this.#of(sha)[0] };
  }
}

function statusWire(status: CommitStatus, index: number): Wire {
  const login = status.creator ?? SNYK_APP;
  return {
    id: 40_000 + index,
    context: status.context,
    state: status.state,
    description: status.description ?? null,
    target_url: status.targetUrl ?? null,
    creator: { login, id: 30_000, type: login.endsWith("[bot]") ? "Bot" : "User" },
    created_at: status.updatedAt,
    updated_at: status.updatedAt,
  };
}
