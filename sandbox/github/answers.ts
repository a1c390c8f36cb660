import { queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import type { GitHubWorld, Permission } from "./world.ts";

const DOCUMENTATION = "https://docs.github.com/rest";

/** GitHub's error document. */
export function refusal(
  status: number,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): Answer {
  return { status, body: { message, ...more, documentation_url: DOCUMENTATION, status: String(status) } };
}

export const notFound = (): Answer => refusal(404, "Not Found");

/** What an endpoint asks of the token: one of these permissions, to read or to write. */
export interface Needs {
  readonly anyOf: readonly Permission[];
  readonly access: "read" | "write";
}

/** A 403 that names the permission in a header, when the token has none that would do. */
export function checkPermission(world: GitHubWorld, needs: Needs): Answer | undefined {
  const has = needs.anyOf.some((permission) => {
    const granted = world.permissions[permission];
    return granted === "write" || (granted === "read" && needs.access === "read");
  });
  if (has) return undefined;
  const accepted = needs.anyOf
    .map((permission) => `${permission.replaceAll("-", "_")}=${needs.access}`)
    .join("; ");
  return {
    ...refusal(403, "Resource not accessible by integration"),
    headers: { "x-accepted-github-permissions": accepted },
  };
}

/** One page of a list, with the `Link` header to the next and the last one. */
export function page(
  request: RecordedRequest,
  items: readonly unknown[],
  wrap = (part: readonly unknown[]): unknown => part,
): Answer {
  const size = Math.min(100, positive(queryValue(request, "per_page")) ?? 30);
  const number = positive(queryValue(request, "page")) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string): string => {
    const query = new URLSearchParams(request.query.map(([key, value]): [string, string] => [key, value]));
    query.set("page", String(to));
    return `<http://${request.headers.host}${request.path}?${query}>; rel="${rel}"`;
  };
  return {
    status: 200,
    body: wrap(items.slice((number - 1) * size, number * size)),
    ...(number < last ? { headers: { link: `${link(number + 1, "next")}, ${link(last, "last")}` } } : {}),
  };
}

/** The request's JSON object; an empty one when there is no body. */
export function parseBody(request: RecordedRequest): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(request.body === "" ? "{}" : request.body);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>) // an object that is no array
      : undefined;
  } catch {
    return undefined;
  }
}

function positive(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
