import { describe, expect, test } from "vitest";
import {
  BASE,
  HEAD,
  issue,
  MERGE,
  OLD,
  onFirstPage,
  PULL_REQUEST,
  type Routes,
  scan,
  semgrepWorld,
} from "../../../test/support/semgrep-world.ts";
import type { RefContext } from "../../context/run-context.ts";

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

type Fields = Readonly<Record<string, unknown>>;
const listing = (...scans: readonly Fields[]): Routes => ({ scans: () => ({ scans: scans.map(scan) }) });
const LATER = { started_at: "2026-03-01T11:59:10Z", completed_at: "2026-03-01T11:59:40Z" };
const EARLIER = { started_at: "2026-03-01T11:50:00Z", completed_at: "2026-03-01T11:55:00Z" };
const main = (more: Fields) => ({ branch: "main", is_full_scan: true, ...more });

describe("a scan of the commit on another ref", () => {
  const scratch = { branch: "scratch" };

  test("is not taken, and the reason names it and what to set", async () => {
    const world = semgrepWorld({ timeoutMs: 20_000, routes: listing(scratch) });
    const { reasons, evidence } = await world.collect();
    expect(reasons).toEqual([
      {
        code: "scan-missing",
        source: "semgrep",
        message: expect.stringMatching(
          /no usable scan .*scan 100 of it is a diff scan on scratch, which is not compared as this pull request is\. Set `SEMGREP_BRANCH: refs\/pull\/5\/merge` in the job/,
        ),
      },
    ]);
    expect(evidence.evidence).toBeUndefined();
    expect(world.lines.join()).toContain("scan 100 of it is a diff scan on scratch");
    expect(world.count("scan")).toBe(1);
  });

  test.each([
    ["a number", { pull_request_id: 5 }],
    ["a text", { pull_request_id: "5" }],
    ["its branch", { branch: "refs/pull/5/head" }],
  ])("counts when its details name this pull request by %s", async (_, meta) => {
    const routes = { ...listing(scratch), scan: () => ({ meta }) };
    const world = semgrepWorld({ routes });
    expect((await world.collect()).reasons).toEqual([]);
    expect(world.count("scan")).toBe(1);
    expect(world.requests.find(({ path }) => path.endsWith("/findings"))?.query).toContainEqual([
      "ref",
      "scratch",
    ]);
  });

  test("of a fork's head branch counts only by its details", async () => {
    const fork = { ...PULL_REQUEST, fork: true };
    const routes = listing({ branch: "feature" });
    const codes = async (more: Routes) =>
      (await semgrepWorld({ timeoutMs: 5_000, routes: { ...routes, ...more } }).collect(fork)).reasons.map(
        ({ code }) => code,
      );
    expect(await codes({})).toEqual(["scan-missing"]);
    expect(await codes({ scan: () => ({ meta: { pull_request_id: "5" } }) })).toEqual([]);
  });

  test("that is running or whose details cannot be read does not count", async () => {
    const refused = { ...listing(scratch), scan: () => new Error("broken") };
    const { reasons } = await semgrepWorld({ timeoutMs: 5_000, routes: refused }).collect();
    expect(reasons.map(({ code }) => code)).toEqual(["scan-missing"]);
    const running = listing({ ...scratch, status: "SCAN_STATUS_RUNNING", completed_at: null });
    const world = semgrepWorld({ timeoutMs: 5_000, routes: running });
    expect((await world.collect()).reasons.map(({ code }) => code)).toEqual(["scan-missing"]);
    expect(world.count("scan")).toBe(0);
  });

  test("is not asked about beside the pull request's own", async () => {
    const world = semgrepWorld({ routes: listing({ id: "7", ...scratch }, {}) });
    expect((await world.collect()).reasons).toEqual([]);
    expect(world.count("scan")).toBe(1);
  });

  test("many of them are asked about at most twenty times", async () => {
    const many = Array.from({ length: 30 }, (_, at) => ({ id: String(at + 1), ...scratch }));
    const world = semgrepWorld({ timeoutMs: 60_000, routes: listing(...many) });
    const { reasons } = await world.collect();
    expect(world.count("scan")).toBe(20);
    expect(reasons[0]?.message).toContain("27 more do not count either");
  });
});

