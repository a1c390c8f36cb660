import "../../no-eval.ts";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { z } from "zod";
import { ScanGateError } from "../../errors.ts";
import type { GitHub } from "../../ports.ts";
import { createGitHubContents } from "./contents.ts";
import { NEEDS } from "./errors.ts";
import { createGitHubRequests, type GitHubConnection, type GitHubRequests, type Place } from "./requests.ts";
import {
  ANALYSIS,
  COMMENT,
  COMMIT,
  COMPARISON,
  PROCESSING,
  PULL_REQUEST,
  STATUS,
  UPLOAD,
  USER,
} from "./schemas.ts";
import { newestPerContext } from "./statuses.ts";

/** How GitHub is reached, and the repository that the gate is for. */
export interface RepositoryConnection extends GitHubConnection, Place {}

/** The most that GitHub gives on a page. */
const PER_PAGE = 100;

/** GitHub as one repository's gate uses it. No request is made before it is asked for something. */
export function createGitHub(options: RepositoryConnection): GitHub {
  const requests = createGitHubRequests(options);
  const place: Place = { owner: options.owner, repo: options.repo };
  return {
    get requests() {
      return requests.requests;
    },
    login: () => login(requests, options.token),
    ...comments(requests, place),
    ...pullRequests(requests, place),
    ...commits(requests, place),
    ...createGitHubContents(requests, place),
    ...codeScanning(requests, place),
  };
}

/** The account that comments made with a workflow's own token carry. */
const ACTIONS_BOT = "github-actions[bot]";

/** Tokens of an installed app, the workflow's own among them, may not ask whose they are: that ends in 403. */
async function login(requests: GitHubRequests, token: string): Promise<string> {
  if (token.startsWith("ghs_")) return ACTIONS_BOT;
  try {
    return (await requests.one({ route: "GET /user", need: NEEDS.user, schema: USER })).login;
  } catch (error) {
    if (error instanceof ScanGateError && error.code === "forbidden") return ACTIONS_BOT;
    throw error;
  }
}

function comments(
  requests: GitHubRequests,
  place: Place,
): Pick<GitHub, "listComments" | "createComment" | "updateComment" | "deleteComment"> {
  return {
    listComments: (pullRequest) =>
      requests.all({
        route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
        parameters: { ...place, issue_number: pullRequest, per_page: PER_PAGE },
        need: NEEDS.readComments,
        schema: z.array(COMMENT),
      }),
    createComment: (pullRequest, body) =>
      requests.one({
        route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
        parameters: { ...place, issue_number: pullRequest, body },
        need: NEEDS.comment,
        schema: COMMENT,
      }),
    updateComment: (id, body) =>
      requests.one({
        route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
        parameters: { ...place, comment_id: id, body },
        need: NEEDS.comment,
        schema: COMMENT,
      }),
    async deleteComment(id) {
      try {
        await requests.one({
          route: "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
          parameters: { ...place, comment_id: id },
          need: NEEDS.comment,
          schema: z.unknown(),
        });
      } catch (error) {
        // Gone is what was wanted, be it by a try of ours whose answer was lost.
        if (!(error instanceof ScanGateError && error.code === "not-found")) throw error;
      }
    },
  };
}

function pullRequests(
  requests: GitHubRequests,
  place: Place,
): Pick<GitHub, "pullRequest" | "pullRequestsOf" | "pullRequestsFrom"> {
  return {
    pullRequest: (number) =>
      requests.one({
        route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
        parameters: { ...place, pull_number: number },
        need: NEEDS.pulls,
        schema: PULL_REQUEST,
      }),
    pullRequestsOf: (commit) =>
      requests.all({
        route: "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
        parameters: { ...place, commit_sha: commit, per_page: PER_PAGE },
        need: NEEDS.pulls,
        schema: z.array(PULL_REQUEST),
      }),
    pullRequestsFrom: (headOwner, headRef) =>
      requests.all({
        route: "GET /repos/{owner}/{repo}/pulls",
        parameters: { ...place, state: "open", head: `${headOwner}:${headRef}`, per_page: PER_PAGE },
        need: NEEDS.pulls,
        schema: z.array(PULL_REQUEST),
      }),
  };
}

function commits(
  requests: GitHubRequests,
  place: Place,
): Pick<GitHub, "statuses" | "commitDate" | "distance"> {
  return {
    async statuses(commit) {
      const all = await requests.all({
        route: "GET /repos/{owner}/{repo}/commits/{ref}/statuses",
        parameters: { ...place, ref: commit, per_page: PER_PAGE },
        need: NEEDS.statuses,
        schema: z.array(STATUS),
      });
      return newestPerContext(all);
    },
    async commitDate(commit) {
      const answer = await requests.one({
        route: "GET /repos/{owner}/{repo}/commits/{ref}",
        // Its files come in pages, and none is wanted.
        parameters: { ...place, ref: commit, per_page: 1 },
        need: NEEDS.contents,
        schema: COMMIT,
      });
      return answer.commit.committer.date;
    },
    async distance(base, head) {
      const { ahead_by, behind_by, merge_base_commit } = await requests.one({
        route: "GET /repos/{owner}/{repo}/compare/{basehead}",
        parameters: { ...place, basehead: `${base}...${head}`, per_page: 1 },
        need: NEEDS.contents,
        schema: COMPARISON,
      });
      const mergeBase = merge_base_commit?.sha;
      return { ahead: ahead_by, behind: behind_by, ...(mergeBase === undefined ? {} : { mergeBase }) };
    },
  };
}

function codeScanning(
  requests: GitHubRequests,
  place: Place,
): Pick<GitHub, "uploadSarif" | "sarifProcessing" | "sarifWarnings"> {
  return {
    async uploadSarif({ commit, ref, sarif }) {
      const packed = await promisify(gzip)(Buffer.from(sarif, "utf8"));
      return await requests.one({
        route: "POST /repos/{owner}/{repo}/code-scanning/sarifs",
        // Nothing else: the endpoint refuses fields that it does not know, and Enterprise Servers know fewer.
        parameters: { ...place, commit_sha: commit, ref, sarif: packed.toString("base64") },
        need: NEEDS.uploadSarif,
        schema: UPLOAD,
      });
    },
    async sarifProcessing(id) {
      try {
        const { processing_status: status, errors } = await requests.one({
          route: "GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}",
          parameters: { ...place, sarif_id: id },
          need: NEEDS.readSarif,
          schema: PROCESSING,
        });
        const known = status === "complete" || status === "failed" ? status : "pending";
        return { status: known, errors: errors ?? [] };
      } catch (error) {
        // The id may not be known yet right after the upload.
        if (error instanceof ScanGateError && error.code === "not-found") {
          return { status: "pending", errors: [] };
        }
        throw error;
      }
    },
    async sarifWarnings(id) {
      const analyses = await requests.all({
        route: "GET /repos/{owner}/{repo}/code-scanning/analyses",
        parameters: { ...place, sarif_id: id, per_page: PER_PAGE },
        need: NEEDS.readSarif,
        schema: z.array(ANALYSIS),
      });
      const told = analyses.flatMap(({ error, warning }) => [error, warning]);
      return [...new Set(told.filter((text): text is string => typeof text === "string" && text !== ""))];
    },
  };
}
