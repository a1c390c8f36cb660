import { describe, expect, it } from "vitest";
import { aFinding, aReport } from "../../../test/support/a-report.ts";
import { deadlineOf } from "../../../test/support/clock.ts";
import { failure, fakeService } from "../../../test/support/fake-service.ts";
import { planFixes } from "../../fixes/advice.ts";
import type { ServiceRequest } from "../../ports.ts";
import { homeKey } from "./plan.ts";
import { createSnykTickets, readSnykTickets } from "./snyk.ts";

const home = (issue: string) => ({ organization: "o 1", project: "p/1", issue });
const LICENSE = "snyk:lic:npm:chart-kit:AGPL-3.0";
const IN_PROJECT = "/v1/org/o%201/project/p%2F1";

async function ask(
  answer: (sent: ServiceRequest, nth: number) => unknown,
  issues: readonly string[] = [LICENSE],
) {
  const service = fakeService(answer);
  const outcome = await createSnykTickets({
    service,
    requests: issues.map((issue) => ({ home: home(issue), finding: aFinding() })),
    jiraProject: "SHOP",
    context: aReport().context,
    fixes: planFixes([]),
    deadline: deadlineOf(60_000),
  });
  const ticketed = Object.fromEntries(
    [...outcome.tickets].map(([key, { key: ticket }]) => [JSON.parse(key)[2], ticket]),
  );
  return { service, outcome, ticketed };
}

const silent = () => {
  throw failure(undefined, "no answer came");
};

describe("a request to Snyk", () => {
  it("names the issue in its path and the ticket's fields in its body", async () => {
    const { service } = await ask(() => ({ jiraIssue: { id: "1", key: "SHOP-1" } }));
    expect(service.seen).toEqual([
      `POST ${IN_PROJECT}/issue/snyk%3Alic%3Anpm%3Achart-kit%3AAGPL-3.0/jira-issue`,
    ]);
    expect(service.sent[0]?.body).toMatchObject({
      fields: {
        project: { key: "SHOP" },
        issuetype: { name: "Bug" },
        summary: expect.stringContaining("SQL query"),
        description: expect.stringContaining("src/routes/orders.ts:41"),
      },
    });
  });

  it.each([
    ["as described", { jiraIssue: { id: "1", key: "SHOP-1" } }],
    ["as it comes", { [LICENSE]: [{ jiraIssue: { id: "1", key: "SHOP-1" } }] }],
  ])("reads the answer %s", async (_, answer) => {
    const { ticketed, outcome } = await ask(() => answer);
    expect(ticketed).toEqual({ [LICENSE]: "SHOP-1" });
    expect(outcome.warnings).toEqual([]);
  });

  it("that is refused does not stop the next one", async () => {
    const { ticketed, outcome } = await ask(
      (sent) => {
        if (sent.path.includes("/issue/A/")) throw failure(404);
        return { B: [{ jiraIssue: { key: "SHOP-2" } }] };
      },
      ["A", "B"],
    );
    expect(ticketed).toEqual({ B: "SHOP-2" });
    expect(outcome.warnings).toEqual(["Snyk made no ticket for A. answered 404."]);
  });

  it.each([
    ["no answer", silent],
    ["an answer without a ticket", () => ({})],
  ])("followed by %s leads to a look at the tickets, and not to a second request", async (_, fault) => {
    const { service, ticketed, outcome } = await ask(
      (sent) => (sent.method === "POST" ? fault() : { A: [{ jiraIssue: { id: "3", key: "SHOP-3" } }] }),
      ["A", "B"],
    );
    expect(service.seen).toEqual([
      `POST ${IN_PROJECT}/issue/A/jira-issue`,
      `GET ${IN_PROJECT}/jira-issues`,
      `POST ${IN_PROJECT}/issue/B/jira-issue`,
      `GET ${IN_PROJECT}/jira-issues`,
    ]);
    expect(ticketed).toMatchObject({ A: "SHOP-3" });
    expect(outcome.warnings).toHaveLength(1);
    expect(outcome.warnings[0]).toContain("no ticket for B at");
  });
});

describe("a project's tickets", () => {
  it("are read by issue; an issue without any has none", async () => {
    const service = fakeService(() => ({
      A: [{ jiraIssue: { id: "3", key: "SHOP-3" } }, { jiraIssue: { key: "SHOP-4" } }],
      B: [],
    }));
    const tickets = await readSnykTickets(service, home("x"));
    expect([...tickets]).toEqual([[homeKey(home("A")), { key: "SHOP-3" }]]);
  });

  it.each([
    [[]],
    [{ A: "SHOP-3" }],
    [{ A: [{ key: "SHOP-3" }] }],
  ])("are not taken for none when they come as %j", async (answer) => {
    await expect(
      readSnykTickets(
        fakeService(() => answer),
        home("x"),
      ),
    ).rejects.toMatchObject({ code: "bad-response" });
  });
});
