import { describe, expect, it, onTestFinished } from "vitest";
import { startBitbucket } from "../../../sandbox/bitbucket/server.ts";
import type { BitbucketWorld } from "../../../sandbox/bitbucket/world.ts";
import type { Respond } from "../../../sandbox/service/stand-in.ts";
import {
  BITBUCKET_BASE,
  BITBUCKET_HEAD,
  BITBUCKET_NEWER,
  bitbucketWorld,
} from "../../../test/support/bitbucket-world.ts";
import { accessTo } from "../../../test/support/wire.ts";
import type { InsightsReport } from "../../insights-ports.ts";
import { type BitbucketOptions, createBitbucket, createBitbucketPolicies } from "./bitbucket.ts";

async function bitbucket(
  over: Partial<BitbucketWorld> = {},
  { respond, ...options }: Partial<BitbucketOptions> & { readonly respond?: Respond } = {},
) {
  const world = bitbucketWorld(over);
  const server = await startBitbucket(world, respond);
  onTestFinished(() => server.close());
  const connection = {
    ...accessTo(server.url),
    token: { variable: "BITBUCKET_TOKEN", value: world.token },
  };
  const repository = { workspace: "acme", slug: "shop", webUrl: "https://bitbucket.org/acme/shop" };
  return { server, connection, roles: createBitbucket({ ...connection, ...repository, ...options }) };
}

const status = (over: object) =>
  ({
    commit: BITBUCKET_HEAD,
    url: "https://ci.example/1",
    change: 1,
    ...over,
  }) as BitbucketWorld["statuses"][0];

describe("build statuses of others on Bitbucket", () => {
  it("are told by their names, in the words of other forges", async () => {
    const { roles } = await bitbucket({
      statuses: [
        status({ key: "s1", name: "security/snyk (acme)", state: "FAILED", description: "1 high" }),
        status({ key: "s2", name: "code/snyk (acme)", state: "INPROGRESS" }),
        status({ key: "s3", state: "SUCCESSFUL" }),
        status({ key: "s4", name: "x", state: "STOPPED" }),
      ],
    });
    expect(await roles.statuses.newest(BITBUCKET_HEAD)).toMatchObject([
      {
        context: "security/snyk (acme)",
        state: "failure",
        description: "1 high",
        link: "https://ci.example/1",
      },
      { context: "code/snyk (acme)", state: "pending" },
      { context: "s3", state: "success" },
      { context: "x", state: "error" },
    ]);
  });

  it("are read to the last page", async () => {
    const statuses = Array.from({ length: 230 }, (_, at) => status({ key: `k${at}`, state: "SUCCESSFUL" }));
    const { roles } = await bitbucket({ statuses });
    expect(await roles.statuses.newest(BITBUCKET_HEAD)).toHaveLength(230);
    expect(roles.requests).toBe(3);
  });

  it("with a state that is new keep its word", async () => {
    const respond: Respond = () => ({
      kind: "answer",
      status: 200,
      body: { values: [{ key: "k", state: "PAUSED" }] },
    });
    const { roles } = await bitbucket({}, { respond });
    expect(await roles.statuses.newest(BITBUCKET_HEAD)).toEqual([{ context: "k", state: "paused" }]);
  });

  it("are `partial` when a list has no end", async () => {
    const respond: Respond = ({ path }) => ({
      kind: "answer",
      status: 200,
      body: { values: [], next: `${path}?page=2` },
    });
    const { roles } = await bitbucket({}, { respond });
    await expect(roles.statuses.newest(BITBUCKET_HEAD)).rejects.toMatchObject({ code: "partial" });
  });
});

