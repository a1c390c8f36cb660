import type { ForgePullRequest, PullRequests } from "../../forge-ports.ts";
import { present } from "../../text/present.ts";
import { GITLAB_NEEDS, type GitLabRequests } from "./requests.ts";
import type { WireMergeRequest } from "./schemas.ts";

/** The project by its own names. */
export interface GitLabProject {
  readonly owner: string;
  readonly repo: string;
  /** The instance with its relative root. */
  readonly url: string;
}

const READ = { method: "GET", need: GITLAB_NEEDS.read } as const;

/** https://docs.gitlab.com/api/merge_requests/ */
export function gitLabPullRequests(requests: GitLabRequests, project: GitLabProject): PullRequests {
  const list = async (query: readonly (readonly [string, string])[]) => {
    const { values } = await requests.one({
      ...READ,
      path: "/merge_requests",
      query,
      schema: ({ GITLAB_MERGE_REQUESTS }) => GITLAB_MERGE_REQUESTS,
    });
    return values;
  };
  return {
    async get(number) {
      const found = await requests.one({
        ...READ,
        path: `/merge_requests/${number}`,
        schema: ({ GITLAB_MERGE_REQUEST }) => GITLAB_MERGE_REQUEST,
      });
      return pullRequestOf(found, project);
    },
    async ofCommit(commit) {
      const found = await requests.all({
        ...READ,
        path: `/repository/commits/${commit}/merge_requests`,
        schema: ({ GITLAB_MERGE_REQUESTS }) => GITLAB_MERGE_REQUESTS,
      });
      return found.map((one) => pullRequestOf(one, project));
    },
    async fromBranch(owner, branch) {
      const found = await list([
        ["state", "opened"],
        ["source_branch", branch],
      ]);
      const isOwn = owner.toLowerCase() === project.owner.toLowerCase();
      return found
        .filter((one) => (one.source_project_id === one.target_project_id) === isOwn)
        .map((one) => pullRequestOf(one, project));
    },
    async changedFiles(number) {
      const files = await requests.all({
        ...READ,
        path: `/merge_requests/${number}/diffs`,
        schema: ({ GITLAB_DIFFS }) => GITLAB_DIFFS,
      });
      return [...new Set(files.flatMap((file) => [file.old_path, file.new_path]))];
    },
    commitsOf: (number) => headsOf(requests, number),
    async lastUpdated(count) {
      const found = await list([
        ["state", "all"],
        ["order_by", "updated_at"],
        ["sort", "desc"],
        ["per_page", String(Math.min(count, 100))],
      ]);
      return found.map((one) => pullRequestOf(one, project));
    },
  };
}

/** The heads that it had, one for each push, oldest first: GitLab's list of commits lacks those that were replaced. */
async function headsOf(requests: GitLabRequests, number: number): Promise<readonly string[]> {
  const versions = await requests.all({
    ...READ,
    path: `/merge_requests/${number}/versions`,
    schema: ({ GITLAB_VERSIONS }) => GITLAB_VERSIONS,
  });
  return versions.map(({ head_commit_sha: head }) => head).toReversed();
}

function pullRequestOf(found: WireMergeRequest, { owner, repo }: GitLabProject): ForgePullRequest {
  const { iid, state, sha, source_branch, target_branch, author, diff_refs } = found;
  const isOwn = found.source_project_id === found.target_project_id;
  return {
    number: iid,
    state: state === "opened" ? "open" : state,
    headRef: source_branch,
    headCommit: sha ?? "",
    base: { ref: target_branch, commit: diff_refs?.start_sha ?? diff_refs?.base_sha ?? "" },
    // A fork's name would need another request; that it is another project is all that anybody asks.
    ...present({ headRepository: isOwn ? `${owner}/${repo}` : undefined, author: author?.username }),
  };
}
