import { ScanGateError } from "../../errors.ts";
import type {
  CommitStatus,
  CommitStatuses,
  PolicyRepository,
  RepositoryCommits,
  StatusBoard,
  WrittenStatus,
} from "../../forge-ports.ts";
import { addressPart, visible } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { NEEDS, type Need } from "./errors.ts";
import { RAW } from "./fetch.ts";
import type { GitHubRepository, GitHubRequests } from "./requests.ts";

/** Commits and files of a repository on GitHub (https://docs.github.com/en/rest/commits). */
export function gitHubCommits(requests: GitHubRequests, repository: GitHubRepository): RepositoryCommits {
  return {
    async date(commit) {
      const answer = await requests.one({
        route: "GET /repos/{owner}/{repo}/commits/{ref}",
        // Its files come in pages, and none is wanted.
        parameters: { ...repository, ref: commit, per_page: 1 },
        need: NEEDS.contents,
        schema: ({ COMMIT }) => COMMIT,
      });
      return answer.commit.committer.date;
    },
    async distance(base, head) {
      const { ahead_by, behind_by, merge_base_commit } = await requests.one({
        route: "GET /repos/{owner}/{repo}/compare/{basehead}",
        parameters: { ...repository, basehead: `${base}...${head}`, per_page: 1 },
        need: NEEDS.contents,
        schema: ({ COMPARISON }) => COMPARISON,
      });
      return present({ ahead: ahead_by, behind: behind_by, mergeBase: merge_base_commit?.sha });
    },
    async branchTip(branch) {
      const answer = await unlessAbsent(
        requests.one({
          // By its whole ref: a bare name could be a tag's, or a commit's.
          route: `GET /repos/{owner}/{repo}/git/ref/heads/${encodedPath(branch)}`,
          parameters: { ...repository },
          need: NEEDS.contents,
          schema: ({ BRANCH_REF }) => BRANCH_REF,
        }),
        ({ status }) => status === 404,
      );
      return answer?.object.sha;
    },
    whole: (start) => commitId(requests, { repository, ref: start, need: NEEDS.contents }),
    file: (path, commit) => readFile({ requests, repository, path, commit, need: NEEDS.contents }),
  };
}

/** A repository on GitHub of which a policy is read (https://docs.github.com/en/rest/repos/repos#get-a-repository). */
export function gitHubPolicyRepository(
  requests: GitHubRequests,
  repository: GitHubRepository,
): PolicyRepository {
  return {
    async isVisible() {
      const answer = await unlessAbsent(
        requests.one({
          route: "GET /repos/{owner}/{repo}",
          parameters: { ...repository },
          need: NEEDS.policies,
          schema: ({ ANYTHING }) => ANYTHING,
        }),
        ({ status }) => status === 404,
      );
      return answer !== undefined;
    },
    commitOf: (ref) => commitId(requests, { repository, ref, need: NEEDS.policies }),
    file: (path, commit) => readFile({ requests, repository, path, commit, need: NEEDS.policies }),
  };
}

/** The ID of the commit that a branch, a tag or a beginning of an ID stands for. */
async function commitId(
  requests: GitHubRequests,
  of: { readonly repository: GitHubRepository; readonly ref: string; readonly need: Need },
): Promise<string | undefined> {
  const answer = await unlessAbsent(
    requests.one({
      route: "GET /repos/{owner}/{repo}/commits/{ref}",
      parameters: { ...of.repository, ref: of.ref, per_page: 1 },
      need: of.need,
      schema: ({ COMMIT_ID }) => COMMIT_ID,
    }),
    hasNoCommit,
  );
  return answer?.sha;
}

/** 422 for a name that nothing has, 409 for a repository without commits, 404 for a repository that is not there. */
function hasNoCommit({ status, message }: ScanGateError): boolean {
  return status === 404 || status === 409 || (status === 422 && /no commit found/i.test(message));
}

/** An answer, or undefined where a refusal means that there is nothing. */
async function unlessAbsent<T>(
  answer: Promise<T>,
  isAbsence: (error: ScanGateError) => boolean,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ScanGateError && isAbsence(error)) return undefined;
    throw error;
  }
}

/** Statuses of commits on GitHub (https://docs.github.com/en/rest/commits/statuses). */
export function gitHubStatuses(requests: GitHubRequests, repository: GitHubRepository): CommitStatuses {
  return { newest: async (commit) => newestOfEach(await allStatuses(requests, repository, commit)) };
}

