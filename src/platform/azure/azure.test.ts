import { describe, expect, it, onTestFinished } from "vitest";
import { startAzure } from "../../../sandbox/azure/server.ts";
import type { AzureStatus, AzureThread, AzureWorld } from "../../../sandbox/azure/world.ts";
import type { Respond } from "../../../sandbox/service/stand-in.ts";
import {
  AZURE_BASE,
  AZURE_HEAD,
  AZURE_NEWER,
  AZURE_OLDER,
  azureWorld,
} from "../../../test/support/azure-world.ts";
import { deadlineOf } from "../../../test/support/clock.ts";
import { accessTo } from "../../../test/support/wire.ts";
import { type AzureOptions, createAzure, createAzurePolicies } from "./azure.ts";

const WEB = "https://dev.azure.com/acme/Web%20Shop/_git/shop";

async function azure(over: Partial<AzureWorld> = {}, options: Partial<AzureOptions> = {}, respond?: Respond) {
  const world = azureWorld(over);
  const server = await startAzure(world, respond);
  onTestFinished(() => server.close());
  const connection = {
    ...accessTo(server.url),
    token: { variable: "SYSTEM_ACCESSTOKEN", value: world.token },
  };
  const repository = {
    owner: "acme/Web Shop",
    repo: "shop",
    project: "Web Shop",
    repository: "shop",
    webUrl: WEB,
  };
  return { server, connection, roles: createAzure({ ...connection, ...repository, ...options }) };
}

const answered = (path: RegExp, status: number, body: unknown): Respond => {
  return (request) => (path.test(request.path) ? { kind: "answer", status, body } : undefined);
};

const withPull = (change: Partial<AzureWorld["pullRequests"][number]>) => ({
  pullRequests: azureWorld().pullRequests.map((one) => ({ ...one, ...change })),
});

