import { describe, expect, test } from "vitest";
import {
  BASE,
  HEAD,
  httpError,
  issue,
  MERGE,
  OLD,
  onFirstPage,
  PULL_REQUEST,
  query,
  scan,
  semgrepWorld,
} from "../../../test/support/semgrep-world.ts";
import type { MergeGroupContext, RefContext } from "../../context/run-context.ts";
import { ScanGateError } from "../../errors.ts";

const PUSH: RefContext = {
  kind: "ref",
  event: "push",
  owner: "acme",
  repo: "shop",
  repositoryUrl: "https://github.com/acme/shop",
  commit: HEAD,
  ref: "refs/heads/main",
  upload: { ref: "refs/heads/main", commit: HEAD },
};

const QUEUE: MergeGroupContext = {
  kind: "merge-group",
  event: "merge_group",
  owner: "acme",
  repo: "shop",
  repositoryUrl: "https://github.com/acme/shop",
  commit: MERGE,
  ref: "refs/heads/gh-readonly-queue/main/pr-5-dddd",
  base: { ref: "main", commit: BASE },
  number: 5,
};

const HEAD_OF_FIVE = {
  pullRequests: {
    get: async () => ({
      number: 5,
      state: "open",
      headRef: "feature",
      headCommit: HEAD,
      headRepository: "acme/shop",
      base: { ref: "main", commit: BASE },
    }),
  },
};

