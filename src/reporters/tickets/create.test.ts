import { describe, expect, it } from "vitest";
import { aFinding, anObservation, aReport } from "../../../test/support/a-report.ts";
import { deadlineOf } from "../../../test/support/clock.ts";
import { fakePorts } from "../../../test/support/fake-ports.ts";
import { failure, fakeService } from "../../../test/support/fake-service.ts";
import type { RunContext } from "../../context/run-context.ts";
import type { Finding, Observation } from "../../model/finding.ts";
import type { ServiceOptions, ServiceRequest } from "../../ports.ts";
import { readSettings } from "../../settings/read.ts";
import { createTickets } from "./create.ts";

const COMMIT = "1".repeat(40);
const ON_MAIN: RunContext = {
  kind: "ref",
  event: "push",
  owner: "acme",
  repo: "shop",
  repositoryUrl: "https://github.com/acme/shop",
  commit: COMMIT,
  ref: "refs/heads/main",
  defaultBranch: "main",
};
const { defaultBranch: _, ...WITHOUT_DEFAULT } = ON_MAIN;
const ON_PULL_REQUEST: RunContext = {
  ...WITHOUT_DEFAULT,
  kind: "pull-request",
  defaultBranch: "main",
  number: 7,
  headRef: "main",
  fork: true,
  base: { ref: "main", commit: COMMIT },
  upload: { ref: "refs/pull/7/head", commit: COMMIT },
};

const SEMGREP = anObservation({ id: "1", home: { organization: "acme", project: "acme/shop", issue: "1" } });
const snykIn = (project: string, issue: string, more: Partial<Observation> = {}): Observation =>
  anObservation({ source: "snyk", tool: "snyk", home: { organization: "o1", project, issue }, ...more });
const found = (observation: Observation, more: Partial<Finding> = {}): Finding =>
  aFinding({ fingerprint: observation.id, observations: [observation], ...more });

interface Given {
  readonly findings: readonly Finding[];
  readonly inputs?: Readonly<Record<string, string>>;
  readonly context?: RunContext;
  readonly answer?: (request: ServiceRequest) => unknown;
  readonly leftMs?: number;
}

/** A service that makes every ticket it is asked for and knows of none before. */
function willing({ method, path, body }: ServiceRequest): unknown {
  if (method === "GET") return {};
  if (path.endsWith("/jira-issue")) return { jiraIssue: { id: "9", key: "SHOP-9" } };
  const issues = typeof body === "object" && body !== null && "issue_ids" in body ? body.issue_ids : [];
  return { succeeded: [{ external_slug: "SHOP-1", issue_ids: issues }] };
}

async function create({
  findings,
  inputs = {},
  context = ON_MAIN,
  answer = willing,
  leftMs = 60_000,
}: Given) {
  const settings = readSettings(
    {
      "semgrep-token": "fake-semgrep-token",
      "snyk-token": "fake-snyk-token",
      tickets: "blocking",
      "tickets-project": "10001, SHOP",
      ...inputs,
    },
    { workspace: "/w", temp: "/t" },
  );
  if (!settings.ok) throw new Error(settings.problems.join());
  const service = fakeService(answer);
  const connected: ServiceOptions[] = [];
  const ports = fakePorts({
    connect: (options) => {
      connected.push(options);
      return service;
    },
  });
  const limits: number[] = [];
  const { report, published } = await createTickets(
    {
      ...ports,
      deadline: ({ ms }) => {
        limits.push(ms);
        return deadlineOf(ms);
      },
    },
    { report: aReport({ findings }), settings: settings.settings, context, deadline: deadlineOf(leftMs) },
  );
  const keys = report.findings.map(({ ticket }) => ticket?.key);
  return { service, connected, limits, report, published, keys };
}

const SEMGREP_FINDING = found(SEMGREP);
const SNYK_FINDING = found(snykIn("p1", "S-1"));

