import "../../no-eval.ts";
import { z } from "zod";
import { ScanGateError } from "../../errors.ts";
import type { Home, Ticket } from "../../model/finding.ts";
import type { Deadline, HttpService, ServiceRequest } from "../../ports.ts";
import { addressPart } from "../../text/escape.ts";
import { homeKey, MOST_ISSUES, type SemgrepRequest, type Tickets } from "./plan.ts";
import { issueNames, sendAll, type TicketOutcome } from "./send.ts";

export interface SemgrepTicketing {
  readonly service: HttpService;
  readonly requests: readonly SemgrepRequest[];
  /** Numeric id of a Jira project; absent: the one that Semgrep's integration names. */
  readonly jiraProject?: string;
  /** The default branch, bare: where findings are looked for again. */
  readonly branch: string;
  readonly deadline: Deadline;
}

/** Asks Semgrep for tickets (https://semgrep.dev/api/v1/docs/#tag/TicketingService). Never throws. */
export async function createSemgrepTickets(ticketing: SemgrepTicketing): Promise<TicketOutcome> {
  const { service, requests, deadline } = ticketing;
  return await sendAll({
    source: "semgrep",
    requests,
    homes: ({ homes }) => homes,
    create: async (request) =>
      toOutcome(request, await service.json(toPost(request, ticketing), answerSchema)),
    reread: (request) => reread(ticketing, request),
    deadline,
  });
}

function toPost({ deployment, type, homes }: SemgrepRequest, { jiraProject }: SemgrepTicketing) {
  return {
    method: "POST",
    path: `${bySlug(deployment)}/tickets`,
    body: {
      // The path has it already; the official description asks for it here too.
      deployment_slug: deployment,
      issue_type: type,
      issue_ids: homes.map(({ issue }) => issue),
      group_issues: true,
      limit: MOST_ISSUES,
      ...(jiraProject === undefined ? {} : { jira_project_id: jiraProject }),
    },
  } as const;
}

/** Ids are numbers here and strings there. */
const id = z.union([z.string().min(1), z.number()]).transform(String);
const text = z.string().optional().catch(undefined);
const ids = z
  .array(id)
  .nullish()
  .transform((list) => list ?? []);
const listOf = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry)
    .nullish()
    .transform((list) => list ?? []);

const created = z
  .object({ ticket_id: id.nullish(), external_slug: text, ticket_url: text, issue_ids: ids })
  .transform(({ ticket_id, external_slug, ticket_url, issue_ids }, context) => {
    const key = external_slug || ticket_id;
    if (key) return { ticket: ticketOf(key, ticket_url), issues: issue_ids };
    context.addIssue({ code: "custom", message: "names no ticket" });
    return z.NEVER;
  });

/** Any of the lists may be missing. */
const answerSchema = z.object({
  succeeded: listOf(created),
  skipped: listOf(z.object({ issue_ids: ids, reason: text })),
  failed: listOf(z.object({ issue_ids: ids, error: text })),
});

function toOutcome({ homes }: SemgrepRequest, answer: z.infer<typeof answerSchema>): TicketOutcome {
  const byIssue = new Map(homes.map((home) => [home.issue, home]));
  const own = (issues: readonly string[]) => issues.flatMap((issue) => byIssue.get(issue) ?? []);
  const refused = [
    ...answer.skipped.map(({ issue_ids, reason }) => ({ homes: own(issue_ids), why: reason })),
    ...answer.failed.map(({ issue_ids, error }) => ({ homes: own(issue_ids), why: error })),
  ];
  const made = answer.succeeded.map(({ ticket, issues }) => ({ ticket, homes: own(issues) }));
  const told = new Set([...made, ...refused].flatMap((part) => part.homes));
  const untold = homes.filter((home) => !told.has(home));
  const unexplained = untold.length === 0 ? [] : [{ homes: untold, why: "its answer leaves them out" }];
  return {
    tickets: new Map(
      made.flatMap((part) => part.homes.map((home): [string, Ticket] => [homeKey(home), part.ticket])),
    ),
    warnings: [...refused, ...unexplained]
      .filter((part) => part.homes.length > 0)
      .map(({ homes: without, why }) => noTicket(without, why)),
  };
}