describe("a scan whose details name another pull request", () => {
  test("never counts, though it is on the head branch", async () => {
    const routes = { ...listing({ branch: "feature" }), scan: () => ({ meta: { pull_request_id: "6" } }) };
    const world = semgrepWorld({ timeoutMs: 5_000, routes });
    const { reasons, batches } = await world.collect();
    expect(reasons).toMatchObject([
      { code: "scan-missing", message: expect.stringContaining("on feature for pull request #6") },
    ]);
    expect(batches).toEqual([]);
  });

  test("gives way to the pull request's own", async () => {
    const routes: Routes = {
      ...listing({ id: "1", branch: "feature" }, { id: "2", ...push() }),
      scan: ({ path }) => ({ meta: path.endsWith("/1") ? { pull_request_id: "6" } : {} }),
    };
    const { reasons, evidence } = await semgrepWorld({ routes }).collect();
    expect(reasons).toEqual([]);
    expect(evidence.scans?.map(({ id }) => id)).toEqual(["2"]);
  });
  function push(): Fields {
    return { branch: "refs/heads/feature", is_full_scan: true };
  }
});

test("a scan of any of several pull requests with one head counts", async () => {
  const siblings = [{ number: 9, base: { ref: "loose", commit: OLD } }];
  const routes = listing({ branch: "refs/pull/9/merge" });
  const outcome = async (context: typeof PULL_REQUEST) =>
    (await semgrepWorld({ timeoutMs: 5_000, routes }).collect(context)).reasons.map(({ code }) => code);
  expect(await outcome({ ...PULL_REQUEST, siblings })).toEqual([]);
  expect(await outcome(PULL_REQUEST)).toEqual(["scan-missing"]);
  const named = { ...listing({ branch: "feature" }), scan: () => ({ meta: { pull_request_id: 9 } }) };
  const { reasons } = await semgrepWorld({ routes: named }).collect({ ...PULL_REQUEST, siblings });
  expect(reasons).toEqual([]);
});

describe("a superseded scan", () => {
  const newer = { id: "101", commit: OLD, ...LATER };

  test("is stale, naming both, and its findings are not read", async () => {
    const world = semgrepWorld({ routes: listing({}, newer) });
    const { reasons, evidence, batches } = await world.collect();
    expect(reasons).toEqual([
      {
        code: "scan-stale",
        source: "semgrep",
        message: expect.stringMatching(
          new RegExp(`scan 100 of ${HEAD} .* no longer shows .* scan 101 of ${OLD} on refs/pull/5/merge`),
        ),
      },
    ]);
    expect(evidence.evidence).toBeUndefined();
    expect(batches).toEqual([]);
    expect(world.count("findings")).toBe(0);
    expect(world.time.clock.pauses).toEqual([]);
  });

  test("on a ref says that nothing is to be done there, and names semgrep-evidence", async () => {
    const { reasons } = await semgrepWorld({ routes: listing(main({}), main(newer)) }).collect(PUSH);
    expect(reasons).toMatchObject([
      {
        code: "scan-stale",
        message: expect.stringMatching(/newer commit has a run of its own.*`semgrep-evidence: branch`/),
      },
    ]);
  });

  test.each([
    ["began before but ended after", { ...newer, started_at: "2026-03-01T11:40:00Z" }],
    ["ended with an error code of its own", { ...newer, exit_code: "7" }],
    ["names no products", { ...newer, enabled_products: [] }],
    ["shares one product", { ...newer, enabled_products: ["secrets"] }],
  ])("is stale when the other %s", async (_, other) => {
    const { reasons } = await semgrepWorld({ routes: listing({}, other) }).collect();
    expect(reasons.map(({ code }) => code)).toEqual(["scan-stale"]);
  });

  test.each([
    ["is older", { ...newer, ...EARLIER }],
    ["is of the merge commit", { ...newer, commit: MERGE }],
    ["is on another ref", { ...newer, branch: "feature" }],
    ["is of another kind", { ...newer, is_full_scan: true }],
    ["ran other products", { ...newer, enabled_products: ["ai_sast"] }],
    ["failed", { ...newer, status: "SCAN_STATUS_ERROR" }],
  ])("is none when the other %s", async (_, other) => {
    const { reasons } = await semgrepWorld({ routes: listing({}, other) }).collect();
    expect(reasons).toEqual([]);
  });

  test("gives way to another group of the same commit that nothing superseded", async () => {
    const full = { id: "90", branch: "refs/heads/feature", is_full_scan: true };
    const { reasons, evidence } = await semgrepWorld({ routes: listing({}, newer, full) }).collect();
    expect(reasons).toEqual([]);
    expect(evidence.ref).toBe("feature");
  });

  test("is noticed when the other one completes while the findings are read", async () => {
    const running = { ...newer, status: "SCAN_STATUS_RUNNING", completed_at: null };
    const world = semgrepWorld({
      routes: { scans: (_, { count }) => ({ scans: [scan({}), scan(count === 1 ? running : newer)] }) },
    });
    const { reasons, batches } = await world.collect();
    expect(reasons.map(({ code }) => code)).toEqual(["scan-stale"]);
    expect(batches).toEqual([]);
    const still = semgrepWorld({ routes: listing({}, running) });
    expect((await still.collect()).reasons).toEqual([]);
    expect(still.count("scans")).toBe(2);
  });
});

