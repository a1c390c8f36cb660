import { describe, expect, it } from "vitest";
import { aFinding, aReport, HEAD_COMMIT, OLDER_COMMIT } from "../../../test/support/a-report.ts";
import { aPace } from "../../../test/support/clock.ts";
import { ScanGateError } from "../../errors.ts";
import type { PullRequestComment, PullRequestComments, PullRequests } from "../../forge-ports.ts";
import { GITHUB_TRAITS } from "../../forges/github/github.ts";
import type { Report } from "../../model/report.ts";
import { pullRequestLook } from "../pull-request-standing.ts";
import { type TakenResults, takenResults } from "../taken-results.ts";
import { type CommentReporterOptions, commentReporter } from "./publish.ts";
import { renderComment } from "./render.ts";

const US = "github-actions[bot]";
const MARKER = "<!-- scan-gate:default -->";
type Failure = {
  readonly status?: number;
  readonly code?: "unreachable" | "timeout" | "forbidden" | "not-found" | "bad-response" | "cancelled";
};

const failure = ({ status, code = "bad-response" }: Failure): ScanGateError =>
  new ScanGateError({ code, source: "github", message: "GitHub refused", status });

/** The comments of one pull request, and what is done to them. Calls fail as queued under their name. */
function aPullRequest(start: readonly Partial<PullRequestComment>[] = [], head = HEAD_COMMIT, author = US) {
  const comments: PullRequestComment[] = start.map((given, i) => comment({ id: String(i + 1), ...given }));
  const calls: string[] = [];
  let at = head;
  let now = 0;
  const failing = new Map<string, (Failure | undefined | (() => void))[]>();
  const call = (name: string, detail = ""): void => {
    if (name !== "login") calls.push(detail === "" ? name : `${name} ${detail}`);
    const next = failing.get(name)?.shift();
    if (typeof next === "function") next();
    else if (next !== undefined) throw failure(next);
  };
  function comment(given: Partial<PullRequestComment>): PullRequestComment {
    const id = given.id ?? String(comments.length + 100);
    return {
      id,
      author: US,
      body: `${MARKER}\nold`,
      url: `https://github.com/acme/shop/pull/7#issuecomment-${id}`,
      ...given,
    };
  }
  const add = (given: Partial<PullRequestComment>): PullRequestComment => {
    const added = comment(given);
    comments.push(added);
    return added;
  };
  const role = {
    author: async () => {
      call("login");
      return US;
    },
    list: async () => {
      call("list");
      return comments.toSorted((one, other) => Number(one.id) - Number(other.id));
    },
    create: async (_, body) => {
      call("create");
      return add({ body, author });
    },
    update: async (_, { id }, body) => {
      call("update", id);
      const index = comments.findIndex((each) => each.id === id);
      const updated = comment({ ...comments[index], id, body });
      comments[index] = updated;
      return updated;
    },
    remove: async (_, { id }) => {
      call("delete", id);
      comments.splice(
        comments.findIndex((each) => each.id === id),
        1,
      );
    },
  } satisfies PullRequestComments;
  const pullRequests = {
    get: async (number) => {
      call("head");
      return {
        number,
        state: "open",
        headRef: "fix",
        headCommit: at,
        base: { ref: "main", commit: OLDER_COMMIT },
      };
    },
  } satisfies Pick<PullRequests, "get">;
  return {
    comments,
    calls,
    add,
    moveTo: (commit: string) => {
      at = commit;
    },
    later: (ms: number) => {
      now += ms;
    },
    fail: (name: string, ...failures: (Failure | undefined | (() => void))[]) => failing.set(name, failures),
    publish: (report: Report, options: Partial<CommentReporterOptions> = {}) =>
      commentReporter({
        comments: role,
        look: pullRequestLook(pullRequests, { commit: report.context.commit }, { now: () => now }),
        length: GITHUB_TRAITS.commentLength,
        pullRequest: 7,
        key: "default",
        mode: "always",
        pace: aPace(),
        taken: nothingTaken(),
        ...options,
      }).publish(report),
  };
}

