import { type Route, routesBelow } from "../service/routes.ts";
import { bodyFields, queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import {
  dataCenterInvalid,
  dataCenterNotThere,
  dataCenterPage,
  dataCenterRefusal,
  dataCenterRefusalFor,
} from "./answers.ts";
import type { DataCenterComment, DataCenterWorld } from "./world.ts";

const TOO_LONG = 32_768;

/** The comments of pull requests, as they are now. */
export class DataCenterComments {
  readonly #world: DataCenterWorld;
  #all: readonly DataCenterComment[];

  constructor(world: DataCenterWorld) {
    this.#world = world;
    this.#all = world.comments;
  }

  get all(): readonly DataCenterComment[] {
    return this.#all;
  }

  /** Somebody changes a comment on the page itself. */
  change(id: number, text: string): void {
    this.#all = this.#all.map((one) => (one.id === id ? { ...one, text, version: one.version + 1 } : one));
  }

  routes(base: string): readonly Route[] {
    const on = (access: "read" | "write") =>
      routesBelow(
        `${base}/pull-requests/:pull`,
        (request, part) => dataCenterRefusalFor(this.#world, request, access) ?? this.#missing(part("pull")),
      );
    const [reading, writing] = [on("read"), on("write")];
    return [
      reading("GET", "/activities", (request, part) => this.#activities(request, part("pull"))),
      reading("GET", "/comments", (request) =>
        queryValue(request, "path") === undefined
          ? dataCenterInvalid("path", "The path query parameter is required when retrieving comments.")
          : dataCenterPage(this.#world, request, []),
      ),
      writing("POST", "/comments", (request, part) => this.#create(request, part("pull"))),
      writing("PUT", "/comments/:id", (request, part) => this.#update(request, part("id"))),
      writing("DELETE", "/comments/:id", (request, part) => this.#delete(request, part("id"))),
    ];
  }

  #missing(pull: string): Answer | undefined {
    const isKnown = this.#world.pullRequests.some(({ id }) => String(id) === pull);
    return isKnown
      ? undefined
      : dataCenterNotThere(`Pull request ${pull}`, "pull.NoSuchPullRequestException");
  }

  /** The newest first, and among other things that happened; one is of a kind that a plugin added. */
  #activities(request: RecordedRequest, pull: string): Answer {
    const comments = this.#all
      .filter((comment) => String(comment.pullRequest) === pull)
      .toSorted((a, b) => b.id - a.id)
      .map((comment) => ({
        id: 5_000 + comment.id,
        action: "COMMENTED",
        commentAction: "ADDED",
        comment: commentWire(comment),
      }));
    const others = [
      { id: 4_003, action: "COMMENTED", comment: { kind: "of a plugin" } },
      { id: 4_002, action: "RESCOPED", fromHash: "0".repeat(40) },
      { id: 4_001, action: "OPENED" },
    ];
    return dataCenterPage(this.#world, request, [...comments, ...others]);
  }

  #create(request: RecordedRequest, pull: string): Answer {
    const text = textOf(request);
    if (typeof text !== "string") return text;
    const id = Math.max(1000, ...this.#all.map((comment) => comment.id)) + 1;
    const { username: author } = this.#world;
    const comment = { id, pullRequest: Number(pull), author, text, version: 0 };
    this.#all = [...this.#all, comment];
    return { status: 201, body: commentWire(comment) };
  }

  #update(request: RecordedRequest, id: string): Answer {
    const found = this.#all.find((comment) => String(comment.id) === id);
    if (found === undefined) return noComment(id);
    if (found.author !== this.#world.username) return notPermitted();
    const text = textOf(request);
    if (typeof text !== "string") return text;
    if (bodyFields(request).version !== found.version) return outOfDate();
    this.change(found.id, text);
    return { status: 200, body: commentWire({ ...found, text, version: found.version + 1 }) };
  }

  #delete(request: RecordedRequest, id: string): Answer {
    const found = this.#all.find((comment) => String(comment.id) === id);
    if (found === undefined) return noComment(id);
    if (found.author !== this.#world.username) return notPermitted();
    if (queryValue(request, "version") !== String(found.version)) return outOfDate();
    if (found.hasReplies) {
      return dataCenterRefusal(
        409,
        "The comment has replies and cannot be deleted.",
        "comment.CommentDeletionException",
      );
    }
    this.#all = this.#all.filter((comment) => comment !== found);
    return { status: 204 };
  }
}

function textOf(request: RecordedRequest): string | Answer {
  const { text } = bodyFields(request);
  return typeof text === "string" && text.trim() !== "" && text.length < TOO_LONG
    ? text
    : dataCenterInvalid("text", `Please enter a non-empty value less than ${TOO_LONG} characters`);
}

function noComment(id: string): Answer {
  return dataCenterNotThere(`Comment ${id}`, "comment.NoSuchCommentException");
}

function notPermitted(): Answer {
  return dataCenterRefusal(401, "You are not permitted to access this resource", "AuthorisationException");
}

function outOfDate(): Answer {
  return dataCenterRefusal(
    409,
    "You are attempting to modify a comment based on out-of-date information.",
    "comment.CommentOutOfDateException",
  );
}

function commentWire({ id, version, text, author }: DataCenterComment): Wire {
  const at = 1_790_000_000_000 + id * 1000;
  return {
    id,
    version,
    text,
    author: { id: 77, name: author, slug: author.toLowerCase(), displayName: author, type: "NORMAL" },
    createdDate: at,
    updatedDate: at,
    comments: [],
    severity: "NORMAL",
    state: "OPEN",
    threadResolved: false,
    properties: { repositoryId: 7 },
  };
}
