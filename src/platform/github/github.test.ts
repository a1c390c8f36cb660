import { gunzipSync } from "node:zlib";
import nock from "nock";
import { describe, expect, test } from "vitest";
import { deadlineOf, stillClock, type TestClock } from "../../../test/support/clock.ts";
import { answerByNockAlone } from "../../../test/support/nocked.ts";
import { ScanGateError } from "../../errors.ts";
import type { Deadline } from "../../ports.ts";
import { createGitHub, createPolicyRepositories } from "./github.ts";

const API = "https://api.github.com";
const REPO = "/repos/acme/shop";
const TOKEN = "ghp_fakefakefakefakefakefakefakefakefake";
const SHA = "a".repeat(40);

answerByNockAlone();

interface Setup {
  readonly token?: string;
  readonly apiUrl?: string;
  readonly clock?: TestClock;
  readonly deadline?: () => Deadline;
  readonly log?: (message: string) => void;
}

function gitHub(setup: Setup = {}): ReturnType<typeof createGitHub> {
  return createGitHub({
    token: setup.token ?? TOKEN,
    apiUrl: setup.apiUrl ?? API,
    owner: "acme",
    repo: "shop",
    deadline: setup.deadline ?? (() => deadlineOf(600_000)),
    clock: setup.clock ?? stillClock(),
    random: () => 0.5,
    userAgent: "scan-gate/0.0.0",
    redact: (text) => text,
    ...(setup.log === undefined ? {} : { log: { info: setup.log } }),
  });
}

async function errorOf(asked: Promise<unknown>): Promise<ScanGateError> {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ScanGateError);
  expect(error).toMatchObject({ source: "github" });
  expect(JSON.stringify([error, String(error), error instanceof Error ? error.cause : ""])).not.toContain(
    TOKEN,
  );
  // Asserted above; the type does not follow.
  return error as ScanGateError;
}

function comment(id: number, more: object = {}) {
  return {
    id,
    body: `text ${id}`,
    user: { login: "octo", type: "User" },
    html_url: `https://github.com/acme/shop/pull/7#issuecomment-${id}`,
    ...more,
  };
}

const told = (id: number) => ({
  id: String(id),
  body: `text ${id}`,
  author: "octo",
  url: `https://github.com/acme/shop/pull/7#issuecomment-${id}`,
});

describe("every request to GitHub", () => {
  test("carries the token, the media type and our own user agent", async () => {
    nock(API, {
      reqheaders: {
        authorization: `token ${TOKEN}`,
        accept: "application/vnd.github.v3+json",
        "user-agent": "scan-gate/0.0.0",
      },
    })
      .get(`${REPO}/pulls/7`)
      .reply(200, pull(7));
    const made = gitHub();
    expect(made.requests).toBe(0);
    await made.pullRequests.get(7);
    expect(made.requests).toBe(1);
  });

  test("that is sent again is told in the log", async () => {
    nock(API).get(`${REPO}/pulls/7`).reply(503, "").get(`${REPO}/pulls/7`).reply(200, pull(7));
    const told: string[] = [];
    await gitHub({ log: (message) => told.push(message) }).pullRequests.get(7);
    expect(told).toEqual(["GitHub GET /repos/acme/shop/pulls/7: answered 503; next try in 750 ms"]);
  });

  test("that cannot even be made is a fault of ours, without its contents", async () => {
    const deadline = () => {
      throw new TypeError(`odd ${TOKEN}`);
    };
    expect(await errorOf(gitHub({ deadline }).pullRequests.get(7))).toMatchObject({ code: "internal" });
  });

  test("goes to the path of an Enterprise Server", async () => {
    nock("https://github.example").get("/api/v3/repos/acme/shop/pulls/7").reply(200, pull(7));
    await gitHub({ apiUrl: "https://github.example/api/v3/" }).pullRequests.get(7);
  });

  test("is made under the deadline that holds when it is made", async () => {
    let deadline = deadlineOf(0);
    const made = gitHub({ deadline: () => deadline });
    expect(await errorOf(made.pullRequests.get(7))).toMatchObject({ code: "timeout" });
    deadline = deadlineOf(1000);
    nock(API).get(`${REPO}/pulls/7`).reply(200, pull(7));
    expect(await made.pullRequests.get(7)).toMatchObject({ number: 7 });
  });

  test("needs a token that a header can carry", async () => {
    expect(await errorOf(gitHub({ token: "" }).pullRequests.get(7))).toMatchObject({
      code: "no-credentials",
    });
    const odd = gitHub({ token: "two\nlines" }).pullRequests.get(7);
    await expect(odd).rejects.toMatchObject({ code: "config-invalid", source: "inputs" });
    await expect(odd).rejects.toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("two") }),
    );
  });
});

