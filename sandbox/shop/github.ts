import type { GitHubWorld } from "../github/world.ts";
import {
  BASE_COMMIT,
  HEAD_BRANCH,
  HEAD_COMMIT,
  MERGE_COMMIT,
  OLDER_COMMIT,
  OWNER,
  PULL_REQUEST,
  QUEUE_COMMIT,
  REPO,
  REPOSITORY,
  REPOSITORY_ID,
  TOKENS,
} from "./names.ts";

const MINUTE = 60_000;

/** GitHub with the pull request open, two comments of people on it, and every permission granted. */
export function shopGitHub(now: number): GitHubWorld {
  const commit = (sha: string, ago: number, message: string, parents: readonly string[]) => ({
    sha,
    date: new Date(now - ago * MINUTE).toISOString(),
    message,
    parents,
  });
  return {
    token: TOKENS.github,
    login: "github-actions[bot]",
    app: true,
    permissions: {
      contents: "read",
      "pull-requests": "write",
      "security-events": "write",
      statuses: "read",
      actions: "read",
    },
    repository: { id: REPOSITORY_ID, owner: OWNER, name: REPO, defaultBranch: "main", codeScanning: true },
    pulls: [
      {
        number: PULL_REQUEST,
        title: "Search orders by customer name",
        state: "open",
        author: "jo-winter",
        head: { ref: HEAD_BRANCH, sha: HEAD_COMMIT, repository: REPOSITORY },
        base: { ref: "main", sha: BASE_COMMIT },
        mergeCommit: MERGE_COMMIT,
        foundBy: [HEAD_COMMIT, OLDER_COMMIT],
      },
    ],
    comments: [
      {
        id: 2_870_114_001,
        issue: PULL_REQUEST,
        author: "sam-berg",
        body: "Nice! Can it search by e-mail too?",
      },
      { id: 2_870_114_655, issue: PULL_REQUEST, author: "jo-winter", body: "In the next one." },
    ],
    commits: [
      commit(BASE_COMMIT, 130, "Show the delivery day", []),
      commit(OLDER_COMMIT, 45, "Search orders by customer name", [BASE_COMMIT]),
      commit(HEAD_COMMIT, 10, "Render receipts with a template", [OLDER_COMMIT]),
      commit(MERGE_COMMIT, 9, `Merge ${HEAD_COMMIT} into ${BASE_COMMIT}`, [BASE_COMMIT, HEAD_COMMIT]),
      commit(QUEUE_COMMIT, 2, `Merge pull request #${PULL_REQUEST}`, [BASE_COMMIT, HEAD_COMMIT]),
    ],
    statuses: [],
    files: [],
    distances: [{ base: BASE_COMMIT, head: HEAD_COMMIT, ahead: 2, behind: 0 }],
    processingLooks: 0,
  };
}
