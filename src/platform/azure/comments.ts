import type { PullRequestComments } from "../../forge-ports.ts";
import { orNothing } from "../forge/answers.ts";
import type { AzureRepository } from "./pull-requests.ts";
import { AZURE_API_VERSION, AZURE_NEEDS, type AzureRequests } from "./requests.ts";
import type { WireThread } from "./schemas.ts";

const READ = { method: "GET", need: AZURE_NEEDS.read } as const;

/** The property of a thread that holds the first line of our comment. */
const MARKER = "ScanGate.Marker";

/** The thread's status where nothing is left to do. */
const SETTLED = ["fixed", "closed", "wontFix", "byDesign"];

const threads = (number: number) => `/pullRequests/${number}/threads`;

/** The paths of a thread and of its first comment, by the ID that `commentOf` gives. */
function placeOf(number: number, { id }: { readonly id: string }) {
  const [thread, comment] = id.split("/");
  const path = `${threads(number)}/${thread}`;
  return { thread: path, comment: `${path}/comments/${comment}` };
}

/** Makes our comments of the threads of a pull request. */
function commentOf(webUrl: string, number: number) {
  return ({ id, status, comments, properties }: WireThread, marker = markerOf(properties)) => {
    const first = comments?.[0];
    return {
      // Comments are counted within their thread.
      id: `${id}/${first?.id ?? 1}`,
      body: `${marker}\n${first?.content ?? ""}`,
      author: first?.author?.id ?? "",
      url: `${webUrl}/pullrequest/${number}?discussionId=${id}`,
      isSettled: SETTLED.includes(status ?? ""),
    };
  };
}

const WRITE = { need: AZURE_NEEDS.comment } as const;

/**
 * The comments that begin a thread with our marker in its properties; others are none of ours
 * (https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads). The first line of a text is that
 * marker: it is kept as a property and never shown.
 */
export function azureComments(requests: AzureRequests, { webUrl }: AzureRepository): PullRequestComments {
  let user: Promise<string> | undefined;
  return {
    author: () => (user ??= userOf(requests)),
    async list(number) {
      const { values } = await requests.one({
        ...READ,
        path: threads(number),
        schema: ({ AZURE_THREADS }) => AZURE_THREADS,
      });
      return values
        .filter(isOurs)
        .sort((a, b) => a.id - b.id)
        .map((thread) => commentOf(webUrl, number)(thread));
    },
    async create(number, body, isSettled = false) {
      const [marker, content] = splitMarker(body);
      const thread = await requests.one({
        ...WRITE,
        method: "POST",
        path: threads(number),
        body: {
          comments: [{ parentCommentId: 0, content, commentType: "text" }],
          status: statusOf(isSettled),
          properties: { [MARKER]: marker },
        },
        schema: ({ AZURE_THREAD }) => AZURE_THREAD,
      });
      return commentOf(webUrl, number)(thread, marker);
    },
    async update(number, comment, body, isSettled = false) {
      const { thread, comment: path } = placeOf(number, comment);
      const [marker, content] = splitMarker(body);
      // What blocks is told first: a run that ends in between leaves no thread closed above a text that fails.
      const moves = comment.isSettled !== isSettled;
      const move = async () => {
        if (moves) await setStatus(requests, thread, isSettled);
      };
      if (!isSettled) await move();
      if (comment.body !== body) {
        await setText(requests, path, content);
      }
      if (isSettled) await move();
      return { ...comment, body: `${marker}\n${content}`, isSettled };
    },
    async remove(number, comment) {
      const { thread, comment: path } = placeOf(number, comment);
      await orNothing(async () => {
        await setStatus(requests, thread, true);
        await requests.done({ ...WRITE, method: "DELETE", path });
      });
    },
  };
}

async function userOf(requests: AzureRequests): Promise<string> {
  const { authenticatedUser } = await requests.one({
    ...WRITE,
    method: "GET",
    below: "/_apis",
    path: "/connectionData",
    query: [["api-version", `${AZURE_API_VERSION}-preview`]],
    schema: ({ AZURE_CONNECTION }) => AZURE_CONNECTION,
  });
  return authenticatedUser.id;
}

async function setText(requests: AzureRequests, path: string, content: string): Promise<void> {
  await requests.one({
    ...WRITE,
    method: "PATCH",
    path,
    body: { content },
    schema: ({ AZURE_COMMENT }) => AZURE_COMMENT,
  });
}

async function setStatus(requests: AzureRequests, path: string, isSettled: boolean): Promise<void> {
  await requests.one({
    ...WRITE,
    method: "PATCH",
    path,
    body: { status: statusOf(isSettled) },
    schema: ({ AZURE_THREAD }) => AZURE_THREAD,
  });
}

function statusOf(isSettled: boolean): "closed" | "active" {
  return isSettled ? "closed" : "active";
}

function isOurs({ isDeleted, comments, properties }: WireThread): boolean {
  const [first] = comments ?? [];
  return isDeleted !== true && first !== undefined && first.isDeleted !== true && markerOf(properties) !== "";
}

function markerOf(properties: WireThread["properties"]): string {
  const found = properties?.[MARKER];
  if (typeof found === "string") return found;
  const value = typeof found === "object" && found !== null && "$value" in found ? found.$value : undefined;
  return typeof value === "string" ? value : "";
}

function splitMarker(body: string): readonly [marker: string, content: string] {
  const end = body.indexOf("\n");
  return end < 0 ? [body, ""] : [body.slice(0, end), body.slice(end + 1)];
}