describe("lists", () => {
  const page = (items: unknown, next?: string) =>
    [200, items, next === undefined ? {} : { link: `<${next}>; rel="next"` }] as const;

  test("are read to their last page, comments oldest first", async () => {
    nock(API)
      .get(`${REPO}/issues/7/comments?per_page=100`)
      .reply(...page([comment(2), comment(1)], `${API}/repositories/1/issues/7/comments?per_page=100&page=2`))
      .get("/repositories/1/issues/7/comments?per_page=100&page=2")
      .reply(...page([comment(3, { user: null, body: null })]));
    expect(await gitHub().comments.list(7)).toEqual([
      told(1),
      told(2),
      { ...told(3), author: "ghost", body: "" },
    ]);
  });

  test("hold comments that do not name their address", async () => {
    nock(API)
      .get(`${REPO}/issues/7/comments?per_page=100`)
      .reply(200, [{ id: 1, body: "text 1", user: { login: "octo" } }]);
    expect(await gitHub().comments.list(7)).toEqual([{ ...told(1), url: "" }]);
  });

  test("follow links whose text looks like a template", async () => {
    nock(API)
      .get(`${REPO}/pulls?state=open&head=fork%3Afix%2Fit&per_page=100`)
      .reply(...page([pull(7)], `${API}/repositories/1/pulls?head=fork:fix&cursor={x}:page`))
      .get("/repositories/1/pulls?head=fork%3Afix&cursor=%7Bx%7D%3Apage")
      .reply(...page([pull(8)]));
    expect((await gitHub().pullRequests.fromBranch("fork", "fix/it")).map(({ number }) => number)).toEqual([
      7, 8,
    ]);
  });

  test("tell the files that a pull request changes, by both names of one that it moves", async () => {
    nock(API)
      .get(`${REPO}/pulls/7/files?per_page=100`)
      .reply(...page([{ filename: "a.ts" }], `${API}/repositories/1/pulls/7/files?page=2`))
      .get("/repositories/1/pulls/7/files?page=2")
      .reply(...page([{ filename: "new.ts", previous_filename: "old.ts" }]));
    expect(await gitHub().pullRequests.changedFiles(7)).toEqual(["a.ts", "new.ts", "old.ts"]);
  });

  test("are no list of files when there are more than GitHub lists", async () => {
    const files = Array.from({ length: 3000 }, (_, at) => ({ filename: `${at}.ts` }));
    nock(API).get(`${REPO}/pulls/7/files?per_page=100`).reply(200, files);
    await expect(gitHub().pullRequests.changedFiles(7)).rejects.toMatchObject({ code: "partial" });
  });

  test("keep the path of an Enterprise Server on their next pages", async () => {
    const url = "https://github.example/api/v3";
    nock("https://github.example")
      .get("/api/v3/repos/acme/shop/issues/7/comments?per_page=100")
      .reply(...page([comment(1)], `${url}/repositories/1/issues/7/comments?page=2`))
      .get("/api/v3/repositories/1/issues/7/comments?page=2")
      .reply(...page([comment(2)]));
    expect(await gitHub({ apiUrl: url }).comments.list(7)).toHaveLength(2);
  });

  test.each([
    "http://127.0.0.1:1/x",
    "https://evil.example/x",
    "//evil.example/x",
    "https://api.github.com@evil.example/",
  ])("whose next page is elsewhere (%s) are partial, and nothing is sent there", async (next) => {
    nock(API)
      .get(/comments/)
      .reply(...page([comment(1)], next));
    const made = gitHub();
    const error = await errorOf(made.comments.list(7));
    expect(error.code).toBe("partial");
    expect(error.message).toContain("another origin");
    expect(made.requests).toBe(1);
  });

  test("that come back to a page are partial", async () => {
    nock(API)
      .get(/comments/)
      .times(2)
      .reply(...page([comment(1)], `${API}/repositories/1/issues/7/comments?page=2`));
    expect(await errorOf(gitHub().comments.list(7))).toMatchObject({
      code: "partial",
      message: "GitHub: the list does not end; only 2 pages were read",
    });
  });

  test("without end are partial after 300 pages", async () => {
    let number = 1;
    nock(API)
      .persist()
      .get(/comments/)
      .reply(() => {
        number += 1;
        return [200, [comment(number)], { link: `<${API}/x/comments?page=${number}>; rel="next"` }];
      });
    const made = gitHub();
    expect(await errorOf(made.comments.list(7))).toMatchObject({ code: "partial" });
    expect(made.requests).toBe(300);
    nock.cleanAll();
  });

  test.each([
    [409, { message: "Git Repository is empty." }],
    [500, ""],
    [200, "["],
    [200, "{}"],
  ])("are partial, and never short, when a later page answers %d %j", async (status, body) => {
    nock(API)
      .get(`${REPO}/commits/${SHA}/pulls?per_page=100`)
      .reply(...page([pull(7)], `${API}/x?page=2`))
      .get("/x?page=2")
      .times(status === 500 || body === "[" ? 4 : 1)
      .reply(status, body, { "content-type": "application/json" });
    const error = await errorOf(gitHub().pullRequests.ofCommit(SHA));
    expect(error.code).toBe("partial");
    expect(error.message).toContain("only the first page was read");
  });

  test("of a cancelled run are cancelled and not partial", async () => {
    nock(API)
      .get(/comments/)
      .reply(...page([comment(1)], `${API}/x?page=2`));
    const cancelled = new AbortController();
    cancelled.abort(
      new ScanGateError({ code: "cancelled", source: "gate", message: "The run was cancelled" }),
    );
    const deadlines = [deadlineOf(1000)];
    const error = await errorOf(
      gitHub({ deadline: () => deadlines.shift() ?? deadlineOf(0, cancelled) }).comments.list(7),
    );
    expect(error.code).toBe("cancelled");
  });
});