describe("a repository of Azure", () => {
  it("tells its pull requests, their heads, files and commits", async () => {
    const { roles } = await azure();
    const { pullRequests } = roles;
    const pull = {
      number: 12,
      state: "open",
      headRef: "feature/search",
      headCommit: AZURE_HEAD,
      headRepository: "acme/Web Shop/shop",
      author: "octavia@example.com",
      base: { ref: "main", commit: AZURE_BASE },
    };
    expect(await pullRequests.get(12)).toEqual(pull);
    expect(await pullRequests.ofCommit(AZURE_HEAD)).toEqual([pull]);
    expect(await pullRequests.ofCommit(AZURE_NEWER)).toEqual([]);
    expect(await pullRequests.fromBranch("acme/web shop", "feature/search")).toEqual([pull]);
    expect(await pullRequests.fromBranch("mallory", "feature/search")).toEqual([]);
    expect(await pullRequests.lastUpdated(6)).toEqual([pull]);
    expect(await pullRequests.commitsOf(12)).toEqual([AZURE_OLDER, AZURE_HEAD]);
    expect(await pullRequests.changedFiles(12)).toEqual(["src/a.js"]);
    expect(roles.requests).toBeGreaterThan(8);
  });

  it("takes the head of the newest push, whatever was merged last, and a fork's for another's", async () => {
    const pull = {
      pullRequestId: 12,
      status: "abandoned",
      sourceRefName: "refs/heads/x",
      targetRefName: "refs/heads/main",
      lastMergeSourceCommit: { commitId: AZURE_OLDER },
      forkSource: {},
    };
    const { roles } = await azure({}, {}, answered(/\/pullrequests\/12$/, 200, pull));
    const found = await roles.pullRequests.get(12);
    expect(found).toMatchObject({ state: "abandoned", headCommit: AZURE_HEAD, base: { commit: AZURE_BASE } });
    expect(found).not.toHaveProperty("headRepository");
    expect(found).not.toHaveProperty("author");
  });

  it("lists files that were moved away, page after page, each once", async () => {
    const entry = (path: string, more = {}) => ({ item: { path: `/${path}` }, ...more });
    const pages = [
      { changeEntries: [entry("b.js", { originalPath: "/a.js" }), {}], nextSkip: 2, nextTop: 2 },
      { changeEntries: [entry("b.js"), entry("d.js", { sourceServerItem: "/c.js" })], nextSkip: 0 },
    ];
    const { roles } = await azure({}, {}, ({ path, query }) => {
      if (!path.endsWith("/changes")) return undefined;
      const isFirst = query.some(([key, value]) => key === "$skip" && value === "0");
      return { kind: "answer", status: 200, body: pages[isFirst ? 0 : 1] };
    });
    expect(await roles.pullRequests.changedFiles(12)).toEqual(["b.js", "a.js", "d.js", "c.js"]);
  });

  it("takes no odd answer about a project with the name redirect for a page to sign in", async () => {
    const project = { id: "p", name: "redirect" };
    const { roles } = await azure(
      { project },
      { project: "redirect" },
      answered(/\/pullrequests$/, 200, { odd: true }),
    );
    await expect(roles.pullRequests.lastUpdated(1)).rejects.toMatchObject({ code: "bad-response" });
  });

  it("changes no files where a pull request has no push", async () => {
    const { roles } = await azure(withPull({ heads: [] }));
    expect(await roles.pullRequests.changedFiles(12)).toEqual([]);
  });

  it("tells commits, tips by their whole name, and distances", async () => {
    const { roles } = await azure();
    const { commits } = roles;
    expect(await commits.date(AZURE_HEAD)).toBe("2026-11-22T10:00:00Z");
    expect(await commits.branchTip("main")).toBe(AZURE_BASE);
    expect(await commits.branchTip("mai")).toBeUndefined();
    expect(await commits.distance(AZURE_BASE, AZURE_HEAD)).toEqual({
      ahead: 2,
      behind: 0,
      mergeBase: AZURE_BASE,
    });
    const unrelated = await azure({}, {}, answered(/commits$/, 200, { aheadCount: 1, behindCount: 4 }));
    expect(await unrelated.roles.commits.distance(AZURE_BASE, AZURE_HEAD)).toEqual({ ahead: 1, behind: 4 });
  });

  it("finds the tip of a branch behind a thousand whose names begin alike", async () => {
    const others = Array.from({ length: 1200 }, (_, at) => [`main-${at}`, AZURE_HEAD] as const);
    const { roles, server } = await azure({
      branches: { ...Object.fromEntries(others), main: AZURE_BASE },
    });
    expect(await roles.commits.branchTip("main")).toBe(AZURE_BASE);
    expect(server.requests.filter(({ path }) => path.endsWith("/refs"))).toHaveLength(2);
  });

  it("lacks a file only where Azure says so of the file", async () => {
    const text = "version: 1\n";
    const { roles } = await azure({ files: [{ commit: AZURE_BASE, path: "gate.yml", text }] });
    expect(await roles.commits.file("gate.yml", AZURE_BASE)).toBe(text);
    expect(await roles.commits.file("gate.yml", "refs/heads/main")).toBe(text);
    expect(await roles.commits.file("other.yml", AZURE_BASE)).toBeUndefined();
    await expect(roles.commits.file("gate.yml", "f".repeat(40))).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("a refusal of Azure", () => {
  it("names the permission that is missing", async () => {
    const { roles } = await azure({ may: "read" });
    await expect(roles.comments.create(12, "[m]: x\ntext")).rejects.toMatchObject({
      code: "forbidden",
      source: "azure",
      hint: expect.stringContaining("Contribute to pull requests"),
    });
  });

  it("in the form of a page to sign in, or of a redirect, is one of the token", async () => {
    const other = { variable: "SYSTEM_ACCESSTOKEN", value: "another-token" };
    const { roles } = await azure({}, { token: other });
    await expect(roles.pullRequests.get(12)).rejects.toMatchObject({
      code: "auth",
      status: 401,
      message: expect.stringContaining("its page to sign in"),
    });
  });

  it("with a 401 names the token and the permission", async () => {
    const { roles } = await azure({}, {}, answered(/./, 401, { message: "TF400813: not authorized" }));
    await expect(roles.pullRequests.get(12)).rejects.toMatchObject({
      code: "auth",
      hint: expect.stringMatching(/^Check the token.*`Read` on the repository/),
    });
  });

  it("of another kind stays what it is", async () => {
    const { roles } = await azure({}, {}, answered(/./, 400, { message: "no" }));
    await expect(roles.pullRequests.get(12)).rejects.toMatchObject({ code: "bad-response", status: 400 });
    const broken = await azure({}, {}, () => ({ kind: "answer", status: 200, body: "{" }));
    await expect(broken.roles.pullRequests.get(12)).rejects.toMatchObject({ code: "bad-response" });
  });
});

describe("a token of Azure", () => {
  it("is a bearer token where it is a web token, and else the password of nobody", async () => {
    for (const [token, scheme] of [
      [azureWorld().token, "Bearer "],
      ["pat", "Basic "],
      ["not.a.webtoken", "Basic "],
    ] as const) {
      const value = { variable: "SYSTEM_ACCESSTOKEN", value: token };
      const { roles, server } = await azure({ token }, { token: value });
      await roles.pullRequests.get(12);
      expect(server.requests[0]?.headers.authorization).toMatch(new RegExp(`^${scheme}`));
    }
  });
});

describe("the threads of Azure", () => {
  const thread = (more: Partial<AzureThread>): AzureThread => ({
    id: 1,
    pullRequest: 12,
    status: "active",
    author: azureWorld().userId,
    content: "text",
    properties: { "ScanGate.Marker": "[m]: x" },
    ...more,
  });

  it("are ours by a property alone, whose first line nobody sees", async () => {
    const { roles } = await azure({
      threads: [
        thread({ id: 5, status: "wontFix" }),
        thread({ id: 3 }),
        thread({ id: 4, properties: {} }),
        thread({ id: 6, isDeleted: true }),
      ],
    });
    expect(await roles.comments.author([])).toBe(azureWorld().userId);
    expect(await roles.comments.list(12)).toMatchObject([
      { id: "3/1", body: "[m]: x\ntext", isSettled: false, url: `${WEB}/pullrequest/12?discussionId=3` },
      { id: "5/1", isSettled: true },
    ]);
  });

  it("are read in either form of a property, and one without a comment is none", async () => {
    const comments = [{ id: 2 }];
    const value = [
      { id: 1, properties: { "ScanGate.Marker": "[m]: plain" }, comments },
      { id: 2, properties: { "ScanGate.Marker": { $value: 7 } }, comments },
      { id: 3, properties: { "ScanGate.Marker": "[m]: x" }, comments: [] },
      { id: 4, properties: { "ScanGate.Marker": "[m]: x" }, comments: [{ id: 1, isDeleted: true }] },
    ];
    const { roles } = await azure({}, {}, answered(/\/threads$/, 200, { value }));
    expect(await roles.comments.list(12)).toMatchObject([{ id: "1/2", author: "", body: "[m]: plain\n" }]);
  });

  it("are opened for a fail and closed for a pass, whose word comes before its text when it blocks", async () => {
    const { roles, server } = await azure();
    const made = await roles.comments.create(12, "[m]: x\nfailed");
    expect(made).toMatchObject({ body: "[m]: x\nfailed", isSettled: false });
    const passed = await roles.comments.update(12, made, "[m]: x\npassed", true);
    const failed = await roles.comments.update(12, passed, "[m]: x\nfailed", false);
    await roles.comments.update(12, failed, "[m]: x\nfailed", false);
    await roles.comments.update(12, failed, "[m]: x\nfailed", true);
    const writes = server.requests
      .filter(({ method }) => method === "PATCH")
      .map(({ body }) => Object.keys(JSON.parse(body))[0]);
    expect(writes).toEqual(["content", "status", "status", "content", "status"]);
    expect(server.threads()).toMatchObject([{ status: "closed", content: "failed" }]);
  });

  it("are closed and deleted, and one that is gone already is no error", async () => {
    const { roles, server } = await azure();
    const made = await roles.comments.create(12, "[m]: x\ntext");
    await roles.comments.remove(12, made);
    expect(server.threads()).toMatchObject([{ status: "closed", isDeleted: true }]);
    await roles.comments.remove(12, { ...made, id: "999/1" });
  });

  it("that cannot be deleted are told", async () => {
    const { roles } = await azure({ threads: [thread({})] });
    const [found] = await roles.comments.list(12);
    const refusing = await azure({ may: "read", threads: [thread({})] });
    if (found === undefined) throw new Error("There is no thread.");
    await expect(refusing.roles.comments.remove(12, found)).rejects.toMatchObject({ code: "forbidden" });
    await roles.comments.remove(12, found);
    expect(await roles.comments.list(12)).toEqual([]);
  });
});

describe("the statuses of Azure", () => {
  const status = (more: Partial<AzureStatus>): AzureStatus => ({
    id: 1,
    on: 12,
    state: "succeeded",
    genre: "security",
    name: "snyk (acme)",
    author: "snyk",
    ...more,
  });

  it("of others are the newest of each name and author, of the commit and of its own pushes", async () => {
    const { roles } = await azure(
      {
        statuses: [
          status({ id: 1, on: AZURE_HEAD, state: "succeeded" }),
          status({
            id: 2,
            on: AZURE_HEAD,
            state: "failed",
            description: "1 high",
            targetUrl: "https://snyk",
          }),
          status({ id: 3, on: AZURE_HEAD, author: "mallory" }),
          status({ id: 4, iterationId: 1, name: "older push" }),
          status({ id: 5, iterationId: 2, genre: "", name: "this push", state: "notSet" }),
          status({ id: 6, name: "no push", state: "notApplicable" }),
        ],
      },
      { pullRequest: 12 },
    );
    expect(await roles.statuses.newest(AZURE_HEAD)).toMatchObject([
      { context: "security/snyk (acme)", state: "success", author: "mallory" },
      { context: "security/snyk (acme)", state: "failure", description: "1 high", link: "https://snyk" },
      { context: "security/no push", state: "notApplicable" },
      { context: "this push", state: "pending" },
    ]);
  });

  it("without a push count for the head alone", async () => {
    const { roles } = await azure({ statuses: [status({})] }, { pullRequest: 12 });
    expect(await roles.statuses.newest(AZURE_OLDER)).toEqual([]);
    expect(await roles.statuses.newest(AZURE_HEAD)).toHaveLength(1);
  });

  it("of a commit are not all where there are as many as are read", async () => {
    const value = Array.from({ length: 1000 }, (_, id) => ({ id }));
    const { roles } = await azure({}, {}, answered(/\/statuses$/, 200, { value }));
    await expect(roles.statuses.newest(AZURE_HEAD)).rejects.toMatchObject({ code: "partial" });
    const few = await azure({}, {}, answered(/\/statuses$/, 200, { value: [{ id: 1 }] }));
    expect(await few.roles.statuses.newest(AZURE_HEAD)).toEqual([{ context: "", state: "pending" }]);
  });

  it("of ours are set on the newest push, and on the commit where no pull request is judged", async () => {
    const ours = { context: "scan-gate/verdict", state: "failed", description: "Failed" };
    const { roles, server } = await azure({}, { pullRequest: 12 });
    expect(await roles.statusBoard?.write(AZURE_HEAD, ours)).toMatchObject({ state: "failure" });
    expect(server.statuses()).toMatchObject([
      { on: 12, iterationId: 2, genre: "scan-gate", name: "verdict" },
    ]);
    expect(await roles.statusBoard?.list(AZURE_HEAD)).toMatchObject([{ context: "scan-gate/verdict" }]);
    const branch = await azure();
    await branch.roles.statusBoard?.write(AZURE_HEAD, { ...ours, context: "plain", link: "https://ci" });
    expect(branch.server.statuses()).toMatchObject([{ on: AZURE_HEAD, genre: "", targetUrl: "https://ci" }]);
    expect(await branch.roles.statusBoard?.list(AZURE_HEAD)).toHaveLength(1);
  });

  it("of ours are not set for a commit that is no more the head", async () => {
    const ours = { context: "scan-gate/verdict", state: "succeeded", description: "Passed" };
    const { roles, server } = await azure(withPull({ heads: [AZURE_HEAD, AZURE_NEWER] }), {
      pullRequest: 12,
    });
    await expect(roles.statusBoard?.write(AZURE_HEAD, ours)).rejects.toMatchObject({
      code: "scan-stale",
      message: expect.stringContaining("is 6c2ea04 now"),
    });
    expect(server.statuses()).toEqual([]);
    const none = await azure(withPull({ heads: [] }), { pullRequest: 12 });
    await expect(none.roles.statusBoard?.write(AZURE_HEAD, ours)).rejects.toMatchObject({
      message: expect.stringContaining("is not known"),
    });
  });
});

describe("policies of other repositories of Azure", () => {
  it("are read by branch, tag or commit, and a hidden repository is told from a missing file", async () => {
    const { connection } = await azure({
      files: [{ commit: AZURE_BASE, path: "gate.yml", text: "version: 1\n" }],
    });
    const policies = createAzurePolicies(connection);
    const shop = policies("Web Shop", "shop");
    expect(await shop.isVisible()).toBe(true);
    expect(await policies("ACME/Web Shop", "shop").isVisible()).toBe(true);
    expect(await policies("other/Web Shop", "shop").isVisible()).toBe(false);
    expect(await policies("Web Shop", "hidden").isVisible()).toBe(false);
    expect(await shop.commitOf("main")).toBe(AZURE_BASE);
    expect(await shop.commitOf(AZURE_HEAD.toUpperCase())).toBeUndefined();
    expect(await shop.commitOf(AZURE_HEAD)).toBe(AZURE_HEAD);
    expect(await shop.commitOf("f".repeat(40))).toBeUndefined();
    expect(await shop.commitOf("v9")).toBeUndefined();
    expect(await shop.file("gate.yml", AZURE_BASE)).toBe("version: 1\n");
  });

  it("are known by the organization's name where it has a host of its own", async () => {
    const { connection } = await azure();
    const policies = createAzurePolicies({ ...connection, url: "https://acme.visualstudio.com" });
    expect(await policies("other/Web Shop", "shop").isVisible()).toBe(false);
    await expect(
      createAzurePolicies({
        ...connection,
        url: "https://acme.visualstudio.com",
        deadline: () => deadlineOf(0),
      })("acme/Web Shop", "shop").isVisible(),
    ).rejects.toMatchObject({ code: "timeout" });
  });

  it("are not taken for hidden where Azure refuses", async () => {
    const { connection } = await azure({ may: "nothing" });
    const shop = createAzurePolicies(connection)("Web Shop", "shop");
    await expect(shop.isVisible()).rejects.toMatchObject({ code: "forbidden" });
    await expect(shop.commitOf(AZURE_HEAD)).rejects.toMatchObject({ code: "forbidden" });
    const refusing = await azure({}, {}, answered(/\/commits\//, 403, { message: "no" }));
    const other = createAzurePolicies(refusing.connection)("Web Shop", "shop");
    await expect(other.commitOf(AZURE_HEAD)).rejects.toMatchObject({ code: "forbidden" });
  });
});
