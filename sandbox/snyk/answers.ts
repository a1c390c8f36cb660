import { queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";

const MEDIA_TYPE = "application/vnd.api+json";
const REQUEST_ID = "7f2c9d5e-0b1a-4c3d-9e8f-5a6b7c8d9e0f";

/** A JSON:API document with the headers that every answer carries. */
export function document(request: RecordedRequest, body: Wire): Answer {
  const version = queryValue(request, "version") ?? "";
  return {
    status: 200,
    body: { jsonapi: { version: "1.0" }, ...body },
    headers: {
      "content-type": MEDIA_TYPE,
      "snyk-request-id": REQUEST_ID,
      "snyk-version-requested": version,
      "snyk-version-served": "2024-10-15",
      "snyk-version-lifecycle-stage": "ga",
    },
  };
}

/** A JSON:API error. `parameter` names the query key at fault. */
function refusal(status: number, detail: string, parameter?: string): Answer {
  const error = {
    id: REQUEST_ID,
    status: String(status),
    detail,
    title: detail.split(":")[0],
    ...(parameter === undefined ? {} : { source: { parameter } }),
  };
  return {
    status,
    body: { jsonapi: { version: "1.0" }, errors: [error] },
    headers: { "content-type": MEDIA_TYPE, "snyk-request-id": REQUEST_ID },
  };
}

/** Without a valid token the gateway answers, and not in JSON:API. */
export const unauthorized = (): Answer => ({ status: 401, body: { status: "401", code: "Unauthorized" } });

/** What is not there and what may not be read look the same. */
export const notFound = (what: string): Answer => refusal(404, `${what} not found`);

/** How an endpoint reads a query key: once, or several times. */
export type QueryKind =
  | "text"
  | "boolean"
  | "uuid"
  | "limit"
  | "limit-any"
  | "list"
  | "uuid-list"
  | { readonly oneOf: readonly string[] };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A 400 for the first query key that is unknown, doubled or malformed, and for a missing or malformed `version`. */
export function checkQuery(
  request: RecordedRequest,
  kinds: Readonly<Record<string, QueryKind>>,
): Answer | undefined {
  const version = queryValue(request, "version");
  if (version === undefined) return refusal(400, "Missing query parameter 'version'", "version");
  if (!/^\d{4}-\d{2}-\d{2}(~(beta|experimental))?$/.test(version)) {
    return refusal(400, `Invalid version '${version}'`, "version");
  }
  const seen = new Set<string>();
  for (const [key, value] of request.query) {
    const kind = key === "version" ? "text" : Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (kind === undefined) return refusal(400, `Unknown query parameter '${key}'`, key);
    if (seen.has(key) && kind !== "uuid-list")
      return refusal(400, `Query parameter '${key}' must not be an array`, key);
    seen.add(key);
    if (!fits(value, kind)) return refusal(400, `Invalid value for query parameter '${key}'`, key);
  }
  return undefined;
}

function fits(value: string, kind: QueryKind): boolean {
  if (typeof kind === "object") return kind.oneOf.includes(value);
  switch (kind) {
    case "text":
    case "list":
      return true;
    case "boolean":
      return value === "true" || value === "false";
    case "uuid":
    case "uuid-list":
      return UUID.test(value);
    case "limit":
      return /^(10|20|30|40|50|60|70|80|90|100)$/.test(value);
    case "limit-any":
      return /^([1-9]\d?|100)$/.test(value);
  }
}

/**
 * One page of a list, with links as the service writes them: relative, from `/rest` on, with `version` and
 * `limit` in them already.
 */
export function page(request: RecordedRequest, items: readonly Wire[], meta?: Wire): Answer {
  const limit = Number(queryValue(request, "limit") ?? "10");
  const after = queryValue(request, "starting_after");
  const start = after === undefined ? 0 : offsetOf(after);
  if (start === undefined) return refusal(400, "Invalid cursor", "starting_after");
  const end = start + limit;
  return document(request, {
    data: items.slice(start, end),
    ...(meta === undefined ? {} : { meta }),
    links: {
      self: linkTo(request, after),
      first: linkTo(request, undefined),
      ...(end < items.length ? { next: linkTo(request, cursorAt(end)) } : {}),
    },
  });
}

function linkTo(request: RecordedRequest, cursor: string | undefined): string {
  const query = new URLSearchParams(
    request.query
      .filter(([key]) => key !== "starting_after")
      .map(([key, value]): [string, string] => [key, value]),
  );
  if (cursor !== undefined) query.set("starting_after", cursor);
  return `${request.path}?${query}`;
}

const cursorAt = (offset: number): string =>
  `v1.${Buffer.from(JSON.stringify({ from: offset })).toString("base64url")}`;

function offsetOf(cursor: string): number | undefined {
  const text = Buffer.from(cursor.replace(/^v1\./, ""), "base64url").toString("utf8");
  const match = /^\{"from":(\d+)\}$/.exec(text);
  return match === null ? undefined : Number(match[1]);
}
