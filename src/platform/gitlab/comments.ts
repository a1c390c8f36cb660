import type { PullRequestComments } from "../../forge-ports.ts";
import { orNothing } from "../forge/answers.ts";
import type { GitLabProject } from "./pull-requests.ts";
import { GITLAB_NEEDS, type GitLabRequests } from "./requests.ts";
import type { WireNote } from "./schemas.ts";

const WRITE = { need: GITLAB_NEEDS.comment } as const;

/** Notes of merge requests (https://docs.gitlab.com/api/notes/). A note is no discussion, so it never blocks merging. */
export function gitLabComments(
  requests: GitLabRequests,
  { owner, repo, url }: GitLabProject,
): PullRequestComments {
  const notes = (number: number) => `/merge_requests/${number}/notes`;
  const commentOf =
    (number: number) =>
    ({ id, body, author }: WireNote) => ({
      id: String(id),
      body,
      author: author?.username ?? "",
      url: `${url}/${owner}/${repo}/-/merge_requests/${number}#note_${id}`,
    });
  const send = async (method: "POST" | "PUT", number: number, path: string, body: string) => {
    const note = { ...WRITE, method, path: `${notes(number)}${path}`, body: { body } };
    return commentOf(number)(await requests.one({ ...note, schema: ({ GITLAB_NOTE }) => GITLAB_NOTE }));
  };
  let user: Promise<string> | undefined;
  return {
    author: () => (user ??= userOf(requests)),
    async list(number) {
      const all = await requests.all({
        method: "GET",
        path: notes(number),
        query: [
          ["sort", "asc"],
          ["order_by", "created_at"],
        ],
        need: GITLAB_NEEDS.read,
        schema: ({ GITLAB_NOTES }) => GITLAB_NOTES,
      });
      return all.filter(({ system }) => system !== true).map(commentOf(number));
    },
    create: (number, body) => send("POST", number, "", body),
    update: (number, { id }, body) => send("PUT", number, `/${id}`, body),
    async remove(number, { id }) {
      await orNothing(() => requests.done({ ...WRITE, method: "DELETE", path: `${notes(number)}/${id}` }));
    },
  };
}

async function userOf(requests: GitLabRequests): Promise<string> {
  const { username } = await requests.one({
    ...WRITE,
    method: "GET",
    below: "",
    path: "/user",
    schema: ({ GITLAB_USER }) => GITLAB_USER,
  });
  return username;
}
