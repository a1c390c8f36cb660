import { describe, expect, test } from "vitest";
import { timeUp } from "../../../test/support/clock.ts";
import {
  BASE,
  HEAD,
  httpError,
  issue,
  OLD,
  PULL_REQUEST,
  query,
  type Routes,
  START,
  scan,
  semgrepWorld,
} from "../../../test/support/semgrep-world.ts";
import { ScanGateError } from "../../errors.ts";
import type { ServiceRequest } from "../../ports.ts";

const RUNNING = scan({ status: "SCAN_STATUS_RUNNING", completed_at: undefined, exit_code: undefined });

/** Looks at the scans, as virtual milliseconds since the start. */
function looks(world: ReturnType<typeof semgrepWorld>): readonly number[] {
  return world.times.filter((_, at) => world.requests[at]?.path.endsWith("/scans/search"));
}

function gaps(times: readonly number[]): readonly number[] {
  return times.slice(1).map((time, at) => time - (times[at] ?? 0));
}

describe("waiting", () => {
  test("looks at once, then in growing pauses, and 10 minutes cost at most 20 requests", async () => {
    const world = semgrepWorld({ routes: { scans: () => ({ scans: [RUNNING] }) } });
    const outcome = await world.collect();
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["scan-running"]);
    expect(looks(world)[0]).toBe(0);
    expect(gaps(looks(world)).slice(0, 6)).toEqual([10_000, 15_000, 22_500, 33_750, 50_625, 60_000]);
    expect(Math.max(...gaps(looks(world)))).toBeLessThanOrEqual(60_000);
    expect(Math.min(...gaps(looks(world)))).toBeGreaterThanOrEqual(10_000);
    expect(looks(world).at(-1)).toBeGreaterThanOrEqual(580_000);
    expect(world.requests.length).toBeLessThanOrEqual(20);
  });

  test.each([
    9_000, 61_000, 250_000, 575_000,
  ])("sees a scan that completes after %i ms within one pause", async (ms) => {
    const world = semgrepWorld({
      routes: {
        scans: (_, { at }) => ({ scans: at < 3_000 ? [] : [at < ms ? RUNNING : scan({})] }),
      },
    });
    const outcome = await world.collect();
    expect(outcome.reasons).toEqual([]);
    const times = looks(world);
    expect((times.at(-1) ?? 0) - ms).toBeLessThanOrEqual(Math.max(...gaps(times)));
    expect(times.filter((time) => time >= ms)).toHaveLength(1);
    const reading = world.requests.filter(({ path }) => /findings|secrets|\/scan\//.test(path)).length;
    expect(world.requests.length - reading).toBeLessThanOrEqual(20);
  });

  test("never asks for deployment or project again", async () => {
    const world = semgrepWorld({ timeoutMs: 120_000, routes: { scans: () => ({ scans: [] }) } });
    await world.collect();
    expect([world.count("deployments"), world.count("project")]).toEqual([1, 1]);
  });

  test("tells at once and then every minute what it waits for and since when", async () => {
    const world = semgrepWorld({ routes: { scans: () => ({ scans: [RUNNING] }) } });
    await world.collect();
    const told = world.lines.filter((line) => line.startsWith("waiting"));
    expect(told.length).toBeGreaterThanOrEqual(9);
    expect(told[0]).toContain("scan 100 is running since 2026-03-01T11:58:00.000000Z");
    expect(told[1]).toContain("after 60 s");
  });

  test("tells after two minutes without a scan that none has started, with likely causes", async () => {
    const world = semgrepWorld({ routes: { scans: () => ({ scans: [] }) } });
    const outcome = await world.collect();
    const told = world.lines.filter((line) => line.startsWith("waiting"));
    expect(told[1]).toContain("none is there yet");
    expect(told[2]).toMatch(/no scan has started.*likely causes/);
    expect(outcome.reasons[0]).toMatchObject({
      code: "scan-missing",
      message: expect.stringContaining(HEAD),
    });
  });

  test("ends with the time when a run has less than one pause", async () => {
    const world = semgrepWorld({ timeoutMs: 5_000, routes: { scans: () => ({ scans: [RUNNING] }) } });
    const outcome = await world.collect();
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["scan-running"]);
    expect(looks(world)).toEqual([0, 4_500]);
  });

  test("a look that is cut off by the end of the time leaves what was seen before", async () => {
    const world = semgrepWorld({
      timeoutMs: 30_000,
      routes: {
        scans: (_, { count }) => {
          if (count === 1) return { scans: [RUNNING] };
          world.time.end(timeUp());
          return timeUp();
        },
      },
    });
    expect((await world.collect()).reasons.map(({ code }) => code)).toEqual(["scan-running"]);
  });

  test("a first look without any answer is a timeout", async () => {
    const outcome = await semgrepWorld({ routes: { scans: () => timeUp() } }).collect();
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["timeout"]);
  });

  test("a hard error of a later look ends it with its code", async () => {
    const world = semgrepWorld({
      routes: { scans: (_, { count }) => (count === 1 ? { scans: [RUNNING] } : httpError(503)) },
    });
    const outcome = await world.collect();
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["unreachable"]);
    expect(world.count("scans")).toBe(2);
  });

  test("ends at once when the run is cancelled", async () => {
    const world = semgrepWorld({
      routes: {
        scans: () => {
          const cancelled = new ScanGateError({
            code: "cancelled",
            source: "gate",
            message: "the run was cancelled",
          });
          setImmediate(() => world.time.end(cancelled));
          return { scans: [RUNNING] };
        },
      },
    });
    expect((await world.collect()).reasons.map(({ code }) => code)).toEqual(["cancelled"]);
    expect(world.count("scans")).toBe(1);
  });

  test("an unknown status is waited for and named", async () => {
    const world = semgrepWorld({
      timeoutMs: 30_000,
      routes: { scans: () => ({ scans: [{ ...RUNNING, status: "SCAN_STATUS_PONDERING" }] }) },
    });
    const outcome = await world.collect();
    expect(outcome.reasons[0]).toMatchObject({
      code: "scan-running",
      message: expect.stringContaining("pondering"),
    });
    expect(outcome.evidence.scans).toMatchObject([{ id: "100", status: "pondering" }]);
  });
});