describe("a completed scan", () => {
  test("with no findings is complete evidence", async () => {
    const world = semgrepWorld();
    const outcome = await world.collect();
    expect(outcome.reasons).toEqual([]);
    expect(outcome.evidence).toEqual({
      source: "semgrep",
      status: "complete",
      evidence: "scan",
      commit: HEAD,
      ref: "refs/pull/5/merge",
      scans: [
        {
          id: "100",
          kind: "diff",
          status: "completed",
          products: ["sast", "sca", "secrets"],
          startedAt: "2026-03-01T11:58:00.000000Z",
          completedAt: "2026-03-01T11:59:00.000000Z",
          commit: HEAD,
          ref: "refs/pull/5/merge",
          project: "acme/shop",
        },
      ],
      projects: [{ id: "42", name: "acme/shop" }],
      products: ["sast", "sca", "secrets"].map((product) => ({ product, evidence: "scan" })),
      counts: { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 },
      requests: world.requests.length,
    });
    expect(outcome.batches).toEqual([{ observations: [], fixed: [], comparison: { kind: "diff" } }]);
  });

  test("is asked for with the parameters of the API and no others", async () => {
    const world = semgrepWorld();
    await world.collect();
    expect(world.requests.slice(0, 4)).toEqual([
      { method: "GET", path: "/api/v1/deployments" },
      { method: "GET", path: "/api/v1/deployments/acme/projects/acme/shop" },
      {
        method: "POST",
        path: "/api/v1/deployments/7/scans/search",
        body: { deployment_id: "7", repository_id: 42, limit: 500 },
        reads: true,
      },
      { method: "GET", path: "/api/v1/deployments/7/scan/100" },
    ]);
    const findings = world.requests.filter(({ path }) => path.endsWith("/findings"));
    expect(findings.map((request) => request.query)).toEqual(
      ["sast", "sca", "ai_sast"].map((type) => [
        ["issue_type", type],
        ["repos", "acme/shop"],
        ["ref", "refs/pull/5/merge"],
        ["page", 0],
        ["page_size", 3000],
      ]),
    );
    expect(world.requests.find(({ path }) => path.endsWith("/secrets"))?.query).toEqual([
      ["repo", "acme/shop"],
      ["limit", 500],
    ]);
  });

  test("has its details and all products asked for side by side", async () => {
    const world = semgrepWorld();
    await world.collect();
    expect(world.open.most).toBe(5);
  });

  test("gives its findings with their severities counted, and its CI job as link", async () => {
    const world = semgrepWorld({
      routes: {
        findings: onFirstPage("ai_sast", [
          issue({}),
          issue({ id: 901, severity: "CATASTROPHIC", status: "zombie" }),
        ]),
        scan: () => ({ meta: { commit: HEAD, ci_job_url: "https://ci.example/1" } }),
      },
    });
    const outcome = await world.collect();
    expect(outcome.evidence.counts).toMatchObject({ high: 1, unknown: 1 });
    expect(outcome.evidence.scans?.[0]?.link).toBe("https://ci.example/1");
    expect(outcome.batches[0]?.observations.map(({ product }) => product)).toEqual(["ai_sast", "ai_sast"]);
    expect(outcome.notes.map(({ text }) => text).join()).toMatch(/severity CATASTROPHIC, status zombie/);
  });

  test("that cannot be confirmed is no pass", async () => {
    const unreachable = await semgrepWorld({ routes: { scan: () => httpError(503) } }).collect();
    expect(unreachable.reasons.map(({ code }) => code)).toEqual(["unreachable"]);
    const other = await semgrepWorld({ routes: { scan: () => ({ meta: { commit: OLD } }) } }).collect();
    expect(other.reasons[0]).toMatchObject({ code: "bad-response", message: expect.stringContaining(OLD) });
    const silent = await semgrepWorld({ routes: { scan: () => ({}) } }).collect();
    expect(silent.reasons[0]).toMatchObject({ code: "bad-response" });
    expect(silent.evidence.status).toBe("incomplete");
  });

  test.each([
    ["another scan", { id: 101 }, /scan 101/],
    [
      "another pull request",
      { meta: { branch: "refs/pull/6/merge" } },
      /pull request #6, and the list of scans #5/,
    ],
  ])("whose details name %s is a bad response", async (_, details, message) => {
    const world = semgrepWorld({
      routes: { scan: () => ({ id: 100, completed_at: null, stats: { findings: 5 }, ...details }) },
    });
    const outcome = await world.collect();
    expect(outcome.reasons).toEqual([
      { code: "bad-response", source: "semgrep", message: expect.stringMatching(message) },
    ]);
    expect(world.count("scan")).toBe(1);
  });

  test.each([
    ["an exit code that means an error", { exit_code: 7 }, /status completed, exit code 7/],
    ["the same as a text", { exit_code: "2" }, /status completed, exit code 2/],
    ["a status that it ended badly with", { status: "SCAN_STATUS_CANCELLED" }, /status cancelled/],
  ])("whose details name %s has failed, with its CI job", async (_, details, message) => {
    const meta = { ci_job_url: "https://ci.example/9" };
    const routes = {
      scans: () => ({ scans: [scan({ exit_code: undefined })] }),
      scan: () => ({ id: 100, meta, ...details }),
    };
    const outcome = await semgrepWorld({ routes }).collect();
    expect(outcome.reasons).toEqual([
      { code: "scan-failed", source: "semgrep", message: expect.stringMatching(message) },
    ]);
    expect(outcome.reasons[0]?.message).toContain("https://ci.example/9");
    expect(outcome.evidence.status).toBe("incomplete");
  });

  test.each([
    ["nothing but an id", {}],
    ["the exit code of a scan with findings", { exit_code: 1 }],
    ["an id that is too long for a number", { id: 9223372036854775807n.toString() }],
    ["an exit code that the list names otherwise", { exit_code: 123 }],
    ["no end", { completed_at: null }],
    ["a status that nobody here knows", { status: "archived" }],
    ["a branch instead of its pull request", { meta: { branch: "feature" } }],
    ["its own pull request", { meta: { branch: "refs/pull/5/head" } }],
  ])("whose details name %s is confirmed", async (_, details) => {
    const { id } = { id: "100", ...details };
    const routes = { scans: () => ({ scans: [scan({ id })] }), scan: () => ({ ...details, id }) };
    expect((await semgrepWorld({ routes }).collect()).reasons).toEqual([]);
  });

  test("of another repository is none, though the list holds it", async () => {
    const scans = () => ({ scans: [scan({ repository_id: 43 })] });
    const { reasons } = await semgrepWorld({ timeoutMs: 5_000, routes: { scans } }).collect();
    expect(reasons.map(({ code }) => code)).toEqual(["scan-missing"]);
    const unnamed = () => ({ scans: [scan({ repository_id: undefined })] });
    expect((await semgrepWorld({ routes: { scans: unnamed } }).collect()).reasons).toEqual([]);
  });

  test("of a product that nobody here knows is read all the same, and the product is named", async () => {
    const scans = () => ({ scans: [scan({ enabled_products: ["sast", "PRODUCT_DAST"] })] });
    const outcome = await semgrepWorld({ routes: { scans } }).collect();
    expect(outcome.reasons).toEqual([]);
    expect(outcome.notes).toEqual([{ level: "warning", text: expect.stringContaining("ran dast") }]);
  });

  test("without a ref and without times is read on the ref of the event", async () => {
    const scans = () => ({ scans: [scan({ branch: "", started_at: null, completed_at: null })] });
    const details = () => ({ meta: { pull_request_id: 5 } });
    const { evidence } = await semgrepWorld({ routes: { scans, scan: details } }).collect();
    expect(evidence.ref).toBe("refs/pull/5/merge");
    expect(evidence.scans).toEqual([
      {
        id: "100",
        kind: "diff",
        status: "completed",
        products: ["sast", "sca", "secrets"],
        commit: HEAD,
        project: "acme/shop",
      },
    ]);
  });

  test("split over jobs is one group whose members are all confirmed and shown", async () => {
    const world = semgrepWorld({
      routes: {
        scans: () => ({
          scans: [
            scan({ id: "1", enabled_products: ["sast"] }),
            scan({ id: "2", enabled_products: ["sca"] }),
          ],
        }),
      },
    });
    const outcome = await world.collect();
    expect(outcome.evidence.scans?.map(({ id }) => id).sort()).toEqual(["1", "2"]);
    expect(world.count("scan")).toBe(2);
  });
});

