import { type Route, routesBelow } from "../service/routes.ts";
import { bodyFields, type RecordedRequest } from "../service/stand-in.ts";
import { type Answer, fieldsOf, type Wire } from "../service/wire.ts";
import { BAD_REQUEST_PAGE, bitbucketPage, bitbucketRefusal, bitbucketRefusalFor } from "./answers.ts";
import type { BitbucketComment, BitbucketScope, BitbucketWorld } from "./world.ts";

/** Nothing tells Bitbucket's own limit; far above it comes a page that says nothing. */
const LONGEST_COMMENT = 32_768;

/** The comments of pull requests, as they are now. */
export class BitbucketComments {
  readonly #world: BitbucketWorld;
  #all: readonly BitbucketComment[];

  constructor(world: BitbucketWorld) {
    this.#world = world;
    this.#all = world.comments;
  }

  get all(): readonly BitbucketComment[] {
    return this.#all;
  }

  routes(base: string): readonly Route[] {
    const on = (scope: BitbucketScope) =>
      routesBelow(`${base}/pullrequests/:pull/comments`, (request, part) => {
        const isKnown = this.#world.pullRequests.some(({ id }) => String(id) === part("pull"));
        const refused = bitbucketRefusalFor(this.#world, request, scope);
        return refused ?? (isKnown ? undefined : bitbucketRefusal(404, "No such pull request."));
      });
    const [reading, writing] = [on("pullrequest"), on("pullrequest:write")];
    return [
      reading("GET", "", (request, part) => {
        const own = this.#all.filter(({ pullRequest }) => String(pullRequest) === part("pull"));
        return bitbucketPage(
          request,
          own.map((one) => this.#wire(one)),
        );
      }),
      writing("POST", "", (request, part) => this.#create(request, Number(part("pull")))),
      writing("PUT", "/:comment", (request, part) =>
        this.#own(part("comment"), (found) => this.#edit(request, found)),
      ),
      writing("DELETE", "/:comment", (_, part) =>
        this.#own(part("comment"), (found) => {
          this.#replace({ ...found, raw: "", deleted: true });
          return { status: 204 };
        }),
      ),
    ];
  }

  #create(request: RecordedRequest, pullRequest: number): Answer {
    const raw = rawOf(request);
    const wrong = wrongText(raw);
    if (wrong !== undefined) return wrong;
    const id = Math.max(600, ...this.#all.map((one) => one.id)) + 1;
    const comment = { id, pullRequest, author: this.#world.account, raw: String(raw) };
    this.#all = [...this.#all, comment];
    return { status: 201, body: this.#wire(comment) };
  }

  #edit(request: RecordedRequest, found: BitbucketComment): Answer {
    const raw = rawOf(request);
    const wrong = wrongText(raw);
    if (wrong !== undefined) return wrong;
    const changed = { ...found, raw: String(raw) };
    this.#replace(changed);
    return { status: 200, body: this.#wire(changed) };
  }

  /** Only its author may change a comment. */
  #own(id: string, act: (found: BitbucketComment) => Answer): Answer {
    const found = this.#all.find((one) => String(one.id) === id && one.deleted !== true);
    if (found === undefined) return bitbucketRefusal(404, "No such comment.");
    if (found.author === this.#world.account) return act(found);
    return bitbucketRefusal(403, "You do not have permission to edit this comment.");
  }

  #replace(comment: BitbucketComment): void {
    this.#all = this.#all.map((one) => (one.id === comment.id ? comment : one));
  }

  #wire({ id, pullRequest, author, raw, inline, parent, deleted }: BitbucketComment): Wire {
    return {
      type: "pullrequest_comment",
      id,
      content: { type: "rendered", raw, markup: "markdown", html: "" },
      user: { type: "user", uuid: author, account_id: `557058:${author.slice(1, -1)}`, nickname: "somebody" },
      deleted: deleted === true,
      pending: false,
      ...(inline ? { inline: { from: null, to: 1, path: "src/a.js" } } : {}),
      ...(parent === undefined ? {} : { parent: { id: parent } }),
      links: {
        html: {
          href: `https://bitbucket.org/${this.#world.repository}/pull-requests/${pullRequest}/_/diff#comment-${id}`,
        },
      },
    };
  }
}

function rawOf(request: RecordedRequest): unknown {
  return fieldsOf(bodyFields(request).content).raw;
}

function wrongText(raw: unknown): Answer | undefined {
  if (typeof raw !== "string" || raw.trim() === "")
    return bitbucketRefusal(400, "content: This field is required.");
  return raw.length > LONGEST_COMMENT ? BAD_REQUEST_PAGE : undefined;
}
