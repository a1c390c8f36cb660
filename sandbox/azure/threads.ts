import { type Route, routesBelow } from "../service/routes.ts";
import { bodyFields, type RecordedRequest } from "../service/stand-in.ts";
import { type Answer, fieldsOf, type Wire } from "../service/wire.ts";
import { azureList, azureRefusalFor, invalid, NO_PULL_REQUEST, notThere } from "./answers.ts";
import type { AzureThread, AzureWorld } from "./world.ts";

const LONGEST_COMMENT = 150_000;
const STATUSES = ["unknown", "active", "fixed", "wontFix", "closed", "byDesign", "pending"];

/** The threads of pull requests, as they are now. Each has one comment, whose id is counted within its thread. */
export class AzureThreads {
  readonly #world: AzureWorld;
  #all: readonly AzureThread[];

  constructor(world: AzureWorld) {
    this.#world = world;
    this.#all = world.threads;
  }

  get all(): readonly AzureThread[] {
    return this.#all;
  }

  routes(base: string): readonly Route[] {
    const on = (access: "read" | "contribute") =>
      routesBelow(`${base}/pullRequests/:pull/threads`, (request, part) => {
        const isKnown = this.#world.pullRequests.some(({ id }) => String(id) === part("pull"));
        return azureRefusalFor(this.#world, request, access) ?? (isKnown ? undefined : NO_PULL_REQUEST);
      });
    const [reading, writing] = [on("read"), on("contribute")];
    const comment = "/:thread/comments/:comment";
    return [
      reading("GET", "", (_, part) =>
        azureList(this.#all.filter((one) => String(one.pullRequest) === part("pull")).map(threadWire)),
      ),
      writing("POST", "", (request, part) => this.#create(request, Number(part("pull")))),
      writing("PATCH", "/:thread", (request, part) => this.#move(request, part("thread"))),
      writing("PATCH", comment, (request, part) => this.#edit(request, part("thread"), part("comment"))),
      writing("DELETE", comment, (_, part) => this.#change(part("thread"), { isDeleted: true })),
    ];
  }

  #create(request: RecordedRequest, pullRequest: number): Answer {
    const { comments, status = "unknown", properties } = bodyFields(request);
    const first = fieldsOf(Array.isArray(comments) ? comments[0] : undefined);
    const wrong = wrongText(first.content) ?? wrongStatus(status);
    if (wrong !== undefined) return wrong;
    const thread: AzureThread = {
      id: Math.max(140, ...this.#all.map(({ id }) => id)) + 1,
      pullRequest,
      status: String(status),
      author: this.#world.userId,
      content: String(first.content),
      properties: Object.fromEntries(
        Object.entries(fieldsOf(properties)).map(([key, value]) => [key, String(value)]),
      ),
    };
    this.#all = [...this.#all, thread];
    return { status: 200, body: threadWire(thread) };
  }

  #move(request: RecordedRequest, id: string): Answer {
    const { status } = bodyFields(request);
    return wrongStatus(status) ?? this.#change(id, { status: String(status) });
  }

  #edit(request: RecordedRequest, id: string, comment: string): Answer {
    const { content } = bodyFields(request);
    if (comment !== "1") return notThere("TF401185", "The comment was not found.");
    const wrong = wrongText(content);
    if (wrong !== undefined) return wrong;
    const changed = this.#change(id, { content: String(content) });
    const found = this.#all.find((one) => String(one.id) === id);
    return found === undefined ? changed : { status: 200, body: commentWire(found) };
  }

  #change(id: string, change: Partial<AzureThread>): Answer {
    const found = this.#all.find((one) => String(one.id) === id);
    if (found === undefined) return notThere("TF401184", "The thread was not found.");
    const thread = { ...found, ...change };
    this.#all = this.#all.map((one) => (one.id === found.id ? thread : one));
    return { status: 200, body: threadWire(thread) };
  }
}

function wrongText(content: unknown): Answer | undefined {
  if (typeof content !== "string" || content === "") return invalid("A comment needs content.");
  if (content.length <= LONGEST_COMMENT) return undefined;
  return invalid(
    `A discussion comment cannot be longer than ${LONGEST_COMMENT} characters.\r\nParameter name: comment.Content`,
  );
}

function wrongStatus(status: unknown): Answer | undefined {
  return STATUSES.some((known) => known === status)
    ? undefined
    : invalid("The thread's status is not valid.");
}

function commentWire({
  author,
  content,
  isDeleted = false,
}: Omit<AzureThread, "isDeleted"> & { isDeleted?: boolean }): Wire {
  return {
    id: 1,
    parentCommentId: 0,
    author: { id: author, displayName: "Build Service", uniqueName: `Build\\${author}` },
    ...(isDeleted ? {} : { content }),
    commentType: "text",
    isDeleted,
  };
}

function threadWire(thread: AzureThread): Wire {
  const { id, status, properties, isDeleted = false } = thread;
  const typed = Object.entries(properties).map(([key, value]) => [
    key,
    { $type: "System.String", $value: value },
  ]);
  return {
    id,
    status,
    isDeleted,
    threadContext: null,
    properties: typed.length === 0 ? null : Object.fromEntries(typed),
    comments: [commentWire(thread)],
  };
}