describe("a long history", () => {
  /** One scan a page, each an hour older than the last; the pull request's failed scan is on the third. */
  const hourly = (request: ServiceRequest) => {
    const page = Number(Object(request.body).cursor ?? 0);
    const at = { started_at: new Date(START - page * 3_600_000).toISOString() };
    const own =
      page === 2
        ? { status: "SCAN_STATUS_ERROR", enabled_products: ["sca"] }
        : { enabled_products: ["sast"] };
    const commit = page === 0 || page === 2 ? HEAD : OLD;
    return { scans: [scan({ id: String(100 - page), commit, ...at, ...own })], cursor: String(page + 1) };
  };
  const madeAt = (ms: number) => ({ commits: { date: async () => new Date(ms).toISOString() } });

  test("is read back until it is older than the commit, so that a failed scan on a later page is seen", async () => {
    const world = semgrepWorld({ routes: { scans: hourly }, forge: madeAt(START - 3 * 3_600_000) });
    expect((await world.collect()).reasons.map(({ code }) => code)).toEqual(["scan-failed"]);
    expect(world.lines.filter((line) => line.includes("none as old as the commit yet"))).not.toEqual([]);
  });

  test("of which the first page is older than the commit is one request, and one of when it was made", async () => {
    const asked: string[] = [];
    const days = (request: ServiceRequest) => {
      const page = Number(Object(request.body).cursor ?? 0);
      return {
        scans: [
          ...(page === 0
            ? [scan({}), scan({ id: "99", branch: "main", is_full_scan: true, commit: BASE })]
            : []),
          scan({ id: String(90 - page), commit: OLD, branch: "x", started_at: "2026-02-20T00:00:00Z" }),
        ],
        cursor: `${page + 1}`,
      };
    };
    const date = async (commit: string) => {
      asked.push(commit);
      return new Date(START - 600_000).toISOString();
    };
    const world = semgrepWorld({ routes: { scans: days }, forge: { commits: { date } } });
    expect((await world.collect()).reasons).toEqual([]);
    expect(world.count("scans")).toBe(1);
    expect(asked).toEqual([HEAD]);
  });

  test("that is one page asks nobody when the commit was made", async () => {
    const date = async () => {
      throw new Error("not to be asked");
    };
    const world = semgrepWorld({ forge: { commits: { date } } });
    expect((await world.collect()).reasons).toEqual([]);
    expect(world.count("scans")).toBe(1);
  });

  test("is read for a day whatever date the commit claims", async () => {
    const world = semgrepWorld({ routes: { scans: hourly }, forge: madeAt(START + 3_600_000) });
    expect((await world.collect()).reasons.map(({ code }) => code)).toEqual(["scan-failed"]);
  });

  test("that goes from old to new is read on, for it says nothing about what follows", async () => {
    const routes = {
      scans: (request: ServiceRequest) =>
        Object(request.body).cursor === undefined
          ? {
              scans: [
                scan({ id: "1", commit: OLD, branch: "x", started_at: "2026-02-01T00:00:00Z" }),
                scan({ id: "2", commit: OLD, branch: "x", started_at: "2026-02-02T00:00:00Z" }),
              ],
              cursor: "two",
            }
          : { scans: [scan({})] },
    };
    const world = semgrepWorld({ routes, forge: madeAt(START) });
    expect((await world.collect()).reasons).toEqual([]);
  });

  test("that is too long says so", async () => {
    const world = semgrepWorld({
      routes: { scans: (_, { count }) => ({ scans: [scan({ id: String(count) })], cursor: `c${count}` }) },
    });
    const { reasons, notes } = await world.collect();
    expect(reasons).toEqual([]);
    expect(world.count("scans")).toBe(10);
    expect(notes.map(({ text }) => text)).toContainEqual(expect.stringContaining("too long to be read back"));
  });

  test("is not read again: later looks are one request each, limited in time", async () => {
    const world = semgrepWorld({
      timeoutMs: 60_000,
      routes: {
        scans: (request, { count }) => ({
          scans: [scan({ id: String(count), commit: OLD })],
          cursor: JSON.stringify(request.body).includes("since") ? "" : `c${count}`,
        }),
      },
    });
    const outcome = await world.collect();
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["scan-stale"]);
    const times = looks(world);
    expect(times.filter((time) => time === 0)).toHaveLength(10);
    expect(new Set(times).size).toBe(times.length - 9);
    const later = world.requests.filter((_, at) => (world.times[at] ?? 0) > 0);
    expect(later[0]?.body).toMatchObject({
      repository_id: 42,
      limit: 500,
      since: "2026-02-28T12:00:10.000Z",
    });
  });

  test("with more new scans than one request holds is followed on every other look", async () => {
    const other = (id: number) => scan({ id: String(id), commit: OLD });
    const world = semgrepWorld({
      routes: {
        scans: (request) => {
          const { since, cursor } = Object(request.body);
          if (since === undefined)
            return { scans: [other(cursor === undefined ? 1 : 2)], cursor: cursor ? "" : "old-2" };
          return cursor === "recent-2" ? { scans: [scan({})] } : { scans: [other(3)], cursor: "recent-2" };
        },
      },
    });
    expect((await world.collect()).reasons).toEqual([]);
    expect(looks(world)).toEqual([0, 0, 10_000, 25_000]);
  });
});

