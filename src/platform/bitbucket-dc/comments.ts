import { ScanGateError } from "../../errors.ts";
import type { PullRequestComment, PullRequestComments } from "../../forge-ports.ts";
import { orNothing } from "../forge/answers.ts";
import { DATA_CENTER_NEEDS, DATA_CENTER_WORDS, type DataCenterRequests } from "./requests.ts";
import type { WireDcComment } from "./schemas.ts";

const WRITE = { need: DATA_CENTER_NEEDS.comment } as const;

/**
 * General comments of pull requests. They are listed among the activities alone
 * (https://developer.atlassian.com/server/bitbucket/rest/v903/api-group-pull-requests/). Each has a version, which
 * stands in our id: a text that somebody changed since it was listed is not written over, but refused with 409.
 *
 * @param webUrl the repository's web address
 */
export function dataCenterComments(requests: DataCenterRequests, webUrl: string): PullRequestComments {
  const comments = (number: number) => `/pull-requests/${number}/comments`;
  const commentOf =
    (number: number) =>
    ({ id, version, text, author }: WireDcComment): PullRequestComment => ({
      id: `${id}/${version}`,
      body: text,
      author: author?.name ?? "",
      url: `${webUrl}/pull-requests/${number}/overview?commentId=${id}`,
    });
  const send = async (method: "POST" | "PUT", number: number, path: string, body: object) => {
    const request = { ...WRITE, method, path: `${comments(number)}${path}`, body };
    return commentOf(number)(await requests.one({ ...request, schema: ({ DC_COMMENT }) => DC_COMMENT }));
  };
  let user: Promise<string> | undefined;
  return {
    author: () => (user ??= userOf(requests)),
    async list(number) {
      const activities = await requests.all({
        method: "GET",
        path: `/pull-requests/${number}/activities`,
        need: DATA_CENTER_NEEDS.read,
        schema: ({ DC_ACTIVITIES }) => DC_ACTIVITIES,
      });
      const byId = new Map<number, WireDcComment>();
      for (const { action, commentAction, comment } of activities) {
        if (action !== "COMMENTED" || commentAction === "DELETED" || !comment) continue;
        const known = byId.get(comment.id);
        if (known === undefined || known.version < comment.version) byId.set(comment.id, comment);
      }
      return [...byId.values()].sort((a, b) => a.id - b.id).map(commentOf(number));
    },
    create: (number, body) => send("POST", number, "", { text: body }),
    update(number, comment, body) {
      const { id, version } = partsOf(comment);
      return send("PUT", number, `/${id}`, { text: body, version: Number(version) });
    },
    async remove(number, comment) {
      const { id, version } = partsOf(comment);
      const path = `${comments(number)}/${id}`;
      await orNothing(() =>
        requests.done({ ...WRITE, method: "DELETE", path, query: [["version", version]] }),
      );
    },
  };
}

function partsOf({ id: whole }: { readonly id: string }): { readonly id: string; readonly version: string } {
  const [id = "", version = "0"] = whole.split("/");
  return { id, version };
}

/** Who the token is: named in a header of every answer. */
async function userOf(requests: DataCenterRequests): Promise<string> {
  const { headers } = await requests.answer({
    ...WRITE,
    method: "GET",
    below: "/api/latest",
    path: "/application-properties",
    schema: ({ DC_PROPERTIES }) => DC_PROPERTIES,
  });
  const name = headers["x-ausername"] ?? "";
  if (name !== "") return decoded(name);
  const { source, hints } = DATA_CENTER_WORDS;
  throw new ScanGateError({
    code: "auth",
    source,
    message:
      "Bitbucket does not say whose the token is, so that our own comment cannot be told from another's",
    hint: `${hints.auth}; what stands before Bitbucket must let the header X-AUSERNAME through`,
  });
}

/** Names are percent-encoded in headers. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