function noTicket(homes: readonly Home[], why = "it gives no reason"): string {
  return `Semgrep made no ticket for ${issueNames(homes)}: ${why}`;
}

const wireTicket = z
  .object({ id: id.nullish(), external_slug: text, externalSlug: text, url: text })
  .nullish();
const wireFinding = z
  .object({ id, external_ticket: wireTicket, externalTicket: wireTicket })
  .transform(({ id: issue, external_ticket, externalTicket }) => {
    const ticket = external_ticket ?? externalTicket;
    const key = ticket?.external_slug || ticket?.externalSlug || ticket?.id;
    return key ? { issue, ticket: ticketOf(key, ticket?.url) } : { issue };
  });
const findingsSchema = z.object({ findings: z.array(wireFinding), cursor: text });
const deploymentsSchema = z.object({ deployments: z.array(z.object({ id, slug: z.string() })) });

/** The largest page of findings that Semgrep gives; for secrets no limit is documented, and clients send this one. */
const PAGE_SIZE = { findings: 3000, secrets: 500 } as const;
/** Ends a list without end. */
const MOST_PAGES = 200;

/** What has a ticket now, as the list of findings tells. */
async function reread({ service, branch }: SemgrepTicketing, request: SemgrepRequest): Promise<Tickets> {
  const { deployment, project, type, homes } = request;
  const wanted = new Map(homes.map((home) => [home.issue, home]));
  const tickets = new Map<string, Ticket>();
  const path =
    type === "secrets"
      ? `/api/v1/deployments/${addressPart(await idOf(service, deployment))}/secrets`
      : `${bySlug(deployment)}/findings`;
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query =
      type === "secrets" ? secretsQuery(project, cursor) : findingsQuery({ type, project, branch, page });
    const answer = await service.json({ method: "GET", path, query }, findingsSchema);
    const before = seen.size;
    for (const { issue, ...found } of answer.findings) {
      seen.add(issue);
      const home = wanted.get(issue);
      if (home !== undefined && "ticket" in found) tickets.set(homeKey(home), found.ticket);
    }
    const isLast = type === "secrets" ? !answer.cursor : seen.size === before;
    if (isLast || homes.every(({ issue }) => seen.has(issue))) break;
    cursor = answer.cursor;
  }
  return tickets;
}

type Query = NonNullable<ServiceRequest["query"]>;

function findingsQuery(list: {
  readonly type: string;
  readonly project: string;
  readonly branch: string;
  readonly page: number;
}): Query {
  return [
    ["issue_type", list.type],
    ["repos", list.project],
    ["ref", list.branch],
    ["page", list.page],
    ["page_size", PAGE_SIZE.findings],
  ];
}

function secretsQuery(project: string, cursor: string | undefined): Query {
  return [
    ["repo", project],
    ["limit", PAGE_SIZE.secrets],
    ...(cursor === undefined ? [] : [["cursor", cursor] as const]),
  ];
}

/** Secrets live under the deployment's number, all else under its slug. */
async function idOf(service: HttpService, slug: string): Promise<string> {
  const { deployments } = await service.json(
    { method: "GET", path: "/api/v1/deployments" },
    deploymentsSchema,
  );
  const found = deployments.find((deployment) => deployment.slug === slug);
  if (found !== undefined) return found.id;
  throw new ScanGateError({
    code: "not-found",
    source: "semgrep",
    message: `Semgrep no longer shows the deployment ${slug} to this token`,
  });
}

function bySlug(slug: string): string {
  return `/api/v1/deployments/${addressPart(slug)}`;
}

function ticketOf(key: string, url: string | undefined): Ticket {
  return { key, ...(url?.startsWith("https://") ? { url } : {}) };
}