describe("the account", () => {
  test.each([
    [401, "auth", /semgrep-token/],
    [403, "forbidden", /plan/],
    [404, "not-found", /Web API scope/],
  ])("answering %i to the deployments is %s", async (status, code, hint) => {
    const outcome = await semgrepWorld({ routes: { deployments: () => httpError(status) } }).collect();
    expect(outcome.reasons).toEqual([{ code, source: "semgrep", message: expect.stringMatching(hint) }]);
    expect(outcome.evidence).toMatchObject({ status: "incomplete", projects: [], scans: [] });
    expect(outcome.evidence.counts).toBeUndefined();
  });

  test("that is not the configured deployment is not found, with both named", async () => {
    const outcome = await semgrepWorld({ deployment: "umbrella" }).collect();
    expect(outcome.reasons[0]).toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/umbrella.*acme/),
    });
  });

  test("is found by its slug whatever the case", async () => {
    expect((await semgrepWorld({ deployment: "ACME" }).collect()).reasons).toEqual([]);
  });

  test.each([
    ["none", [], /no deployment/],
    [
      "several",
      [
        { id: 1, slug: "one" },
        { id: 2, slug: "two" },
      ],
      /one, two/,
    ],
  ])("with %s deployments is not found", async (_, deployments, message) => {
    const outcome = await semgrepWorld({ routes: { deployments: () => ({ deployments }) } }).collect();
    expect(outcome.reasons[0]).toMatchObject({ code: "not-found", message: expect.stringMatching(message) });
  });

  test("that limits the rate is told as the HTTP floor tells it", async () => {
    const limited = new ScanGateError({
      code: "rate-limited",
      source: "semgrep",
      message: "wait 3600 s",
      status: 403,
    });
    const outcome = await semgrepWorld({ routes: { deployments: () => limited } }).collect();
    expect(outcome.reasons[0]).toMatchObject({ code: "rate-limited", message: "wait 3600 s." });
  });

  test("that fails in a way nobody foresaw is internal, never a pass", async () => {
    const outcome = await semgrepWorld({ routes: { project: () => new TypeError("boom") } }).collect();
    expect(outcome.reasons[0]?.code).toBe("internal");
    const later = await semgrepWorld({ routes: { scan: () => new TypeError("boom") } }).collect();
    expect(later.reasons[0]?.code).toBe("internal");
    const reading = await semgrepWorld({ routes: { findings: () => new TypeError("boom") } }).collect();
    expect(reading.reasons[0]?.code).toBe("internal");
  });
});