describe("tickets", () => {
  it("are asked of both services with their own tokens, and shown in the report", async () => {
    const { service, connected, published, keys, report } = await create({
      findings: [SEMGREP_FINDING, SNYK_FINDING, found(snykIn("p1", "S-2"), { blocking: false })],
    });
    expect(service.seen).toEqual([
      "GET /v1/org/o1/project/p1/jira-issues",
      "POST /api/v1/deployments/acme/tickets",
      "POST /v1/org/o1/project/p1/issue/S-1/jira-issue",
    ]);
    expect(connected.map(({ source, baseUrl, authorization }) => [source, baseUrl, authorization])).toEqual([
      ["snyk", "https://api.snyk.io", "token fake-snyk-token"],
      ["semgrep", "https://semgrep.dev", "Bearer fake-semgrep-token"],
      ["snyk", "https://api.snyk.io", "token fake-snyk-token"],
    ]);
    expect(keys).toEqual(["SHOP-1", "SHOP-9", undefined]);
    expect(published).toEqual({ done: "created 2 for 2 findings: SHOP-1, SHOP-9", warnings: [] });
    expect(report.verdict).toBe("fail");
  });

  it("that Snyk knows of are shown and left alone", async () => {
    const { service, keys, published } = await create({
      findings: [SNYK_FINDING],
      answer: () => ({ "S-1": [{ jiraIssue: { id: "3", key: "SHOP-3" } }] }),
    });
    expect(service.seen).toEqual(["GET /v1/org/o1/project/p1/jira-issues"]);
    expect(keys).toEqual(["SHOP-3"]);
    expect(published.done).toBe("none created");
  });

  it("are not made in a Snyk project whose tickets cannot be read; other projects do not suffer", async () => {
    const { service, keys, published } = await create({
      findings: [SNYK_FINDING, found(snykIn("p2", "S-2"))],
      answer: (request) => {
        if (request.path.endsWith("p1/jira-issues")) throw failure(500);
        return willing(request);
      },
    });
    expect(service.seen.filter((seen) => seen.startsWith("POST"))).toEqual([
      "POST /v1/org/o1/project/p2/issue/S-2/jira-issue",
    ]);
    expect(keys).toEqual([undefined, "SHOP-9"]);
    expect(published.warnings).toHaveLength(1);
    expect(published.warnings?.[0]).toContain("Snyk project p1");
  });

  it("of Snyk need a key, and the warning says where to put it", async () => {
    const { service, published } = await create({
      findings: [SNYK_FINDING, SEMGREP_FINDING],
      inputs: { "tickets-project": "10001" },
    });
    expect(service.seen).toEqual(["POST /api/v1/deployments/acme/tickets"]);
    expect(service.sent[0]?.body).toMatchObject({ jira_project_id: "10001" });
    expect(published.warnings).toEqual([
      "No ticket for 1 Snyk finding: put the key of a Jira project, such as SHOP, into tickets-project.",
    ]);
  });

  it("go to Semgrep's own Jira project without an id", async () => {
    const { service } = await create({ findings: [SEMGREP_FINDING], inputs: { "tickets-project": "" } });
    expect(service.sent[0]?.body).not.toHaveProperty("jira_project_id");
  });

  it("go to the first project of a kind, and the rest is told", async () => {
    const { service, published } = await create({
      findings: [SEMGREP_FINDING],
      inputs: { "tickets-project": "1,2,A,B" },
    });
    expect(service.sent[0]?.body).toMatchObject({ jira_project_id: "1" });
    expect(published.warnings).toEqual([
      "tickets-project takes one numeric id and one key; 2, B is not used.",
    ]);
  });

  it("that no tool makes are counted in the one line", async () => {
    const { service, published } = await create({
      findings: [
        found({ ...SEMGREP, product: "ai_sast" }),
        found(snykIn("p1", "S-1", { type: "iac" })),
        found(anObservation()),
        found(anObservation()),
      ],
    });
    expect(service.seen).toEqual([]);
    expect(published.done).toBe(
      "none created; skipped 1 AI finding, for which Semgrep has no tickets; skipped 1 infrastructure as code finding, for which Snyk has no tickets; skipped 2 findings that only a report file tells of",
    );
  });

  it("beyond the twentieth are counted in the one line", async () => {
    const { published } = await create({
      findings: Array.from({ length: 25 }, (_unused, index) => found(snykIn("p1", `S-${index}`))),
      answer: (request) =>
        request.method === "GET" ? {} : { jiraIssue: { key: `SHOP-${/S-(\d+)/.exec(request.path)?.[1]}` } },
    });
    expect(published.done).toMatch(/^created 25 for 25 findings: SHOP-0, .*SHOP-19 and 5 more$/);
  });

  it("that fail are told one by one up to the fiftieth", async () => {
    const { published } = await create({
      findings: Array.from({ length: 60 }, (_unused, index) => found(snykIn("p1", `S-${index}`))),
      answer: ({ method }) => {
        if (method === "POST") throw failure(404);
        return {};
      },
    });
    expect(published.warnings).toHaveLength(51);
    expect(published.warnings?.at(-1)).toBe("11 more warnings like these");
  });

  it("are warned of when there are more than twenty at once, also in a dry run", async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_unused, index) => found(snykIn("p1", `S-${index}`)));
    const warningsOf = async (count: number, inputs = {}) =>
      (await create({ findings: many(count), inputs })).published.warnings?.filter((warning) =>
        warning.includes("at once"),
      );
    expect(await warningsOf(20, { "dry-run": "true" })).toEqual([]);
    expect(await warningsOf(21, { "dry-run": "true" })).toEqual([
      "A run without dry-run asks for tickets for 21 findings at once. Set `tickets: blocking` for fewer, and preview a run with `dry-run: true`.",
    ]);
    expect((await warningsOf(21))?.[0]).toMatch(/^This run asks for tickets for 21 findings at once/);
  });

  it("are only planned in a dry run", async () => {
    const { service, published, keys } = await create({
      findings: [SEMGREP_FINDING, SNYK_FINDING],
      inputs: { "dry-run": "true" },
    });
    expect(service.seen).toEqual(["GET /v1/org/o1/project/p1/jira-issues"]);
    expect(published.done).toBe("dry run, would ask Semgrep for 1 finding and Snyk for 1 finding");
    expect(keys).toEqual([undefined, undefined]);
    const nothing = await create({ findings: [], inputs: { "dry-run": "true" } });
    expect(nothing.published.done).toBe("dry run, would ask for none");
  });

  it.each<[string, RunContext]>([
    ["a pull request", ON_PULL_REQUEST],
    ["another branch", { ...ON_MAIN, ref: "refs/heads/next" }],
    ["a tag of the branch's name", { ...ON_MAIN, ref: "refs/tags/main" }],
    ["a branch, when no default branch is known", WITHOUT_DEFAULT as RunContext],
    ["a fork's branch of that name", { ...ON_MAIN, event: "workflow_run", foreign: true }],
  ])("are not made on %s", async (_name, context) => {
    const { service, published, connected } = await create({ findings: [SEMGREP_FINDING], context });
    expect(service.seen).toEqual([]);
    expect(connected).toEqual([]);
    expect(published).toEqual({ done: "none, because this is not the repository's default branch" });
  });

  it("are made on a schedule, which GitHub runs on the default branch only", async () => {
    const context = { ...WITHOUT_DEFAULT, event: "schedule" } as RunContext;
    expect((await create({ findings: [SEMGREP_FINDING], context })).keys).toEqual(["SHOP-1"]);
  });

  it("are not made when they are off", async () => {
    const { published, service } = await create({ findings: [SEMGREP_FINDING], inputs: { tickets: "off" } });
    expect([published.done, service.requests]).toEqual(["off", 0]);
  });

  it("of a service that is off are not asked for", async () => {
    const findings = [SEMGREP_FINDING, SNYK_FINDING];
    const { service } = await create({ findings, inputs: { "semgrep-token": "", "snyk-token": "" } });
    expect(service.seen).toEqual([]);
  });

  it("leave the reporters after them a minute, or half of what is left", async () => {
    expect((await create({ findings: [], leftMs: 600_000 })).limits).toEqual([540_000]);
    expect((await create({ findings: [], leftMs: 8_000 })).limits).toEqual([4_000]);
  });

  it("show no token that a service sends back", async () => {
    const { keys } = await create({
      findings: [SEMGREP_FINDING],
      answer: () => ({ succeeded: [{ external_slug: "SHOP fake-token", issue_ids: ["1"] }] }),
    });
    expect(keys).toEqual(["SHOP ***"]);
  });
});
