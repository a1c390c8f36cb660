import { pullWire } from "../github/pull-wire.ts";
import type { PullRequest } from "../github/world.ts";
import type { Wire } from "../service/wire.ts";
import {
  BASE_COMMIT,
  OLDER_COMMIT,
  OWNER,
  QUEUE_COMMIT,
  QUEUE_REF,
  REPO,
  REPOSITORY,
  REPOSITORY_ID,
  REPOSITORY_URL,
} from "./names.ts";

/** An event as the runner hands it to an action: its name, its payload, and what the environment says of it. */
export interface Event {
  readonly name: string;
  readonly payload: Wire;
  /** `GITHUB_SHA`. */
  readonly sha: string;
  /** `GITHUB_REF`. */
  readonly ref: string;
  /** `GITHUB_HEAD_REF` and `GITHUB_BASE_REF`, on pull requests. */
  readonly headRef?: string;
  readonly baseRef?: string;
  /** `GITHUB_ACTOR`. */
  readonly actor: string;
}

/** The repository as payloads have it. */
export const REPOSITORY_RECORD = {
  id: REPOSITORY_ID,
  node_id: "R_kgDOK5VhJg",
  name: REPO,
  full_name: REPOSITORY,
  private: true,
  fork: false,
  html_url: REPOSITORY_URL,
  url: `https://api.github.com/repos/${REPOSITORY}`,
  default_branch: "main",
  owner: { login: OWNER, id: 8_401_223, type: "Organization" },
};

/** An account as payloads have it. */
export const person = (login: string): Wire => ({
  login,
  id: 1_204_377,
  type: login.endsWith("[bot]") ? "Bot" : "User",
});

/** New commits on a pull request. `name` may be `pull_request_target`, which sees the base branch instead. */
export function pullRequestEvent(pull: PullRequest, name = "pull_request"): Event {
  const target = name === "pull_request_target";
  return {
    name,
    payload: {
      action: "synchronize",
      number: pull.number,
      before: OLDER_COMMIT,
      after: pull.head.sha,
      pull_request: pullRequestRecord(pull),
      repository: REPOSITORY_RECORD,
      sender: person(pull.author),
    },
    sha: target ? pull.base.sha : pull.mergeCommit,
    ref: target ? "refs/heads/main" : `refs/pull/${pull.number}/merge`,
    headRef: pull.head.ref,
    baseRef: pull.base.ref,
    actor: pull.author,
  };
}

/** Commits pushed to main. */
export function pushEvent(): Event {
  const commit = {
    id: BASE_COMMIT,
    tree_id: "5b4c3d2e1f00998877665544332211ffeeddccbb",
    message: "Show the delivery day",
    timestamp: "2026-11-18T14:30:00Z",
    url: `${REPOSITORY_URL}/commit/${BASE_COMMIT}`,
    author: { name: "Jo Winter", email: "jo@acme.example" },
    committer: { name: "Jo Winter", email: "jo@acme.example" },
  };
  return {
    name: "push",
    payload: {
      ref: "refs/heads/main",
      before: "0d9c8b7a6f5e4d3c2b1a09f8e7d6c5b4a3928170",
      after: BASE_COMMIT,
      created: false,
      deleted: false,
      forced: false,
      base_ref: null,
      commits: [commit],
      head_commit: commit,
      repository: { ...REPOSITORY_RECORD, master_branch: "main" },
      pusher: { name: "jo-winter", email: "jo@acme.example" },
      sender: person("jo-winter"),
    },
    sha: BASE_COMMIT,
    ref: "refs/heads/main",
    actor: "jo-winter",
  };
}

/** The merge queue asks for the checks of a pull request's entry. */
export function mergeGroupEvent(): Event {
  return {
    name: "merge_group",
    payload: {
      action: "checks_requested",
      merge_group: {
        head_sha: QUEUE_COMMIT,
        head_ref: QUEUE_REF,
        base_sha: BASE_COMMIT,
        base_ref: "refs/heads/main",
        head_commit: { id: QUEUE_COMMIT, message: "Merge pull request #42" },
      },
      repository: REPOSITORY_RECORD,
      sender: person("github-merge-queue[bot]"),
    },
    sha: QUEUE_COMMIT,
    ref: QUEUE_REF,
    actor: "jo-winter",
  };
}

/** A workflow of a pull request has ended; a fork's payload does not say which pull request that was. */
export function workflowRunEvent(pull: PullRequest): Event {
  const fork = pull.head.repository !== REPOSITORY;
  return {
    name: "workflow_run",
    payload: {
      action: "completed",
      workflow: { id: 51_002, name: "Tests", path: ".github/workflows/tests.yml" },
      workflow_run: {
        id: 9_120_044_002,
        name: "Tests",
        event: "pull_request",
        status: "completed",
        conclusion: "success",
        head_branch: pull.head.ref,
        head_sha: pull.head.sha,
        head_repository: repositoryRecord(pull.head.repository),
        repository: REPOSITORY_RECORD,
        run_number: 318,
        run_attempt: 1,
        pull_requests: fork
          ? []
          : [
              {
                id: 2_000_042,
                number: pull.number,
                head: { ref: pull.head.ref, sha: pull.head.sha, repo: { id: REPOSITORY_ID, name: REPO } },
                base: { ref: pull.base.ref, sha: pull.base.sha, repo: { id: REPOSITORY_ID, name: REPO } },
              },
            ],
      },
      repository: REPOSITORY_RECORD,
      sender: person(pull.author),
    },
    sha: BASE_COMMIT,
    ref: "refs/heads/main",
    actor: pull.author,
  };
}

function pullRequestRecord(pull: PullRequest): Wire {
  return {
    ...pullWire(pull, { repository: REPOSITORY, record: repositoryRecord }),
    body: "Customers call and only know their name.",
    merged: false,
    user: person(pull.author),
    changed_files: 6,
  };
}

function repositoryRecord(fullName: string): Wire {
  if (fullName === REPOSITORY) return REPOSITORY_RECORD;
  const [owner, name] = fullName.split("/");
  return {
    ...REPOSITORY_RECORD,
    id: REPOSITORY_ID + 1,
    name,
    full_name: fullName,
    fork: true,
    html_url: `https://github.com/${fullName}`,
    owner: { login: owner, id: 99_120_001, type: "User" },
  };
}