describe("the project", () => {
  const list = [
    { id: 1, name: "acme/other", url: "https://github.com/acme/other" },
    { id: 42, name: "Acme/SHOP", url: "https://github.com/acme/shop" },
  ];

  test("is found in the list by name whatever the case", async () => {
    const world = semgrepWorld({
      routes: { project: () => httpError(404), projects: () => ({ projects: list }) },
    });
    expect((await world.collect()).evidence.projects).toEqual([{ id: "42", name: "Acme/SHOP" }]);
    expect(world.count("projects")).toBe(2);
  });

  test("is found on a later page, and a page that repeats itself ends the list", async () => {
    const pages = [list.slice(0, 1), list.slice(1)];
    const world = semgrepWorld({
      routes: {
        project: () => httpError(404),
        projects: (request) => ({ projects: pages[Number(query(request, "page"))] ?? pages[1] }),
      },
    });
    expect((await world.collect()).reasons).toEqual([]);
    expect(world.count("projects")).toBe(3);
  });

  test("under another name is found by the repository's address, and every part of a monorepo counts", async () => {
    const parts = ["web", "api"].map((part, at) => ({
      id: at + 1,
      name: part,
      url: "https://github.com/Acme/shop.git/",
    }));
    const world = semgrepWorld({
      routes: {
        project: () => httpError(404),
        projects: () => ({ projects: [...list.slice(0, 1), ...parts] }),
      },
    });
    expect((await world.collect()).evidence.projects?.map(({ name }) => name)).toEqual(["web", "api"]);
  });

  test.each([
    { name: "ctx/scm/WEB/shop", url: "" },
    { name: "anything", url: "https://git.example/ctx/scm/web/shop.git" },
  ])("of Data Center is found as git cloned it: $name", async (cloned) => {
    const context = {
      ...PULL_REQUEST,
      owner: "WEB",
      repositoryUrl: "https://git.example/ctx/projects/WEB/repos/shop",
    };
    const world = semgrepWorld({
      routes: {
        project: () => httpError(404),
        projects: () => ({
          projects: [...list, { id: 7, name: "scm/WEB/shop", url: "" }, { id: 9, ...cloned }],
        }),
      },
    });
    expect((await world.collect(context)).evidence.projects).toEqual([{ id: "9", name: cloned.name }]);
  });

  test("that does not exist is not found, and the message names it", async () => {
    const outcome = await semgrepWorld({
      routes: { project: () => httpError(404) },
      projects: ["acme/none"],
    }).collect();
    expect(outcome.reasons).toEqual([
      { code: "not-found", source: "semgrep", message: expect.stringMatching(/acme\/none.*semgrep-project/) },
    ]);
    expect(outcome.evidence.status).toBe("incomplete");
  });

  test("of several that is missing makes the source incomplete, and the findings of the others count", async () => {
    const world = semgrepWorld({
      projects: ["acme/shop", "acme/gone", "acme/shop"],
      routes: {
        project: (request) =>
          request.path.endsWith("gone") ? httpError(404) : { project: { id: 42, name: "acme/shop" } },
        findings: onFirstPage("sast", [issue({})]),
      },
    });
    const outcome = await world.collect();
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["not-found"]);
    expect(outcome.evidence.status).toBe("incomplete");
    expect(outcome.batches.flatMap(({ observations }) => observations)).toHaveLength(1);
  });

  test("among several that has no scan yet does not hold the reading of the others", async () => {
    const world = semgrepWorld({
      projects: ["web", "api"],
      timeoutMs: 30_000,
      routes: {
        project: (request) => {
          const name = request.path.split("/").at(-1);
          return { project: { id: name === "web" ? 1 : 2, name } };
        },
        scans: (request) => ({
          scans: JSON.stringify(request.body).includes('"repository_id":1')
            ? [scan({ repository_id: "1" })]
            : [],
        }),
      },
    });
    const outcome = await world.collect();
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["scan-missing"]);
    expect(outcome.reasons[0]?.message).toContain("project api");
    expect(outcome.batches).toHaveLength(1);
    expect(world.times[world.requests.findIndex(({ path }) => path.endsWith("/findings"))]).toBe(0);
  });
});