function allStatuses(requests: GitHubRequests, repository: GitHubRepository, commit: string) {
  return requests.all({
    route: "GET /repos/{owner}/{repo}/commits/{ref}/statuses",
    parameters: { ...repository, ref: commit },
    need: NEEDS.statuses,
    schema: ({ STATUSES }) => STATUSES,
  });
}

/** The same statuses, to write one of our own among them. */
export function gitHubStatusBoard(requests: GitHubRequests, repository: GitHubRepository): StatusBoard {
  return {
    async list(commit) {
      const all = await allStatuses(requests, repository, commit);
      return all.toSorted((one, other) => (isNewer(one, other) ? -1 : 1)).map(written);
    },
    async write(commit, { link, ...status }) {
      const answer = await requests.one({
        route: "POST /repos/{owner}/{repo}/statuses/{sha}",
        parameters: { ...repository, sha: commit, ...status, ...present({ target_url: link }) },
        need: NEEDS.writeStatus,
        schema: ({ STATUS }) => STATUS,
      });
      return written(answer);
    },
  };
}

function written({ id, status }: NumberedStatus): WrittenStatus {
  return { ...status, id: String(id) };
}

interface FileAtCommit {
  readonly requests: GitHubRequests;
  readonly repository: GitHubRepository;
  readonly path: string;
  readonly commit: string;
  readonly need: Need;
}

/** https://docs.github.com/en/rest/repos/contents */
async function readFile(at: FileAtCommit): Promise<string | undefined> {
  const { requests, repository, path, commit, need } = at;
  const where = `${visible(path)} at ${commit.slice(0, 12)}`;
  const ask = {
    route: `GET /repos/{owner}/{repo}/contents/${encodedPath(path)}`,
    parameters: { ...repository, ref: commit },
    need,
  };
  try {
    const answer = await requests.one({ ...ask, schema: ({ CONTENT }) => CONTENT });
    if (answer.type !== "file") throw noFile(`GitHub: ${where} is a ${visible(answer.type)}, not a file`);
    if ("encoding" in answer && answer.encoding === "base64") return decode(answer, where);
    // Larger than 1 MB: the text comes only by itself.
    return await requests.one({ ...ask, accept: RAW, schema: ({ TEXT }) => TEXT });
  } catch (error) {
    if (isAbsentFile(error)) return undefined;
    throw error;
  }
}

/** GitHub also says 404 when it does not know the commit, and that does not mean that the file is not there. */
export function isAbsentFile(error: unknown): boolean {
  return error instanceof ScanGateError && error.status === 404 && !/no commit found/i.test(error.message);
}

/** A path in the repository as a part of an address. @throws for one that leads out of it */
export function encodedPath(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.length === 0 || segments.includes("..")) {
    throw noFile(`${visible(path)} is not a path in the repository`);
  }
  return segments.map(addressPart).join("/");
}

interface FileContent {
  readonly content?: string | undefined;
  readonly size?: number | undefined;
}

function decode({ content, size }: FileContent, where: string): string {
  const bytes = Buffer.from(content ?? "", "base64");
  if (content === undefined || (size !== undefined && size !== bytes.length)) {
    throw new ScanGateError({
      code: "bad-response",
      source: "github",
      message: `GitHub: of ${where} came ${bytes.length} bytes instead of ${size ?? "all"}`,
      hint: "Run the job again",
    });
  }
  return new TextDecoder().decode(bytes);
}

function noFile(message: string): ScanGateError {
  return new ScanGateError({
    code: "not-found",
    source: "github",
    message,
    hint: "Name a file of the repository",
  });
}

/** A status with its number, which grows with every status that is made. */
interface NumberedStatus {
  readonly id: number;
  readonly status: CommitStatus;
}

/**
 * The newest status of each context and author, in the order in which they first occur. GitHub lists the newest first and
 * takes contexts that differ in case for one; the time decides, then the number, so that no order is relied on.
 */
function newestOfEach(statuses: readonly NumberedStatus[]): readonly CommitStatus[] {
  const newest = new Map<string, NumberedStatus>();
  for (const status of statuses) {
    const { context, author = "" } = status.status;
    const key = `${author.toLowerCase()} ${context.toLowerCase()}`;
    const other = newest.get(key);
    if (other === undefined || isNewer(status, other)) newest.set(key, status);
  }
  return [...newest.values()].map(({ status }) => status);
}

function isNewer(one: NumberedStatus, other: NumberedStatus): boolean {
  const apart = timeOf(one.status) - timeOf(other.status);
  return apart === 0 ? one.id > other.id : apart > 0;
}

function timeOf({ updatedAt }: CommitStatus): number {
  const time = Date.parse(updatedAt ?? "");
  return Number.isNaN(time) ? 0 : time;
}
