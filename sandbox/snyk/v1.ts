import type { Route } from "../service/routes.ts";
import type { RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import type { SnykWorld } from "./world.ts";

const refuse = (code: number, message: string): Answer => ({
  status: code,
  body: { code, message, error: message },
  headers: { "x-error-reference": "c1f9b0d2" },
});

/** The v1 endpoints beside REST: ignores with their reasons, and Jira tickets. */
export function v1Routes(world: SnykWorld): readonly Route[] {
  const tickets = new Map<string, readonly Wire[]>();
  const inProject =
    (handle: (request: RecordedRequest, project: string, part: (name: string) => string) => Answer) =>
    (request: RecordedRequest, part: (name: string) => string): Answer => {
      const project = world.projects.find((one) => one.org === part("org") && one.id === part("project"));
      return project === undefined ? refuse(404, "Project not found") : handle(request, project.id, part);
    };
  return [
    {
      method: "GET",
      path: "/v1/org/:org/project/:project/ignores",
      handle: inProject((_request, project) => ({ status: 200, body: world.ignores[project] ?? {} })),
    },
    {
      method: "GET",
      path: "/v1/org/:org/project/:project/jira-issues",
      handle: inProject((_request, project) => ({ status: 200, body: listTickets(tickets, project) })),
    },
    {
      method: "POST",
      path: "/v1/org/:org/project/:project/issue/:issue/jira-issue",
      handle: inProject((request, project, part) => {
        const issue = part("issue");
        const wrong = checkTicket(world, request, { project, issue });
        if (wrong !== undefined) return wrong;
        const number = 200 + tickets.size;
        const ticket = { jiraIssue: { id: String(10_000 + number), key: `SHOP-${number}` } };
        tickets.set(`${project} ${issue}`, [...(tickets.get(`${project} ${issue}`) ?? []), ticket]);
        return { status: 200, body: { [issue]: [ticket] } };
      }),
    },
  ];
}

function checkTicket(
  world: SnykWorld,
  request: RecordedRequest,
  on: { readonly project: string; readonly issue: string },
): Answer | undefined {
  const known = world.issues.some(
    ({ project, attributes }) => project === on.project && attributes.key === on.issue,
  );
  if (!known) return refuse(404, "Issue not found");
  try {
    const { fields } = JSON.parse(request.body) as {
      fields?: { project?: unknown; issuetype?: unknown; summary?: unknown };
    };
    return fields?.project !== undefined && fields.issuetype !== undefined && fields.summary !== undefined
      ? undefined
      : refuse(400, "fields.project, fields.issuetype and fields.summary are required");
  } catch {
    return refuse(400, "The request body is not JSON");
  }
}

function listTickets(tickets: ReadonlyMap<string, readonly Wire[]>, project: string): Wire {
  return Object.fromEntries(
    [...tickets]
      .filter(([key]) => key.startsWith(`${project} `))
      .map(([key, list]) => [key.slice(project.length + 1), list]),
  );
}
