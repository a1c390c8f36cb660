import type { ForgeRoles, PolicyRepositories } from "../../forge-ports.ts";
import { orNothing } from "../forge/answers.ts";
import { gitLabComments } from "./comments.ts";
import { gitLabCommits, gitLabProject } from "./commits.ts";
import { type GitLabProject, gitLabPullRequests } from "./pull-requests.ts";
import { createGitLabRequests, type GitLabConnection } from "./requests.ts";
import { gitLabStatusBoard, gitLabStatuses } from "./statuses.ts";

/** GitLab as one project's gate uses it. Nothing is sent before it is asked for something. */
export interface GitLabOptions extends GitLabConnection, GitLabProject {
  /** The pipeline that the run is a job of, where it is one of this project's. */
  readonly pipeline?: { readonly id: string; readonly commit: string };
}

/** What GitLab offers. It takes no SARIF by its API, and comments hold no commands for us there. */
export function createGitLab(options: GitLabOptions): ForgeRoles {
  const requests = createGitLabRequests(options);
  const { deadline, clock, pipeline } = options;
  return {
    get requests() {
      return requests.requests;
    },
    comments: gitLabComments(requests, options),
    pullRequests: gitLabPullRequests(requests, options),
    commits: gitLabCommits(requests),
    statuses: gitLabStatuses(requests),
    statusBoard: gitLabStatusBoard(requests, {
      deadline,
      sleep: (ms, signal) => clock.sleep(ms, signal),
      ...(pipeline && { pipeline }),
    }),
  };
}

/** Other projects, of which only policies are read. */
export function createGitLabPolicies(connection: Omit<GitLabConnection, "project">): PolicyRepositories {
  return (owner, repo) => {
    const requests = createGitLabRequests({ ...connection, project: `${owner}/${repo}` });
    const commits = gitLabCommits(requests);
    return {
      isVisible: async () => (await orNothing(() => gitLabProject(requests))) !== undefined,
      commitOf: async (ref) => await commits.whole?.(ref),
      file: (path, commit) => commits.file(path, commit),
    };
  };
}
