import { describe, expect, it, onTestFinished } from "vitest";
import { startGitLab } from "../../../sandbox/gitlab/server.ts";
import type { GitLabWorld } from "../../../sandbox/gitlab/world.ts";
import type { Respond } from "../../../sandbox/service/stand-in.ts";
import { GITLAB_BASE, GITLAB_HEAD, GITLAB_OLDER, gitLabWorld } from "../../../test/support/gitlab-world.ts";
import { accessTo } from "../../../test/support/wire.ts";
import { createGitLab, createGitLabPolicies, type GitLabOptions } from "./gitlab.ts";

async function gitLab(
  over: Partial<GitLabWorld> = {},
  options: Partial<GitLabOptions> = {},
  respond?: Respond,
) {
  const world = gitLabWorld(over);
  const server = await startGitLab(world, respond);
  onTestFinished(() => server.close());
  const connection = {
    ...accessTo(server.url),
    token: { variable: "GITLAB_TOKEN", value: world.token },
  };
  const project = { owner: "acme/web", repo: "shop", project: "acme/web/shop" };
  return { server, roles: createGitLab({ ...connection, ...project, ...options }), connection };
}

const SNYK = { sha: GITLAB_HEAD, name: "security/snyk (acme)", author: "snyk-bot", pipelineId: 31 } as const;
const LINK = { targetUrl: "https://app.snyk.io/org/acme/pr-checks/1" };

describe("Snyk's statuses on GitLab", () => {
  it("are the newest of each name and author, in the words of other forges, and no jobs of a pipeline", async () => {
    const { roles } = await gitLab({
      statuses: [
        { ...SNYK, ...LINK, id: 1, status: "success" },
        { ...SNYK, ...LINK, id: 2, status: "failed", description: "1 high" },
        { ...SNYK, ...LINK, id: 3, status: "success", author: "octavia" },
        { ...SNYK, id: 4, status: "success", author: "mallory" },
        { ...SNYK, ...LINK, id: 5, status: "running", name: "code/snyk (acme)" },
        { ...SNYK, ...LINK, id: 6, status: "canceled", name: "license/snyk (acme)" },
      ],
    });
    expect(await roles.statuses.newest(GITLAB_HEAD)).toMatchObject([
      { context: "license/snyk (acme)", state: "error" },
      { context: "code/snyk (acme)", state: "pending" },
      { context: "security/snyk (acme)", state: "success", author: "octavia" },
      { context: "security/snyk (acme)", state: "failure", author: "snyk-bot", link: LINK.targetUrl },
    ]);
  });

  it("go on behind a short page that links to another, where GitLab's own header was dropped", async () => {
    const row = (id: number, status: string, name: string) => ({
      ...{ id, status, name },
      target_url: LINK.targetUrl,
    });
    const { roles } = await gitLab({}, {}, ({ path, query }) => {
      const isFirst = query.every(([key]) => key !== "page");
      const link = `<http://127.0.0.1${path}?page=2>; rel="next", <http://127.0.0.1${path}>; rel="first"`;
      const body = [isFirst ? row(2, "success", "ci/build") : row(1, "failed", "security/snyk (acme)")];
      return { kind: "answer", status: 200, body, ...(isFirst ? { headers: { link } } : {}) };
    });
    expect((await roles.statuses.newest(GITLAB_HEAD)).map(({ state }) => state)).toEqual([
      "success",
      "failure",
    ]);
  });

  it("are not asked for with the job's own token, which would be refused", async () => {
    const jobToken = { variable: "CI_JOB_TOKEN", value: gitLabWorld().jobToken };
    const { server, connection } = await gitLab();
    const { token: _, ...rest } = connection;
    const roles = createGitLab({ ...rest, jobToken, owner: "acme/web", repo: "shop", project: "7" });
    await expect(roles.statuses.newest(GITLAB_HEAD)).rejects.toMatchObject({
      code: "no-credentials",
      source: "gitlab",
    });
    expect(server.requests).toEqual([]);
  });
});

