import type { ChangedFile, GitHubWorld } from "../github/world.ts";
import { HEAD_TREE, MAIN_TREE, type Tree } from "./files.ts";
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

/** Lines around a change that a patch shows. */
const CONTEXT = 3;

/** What GitHub lists as the files of a pull request; each file has one hunk. */
function diffOf(before: Tree, after: Tree): readonly ChangedFile[] {
  return Object.entries(after).flatMap(([filename, text]): readonly ChangedFile[] => {
    const old = before[filename];
    if (old === text) return [];
    return [{ filename, status: old === undefined ? "added" : "modified", patch: patchOf(old ?? "", text) }];
  });
}

function patchOf(before: string, after: string): string {
  const [old, now] = [before, after].map((text) => text.split("\n").slice(0, -1)) as [string[], string[]]; // one of each
  const same = now.findIndex((line, at) => line !== old[at]);
  const start = same < 0 ? now.length : same;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const first = Math.max(0, start - CONTEXT);
  const tail = now.slice(now.length - end, now.length - end + CONTEXT);
  const rows = [
    ...now.slice(first, start).map((line) => ` ${line}`),
    ...old.slice(start, old.length - end).map((line) => `-${line}`),
    ...now.slice(start, now.length - end).map((line) => `+${line}`),
    ...tail.map((line) => ` ${line}`),
  ];
  const count = (marks: string) => rows.filter((row) => marks.includes(row.charAt(0))).length;
  const side = (marks: string) => `${count(marks) === 0 ? 0 : first + 1},${count(marks)}`;
  return `@@ -${side(" -")} +${side(" +")} @@\n${rows.join("\n")}`;
}

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
        diff: diffOf(MAIN_TREE, HEAD_TREE),
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
