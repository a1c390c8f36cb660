import type { Route } from "../service/routes.ts";
import { queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { checkPermission, type Needs, notFound, page, refusal } from "./answers.ts";
import { pullWire } from "./pull-wire.ts";
import type { CommitStatus, GitHubWorld, PullRequest } from "./world.ts";

const CONTENTS: Needs = { anyOf: ["contents"], access: "read" };
const PULLS: Needs = { anyOf: ["pull-requests"], access: "read" };
const STATUSES: Needs = { anyOf: ["statuses"], access: "read" };

/** Commits, comparisons, files, statuses and pull requests: what a gate reads of a repository. */
export function repositoryRoutes(world: GitHubWorld, base: string): readonly Route[] {
  const on =
    (needs: Needs, handle: Route["handle"]): Route["handle"] =>
    (request, part) =>
      checkPermission(world, needs) ?? handle(request, part);
  return [
    { method: "GET", path: `${base}/pulls`, handle: on(PULLS, (request) => listPulls(world, request)) },
    {
      method: "GET",
      path: `${base}/pulls/:number`,
      handle: on(PULLS, (_request, part) => {
        const pull = world.pulls.find((one) => String(one.number) === part("number"));
        return pull === undefined ? notFound() : { status: 200, body: pullOf(world, pull) };
      }),
    },
    {
      method: "GET",
      path: `${base}/commits/:sha/pulls`,
      handle: on(PULLS, (request, part) => {
        const holding = world.pulls.filter((pull) => pull.foundBy.includes(part("sha")));
        return page(
          request,
          holding.map((pull) => pullOf(world, pull)),
        );
      }),
    },
    {
      method: "GET",
      path: `${base}/commits/:sha/statuses`,
      handle: on(STATUSES, (request, part) => page(request, statusesOf(world, part("sha")).map(statusWire))),
    },
    {
      method: "GET",
      path: `${base}/commits/:sha/status`,
      handle: on(STATUSES, (request, part) => combinedStatus(world, request, part("sha"))),
    },
    {
      method: "GET",
      path: `${base}/commits/:sha`,
      handle: on(CONTENTS, (_request, part) => getCommit(world, part("sha"))),
    },
    {
      method: "GET",
      path: `${base}/compare/:range`,
      handle: on(CONTENTS, (_request, part) => compare(world, part("range"))),
    },
    {
      method: "GET",
      path: `${base}/contents/*path`,
      handle: on(CONTENTS, (request, part) => getFile(world, request, part("path"))),
    },
  ];
}

function listPulls(world: GitHubWorld, request: RecordedRequest): Answer {
  const state = queryValue(request, "state") ?? "open";
  if (!["open", "closed", "all"].includes(state)) return refusal(422, "Validation Failed");
  const head = queryValue(request, "head");
  const matching = world.pulls.filter((pull) => {
    const owner = pull.head.repository.split("/")[0];
    return (
      (state === "all" || pull.state === state) &&
      (head === undefined || head === `${owner}:${pull.head.ref}`)
    );
  });
  return page(
    request,
    matching.map((pull) => pullOf(world, pull)),
  );
}

function pullOf(world: GitHubWorld, pull: PullRequest): Wire {
  const { owner, name, id, defaultBranch } = world.repository;
  const repository = `${owner}/${name}`;
  const record = (fullName: string): Wire => ({
    id: fullName === repository ? id : id + 1,
    name: fullName.split("/")[1],
    full_name: fullName,
    private: true,
    fork: fullName !== repository,
    owner: { login: fullName.split("/")[0] },
    default_branch: defaultBranch,
  });
  return pullWire(pull, { repository, record });
}

/** Newest first, as GitHub lists them. */
function statusesOf(world: GitHubWorld, sha: string): readonly CommitStatus[] {
  return world.statuses
    .filter((status) => status.sha === sha)
    .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
}

function statusWire(status: CommitStatus, index: number): Wire {
  return {
    id: 40_000 + index,
    context: status.context,
    state: status.state,
    description: status.description ?? null,
    target_url: status.targetUrl ?? null,
    created_at: status.updatedAt,
    updated_at: status.updatedAt,
  };
}

function combinedStatus(world: GitHubWorld, request: RecordedRequest, sha: string): Answer {
  const newest = statusesOf(world, sha).filter(
    (status, index, all) => all.findIndex((other) => other.context === status.context) === index,
  );
  const states = newest.map((status) => status.state);
  const state = states.some((one) => one === "failure" || one === "error")
    ? "failure"
    : states.length > 0 && states.every((one) => one === "success")
      ? "success"
      : "pending";
  return page(request, newest.map(statusWire), (statuses) => ({
    state,
    statuses,
    sha,
    total_count: newest.length,
  }));
}

function getCommit(world: GitHubWorld, sha: string): Answer {
  const commit = world.commits.find((one) => one.sha === sha);
  if (commit === undefined) return refusal(422, `No commit found for SHA: ${sha}`);
  const person = { name: "Jo Winter", email: "jo@acme.example", date: commit.date };
  return {
    status: 200,
    body: {
      sha: commit.sha,
      node_id: `C_${commit.sha.slice(0, 8)}`,
      commit: { author: person, committer: person, message: commit.message },
      parents: commit.parents.map((parent) => ({ sha: parent })),
      files: [],
    },
  };
}

function compare(world: GitHubWorld, range: string): Answer {
  const [base = "", head = ""] = range.split("...");
  const known = (sha: string): boolean => world.commits.some((commit) => commit.sha === sha);
  if (!known(base) || !known(head)) return notFound();
  const listed = world.distances.find((one) => one.base === base && one.head === head);
  const { ahead, behind } = base === head ? { ahead: 0, behind: 0 } : (listed ?? { ahead: 1, behind: 0 });
  const status = ahead === 0 ? (behind === 0 ? "identical" : "behind") : behind === 0 ? "ahead" : "diverged";
  return {
    status: 200,
    body: {
      status,
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      merge_base_commit: { sha: base },
      commits: [],
      files: [],
    },
  };
}

/** A file as base64 JSON, or as text when the raw media type is asked for. */
function getFile(world: GitHubWorld, request: RecordedRequest, path: string): Answer {
  const ref = queryValue(request, "ref") ?? world.repository.defaultBranch;
  const file = world.files.find((one) => one.path === path && one.commit === ref);
  if (file === undefined) return notFound();
  if ((request.headers.accept ?? "").includes("raw")) {
    return {
      status: 200,
      body: file.text,
      headers: { "content-type": "application/vnd.github.raw; charset=utf-8" },
    };
  }
  const bytes = Buffer.from(file.text, "utf8");
  return {
    status: 200,
    body: {
      type: "file",
      encoding: "base64",
      size: bytes.length,
      name: path.split("/").at(-1),
      path,
      sha: "3d21ec53a331a6f037a91c368710b99387d012c1",
      content: `${(bytes.toString("base64").match(/.{1,60}/g) ?? []).join("\n")}\n`,
    },
  };
}