describe("a project of GitLab", () => {
  it("tells its merge requests, their heads, files and commits", async () => {
    const { roles } = await gitLab();
    const { pullRequests, commits } = roles;
    const pull = {
      number: 12,
      state: "open",
      headCommit: GITLAB_HEAD,
      headRepository: "acme/web/shop",
      author: "octavia",
    };
    expect(await pullRequests.get(12)).toMatchObject({ ...pull, base: { ref: "main", commit: GITLAB_BASE } });
    expect(await pullRequests.ofCommit(GITLAB_HEAD)).toMatchObject([pull]);
    expect(await pullRequests.fromBranch("acme/web", "feature/search")).toMatchObject([pull]);
    expect(await pullRequests.fromBranch("mallory", "feature/search")).toEqual([]);
    expect(await pullRequests.lastUpdated(6)).toMatchObject([pull]);
    expect(await pullRequests.commitsOf(12)).toEqual([GITLAB_OLDER, GITLAB_HEAD]);
    expect(await pullRequests.changedFiles(12)).toEqual(["src/a.js"]);
    expect(await commits.branchTip("main")).toBe(GITLAB_BASE);
    expect(await commits.branchTip("gone")).toBeUndefined();
    expect(await commits.whole?.(GITLAB_HEAD.slice(0, 12))).toBe(GITLAB_HEAD);
    expect(await commits.date(GITLAB_HEAD)).toMatch(/^2026-11-2/);
    expect(await commits.distance(GITLAB_BASE, GITLAB_HEAD)).toEqual({
      ahead: 2,
      behind: 0,
      mergeBase: GITLAB_BASE,
    });
    expect(roles.requests).toBeGreaterThan(10);
  });

  it("of which a fork's merge request is of another project", async () => {
    const [own] = gitLabWorld().mergeRequests;
    const { roles } = await gitLab({
      mergeRequests: own === undefined ? [] : [{ ...own, sourceProjectId: 9 }],
    });
    expect(await roles.pullRequests.get(12)).not.toHaveProperty("headRepository");
  });

  it("lacks a file only at a commit that is there", async () => {
    const { roles } = await gitLab({
      files: [{ commit: GITLAB_BASE, path: ".github/scan-gate.yml", text: "version: 1\n" }],
    });
    expect(await roles.commits.file(".github/scan-gate.yml", GITLAB_BASE)).toBe("version: 1\n");
    expect(await roles.commits.file(".github/scan-gate.yml", GITLAB_HEAD)).toBeUndefined();
    await expect(roles.commits.file("a.yml", "f".repeat(40))).rejects.toMatchObject({ code: "not-found" });
  });

  it("takes a status once more after GitLab was busy with it", async () => {
    const busy: Respond = ({ method }, nth) =>
      method === "POST" && nth === 1
        ? { kind: "answer", status: 409, body: { message: "in progress" } }
        : undefined;
    const { roles, server } = await gitLab({}, {}, busy);
    const status = { context: "scan-gate", state: "failed", description: "Failed" };
    expect(await roles.statusBoard?.write(GITLAB_HEAD, status)).toMatchObject({ state: "failure" });
    expect(server.statuses()).toHaveLength(1);
  });

  it("takes a status of a job whose address is too long, without the address", async () => {
    const { roles, server } = await gitLab();
    const status = { context: "scan-gate", state: "failed", description: "Failed" };
    const below = (length: number) => `https://gitlab.example/${"a".repeat(length - 23)}`;
    await roles.statusBoard?.write(GITLAB_HEAD, { ...status, link: below(256) });
    await roles.statusBoard?.write(GITLAB_HEAD, { ...status, link: below(255) });
    expect(server.statuses().map(({ targetUrl }) => targetUrl?.length)).toEqual([undefined, 255]);
  });

  it("that refuses something names the variable which holds the token", async () => {
    const token = { variable: "SCAN_GATE_FORGE_TOKEN", value: gitLabWorld().token };
    const { roles } = await gitLab({ scope: "read_api" }, { token });
    await expect(roles.comments.create(12, "text")).rejects.toMatchObject({
      code: "forbidden",
      hint: expect.stringMatching(/^Give the token in SCAN_GATE_FORGE_TOKEN the scope `api`/),
    });
    const wrong = await gitLab({}, { token: { ...token, value: "wrong" } });
    await expect(wrong.roles.pullRequests.get(12)).rejects.toMatchObject({
      code: "auth",
      hint: expect.stringMatching(/^Check the token in SCAN_GATE_FORGE_TOKEN: .* SCAN_GATE_FORGE_TOKEN /),
    });
  });

  it("says when it cannot be seen", async () => {
    const { roles } = await gitLab({ project: { id: 8, path: "other/one" } });
    await expect(roles.commits.file("a.yml", GITLAB_BASE)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("policies of other projects", () => {
  it("are read by branch, tag or commit, and a hidden project is told from a missing file", async () => {
    const { connection } = await gitLab({
      files: [{ commit: GITLAB_BASE, path: "gate.yml", text: "version: 1\n" }],
    });
    const policies = createGitLabPolicies(connection);
    const shop = policies("acme/web", "shop");
    expect(await shop.isVisible()).toBe(true);
    expect(await shop.commitOf("main")).toBe(GITLAB_BASE);
    expect(await shop.commitOf("v9")).toBeUndefined();
    expect(await shop.file("gate.yml", GITLAB_BASE)).toBe("version: 1\n");
    expect(await policies("acme", "hidden").isVisible()).toBe(false);
  });
});