describe("products", () => {
  test.each([
    ["none", [], "names no product"],
    ["only unknown ones", ["malware"], "names only malware"],
  ])("of a scan that names %s are no evidence", async (_, enabled_products, text) => {
    const { reasons, evidence } = await semgrepWorld({ routes: listing({ enabled_products }) }).collect();
    expect(reasons).toMatchObject([{ code: "no-evidence", message: expect.stringContaining(text) }]);
    expect(evidence.status).toBe("incomplete");
    expect(evidence.products).toEqual([]);
  });

  test("that only the details name were looked with", async () => {
    const routes = {
      ...listing({ enabled_products: [] }),
      scan: () => ({ enabled_products: ["code"], meta: {} }),
    };
    const { reasons, evidence } = await semgrepWorld({ routes }).collect();
    expect(reasons).toEqual([]);
    expect(evidence.products).toEqual([{ product: "sast", evidence: "scan" }]);
  });

  test("of which one project lacks some are those that all were looked at with", async () => {
    const routes: Routes = {
      project: ({ path }) => ({
        project: { id: path.endsWith("web") ? 42 : 43, name: path.split("/").at(-1) },
      }),
      scans: ({ body }) => {
        const id = Object(body).repository_id;
        return {
          scans: [scan({ repository_id: id, enabled_products: id === 42 ? ["sast", "sca"] : ["sast"] })],
        };
      },
    };
    const { evidence } = await semgrepWorld({ routes, projects: ["web", "api"] }).collect();
    expect(evidence.products).toEqual([{ product: "sast", evidence: "scan" }]);
  });

  test("that the base branch's scans run and this one did not are a warning of the evidence", async () => {
    const base = main({ id: "50", commit: BASE, ...EARLIER });
    const nightly = { ...base, id: "51", started_at: "2026-02-27T02:00:00Z", enabled_products: ["ai_sast"] };
    const old = { ...base, id: "52", started_at: "2026-02-10T02:00:00Z", enabled_products: ["dast"] };
    const own = { enabled_products: ["secrets"] };
    const { reasons, evidence } = await semgrepWorld({ routes: listing(own, base, nightly, old) }).collect();
    expect(reasons).toEqual([]);
    expect(evidence.remarks).toEqual([
      "warning: scans of the base branch of acme/shop run sast, sca, ai_sast too, and this one did not",
    ]);
    const same = await semgrepWorld({ routes: listing({}, base) }).collect();
    expect(same.evidence.remarks).toBeUndefined();
  });

  test("of the base branch are not known when the list breaks off, and that is a note", async () => {
    const routes: Routes = {
      scans: (_, { count }) =>
        count === 1
          ? {
              scans: [
                scan({}),
                scan({ id: "1", commit: OLD, branch: "x", started_at: "2026-02-01T00:00:00Z" }),
              ],
              cursor: "2",
            }
          : new Error("broken"),
    };
    const date = async () => "2026-03-01T11:00:00Z";
    const { reasons, notes } = await semgrepWorld({ routes, forge: { commits: { date } } }).collect();
    expect(reasons).toEqual([]);
    expect(notes).toMatchObject([{ level: "warning", text: expect.stringContaining("base branch") }]);
  });
});

