import "../../no-eval.ts";
import { z } from "zod";
import { toReason } from "../../errors.ts";
import type { FixPlan } from "../../fixes/advice.ts";
import type { Finding, Home, Ticket } from "../../model/finding.ts";
import type { ReportContext } from "../../model/report.ts";
import type { Deadline, HttpService } from "../../ports.ts";
import { addressPart } from "../../text/escape.ts";
import { ticketDescription, ticketSummary } from "./jira-text.ts";
import { chunks, homeKey, type SnykRequest, type Tickets } from "./plan.ts";
import { sendAll, type TicketOutcome } from "./send.ts";

/** The kind of ticket that every Jira project has that is for software. */
const ISSUE_TYPE = "Bug";

export interface SnykTicketing {
  readonly service: HttpService;
  readonly requests: readonly SnykRequest[];
  /** Key of a Jira project. */
  readonly jiraProject: string;
  readonly context: ReportContext;
  readonly fixes: FixPlan;
  readonly deadline: Deadline;
}

/** Asks Snyk for tickets, one issue at a time (https://docs.snyk.io/snyk-api, version 1, Jira). Never throws. */
export async function createSnykTickets(ticketing: SnykTicketing): Promise<TicketOutcome> {
  const { service, requests, deadline } = ticketing;
  return await sendAll({
    source: "snyk",
    requests,
    homes: ({ home }) => [home],
    create: async ({ home, finding }) => {
      const { issue } = home;
      const fields = {
        project: { key: ticketing.jiraProject },
        issuetype: { name: ISSUE_TYPE },
        summary: ticketSummary(finding, ticketing.context),
        description: ticketDescription(finding, {
          context: ticketing.context,
          advice: ticketing.fixes.adviceOn(finding),
        }),
      };
      const path = `${inProject(home)}/issue/${addressPart(issue)}/jira-issue`;
      const ticket = await service.json({ method: "POST", path, body: { fields } }, createdSchema);
      return { tickets: new Map([[homeKey(home), ticket]]), warnings: [] };
    },
    reread: ({ home }) => readSnykTickets(service, home),
    deadline,
  });
}

/** Tickets that Snyk's users made before, and where they could not be looked for. */
export interface KnownTickets {
  readonly tickets: Tickets;
  /** Ids of the projects whose tickets could not be read. */
  readonly unread: ReadonlySet<string>;
  readonly warnings: readonly string[];
}

export const NOTHING_KNOWN: KnownTickets = { tickets: new Map(), unread: new Set(), warnings: [] };

/** Projects that are asked about at the same time. */
const AT_ONCE = 8;

/**
 * Reads the tickets of all Snyk projects that the findings are in. A project that cannot be read is told and costs
 * only its own findings their tickets.
 */
export async function readKnownTickets(
  connect: () => HttpService,
  findings: readonly Finding[],
): Promise<KnownTickets> {
  const projects = projectsOf(findings);
  if (projects.length === 0) return NOTHING_KNOWN;
  const service = connect();
  const tickets = new Map<string, Ticket>();
  const unread = new Set<string>();
  const warnings: string[] = [];
  for (const some of chunks(projects, AT_ONCE)) {
    const settled = await Promise.allSettled(some.map((project) => readSnykTickets(service, project)));
    for (const [index, result] of settled.entries()) {
      if (result.status === "fulfilled") {
        for (const [key, ticket] of result.value) tickets.set(key, ticket);
        continue;
      }
      const project = some[index]?.project ?? "";
      unread.add(project);
      warnings.push(
        `Which issues of the Snyk project ${project} have a ticket is not known, so none is made there. ${toReason(result.reason, "snyk").message}`,
      );
    }
  }
  return { tickets, unread, warnings };
}

/** Snyk has no tickets for infrastructure as code: nothing is looked for there. */
function projectsOf(findings: readonly Finding[]): readonly Home[] {
  const homes = findings
    .flatMap(({ observations }) => observations)
    .flatMap(({ source, type, home }) =>
      source !== "snyk" || type === "iac" || home === undefined ? [] : [home],
    );
  return [...new Map(homes.map((home) => [home.project, home])).values()];
}

/** All tickets that Snyk knows of in one project. @throws ScanGateError */
export async function readSnykTickets(
  service: HttpService,
  project: Pick<Home, "organization" | "project">,
): Promise<Tickets> {
  const byIssue = await service.json(
    { method: "GET", path: `${inProject(project)}/jira-issues` },
    ticketsSchema,
  );
  return new Map(
    Object.entries(byIssue).flatMap(([issue, [ticket]]): readonly [string, Ticket][] =>
      ticket === undefined ? [] : [[homeKey({ ...project, issue }), ticket]],
    ),
  );
}

function inProject({ organization, project }: Pick<Home, "organization" | "project">): string {
  return `/v1/org/${addressPart(organization)}/project/${addressPart(project)}`;
}

const wireTicket = z
  .object({ jiraIssue: z.object({ key: z.string().min(1) }) })
  .transform(({ jiraIssue }): Ticket => ({ key: jiraIssue.key }));

/** By issue. An entry of another shape is an error: what cannot be read may be a ticket. */
const ticketsSchema = z.record(z.string(), z.array(wireTicket));

/** The description has the ticket itself; real answers have a list of them under the issue's id. */
const createdSchema = z.union([
  wireTicket,
  ticketsSchema.transform((byIssue, context) => {
    const [ticket] = Object.values(byIssue).flat();
    if (ticket !== undefined) return ticket;
    context.addIssue({ code: "custom", message: "names no ticket" });
    return z.NEVER;
  }),
]);
