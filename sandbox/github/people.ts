import type { Route } from "../service/routes.ts";
import type { RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import { checkPermission, type Needs, notFound, parseBody, refusal } from "./answers.ts";
import type { GitHubWorld, Reaction } from "./world.ts";

/** Reactions to a comment on a pull request need this one; `issues: write` alone is refused. */
const REACT: Needs = { anyOf: ["pull-requests"], access: "write" };

const CONTENTS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"];

/** What people may do, and the reactions to their comments. */
export class People {
  readonly #world: GitHubWorld;
  #reactions: readonly Reaction[] = [];

  constructor(world: GitHubWorld) {
    this.#world = world;
  }

  /** Oldest first. */
  get reactions(): readonly Reaction[] {
    return this.#reactions;
  }

  routes(base: string): readonly Route[] {
    return [
      {
        method: "GET",
        path: `${base}/collaborators/:login/permission`,
        handle: (_request, part) => this.#permission(part("login")),
      },
      {
        method: "POST",
        path: `${base}/issues/comments/:id/reactions`,
        handle: (request, part) => checkPermission(this.#world, REACT) ?? this.#react(request, part("id")),
      },
    ];
  }

  /** Maintainers are told as writers, and strangers of a public repository as readers. */
  #permission(login: string): Answer {
    const permission = this.#world.collaborators?.[login] ?? "read";
    return { status: 200, body: { permission, role_name: permission, user: { login, type: "User" } } };
  }

  #react(request: RecordedRequest, id: string): Answer {
    const content = parseBody(request)?.content;
    if (typeof content !== "string" || !CONTENTS.includes(content)) return refusal(422, "Validation Failed");
    if (!this.#world.comments.some((comment) => String(comment.id) === id)) return notFound();
    const reaction = { comment: Number(id), author: this.#world.login, content };
    this.#reactions = [...this.#reactions, reaction];
    return { status: 201, body: { id: this.#reactions.length, content, user: { login: reaction.author } } };
  }
}
