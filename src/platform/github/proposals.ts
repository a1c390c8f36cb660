import { isMissing, ScanGateError } from "../../errors.ts";
import type { BranchDifference, ChangeProposals, EditableFile } from "../../proposal-ports.ts";
import { visible } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { encodedPath, isAbsentFile } from "./commits.ts";
import { NEEDS } from "./errors.ts";
import type { GitHubRepository, GitHubRequests } from "./requests.ts";

/**
 * Branches, files and pull requests on GitHub, to propose a change (https://docs.github.com/en/rest/git/refs,
 * https://docs.github.com/en/rest/repos/contents, https://docs.github.com/en/rest/pulls/pulls).
 */
export function gitHubProposals(requests: GitHubRequests, repository: GitHubRepository): ChangeProposals {
  const { owner, repo } = repository;
  return {
    file: (path, commit) => editableFile(requests, repository, { path, commit }),
    async createBranch(branch, commit) {
      await requests.one({
        route: "POST /repos/{owner}/{repo}/git/refs",
        parameters: { owner, repo, ref: `refs/heads/${branch}`, sha: commit },
        need: NEEDS.writeBranch,
        schema: ({ ANYTHING }) => ANYTHING,
      });
    },
    async commitFile({ branch, path, text, replaces, message }) {
      const content = Buffer.from(text, "utf8").toString("base64");
      await requests.one({
        route: `PUT /repos/{owner}/{repo}/contents/${encodedPath(path)}`,
        parameters: { owner, repo, message, content, branch, ...present({ sha: replaces }) },
        need: NEEDS.writeBranch,
        schema: ({ ANYTHING }) => ANYTHING,
      });
    },
    difference: (base, head) => difference(requests, repository, `${base}...${head}`),
    openFrom: (branch) =>
      requests.all({
        route: "GET /repos/{owner}/{repo}/pulls",
        parameters: { owner, repo, state: "open", head: `${owner}:${branch}` },
        need: NEEDS.pulls,
        schema: ({ PROPOSED_PULLS }) => PROPOSED_PULLS,
      }),
    open: ({ branch, into, title, body }) =>
      requests.one({
        route: "POST /repos/{owner}/{repo}/pulls",
        parameters: { owner, repo, title, body, head: branch, base: into },
        need: NEEDS.openPull,
        schema: ({ PROPOSED_PULL }) => PROPOSED_PULL,
      }),
  };
}

/** https://docs.github.com/en/rest/commits/commits#compare-two-commits */
async function difference(
  requests: GitHubRequests,
  repository: GitHubRepository,
  basehead: string,
): Promise<BranchDifference | undefined> {
  try {
    const { merge_base_commit: mergeBase, files } = await requests.one({
      route: "GET /repos/{owner}/{repo}/compare/{basehead}",
      // The files stand on the first page, whatever its size.
      parameters: { ...repository, basehead, per_page: 1 },
      need: NEEDS.contents,
      schema: ({ DIFFERENCE }) => DIFFERENCE,
    });
    return { files, ...present({ mergeBase: mergeBase?.sha }) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function editableFile(
  requests: GitHubRequests,
  repository: GitHubRepository,
  { path, commit }: { readonly path: string; readonly commit: string },
): Promise<EditableFile | undefined> {
  const where = `${visible(path)} at ${commit.slice(0, 12)}`;
  try {
    const answer = await requests.one({
      route: `GET /repos/{owner}/{repo}/contents/${encodedPath(path)}`,
      parameters: { ...repository, ref: commit },
      need: NEEDS.contents,
      schema: ({ VERSIONED_CONTENT }) => VERSIONED_CONTENT,
    });
    const file = "content" in answer && answer.encoding === "base64" ? answer : undefined;
    if (answer.type !== "file" || file?.content === undefined || file.sha === undefined) {
      throw unfit(`GitHub: ${where} is not a file of a size that can be changed`);
    }
    return { text: textOf(Buffer.from(file.content, "base64"), where), version: file.sha };
  } catch (error) {
    if (isAbsentFile(error)) return undefined;
    throw error;
  }
}

/** Every byte counts, since all of them are written back. */
function textOf(bytes: Buffer, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unfit(`GitHub: ${where} is not UTF-8 text`);
  }
}

function unfit(message: string): ScanGateError {
  return new ScanGateError({
    code: "bad-response",
    source: "github",
    message,
    hint: "Add the exception to the file by hand",
  });
}
