import { queryNumber, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import type { BitbucketScope, BitbucketWorld } from "./world.ts";

/** Bitbucket's error document. */
export function bitbucketRefusal(status: number, message: string, detail?: unknown): Answer {
  return { status, body: { type: "error", error: { message, ...(detail === undefined ? {} : { detail }) } } };
}

/** What Bitbucket answers where it does not say what is wrong. */
export const BAD_REQUEST_PAGE: Answer = {
  status: 400,
  body: "<!DOCTYPE html><html><body><h1>Bad Request (400)</h1></body></html>",
  headers: { "content-type": "text/html; charset=utf-8" },
};

/** In front of the path of a request that came through the proxy of Pipelines. */
const PROXIED = "http://api.bitbucket.org";

/** Whether a request came through the proxy, and what it asks for. */
export function targetOf({ path }: RecordedRequest): { readonly isProxied: boolean; readonly path: string } {
  return path.startsWith(PROXIED)
    ? { isProxied: true, path: path.slice(PROXIED.length) }
    : { isProxied: false, path };
}

/** Why a caller may not ask for something; undefined when it may. */
export function bitbucketRefusalFor(
  world: BitbucketWorld,
  request: RecordedRequest,
  scope: BitbucketScope,
): Answer | undefined {
  const { isProxied, path } = targetOf(request);
  const given = request.headers.authorization;
  if (isProxied) {
    if (given !== undefined) return bitbucketRefusal(400, "A credential was sent through the proxy.");
    return /\/commit\/[^/]+\/reports(?:\/|$)/.test(path) ? undefined : bitbucketRefusal(401, "Unauthorized");
  }
  if (given !== credentialOf(world)) {
    return bitbucketRefusal(401, "Token is invalid, expired, or not supported for this endpoint.");
  }
  const { scopes } = world;
  const isGranted =
    scopes.includes(scope) || (scope === "pullrequest" && scopes.includes("pullrequest:write"));
  if (isGranted) return undefined;
  return bitbucketRefusal(403, "Your credentials lack one or more required privilege scopes.", {
    granted: scopes,
    required: [scope],
  });
}

function credentialOf({ kind, email, token }: BitbucketWorld): string {
  return kind === "access-token"
    ? `Bearer ${token}`
    : `Basic ${Buffer.from(`${email}:${token}`).toString("base64")}`;
}

/** One page of a list, with the whole address of the next one. */
export function bitbucketPage(
  request: RecordedRequest,
  items: readonly unknown[],
  { longest = 100 }: { readonly longest?: number } = {},
): Answer {
  const [size, page] = [queryNumber(request, "pagelen") || 10, queryNumber(request, "page") || 1];
  if (size > longest) return bitbucketRefusal(400, "Invalid pagelen");
  const values = items.slice((page - 1) * size, page * size);
  const query = new URLSearchParams(request.query.map(([key, value]): [string, string] => [key, value]));
  query.set("page", String(page + 1));
  const { path } = targetOf(request);
  const next = `http://${request.headers.host}${path}?${query}`;
  return {
    status: 200,
    body: {
      pagelen: size,
      page,
      size: items.length,
      values,
      ...(page * size < items.length ? { next } : {}),
    },
  };
}