function nothingTaken(): TakenResults {
  const taken = takenResults();
  taken.settle([]);
  return taken;
}

const blocked = aReport({ findings: [aFinding()] });
const writes = (calls: readonly string[]): readonly string[] =>
  calls.filter((call) => /^(?:create|update|delete)/.test(call));

describe("the sticky comment", () => {
  it("is created once, and its address is an output", async () => {
    const pull = aPullRequest([{ author: "someone", body: "hello" }]);
    const published = await pull.publish(blocked);
    expect(writes(pull.calls)).toEqual(["create"]);
    expect(published.outputs).toEqual({ "comment-url": pull.comments[1]?.url });
    expect(pull.comments[1]?.body).toBe(renderComment(blocked, { key: "default" }));
  });

  it("links code scanning once it took results for this pull request, and not for another one", async () => {
    const address = "https://github.com/acme/shop/security/code-scanning?query=pr:7+is:open";
    for (const [ref, isLinked] of [
      ["refs/pull/7/merge", true],
      ["refs/pull/71/merge", false],
    ] as const) {
      const taken = takenResults();
      const pull = aPullRequest([{}]);
      const publishing = pull.publish(blocked, { taken });
      await aPace().clock.sleep(0, aPace().deadline.signal);
      expect(writes(pull.calls)).toEqual([]);
      taken.settle([{ ref, commit: HEAD_COMMIT }]);
      await publishing;
      expect(pull.comments[0]?.body.includes(`](${address})`)).toBe(isLinked);
    }
  });

  it("is updated in place, and not sent again when nothing changed", async () => {
    const pull = aPullRequest([{}]);
    expect((await pull.publish(blocked)).done).toMatch(/^updated/);
    const again = await pull.publish(blocked);
    expect(again.done).toMatch(/^unchanged/);
    expect(again.outputs).toEqual({ "comment-url": pull.comments[0]?.url });
    expect(writes(pull.calls)).toEqual(["update 1"]);
  });

  it("counts as unchanged when GitHub stored other line ends", async () => {
    const body = renderComment(blocked, { key: "default" }).replaceAll("\n", "\r\n").trimEnd();
    const pull = aPullRequest([{ body }]);
    expect((await pull.publish(blocked)).done).toMatch(/^unchanged/);
  });

  it("tells what changed since the commit that it told of before", async () => {
    const earlier = aReport({
      context: { commit: OLDER_COMMIT },
      findings: [aFinding({ fingerprint: "gone" })],
    });
    const pull = aPullRequest([{ body: renderComment(earlier, { key: "default" }) }]);
    await pull.publish(blocked);
    expect(pull.comments[0]?.body).toContain("Since [`a91d02e`]");
  });

  it("leaves comments of others alone, even with our marker, and comments of another key", async () => {
    const pull = aPullRequest([
      { author: "mallory" },
      { body: "<!-- scan-gate:web -->\nother" },
      { body: `quoted:\n${MARKER}` },
      { body: `${MARKER} and more` },
    ]);
    await pull.publish(blocked);
    expect(writes(pull.calls)).toEqual(["create"]);
  });

  it("is the oldest of several of ours, and the others are removed", async () => {
    const pull = aPullRequest([{ id: "30" }, { id: "10" }, { id: "20" }]);
    await pull.publish(blocked);
    expect(writes(pull.calls)).toEqual(["update 10", "delete 20", "delete 30"]);
    expect(pull.comments.map(({ id }) => id)).toEqual(["10"]);
  });

  it("warns of a duplicate that cannot be removed, and not of one that is gone already", async () => {
    const pull = aPullRequest([{}, {}, {}]);
    pull.fail("delete", { status: 403, code: "forbidden" }, { status: 404 });
    const { warnings } = await pull.publish(blocked);
    expect(warnings).toHaveLength(1);
    expect(warnings?.[0]).toContain("issuecomment-2");
  });
});

