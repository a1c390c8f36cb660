import { describe, expect, it } from "vitest";
import { deadlineOf } from "../../../test/support/clock.ts";
import { failure, fakeService } from "../../../test/support/fake-service.ts";
import type { ServiceRequest } from "../../ports.ts";
import { homeKey, type TicketType } from "./plan.ts";
import { createSemgrepTickets } from "./semgrep.ts";
import { LEAST_MS, type TicketOutcome } from "./send.ts";

const home = (issue: string) => ({ organization: "acme", project: "acme/shop", issue });
const request = (issues: readonly string[], type: TicketType = "sast") => ({
  deployment: "acme",
  project: "acme/shop",
  type,
  homes: issues.map(home),
});

interface Asking {
  readonly requests?: readonly ReturnType<typeof request>[];
  readonly jiraProject?: string;
  readonly deadline?: ReturnType<typeof deadlineOf>;
}

async function ask(answer: (sent: ServiceRequest, nth: number) => unknown, asking: Asking = {}) {
  const service = fakeService(answer);
  const { requests = [request(["1", "2"])], deadline = deadlineOf(60_000), ...more } = asking;
  const outcome = await createSemgrepTickets({ service, requests, branch: "main", deadline, ...more });
  return { service, outcome, ticketed: ticketed(outcome) };
}

/** Issue and ticket of an outcome, in short. */
const ticketed = ({ tickets }: TicketOutcome) =>
  Object.fromEntries([...tickets].map(([key, ticket]) => [JSON.parse(key)[2], ticket.key]));

const silent = () => {
  throw failure(undefined, "no answer came");
};

describe("a request to Semgrep", () => {
  it("names issues, kind, grouping and limit, and the Jira project where one is set", async () => {
    const { service } = await ask(() => ({}), { jiraProject: "10001" });
    expect(service.seen).toEqual(["POST /api/v1/deployments/acme/tickets"]);
    expect(service.sent[0]?.body).toEqual({
      deployment_slug: "acme",
      issue_type: "sast",
      issue_ids: ["1", "2"],
      group_issues: true,
      limit: 20,
      jira_project_id: "10001",
    });
    const { service: plain } = await ask(() => ({}));
    expect(plain.sent[0]?.body).not.toHaveProperty("jira_project_id");
    expect(plain.sent[0]).not.toHaveProperty("reads");
  });

  it("gives each finding of a ticket that ticket", async () => {
    const { outcome, ticketed: made } = await ask(() => ({
      succeeded: [
        {
          ticket_id: 7,
          external_slug: "SHOP-7",
          ticket_url: "https://acme.atlassian.net/browse/SHOP-7",
          issue_ids: [1, "2"],
        },
      ],
    }));
    expect(made).toEqual({ 1: "SHOP-7", 2: "SHOP-7" });
    expect(outcome.tickets.get(homeKey(home("1")))?.url).toBe("https://acme.atlassian.net/browse/SHOP-7");
    expect(outcome.warnings).toEqual([]);
  });

  it("takes a ticket's number where it has no key, and no address that is not https", async () => {
    const { outcome } = await ask(() => ({
      succeeded: [{ ticket_id: 7, ticket_url: "javascript:alert(1)", issue_ids: [1, 2] }],
    }));
    expect(outcome.tickets.get(homeKey(home("2")))).toEqual({ key: "7" });
  });

  it("tells each part that failed, was skipped, or is in no list", async () => {
    const { outcome, ticketed: made } = await ask(
      () => ({
        succeeded: [{ external_slug: "SHOP-7", issue_ids: [1] }],
        skipped: [{ issue_ids: [2], reason: "already ticketed" }],
        failed: [
          { issue_ids: [3, 4], error: "limit reached" },
          { issue_ids: [5] },
          { issue_ids: [99], error: "not asked for" },
        ],
      }),
      { requests: [request(["1", "2", "3", "4", "5", "6"])] },
    );
    expect(made).toEqual({ 1: "SHOP-7" });
    expect(outcome.warnings).toEqual([
      "Semgrep made no ticket for 2: already ticketed",
      "Semgrep made no ticket for 3, 4: limit reached",
      "Semgrep made no ticket for 5: it gives no reason",
      "Semgrep made no ticket for 6: its answer leaves them out",
    ]);
  });

  it("that is refused stops only its own part", async () => {
    const {
      service,
      outcome,
      ticketed: made,
    } = await ask(
      (_, nth) => {
        if (nth === 1) throw failure(400);
        return { succeeded: [{ external_slug: "SHOP-8", issue_ids: ["3"] }] };
      },
      { requests: [request(["1", "2"]), request(["3"])] },
    );
    expect(service.requests).toBe(2);
    expect(made).toEqual({ 3: "SHOP-8" });
    expect(outcome.warnings).toEqual(["Semgrep made no ticket for 1, 2. answered 400."]);
  });

  it.each([401, 403, 429])("that is refused with %i is the last one", async (status) => {
    const { service, outcome } = await ask(
      () => {
        throw failure(status);
      },
      { requests: [request(["1"]), request(["2", "3"])] },
    );
    expect(service.requests).toBe(1);
    expect(outcome.warnings).toHaveLength(2);
    expect(outcome.warnings[1]).toContain("2 more findings");
  });

  it.each([
    ["there is too little time", deadlineOf(LEAST_MS - 1)],
    ["the run was cancelled", deadlineOf(60_000, aborted())],
  ])("is not begun when %s", async (_, deadline) => {
    const { service, outcome } = await ask(() => ({}), { deadline });
    expect(service.requests).toBe(0);
    expect(outcome.warnings).toHaveLength(1);
    expect(outcome.warnings[0]).toContain("2 more findings");
  });
});

