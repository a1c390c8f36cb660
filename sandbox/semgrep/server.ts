import { findRoute, type Route } from "../service/routes.ts";
import {
  queryValue,
  type RecordedRequest,
  type Respond,
  type StandIn,
  startStandIn,
} from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { badRequest, checkQuery, notFound, ok, unauthorized, wholeNumber } from "./answers.ts";
import { listFindings, listSecrets } from "./findings.ts";
import { Scans } from "./scans.ts";
import { createTickets } from "./tickets.ts";
import type { SemgrepProject, SemgrepWorld } from "./world.ts";

/** Starts a stand-in for the Semgrep web API, v1, that knows the given world. */
export function startSemgrep(world: SemgrepWorld, respond?: Respond): Promise<StandIn> {
  const routes = semgrepRoutes(world);
  return startStandIn({ service: "semgrep", respond, answer: (request) => answer(world, routes, request) });
}

function answer(world: SemgrepWorld, routes: readonly Route[], request: RecordedRequest): Answer {
  if (request.headers.authorization !== `Bearer ${world.token}`) return unauthorized();
  if (world.scope === "agent") return notFound();
  // The service redirects an encoded slash in a project's name to the literal one.
  if (request.path.includes("%2F")) {
    return { status: 307, headers: { location: request.path.replaceAll("%2F", "/") }, body: "" };
  }
  const found = findRoute(routes, request.method, request.path);
  return found === undefined ? notFound() : found.route.handle(request, found.part);
}

function semgrepRoutes(world: SemgrepWorld): readonly Route[] {
  const { id, slug, name } = world.deployment;
  const scans = new Scans(world);
  let state = { findings: world.findings, secrets: world.secrets };
  const bySlug = `/api/v1/deployments/${slug}`;
  const byId = `/api/v1/deployments/${id}`;
  return [
    {
      method: "GET",
      path: "/api/v1/deployments",
      handle: (request) =>
        checkQuery(request, { single: [], many: [] }) ??
        ok({ deployments: [{ id, slug, name, findings: { url: `https://semgrep.dev${bySlug}/findings` } }] }),
    },
    { method: "GET", path: `${bySlug}/projects`, handle: (request) => listProjects(world, request) },
    {
      method: "GET",
      path: `${bySlug}/projects/*name`,
      handle: (_request, part) => {
        const project = world.projects.find((one) => one.name.toLowerCase() === part("name").toLowerCase());
        return project === undefined ? notFound() : ok({ project: projectWire(project) });
      },
    },
    { method: "POST", path: `${byId}/scans/search`, handle: (request) => scans.search(request) },
    { method: "GET", path: `${byId}/scan/:id`, handle: (_request, part) => scans.get(part("id")) },
    {
      method: "GET",
      path: `${bySlug}/findings`,
      handle: (request) =>
        listFindings(world, state.findings, {
          request,
          refs: scans.refs(),
          bodyNow: (finding) => scans.bodyNow(finding),
        }),
    },
    {
      method: "GET",
      path: `${byId}/secrets`,
      handle: (request) => listSecrets(world, state.secrets, request),
    },
    {
      method: "POST",
      path: `${bySlug}/tickets`,
      handle: (request) => {
        const { findings, secrets, answer: told } = createTickets(state, request);
        state = { findings, secrets };
        return told;
      },
    },
  ];
}

function listProjects(world: SemgrepWorld, request: RecordedRequest): Answer {
  const wrong = checkQuery(request, { single: ["page", "page_size"], many: [] });
  if (wrong !== undefined) return wrong;
  const size = wholeNumber(queryValue(request, "page_size"), { fallback: 100, from: 1, to: 3000 });
  const page = wholeNumber(queryValue(request, "page"), { fallback: 0, from: 0, to: 999_999 });
  if (size === undefined || page === undefined) return badRequest("page and page_size must be numbers");
  return ok({ projects: world.projects.slice(page * size, (page + 1) * size).map(projectWire) });
}

function projectWire(project: SemgrepProject): Wire {
  return {
    id: project.id,
    name: project.name,
    url: project.url,
    tags: [],
    created_at: "2025-02-03T09:12:44.120391Z",
    latest_scan_at: "2026-11-18T16:40:02.551204Z",
    primary_branch: "refs/heads/main",
    default_branch: "refs/heads/main",
  };
}