describe("a comment that somebody deletes", () => {
  it("between list and update is made again", async () => {
    const pull = aPullRequest([{}]);
    pull.fail("update", { code: "not-found", status: 404 });
    pull.comments.length = 1;
    const published = await pull.publish(blocked);
    expect(writes(pull.calls).slice(0, 2)).toEqual(["update 1", "create"]);
    expect(published.outputs).toMatchObject({ "comment-url": expect.stringContaining("issuecomment") });
  });
});

describe("a comment that somebody changes between list and update", () => {
  it("is read again and brought up to date", async () => {
    const pull = aPullRequest([{}]);
    pull.fail("update", { status: 409 });
    const published = await pull.publish(blocked);
    expect(writes(pull.calls)).toEqual(["update 1", "update 1"]);
    expect(published.done).toMatch(/^updated: /);
    expect(pull.comments.map(({ body }) => body)).toEqual([renderComment(blocked, { key: "default" })]);
  });

  it("is left to a run for a newer commit", async () => {
    const newer = renderComment(aReport({ context: { commit: OLDER_COMMIT } }), { key: "default" });
    const pull = aPullRequest([{}]);
    pull.fail("update", () => {
      pull.comments.splice(0, 1);
      pull.add({ id: "1", body: newer });
      pull.moveTo(OLDER_COMMIT);
      throw failure({ status: 409 });
    });
    const published = await pull.publish(blocked);
    expect(writes(pull.calls)).toEqual(["update 1"]);
    expect(published.done).toContain(`it is at ${OLDER_COMMIT.slice(0, 7)} now`);
    expect(pull.comments.map(({ body }) => body)).toEqual([newer]);
  });

  it("and deletes is made again", async () => {
    const pull = aPullRequest([{}]);
    pull.fail("update", () => {
      pull.comments.splice(0, 1);
      throw failure({ status: 409 });
    });
    await pull.publish(blocked);
    expect(writes(pull.calls)).toEqual(["update 1", "create"]);
  });

  it("is tried no more than once again", async () => {
    const pull = aPullRequest([{}]);
    pull.fail("update", { status: 409 }, { status: 409 });
    await expect(pull.publish(blocked)).rejects.toThrow("GitHub refused");
    expect(writes(pull.calls)).toEqual(["update 1", "update 1"]);
  });
});

describe("an app whose token cannot tell its own login", () => {
  it("finds its earlier comment by the author of the one that it just made, and keeps the earlier one", async () => {
    const pull = aPullRequest([{ author: "acme-gate[bot]" }], HEAD_COMMIT, "acme-gate[bot]");
    const published = await pull.publish(blocked);
    expect(published.outputs).toEqual({ "comment-url": pull.comments[0]?.url });
    expect(writes(pull.calls)).toEqual(["create", "update 1", "delete 101"]);
    expect(pull.comments).toHaveLength(1);
  });
});

describe("a run for an older commit", () => {
  it("leaves the comment of a newer one alone and says so", async () => {
    const pull = aPullRequest([{}], "f".repeat(40));
    const { done, outputs } = await pull.publish(blocked);
    expect(done).toBe("the pull request was left alone: it is at fffffff now, and this run judged 6c1f9ab");
    expect(outputs).toEqual({ "comment-url": pull.comments[0]?.url });
    expect(writes(pull.calls)).toEqual([]);
  });

  it("creates none either", async () => {
    const pull = aPullRequest([], "f".repeat(40));
    expect((await pull.publish(blocked)).outputs).toBeUndefined();
    expect(writes(pull.calls)).toEqual([]);
  });

  it("may be what this is when the head cannot be read: the comment is left alone, with a warning", async () => {
    const pull = aPullRequest([{}]);
    pull.fail("head", { code: "unreachable", status: 500 });
    const { done, outputs, warnings } = await pull.publish(blocked);
    expect(done).toBe("left alone: the pull request's newest commit is not known");
    expect(outputs).toEqual({ "comment-url": pull.comments[0]?.url });
    expect(warnings).toEqual([expect.stringMatching(/^The comment was not updated, .* GitHub refused\.$/)]);
    expect(writes(pull.calls)).toEqual([]);
  });

  it("is not feared where there is no comment to overwrite", async () => {
    const pull = aPullRequest();
    pull.fail("head", { code: "unreachable", status: 500 });
    await pull.publish(blocked);
    expect(writes(pull.calls)).toEqual(["create"]);
  });

  it("writes nothing when the run was cancelled while it asked", async () => {
    const pull = aPullRequest([{}]);
    pull.fail("head", { code: "cancelled" });
    await expect(pull.publish(blocked)).rejects.toThrow("GitHub refused");
    expect(writes(pull.calls)).toEqual([]);
  });
});

