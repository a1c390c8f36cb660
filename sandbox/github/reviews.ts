import type { Route } from "../service/routes.ts";
import type { RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { checkPermission, type Needs, notFound, page, parseBody, refusal } from "./answers.ts";
import type { ChangedFile, GitHubWorld, PullRequest, ReviewComment } from "./world.ts";

const READ: Needs = { anyOf: ["pull-requests"], access: "read" };
const WRITE: Needs = { anyOf: ["pull-requests"], access: "write" };
/** Who may write to a thread may not resolve it: that takes this permission. */
const RESOLVE: Needs = { anyOf: ["contents"], access: "write" };

/** UTF-16 units that a comment may have. */
const LONGEST_BODY = 65_536;

/** A review as it was sent. */
export interface Review {
  readonly pull: number;
  readonly commit: string;
  readonly body: string;
  readonly event: string;
}

/** Reviews of pull requests with their comments on lines, as they are now. */
export class Reviews {
  readonly #world: GitHubWorld;
  #comments: readonly ReviewComment[];
  #reviews: readonly Review[] = [];
  #resolved: ReadonlySet<number> = new Set();
  #nextId: number;

  constructor(world: GitHubWorld) {
    this.#world = world;
    this.#comments = world.reviewComments ?? [];
    this.#nextId = Math.max(2_910_000_000, ...this.#comments.map(({ id }) => id)) + 1;
  }

  get comments(): readonly ReviewComment[] {
    return this.#comments;
  }

  get reviews(): readonly Review[] {
    return this.#reviews;
  }

  /** Ids of the comments that began a thread which is resolved. */
  get resolved(): ReadonlySet<number> {
    return this.#resolved;
  }

  /** Adds what a person writes between two runs. */
  answer(to: number, author: string, body: string): void {
    const first = this.#comments.find(({ id }) => id === to);
    if (first === undefined) throw new Error(`there is no comment ${to}`);
    this.#comments = [...this.#comments, { ...first, id: this.#nextId++, answers: to, author, body }];
  }

  routes(base: string): readonly Route[] {
    const on =
      (needs: Needs, handle: Route["handle"]): Route["handle"] =>
      (request, part) =>
        checkPermission(this.#world, needs) ?? handle(request, part);
    const comments = `${base}/pulls/:number/comments`;
    const onPull = (needs: Needs, handle: (request: RecordedRequest, pull: PullRequest) => Answer) =>
      on(needs, (request, part) => {
        const pull = this.#world.pulls.find(({ number }) => String(number) === part("number"));
        return pull === undefined ? notFound() : handle(request, pull);
      });
    return [
      { method: "GET", path: comments, handle: onPull(READ, (request, pull) => this.#list(request, pull)) },
      {
        method: "POST",
        path: `${base}/pulls/:number/reviews`,
        handle: onPull(WRITE, (request, pull) => this.#create(request, pull)),
      },
      {
        method: "DELETE",
        path: `${base}/pulls/comments/:id`,
        handle: on(WRITE, (_request, part) => this.#delete(part("id"))),
      },
      { method: "POST", path: "/graphql", handle: (request) => this.#graphQl(request) },
    ];
  }

  #list(request: RecordedRequest, { number }: PullRequest): Answer {
    const own = this.#comments.filter(({ pull }) => pull === number).toSorted((a, b) => a.id - b.id);
    return page(
      request,
      own.map((comment) => this.#wire(comment)),
    );
  }

  #create(request: RecordedRequest, pull: PullRequest): Answer {
    const {
      event,
      body,
      commit_id: commit = pull.head.sha,
      comments = [],
      ...others
    } = parseBody(request) ?? {};
    if (Object.keys(others).length > 0)
      return unprocessable(`unknown fields: ${Object.keys(others).join(", ")}`);
    if (event !== "COMMENT" || typeof body !== "string" || body.trim() === "")
      return unprocessable("a COMMENT needs a body");
    if (typeof commit !== "string" || !this.#world.commits.some(({ sha }) => sha === commit))
      return unprocessable("No commit found for the pull request");
    if (!Array.isArray(comments)) return unprocessable("comments is no list");
    const problems = [...new Set(comments.flatMap((comment: Wire) => problemsOf(comment, pull.diff ?? [])))];
    if (problems.length > 0) return unprocessable(problems.join(", and "));
    this.#reviews = [...this.#reviews, { pull: pull.number, commit, body, event }];
    for (const comment of comments) this.#add(comment, pull);
    return { status: 200, body: { id: this.#reviews.length, state: "COMMENTED", body, commit_id: commit } };
  }

  #add({ path, body, line, start_line: startLine }: Wire, pull: PullRequest): void {
    const comment = {
      ...{ id: this.#nextId++, pull: pull.number, author: this.#world.login },
      // Of these types, as the check of the request found.
      ...{ path: path as string, body: body as string, line: line as number },
      ...(startLine === undefined ? {} : { startLine: startLine as number }),
    };
    this.#comments = [...this.#comments, comment];
  }

  #delete(id: string): Answer {
    if (!this.#comments.some((one) => String(one.id) === id)) return notFound();
    this.#comments = this.#comments.filter((one) => String(one.id) !== id);
    return { status: 204 };
  }

  /** Only the two questions that are asked, by the name of their field. */
  #graphQl(request: RecordedRequest): Answer {
    const { query = "", variables = {} } = parseBody(request) ?? {};
    const { threadId, number } = variables as Wire; // an object, or nothing is found below
    if (String(query).includes("resolveReviewThread")) return this.#resolve(String(threadId));
    if (!String(query).includes("reviewThreads"))
      return { status: 200, body: { data: { viewer: { login: this.#world.login } } } };
    const nodes = this.#comments
      .filter(({ pull, answers }) => pull === number && answers === undefined)
      .map(({ id }) => ({
        id: threadOf(id),
        isResolved: this.#resolved.has(id),
        comments: { nodes: [{ id: `PRRC_${id}`, databaseId: id }] },
      }));
    const reviewThreads = { nodes, pageInfo: { hasNextPage: false, endCursor: null } };
    return { status: 200, body: { data: { repository: { pullRequest: { reviewThreads } } } } };
  }

  #resolve(threadId: string): Answer {
    const refused = (type: string, message: string): Answer => ({
      status: 200,
      body: {
        data: { resolveReviewThread: null },
        errors: [{ type, path: ["resolveReviewThread"], message }],
      },
    });
    if (checkPermission(this.#world, RESOLVE) !== undefined)
      return refused("FORBIDDEN", "Resource not accessible by integration");
    const first = this.#comments.find(({ id }) => threadOf(id) === threadId);
    if (first === undefined)
      return refused("NOT_FOUND", `Could not resolve to a node with the global id of '${threadId}'`);
    this.#resolved = new Set([...this.#resolved, first.id]);
    return {
      status: 200,
      body: { data: { resolveReviewThread: { thread: { id: threadId, isResolved: true } } } },
    };
  }

  #wire({ id, pull, author, body, path, line, startLine, answers }: ReviewComment): Wire {
    return {
      id,
      node_id: `PRRC_${id}`,
      pull_request_review_id: 1,
      user: { login: author, type: author.endsWith("[bot]") ? "Bot" : "User" },
      ...{ path, body, line: line ?? null, start_line: startLine ?? null, side: "RIGHT" },
      html_url: `https://github.com/${this.#world.repository.owner}/${this.#world.repository.name}/pull/${pull}#discussion_r${id}`,
      ...(answers === undefined ? {} : { in_reply_to_id: answers }),
    };
  }
}

function threadOf(comment: number): string {
  return `PRRT_${comment}`;
}

function unprocessable(problem: string): Answer {
  return refusal(422, "Unprocessable Entity", { errors: [problem] });
}

const FIELDS = ["path", "body", "line", "side", "start_line", "start_side"];

/** What GitHub says of a comment that it does not take; one of them is enough to refuse the whole review. */
function problemsOf(comment: Wire, diff: readonly ChangedFile[]): readonly string[] {
  const { path, body, line, side, start_line: start, start_side: startSide } = comment;
  const unknown = Object.keys(comment).filter((field) => !FIELDS.includes(field));
  if (unknown.length > 0) return [`unknown fields: ${unknown.join(", ")}`];
  if (typeof body !== "string" || body.trim() === "") return ["Body can't be blank"];
  if (body.length > LONGEST_BODY) return [`Body is too long (maximum is ${LONGEST_BODY} characters)`];
  const file = diff.find(({ filename }) => filename === path);
  if (file === undefined) return ["Path could not be resolved"];
  const hunks = rightHunks(file.patch ?? "");
  const hunkOf = (at: unknown) => hunks.find(({ first, last }) => Number(at) >= first && Number(at) <= last);
  const hunk = hunkOf(line);
  const wrong = [
    side !== "RIGHT" || hunk === undefined ? "Pull request review thread line must be part of the diff" : "",
    start !== undefined && startSide !== "RIGHT" ? "start_side is missing" : "",
    start !== undefined && Number(start) >= Number(line)
      ? "Pull request review thread start line must precede the end line."
      : "",
    start !== undefined && hunkOf(start) !== hunk
      ? "Pull request review thread start line must be part of the same hunk as the line."
      : "",
    hunk === undefined ? "Pull request review thread diff hunk can't be blank" : "",
  ];
  return wrong.filter((problem) => problem !== "");
}

/** Lines of the new file that a patch shows, as its heads say. */
function rightHunks(patch: string): readonly { readonly first: number; readonly last: number }[] {
  return [...patch.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].map(([, line, count = "1"]) => ({
    first: Number(line),
    last: Number(line) + Number(count) - 1,
  }));
}
