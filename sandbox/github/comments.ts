import type { Route } from "../service/routes.ts";
import type { RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { checkPermission, type Needs, notFound, page, parseBody, refusal } from "./answers.ts";
import type { Comment, GitHubWorld } from "./world.ts";

/** UTF-16 units that a comment may have (the API's own error text says the number). */
const LONGEST_BODY = 65_536;
const READ: Needs = { anyOf: ["issues", "pull-requests"], access: "read" };
const WRITE: Needs = { anyOf: ["issues", "pull-requests"], access: "write" };

/** The comments of a repository's issues and pull requests, as they are now. */
export class Comments {
  readonly #world: GitHubWorld;
  #all: readonly Comment[];
  #nextId: number;

  constructor(world: GitHubWorld) {
    this.#world = world;
    this.#all = world.comments;
    this.#nextId = Math.max(2_880_000_000, ...world.comments.map((comment) => comment.id)) + 1;
  }

  get all(): readonly Comment[] {
    return this.#all;
  }

  routes(base: string): readonly Route[] {
    const on =
      (needs: Needs, handle: Route["handle"]): Route["handle"] =>
      (request, part) =>
        checkPermission(this.#world, needs) ?? handle(request, part);
    const list = `${base}/issues/:number/comments`;
    const one = `${base}/issues/comments/:id`;
    return [
      { method: "GET", path: one, handle: on(READ, (_request, part) => this.#get(part("id"))) },
      { method: "PATCH", path: one, handle: on(WRITE, (request, part) => this.#update(request, part("id"))) },
      { method: "DELETE", path: one, handle: on(WRITE, (_request, part) => this.#delete(part("id"))) },
      { method: "GET", path: list, handle: on(READ, (request, part) => this.#list(request, part("number"))) },
      {
        method: "POST",
        path: list,
        handle: on(WRITE, (request, part) => this.#create(request, part("number"))),
      },
    ];
  }

  #list(request: RecordedRequest, number: string): Answer {
    if (!this.#isKnown(number)) return notFound();
    const own = this.#all.filter((comment) => String(comment.issue) === number);
    return page(
      request,
      [...own].sort((a, b) => a.id - b.id).map((comment) => this.#wire(comment)),
    );
  }

  #get(id: string): Answer {
    const comment = this.#all.find((one) => String(one.id) === id);
    return comment === undefined ? notFound() : { status: 200, body: this.#wire(comment) };
  }

  #create(request: RecordedRequest, number: string): Answer {
    if (!this.#isKnown(number)) return notFound();
    const body = readBody(request);
    if (typeof body !== "string") return body;
    const comment = { id: this.#nextId++, issue: Number(number), author: this.#world.login, body };
    this.#all = [...this.#all, comment];
    return { status: 201, body: this.#wire(comment) };
  }

  #update(request: RecordedRequest, id: string): Answer {
    const found = this.#all.find((one) => String(one.id) === id);
    if (found === undefined) return notFound();
    const body = readBody(request);
    if (typeof body !== "string") return body;
    const comment = { ...found, body };
    this.#all = this.#all.map((one) => (one.id === found.id ? comment : one));
    return { status: 200, body: this.#wire(comment) };
  }

  #delete(id: string): Answer {
    if (!this.#all.some((one) => String(one.id) === id)) return notFound();
    this.#all = this.#all.filter((one) => String(one.id) !== id);
    return { status: 204 };
  }

  #isKnown(number: string): boolean {
    return this.#world.pulls.some((pull) => String(pull.number) === number);
  }

  #wire(comment: Comment): Wire {
    const { owner, name } = this.#world.repository;
    const bot = comment.author.endsWith("[bot]");
    return {
      id: comment.id,
      node_id: `IC_${comment.id}`,
      url: `https://api.github.com/repos/${owner}/${name}/issues/comments/${comment.id}`,
      html_url: `https://github.com/${owner}/${name}/pull/${comment.issue}#issuecomment-${comment.id}`,
      issue_url: `https://api.github.com/repos/${owner}/${name}/issues/${comment.issue}`,
      user: {
        login: comment.author,
        id: bot ? 41_898_282 : 1_204_377,
        type: bot ? "Bot" : "User",
        site_admin: false,
      },
      author_association: bot ? "NONE" : "MEMBER",
      created_at: "2026-11-18T16:45:00Z",
      updated_at: "2026-11-18T16:45:00Z",
      body: comment.body,
      ...(bot ? { performed_via_github_app: { slug: comment.author.slice(0, -"[bot]".length) } } : {}),
    };
  }
}

/** The new text of a comment, or why it is refused. */
function readBody(request: RecordedRequest): string | Answer {
  const body = parseBody(request)?.body;
  if (typeof body !== "string" || body.trim() === "") {
    return refusal(422, "Validation Failed", {
      errors: [{ resource: "IssueComment", code: "missing_field", field: "body" }],
    });
  }
  if (body.length > LONGEST_BODY) {
    const message = `Body is too long (maximum is ${LONGEST_BODY} characters)`;
    return refusal(422, "Validation Failed", {
      errors: [{ resource: "IssueComment", code: "custom", field: "body", message }],
    });
  }
  return body;
}
