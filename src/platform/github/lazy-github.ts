import { setImmediate as turn } from "node:timers/promises";
import type { GitHub } from "../../ports.ts";
import type { RepositoryConnection } from "./github.ts";

/**
 * GitHub, whose client is loaded when it is first asked: Octokit and the schemas of its answers are a good part of the
 * bundle, and what other services are asked at the same time goes out before that.
 */
export function lazyGitHub(options: RepositoryConnection): GitHub {
  let github: GitHub | undefined;
  let loading: Promise<GitHub> | undefined;
  const load = async (): Promise<GitHub> => {
    await turn();
    const { createGitHub } = await import("./github.ts");
    github = createGitHub(options);
    return github;
  };
  const client = () => (loading ??= load());
  return {
    get requests() {
      return github?.requests ?? 0;
    },
    login: async () => (await client()).login(),
    listComments: async (number) => (await client()).listComments(number),
    createComment: async (number, body) => (await client()).createComment(number, body),
    updateComment: async (id, body) => (await client()).updateComment(id, body),
    deleteComment: async (id) => (await client()).deleteComment(id),
    pullRequest: async (number) => (await client()).pullRequest(number),
    pullRequestsOf: async (commit) => (await client()).pullRequestsOf(commit),
    pullRequestsFrom: async (owner, ref) => (await client()).pullRequestsFrom(owner, ref),
    statuses: async (commit) => (await client()).statuses(commit),
    commitDate: async (commit) => (await client()).commitDate(commit),
    distance: async (base, head) => (await client()).distance(base, head),
    file: async (path, commit) => (await client()).file(path, commit),
    uploadSarif: async (upload) => (await client()).uploadSarif(upload),
    sarifProcessing: async (id) => (await client()).sarifProcessing(id),
    sarifWarnings: async (id) => (await client()).sarifWarnings(id),
  };
}
