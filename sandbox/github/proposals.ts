import { createHash } from "node:crypto";
import type { Route } from "../service/routes.ts";
import type { RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import { checkPermission, type Needs, parseBody, refusal } from "./answers.ts";
import { pullOf } from "./pull-wire.ts";
import type { Commit, GitHubWorld, PullRequest, RepositoryFile } from "./world.ts";

const WRITE_CONTENTS: Needs = { anyOf: ["contents"], access: "write" };
const WRITE_PULLS: Needs = { anyOf: ["pull-requests"], access: "write" };

/** The account of a job's own token, which opens pull requests only where the repository's settings allow it. */
const JOB_ACCOUNT = "github-actions[bot]";

/** Branches, commits, files and pull requests as they are now, with those that runs have made. */
export class Proposals {
  readonly #given: GitHubWorld;
  #branches: Readonly<Record<string, string>>;
  #commits: readonly Commit[];
  #files: readonly RepositoryFile[];
  #pulls: readonly PullRequest[];
  #opened: readonly OpenedPullRequest[] = [];

  constructor(world: GitHubWorld) {
    this.#given = world;
    this.#branches = world.branches ?? {};
    this.#commits = world.commits;
    this.#files = world.files;
    this.#pulls = world.pulls;
  }

  /** The world as it is at the moment that it is read. */
  get world(): GitHubWorld {
    const now = this;
    return {
      ...this.#given,
      get branches() {
        return now.#branches;
      },
      get commits() {
        return now.#commits;
      },
      get files() {
        return now.#files;
      },
      get pulls() {
        return now.#pulls;
      },
    };
  }

  /** What runs have opened, oldest first. */
  get opened(): readonly OpenedPullRequest[] {
    return this.#opened;
  }

  /** Merges a pull request that a run has opened: the branch that it is for is at its head then. */
  merge(number: number): void {
    const pull = this.#pulls.find((one) => one.number === number);
    if (pull === undefined) throw new Error(`there is no pull request ${number}`);
    this.#branches = { ...this.#branches, [pull.base.ref]: pull.head.sha };
    this.close(number);
  }

  close(number: number): void {
    this.#pulls = this.#pulls.map((one) => (one.number === number ? { ...one, state: "closed" } : one));
  }

  routes(base: string): readonly Route[] {
    const on =
      (needs: Needs, handle: Route["handle"]): Route["handle"] =>
      (request, part) =>
        checkPermission(this.#given, needs) ?? handle(request, part);
    return [
      {
        method: "POST",
        path: `${base}/git/refs`,
        handle: on(WRITE_CONTENTS, (request) => this.#createRef(request)),
      },
      {
        method: "PUT",
        path: `${base}/contents/*path`,
        handle: on(WRITE_CONTENTS, (request, part) => this.#putFile(request, part("path"))),
      },
      { method: "POST", path: `${base}/pulls`, handle: on(WRITE_PULLS, (request) => this.#open(request)) },
    ];
  }

  #createRef(request: RecordedRequest): Answer {
    const { ref, sha } = parseBody(request) ?? {};
    if (typeof ref !== "string" || !/^refs\/heads\/.+/.test(ref) || typeof sha !== "string") {
      return refusal(422, "Validation Failed");
    }
    const branch = ref.slice("refs/heads/".length);
    if (tipOf(this.world, branch) !== undefined) return refusal(422, "Reference already exists");
    if (!this.#commits.some((commit) => commit.sha === sha)) return refusal(422, "Object does not exist");
    this.#branches = { ...this.#branches, [branch]: sha };
    return { status: 201, body: { ref, object: { type: "commit", sha } } };
  }

  #putFile(request: RecordedRequest, path: string): Answer {
    const { message, content, branch, sha } = parseBody(request) ?? {};
    if (typeof message !== "string" || typeof content !== "string" || typeof branch !== "string") {
      return refusal(422, "Validation Failed");
    }
    const parent = tipOf(this.world, branch);
    if (parent === undefined) return refusal(404, `Branch ${branch} not found`);
    const before = this.#files.find((file) => file.commit === parent && file.path === path);
    if (before !== undefined && sha === undefined)
      return refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
    if (before !== undefined && sha !== blobOf(before.text))
      return refusal(409, `${path} does not match ${String(sha)}`);
    const text = Buffer.from(content, "base64").toString("utf8");
    const commit = this.#commit({ parent, message, path, text });
    this.#branches = { ...this.#branches, [branch]: commit };
    return {
      status: before === undefined ? 201 : 200,
      body: { content: { path, sha: blobOf(text) }, commit: { sha: commit, message } },
    };
  }

  #commit(change: { parent: string; message: string; path: string; text: string }): string {
    const { parent, message, path, text } = change;
    const sha = createHash("sha1").update(JSON.stringify(change)).digest("hex");
    const kept = this.#files.filter((file) => file.commit === parent && file.path !== path);
    this.#files = [
      ...this.#files,
      ...kept.map((file) => ({ ...file, commit: sha })),
      { commit: sha, path, text },
    ];
    const date = this.#commits.find((one) => one.sha === parent)?.date ?? "2026-11-18T16:45:00Z";
    this.#commits = [...this.#commits, { sha, date, message, parents: [parent] }];
    return sha;
  }

  #open(request: RecordedRequest): Answer {
    const { login, settings, repository } = this.#given;
    const { title, head, base, body } = parseBody(request) ?? {};
    if (login === JOB_ACCOUNT && settings?.actionsOpenPulls !== true) {
      return refusal(403, "GitHub Actions is not permitted to create or approve pull requests.");
    }
    if (typeof title !== "string" || typeof head !== "string" || typeof base !== "string") {
      return refusal(422, "Validation Failed");
    }
    const [sha, into] = [tipOf(this.world, head), tipOf(this.world, base)];
    if (sha === undefined || into === undefined || sha === into) return refusal(422, "Validation Failed");
    const own = `${repository.owner}/${repository.name}`;
    if (
      this.#pulls.some((pull) => pull.state === "open" && pull.head.ref === head && pull.base.ref === base)
    ) {
      const message = `A pull request already exists for ${repository.owner}:${head}.`;
      return refusal(422, "Validation Failed", {
        errors: [{ resource: "PullRequest", code: "custom", message }],
      });
    }
    const pull: PullRequest = {
      number: Math.max(0, ...this.#pulls.map(({ number }) => number)) + 1,
      title,
      state: "open",
      author: login,
      head: { ref: head, sha, repository: own },
      base: { ref: base, sha: into },
      mergeCommit: sha,
      foundBy: [sha],
    };
    this.#pulls = [...this.#pulls, pull];
    this.#opened = [...this.#opened, { ...pull, body: typeof body === "string" ? body : "" }];
    return { status: 201, body: pullOf(this.world, pull) };
  }
}

/** A pull request as it was opened. */
export interface OpenedPullRequest extends PullRequest {
  readonly body: string;
}

/** The newest commit of a branch: as told, else the base of a pull request into it, else the head of one from it. */
export function tipOf({ branches, pulls, repository }: GitHubWorld, branch: string): string | undefined {
  const own = `${repository.owner}/${repository.name}`;
  return (
    branches?.[branch] ??
    pulls.find(({ base }) => base.ref === branch)?.base.sha ??
    pulls.find(({ head }) => head.ref === branch && head.repository === own)?.head.sha
  );
}

/** How Git names the content of a file. */
export function blobOf(text: string): string {
  const bytes = Buffer.from(text, "utf8");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