describe("without a usable scan", () => {
  const ended = [
    ["SCAN_STATUS_ERROR", "2", /status error, exit code 2/],
    ["SCAN_STATUS_CANCELLED", undefined, /status cancelled/],
    ["SCAN_STATUS_NEVER_FINISHED", undefined, /status never_finished/],
    ["SCAN_STATUS_COMPLETED", "7", /status completed, exit code 7/],
    ["SCAN_STATUS_IMPLODED", undefined, /status imploded, which is unknown/],
  ] as const;

  test.each(
    ended,
  )("%s is a failed scan with its status, exit code and CI job", async (status, exit_code, message) => {
    const world = semgrepWorld({
      routes: {
        scans: () => ({ scans: [scan({ status, exit_code })] }),
        scan: () => ({ meta: { ci_job_url: "https://ci.example/9" } }),
      },
    });
    const outcome = await world.collect();
    expect(outcome.reasons).toEqual([
      { code: "scan-failed", source: "semgrep", message: expect.stringMatching(message) },
    ]);
    expect(outcome.reasons[0]?.message).toContain("https://ci.example/9");
    expect(outcome.evidence.scans?.[0]?.link).toBe("https://ci.example/9");
    expect(outcome.evidence.evidence).toBeUndefined();
    expect(world.count("findings")).toBe(0);
    expect(world.time.passed()).toBe(0);
  });

  test("a failed scan is told without its CI job when that cannot be read", async () => {
    const world = semgrepWorld({
      routes: {
        scans: () => ({ scans: [scan({ status: "SCAN_STATUS_ERROR" })] }),
        scan: () => httpError(500),
      },
    });
    expect((await world.collect()).reasons[0]).toMatchObject({ code: "scan-failed" });
  });

  test("an older scan of the branch is stale, with both commits and how far they are apart", async () => {
    const world = semgrepWorld({
      timeoutMs: 30_000,
      routes: { scans: () => ({ scans: [scan({ commit: OLD, branch: "feature" })] }) },
      forge: { commits: { distance: async () => ({ ahead: 2, behind: 1 }) } },
    });
    const { message, code } = (await world.collect()).reasons[0] ?? {};
    expect(code).toBe("scan-stale");
    expect(message).toMatch(new RegExp(`${OLD}.*${HEAD}.*3 commits apart`));
  });

  test("an older scan is stale all the same when GitHub does not answer", async () => {
    const world = semgrepWorld({
      timeoutMs: 30_000,
      routes: { scans: () => ({ scans: [scan({ commit: OLD })] }) },
    });
    const reason = (await world.collect()).reasons[0];
    expect(reason?.code).toBe("scan-stale");
    expect(reason?.message).not.toContain("apart");
  });

  test("the scan of another branch of the same name is not a fork's older scan", async () => {
    const world = semgrepWorld({
      timeoutMs: 30_000,
      routes: { scans: () => ({ scans: [scan({ commit: OLD, branch: "feature" })] }) },
    });
    const outcome = await world.collect({ ...PULL_REQUEST, fork: true });
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["scan-missing"]);
  });

  test.each([{}, { cursor: "" }])("%o is an empty list of scans, which is waited on", async (empty) => {
    const late = semgrepWorld({
      routes: { scans: (_, { at }) => (at < 20_000 ? empty : { scans: [scan({})] }) },
    });
    expect((await late.collect()).reasons).toEqual([]);
    expect(looks(late)).toEqual([0, 10_000, 25_000]);
    const never = semgrepWorld({ timeoutMs: 30_000, routes: { scans: () => empty } });
    expect((await never.collect()).reasons.map(({ code }) => code)).toEqual(["scan-missing"]);
  });

  test.each([
    [{ scans: null }],
    [{ data: {} }],
    [{ error: "no" }],
    [[]],
    [null],
    ["x"],
  ])("%o is no list of scans, and a bad response", async (answer) => {
    const outcome = await semgrepWorld({ routes: { scans: () => answer } }).collect();
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["bad-response"]);
  });
});

