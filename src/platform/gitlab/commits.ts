import type { RepositoryCommits } from "../../forge-ports.ts";
import { addressPart } from "../../text/escape.ts";
import { distanceBy, fileOrNothing, orNothing } from "../forge/answers.ts";
import { GITLAB_NEEDS, type GitLabRequests } from "./requests.ts";

const READ = { method: "GET", need: GITLAB_NEEDS.read } as const;

/** The project itself. A job's own token may not ask this. */
export function gitLabProject(requests: GitLabRequests) {
  return requests.one({ ...READ, path: "", schema: ({ GITLAB_PROJECT }) => GITLAB_PROJECT });
}

/** https://docs.gitlab.com/api/commits/, https://docs.gitlab.com/api/repository_files/ */
export function gitLabCommits(requests: GitLabRequests): RepositoryCommits {
  const commitOf = (name: string) =>
    requests.one({
      ...READ,
      path: `/repository/commits/${addressPart(name)}`,
      schema: ({ GITLAB_COMMIT }) => GITLAB_COMMIT,
    });
  const ahead = async (from: string, to: string) => {
    const { commits } = await requests.one({
      ...READ,
      path: "/repository/compare",
      query: [
        ["from", from],
        ["to", to],
      ],
      schema: ({ GITLAB_COMPARISON }) => GITLAB_COMPARISON,
    });
    return commits.length;
  };
  const mergeBase = (a: string, b: string) =>
    requests.one({
      ...READ,
      path: "/repository/merge_base",
      query: [
        ["refs[]", a],
        ["refs[]", b],
      ],
      schema: ({ GITLAB_COMMIT }) => GITLAB_COMMIT,
    });
  const idOf = async (ask: () => Promise<{ readonly id: string }>) => (await orNothing(ask))?.id;
  return {
    date: async (commit) => (await commitOf(commit)).committed_date,
    distance: (base, head) => distanceBy([base, head], ahead, () => idOf(() => mergeBase(base, head))),
    // The full name, for a tag may have the same short one. A project that cannot be seen is told by the next read.
    branchTip: (branch) => idOf(() => commitOf(`refs/heads/${branch}`)),
    defaultBranch: async () => (await gitLabProject(requests)).default_branch ?? undefined,
    whole: (start) => idOf(() => commitOf(start)),
    file(path, commit) {
      const name = addressPart(path).replaceAll(".", "%2E");
      const file = { ...READ, path: `/repository/files/${name}/raw`, query: [["ref", commit]] } as const;
      return fileOrNothing(
        () => requests.text(file),
        () => commitOf(commit),
      );
    },
  };
}