describe("the comment input", () => {
  const existing = aReport({ findings: [aFinding({ status: "existing", blocking: false })] });
  const unknown = aReport({ findings: [aFinding({ status: "unknown", blocking: false })] });
  const suppressed = aReport({ findings: [aFinding({ blocking: false, suppressedBy: { by: "policy" } })] });
  const incomplete = aReport({ verdict: "incomplete" });

  it.each([
    ["always", aReport(), true],
    ["on-findings", aReport(), false],
    ["on-findings", existing, false],
    ["on-findings", suppressed, false],
    ["on-findings", unknown, true],
    ["on-findings", incomplete, true],
    ["on-failure", unknown, false],
    ["on-failure", incomplete, true],
    ["on-failure", blocked, true],
    ["never", blocked, false],
  ] as const)("%s (case %#) decides whether a comment is created", async (mode, report, created) => {
    const pull = aPullRequest();
    await pull.publish(report, { mode });
    expect(writes(pull.calls)).toEqual(created ? ["create"] : []);
  });

  it.each([
    "on-findings",
    "on-failure",
  ] as const)("%s brings an existing comment up to date", async (mode) => {
    const pull = aPullRequest([{}]);
    await pull.publish(aReport(), { mode });
    expect(writes(pull.calls)).toEqual(["update 1"]);
  });

  it("never asks GitHub for nothing", async () => {
    const pull = aPullRequest([{}]);
    await pull.publish(blocked, { mode: "never" });
    expect(pull.calls).toEqual([]);
  });
});

