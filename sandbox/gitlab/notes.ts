import { type Route, routesBelow } from "../service/routes.ts";
import { bodyFields, queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { type GitLabNeeds, gitLabPage, gitLabRefusal, refusalFor } from "./answers.ts";
import type { GitLabNote, GitLabWorld } from "./world.ts";

const LONGEST_NOTE = 1_000_000;
const READ: GitLabNeeds = { access: "read", job: true };
const WRITE: GitLabNeeds = { access: "comment" };

/** Some of the words that GitLab carries out at the start of a line. */
const QUICK_ACTION = /^\/(?:close|merge|approve|assign|label|unlabel|title|done|wip|draft|lock|rebase)\b.*$/;

/** The notes of merge requests, as they are now. */
export class Notes {
  readonly #world: GitLabWorld;
  #all: readonly GitLabNote[];
  #actions: readonly string[] = [];

  constructor(world: GitLabWorld) {
    this.#world = world;
    this.#all = world.notes;
  }

  get all(): readonly GitLabNote[] {
    return this.#all;
  }

  /** Quick actions that were carried out. */
  get actions(): readonly string[] {
    return this.#actions;
  }

  routes(base: string): readonly Route[] {
    const on = (needs: GitLabNeeds) =>
      routesBelow(
        `${base}/merge_requests/:iid/notes`,
        (request, part) => refusalFor(this.#world, request, needs) ?? this.#missing(part("iid")),
      );
    const [reading, writing] = [on(READ), on(WRITE)];
    return [
      reading("GET", "", (request, part) => this.#list(request, part("iid"))),
      writing("POST", "", (request, part) => this.#create(request, part("iid"))),
      writing("PUT", "/:id", (request, part) => this.#update(request, part("id"))),
      writing("DELETE", "/:id", (_, part) => this.#delete(part("id"))),
    ];
  }

  #missing(iid: string): Answer | undefined {
    const isKnown = this.#world.mergeRequests.some((one) => String(one.iid) === iid);
    return isKnown ? undefined : gitLabRefusal(404, "404 Not found");
  }

  /** The newest first, unless the caller asks otherwise. */
  #list(request: RecordedRequest, iid: string): Answer {
    const own = this.#all.filter((note) => String(note.iid) === iid).toSorted((a, b) => a.id - b.id);
    const sorted = queryValue(request, "sort") === "asc" ? own : own.toReversed();
    return gitLabPage(
      request,
      sorted.map((note) => this.#wire(note)),
    );
  }

  #create(request: RecordedRequest, iid: string): Answer {
    const text = this.#textOf(request);
    if (typeof text !== "string") return text;
    if (text.trim() === "") return { status: 202, body: { commands_changes: {}, summary: ["Applied."] } };
    const id = Math.max(1000, ...this.#all.map((note) => note.id)) + 1;
    const note: GitLabNote = { id, iid: Number(iid), author: this.#world.username, body: text };
    this.#all = [...this.#all, note];
    return { status: 201, body: this.#wire(note) };
  }

  #update(request: RecordedRequest, id: string): Answer {
    const found = this.#all.find((note) => String(note.id) === id);
    if (found === undefined) return gitLabRefusal(404, "404 Not found");
    if (found.author !== this.#world.username) return gitLabRefusal(403, "403 Forbidden");
    const body = this.#textOf(request);
    if (typeof body !== "string") return body;
    const note = { ...found, body };
    this.#all = this.#all.map((one) => (one.id === found.id ? note : one));
    return { status: 200, body: this.#wire(note) };
  }

  #delete(id: string): Answer {
    if (!this.#all.some((note) => String(note.id) === id)) return gitLabRefusal(404, "404 Not found");
    this.#all = this.#all.filter((note) => String(note.id) !== id);
    return { status: 204 };
  }

  /** The text without the quick actions in it, which are carried out; or why it is refused. */
  #textOf(request: RecordedRequest): string | Answer {
    const body = bodyFields(request).body;
    if (typeof body !== "string") return gitLabRefusal(400, { error: "body is missing" });
    if (body.trim() === "") return gitLabRefusal(400, { note: ["can't be blank"] });
    if (body.includes("\0")) return gitLabRefusal(400, "400 Bad request");
    if (body.length > LONGEST_NOTE) {
      return gitLabRefusal(400, { note: [`is too long (maximum is ${LONGEST_NOTE} characters)`] });
    }
    return this.#withoutActions(body);
  }

  /** An older reading of Markdown: a line of three backticks begins or ends code, however the fence was opened. */
  #withoutActions(body: string): string {
    let inCode = false;
    return body
      .split("\n")
      .filter((line) => {
        if (line.startsWith("```")) inCode = !inCode;
        if (inCode || !QUICK_ACTION.test(line)) return true;
        this.#actions = [...this.#actions, line];
        return false;
      })
      .join("\n");
  }

  #wire({
    id,
    iid,
    author,
    body,
    system = false,
  }: Omit<GitLabNote, "system"> & { readonly system?: boolean }): Wire {
    const at = new Date(1_790_000_000_000 + id * 1000).toISOString();
    return {
      id,
      body,
      author: { id: 77, username: author, name: author, state: "active" },
      system,
      type: null,
      created_at: at,
      updated_at: at,
      noteable_id: 900 + iid,
      noteable_iid: iid,
      noteable_type: "MergeRequest",
      internal: false,
      resolvable: false,
    };
  }
}