describe("the findings", () => {
  const on = (findings: (page: number, count: number) => unknown) =>
    semgrepWorld({
      routes: {
        findings: (request, { count }) =>
          query(request, "issue_type") === "sast"
            ? findings(Number(query(request, "page")), count)
            : { findings: [] },
      },
    });

  test("are read page by page until a page brings nothing new, and counted once", async () => {
    const pages = [
      [issue({ id: 1 }), issue({ id: 2 })],
      [issue({ id: 2 }), issue({ id: 3 })],
      [issue({ id: 3 })],
    ];
    const world = on((page) => ({ findings: pages[page] ?? [] }));
    const outcome = await world.collect();
    expect(outcome.batches[0]?.observations.map(({ id }) => id)).toEqual(["1", "2", "3"]);
    expect(outcome.reasons).toEqual([]);
  });

  test.each([
    ["no list", {}],
    ["null", { findings: null }],
    ["a list alone", []],
    ["a text", "x"],
    ["nothing", null],
  ])("that are %s are a bad response, never none", async (_, answer) => {
    const outcome = await on(() => answer).collect();
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["bad-response"]);
    expect(outcome.evidence.status).toBe("incomplete");
  });

  test("that break off later are partial, and what came before counts", async () => {
    const outcome = await on((page) => (page === 0 ? { findings: [issue({})] } : httpError(500))).collect();
    expect(outcome.reasons).toEqual([
      { code: "partial", source: "semgrep", message: expect.stringMatching(/only 1 of the sast findings/) },
    ]);
    expect(outcome.batches[0]?.observations).toHaveLength(1);
  });

  test("that break off in several products are one reason, which names each of them", async () => {
    const world = semgrepWorld({
      routes: {
        findings: (request) =>
          Number(query(request, "page")) === 0 && query(request, "issue_type") !== "ai_sast"
            ? { findings: [issue({})] }
            : httpError(500),
      },
    });
    const { reasons } = await world.collect();
    expect(reasons.map(({ code }) => code)).toEqual(["partial", "unreachable"]);
    expect(reasons[0]?.message).toMatch(/only 1 of the sast findings .* only 1 of the sca findings /);
  });

  test("that never end are partial", async () => {
    const outcome = await on((page) => ({ findings: [issue({ id: page })] })).collect();
    expect(outcome.reasons[0]).toMatchObject({
      code: "partial",
      message: expect.stringContaining("2000 pages"),
    });
    expect(outcome.batches[0]?.observations).toHaveLength(2000);
  });

  test("of other refs are left out and told", async () => {
    const outcome = await on((page) => ({
      findings:
        page === 0 ? [issue({ id: 1, ref: "main" }), issue({ id: 2, ref: null }), issue({ id: 3 })] : [],
    })).collect();
    expect(outcome.batches[0]?.observations.map(({ id }) => id)).toEqual(["2", "3"]);
    expect(outcome.notes).toEqual([
      { level: "info", text: expect.stringContaining("1 finding of another ref was left out") },
    ]);
  });

  test("of a product that the scan did not run and the plan hides are no trouble", async () => {
    const routes = { secrets: () => httpError(404) };
    const ran = await semgrepWorld({ routes }).collect();
    expect(ran.reasons.map(({ code }) => code)).toEqual(["not-found"]);
    const not = { scans: () => ({ scans: [scan({ enabled_products: ["PRODUCT_SAST"] })] }) };
    expect((await semgrepWorld({ routes: { ...routes, ...not } }).collect()).reasons).toEqual([]);
    const silent = { scans: () => ({ scans: [scan({ enabled_products: [] })] }) };
    const codes = (await semgrepWorld({ routes: { ...routes, ...silent } }).collect()).reasons.map(
      ({ code }) => code,
    );
    expect(codes).toEqual(["no-evidence", "not-found"]);
  });

  test("of every product failing alike are one reason", async () => {
    const outcome = await semgrepWorld({
      routes: { findings: () => httpError(401), secrets: () => httpError(401) },
    }).collect();
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["auth"]);
  });

  const counting = (code: string) => ({
    scans: () => ({ scans: [scan({ findings_counts: { code, supply_chain: 0, secrets: 0 } })] }),
  });

  test("that lag behind the scan's own count are asked for again until they are there", async () => {
    const world = semgrepWorld({
      routes: {
        ...counting("1"),
        findings: (request, { at }) => ({
          findings: at >= 6_000 && query(request, "issue_type") === "sast" ? [issue({})] : [],
        }),
      },
    });
    const outcome = await world.collect();
    expect(outcome.reasons).toEqual([]);
    expect(outcome.batches[0]?.observations).toHaveLength(1);
    expect(world.time.clock.pauses).toEqual([2_000, 4_000]);
  });

  test("that never come though the scan counts some are partial, with both numbers", async () => {
    const world = semgrepWorld({ routes: counting("12") });
    const outcome = await world.collect();
    expect(outcome.reasons).toEqual([
      {
        code: "partial",
        source: "semgrep",
        message: expect.stringMatching(/counts 12 code findings, the API returned 0/),
      },
    ]);
    expect(world.time.clock.pauses).toEqual([2_000, 4_000, 8_000]);
    expect(world.count("secrets")).toBe(1);
  });

  test("are not waited for beyond the time that is left", async () => {
    const world = semgrepWorld({ timeoutMs: 3_000, routes: counting("12") });
    expect((await world.collect()).reasons.map(({ code }) => code)).toEqual(["partial"]);
    expect(world.time.clock.pauses).toEqual([2_000]);
  });

  test("of every product that lags are asked for again, and only those", async () => {
    const world = semgrepWorld({
      routes: {
        scans: () => ({ scans: [scan({ findings_counts: { supply_chain: "1", secrets: "1" } })] }),
        findings: (request, { at }) => ({
          findings: at > 0 && query(request, "issue_type") === "sca" ? [issue({})] : [],
        }),
        secrets: (_, { at }) => ({ findings: at > 0 ? [{ id: "1" }] : [] }),
      },
    });
    expect((await world.collect()).reasons).toEqual([]);
    const asked = world.requests
      .filter((_, at) => world.times[at] === 2_000)
      .map((request) => query(request, "issue_type"));
    expect(asked).toEqual(["sca", undefined, "sca"]);
  });

  test("are partial when the time ends while they lag, and cancelled when the run is", async () => {
    const stopped = async (error: ScanGateError) => {
      const world = semgrepWorld({
        routes: {
          ...counting("12"),
          secrets: () => {
            setImmediate(() => setImmediate(() => world.time.end(error)));
            return { findings: [] };
          },
        },
      });
      return (await world.collect()).reasons.map(({ code }) => code);
    };
    expect(await stopped(timeUp())).toEqual(["partial"]);
    const cancelled = new ScanGateError({
      code: "cancelled",
      source: "gate",
      message: "the run was cancelled",
    });
    expect(await stopped(cancelled)).toEqual(["cancelled"]);
  });

  const oneIssue: Routes["findings"] = (request) => ({
    findings: query(request, "issue_type") === "sast" ? [issue({ status: "fixed" })] : [],
  });

  test("that are fewer than the scan counts are a note with both figures, and not asked for again", async () => {
    const world = semgrepWorld({ routes: { ...counting("18"), findings: oneIssue } });
    const outcome = await world.collect();
    expect(outcome.reasons).toEqual([]);
    expect(outcome.evidence.status).toBe("complete");
    expect(outcome.notes).toEqual([
      { level: "info", text: expect.stringMatching(/counts 18 code findings, the API returned 1;/) },
    ]);
    expect(world.time.clock.pauses).toEqual([]);
    const enough = await semgrepWorld({ routes: { ...counting("1"), findings: oneIssue } }).collect();
    expect(enough.notes).toEqual([]);
  });

  test("of which none came though the scan counts some are partial", async () => {
    const world = semgrepWorld({ routes: counting("2") });
    const outcome = await world.collect();
    expect(outcome.reasons).toMatchObject([
      { code: "partial", message: expect.stringMatching(/counts 2 code findings, the API returned 0/) },
    ]);
    expect(world.time.clock.pauses).toEqual([2_000, 4_000, 8_000]);
  });

  test("are held against the newest scan that ran their product", async () => {
    const older = scan({ id: "99", started_at: "2026-03-01T11:50:00Z", findings_counts: { code: "9" } });
    const newer = scan({ enabled_products: ["sast"], findings_counts: { code: "1" } });
    const routes = { scans: () => ({ scans: [older, newer] }), findings: oneIssue };
    expect((await semgrepWorld({ routes }).collect()).reasons).toEqual([]);
  });

  test("that came of one product are not lost when another is read again and fails", async () => {
    const world = semgrepWorld({
      routes: {
        scans: () => ({ scans: [scan({ findings_counts: { code: "2", supply_chain: "1" } })] }),
        findings: (request, { at }) => {
          if (at > 0) return httpError(500);
          return { findings: query(request, "issue_type") === "sast" ? [issue({})] : [] };
        },
      },
    });
    const outcome = await world.collect();
    expect(outcome.batches[0]?.observations).toHaveLength(1);
    expect(outcome.reasons.map(({ code }) => code)).toEqual(["partial"]);
  });

  test("of secrets are read by cursor, those in the history are left out and told", async () => {
    const secret = (id: string, more: object) => ({
      id,
      ref: "refs/pull/5/merge",
      findingPath: "a.env:1",
      ...more,
    });
    const world = semgrepWorld({
      routes: {
        secrets: (request) =>
          query(request, "cursor") === "two"
            ? {
                findings: [secret("3", { historicalInfo: { gitCommit: OLD } }), secret("4", { ref: "main" })],
                cursor: "two",
              }
            : { findings: [secret("1", {}), secret("2", {})], cursor: "two" },
      },
    });
    const outcome = await world.collect();
    expect(outcome.batches[0]?.observations.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(world.count("secrets")).toBe(2);
    expect(outcome.notes.map(({ text }) => text).join()).toContain("1 secret is in the history only");
  });
});
