import { type Route, routesBelow } from "../service/routes.ts";
import { bodyFields, type RecordedRequest } from "../service/stand-in.ts";
import { type Answer, fieldsOf, type Wire } from "../service/wire.ts";
import { azureList, azureRefusal, azureRefusalFor, invalid } from "./answers.ts";
import type { AzureStatus, AzureWorld } from "./world.ts";

const STATES = ["notSet", "pending", "succeeded", "failed", "error", "notApplicable"];

/** The statuses of pull requests and commits: each that comes is added to the list. */
export class AzureStatuses {
  readonly #world: AzureWorld;
  #all: readonly AzureStatus[];

  constructor(world: AzureWorld) {
    this.#world = world;
    this.#all = world.statuses;
  }

  get all(): readonly AzureStatus[] {
    return this.#all;
  }

  routes(base: string): readonly Route[] {
    const on = (access: "read" | "status") =>
      routesBelow(base, (request) => azureRefusalFor(this.#world, request, access));
    return ["/pullRequests/:on/statuses", "/commits/:on/statuses"].flatMap((path) => [
      on("read")("GET", path, (_, part) =>
        azureList(this.#all.filter((one) => String(one.on) === part("on")).map(statusWire)),
      ),
      on("status")("POST", path, (request, part) => this.#add(request, part("on"))),
    ]);
  }

  #add(request: RecordedRequest, on: string): Answer {
    const { state, description, targetUrl, iterationId, context } = bodyFields(request);
    const { name, genre = "" } = fieldsOf(context);
    if (!STATES.some((known) => known === state)) return invalid("The status's state is not valid.");
    if (typeof name !== "string" || name === "") return invalid("The status's context needs a name.");
    const pull = this.#world.pullRequests.find(({ id }) => String(id) === on);
    const isPull = pull !== undefined;
    if (isPull && iterationId === undefined && this.#world.resetsStatuses) {
      return azureRefusal(
        403,
        "Pull request status rejected by status policy. Policy configuration requires status to be posted on iteration",
        "GitPullRequestStatusRejectedByPolicyException",
      );
    }
    if (isPull && typeof iterationId === "number" && iterationId > pull.heads.length) {
      return invalid("The iteration does not exist.");
    }
    const status: AzureStatus = {
      id: Math.max(0, ...this.#all.map(({ id }) => id)) + 1,
      on: isPull ? Number(on) : on,
      state: String(state),
      genre: String(genre),
      name,
      author: this.#world.userId,
      ...(typeof iterationId === "number" ? { iterationId } : {}),
      ...(typeof description === "string" ? { description } : {}),
      ...(typeof targetUrl === "string" ? { targetUrl } : {}),
    };
    this.#all = [...this.#all, status];
    return { status: 200, body: statusWire(status) };
  }
}

function statusWire({
  id,
  state,
  description,
  genre,
  name,
  targetUrl,
  author,
  iterationId,
}: AzureStatus): Wire {
  return {
    id,
    state,
    description: description ?? null,
    context: { name, genre },
    creationDate: new Date(1_790_000_000_000 + id * 1000).toISOString(),
    createdBy: { id: author, uniqueName: author },
    targetUrl: targetUrl ?? null,
    ...(iterationId === undefined ? {} : { iterationId }),
  };
}
