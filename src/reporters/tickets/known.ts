import { toReason } from "../../errors.ts";
import type { Finding, Home, Ticket } from "../../model/finding.ts";
import type { HttpService } from "../../ports.ts";
import { chunks, type Tickets } from "./plan.ts";
import { readSnykTickets } from "./snyk.ts";

/** Tickets that Snyk's users made before, and where they could not be looked for. */
export interface Known {
  readonly tickets: Tickets;
  /** Ids of the projects whose tickets could not be read. */
  readonly unread: ReadonlySet<string>;
  readonly warnings: readonly string[];
}

export const NOTHING_KNOWN: Known = { tickets: new Map(), unread: new Set(), warnings: [] };

/** Projects that are asked about at the same time. */
const AT_ONCE = 8;

/**
 * Reads the tickets of all Snyk projects that the findings are in. A project that cannot be read is told and costs
 * only its own findings their tickets.
 */
export async function readKnownTickets(
  connect: () => HttpService,
  findings: readonly Finding[],
): Promise<Known> {
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
