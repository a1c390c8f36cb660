import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Loose } from "../../test/support/loose.ts";
import type { StandIn } from "../service/stand-in.ts";
import {
  HEAD_COMMIT,
  MAIN_SCAN,
  MERGE_REF,
  NEWER_COMMIT,
  PULL_SCAN,
  REPOSITORY,
  SEMGREP_PROJECT,
  TOKENS,
} from "../shop/names.ts";
import { busySemgrep } from "../shop/semgrep.ts";
import { startSemgrep } from "./server.ts";
import type { SemgrepWorld } from "./world.ts";

const BASE = "/api/v1/deployments";
let semgrep: StandIn;

async function restart(world: SemgrepWorld): Promise<void> {
  await semgrep.close();
  semgrep = await startSemgrep(world);
}

async function get(path: string, token: string = TOKENS.semgrep): Promise<{ status: number; body: Loose }> {
  const response = await fetch(semgrep.url + path, {
    headers: { authorization: `Bearer ${token}` },
    redirect: "manual",
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

async function post(path: string, body: unknown): Promise<{ status: number; body: Loose }> {
  const response = await fetch(semgrep.url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKENS.semgrep}` },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

beforeEach(async () => {
  semgrep = await startSemgrep(busySemgrep(Date.now()));
});
afterEach(() => semgrep.close());

describe("who may ask", () => {
  it("a wrong token is not authorized", async () => {
    expect(await get(BASE, "wrong")).toEqual({ status: 401, body: { error: "Not authorized" } });
  });

  it("a token without the web API scope finds nothing, not even its deployment", async () => {
    await restart({ ...busySemgrep(Date.now()), scope: "agent" });
    expect((await get(BASE)).status).toBe(404);
  });
});

describe("deployments and projects", () => {
  it("the token sees one deployment with its two identifiers", async () => {
    const { body } = await get(BASE);
    expect(body.deployments).toMatchObject([{ id: 4711, slug: "acme" }]);
  });

  it("a project is found by its name with a literal slash, ignoring case", async () => {
    const { body } = await get(`${BASE}/acme/projects/ACME/web-shop`);
    expect(body.project).toMatchObject({ id: SEMGREP_PROJECT, name: REPOSITORY });
  });

  it("an encoded slash is redirected to the literal one", async () => {
    expect((await get(`${BASE}/acme/projects/acme%2Fweb-shop`)).status).toBe(307);
  });

  it("projects come in pages from nought, and the page after the last is empty", async () => {
    expect((await get(`${BASE}/acme/projects?page=1&page_size=1`)).body.projects).toMatchObject([
      { name: `${REPOSITORY}-admin` },
    ]);
    expect((await get(`${BASE}/acme/projects?page=2&page_size=1`)).body.projects).toEqual([]);
  });

  it.each(["/acme/projects/acme/other", "/other/projects", "/9/secrets"])("%s is not found", async (path) => {
    expect((await get(BASE + path)).status).toBe(404);
  });
});

describe("scans", () => {
  const search = `${BASE}/4711/scans/search`;

  it("are listed with numbers as strings, and without what is false or nought", async () => {
    const { body } = await post(search, { repository_id: SEMGREP_PROJECT, limit: 100 });
    const [pull, main] = body.scans;
    expect(pull).toMatchObject({
      id: String(PULL_SCAN),
      commit: HEAD_COMMIT,
      branch: MERGE_REF,
      status: "SCAN_STATUS_COMPLETED",
      findings_counts: { code: "3", total: "6" },
    });
    expect(pull).not.toHaveProperty("is_full_scan");
    expect(main).toMatchObject({ id: String(MAIN_SCAN), is_full_scan: true });
  });

  it("are paged by a cursor", async () => {
    const first = await post(search, { repository_id: SEMGREP_PROJECT, limit: 1 });
    const second = await post(search, {
      repository_id: SEMGREP_PROJECT,
      limit: 1,
      cursor: first.body.cursor,
    });
    expect(first.body.scans[0].id).toBe(String(PULL_SCAN));
    expect(second.body.scans[0].id).toBe(String(MAIN_SCAN));
    expect(second.body.cursor).toBeUndefined();
  });

  it("that are older than `since` are left out", async () => {
    const since = new Date(Date.now() - 30 * 60_000).toISOString();
    const { body } = await post(search, { repository_id: SEMGREP_PROJECT, since });
    expect(body.scans.map((scan: { id: string }) => scan.id)).toEqual([String(PULL_SCAN)]);
  });

  it("follow their timeline from look to look", async () => {
    const world = busySemgrep(Date.now());
    const timeline = [
      { look: 2, status: "RUNNING" as const },
      { look: 3, status: "COMPLETED" as const },
    ];
    await restart({ ...world, scans: world.scans.slice(0, 1).map((scan) => ({ ...scan, timeline })) });
    const look = async (): Promise<unknown> =>
      (await post(search, { repository_id: SEMGREP_PROJECT })).body.scans[0]?.status;
    expect([await look(), await look(), await look()]).toEqual([
      undefined,
      "SCAN_STATUS_RUNNING",
      "SCAN_STATUS_COMPLETED",
    ]);
  });

  it.each([
    ["another repository", { repository_id: 1 }, 404],
    ["an unknown field", { repository_id: SEMGREP_PROJECT, commit: HEAD_COMMIT }, 400],
    ["too large a page", { repository_id: SEMGREP_PROJECT, limit: 501 }, 400],
    ["no repository", {}, 400],
    ["a made-up cursor", { repository_id: SEMGREP_PROJECT, cursor: "x" }, 400],
    ["no JSON", "repository_id=1", 400],
  ])("a search with %s is refused", async (_what, body, status) => {
    expect((await post(search, body)).status).toBe(status);
  });

  it("one scan is given with numbers and without a status", async () => {
    const { body } = await get(`${BASE}/4711/scan/${PULL_SCAN}`);
    expect(body).toMatchObject({ id: PULL_SCAN, meta: { commit: HEAD_COMMIT, pull_request_id: "42" } });
    expect(body.completed_at).toEqual(expect.any(String));
    expect(body).not.toHaveProperty("status");
  });

  it("an unknown scan is not found", async () => {
    expect((await get(`${BASE}/4711/scan/1`)).status).toBe(404);
  });
});

describe("findings", () => {
  const ids = (body: { findings: { id: unknown }[] }): unknown[] => body.findings.map(({ id }) => id);

  it("are those of one product, code unless another is asked for", async () => {
    const ref = encodeURIComponent(MERGE_REF);
    expect(ids((await get(`${BASE}/acme/findings?ref=${ref}`)).body)).toHaveLength(4);
    expect(ids((await get(`${BASE}/acme/findings?issue_type=sca&ref=${ref}`)).body)).toHaveLength(2);
    expect(ids((await get(`${BASE}/acme/findings?issue_type=ai_sast&ref=${ref}`)).body)).toEqual([]);
  });

  it("of a ref that was never scanned are those of all refs", async () => {
    const all = (await get(`${BASE}/acme/findings`)).body;
    expect(ids((await get(`${BASE}/acme/findings?ref=_default`)).body)).toEqual(ids(all));
  });

  it("can be asked for by project and status", async () => {
    const query = `${BASE}/acme/findings?repos=${REPOSITORY.toUpperCase()}`;
    expect(ids((await get(`${query}&status=open`)).body)).toHaveLength(4);
    expect(ids((await get(`${query}&status=fixed`)).body)).toEqual([73_537_190]);
    expect(ids((await get(`${query}-ADMIN`)).body)).toEqual([]);
  });

  it.each([
    "page_size=99",
    "page_size=3001",
    "page=-1",
    "issue_type=secrets",
    "status=closed",
    "scan_id=1",
    "ref=a&ref=b",
  ])("%s is a bad request", async (query) => {
    expect((await get(`${BASE}/acme/findings?${query}`)).status).toBe(400);
  });

  it("secrets come from another endpoint, in another dress, and not by ref", async () => {
    const { body } = await get(`${BASE}/4711/secrets?limit=100`);
    expect(body).toMatchObject({
      findings: [{ findingPath: "src/mailer.ts:6", ref: MERGE_REF }],
      cursor: "",
    });
    expect((await get(`${BASE}/4711/secrets?ref=main`)).status).toBe(400);
  });
});

describe("what changes meanwhile", () => {
  it("a newer scan of the ref makes findings that it did not see fixed", async () => {
    const world = busySemgrep(Date.now());
    const [own] = world.scans;
    if (own === undefined) throw new Error("no scan");
    const findings = world.findings.map((one) => ({ ...one, commits: [HEAD_COMMIT] }));
    const newer = { ...own, id: own.id + 1, commit: NEWER_COMMIT, completedAt: new Date().toISOString() };
    const open = `${BASE}/acme/findings?status=open&ref=${encodeURIComponent(MERGE_REF)}`;
    await restart({ ...world, findings });
    expect((await get(open)).body.findings).not.toEqual([]);
    await restart({ ...world, findings, scans: [newer, ...world.scans] });
    expect((await get(open)).body.findings).toEqual([]);
  });

  it("an empty list of secrets may be left out", async () => {
    await restart({ ...busySemgrep(Date.now()), secrets: [], leavesOutNoSecrets: true });
    expect((await get(`${BASE}/4711/secrets`)).body).toEqual({ cursor: "" });
  });
});

describe("tickets", () => {
  it("are made once, and a finding that has one is skipped", async () => {
    const ask = { issue_type: "sast", issue_ids: ["73537201", "1"], jira_project_id: "12345" };
    const first = await post(`${BASE}/acme/tickets`, ask);
    const second = await post(`${BASE}/acme/tickets`, ask);
    expect(first.body).toMatchObject({
      succeeded: [{ issue_ids: [73_537_201] }],
      failed: [{ issue_ids: [1] }],
    });
    expect(second.body.skipped).toMatchObject([{ issue_ids: [73_537_201] }]);
    expect(second.body).not.toHaveProperty("succeeded");
  });

  it.each([
    {},
    { issue_type: "ai_sast" },
    { issue_type: "sast", limit: 21, issue_ids: ["1"] },
  ])("%j is refused", async (body) => {
    expect((await post(`${BASE}/acme/tickets`, body)).status).toBe(400);
  });
});
