import { describe, expect, it, onTestFinished } from "vitest";
import { startDataCenter } from "../../../sandbox/bitbucket-dc/server.ts";
import type { DataCenterBuild, DataCenterWorld } from "../../../sandbox/bitbucket-dc/world.ts";
import type { Respond } from "../../../sandbox/service/stand-in.ts";
import {
  DC_BASE,
  DC_HEAD,
  DC_NEWER,
  DC_OLDER,
  dataCenterWorld,
} from "../../../test/support/bitbucket-dc-world.ts";
import { accessTo } from "../../../test/support/wire.ts";
import { createDataCenter, createDataCenterPolicies, type DataCenterOptions } from "./bitbucket-dc.ts";

const WEB = "https://git.example/projects/WEB/repos/shop";

async function dataCenter(
  over: Partial<DataCenterWorld> = {},
  options: Partial<DataCenterOptions> = {},
  respond?: Respond,
) {
  const world = dataCenterWorld(over);
  const server = await startDataCenter(world, respond);
  onTestFinished(() => server.close());
  const connection = {
    ...accessTo(server.url),
    token: { variable: "BITBUCKET_TOKEN", value: world.token },
  };
  const repository = { project: "WEB", slug: "shop", webUrl: WEB };
  return { server, connection, roles: createDataCenter({ ...connection, ...repository, ...options }) };
}

const refused = (status: number, message: string, path = /./): Respond => {
  const body = { errors: [{ context: null, message, exceptionName: null }] };
  return (request) => (path.test(request.path) ? { kind: "answer", status, body } : undefined);
};

const page: Respond = () => ({
  kind: "answer",
  status: 200,
  body: "<!DOCTYPE html><title>Log in</title>",
  headers: { "content-type": "text/html" },
});