describe("semgrep-evidence: branch", () => {
  const weekly = main({ id: "70", commit: OLD, ...EARLIER });
  const collect = (routes: Routes, context: RefContext = PUSH, evidence: "branch" | "commit" = "branch") => {
    const world = semgrepWorld({ routes, evidence, timeoutMs: 30_000 });
    return world.collect(context).then((outcome) => ({ ...outcome, world }));
  };

  test("takes the branch's newest completed full scan at once where the commit has none, and says so", async () => {
    const { reasons, evidence, notes, batches, world } = await collect({
      ...listing(weekly),
      findings: onFirstPage("sast", [issue({ ref: "main" })]),
    });
    expect(reasons).toEqual([]);
    expect(evidence).toMatchObject({ status: "complete", evidence: "branch-scan", commit: OLD, ref: "main" });
    expect(evidence.products?.[0]).toEqual({ product: "sast", evidence: "branch-scan" });
    expect(notes).toMatchObject([
      {
        level: "warning",
        text: expect.stringContaining(
          `newest completed full scan of main counts, of ${OLD}, completed at 2026-03-01T11:55:00Z`,
        ),
      },
    ]);
    expect(batches[0]?.observations).toHaveLength(1);
    expect(world.time.clock.pauses).toEqual([]);
  });

  test("is not needed where the commit has a scan", async () => {
    const { evidence } = await collect(listing(main({}), weekly));
    expect(evidence.evidence).toBe("scan");
  });

  test("takes the newer scan in place of a superseded one", async () => {
    const { reasons, evidence } = await collect(
      listing(main({}), main({ id: "101", commit: OLD, ...LATER })),
    );
    expect(reasons).toEqual([]);
    expect(evidence).toMatchObject({ evidence: "branch-scan", commit: OLD });
  });

  test("takes the scan that ended last, whenever it began", async () => {
    const slow = main({ id: "60", commit: OLD, ...LATER, started_at: "2026-03-01T11:00:00Z" });
    const { evidence } = await collect(listing(main({}), slow));
    expect(evidence).toMatchObject({ evidence: "branch-scan", commit: OLD });
  });

  test("counts nothing behind a failed newer scan", async () => {
    const failed = main({ id: "71", commit: MERGE, status: "SCAN_STATUS_ERROR", ...LATER });
    const { reasons, world } = await collect(listing(weekly, failed));
    expect(reasons).toMatchObject([{ code: "scan-failed", message: expect.stringContaining("scan 71") }]);
    expect(world.time.clock.pauses).toEqual([]);
  });

  test("leaves a failed scan of the commit failed", async () => {
    const { reasons } = await collect(listing(main({ status: "SCAN_STATUS_ERROR" }), weekly));
    expect(reasons.map(({ code }) => code)).toEqual(["scan-failed"]);
  });

  test("waits for a running scan of the commit, and for no other", async () => {
    const running = { status: "SCAN_STATUS_RUNNING", completed_at: null };
    const own = await collect(listing(main(running), weekly));
    expect(own.reasons.map(({ code }) => code)).toEqual(["scan-running"]);
    const other = await collect(listing(main({ ...running, commit: MERGE, ...LATER }), weekly));
    expect(other.evidence).toMatchObject({ evidence: "branch-scan", commit: OLD });
  });

  test("without any scan of the branch is missing at once", async () => {
    const { reasons, world } = await collect(listing({ commit: OLD }));
    expect(reasons.map(({ code }) => code)).toEqual(["scan-missing"]);
    expect(world.time.clock.pauses).toEqual([]);
  });

  test("says nothing on another repository's branch of the same name", async () => {
    const { reasons, evidence } = await collect(listing(weekly), { ...PUSH, foreign: true });
    expect(reasons.map(({ code }) => code)).toEqual(["scan-stale"]);
    expect(evidence.evidence).toBeUndefined();
  });

  test("says nothing on tags and pull requests, which wait for their own scan", async () => {
    const tag = { ...PUSH, ref: "refs/tags/v1" };
    const onTag = await collect(listing(main({ commit: OLD, branch: "refs/tags/v1" })), tag);
    expect(onTag.reasons.map(({ code }) => code)).toEqual(["scan-stale"]);
    const world = semgrepWorld({ evidence: "branch", timeoutMs: 5_000, routes: listing({ commit: OLD }) });
    expect((await world.collect()).reasons.map(({ code }) => code)).toEqual(["scan-stale"]);
  });

  test.each([
    ["scan-stale", listing(weekly)],
    ["scan-missing", listing()],
  ])("is named by the reason %s on a ref where only the commit counts", async (code, routes) => {
    const { reasons } = await collect(routes, PUSH, "commit");
    expect(reasons).toMatchObject([
      {
        code,
        message: expect.stringMatching(/Managed Scans .* once a week, set `semgrep-evidence: branch`/),
      },
    ]);
  });
});
