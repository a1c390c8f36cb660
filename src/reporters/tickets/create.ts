import { branchOf, type RunContext } from "../../context/run-context.ts";
import { planFixes } from "../../fixes/advice.ts";
import type { Ticket } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import type { Deadline, HttpService, Ports } from "../../ports.ts";
import type { SemgrepSettings, Settings, SnykSettings } from "../../settings/settings.ts";
import { readAccount } from "../../settings/snyk-account.ts";
import { redactDeep } from "../../text/redact.ts";
import type { Published } from "../reporter.ts";
import { attachTickets, planTickets, type TicketPlan, type Tickets, withoutTicket } from "./plan.ts";
import { createSemgrepTickets } from "./semgrep.ts";
import type { TicketOutcome } from "./send.ts";
import { createSnykTickets, type KnownTickets, NOTHING_KNOWN, readKnownTickets } from "./snyk.ts";
import { boundWarnings, tellCreated, tellPlanned, warnOf } from "./wording.ts";

/** What tickets are made for, and with what. */
export interface Ticketing {
  readonly report: Report;
  readonly settings: Settings;
  readonly context: RunContext;
  /** Ends all publishing; tickets leave the reporters after them some of it. */
  readonly deadline: Deadline;
}

/** The report, in which findings have the tickets that are known now, and what is to be said of it. */
export interface Ticketed {
  readonly report: Report;
  readonly published: Published;
}

type World = Pick<Ports, "connect" | "deadline" | "redact">;

/**
 * Makes Jira tickets for findings of the default branch, through the tools that saw them (contract §9). Nothing else
 * in the report changes. In a dry run it reads only, and says what it would do.
 * @throws only when nothing was created yet
 */
export async function createTickets(ports: World, ticketing: Ticketing): Promise<Ticketed> {
  const { report, settings, context } = ticketing;
  const { tickets: mode } = settings;
  if (mode === "off") return { report, published: { done: "off" } };
  const branch = defaultBranchOf(context);
  if (branch === undefined) {
    return { report, published: { done: "none, because this is not the repository's default branch" } };
  }
  const work: Work = {
    ...ticketing,
    branch,
    jira: jiraProjectsOf(settings.ticketsProjects),
    deadline: ownShare(ports, ticketing.deadline),
    connect: ports.connect,
  };
  const known = await lookFor(work, withoutTicket(report.findings, mode));
  const findings = attachTickets(report.findings, redacted(known.tickets, ports));
  const plan = planTickets({ findings, mode, snykKey: work.jira.key !== undefined, unread: known.unread });
  const warnings = [...work.jira.warnings, ...known.warnings, ...warnOf(plan, settings.dryRun)];
  if (settings.dryRun) {
    return { report: { ...report, findings }, published: { done: tellPlanned(plan), warnings } };
  }
  const made = await createAll(work, plan);
  const after = attachTickets(findings, redacted(made.tickets, ports));
  return {
    report: { ...report, findings: after },
    published: {
      done: tellCreated(plan, made.tickets),
      warnings: boundWarnings([...warnings, ...made.warnings]),
    },
  };
}

interface Work extends Ticketing {
  /** Bare name of the default branch. */
  readonly branch: string;
  readonly jira: JiraProjects;
  readonly connect: Ports["connect"];
}

/** Where tickets go, by service. */
interface JiraProjects {
  /** Numeric id, for Semgrep; absent: the project that Semgrep's own settings name. */
  readonly id?: string;
  /** Key, for Snyk, which makes no tickets without one. */
  readonly key?: string;
  readonly warnings: readonly string[];
}

/** Reads `tickets-project`: a number is Semgrep's, anything else Snyk's; of several of a kind the first counts. */
function jiraProjectsOf(entries: readonly string[]): JiraProjects {
  const isId = (entry: string) => /^\d+$/.test(entry);
  const [id, ...moreIds] = entries.filter(isId);
  const [key, ...moreKeys] = entries.filter((entry) => !isId(entry));
  const unused = [...moreIds, ...moreKeys];
  return {
    ...(id === undefined ? {} : { id }),
    ...(key === undefined ? {} : { key }),
    warnings:
      unused.length === 0
        ? []
        : [`tickets-project takes one numeric id and one key; ${unused.join(", ")} is not used.`],
  };
}

/** The default branch's bare name when that is what is judged; GitHub runs schedules on no other branch. */
function defaultBranchOf(context: RunContext): string | undefined {
  if (context.kind !== "ref" || context.foreign === true) return undefined;
  const branch = branchOf(context.ref);
  if (context.event === "schedule") return branch;
  return branch === context.defaultBranch ? branch : undefined;
}

/** Kept for the comment, the upload and the other documents, as far as there is so much. */
const FOR_THE_REST_MS = 60_000;

function ownShare(ports: World, deadline: Deadline): Deadline {
  const left = deadline.remaining();
  return ports.deadline({ ms: left - Math.min(left / 2, FOR_THE_REST_MS), parent: deadline.signal });
}

/** Snyk tells of tickets only when it is asked; without a Jira project nobody uses it for tickets. */
async function lookFor(work: Work, findings: Report["findings"]): Promise<KnownTickets> {
  const { settings, jira } = work;
  const { snyk } = settings;
  if (snyk === undefined || jira.key === undefined) return NOTHING_KNOWN;
  return await readKnownTickets(() => connectSnyk(work, snyk), findings);
}

/** Asks both services side by side. All that can throw comes before the first request. */
async function createAll(work: Work, plan: TicketPlan): Promise<TicketOutcome> {
  const { settings, jira, branch, deadline, report } = work;
  const asks: (() => Promise<TicketOutcome>)[] = [];
  if (settings.semgrep !== undefined && plan.semgrep.length > 0) {
    const service = connectSemgrep(work, settings.semgrep);
    const jiraProject = jira.id === undefined ? {} : { jiraProject: jira.id };
    asks.push(() =>
      createSemgrepTickets({ service, requests: plan.semgrep, branch, deadline, ...jiraProject }),
    );
  }
  if (settings.snyk !== undefined && jira.key !== undefined && plan.snyk.length > 0) {
    const service = connectSnyk(work, settings.snyk);
    const jiraProject = jira.key;
    asks.push(() =>
      createSnykTickets({
        service,
        requests: plan.snyk,
        jiraProject,
        context: report.context,
        fixes: planFixes(report.findings),
        deadline,
      }),
    );
  }
  const outcomes = await Promise.all(asks.map((ask) => ask()));
  return {
    tickets: new Map(outcomes.flatMap(({ tickets }) => [...tickets])),
    warnings: outcomes.flatMap(({ warnings }) => warnings),
  };
}

function connectSemgrep({ connect, deadline }: Work, { url, token }: SemgrepSettings): HttpService {
  return connect({ source: "semgrep", baseUrl: url, authorization: `Bearer ${token}`, deadline });
}

function connectSnyk({ connect, deadline }: Work, settings: SnykSettings): HttpService {
  const { apiUrl: baseUrl, authorization } = readAccount(settings);
  return connect({ source: "snyk", baseUrl, authorization, deadline });
}

/** A service may send a token back in any text; the report was cleaned before these came. */
function redacted(tickets: Tickets, { redact }: World): Tickets {
  return new Map([...tickets].map(([key, ticket]): [string, Ticket] => [key, redactDeep(ticket, redact)]));
}