describe("a repository of Data Center", () => {
  it("tells its pull requests, their heads, files and commits", async () => {
    const files = [{ path: "src/b.js", before: "src/a.js" }, { path: "README.md" }];
    const [own] = dataCenterWorld().pullRequests;
    const { roles } = await dataCenter({ pullRequests: own === undefined ? [] : [{ ...own, files }] });
    const { pullRequests } = roles;
    const pull = {
      number: 12,
      state: "open",
      headRef: "feature/search",
      headCommit: DC_HEAD,
      headRepository: "WEB/shop",
      author: "octavia",
      base: { ref: "main", commit: DC_BASE },
    };
    expect(await pullRequests.get(12)).toEqual(pull);
    expect(await pullRequests.ofCommit(DC_OLDER)).toEqual([pull]);
    expect(await pullRequests.fromBranch("web", "feature/search")).toEqual([pull]);
    expect(await pullRequests.fromBranch("~mallory", "feature/search")).toEqual([]);
    expect(await pullRequests.lastUpdated(6)).toEqual([pull]);
    expect(await pullRequests.commitsOf(12)).toEqual([DC_OLDER, DC_HEAD]);
    expect(await pullRequests.changedFiles(12)).toEqual(["src/a.js", "src/b.js", "README.md"]);
    expect(roles.requests).toBe(7);
  });

  it("of which a fork's pull request is of another project", async () => {
    const [own] = dataCenterWorld().pullRequests;
    const { roles } = await dataCenter({
      pullRequests: own === undefined ? [] : [{ ...own, fork: "~mallory" }],
    });
    expect(await roles.pullRequests.get(12)).toMatchObject({ headRepository: "~mallory/shop" });
  });

  it("says when it does not send all files that a pull request changes", async () => {
    const [own] = dataCenterWorld().pullRequests;
    const files = Array.from({ length: 51 }, (_, index) => ({ path: `src/${index}.js` }));
    const { roles } = await dataCenter({ pullRequests: own === undefined ? [] : [{ ...own, files }] });
    await expect(roles.pullRequests.changedFiles(12)).rejects.toMatchObject({ code: "partial" });
  });

  it("tells commits, tips and distances", async () => {
    const { roles } = await dataCenter();
    const { commits } = roles;
    expect(await commits.date(DC_HEAD)).toBe("2026-11-22T10:00:00.000Z");
    expect(await commits.branchTip("main")).toBe(DC_BASE);
    expect(await commits.branchTip("v1")).toBeUndefined();
    expect(await commits.branchTip("gone")).toBeUndefined();
    expect(await commits.distance(DC_BASE, DC_HEAD)).toEqual({ ahead: 2, behind: 0, mergeBase: DC_BASE });
  });

  it("tells the date of a commit by either of its two, and knows no commit without one", async () => {
    for (const [body, date] of [
      [{ id: DC_HEAD, committerTimestamp: 2000, authorTimestamp: 1000 }, 2000],
      [{ id: DC_HEAD, authorTimestamp: 1000 }, 1000],
      [{ id: DC_HEAD, committerTimestamp: 2000 }, 2000],
    ] as const) {
      const { roles } = await dataCenter({}, {}, () => ({ kind: "answer", status: 200, body }));
      expect(await roles.commits.date(DC_HEAD)).toBe(new Date(date).toISOString());
    }
    const { roles } = await dataCenter({}, {}, () => ({
      kind: "answer",
      status: 200,
      body: { id: DC_HEAD },
    }));
    await expect(roles.commits.date(DC_HEAD)).rejects.toMatchObject({ code: "bad-response" });
  });

  it("tells a distance where two commits have nothing in common, and where an older version does not know", async () => {
    for (const status of [204, 404]) {
      const { roles } = await dataCenter({}, {}, (request) =>
        request.path.endsWith("/merge-base") ? { kind: "answer", status } : undefined,
      );
      expect(await roles.commits.distance(DC_HEAD, DC_NEWER)).toEqual({ ahead: 1, behind: 0 });
    }
    const { roles } = await dataCenter({}, {}, refused(401, "You are not permitted", /merge-base$/));
    await expect(roles.commits.distance(DC_HEAD, DC_NEWER)).rejects.toMatchObject({ code: "auth" });
  });

  it("tells its default branch, also by the older address, and none where there is none", async () => {
    const { roles } = await dataCenter();
    expect(await roles.commits.defaultBranch?.()).toBe("main");
    const older = await dataCenter({}, {}, ({ path }) => {
      if (path.endsWith("/default-branch")) return { kind: "answer", status: 404 };
      if (!path.endsWith("/branches/default")) return undefined;
      return { kind: "answer", status: 200, body: { id: "refs/heads/trunk", displayId: "trunk" } };
    });
    expect(await older.roles.commits.defaultBranch?.()).toBe("trunk");
    const { defaultBranch: _, ...empty } = dataCenterWorld();
    const without = await startDataCenter(empty);
    onTestFinished(() => without.close());
    const { roles: none } = await dataCenter({}, { url: without.url });
    expect(await none.commits.defaultBranch?.()).toBeUndefined();
    const refusing = await dataCenter({}, {}, refused(401, "You are not permitted"));
    await expect(refusing.roles.commits.defaultBranch?.()).rejects.toMatchObject({ code: "auth" });
  });

  it("lacks a file only at a commit that is there", async () => {
    const text = "version: 1\n";
    const { roles } = await dataCenter({ files: [{ commit: DC_BASE, path: "a b/gate.yml", text }] });
    expect(await roles.commits.file("a b/gate.yml", DC_BASE)).toBe(text);
    expect(await roles.commits.file("a b/gate.yml", "refs/heads/main")).toBe(text);
    expect(await roles.commits.file("gate.yml", DC_BASE)).toBeUndefined();
    await expect(roles.commits.file("gate.yml", "f".repeat(40))).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a refusal of Data Center", () => {
  it("is told with its own words, and the permission that is needed beside the token", async () => {
    const { roles } = await dataCenter({ may: "read" });
    await expect(roles.comments.create(12, "x")).rejects.toMatchObject({
      code: "auth",
      source: "bitbucket-dc",
      message: expect.stringContaining("You are not permitted to access this resource"),
      hint: expect.stringMatching(/^Check the token in BITBUCKET_TOKEN.*`Repository write`/),
    });
  });

  it("by a proxy is told with the permission alone", async () => {
    const { roles } = await dataCenter({}, {}, refused(403, "no"));
    await expect(roles.pullRequests.get(12)).rejects.toMatchObject({
      code: "forbidden",
      hint: expect.stringMatching(/^Give the token in BITBUCKET_TOKEN/),
    });
  });

  it("in the form of a page names what stands before Bitbucket", async () => {
    const { roles } = await dataCenter({}, {}, page);
    await expect(roles.pullRequests.get(12)).rejects.toMatchObject({
      code: "bad-response",
      hint: expect.stringMatching(/context path.*without a page to sign in/),
    });
  });

  it("names the base and the repository where there is none", async () => {
    const { roles } = await dataCenter({}, { slug: "other" });
    await expect(roles.pullRequests.get(12)).rejects.toMatchObject({
      code: "not-found",
      hint: expect.stringContaining("--repository (KEY/slug)"),
    });
  });
});

describe("the comments of Data Center", () => {
  it("are written by the account that Bitbucket names, whose name may hold any sign", async () => {
    const { roles } = await dataCenter();
    expect(await roles.comments.author([])).toBe("WEB/shop token");
    const odd = await dataCenter({}, {}, (request) =>
      request.path.endsWith("/application-properties")
        ? { kind: "answer", status: 200, body: {}, headers: { "x-ausername": "100%" } }
        : undefined,
    );
    expect(await odd.roles.comments.author([])).toBe("100%");
  });

  it("are nobody's where nothing names the account", async () => {
    const { roles } = await dataCenter({}, {}, () => ({ kind: "answer", status: 200, body: {} }));
    await expect(roles.comments.author([])).rejects.toMatchObject({
      code: "auth",
      hint: expect.stringContaining("X-AUSERNAME"),
    });
  });

  it("stand once each, as they are now, whatever else happened", async () => {
    const comment = (version: number, text: string) => ({ id: 1, version, text, author: { name: "jo" } });
    const values = [
      { action: "COMMENTED", commentAction: "UPDATED", comment: comment(3, "now") },
      { action: "COMMENTED", commentAction: "DELETED", comment: { ...comment(0, "gone"), id: 2 } },
      { action: "COMMENTED", commentAction: "ADDED", comment: comment(2, "then") },
      {
        action: "COMMENTED",
        commentAction: "ADDED",
        comment: { ...comment(0, "first"), id: 0, author: null },
      },
      { action: "APPROVED" },
      "of a plugin",
    ];
    const { roles } = await dataCenter({}, {}, () => ({
      kind: "answer",
      status: 200,
      body: { values, isLastPage: true },
    }));
    expect(await roles.comments.list(12)).toMatchObject([
      { id: "0/0", author: "", body: "first" },
      { id: "1/3", author: "jo", body: "now", url: `${WEB}/pull-requests/12/overview?commentId=1` },
    ]);
  });

  it("are changed and deleted in the version that was seen, and one that is gone already is no error", async () => {
    const { roles, server } = await dataCenter();
    const made = await roles.comments.create(12, "one");
    const changed = await roles.comments.update(12, made, "two");
    await expect(roles.comments.update(12, made, "three")).rejects.toMatchObject({ status: 409 });
    await expect(roles.comments.remove(12, made)).rejects.toMatchObject({ status: 409 });
    await roles.comments.remove(12, changed);
    expect(server.comments()).toEqual([]);
    await roles.comments.remove(12, changed);
    const other = await dataCenter({ may: "read" });
    await expect(other.roles.comments.remove(12, changed)).rejects.toMatchObject({ status: 401 });
  });

  it("are no whole list where Bitbucket does not go on", async () => {
    const values: unknown[] = [];
    const { roles } = await dataCenter({}, {}, () => ({
      kind: "answer",
      status: 200,
      body: { values, isLastPage: false, nextPageStart: 0 },
    }));
    await expect(roles.comments.list(12)).rejects.toMatchObject({ code: "partial" });
  });
});

describe("the build statuses of Data Center", () => {
  const build = (more: Partial<DataCenterBuild>): DataCenterBuild => ({
    commit: DC_HEAD,
    key: "k",
    state: "SUCCESSFUL",
    url: "https://app.snyk.io/org/acme/pr-checks/1",
    updatedDate: 1_790_000_000_000,
    ...more,
  });

  it("of others are told in the words of other forges, by name and by key", async () => {
    const { roles } = await dataCenter({
      builds: [
        build({ key: "security/snyk (acme)", state: "FAILED", description: "1 high" }),
        build({ key: "12345", name: "code/snyk (acme)", state: "INPROGRESS" }),
        build({ key: "license/snyk (acme)", name: "Snyk", state: "CANCELLED" }),
        build({ commit: DC_OLDER, key: "security/snyk (old)" }),
      ],
    });
    const found = await roles.statuses.newest(DC_HEAD);
    expect(found).toHaveLength(5);
    expect(found).toMatchObject([
      { context: "security/snyk (acme)", state: "failure", description: "1 high" },
      { context: "code/snyk (acme)", state: "pending", updatedAt: "2026-09-21T14:13:20.000Z" },
      { context: "12345" },
      { context: "Snyk" },
      { context: "license/snyk (acme)", state: "error" },
    ]);
    expect(found[0]).not.toHaveProperty("author");
  });

  it("of others are not all where there are as many as Bitbucket lists", async () => {
    const builds = Array.from({ length: 100 }, (_, index) => build({ key: `k${index}` }));
    const { roles } = await dataCenter({ builds });
    await expect(roles.statuses.newest(DC_HEAD)).rejects.toMatchObject({ code: "partial" });
  });

  it("of ours replace each other, and are known by their address", async () => {
    const { roles } = await dataCenter();
    const board = roles.statusBoard;
    const status = { context: "scan-gate", state: "INPROGRESS", description: "at work" };
    expect(await board?.list(DC_HEAD)).toEqual([]);
    const link = "https://ci.example/5";
    expect(await board?.write(DC_HEAD, { ...status, link })).toMatchObject({ id: link, state: "pending" });
    const far = `https://ci.example/${"x".repeat(450)}`;
    await board?.write(DC_HEAD, { ...status, state: "FAILED", link: far });
    expect(await board?.list(DC_HEAD)).toMatchObject([
      { id: `${WEB}/commits/${DC_HEAD}`, context: "scan-gate", state: "failure" },
    ]);
    expect(await board?.list(DC_OLDER)).toEqual([]);
  });

  it("of ours are not set where a page to sign in comes in the place of Bitbucket's answer", async () => {
    const { roles } = await dataCenter({}, {}, page);
    const status = { context: "scan-gate", state: "SUCCESSFUL", description: "Passed" };
    await expect(roles.statusBoard?.write(DC_HEAD, status)).rejects.toMatchObject({
      code: "bad-response",
      hint: expect.stringContaining("single sign-on"),
    });
  });

  it("of others go on where a page tells the next place and not whether it is the last", async () => {
    const of = (state: string) => ({ key: `check-${state}`, state, url: "https://ci.example" });
    const { roles } = await dataCenter({}, {}, ({ query }) => ({
      kind: "answer",
      status: 200,
      body: query.every(([key]) => key !== "start")
        ? { values: [of("SUCCESSFUL")], nextPageStart: 1 }
        : { values: [of("FAILED")], isLastPage: true, nextPageStart: null },
    }));
    expect((await roles.statuses.newest(DC_HEAD)).map(({ state }) => state)).toEqual(["success", "failure"]);
  });

  it("that cannot be read are no empty list", async () => {
    const reading = refused(401, "You are not permitted");
    const { roles } = await dataCenter({}, {}, (request, nth) =>
      request.method === "GET" ? reading(request, nth) : undefined,
    );
    const status = { context: "scan-gate", state: "FAILED", description: "Failed" };
    await roles.statusBoard?.write(DC_HEAD, status);
    await expect(roles.statusBoard?.list(DC_HEAD)).rejects.toMatchObject({ code: "auth" });
  });
});

describe("a report of Code Insights on Data Center", () => {
  it("is sent in parts, and stands as failed when one of them is refused", async () => {
    const annotations = Array.from({ length: 250 }, (_, index) => ({
      id: `f${index}`,
      severity: "HIGH",
      type: "VULNERABILITY" as const,
      message: "SQL injection",
      isBlocking: false,
    }));
    const report = {
      key: "scan-gate.branch-a b",
      title: "Scan Gate",
      details: "",
      isPassed: true,
      figures: [],
    };
    const { roles, server } = await dataCenter();
    await roles.codeInsights?.put(DC_HEAD, { ...report, annotations });
    await roles.codeInsights?.put(DC_HEAD, { ...report, annotations });
    expect(server.reports()).toMatchObject([{ key: report.key, result: "PASS" }]);
    expect(server.reports()[0]?.annotations).toHaveLength(250);
    const small = await dataCenter({ mostAnnotations: 200 });
    await expect(small.roles.codeInsights?.put(DC_HEAD, { ...report, annotations })).rejects.toMatchObject({
      status: 400,
    });
    expect(small.server.reports()).toMatchObject([{ result: "FAIL" }]);
  });
});

describe("policies of other repositories of Data Center", () => {
  it("are read by branch, tag or commit, and a hidden repository is told from a missing file", async () => {
    const { connection } = await dataCenter({
      files: [{ commit: DC_BASE, path: "gate.yml", text: "version: 1\n" }],
    });
    const policies = createDataCenterPolicies(connection);
    const shop = policies("WEB", "shop");
    expect(await shop.isVisible()).toBe(true);
    for (const ref of ["main", "v1", DC_BASE]) expect(await shop.commitOf(ref)).toBe(DC_BASE);
    expect(await shop.commitOf("v9")).toBeUndefined();
    expect(await shop.file("gate.yml", DC_BASE)).toBe("version: 1\n");
    expect(await policies("WEB", "hidden").isVisible()).toBe(false);
    const wrong = { ...connection, token: { variable: "BITBUCKET_TOKEN", value: "another" } };
    await expect(createDataCenterPolicies(wrong)("WEB", "shop").isVisible()).rejects.toMatchObject({
      code: "auth",
    });
  });
});
