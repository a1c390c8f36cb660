import type { Wire } from "../service/wire.ts";
import type { GitHubWorld, PullRequest } from "./world.ts";

/** As much of a pull request as a client may rely on, be it in an answer or in an event. */
export function pullWire(
  pull: PullRequest,
  of: { readonly repository: string; readonly record: (fullName: string) => Wire },
): Wire {
  const ownerOf = (fullName: string) => fullName.split("/")[0];
  return {
    id: 2_000_000 + pull.number,
    number: pull.number,
    state: pull.state,
    title: pull.title,
    draft: false,
    user: { login: pull.author, type: "User" },
    html_url: `https://github.com/${of.repository}/pull/${pull.number}`,
    merge_commit_sha: pull.mergeCommit,
    head: {
      label: `${ownerOf(pull.head.repository)}:${pull.head.ref}`,
      ref: pull.head.ref,
      sha: pull.head.sha,
      repo: of.record(pull.head.repository),
    },
    base: {
      label: `${ownerOf(of.repository)}:${pull.base.ref}`,
      ref: pull.base.ref,
      sha: pull.base.sha,
      repo: of.record(of.repository),
    },
    labels: [],
  };
}

/** A pull request of a world, as its answers show it. */
export function pullOf(world: GitHubWorld, pull: PullRequest): Wire {
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
