import type { RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import { badRequest, ok } from "./answers.ts";
import { parseObject } from "./scans.ts";
import type { SemgrepFinding, SemgrepSecret } from "./world.ts";

const KEYS = [
  "issue_type",
  "issue_ids",
  "group_issues",
  "jira_project_id",
  "limit",
  "deployment_slug",
  "deploymentSlug",
];

export interface Tickets {
  readonly findings: readonly SemgrepFinding[];
  readonly secrets: readonly SemgrepSecret[];
  readonly answer: Answer;
}

/**
 * `POST …/tickets` by issue ids: one ticket for all that are known and have none. Returns the findings with their
 * new tickets beside the answer.
 */
export function createTickets(
  state: { readonly findings: readonly SemgrepFinding[]; readonly secrets: readonly SemgrepSecret[] },
  request: RecordedRequest,
): Tickets {
  const refuse = (what: string): Tickets => ({ ...state, answer: badRequest(what) });
  const body = parseObject(request.body);
  if (body === undefined) return refuse("The request body is not a JSON object");
  const unknown = Object.keys(body).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return refuse(`Unknown field: ${unknown}`);
  if (!["sast", "sca", "secrets"].includes(String(body.issue_type))) return refuse("issue_type is required");
  const limit = body.limit ?? 20;
  if (typeof limit !== "number" || limit < 1 || limit > 20) return refuse("limit must be between 1 and 20");
  const asked = Array.isArray(body.issue_ids) ? body.issue_ids.map(String) : [];
  if (asked.length === 0) return refuse("issue_ids or a filter is required");

  const records = [...state.findings, ...state.secrets].map((one) => one.body);
  const free = asked.filter((id) =>
    records.some((one) => String(one.id) === id && one.external_ticket == null && one.externalTicket == null),
  );
  const missing = asked.filter((id) => !records.some((one) => String(one.id) === id));
  const taken = asked.filter((id) => !free.includes(id) && !missing.includes(id));
  const number =
    100 + records.filter((one) => one.external_ticket != null || one.externalTicket != null).length;
  const ticket = {
    external_slug: `SHOP-${number}`,
    id: number,
    url: `https://acme.atlassian.net/browse/SHOP-${number}`,
  };
  return {
    findings: state.findings.map((one) =>
      free.includes(String(one.body.id)) ? { ...one, body: { ...one.body, external_ticket: ticket } } : one,
    ),
    secrets: state.secrets.map((one) =>
      free.includes(String(one.body.id)) ? { ...one, body: { ...one.body, externalTicket: ticket } } : one,
    ),
    answer: ok({
      ...(free.length > 0
        ? {
            succeeded: [
              {
                ticket_id: ticket.id,
                ticket_url: ticket.url,
                external_slug: ticket.external_slug,
                issue_ids: free.map(Number),
              },
            ],
          }
        : {}),
      ...(taken.length > 0
        ? { skipped: [{ issue_ids: taken.map(Number), reason: "already ticketed" }] }
        : {}),
      ...(missing.length > 0
        ? { failed: [{ issue_ids: missing.map(Number), error: "issue not found" }] }
        : {}),
    }),
  };
}
