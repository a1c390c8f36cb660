import { counted } from "../../text/count.ts";
import { clip } from "../../text/escape.ts";
import type { TicketObstacle, TicketPlan, Tickets } from "./plan.ts";

/** Most tickets that the one line names. */
const MOST_NAMED = 20;

const SKIPPED: Readonly<Record<Exclude<TicketObstacle, "no-key" | "unread">, (count: number) => string>> = {
  ai: (count) => `skipped ${counted(count, "AI finding")}, for which Semgrep has no tickets`,
  iac: (count) =>
    `skipped ${counted(count, "infrastructure as code finding")}, for which Snyk has no tickets`,
  "no-home": (count) => `skipped ${counted(count, "finding")} that only a report file tells of`,
};

/** One line: which tickets were created, and what was skipped. */
export function tellCreated(plan: TicketPlan, tickets: Tickets): string {
  const keys = [...new Set([...tickets.values()].map(({ key }) => clip(key, 40)))];
  const named = keys.slice(0, MOST_NAMED).join(", ");
  const more = keys.length > MOST_NAMED ? ` and ${keys.length - MOST_NAMED} more` : "";
  const created =
    keys.length === 0
      ? "none created"
      : `created ${keys.length} for ${counted(tickets.size, "finding")}: ${named}${more}`;
  return [created, ...skippedIn(plan)].join("; ");
}

/** One line: what would be asked for, and what would be skipped. */
export function tellPlanned(plan: TicketPlan): string {
  const semgrep = plan.semgrep.flatMap(({ homes }) => homes).length;
  const asked = [
    ...(semgrep === 0 ? [] : [`Semgrep for ${counted(semgrep, "finding")}`]),
    ...(plan.snyk.length === 0 ? [] : [`Snyk for ${counted(plan.snyk.length, "finding")}`]),
  ];
  const would = asked.length === 0 ? "would ask for none" : `would ask ${asked.join(" and ")}`;
  return [`dry run, ${would}`, ...skippedIn(plan)].join("; ");
}

/** Most warnings that are told one by one. */
const MOST_WARNINGS = 50;

/** The first warnings, and how many more there are. */
export function boundWarnings(warnings: readonly string[]): readonly string[] {
  const rest = warnings.length - MOST_WARNINGS;
  return rest <= 0
    ? warnings
    : [
        ...warnings.slice(0, MOST_WARNINGS),
        counted(rest, "more warning like these", "more warnings like these"),
      ];
}

/** More findings than this in one run are most often not what was meant. */
const MANY_TICKETS = 20;

/** What must be set for findings that could have a ticket, and that there are many of them. */
export function warnOf(plan: TicketPlan, isDryRun: boolean): readonly string[] {
  const warnings: string[] = [];
  const withoutKey = plan.skipped.get("no-key");
  if (withoutKey !== undefined) {
    warnings.push(
      `No ticket for ${counted(withoutKey, "Snyk finding")}: put the key of a Jira project, such as SHOP, into tickets-project.`,
    );
  }
  const asked = plan.semgrep.flatMap(({ homes }) => homes).length + plan.snyk.length;
  if (asked > MANY_TICKETS) {
    const now = isDryRun ? "A run without dry-run asks" : "This run asks";
    const hint = "Set `tickets: blocking` for fewer, and preview a run with `dry-run: true`.";
    warnings.push(`${now} for tickets for ${counted(asked, "finding")} at once. ${hint}`);
  }
  return warnings;
}

function skippedIn({ skipped }: TicketPlan): readonly string[] {
  return [...skipped].flatMap(([obstacle, count]) =>
    obstacle === "no-key" || obstacle === "unread" ? [] : SKIPPED[obstacle](count),
  );
}
