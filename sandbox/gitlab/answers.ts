import { queryNumber, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import type { GitLabWorld } from "./world.ts";

/** GitLab's error document: a text, or lists of texts by field. */
export function gitLabRefusal(status: number, message: unknown): Answer {
  return { status, body: { message } };
}

/** Who asks: the project's token, the job's own, or nobody that GitLab knows. */
export function callerOf(world: GitLabWorld, { headers }: RecordedRequest): "token" | "job" | undefined {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
  if ((bearer ?? headers["private-token"]) === world.token) return "token";
  return headers["job-token"] === world.jobToken ? "job" : undefined;
}

/** What an endpoint asks for. The job's token may do only what is marked for it. */
export interface GitLabNeeds {
  readonly access: "read" | "comment" | "status";
  readonly job?: true;
}

const RANK = { guest: 0, reporter: 1, developer: 2 } as const;
const LEAST = { read: RANK.reporter, comment: RANK.reporter, status: RANK.developer } as const;

/** Why a caller may not ask for something; undefined when it may. */
export function refusalFor(
  world: GitLabWorld,
  request: RecordedRequest,
  { access, job }: GitLabNeeds,
): Answer | undefined {
  const caller = callerOf(world, request);
  if (caller === undefined) return gitLabRefusal(401, "401 Unauthorized");
  if (caller === "job") return job === true ? undefined : gitLabRefusal(401, "401 Unauthorized");
  if (access !== "read" && world.scope !== "api") {
    return {
      status: 403,
      body: {
        error: "insufficient_scope",
        error_description: "The request requires higher privileges than provided by the access token.",
        scope: "api",
      },
    };
  }
  return RANK[world.role] >= LEAST[access] ? undefined : gitLabRefusal(403, "403 Forbidden");
}

/** One page of a list, with GitLab's headers. */
export function gitLabPage(request: RecordedRequest, items: readonly unknown[]): Answer {
  const size = Math.min(100, queryNumber(request, "per_page") || 20);
  const page = queryNumber(request, "page") || 1;
  const isLast = page * size >= items.length;
  return {
    status: 200,
    body: items.slice((page - 1) * size, page * size),
    headers: {
      "x-page": String(page),
      "x-per-page": String(size),
      "x-next-page": isLast ? "" : String(page + 1),
    },
  };
}
