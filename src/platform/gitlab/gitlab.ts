import { isMissing } from "../../errors.ts";
import type { ForgeRoles, PolicyRepositories } from "../../forge-ports.ts";
import { gitLabCommits, gitLabStatusBoard, gitLabStatuses } from "./commits.ts";
import { type GitLabProject, gitLabMergeRequests, gitLabNotes } from "./merge-requests.ts";
import { createGitLabRequests, GITLAB_NEEDS, type GitLabConnection } from "./requests.ts";

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
    comments: gitLabNotes(requests, options),
    pullRequests: gitLabMergeRequests(requests, options),
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
      async isVisible() {
        try {
          await requests.one({
            method: "GET",
            path: "",
            need: GITLAB_NEEDS.read,
            schema: ({ GITLAB_PROJECT }) => GITLAB_PROJECT,
          });
          return true;
        } catch (error) {
          if (isMissing(error)) return false;
          throw error;
        }
      },
      commitOf: async (ref) => await commits.whole?.(ref),
      file: (path, commit) => commits.file(path, commit),
    };
  };
}
