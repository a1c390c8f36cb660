import { parseJson } from "../http/answer.ts";
import type { Caller } from "../http/caller.ts";
import { badAnswer } from "../http/failure.ts";
import type { ServiceBase } from "../http/origin.ts";
import { RETRY } from "../http/retry.ts";
import type { Answer } from "../http/transport.ts";

/** What Octokit hands to its fetch. */
export interface FetchInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Media type of a file's own text, as `accept` names it (https://docs.github.com/en/rest/repos/contents). */
export const RAW = "application/vnd.github.raw+json";

/**
 * A `fetch` for Octokit on the same floor as the other clients: bounded, retried, bound to one origin. It resolves
 * only with a whole success whose body is what was asked for, because Octokit turns a body that is cut off or no
 * JSON into a string and calls it data; everything else rejects with a `ScanGateError`.
 */
export function createGuardedFetch(caller: Caller, base: ServiceBase) {
  return async (address: string, init: FetchInit = {}): Promise<Response> => {
    const url = new URL(address);
    if (url.origin !== base.origin)
      throw badAnswer("was to be asked at another origin", { transient: false });
    const method = init.method ?? "GET";
    const headers = lowerCased(init.headers ?? {});
    const call = {
      request: { method, url, headers, ...(typeof init.body === "string" ? { body: init.body } : {}) },
      repeats: RETRY.methods.some((repeated) => repeated === method) || isGraphQlQuery(url, init.body),
    };
    return await caller.call(call, (answer) => {
      if (method === "DELETE") return new Response(null, { status: 204 });
      return headers.accept === RAW ? rawResponse(answer) : jsonResponse(answer);
    });
  };
}

/** Whether a POST only reads: a GraphQL query, and no mutation. */
function isGraphQlQuery({ pathname }: URL, body: unknown): boolean {
  return pathname.endsWith("/graphql") && typeof body === "string" && body.startsWith('{"query":"query ');
}

function jsonResponse(answer: Answer): Response {
  parseJson(answer);
  return response(answer, "application/json; charset=utf-8");
}

function rawResponse(answer: Answer): Response {
  if (answer.status !== 200) throw badAnswer(`answered ${answer.status} where a file was expected`);
  return response(answer, "text/plain; charset=utf-8");
}

/** Of the headers only what we read: the others make Octokit print warnings of its own. */
function response({ status, body, headers }: Answer, contentType: string): Response {
  const link = headers.link === undefined ? {} : { link: headers.link };
  return new Response(body, { status, headers: { "content-type": contentType, ...link } });
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