describe("an answer of GitHub that cannot be trusted", () => {
  test.each([
    ["cut off", '[{"id":1,'],
    ["empty", ""],
    ["a page", "<html>log in</html>"],
    ["text", "ok"],
  ])("because it is %s is asked for again, and then a bad response", async (_, body) => {
    nock(API)
      .get(/comments/)
      .times(4)
      .reply(200, body, { "content-type": "application/json" });
    expect(await errorOf(gitHub().comments.list(7))).toMatchObject({ code: "bad-response" });
  });

  test.each([
    "{}",
    '"x"',
    "null",
    '{"message":"odd"}',
    '[{"body":"x"}]',
    "[null]",
  ])("because it has another shape (%s) is a bad response", async (body) => {
    nock(API)
      .get(/comments/)
      .reply(200, body, { "content-type": "application/json" });
    const error = await errorOf(gitHub().comments.list(7));
    expect(error.code).toBe("bad-response");
    expect(error.message).toContain("GitHub GET /repos/{owner}/{repo}/issues/{issue_number}/comments");
  });

  test("because it leads elsewhere is a bad response, and a renamed repository is not", async () => {
    nock(API).get(`${REPO}/pulls/7`).reply(301, {}, { location: "https://evil.example/x" });
    expect(await errorOf(gitHub().pullRequests.get(7))).toMatchObject({ code: "bad-response" });
    nock(API)
      .get(`${REPO}/pulls/7`)
      .reply(301, { message: "Moved" }, { location: `${API}/repositories/1/pulls/7` })
      .get("/repositories/1/pulls/7")
      .reply(200, pull(7));
    expect(await gitHub().pullRequests.get(7)).toMatchObject({ number: 7 });
  });

  test("announcing its own end of life makes nothing print a warning", async () => {
    nock(API)
      .get(`${REPO}/pulls/7`)
      .reply(200, pull(7), { deprecation: "true", sunset: "now", link: '<https://x>; rel="deprecation"' });
    expect(await gitHub().pullRequests.get(7)).toMatchObject({ number: 7 });
  });
});

describe("comments", () => {
  test("are created once, and what came of a lost answer is not claimed", async () => {
    nock(API).post(`${REPO}/issues/7/comments`, { body: "hello" }).reply(201, comment(9));
    expect(await gitHub().comments.create(7, "hello")).toEqual(told(9));
    nock(API).post(`${REPO}/issues/7/comments`).reply(502, "");
    const error = await errorOf(gitHub().comments.create(7, "hello"));
    expect(error).toMatchObject({ code: "unreachable", status: 502 });
    expect(error.message).toContain("it is not known whether it took effect");
  });

  test("are created after a secondary limit has passed", async () => {
    nock(API)
      .post(`${REPO}/issues/7/comments`)
      .reply(403, { message: "You have exceeded a secondary rate limit" }, { "retry-after": "1" })
      .post(`${REPO}/issues/7/comments`)
      .reply(201, comment(9));
    const clock = stillClock();
    await gitHub({ clock }).comments.create(7, "hello");
    expect(clock.pauses).toEqual([1000]);
  });

  test("are updated, and the update may be repeated", async () => {
    nock(API)
      .patch(`${REPO}/issues/comments/9`, { body: "new" })
      .reply(502, "")
      .patch(`${REPO}/issues/comments/9`, { body: "new" })
      .reply(200, comment(9));
    expect(await gitHub().comments.update(7, told(9), "new")).toEqual(told(9));
  });

  test("are deleted, and one that is gone is deleted", async () => {
    nock(API).delete(`${REPO}/issues/comments/9`).reply(204);
    await gitHub().comments.remove(7, told(9));
    nock(API).delete(`${REPO}/issues/comments/9`).reply(404, { message: "Not Found" });
    await gitHub().comments.remove(7, told(9));
    nock(API).delete(`${REPO}/issues/comments/9`).reply(403, { message: "Forbidden" });
    expect(await errorOf(gitHub().comments.remove(7, told(9)))).toMatchObject({ code: "forbidden" });
  });

  test("that are too long say so with their status", async () => {
    nock(API)
      .patch(`${REPO}/issues/comments/9`)
      .reply(422, {
        message: "Validation Failed",
        errors: [
          { resource: "IssueComment", code: "unprocessable", message: "body is too long" },
          { code: "x" },
        ],
      });
    const error = await errorOf(gitHub().comments.update(7, told(9), "long"));
    expect(error).toMatchObject({ code: "bad-response", status: 422 });
    expect(error.message).toContain("answered 422 (Validation Failed; body is too long)");
  });
});