describe("creating without a second comment", () => {
  it.each([
    { status: 502 },
    { code: "timeout" },
    { code: "unreachable" },
  ] as const)("looks again when it is not known whether the request got through (%j)", async (lost) => {
    const pull = aPullRequest();
    pull.fail("create", () => {
      pull.add({ body: renderComment(blocked, { key: "default" }) });
      throw failure(lost);
    });
    const { outputs } = await pull.publish(blocked);
    expect(writes(pull.calls)).toEqual(["create"]);
    expect(outputs).toEqual({ "comment-url": pull.comments[0]?.url });
    expect(pull.comments).toHaveLength(1);
  });

  it("brings up to date what a parallel run made while its own request was lost", async () => {
    const pull = aPullRequest();
    pull.fail("create", () => {
      pull.add({ body: renderComment(aReport(), { key: "default" }) });
      throw failure({ status: 502 });
    });
    await pull.publish(blocked);
    expect(writes(pull.calls)).toEqual(["create", "update 100"]);
    expect(pull.comments.map(({ body }) => body)).toEqual([renderComment(blocked, { key: "default" })]);
  });

  it("leaves what a parallel run made to that run, when the pull request has moved on meanwhile", async () => {
    const newer = renderComment(aReport({ context: { commit: OLDER_COMMIT } }), { key: "default" });
    const pull = aPullRequest();
    pull.fail("create", () => {
      pull.add({ body: newer });
      pull.moveTo(OLDER_COMMIT);
      throw failure({ status: 502 });
    });
    await pull.publish(blocked);
    expect(writes(pull.calls)).toEqual(["create"]);
    expect(pull.comments.map(({ body }) => body)).toEqual([newer]);
  });

  it.each([
    ["leaves a newer run's comment alone that came", [{}]],
    ["creates no comment where the pull request moved on", []],
  ])("%s while the text waited for code scanning", async (_, start) => {
    const pull = aPullRequest(start);
    const has = async () => {
      pull.moveTo(OLDER_COMMIT);
      pull.later(1000);
      return false;
    };
    const { outputs, done } = await pull.publish(blocked, { taken: { settle: () => {}, has } });
    expect(writes(pull.calls)).toEqual([]);
    expect(outputs).toEqual(start.length === 0 ? undefined : { "comment-url": pull.comments[0]?.url });
    expect(done).toContain(`it is at ${OLDER_COMMIT.slice(0, 7)} now`);
  });

  it("tries once more when nothing was stored, and no more than once", async () => {
    const pull = aPullRequest();
    pull.fail("create", { status: 502 });
    await pull.publish(blocked);
    // The head and the comments are asked for side by side.
    expect(pull.calls.slice(0, 2).toSorted()).toEqual(["head", "list"]);
    expect(pull.calls.slice(2)).toEqual(["create", "list", "create", "list"]);
    const other = aPullRequest();
    other.fail("create", { status: 502 }, { status: 502 });
    await expect(other.publish(blocked)).rejects.toThrow("GitHub refused");
    expect(writes(other.calls)).toEqual(["create", "create"]);
  });

  it("does not try again what was refused", async () => {
    const pull = aPullRequest();
    pull.fail("create", { status: 403, code: "forbidden" });
    await expect(pull.publish(blocked)).rejects.toThrow("GitHub refused");
    expect(writes(pull.calls)).toEqual(["create"]);
  });

  it("does not try again after a fault of its own", async () => {
    const pull = aPullRequest();
    pull.fail("create", () => {
      throw new TypeError("a bug");
    });
    await expect(pull.publish(blocked)).rejects.toThrow("a bug");
    expect(writes(pull.calls)).toEqual(["create"]);
  });

  it("keeps the older one when a parallel run created one too, brings it up to date and removes its own", async () => {
    const pull = aPullRequest();
    pull.fail("create", () => {
      pull.add({ id: "5", body: `${MARKER}\nof the other run` });
    });
    const { outputs } = await pull.publish(blocked);
    expect(writes(pull.calls)).toEqual(["create", "update 5", "delete 101"]);
    expect(outputs).toEqual({ "comment-url": pull.comments[0]?.url });
    expect(pull.comments.map(({ id }) => id)).toEqual(["5"]);
  });

  it("warns when it cannot look again", async () => {
    const pull = aPullRequest();
    pull.fail("list", undefined, { status: 500 });
    const { warnings, outputs } = await pull.publish(blocked);
    expect(warnings).toEqual([expect.stringContaining("could not be checked")]);
    expect(outputs).toEqual({ "comment-url": pull.comments[0]?.url });
  });
});

describe("a body that GitHub calls too long", () => {
  const findings = Array.from({ length: 200 }, (_, i) => aFinding({ fingerprint: `f${i}`, line: i + 1 }));
  const long = aReport({ findings });

  it.each([
    ["created", [], ["create", "create"]],
    ["updated", [{}], ["update 1", "update 1"]],
  ] as const)("is shortened once when it is %s", async (_, start, expected) => {
    const pull = aPullRequest(start);
    pull.fail("create", { status: 422 });
    pull.fail("update", { status: 422 });
    await pull.publish(long);
    expect(writes(pull.calls)).toEqual(expected);
    expect(pull.comments[0]?.body.length).toBeLessThanOrEqual(30_000);
    expect(pull.comments[0]?.body).toContain("200 findings to fix");
  });

  it.each([
    ["create", []],
    ["update", [{}]],
  ] as const)("is given up when that is too long as well (%s)", async (name, start) => {
    const pull = aPullRequest(start);
    pull.fail(name, { status: 422 }, { status: 422 });
    await expect(pull.publish(long)).rejects.toThrow("GitHub refused");
  });

  it("is no reason to retry another refusal", async () => {
    const pull = aPullRequest([{}]);
    pull.fail("update", { status: 403, code: "forbidden" });
    await expect(pull.publish(long)).rejects.toThrow("GitHub refused");
    expect(writes(pull.calls)).toEqual(["update 1"]);
  });
});
