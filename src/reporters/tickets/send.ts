import { ScanGateError, toReason } from "../../errors.ts";
import type { Home, Ticket } from "../../model/finding.ts";
import type { Deadline } from "../../ports.ts";
import { counted } from "../../text/count.ts";
import { homeKey, type Tickets } from "./plan.ts";

/** What came of asking. */
export interface TicketOutcome {
  readonly tickets: Tickets;
  /** One for each request, or part of one, that made no ticket. */
  readonly warnings: readonly string[];
}

/** How one service is asked for tickets. */
export interface TicketSending<R> {
  readonly source: "semgrep" | "snyk";
  readonly requests: readonly R[];
  readonly homes: (request: R) => readonly Home[];
  /** Asks once. What it throws without a refusal leaves unknown whether there is a ticket now. */
  readonly create: (request: R) => Promise<TicketOutcome>;
  /** Looks which findings of a request have a ticket now. */
  readonly reread: (request: R) => Promise<Tickets>;
  readonly deadline: Deadline;
}

/** With less left than this, no request is begun: it would only be cut off, and nobody would know its effect. */
export const LEAST_MS = 3_000;

const NAMES = { semgrep: "Semgrep", snyk: "Snyk" } as const;

/**
 * Sends requests that create, one after the other, each exactly once. After an answer that was lost it reads what is
 * there instead of asking again: a service that is still at work would make a second ticket. Never throws.
 */
export async function sendAll<R>(sending: TicketSending<R>): Promise<TicketOutcome> {
  const tickets = new Map<string, Ticket>();
  const warnings: string[] = [];
  for (const [index, request] of sending.requests.entries()) {
    const { deadline } = sending;
    if (deadline.signal.aborted || deadline.remaining() < LEAST_MS) {
      warnings.push(leftOut(sending, index, "there is no time left for more"));
      break;
    }
    const step = await sendOne(sending, request);
    for (const [key, ticket] of step.tickets) tickets.set(key, ticket);
    warnings.push(...step.warnings);
    if (step.stop && index + 1 < sending.requests.length) {
      warnings.push(leftOut(sending, index + 1, "it would end the same way"));
      break;
    }
  }
  return { tickets, warnings };
}

interface Step extends TicketOutcome {
  /** Whether the next request would fail as well. */
  readonly stop: boolean;
}

async function sendOne<R>(sending: TicketSending<R>, request: R): Promise<Step> {
  try {
    return { ...(await sending.create(request)), stop: false };
  } catch (error) {
    const why = toReason(error, sending.source).message;
    if (isRefusal(error)) {
      return {
        tickets: new Map(),
        warnings: [`${noTicket(sending, request)}. ${why}`],
        stop: refusesAll(error),
      };
    }
    return await lookAgain(sending, request, why);
  }
}

async function lookAgain<R>(sending: TicketSending<R>, request: R, why: string): Promise<Step> {
  const homes = sending.homes(request);
  try {
    const tickets = await sending.reread(request);
    const without = homes.filter((home) => !tickets.has(homeKey(home)));
    if (without.length === 0) return { tickets, warnings: [], stop: false };
    const warning = `${why} There was no ticket for ${issueNames(without)} at a second look; none is asked for twice in one run.`;
    return { tickets, warnings: [warning], stop: false };
  } catch (error) {
    const again = toReason(error, sending.source).message;
    const warning = `${why} Whether there is one for ${issueNames(homes)} now could not be read either: ${again}`;
    return { tickets: new Map(), warnings: [warning], stop: true };
  }
}

/** Whether the service said no, so that it certainly made nothing. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof ScanGateError ? (error.status ?? 0) : 0;
  return status >= 400 && status < 500 && status !== 408;
}

/** A refusal that is not about the finding. */
function refusesAll(error: unknown): boolean {
  return error instanceof ScanGateError && ["auth", "forbidden", "rate-limited"].includes(error.code);
}

function noTicket<R>({ source, homes }: TicketSending<R>, request: R): string {
  return `${NAMES[source]} made no ticket for ${issueNames(homes(request))}`;
}

function leftOut<R>({ source, requests, homes }: TicketSending<R>, from: number, why: string): string {
  const count = requests.slice(from).flatMap(homes).length;
  return `${NAMES[source]} was not asked for tickets of ${counted(count, "more finding")}: ${why}. Run the job again.`;
}

/** Issues by the service's own ids, which is what people can look for there. */
export function issueNames(homes: readonly Home[]): string {
  return homes.map(({ issue }) => issue).join(", ");
}
