import type { RecordedRequest } from "./stand-in.ts";
import type { Answer } from "./wire.ts";

/** The decoded variable parts of a path. A part that a route does not have is an error of the route's author. */
export type PathParts = (name: string) => string;

export interface Route {
  readonly method: string;
  /** `/orgs/:org/issues`: `:name` is one segment, `*name` takes the rest, slashes included. */
  readonly path: string;
  readonly handle: (request: RecordedRequest, part: PathParts) => Answer;
}

/** Why a request is refused before its route answers; undefined when it is not. */
export type Guard = (request: RecordedRequest, part: PathParts) => Answer | undefined;

/** Makes routes below a path that answer what the guard lets through. */
export function routesBelow(base: string, guard: Guard) {
  return (method: string, path: string, handle: Route["handle"]): Route => ({
    method,
    path: `${base}${path}`,
    handle: (request, part) => guard(request, part) ?? handle(request, part),
  });
}

/** The first route that fits, with the way to read its path's parts. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly part: PathParts } | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const match = toPattern(route.path).exec(path);
    if (match === null) continue;
    const groups = match.groups ?? {};
    return { route, part: (name) => decode(groups[name] ?? "") };
  }
  return undefined;
}

function toPattern(path: string): RegExp {
  const source = path
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/:(\w+)/g, "(?<$1>[^/]+)")
    .replace(/\*(\w+)/g, "(?<$1>.+)");
  return new RegExp(`^${source}$`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
