import { startForge } from "../service/forge-stand-in.ts";
import { type Route, routesBelow } from "../service/routes.ts";
import {
  queryList,
  queryValue,
  type RecordedRequest,
  type Respond,
  type StandIn,
} from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { callerOf, type GitLabNeeds, gitLabPage, gitLabRefusal, refusalFor } from "./answers.ts";
import { Notes } from "./notes.ts";
import { GitLabStatuses } from "./statuses.ts";
import type { GitLabMergeRequest, GitLabNote, GitLabStatus, GitLabWorld } from "./world.ts";

/** The stand-in for GitLab, with what runs have written to it. */
export interface GitLabStandIn extends StandIn {
  notes(): readonly GitLabNote[];
  statuses(): readonly GitLabStatus[];
  /** Quick actions that a note made it carry out. */
  quickActions(): readonly string[];
}

const JOB_MAY: GitLabNeeds = { access: "read", job: true };
const TOKEN_ONLY: GitLabNeeds = { access: "read" };

/** Starts a stand-in for GitLab's API that knows one project. */
export async function startGitLab(world: GitLabWorld, respond?: Respond): Promise<GitLabStandIn> {
  const base = `${world.root}/api/v4/projects/:project`;
  const notes = new Notes(world);
  const statuses = new GitLabStatuses(world);
  return await startForge(
    {
      service: "gitlab",
      respond,
      root: world.root,
      routes: [
        { method: "GET", path: `${world.root}/api/v4/user`, handle: (request) => user(world, request) },
        ...notes.routes(base),
        ...statuses.routes(base),
        ...repositoryRoutes(world, base),
        ...mergeRequestRoutes(world, base),
      ],
      lost: { status: 404, body: { error: "404 Not Found" } },
      guard(request, part) {
        if (callerOf(world, request) === undefined) return gitLabRefusal(401, "401 Unauthorized");
        const isKnown = [String(world.project.id), world.project.path, ""].includes(part("project"));
        return isKnown ? undefined : gitLabRefusal(404, "404 Project Not Found");
      },
    },
    {
      notes: () => notes.all,
      statuses: () => statuses.all,
      quickActions: () => notes.actions,
    },
  );
}

function user(world: GitLabWorld, request: RecordedRequest): Answer {
  if (callerOf(world, request) === "job") return gitLabRefusal(401, "401 Unauthorized");
  return {
    status: 200,
    body: { id: 77, username: world.username, name: "Scan Gate", bot: true, state: "active" },
  };
}

function repositoryRoutes(world: GitLabWorld, base: string): readonly Route[] {
  const on = (needs: GitLabNeeds) => routesBelow(base, (request) => refusalFor(world, request, needs));
  const [byJob, byToken] = [on(JOB_MAY), on(TOKEN_ONLY)];
  const commits = "/repository/commits/:ref";
  return [
    byToken("GET", "", () => ({ status: 200, body: { id: world.project.id, default_branch: "main" } })),
    byJob("GET", "/repository/files/:file/raw", (request, part) =>
      rawFile(world, part("file"), queryValue(request, "ref") ?? "HEAD"),
    ),
    byJob("GET", commits, (_, part) => oneCommit(world, part("ref"))),
    byJob("GET", `${commits}/merge_requests`, (request, part) =>
      gitLabPage(request, world.mergeRequests.filter(({ sha }) => sha === part("ref")).map(wireOf(world))),
    ),
    byToken("GET", "/repository/compare", (request) => comparison(world, request)),
    byToken("GET", "/repository/merge_base", (request) =>
      oneCommit(world, queryList(request, "refs[]")[0] ?? ""),
    ),
  ];
}

/** The commit that a branch by its full or short name, or the beginning of an ID, stands for. */
function resolve(world: GitLabWorld, ref: string): string | undefined {
  const branch = world.branches[ref.replace(/^refs\/heads\//, "")];
  return branch ?? world.commits.find(({ sha }) => ref.length >= 7 && sha.startsWith(ref))?.sha;
}

function oneCommit(world: GitLabWorld, ref: string): Answer {
  const sha = resolve(world, ref);
  const found = world.commits.find((commit) => commit.sha === sha);
  if (found === undefined) return gitLabRefusal(404, "404 Commit Not Found");
  return {
    status: 200,
    body: { id: found.sha, short_id: found.sha.slice(0, 8), committed_date: found.date },
  };
}

function rawFile(world: GitLabWorld, path: string, ref: string): Answer {
  const commit = resolve(world, ref);
  if (commit === undefined) return gitLabRefusal(404, "404 Commit Not Found");
  const found = world.files.find((file) => file.commit === commit && file.path === path);
  return found === undefined ? gitLabRefusal(404, "404 File Not Found") : { status: 200, body: found.text };
}

/** Commits stand in the order in which they were made: those behind `from` up to `to` are what it has more. */
function comparison(world: GitLabWorld, request: RecordedRequest): Answer {
  const [from, to] = ["from", "to"].map((key) =>
    world.commits.findIndex(({ sha }) => sha === resolve(world, queryValue(request, key) ?? "")),
  ) as [number, number]; // one for each key
  if (from < 0 || to < 0) return gitLabRefusal(404, "404 Ref Not Found");
  return {
    status: 200,
    body: { commits: world.commits.slice(from + 1, to + 1).map(({ sha }) => ({ id: sha })) },
  };
}

function mergeRequestRoutes(world: GitLabWorld, base: string): readonly Route[] {
  const on = routesBelow(`${base}/merge_requests`, (request) => refusalFor(world, request, JOB_MAY));
  const one = (
    path: string,
    handle: (request: RecordedRequest, found: GitLabMergeRequest) => Answer,
  ): Route =>
    on("GET", `/:iid${path}`, (request, part) => {
      const found = world.mergeRequests.find(({ iid }) => String(iid) === part("iid"));
      return found === undefined ? gitLabRefusal(404, "404 Not found") : handle(request, found);
    });
  return [
    on("GET", "", (request) => listed(world, request)),
    one("", (_, found) => ({ status: 200, body: wireOf(world)(found) })),
    one("/versions", (request, { sha, earlierHeads }) =>
      gitLabPage(
        request,
        [...earlierHeads, sha]
          .toReversed()
          .map((head, index) => ({ id: 100 - index, head_commit_sha: head })),
      ),
    ),
    one("/diffs", (request, { files }) =>
      gitLabPage(
        request,
        files.map((path) => ({ old_path: path, new_path: path })),
      ),
    ),
  ];
}

function listed(world: GitLabWorld, request: RecordedRequest): Answer {
  const [state, branch] = ["state", "source_branch"].map((key) => queryValue(request, key));
  const fitting = world.mergeRequests.filter(
    (one) =>
      (state === undefined || state === "all" || one.state === state) &&
      (branch === undefined || one.sourceBranch === branch),
  );
  return gitLabPage(request, fitting.map(wireOf(world)));
}

function wireOf({ project, branches }: GitLabWorld): (found: GitLabMergeRequest) => Wire {
  return (found) => {
    const base = branches[found.targetBranch] ?? null;
    return {
      id: 900 + found.iid,
      iid: found.iid,
      project_id: project.id,
      state: found.state,
      sha: found.sha,
      source_branch: found.sourceBranch,
      target_branch: found.targetBranch,
      source_project_id: found.sourceProjectId,
      target_project_id: project.id,
      author: { id: 12, username: found.author, name: found.author },
      diff_refs: { base_sha: base, start_sha: base, head_sha: found.sha },
    };
  };
}