describe("what is compared", () => {
  const full = scan({ id: "5", branch: "refs/heads/feature", is_full_scan: true });
  const main = scan({ id: "4", branch: "main", commit: BASE, is_full_scan: true });
  const byRef =
    (known: readonly unknown[], now: readonly unknown[]) => (request: Parameters<typeof query>[0]) => {
      const wanted = query(request, "issue_type") === "sast" && query(request, "page") === 0;
      return { findings: wanted ? (query(request, "ref") === "main" ? known : now) : [] };
    };

  test("a full scan on a pull request is compared with the findings of the base branch", async () => {
    const known = issue({ id: 1, ref: "main" });
    const gone = issue({ id: 2, ref: "main", status: "fixed", match_based_id: "gone" });
    const world = semgrepWorld({
      routes: {
        scans: () => ({ scans: [full, main] }),
        findings: byRef([known, gone], [issue({ id: 3, ref: "feature" })]),
      },
    });
    const outcome = await world.collect();
    expect(outcome.reasons).toEqual([]);
    const baseline = { ref: "main", commit: BASE, at: "2026-03-01T11:59:00.000000Z" };
    expect(outcome.evidence.baseline).toEqual(baseline);
    expect(outcome.batches[0]?.comparison).toMatchObject({
      kind: "baseline",
      baseline,
      known: [{ id: "1" }],
    });
  });

  test("a base branch whose scan is further back is searched for in the history", async () => {
    const world = semgrepWorld({
      routes: {
        scans: (request) =>
          JSON.stringify(request.body).includes("cursor")
            ? { scans: [main] }
            : { scans: [full], cursor: "next" },
      },
    });
    const outcome = await world.collect();
    expect(outcome.evidence.baseline?.commit).toBe(BASE);
  });

  test("a base branch that was never scanned gives no baseline, and the notes say so", async () => {
    const outcome = await semgrepWorld({ routes: { scans: () => ({ scans: [full] }) } }).collect();
    expect(outcome.reasons).toEqual([]);
    expect(outcome.batches[0]?.comparison).toEqual({ kind: "none" });
    expect(outcome.notes).toEqual([{ level: "info", text: expect.stringContaining("no baseline") }]);
  });

  test("a base branch with findings and no scan in sight is a baseline all the same", async () => {
    const world = semgrepWorld({
      routes: { scans: () => ({ scans: [full] }), findings: byRef([issue({ ref: "main" })], []) },
    });
    expect((await world.collect()).evidence.baseline).toEqual({ ref: "main" });
  });

  test("a baseline that cannot be read whole leaves the age unknown and is told as a warning", async () => {
    const world = semgrepWorld({
      routes: {
        scans: () => ({ scans: [full, main] }),
        findings: (request) => (query(request, "ref") === "main" ? httpError(500) : { findings: [] }),
      },
    });
    const outcome = await world.collect();
    expect(outcome.reasons).toEqual([]);
    expect(outcome.batches[0]?.comparison).toEqual({ kind: "none" });
    expect(outcome.notes[0]).toMatchObject({
      level: "warning",
      text: expect.stringMatching(/no baseline.*[^.]\.$/s),
    });
  });

  test("a scan that stands on the base branch itself is not compared with itself", async () => {
    const own = scan({ branch: "main", is_full_scan: true });
    const details = () => ({ meta: { pull_request_id: "5" } });
    const routes = { scans: () => ({ scans: [own] }), scan: details };
    const outcome = await semgrepWorld({ routes }).collect({
      ...PULL_REQUEST,
      headRef: "main",
      fork: true,
    });
    expect(outcome.batches[0]?.comparison).toEqual({ kind: "none" });
  });

  test("a push is compared with nothing", async () => {
    const pushed = scan({ branch: "main", is_full_scan: true });
    const outcome = await semgrepWorld({ routes: { scans: () => ({ scans: [pushed] }) } }).collect(PUSH);
    expect(outcome.reasons).toEqual([]);
    expect(outcome.evidence.ref).toBe("main");
    expect(outcome.batches[0]?.comparison).toEqual({ kind: "none" });
  });

  test("a push that was scanned only as a diff has no scan that counts, and the reason names it", async () => {
    const pushed = scan({ branch: "refs/heads/main" });
    const { reasons } = await semgrepWorld({
      timeoutMs: 5_000,
      routes: { scans: () => ({ scans: [pushed] }) },
    }).collect(PUSH);
    expect(reasons).toMatchObject([
      {
        code: "scan-missing",
        message: expect.stringMatching(
          /scan 100 of it is a diff scan on main, and only a full one counts here/,
        ),
      },
    ]);
  });
});

