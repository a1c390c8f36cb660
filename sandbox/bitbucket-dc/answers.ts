import { queryNumber, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import type { DataCenterWorld } from "./world.ts";

/** Data Center's error document. */
export function dataCenterRefusal(
  status: number,
  message: string,
  exception: string | null = null,
  context: string | null = null,
): Answer {
  const exceptionName = exception === null ? null : `com.atlassian.bitbucket.${exception}`;
  return { status, body: { errors: [{ context, message, exceptionName }] } };
}

/** Why the body of a request cannot be taken: a field and what is wrong with it. */
export function dataCenterInvalid(context: string, message: string): Answer {
  return dataCenterRefusal(400, message, null, context);
}

export function dataCenterNotThere(what: string, exception: string): Answer {
  return dataCenterRefusal(404, `${what} does not exist.`, exception);
}

const RANK = { nothing: 0, read: 1, write: 2 } as const;

/** Whose request it is. */
export function isKnownCaller(world: DataCenterWorld, { headers }: RecordedRequest): boolean {
  return headers.authorization === `Bearer ${world.token}`;
}

/**
 * Why a caller may not ask for something; undefined when it may. A wrong token and a missing right are both 401, and a
 * repository that may not be seen is not there.
 */
export function dataCenterRefusalFor(
  world: DataCenterWorld,
  request: RecordedRequest,
  access: "read" | "write",
): Answer | undefined {
  if (!isKnownCaller(world, request)) {
    return dataCenterRefusal(
      401,
      "Authentication failed. Please check your credentials and try again.",
      "auth.IncorrectPasswordAuthenticationException",
    );
  }
  if (request.method !== "GET" && request.headers["x-atlassian-token"] !== "no-check") {
    return { status: 403, body: "XSRF check failed" };
  }
  if (world.may === "nothing") {
    return dataCenterNotThere(
      `Repository ${world.project}/${world.slug}`,
      "repository.NoSuchRepositoryException",
    );
  }
  return RANK[world.may] >= RANK[access]
    ? undefined
    : dataCenterRefusal(401, "You are not permitted to access this resource", "AuthorisationException");
}

/** One page of a list, in Data Center's frame. */
export function dataCenterPage(
  world: DataCenterWorld,
  request: RecordedRequest,
  items: readonly unknown[],
): Answer {
  const start = queryNumber(request, "start") ?? 0;
  const limit = Math.min(world.pageLimit, queryNumber(request, "limit") ?? 25);
  const values = items.slice(start, start + limit);
  const isLastPage = start + limit >= items.length;
  const next = isLastPage ? {} : { nextPageStart: start + limit };
  return { status: 200, body: { size: values.length, limit, isLastPage, values, start, ...next } };
}

/** The text of a field, or none. */
export function textField(fields: Wire, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" ? value : undefined;
}

export function isWebAddress(text: string | undefined): boolean {
  return text !== undefined && /^https?:\/\/[^\s/]+/.test(text);
}
