import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Loose } from "../../test/support/loose.ts";
import { shopGitHub } from "../shop/github.ts";
import { BASE_COMMIT, HEAD_BRANCH, HEAD_COMMIT, MERGE_COMMIT, MERGE_REF, TOKENS } from "../shop/names.ts";
import { type GitHubStandIn, startGitHub } from "./server.ts";
import type { GitHubWorld } from "./world.ts";

const REPO = "/repos/acme/web-shop";
let github: GitHubStandIn;

async function restart(change: Partial<GitHubWorld>): Promise<void> {
  await github.close();
  github = await startGitHub({ ...shopGitHub(Date.now()), ...change });
}

async function call(method: string, path: string, body?: unknown, token: string = TOKENS.github) {
  const response = await fetch(github.url + path, {
    method,
    headers: { authorization: `token ${token}`, accept: "application/vnd.github+json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: Loose = text === "" ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: parsed };
}

const pack = (sarif: unknown): string => gzipSync(JSON.stringify(sarif)).toString("base64");
const EMPTY_SARIF = {
  version: "2.1.0",
  runs: [{ tool: { driver: { name: "semgrep", rules: [] } }, results: [], automationDetails: { id: "a/" } }],
};

beforeEach(async () => {
  github = await startGitHub(shopGitHub(Date.now()));
});
afterEach(() => github.close());

describe("who may ask", () => {
  it("a wrong token has bad credentials", async () => {
    expect(await call("GET", REPO, undefined, "wrong")).toMatchObject({
      status: 401,
      body: { message: "Bad credentials" },
    });
  });

  it("a workflow's token belongs to no user", async () => {
    expect(await call("GET", "/user")).toMatchObject({ status: 403 });
    await restart({ app: false, login: "jo-winter" });
    expect((await call("GET", "/user")).body.login).toBe("jo-winter");
  });

  it("a missing permission is named in a header", async () => {
    await restart({ permissions: { "pull-requests": "read" } });
    const { status, headers, body } = await call("POST", `${REPO}/issues/42/comments`, { body: "x" });
    expect(status).toBe(403);
    expect(body.message).toBe("Resource not accessible by integration");
    expect(headers.get("x-accepted-github-permissions")).toBe("issues=write; pull_requests=write");
    expect((await call("GET", `${REPO}/contents/x?ref=${BASE_COMMIT}`)).status).toBe(403);
  });

  it("what is not there is not found", async () => {
    expect((await call("GET", "/repos/acme/other")).status).toBe(404);
    expect((await call("GET", `${REPO}/issues/7/comments`)).status).toBe(404);
  });
});

describe("comments", () => {
  it("are created, updated and deleted under the token's login", async () => {
    const { status, body } = await call("POST", `${REPO}/issues/42/comments`, { body: "first" });
    expect(status).toBe(201);
    expect(body.user.login).toBe("github-actions[bot]");
    const path = `${REPO}/issues/comments/${body.id}`;
    expect((await call("PATCH", path, { body: "second" })).body.body).toBe("second");
    expect(github.comments().at(-1)).toMatchObject({ issue: 42, body: "second" });
    expect((await call("DELETE", path)).status).toBe(204);
    expect((await call("GET", path)).status).toBe(404);
  });

  it("come in pages, oldest first, with a link to the next", async () => {
    const { headers, body } = await call("GET", `${REPO}/issues/42/comments?per_page=1`);
    expect(body).toHaveLength(1);
    const next = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] ?? "";
    expect(next.startsWith(github.url)).toBe(true);
    const second = await call("GET", next.slice(github.url.length));
    expect(second.body[0].id).toBeGreaterThan(body[0].id);
    expect(second.headers.get("link")).toBeNull();
  });

  it.each([
    ["empty", " "],
    ["too long", "x".repeat(65_537)],
  ])("a body that is %s fails validation", async (_what, body) => {
    expect((await call("POST", `${REPO}/issues/42/comments`, { body })).status).toBe(422);
  });

  it("the longest body is taken", async () => {
    expect((await call("POST", `${REPO}/issues/42/comments`, { body: "x".repeat(65_536) })).status).toBe(201);
  });
});

describe("the repository", () => {
  it("tells of pull requests by number, commit and head branch", async () => {
    expect((await call("GET", `${REPO}/pulls/42`)).body.head.sha).toBe(HEAD_COMMIT);
    expect((await call("GET", `${REPO}/commits/${HEAD_COMMIT}/pulls`)).body).toMatchObject([{ number: 42 }]);
    expect((await call("GET", `${REPO}/commits/${BASE_COMMIT}/pulls`)).body).toEqual([]);
    const head = encodeURIComponent(`acme:${HEAD_BRANCH}`);
    expect((await call("GET", `${REPO}/pulls?state=open&head=${head}`)).body).toMatchObject([{ number: 42 }]);
    expect((await call("GET", `${REPO}/pulls?state=open&head=kim:x`)).body).toEqual([]);
  });

  it("tells of a commit and of the way between two", async () => {
    const { body } = await call("GET", `${REPO}/commits/${HEAD_COMMIT}`);
    expect(Date.parse(body.commit.committer.date)).toBeLessThan(Date.now());
    expect((await call("GET", `${REPO}/compare/${BASE_COMMIT}...${HEAD_COMMIT}`)).body).toMatchObject({
      status: "ahead",
      ahead_by: 2,
      behind_by: 0,
    });
    expect((await call("GET", `${REPO}/compare/${BASE_COMMIT}...main`)).status).toBe(404);
    expect((await call("GET", `${REPO}/commits/nope`)).status).toBe(422);
  });

  it("tells of files at a commit", async () => {
    await restart({ files: [{ commit: BASE_COMMIT, path: ".github/scan-gate.yml", text: "version: 1\n" }] });
    const { body } = await call("GET", `${REPO}/contents/.github/scan-gate.yml?ref=${BASE_COMMIT}`);
    expect(Buffer.from(body.content, "base64").toString()).toBe("version: 1\n");
    expect((await call("GET", `${REPO}/contents/.github/scan-gate.yml?ref=${HEAD_COMMIT}`)).status).toBe(404);
  });

  it("tells the history of statuses newest first, and the newest of each context in one", async () => {
    const status = { sha: HEAD_COMMIT, context: "security/snyk (acme-shop)" };
    await restart({
      statuses: [
        { ...status, state: "pending", updatedAt: "2026-11-18T16:40:00Z" },
        { ...status, state: "failure", updatedAt: "2026-11-18T16:42:00Z" },
      ],
    });
    const history = await call("GET", `${REPO}/commits/${HEAD_COMMIT}/statuses`);
    expect(history.body.map((one: Loose) => one.state)).toEqual(["failure", "pending"]);
    expect((await call("GET", `${REPO}/commits/${HEAD_COMMIT}/status`)).body).toMatchObject({
      state: "failure",
      total_count: 1,
    });
  });
});

describe("code scanning", () => {
  const upload = (more: object = {}) =>
    call("POST", `${REPO}/code-scanning/sarifs`, {
      commit_sha: MERGE_COMMIT,
      ref: MERGE_REF,
      sarif: pack(EMPTY_SARIF),
      ...more,
    });

  it("takes an upload and processes it", async () => {
    const { status, body } = await upload();
    expect(status).toBe(202);
    expect((await call("GET", `${REPO}/code-scanning/sarifs/${body.id}`)).body.processing_status).toBe(
      "complete",
    );
    expect((await call("GET", `${REPO}/code-scanning/analyses?sarif_id=${body.id}`)).body).toMatchObject([
      { category: "a/", results_count: 0, warning: "" },
    ]);
    expect(github.uploads()).toMatchObject([{ commit: MERGE_COMMIT, ref: MERGE_REF, errors: [] }]);
  });

  it("fails an upload in processing, with its errors", async () => {
    const { body } = await upload({
      sarif: pack({ version: "2.1.0", runs: [...EMPTY_SARIF.runs, ...EMPTY_SARIF.runs] }),
    });
    expect((await call("GET", `${REPO}/code-scanning/sarifs/${body.id}`)).body).toMatchObject({
      processing_status: "failed",
      errors: ["A delivery cannot contain multiple runs with the same category"],
    });
  });

  it("can be slow", async () => {
    await restart({ processingLooks: 1 });
    const { body } = await upload();
    const look = async () =>
      (await call("GET", `${REPO}/code-scanning/sarifs/${body.id}`)).body.processing_status;
    expect([await look(), await look()]).toEqual(["pending", "complete"]);
  });

  it.each([
    ["an unknown key", { category: "x" }, 422],
    ["a short commit", { commit_sha: "abc" }, 422],
    ["a bare branch", { ref: "main" }, 422],
    ["a commit that is not of the ref", { commit_sha: HEAD_COMMIT }, 422],
    ["SARIF that is not packed", { sarif: "{}" }, 400],
  ])("refuses %s", async (_what, more, status) => {
    expect((await upload(more)).status).toBe(status);
  });

  it("is refused where it is not enabled", async () => {
    await restart({ repository: { ...shopGitHub(0).repository, codeScanning: false } });
    expect(await upload()).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("must be enabled") },
    });
  });
});