describe("pull requests of Bitbucket", () => {
  it("are told with the whole commit of their head", async () => {
    const { roles } = await bitbucket();
    const expected = {
      number: 12,
      state: "open",
      headRef: "feature/search",
      headCommit: BITBUCKET_HEAD,
      headRepository: "acme/shop",
      author: "{0c1d2e3f-0000-4000-8000-00000000000b}",
      base: { ref: "main", commit: BITBUCKET_BASE.slice(0, 12) },
    };
    expect(await roles.pullRequests.get(12)).toEqual(expected);
    expect(await roles.pullRequests.ofCommit(BITBUCKET_HEAD)).toEqual([expected]);
  });

  it("from a fork have a commit that the fork completes, or nobody", async () => {
    const [pull] = bitbucketWorld().pullRequests;
    const pullRequests = [
      { ...pull, head: "f".repeat(40), fork: "mallory/shop" },
    ] as BitbucketWorld["pullRequests"];
    const fork: Respond = ({ path }) =>
      path.startsWith("/2.0/repositories/mallory/shop/commit/")
        ? { kind: "answer", status: 200, body: { hash: "f".repeat(40), date: "2026-11-20T10:00:00Z" } }
        : undefined;
    const known = await bitbucket({ pullRequests }, { respond: fork });
    expect(await known.roles.pullRequests.get(12)).toMatchObject({
      headCommit: "f".repeat(40),
      headRepository: "mallory/shop",
    });
    const unknown = await bitbucket({ pullRequests });
    expect(await unknown.roles.pullRequests.get(12)).toMatchObject({ headCommit: "f".repeat(12) });
  });

  it("are found by a branch of an owner, whatever the branch is called", async () => {
    const [pull] = bitbucketWorld().pullRequests;
    const pullRequests = [
      { ...pull, sourceBranch: 'a "b\\c' },
      { ...pull, id: 13, state: "MERGED", sourceBranch: "other" },
    ] as BitbucketWorld["pullRequests"];
    const { roles } = await bitbucket({ pullRequests });
    expect(await roles.pullRequests.fromBranch("ACME", 'a "b\\c')).toMatchObject([{ number: 12 }]);
    expect(await roles.pullRequests.fromBranch("mallory", 'a "b\\c')).toEqual([]);
    expect(await roles.pullRequests.fromBranch("acme", "other")).toEqual([]);
  });

  it("list their commits oldest first and all files, and no more of the last updated than asked for", async () => {
    const [pull] = bitbucketWorld().pullRequests;
    const files = Array.from({ length: 150 }, (_, at) => `src/f${at}.js`);
    const many = Array.from({ length: 120 }, (_, at) => ({ ...pull, id: at + 1, files }));
    const { roles, server } = await bitbucket({
      pullRequests: many as unknown as BitbucketWorld["pullRequests"],
    });
    expect((await roles.pullRequests.commitsOf(1)).at(-1)).toBe(BITBUCKET_HEAD);
    expect(await roles.pullRequests.changedFiles(1)).toEqual(files);
    const before = server.requests.length;
    expect(await roles.pullRequests.lastUpdated(60)).toHaveLength(60);
    expect(server.requests.length - before).toBe(2);
  });
});

