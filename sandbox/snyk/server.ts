import { findRoute, type Route } from "../service/routes.ts";
import { type RecordedRequest, type Respond, type StandIn, startStandIn } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import { notFound, unauthorized } from "./answers.ts";
import { restRoutes } from "./rest.ts";
import { v1Routes } from "./v1.ts";
import type { SnykWorld } from "./world.ts";

/** Starts a stand-in for Snyk's REST API and the remains of its v1 API that knows the given world. */
export function startSnyk(world: SnykWorld, respond?: Respond): Promise<StandIn> {
  const routes = [...restRoutes(world), ...v1Routes(world)];
  return startStandIn({ service: "snyk", respond, answer: (request) => answer(world, routes, request) });
}

function answer(world: SnykWorld, routes: readonly Route[], request: RecordedRequest): Answer {
  const [scheme = "", token = ""] = (request.headers.authorization ?? "").split(" ");
  if (scheme.toLowerCase() !== world.scheme || token !== world.token) return unauthorized();
  const found = findRoute(routes, request.method, request.path);
  return found === undefined ? notFound("Route") : found.route.handle(request, found.part);
}
