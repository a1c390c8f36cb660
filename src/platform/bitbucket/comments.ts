import { isMissing, ScanGateError } from "../../errors.ts";
import type { PullRequestComment, PullRequestComments } from "../../forge-ports.ts";
import { accountKey, BITBUCKET_NEEDS, type BitbucketRequests } from "./requests.ts";
import type { WireBitbucketComment } from "./schemas.ts";

/** How a comment begins that may be ours. */
const MARKER = "[scan-gate:";

/** A comment, and the pull request that it is on. */
interface PlacedComment extends PullRequestComment {
  readonly pullRequest: number;
}

const pathOf = (number: number) => `/pullrequests/${number}/comments`;

/**
 * Comments on pull requests as a whole; those on lines, and answers, are none of ours
 * (https://developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests/).
 */
export function bitbucketComments(requests: BitbucketRequests): PullRequestComments {
  const send = async (
    method: "POST" | "PUT",
    number: number,
    { path, body }: { readonly path: string; readonly body: string },
  ): Promise<PullRequestComment> => {
    const schema = ({ BITBUCKET_COMMENT }: typeof import("./schemas.ts")) => BITBUCKET_COMMENT;
    const comment = { method, path, body: { content: { raw: body } }, need: BITBUCKET_NEEDS.comment };
    return commentOf(number, await requests.one({ ...comment, schema }));
  };
  const update = (number: number, { id }: Pick<PullRequestComment, "id">, body: string) =>
    send("PUT", number, { path: `${pathOf(number)}/${id}`, body });
  let user: Promise<string | undefined> | undefined;
  /** Who the token is where only writing has told it. */
  let proven: string | undefined;
  let marked: readonly PlacedComment[] = [];
  return {
    async author(writers) {
      if (proven !== undefined) return proven;
      user ??= requests.user();
      const told = await user;
      if (told !== undefined) return told;
      const candidates = marked.filter(({ author }) => writers.includes(author));
      proven = await provenAuthor(candidates, (one) => update(one.pullRequest, one, one.body));
      return proven ?? "";
    },
    async list(number) {
      const all = await requests.all({
        method: "GET",
        path: pathOf(number),
        need: BITBUCKET_NEEDS.comment,
        schema: ({ BITBUCKET_COMMENTS }) => BITBUCKET_COMMENTS,
      });
      const own = all.filter(isOfTheWhole).map((one) => commentOf(number, one));
      marked = own.filter(({ body }) => body.startsWith(MARKER));
      return own;
    },
    async create(number, body) {
      const created = await send("POST", number, { path: pathOf(number), body });
      proven = created.author;
      return created;
    },
    update,
    async remove(number, { id }) {
      const path = `${pathOf(number)}/${id}`;
      try {
        await requests.done({ method: "DELETE", path, need: BITBUCKET_NEEDS.comment });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
  };
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
      if (!(error instanceof ScanGateError) || ![401, 403, 404].includes(error.status ?? 0)) throw error;
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
    author: accountKey(user) ?? "",
    url: links?.html?.href ?? "",
    pullRequest,
  };
}