describe("commits of Bitbucket", () => {
  it("have a date and a distance", async () => {
    const { roles } = await bitbucket();
    expect(await roles.commits.date(BITBUCKET_HEAD)).toBe("2026-11-22T10:00:00+00:00");
    expect(await roles.commits.distance(BITBUCKET_BASE, BITBUCKET_HEAD)).toEqual({
      ahead: 2,
      behind: 0,
      mergeBase: BITBUCKET_BASE,
    });
  });

  it("are completed, and those that nobody knows are not", async () => {
    const { roles } = await bitbucket();
    expect(await roles.commits.whole?.(BITBUCKET_HEAD.slice(0, 12))).toBe(BITBUCKET_HEAD);
    expect(await roles.commits.whole?.("0".repeat(12))).toBeUndefined();
  });

  it("have files, also by the full name of a branch, and lack none where the commit is not there", async () => {
    const files = [{ commit: BITBUCKET_BASE, path: ".github/scan gate.yml", text: "version: 1\n" }];
    const { roles } = await bitbucket({ files });
    const { file } = roles.commits;
    expect(await file(".github/scan gate.yml", BITBUCKET_BASE)).toBe("version: 1\n");
    expect(await file(".github/scan gate.yml", "refs/heads/main")).toBe("version: 1\n");
    expect(await file("other.yml", BITBUCKET_BASE)).toBeUndefined();
    expect(await file("other.yml", "refs/heads/gone")).toBeUndefined();
    await expect(file("other.yml", "0".repeat(40))).rejects.toMatchObject({ code: "not-found" });
  });

  it("are the tips of branches, with slashes too, and no branch lacks in a repository that cannot be seen", async () => {
    const { roles } = await bitbucket();
    expect(await roles.commits.branchTip("feature/search")).toBe(BITBUCKET_HEAD);
    expect(await roles.commits.branchTip("gone")).toBeUndefined();
    expect(await roles.commits.defaultBranch?.()).toBe("main");
    const hidden = await bitbucket({ isVisible: false });
    await expect(hidden.roles.commits.branchTip("main")).rejects.toMatchObject({
      code: "not-found",
      hint: expect.stringContaining("Bitbucket also says 404 when the token has no access"),
    });
  });
});