describe("a refusal", () => {
  test.each([
    ["Unable to create comment because issue is locked.", "Unlock the conversation"],
    ["Commenting is disabled on issues with more than 2500 comments", "2,500 comments"],
    [
      "Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.",
      "IP allow list",
    ],
    [
      "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.",
      "SAML single sign-on",
    ],
    ["Interactions on this repository have been restricted to collaborators only", "interaction limit"],
    ["Repository was archived so is read-only.", "archived"],
    ["All analysis uploads blocked due to alert limit", "GitHub Support"],
    ["Something that nobody has seen before", "GitHub's own words"],
  ])("tells its true cause: %s", async (message, hint) => {
    nock(API).post(`${REPO}/issues/7/comments`).reply(403, { message });
    const error = await errorOf(gitHub().comments.create(7, "body"));
    expect(error.message).toContain(`answered 403 (${message.slice(0, 60)}`);
    expect(error.hint).toContain(hint);
    expect(error.hint).not.toMatch(/^Add `pull-requests: write`/);
  });

  test("names the permission where that is what is missing", async () => {
    nock(API)
      .post(`${REPO}/issues/7/comments`)
      .reply(403, { message: "Resource not accessible by integration" });
    const { hint } = await errorOf(gitHub().comments.create(7, "body"));
    expect(hint).toMatch(/^Add `pull-requests: write` to the job's `permissions:`/);
  });
});

describe("whose token it is", () => {
  test("is asked", async () => {
    nock(API).get("/user").reply(200, { login: "release-bot" });
    expect(await gitHub().comments.author(["someone"])).toBe("release-bot");
  });

  test("is the workflow's own where asking is forbidden", async () => {
    nock(API).get("/user").reply(403, { message: "Resource not accessible by integration" });
    expect(await gitHub().comments.author(["someone"])).toBe("github-actions[bot]");
  });

  test("is not asked where the answer is known", async () => {
    const made = gitHub({ token: "ghs_fake_fake" });
    expect(await made.comments.author(["github-actions[bot]"])).toBe("github-actions[bot]");
    expect(made.requests).toBe(0);
  });

  test.each([
    ["https://api.github.com", "https://api.github.com", "/graphql"],
    ["https://git.example/api/v3", "https://git.example", "/api/graphql"],
  ])("is told by GraphQL for an app's own token, at %s", async (apiUrl, origin, path) => {
    nock(origin)
      .post(path, { query: "query { viewer { login } }" })
      .reply(502)
      .post(path)
      .reply(200, { data: { viewer: { login: "acme-gate[bot]" } } });
    const { comments } = gitHub({ token: "ghs_fake_fake", apiUrl });
    expect(await comments.author(["acme-gate[bot]"])).toBe("acme-gate[bot]");
  });

  test.each([
    [200, { errors: [{ message: "Resource not accessible by integration" }] }],
    [403, { message: "Resource not accessible by integration" }],
  ])("is the workflow's own where GraphQL refuses with %d", async (status, body) => {
    nock(API).post("/graphql").reply(status, body);
    const { comments } = gitHub({ token: "ghs_fake_fake" });
    expect(await comments.author(["acme-gate[bot]"])).toBe("github-actions[bot]");
  });

  test("is not guessed when the token is refused", async () => {
    nock(API).get("/user").reply(401, { message: "Bad credentials" });
    expect(await errorOf(gitHub().comments.author(["someone"]))).toMatchObject({
      code: "auth",
      hint: "Check `github-token`: GitHub does not accept it",
    });
  });
});

function pull(number: number, more: object = {}) {
  return {
    number,
    state: "open",
    head: { ref: "fix", sha: SHA, repo: { full_name: "fork/shop" } },
    base: { ref: "main", sha: "b".repeat(40), repo: { full_name: "acme/shop" } },
    ...more,
  };
}

describe("pull requests and commits", () => {
  test("are told as facts", async () => {
    nock(API).get(`${REPO}/pulls/7`).reply(200, pull(7));
    expect(await gitHub().pullRequests.get(7)).toEqual({
      number: 7,
      state: "open",
      headRef: "fix",
      headCommit: SHA,
      headRepository: "fork/shop",
      base: { ref: "main", commit: "b".repeat(40) },
    });
  });

  test("whose head repository was deleted have none", async () => {
    nock(API)
      .get(`${REPO}/pulls/7`)
      .reply(200, pull(7, { head: { ref: "fix", sha: SHA, repo: null } }));
    expect(await gitHub().pullRequests.get(7)).not.toHaveProperty("headRepository");
  });

  test("tell when they were made and how far they are apart", async () => {
    nock(API)
      .get(`${REPO}/commits/${SHA}?per_page=1`)
      .reply(200, { sha: SHA, commit: { committer: { date: "2026-11-20T10:00:00Z" } } })
      .get(`${REPO}/compare/main...${SHA}?per_page=1`)
      .reply(200, { ahead_by: 3, behind_by: 1, commits: [], merge_base_commit: { sha: SHA } })
      .get(`${REPO}/compare/old...${SHA}?per_page=1`)
      .reply(200, { ahead_by: 0, behind_by: 0 });
    const made = gitHub();
    expect(await made.commits.date(SHA)).toBe("2026-11-20T10:00:00Z");
    expect(await made.commits.distance("main", SHA)).toEqual({ ahead: 3, behind: 1, mergeBase: SHA });
    expect(await made.commits.distance("old", SHA)).toEqual({ ahead: 0, behind: 0 });
  });

  test("have the newest status of every context, whatever the order and case", async () => {
    const status = (id: number, context: string, state: string, updated_at: string | null) => ({
      id,
      context,
      state,
      description: id === 4 ? null : "text",
      target_url: id === 4 ? null : "https://app.snyk.io/x",
      updated_at,
    });
    nock(API)
      .get(`${REPO}/commits/${SHA}/statuses?per_page=100`)
      .reply(200, [
        status(3, "security/snyk (acme)", "success", "2026-11-20T10:02:00Z"),
        status(1, "Security/Snyk (acme)", "pending", "2026-11-20T10:00:00Z"),
        status(4, "license/snyk", "zombie", null),
        status(5, "ci", "pending", "2026-11-20T10:00:00Z"),
        status(6, "ci", "failure", "2026-11-20T10:00:00Z"),
      ]);
    expect(await gitHub().statuses.newest(SHA)).toEqual([
      {
        context: "security/snyk (acme)",
        state: "success",
        description: "text",
        link: "https://app.snyk.io/x",
        updatedAt: "2026-11-20T10:02:00Z",
      },
      { context: "license/snyk", state: "zombie" },
      expect.objectContaining({ context: "ci", state: "failure" }),
    ]);
  });

  test("are listed whole, newest first, and one of our own is written among them", async () => {
    const status = (id: number, state: string, minute: number) => ({
      id,
      context: "scan-gate",
      state,
      created_at: `2026-11-20T10:0${minute}:00Z`,
    });
    nock(API)
      .get(`${REPO}/commits/${SHA}/statuses?per_page=100`)
      .reply(200, [status(1, "pending", 1), status(3, "pending", 3), status(2, "success", 2)]);
    const { statusBoard } = gitHub();
    expect((await statusBoard.list(SHA)).map(({ id }) => id)).toEqual(["3", "2", "1"]);
    const written = {
      context: "scan-gate",
      state: "failure",
      description: "Failed",
      link: "https://ci.example/1",
    };
    nock(API)
      .post(`${REPO}/statuses/${SHA}`, {
        context: "scan-gate",
        state: "failure",
        description: "Failed",
        target_url: "https://ci.example/1",
      })
      .reply(201, status(4, "failure", 4));
    expect(await statusBoard.write(SHA, written)).toMatchObject({ id: "4", state: "failure" });
  });

  test("name the permission when a status may not be written", async () => {
    nock(API)
      .post(`${REPO}/statuses/${SHA}`)
      .reply(403, { message: "Resource not accessible by integration" });
    const status = { context: "scan-gate", state: "pending", description: "" };
    await expect(gitHub().statusBoard.write(SHA, status)).rejects.toMatchObject({
      hint: expect.stringContaining("statuses: write"),
    });
  });

  test("of a branch's tip are read by its whole ref", async () => {
    nock(API)
      .get(`${REPO}/git/ref/heads/release/v1%231`)
      .reply(200, { ref: "refs/heads/release/v1#1", object: { type: "commit", sha: SHA } })
      .get(`${REPO}/git/ref/heads/gone`)
      .reply(404, { message: "Not Found" });
    const { commits } = gitHub();
    expect(await commits.branchTip("release/v1#1")).toBe(SHA);
    expect(await commits.branchTip("gone")).toBeUndefined();
  });

  test("have the default branch that GitHub tells", async () => {
    nock(API).get(REPO).reply(200, { id: 1, default_branch: "trunk" });
    expect(await gitHub().commits.defaultBranch?.()).toBe("trunk");
  });

  test("are told whole by the beginning of their ID", async () => {
    nock(API).get(`${REPO}/commits/abc1234`).query({ per_page: 1 }).reply(200, { sha: SHA });
    nock(API)
      .get(`${REPO}/commits/abc1235`)
      .query(true)
      .reply(422, { message: "No commit found for SHA: abc1235" });
    const { commits } = gitHub();
    expect(await commits.whole?.("abc1234")).toBe(SHA);
    expect(await commits.whole?.("abc1235")).toBeUndefined();
  });

  test.each([
    ["admin", true],
    ["write", true],
    ["read", false],
    ["none", false],
    ["something new", false],
  ])("tell whether somebody with the permission %s may write", async (permission, may) => {
    nock(API).get(`${REPO}/collaborators/jo/permission`).reply(200, { permission });
    expect(await gitHub().commands.mayWrite("jo")).toBe(may);
  });

  test("leave a reaction on a comment", async () => {
    nock(API).post(`${REPO}/issues/comments/7/reactions`, { content: "eyes" }).reply(201, { id: 1 });
    await gitHub().commands.react(7, "eyes");
    expect(nock.isDone()).toBe(true);
  });

  test("have the newest status of each author of a context, and of all without an author", async () => {
    const status = (login: string | null, state: string, minute: number) => ({
      context: "security/snyk",
      state,
      creator: login === null ? null : { login },
      created_at: `2026-11-20T10:0${minute}:00Z`,
    });
    nock(API)
      .get(`${REPO}/commits/${SHA}/statuses?per_page=100`)
      .reply(200, [
        status("mallory", "success", 5),
        status(null, "success", 4),
        status("Snyk-Bot", "failure", 3),
        status(null, "pending", 2),
        status("snyk-bot", "pending", 1),
      ]);
    const statuses = await gitHub().statuses.newest(SHA);
    expect(statuses.map(({ author, state }) => [author, state])).toEqual([
      ["mallory", "success"],
      [undefined, "success"],
      ["Snyk-Bot", "failure"],
    ]);
  });

  test("of a pull request come oldest first, and pull requests by their last update", async () => {
    nock(API)
      .get(`${REPO}/pulls/7/commits?per_page=100`)
      .reply(200, [{ sha: "a1" }, { sha: "b2" }]);
    const pull = {
      number: 9,
      state: "closed",
      head: { ref: "x", sha: SHA },
      base: { ref: "main", sha: SHA },
    };
    nock(API)
      .get(`${REPO}/pulls?state=all&sort=updated&direction=desc&per_page=5`)
      .reply(200, [
        { ...pull, user: { login: "jo" } },
        { ...pull, user: null },
      ]);
    const { pullRequests } = gitHub();
    expect(await pullRequests.commitsOf(7)).toEqual(["a1", "b2"]);
    expect((await pullRequests.lastUpdated(5)).map(({ author }) => author)).toEqual(["jo", undefined]);
  });

  test("have the first of each context, when nothing tells which status is newer", async () => {
    nock(API)
      .get(`${REPO}/commits/${SHA}/statuses?per_page=100`)
      .reply(200, [
        { context: "code/snyk", state: "success" },
        { context: "code/snyk", state: "pending" },
      ]);
    expect(await gitHub().statuses.newest(SHA)).toEqual([{ context: "code/snyk", state: "success" }]);
  });
});

describe("files at a commit", () => {
  const FILE = `${REPO}/contents/.github/scan-gate.yml?ref=${SHA}`;
  const content = (text: string, more: object = {}) => ({
    type: "file",
    encoding: "base64",
    size: Buffer.byteLength(text),
    content: Buffer.from(text).toString("base64").replace(/.{10}/g, "$&\n"),
    ...more,
  });

  test("are read as text", async () => {
    nock(API).get(FILE).reply(200, content("version: 1 # ä\nfail-on: high\n"));
    expect(await gitHub().commits.file(".github/scan-gate.yml", SHA)).toBe("version: 1 # ä\nfail-on: high\n");
    nock(API).get(FILE).reply(200, content(""));
    expect(await gitHub().commits.file("./.github//scan-gate.yml", SHA)).toBe("");
  });

  test("that are large are read by themselves", async () => {
    nock(API).get(FILE).reply(200, { type: "file", encoding: "none", content: "", size: 2_000_000 });
    nock(API, { reqheaders: { accept: "application/vnd.github.raw+json" } })
      .get(FILE)
      .reply(200, "<version: 1", { "content-type": "application/vnd.github.raw+json; charset=utf-8" });
    expect(await gitHub().commits.file(".github/scan-gate.yml", SHA)).toBe("<version: 1");
  });

  test("that GitHub says are not there are not there", async () => {
    nock(API).get(FILE).reply(404, { message: "Not Found" });
    expect(await gitHub().commits.file(".github/scan-gate.yml", SHA)).toBeUndefined();
  });

  test("of a commit that is not there are not taken for absent", async () => {
    nock(API)
      .get(FILE)
      .reply(404, { message: `No commit found for the ref ${SHA}` });
    expect(await errorOf(gitHub().commits.file(".github/scan-gate.yml", SHA))).toMatchObject({
      code: "not-found",
    });
  });

  test.each([403, 500, 401])("that cannot be read (%d) are not taken for absent", async (status) => {
    nock(API)
      .get(FILE)
      .times(status === 500 ? 4 : 1)
      .reply(status, { message: "no" });
    await errorOf(gitHub().commits.file(".github/scan-gate.yml", SHA));
  });

  test("of which only a part came are bad responses", async () => {
    nock(API)
      .get(FILE)
      .reply(200, content("version: 1", { size: 5000 }));
    expect(await errorOf(gitHub().commits.file(".github/scan-gate.yml", SHA))).toMatchObject({
      code: "bad-response",
      message: `GitHub: of .github/scan-gate.yml at ${SHA.slice(0, 12)} came 10 bytes instead of 5000`,
    });
    nock(API).get(FILE).reply(200, { type: "file", encoding: "base64" });
    expect(await errorOf(gitHub().commits.file(".github/scan-gate.yml", SHA))).toMatchObject({
      code: "bad-response",
    });
  });

  test.each([
    [[{ type: "file" }], "folder"],
    [{ type: "symlink", target: "/etc/passwd" }, "symlink"],
    [{ type: "submodule" }, "submodule"],
  ])("that are none are told as what they are", async (body, kind) => {
    nock(API).get(FILE).reply(200, body);
    const error = await errorOf(gitHub().commits.file(".github/scan-gate.yml", SHA));
    expect(error.code).toBe("not-found");
    expect(error.message).toContain(`is a ${kind}, not a file`);
  });

  test("keep to the repository, and their names to themselves", async () => {
    for (const path of ["../../../user", "a/../../b", "", "/"]) {
      expect(await errorOf(gitHub().commits.file(path, SHA))).toMatchObject({ code: "not-found" });
    }
    nock(API).get(`${REPO}/contents/a%20b/%7Bowner%7D/%3Arepo%3F%23?ref=${SHA}`).reply(404, {});
    expect(await gitHub().commits.file("a b/{owner}/:repo?#", SHA)).toBeUndefined();
  });
});

describe("code scanning", () => {
  test("gets SARIF packed, with what it knows and nothing else", async () => {
    let sent: Record<string, string> = {};
    nock(API)
      .post(`${REPO}/code-scanning/sarifs`, (body) => {
        sent = body;
        return true;
      })
      .reply(202, { id: "47177e22", url: "https://api.github.com/x" });
    const made = gitHub();
    expect(
      await made.codeScanning.upload({ commit: SHA, ref: "refs/heads/main", sarif: ['{"ä":', "1}"] }),
    ).toEqual({
      id: "47177e22",
    });
    expect(Object.keys(sent).sort()).toEqual(["commit_sha", "ref", "sarif"]);
    expect(sent).toMatchObject({ commit_sha: SHA, ref: "refs/heads/main" });
    expect(gunzipSync(Buffer.from(sent.sarif ?? "", "base64")).toString()).toBe('{"ä":1}');
  });

  test("may number the upload", async () => {
    nock(API).post(`${REPO}/code-scanning/sarifs`).reply(202, { id: 47 });
    expect(
      await gitHub().codeScanning.upload({ commit: SHA, ref: "refs/heads/main", sarif: ["{}"] }),
    ).toEqual({
      id: "47",
    });
  });

  test.each([
    [
      { processing_status: "pending", analyses_url: null, errors: null },
      { status: "pending", errors: [] },
    ],
    [{ processing_status: "complete" }, { status: "complete", errors: [] }],
    [
      { processing_status: "failed", errors: ["bad"] },
      { status: "failed", errors: ["bad"] },
    ],
    [{ processing_status: "thinking" }, { status: "pending", errors: [] }],
  ])("tells what became of an upload", async (body, processing) => {
    nock(API).get(`${REPO}/code-scanning/sarifs/47177e22`).reply(200, body);
    expect(await gitHub().codeScanning.processing("47177e22")).toEqual(processing);
  });

  test("that does not know an upload yet is still at it", async () => {
    nock(API).get(`${REPO}/code-scanning/sarifs/47177e22`).reply(404, { message: "Not Found" });
    expect(await gitHub().codeScanning.processing("47177e22")).toEqual({ status: "pending", errors: [] });
    nock(API).get(`${REPO}/code-scanning/sarifs/47177e22`).reply(401, {});
    expect(await errorOf(gitHub().codeScanning.processing("47177e22"))).toMatchObject({ code: "auth" });
  });

  test("tells what it left out, once", async () => {
    nock(API)
      .get(`${REPO}/code-scanning/analyses?sarif_id=47177e22&per_page=100`)
      .reply(200, [
        { warning: "123 results were ignored", error: "" },
        { warning: "123 results were ignored" },
        { warning: null, error: "odd" },
      ]);
    expect(await gitHub().codeScanning.warnings("47177e22")).toEqual(["123 results were ignored", "odd"]);
  });
});

describe("a refusal of GitHub", () => {
  const refused = async (status: number, message: string, headers: Record<string, string> = {}) => {
    nock(API).post(`${REPO}/code-scanning/sarifs`).reply(status, { message }, headers);
    return await errorOf(
      gitHub().codeScanning.upload({ commit: SHA, ref: "refs/heads/main", sarif: ["{}"] }),
    );
  };

  test.each([
    [403, "Resource not accessible by integration", "forbidden", /`security-events: write`/],
    [404, "Not Found", "not-found", /`security-events: write`/],
    [
      403,
      "Advanced Security must be enabled for this repository to use code scanning.",
      "forbidden",
      /Enable code scanning/,
    ],
    [403, "Code Security must be enabled for this repository", "forbidden", /Enable code scanning/],
    [404, "Code scanning is not enabled for this repository", "not-found", /Enable code scanning/],
    [403, "Repository was archived so is read-only.", "forbidden", /archived/],
    [422, "commit not found", "bad-response", /still exist/],
    [400, "ref 'refs/heads/x' not found in this repository", "bad-response", /still exist/],
    [413, "Payload Too Large", "bad-response", /upload less/],
    [401, "Bad credentials", "auth", /github-token/],
  ])("with %d (%s) says what to do", async (status, message, code, hint) => {
    const error = await refused(status, message);
    expect(error).toMatchObject({ code, status });
    expect(error.hint).toMatch(hint);
    expect(error.message).toContain(message);
  });

  test("names the permission line of each endpoint", async () => {
    const made = gitHub();
    const asked: readonly (readonly [string, () => Promise<unknown>])[] = [
      ["pull-requests: write", () => made.comments.create(7, "x")],
      ["pull-requests: write", () => made.comments.update(7, told(9), "x")],
      ["pull-requests: write", () => made.comments.list(7)],
      ["pull-requests: read", () => made.pullRequests.get(7)],
      ["pull-requests: read", () => made.pullRequests.ofCommit(SHA)],
      ["statuses: read", () => made.statuses.newest(SHA)],
      ["contents: read", () => made.commits.file("x", SHA)],
      ["contents: read", () => made.commits.date(SHA)],
      ["security-events: read", () => made.codeScanning.warnings("x")],
    ];
    for (const [permission, ask] of asked) {
      const answer = [403, { message: "Resource not accessible by integration" }] as const;
      nock(API)
        .get(/./)
        .optionally()
        .reply(...answer)
        .post(/./)
        .optionally()
        .reply(...answer)
        .patch(/./)
        .optionally()
        .reply(...answer);
      const error = await errorOf(ask());
      expect(error.hint).toContain(`Add \`${permission}\` to the job's \`permissions:\``);
      nock.cleanAll();
    }
  });

  test("tells what GitHub itself says is missing, when that is plain", async () => {
    const accepted = { "x-accepted-github-permissions": "issues=write; pull_requests=write" };
    expect((await refused(403, "no", accepted)).message).toContain(
      "answered 403 (no), GitHub accepts issues=write; pull_requests=write",
    );
    const odd = { "x-accepted-github-permissions": "<script>" };
    expect((await refused(403, "no", odd)).message).not.toContain("script");
  });

  test("for a used-up quota ends at once when the reset is far, with the time of it", async () => {
    const clock = stillClock();
    nock(API)
      .get(/comments/)
      .reply(
        403,
        { message: "API rate limit exceeded" },
        { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(clock.now() / 1000 + 3600) },
      );
    const error = await errorOf(gitHub({ clock }).comments.list(7));
    expect(error).toMatchObject({ code: "rate-limited", status: 403 });
    expect(error.hint).toBe("Run the job again in 60 min");
    expect(clock.pauses).toEqual([]);
  });

  test("for a secondary limit that names no time is waited for a minute", async () => {
    nock(API)
      .get(`${REPO}/pulls/7`)
      .reply(403, { message: "You have exceeded a secondary rate limit." })
      .get(`${REPO}/pulls/7`)
      .reply(200, pull(7));
    const clock = stillClock();
    await gitHub({ clock }).pullRequests.get(7);
    expect(clock.pauses).toEqual([60_000]);
  });

  test("does not tell a token that comes back", async () => {
    nock(API)
      .get(/./)
      .reply(400, { message: `bad credentials: token ${TOKEN}` });
    expect((await errorOf(gitHub().pullRequests.get(7))).message).toContain("(bad credentials: token ***)");
  });
});

describe("a repository of which a policy is read", () => {
  const repository = () =>
    createPolicyRepositories({
      token: TOKEN,
      apiUrl: API,
      deadline: () => deadlineOf(600_000),
      clock: stillClock(),
      random: () => 0.5,
      userAgent: "scan-gate/0.0.0",
      redact: (text) => text,
    })("acme", ".github");
  const other = "/repos/acme/.github";

  test("is found or not, and any other answer is none", async () => {
    nock(API).get(other).reply(200, { id: 1 }).get(other).reply(404, { message: "Not Found" });
    expect([await repository().isVisible(), await repository().isVisible()]).toEqual([true, false]);
    nock(API).get(other).reply(403, { message: "Resource not accessible by integration" });
    expect(await errorOf(repository().isVisible())).toMatchObject({ code: "forbidden" });
  });

  test("tells the commit of a branch, a tag or a commit id", async () => {
    nock(API).get(`${other}/commits/release%2Fv1`).query({ per_page: 1 }).reply(200, { sha: SHA });
    expect(await repository().commitOf("release/v1")).toBe(SHA);
    for (const [status, message] of [
      [422, "No commit found for SHA: v9"],
      [404, "Not Found"],
      [409, "Git Repository is empty."],
    ] as const) {
      nock(API).get(`${other}/commits/v9`).query(true).reply(status, { message });
      expect(await repository().commitOf("v9")).toBeUndefined();
    }
    nock(API).get(`${other}/commits/v9`).query(true).reply(422, { message: "Validation Failed" });
    expect(await errorOf(repository().commitOf("v9"))).toMatchObject({ status: 422 });
  });

  test("gives a file at a commit", async () => {
    const content = Buffer.from("version: 1\n").toString("base64");
    nock(API)
      .get(`${other}/contents/scan-gate.yml`)
      .query({ ref: SHA })
      .reply(200, { type: "file", encoding: "base64", size: 11, content });
    expect(await repository().file("scan-gate.yml", SHA)).toBe("version: 1\n");
  });
});
