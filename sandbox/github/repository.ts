import type { Route } from "../service/routes.ts";
import { queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { checkPermission, type Needs, notFound, page, refusal } from "./answers.ts";
import { blobOf, tipOf } from "./proposals.ts";
import { pullOf } from "./pull-wire.ts";
import type { GitHubWorld, RepositoryFile } from "./world.ts";

const CONTENTS: Needs = { anyOf: ["contents"], access: "read" };
const PULLS: Needs = { anyOf: ["pull-requests"], access: "read" };

/** Commits, branches, comparisons, files and pull requests: what a gate reads of a repository. */
export function repositoryRoutes(world: GitHubWorld, base: string): readonly Route[] {
  const on: Guard = (needs, handle) => (request, part) =>
    checkPermission(world, needs) ?? handle(request, part);
  return [...pullRoutes(world, base, on), ...contentRoutes(world, base, on)];
}

/** Makes a route ask for a permission first. */
type Guard = (needs: Needs, handle: Route["handle"]) => Route["handle"];

function pullRoutes(world: GitHubWorld, base: string, on: Guard): readonly Route[] {
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
      path: `${base}/pulls/:number/commits`,
      handle: on(PULLS, (request, part) => listCommits(world, request, part("number"))),
    },
    {
      method: "GET",
      path: `${base}/pulls/:number/files`,
      handle: on(PULLS, (request, part) => {
        const pull = world.pulls.find((one) => String(one.number) === part("number"));
        if (pull === undefined) return notFound();
        return page(
          request,
          pull.files?.map((filename) => ({ filename, status: "modified" })) ?? pull.diff ?? [],
        );
      }),
    },
  ];
}

function contentRoutes(world: GitHubWorld, base: string, on: Guard): readonly Route[] {
  return [
    {
      method: "GET",
      path: `${base}/commits/:sha`,
      handle: on(CONTENTS, (_request, part) => getCommit(world, part("sha"))),
    },
    {
      method: "GET",
      path: `${base}/git/ref/heads/*branch`,
      handle: on(CONTENTS, (_request, part) => getBranchRef(world, part("branch"))),
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
  // The world tells no times: the last one listed is the last updated.
  const isNewestFirst =
    queryValue(request, "sort") === "updated" && queryValue(request, "direction") === "desc";
  return page(
    request,
    (isNewestFirst ? matching.toReversed() : matching).map((pull) => pullOf(world, pull)),
  );
}

/** The commits of a pull request, oldest first: its head and what stands between that and the base. */
function listCommits(world: GitHubWorld, request: RecordedRequest, number: string): Answer {
  const pull = world.pulls.find((one) => String(one.number) === number);
  if (pull === undefined) return notFound();
  const chain: string[] = [];
  for (let sha: string | undefined = pull.head.sha; sha !== undefined && sha !== pull.base.sha; ) {
    chain.unshift(sha);
    sha = world.commits.find((commit) => commit.sha === sha)?.parents[0];
  }
  return page(
    request,
    chain.slice(-250).map((sha) => ({ sha })),
  );
}

function getBranchRef(world: GitHubWorld, branch: string): Answer {
  const sha = tipOf(world, branch);
  return sha === undefined
    ? notFound()
    : { status: 200, body: { ref: `refs/heads/${branch}`, object: { type: "commit", sha } } };
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
      merge_base_commit: { sha: mergeBaseOf(world, base, head) },
      commits: [],
      files: changedBetween(world, base, head),
    },
  };
}

/** The first commit of a head's own line that the base has too; the base itself where the lines do not meet. */
function mergeBaseOf({ commits }: GitHubWorld, base: string, head: string): string {
  const lineOf = (sha: string): readonly string[] => {
    const parents = commits.find((one) => one.sha === sha)?.parents ?? [];
    return [sha, ...parents.flatMap(lineOf)];
  };
  const known = new Set(lineOf(base));
  return lineOf(head).find((sha) => known.has(sha)) ?? base;
}

/** The files that differ between the place where a head left a base and that head, as far as the world holds files. */
function changedBetween(world: GitHubWorld, base: string, head: string): readonly Wire[] {
  const at = (sha: string) =>
    new Map(world.files.filter(({ commit }) => commit === sha).map(({ path, text }) => [path, text]));
  const [before, after] = [at(mergeBaseOf(world, base, head)), at(head)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((filename) => ({ filename, status: before.has(filename) ? "modified" : "added" }));
}

function getFile(world: GitHubWorld, request: RecordedRequest, path: string): Answer {
  const ref = queryValue(request, "ref") ?? world.repository.defaultBranch;
  const commit = tipOf(world, ref.replace(/^refs\/heads\//, "")) ?? ref;
  const file = world.files.find((one) => one.path === path && one.commit === commit);
  if (file === undefined) return notFound();
  return fileAnswer(request, file);
}

/** A file as base64 JSON, or as text when the raw media type is asked for. */
export function fileAnswer(request: RecordedRequest, { path, text }: RepositoryFile): Answer {
  if ((request.headers.accept ?? "").includes("raw")) {
    return {
      status: 200,
      body: text,
      headers: { "content-type": "application/vnd.github.raw; charset=utf-8" },
    };
  }
  const bytes = Buffer.from(text, "utf8");
  return {
    status: 200,
    body: {
      type: "file",
      encoding: "base64",
      size: bytes.length,
      name: path.split("/").at(-1),
      path,
      sha: blobOf(text),
      content: `${(bytes.toString("base64").match(/.{1,60}/g) ?? []).join("\n")}\n`,
    },
  };
}