describe("comments on Bitbucket", () => {
  const MARKED = { id: 1, pullRequest: 12, raw: "[scan-gate:default]: scan-gate:default\nold" };

  it("are nobody's where the token may change none of them, and each account is tried once", async () => {
    const comments = [1, 2, 3].map((id) => ({ ...MARKED, id, author: id < 3 ? "{a}" : "{b}" }));
    const { roles, server } = await bitbucket({ comments });
    await roles.comments.list(12);
    expect(await roles.comments.author(["{a}", "{b}"])).toBe("");
    expect(server.requests.filter(({ method }) => method === "PUT")).toHaveLength(2);
    expect(server.comments().map(({ raw }) => raw)).toEqual(comments.map(({ raw }) => raw));
  });

  it("are whose the one that was just made is", async () => {
    const { roles } = await bitbucket();
    const { author } = await roles.comments.create(12, MARKED.raw);
    expect(await roles.comments.author([author])).toBe(bitbucketWorld().account);
  });

  it("are not guessed at when Bitbucket fails", async () => {
    const respond: Respond = ({ path }) =>
      path === "/2.0/user" ? { kind: "answer", status: 400, body: {} } : undefined;
    const asked = await bitbucket({}, { respond });
    await expect(asked.roles.comments.author(["{a}"])).rejects.toMatchObject({ code: "bad-response" });
    const broken: Respond = ({ method }) =>
      method === "PUT" ? { kind: "answer", status: 400, body: {} } : undefined;
    const comments = [{ ...MARKED, author: bitbucketWorld().account }];
    const proving = await bitbucket({ comments }, { respond: broken });
    await proving.roles.comments.list(12);
    await expect(proving.roles.comments.author([bitbucketWorld().account])).rejects.toMatchObject({
      code: "bad-response",
    });
  });

  it("can be removed, and one that is gone is no error", async () => {
    const { account: author } = bitbucketWorld();
    const { roles, server } = await bitbucket({
      comments: [
        { ...MARKED, author },
        { ...MARKED, id: 2, author: "{mallory}" },
      ],
    });
    const [own, other] = await roles.comments.list(12);
    if (own === undefined || other === undefined) throw new Error("both are there");
    await roles.comments.remove(12, own);
    await roles.comments.remove(12, own);
    expect(server.comments()[0]?.deleted).toBe(true);
    await expect(roles.comments.remove(12, other)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("of a deleted account have no author", async () => {
    const respond: Respond = () => ({
      kind: "answer",
      status: 200,
      body: {
        values: [
          { id: 1, content: { raw: "text" }, user: null },
          { id: 2, content: null },
        ],
      },
    });
    const { roles } = await bitbucket({}, { respond });
    expect(await roles.comments.list(12)).toMatchObject([{ id: "1", author: "", url: "", body: "text" }]);
  });
});

describe("a token of Bitbucket", () => {
  const headerOf = async (value: string, email?: string) => {
    const token = { variable: "BITBUCKET_TOKEN", value, ...(email === undefined ? {} : { email }) };
    const { roles, server } = await bitbucket({}, { token });
    await roles.commits.whole?.("0".repeat(12)).catch(() => undefined);
    return server.requests[0]?.headers.authorization;
  };

  it("is an account's password with an address beside it, and a bearer token without", async () => {
    expect(await headerOf("api-token", "a@b.example")).toBe(
      `Basic ${Buffer.from("a@b.example:api-token").toString("base64")}`,
    );
    expect(await headerOf("api-token")).toBe("Bearer api-token");
  });

  it("of a repository is a bearer token, also with an address beside it", async () => {
    expect(await headerOf("ATCTT3xFake", "a@b.example")).toBe("Bearer ATCTT3xFake");
  });

  it("that is refused is told with what to check and what it needs", async () => {
    const token = { variable: "BITBUCKET_TOKEN", value: "expired" };
    const { roles } = await bitbucket({}, { token });
    await expect(roles.comments.list(12)).rejects.toMatchObject({
      code: "auth",
      hint: expect.stringMatching(/BITBUCKET_EMAIL.*the scope `pullrequest:write`/),
    });
  });

  it("that is missing keeps anything from being sent, and each need is named", async () => {
    const { connection, server } = await bitbucket();
    const { token: _, ...rest } = connection;
    const roles = createBitbucket({ ...rest, workspace: "acme", slug: "shop", webUrl: "" });
    const asked = [roles.comments.list(12), roles.commits.file("a", "b"), roles.statuses.newest("c")];
    for (const one of asked) {
      await expect(one).rejects.toMatchObject({
        code: "no-credentials",
        source: "bitbucket",
        hint: expect.stringMatching(
          /^Set BITBUCKET_TOKEN to a repository access token, and give it the scope/,
        ),
      });
    }
    expect([roles.requests, server.requests]).toEqual([0, []]);
  });
});

describe("policies of other repositories on Bitbucket", () => {
  const files = [{ commit: BITBUCKET_BASE, path: "gate.yml", text: "version: 1\n" }];

  it("are read at a branch or a commit", async () => {
    const { connection } = await bitbucket({ files });
    const other = createBitbucketPolicies(connection)("acme", "shop");
    expect(await other.isVisible()).toBe(true);
    expect(await other.commitOf("main")).toBe(BITBUCKET_BASE);
    expect(await other.commitOf(BITBUCKET_NEWER.slice(0, 12))).toBe(BITBUCKET_NEWER);
    expect(await other.commitOf("no-such-tag")).toBeUndefined();
    expect(await other.file("gate.yml", BITBUCKET_BASE)).toBe("version: 1\n");
  });

  it("of a repository that the token may not see are not there, which a failure does not prove", async () => {
    const { connection } = await bitbucket();
    expect(await createBitbucketPolicies(connection)("acme", "hidden").isVisible()).toBe(false);
    const refused = await bitbucket({ scopes: [] });
    await expect(
      createBitbucketPolicies(refused.connection)("acme", "shop").isVisible(),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("reports of Code Insights on Bitbucket", () => {
  const report: InsightsReport = {
    key: "scan-gate",
    title: "Scan Gate: passed",
    details: "Nothing blocks.",
    isPassed: true,
    figures: [{ title: "To fix", value: 0 }],
    annotations: [],
  };
  const annotation = (id: string) => ({
    id,
    severity: "LOW",
    type: "VULNERABILITY" as const,
    message: "text",
    isBlocking: false,
  });

  it("are made anew where an annotation is gone or has no id of ours, else changed in place", async () => {
    const { roles, server } = await bitbucket();
    const put = (ids: readonly string[]) =>
      roles.codeInsights?.put(BITBUCKET_HEAD, { ...report, annotations: ids.map(annotation) });
    await put(["a", "b"]);
    await put(["b", "a", "c"]);
    expect(server.requests.some(({ method }) => method === "DELETE")).toBe(false);
    await put(["c"]);
    expect(server.requests.filter(({ method }) => method === "DELETE")).toHaveLength(1);
    expect(server.reports()[0]?.annotations.map(({ external_id: id }) => id)).toEqual(["c"]);
    expect(server.reports()[0]?.annotations[0]).not.toHaveProperty("result");
  });

  it("compare with all annotations that were there, page by page", async () => {
    const { roles, server } = await bitbucket();
    const ids = Array.from({ length: 1000 }, (_, at) => `id-${at}`);
    await roles.codeInsights?.put(BITBUCKET_HEAD, { ...report, annotations: ids.map(annotation) });
    await roles.codeInsights?.put(BITBUCKET_HEAD, {
      ...report,
      annotations: ids.slice(0, 999).map(annotation),
    });
    expect(server.reports()[0]?.annotations).toHaveLength(999);
    expect(
      server.requests.filter(({ method, path }) => method === "GET" && path.endsWith("/annotations")),
    ).toHaveLength(11);
  });

  it("tell what to do where there is no proxy of Pipelines", async () => {
    const { connection } = await bitbucket();
    const { token: _, ...rest } = connection;
    const roles = createBitbucket({
      ...rest,
      url: "https://api.bitbucket.org",
      workspace: "acme",
      slug: "shop",
      webUrl: "https://bitbucket.org/acme/shop",
      proxy: "http://127.0.0.1:9",
    });
    await expect(roles.codeInsights?.put(BITBUCKET_HEAD, report)).rejects.toMatchObject({
      code: "unreachable",
      hint: expect.stringContaining("elsewhere set BITBUCKET_TOKEN"),
    });
    expect(roles.requests).toBeGreaterThan(0);
  });

  it("that the proxy refuses name the scope, and it is asked for nothing else", async () => {
    const respond: Respond = () => ({ kind: "answer", status: 403, body: { error: { message: "no" } } });
    const { connection, server } = await bitbucket({}, { respond });
    const { token: _, ...rest } = connection;
    const place = { workspace: "acme", slug: "shop", webUrl: "https://bitbucket.org/acme/shop" };
    const options = { ...rest, ...place, url: "https://api.bitbucket.org", proxy: server.url };
    const roles = createBitbucket(options);
    await expect(roles.codeInsights?.put(BITBUCKET_HEAD, report)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(roles.comments.list(12)).rejects.toMatchObject({ code: "no-credentials" });
    expect(server.requests.map(({ path }) => path)).toEqual([
      `http://api.bitbucket.org/2.0/repositories/acme/shop/commit/${BITBUCKET_HEAD}/reports/scan-gate/annotations`,
    ]);
  });

  it("are sent again when nobody knows whether their annotations came", async () => {
    const respond: Respond = ({ method }, nth) =>
      method === "POST" && nth === 1 ? { kind: "answer", status: 502, body: "" } : undefined;
    const { roles, server } = await bitbucket({}, { respond });
    await roles.codeInsights?.put(BITBUCKET_HEAD, { ...report, annotations: [annotation("a")] });
    expect(server.reports()).toMatchObject([{ result: "PASSED", annotations: [{ external_id: "a" }] }]);
  });

  it("go by the token where there is one, whatever proxy there is", async () => {
    const { roles, server } = await bitbucket({}, { proxy: "http://127.0.0.1:9" });
    await roles.codeInsights?.put(BITBUCKET_HEAD, report);
    expect(server.reports()).toMatchObject([{ results: ["PENDING", "PASSED"] }]);
  });
});
