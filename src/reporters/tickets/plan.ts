import type { Finding, Home, Observation, Ticket } from "../../model/finding.ts";

/** Most findings that one request may name (contract §9). */
export const MOST_ISSUES = 20;

export const TICKET_TYPES = ["sast", "sca", "secrets"] as const;
export type TicketType = (typeof TICKET_TYPES)[number];

/** Findings of one kind in one project that Semgrep is asked about at once; at most {@link MOST_ISSUES}. */
export interface SemgrepRequest {
  /** Slug. */
  readonly deployment: string;
  readonly project: string;
  readonly type: TicketType;
  readonly homes: readonly Home[];
}

/** One issue that Snyk is asked about. */
export interface SnykRequest {
  readonly home: Home;
  /** The first finding that stands for the issue: the ticket tells of it. */
  readonly finding: Finding;
}

/** Why a finding that is to have a ticket gets none. */
export type TicketObstacle = "ai" | "iac" | "no-home" | "no-key" | "unread";

export interface TicketPlan {
  readonly semgrep: readonly SemgrepRequest[];
  readonly snyk: readonly SnykRequest[];
  /** Findings by the reason for which nothing is asked for; one that is not there has none. */
  readonly skipped: ReadonlyMap<TicketObstacle, number>;
}

export interface TicketPlanning {
  readonly findings: readonly Finding[];
  readonly mode: "blocking" | "all";
  /** Whether a Jira project is set for Snyk. */
  readonly snykKey: boolean;
  /** Snyk projects whose tickets could not be read: nobody knows what has one there. */
  readonly unread: ReadonlySet<string>;
}

/** Tickets by {@link homeKey}. */
export type Tickets = ReadonlyMap<string, Ticket>;

/** A home as one text, unique among both services. */
export function homeKey({ organization, project, issue }: Home): string {
  return JSON.stringify([organization, project, issue]);
}

/** Findings that are to have a ticket and, as far as they tell, have none. */
export function withoutTicket(
  findings: readonly Finding[],
  mode: TicketPlanning["mode"],
): readonly Finding[] {
  const taken = homesWithTicket(findings);
  return findings.filter(
    (finding) =>
      finding.suppressedBy === undefined &&
      (mode === "all" || finding.blocking) &&
      !hasTicket(finding) &&
      !finding.observations.some(({ home }) => home !== undefined && taken.has(homeKey(home))),
  );
}

/**
 * What to ask for: one ticket for a finding, whoever saw it, of the first tool that has tickets for it. What has a
 * ticket is never named, and no request is larger than it may be.
 */
export function planTickets(planning: TicketPlanning): TicketPlan {
  const semgrep = new Map<string, Batch>();
  const asked = new Set<string>();
  const snyk: SnykRequest[] = [];
  const skipped = new Map<TicketObstacle, number>();
  for (const finding of withoutTicket(planning.findings, planning.mode)) {
    const place = placeOf(finding, planning);
    if (typeof place === "string") {
      skipped.set(place, (skipped.get(place) ?? 0) + 1);
      continue;
    }
    const { home, observation, type } = place;
    if (asked.has(homeKey(home))) continue;
    asked.add(homeKey(home));
    if (type === undefined) snyk.push({ home, finding });
    else addTo(semgrep, { type, home, rule: observation.rule ?? observation.title });
  }
  return { semgrep: [...semgrep.values()].flatMap(toRequests), snyk, skipped };
}

/** The same findings, each with the ticket that is known for it. */
export function attachTickets(findings: readonly Finding[], tickets: Tickets): readonly Finding[] {
  if (tickets.size === 0) return findings;
  return findings.map((finding) => {
    if (finding.ticket !== undefined) return finding;
    const ticket = finding.observations
      .map(({ home }) => home && tickets.get(homeKey(home)))
      .find((one) => one !== undefined);
    return ticket === undefined ? finding : { ...finding, ticket };
  });
}

function hasTicket({ ticket, observations }: Finding): boolean {
  return ticket !== undefined || observations.some((one) => one.ticket !== undefined);
}

function homesWithTicket(findings: readonly Finding[]): ReadonlySet<string> {
  const homes = findings.filter(hasTicket).flatMap(({ observations }) => observations);
  return new Set(homes.flatMap(({ home }) => (home === undefined ? [] : homeKey(home))));
}

interface Place {
  readonly observation: Observation;
  readonly home: Home;
  /** Semgrep's word for what it makes tickets for; absent for Snyk. */
  readonly type?: TicketType;
}

/** Where a finding's ticket is asked for, or why nowhere. */
function placeOf(finding: Finding, planning: TicketPlanning): Place | TicketObstacle {
  // What a tool's users ignored there is none of their work.
  const observations = finding.observations.filter(({ ignored }) => ignored === undefined);
  if (observations.some(({ home }) => home !== undefined && planning.unread.has(home.project)))
    return "unread";
  const places = observations.map((observation) => placeAt(observation, planning));
  return places.find((place) => typeof place !== "string") ?? places[0] ?? "no-home";
}

function placeAt(observation: Observation, { snykKey }: TicketPlanning): Place | TicketObstacle {
  const { source, home, product } = observation;
  if (home === undefined) return "no-home";
  if (source === "semgrep") {
    const type = TICKET_TYPES.find((known) => known === observation.type);
    return type === undefined || product === "ai_sast" ? "ai" : { observation, home, type };
  }
  if (observation.type === "iac") return "iac";
  return snykKey ? { observation, home } : "no-key";
}

/** What one request of Semgrep may hold, of any number. */
interface Batch {
  readonly deployment: string;
  readonly project: string;
  readonly type: TicketType;
  readonly byRule: Map<string, Home[]>;
}

interface Entry {
  readonly type: TicketType;
  readonly home: Home;
  readonly rule: string;
}

/** Semgrep makes one ticket of one rule's findings, as far as one request names them: they stay together. */
function addTo(batches: Map<string, Batch>, { type, home, rule }: Entry): void {
  const { organization: deployment, project } = home;
  const key = JSON.stringify([deployment, project, type]);
  const batch = batches.get(key) ?? { deployment, project, type, byRule: new Map() };
  batches.set(key, batch);
  const homes = batch.byRule.get(rule);
  if (homes === undefined) batch.byRule.set(rule, [home]);
  else homes.push(home);
}

function toRequests({ byRule, ...common }: Batch): readonly SemgrepRequest[] {
  return chunks([...byRule.values()].flat(), MOST_ISSUES).map((homes) => ({ ...common, homes }));
}

/** A list in parts of at most `size`. */
export function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
