import { ScanGateError } from "../../errors.ts";
import type { PullRequestComment, PullRequestComments } from "../../forge-ports.ts";
import { orNothing } from "../forge/answers.ts";
import { BITBUCKET_NEEDS, type BitbucketRequests } from "./requests.ts";
import type { WireBitbucketComment } from "./schemas.ts";

/** How a comment begins that may be ours. */
const MARKER = "[scan-gate:";

/** A comment, and the pull request that it is on. */
interface PlacedComment extends PullRequestComment {
  readonly pullRequest: number;
}

const WRITE = { need: BITBUCKET_NEEDS.comment } as const;

const pathOf = (number: number) => `/pullrequests/${number}/comments`;

/**
 * Comments on pull requests as a whole; those on lines, and answers, are none of ours
 * (https://developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests/).
 */
export function bitbucketComments(requests: BitbucketRequests): PullRequestComments {
  const send = async (method: "POST" | "PUT", number: number, path: string, body: string) => {
    const comment = { ...WRITE, method, path: `${pathOf(number)}${path}`, body: { content: { raw: body } } };
    const written = await requests.one({
      ...comment,
      schema: ({ BITBUCKET_COMMENT }) => BITBUCKET_COMMENT,
    });
    return commentOf(number, written);
  };
  const update = (number: number, { id }: Pick<PullRequestComment, "id">, body: string) =>
    send("PUT", number, `/${id}`, body);
  let user: Promise<string | undefined> | undefined;
  /** Who the token is where only writing has told it. */
  let proven: string | undefined;
  let marked: readonly PlacedComment[] = [];
  return {
    async author(writers) {
      if (proven !== undefined) return proven;
      user ??= userOf(requests);
      const told = await user;
      if (told !== undefined) return told;
      const candidates = marked.filter(({ author }) => writers.includes(author));
      proven = await provenAuthor(candidates, (one) => update(one.pullRequest, one, one.body));
      return proven ?? "";
    },
    async list(number) {
      const all = await requests.all({
        ...WRITE,
        method: "GET",
        path: pathOf(number),
        schema: ({ BITBUCKET_COMMENTS }) => BITBUCKET_COMMENTS,
      });
      const own = all.filter(isOfTheWhole).map((one) => commentOf(number, one));
      marked = own.filter(({ body }) => body.startsWith(MARKER));
      return own;
    },
    async create(number, body) {
      const created = await send("POST", number, "", body);
      proven = created.author;
      return created;
    },
    update,
    async remove(number, { id }) {
      await orNothing(() => requests.done({ ...WRITE, method: "DELETE", path: `${pathOf(number)}/${id}` }));
    },
  };
}

/** Access tokens of repositories are no accounts, and may not ask who they are. */
async function userOf(requests: BitbucketRequests): Promise<string | undefined> {
  try {
    const account = await requests.one({
      ...WRITE,
      method: "GET",
      below: "",
      path: "/user",
      schema: ({ BITBUCKET_ACCOUNT }) => BITBUCKET_ACCOUNT,
    });
    return bitbucketAccount(account);
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

/** Whether Bitbucket does not let a token do something; it says so in more than one way. */
function isRefused(error: unknown): boolean {
  return error instanceof ScanGateError && [401, 403, 404].includes(error.status ?? 0);
}

/**
 * Who the token is, where Bitbucket does not tell: only the author of a comment may change it, and writing the text that
 * stands there changes nothing. Undefined where the token may change none of them.
 */
async function provenAuthor(
  candidates: readonly PlacedComment[],
  rewrite: (comment: PlacedComment) => Promise<PullRequestComment>,
): Promise<string | undefined> {
  const refused = new Set<string>();
  for (const one of candidates) {
    if (refused.has(one.author)) continue;
    try {
      return (await rewrite(one)).author;
    } catch (error) {
      if (!isRefused(error)) throw error;
      refused.add(one.author);
    }
  }
  return undefined;
}

function isOfTheWhole({ deleted, inline, parent, content }: WireBitbucketComment): boolean {
  return deleted !== true && !inline && !parent && typeof content?.raw === "string";
}

function commentOf(pullRequest: number, { id, content, user, links }: WireBitbucketComment): PlacedComment {
  return {
    id: String(id),
    body: content?.raw ?? "",
    author: bitbucketAccount(user) ?? "",
    url: links?.html?.href ?? "",
    pullRequest,
  };
}

/** What tells an account from all others; names may change. */
export function bitbucketAccount(
  account:
    | { readonly uuid?: string | null | undefined; readonly account_id?: string | null | undefined }
    | null
    | undefined,
): string | undefined {
  return account?.uuid ?? account?.account_id ?? undefined;
}