describe("a merge queue", () => {
  const queued = scan({
    id: "8",
    commit: MERGE,
    branch: "refs/heads/gh-readonly-queue/main/pr-5-dddd",
    is_full_scan: true,
  });

  test("is judged by the scan of its own commit where there is one", async () => {
    const world = semgrepWorld({
      forge: HEAD_OF_FIVE,
      routes: { scans: () => ({ scans: [queued, scan({})] }) },
    });
    const outcome = await world.collect(QUEUE);
    expect(outcome.evidence).toMatchObject({ evidence: "scan", commit: MERGE, status: "complete" });
  });

  test("waits for the scan of its own commit while that is running", async () => {
    const world = semgrepWorld({
      forge: HEAD_OF_FIVE,
      routes: {
        scans: (_, { count }) => ({
          scans: [
            count < 3 ? { ...queued, status: "SCAN_STATUS_RUNNING", completed_at: null } : queued,
            scan({}),
          ],
        }),
      },
    });
    expect((await world.collect(QUEUE)).evidence).toMatchObject({ evidence: "scan", commit: MERGE });
    expect(world.count("scans")).toBe(3);
  });

  test("is judged at once by the scan of the pull request's head where it has none, and says so", async () => {
    const world = semgrepWorld({ forge: HEAD_OF_FIVE });
    const outcome = await world.collect(QUEUE);
    expect(outcome.evidence).toMatchObject({
      evidence: "pull-request-scan",
      commit: HEAD,
      status: "complete",
    });
    expect(outcome.notes[0]?.text).toMatch(/pull request #5/);
    expect(world.time.passed()).toBe(0);
  });

  test("goes on waiting for its own scan while the pull request's head has only a failed one", async () => {
    const failed = scan({ status: "SCAN_STATUS_ERROR", exit_code: "2" });
    const world = semgrepWorld({
      forge: HEAD_OF_FIVE,
      routes: { scans: (_, { count }) => ({ scans: count < 3 ? [failed] : [failed, queued] }) },
    });
    expect((await world.collect(QUEUE)).evidence).toMatchObject({ evidence: "scan", status: "complete" });
    expect(world.lines.join("\n")).toMatch(/only scan 100 has the status error/);
  });

  test.each([
    ["GitHub does not tell its pull request", QUEUE, /#5 could not be read/],
    ["its ref names no pull request", { ...QUEUE, number: undefined }, /names no pull request/],
  ])("has only its own scan when %s", async (_, context, note) => {
    const { number, ...rest } = context;
    const outcome = await semgrepWorld({ timeoutMs: 20_000 }).collect(
      number === undefined ? rest : { ...rest, number },
    );
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["scan-missing"]);
    expect(outcome.notes[0]).toMatchObject({ level: "warning", text: expect.stringMatching(note) });
  });
});