function aborted(): AbortController {
  const controller = new AbortController();
  controller.abort();
  return controller;
}

describe("an answer of Semgrep that was lost", () => {
  it.each([
    ["nothing came", silent],
    [
      "the service failed",
      () => {
        throw failure(502);
      },
    ],
    [
      "it took too long",
      () => {
        throw failure(408);
      },
    ],
    ["it names no ticket", () => ({ succeeded: [{ issue_ids: [1, 2] }] })],
    ["it is no object", () => "created"],
  ])("because %s is followed by a look at the findings, and never by a second request", async (_, fault) => {
    const {
      service,
      outcome,
      ticketed: made,
    } = await ask((sent, nth) =>
      sent.method === "POST"
        ? fault()
        : nth === 2
          ? { findings: [{ id: 1, external_ticket: { external_slug: "SHOP-5", id: 5 } }, { id: 9 }] }
          : { findings: [{ id: "2", external_ticket: null }] },
    );
    expect(service.seen).toEqual([
      "POST /api/v1/deployments/acme/tickets",
      "GET /api/v1/deployments/acme/findings",
      "GET /api/v1/deployments/acme/findings",
    ]);
    expect(service.sent[2]?.query).toEqual([
      ["issue_type", "sast"],
      ["repos", "acme/shop"],
      ["ref", "main"],
      ["page", 1],
      ["page_size", 3000],
    ]);
    expect(made).toEqual({ 1: "SHOP-5" });
    expect(outcome.warnings).toHaveLength(1);
    expect(outcome.warnings[0]).toMatch(/no ticket for 2 at a second look/);
  });

  it("is no news when all tickets are there", async () => {
    const { outcome, ticketed: made } = await ask((sent) =>
      sent.method === "POST"
        ? silent()
        : { findings: [1, 2].map((id) => ({ id, external_ticket: { id: 5, url: "https://j.example/5" } })) },
    );
    expect(made).toEqual({ 1: "5", 2: "5" });
    expect(outcome.warnings).toEqual([]);
  });

  it("ends the looking at a page with nothing new", async () => {
    const { service, outcome } = await ask((sent) =>
      sent.method === "POST" ? silent() : { findings: [{ id: 9 }] },
    );
    expect(service.requests).toBe(3);
    expect(outcome.warnings[0]).toContain("no ticket for 1, 2 at");
  });

  it("about secrets is followed by a look at the secrets, page by page", async () => {
    const { service, ticketed: made } = await ask(
      (sent, nth) => {
        if (sent.method === "POST") return silent();
        if (sent.path === "/api/v1/deployments") return { deployments: [{ id: 120, slug: "acme" }] };
        return nth === 3
          ? { findings: [{ id: "8" }], cursor: "next" }
          : { findings: [{ id: "1", externalTicket: { externalSlug: "SHOP-6" } }], cursor: "" };
      },
      { requests: [request(["1"], "secrets")] },
    );
    expect(service.seen.slice(1)).toEqual([
      "GET /api/v1/deployments",
      "GET /api/v1/deployments/120/secrets",
      "GET /api/v1/deployments/120/secrets",
    ]);
    expect(service.sent[3]?.query).toContainEqual(["cursor", "next"]);
    expect(made).toEqual({ 1: "SHOP-6" });
  });

  it("and cannot be made up for is told, and is the last request", async () => {
    const { service, outcome } = await ask(silent, { requests: [request(["1"]), request(["2"])] });
    expect(service.seen.filter((seen) => seen.startsWith("POST"))).toHaveLength(1);
    expect(outcome.warnings[0]).toContain("could not be read either");
    expect(outcome.warnings[1]).toContain("1 more finding:");
  });

  it("about secrets of a deployment that is gone is told", async () => {
    const { outcome } = await ask(
      (sent) => (sent.method === "POST" ? silent() : { deployments: [{ id: 1, slug: "other" }] }),
      { requests: [request(["1"], "secrets")] },
    );
    expect(outcome.warnings[0]).toContain("no longer shows the deployment acme");
  });
});
