import { describe, expect, it } from "vitest";
import { ownComments } from "../../sandbox/check.ts";
import type { GitHubWorld, RepositoryFile } from "../../sandbox/github/world.ts";
import type { Stage } from "../../sandbox/play.ts";
import { busyWorld, onlyPull, QUICK } from "../../sandbox/scenarios/common.ts";
import { exception } from "../../sandbox/scenarios/exception.ts";
import { dependabot, forkToGreen } from "../../sandbox/scenarios/green-by-status.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import type { Respond } from "../../sandbox/service/stand-in.ts";
import { commentEvent } from "../../sandbox/shop/default-branch-events.ts";
import { BASE_COMMIT, HEAD_COMMIT } from "../../sandbox/shop/names.ts";
import type { World } from "../../sandbox/world.ts";
import { onPath, situation, stageFor, type TestContext } from "../support/run-scenario.ts";

const COMMENT = 2_870_114_001;
const POLICY = ".github/scan-gate.yml";
const HELD = `version: 1 # ours\r\nfail-on: high\r\n\r\n# nothing is accepted yet\r\n`;
const ACCEPT =
  "/scan-gate accept CVE-2021-23337 until 2099-01-31 because only `used` at build time @acme/all";

interface Asked {
  readonly body?: string;
  readonly author?: string;
  readonly github?: Partial<GitHubWorld>;
  readonly files?: readonly RepositoryFile[];
  readonly inputs?: Readonly<Record<string, string>>;
  readonly faults?: Respond;
  readonly change?: (world: World) => World;
}

const held = (text: string): readonly RepositoryFile[] => [{ commit: BASE_COMMIT, path: POLICY, text }];

/** The blocked pull request, on which somebody who may write asks for an exception. */
function asked({ body = ACCEPT, author = "sam-berg", files = held(HELD), ...more }: Asked = {}): Scenario {
  const { github = {}, inputs = {}, change = (world: World) => world } = more;
  return situation(undefined, {
    world: (now) => {
      const world = busyWorld(now);
      const permissions = { ...world.github.permissions, contents: "write", statuses: "write" } as const;
      return change({
        ...world,
        github: {
          ...world.github,
          permissions,
          settings: { actionsOpenPulls: true },
          collaborators: { "sam-berg": "write", "kim-larsen": "write" },
          files,
          ...github,
        },
      });
    },
    event: (world) => commentEvent(onlyPull(world), { id: COMMENT, body, author }),
    inputs: { ...QUICK, ...inputs },
    ...(more.faults === undefined ? {} : { faults: { github: more.faults } }),
  });
}

const stage = (context: TestContext, how?: Asked) => stageFor(context, asked(how));
const reactions = ({ sandbox }: Stage) => sandbox.github.reactions().map(({ content }) => content);
const opened = ({ sandbox }: Stage) => sandbox.github.proposals.opened;
const writes = ({ sandbox }: Stage) =>
  sandbox.github.requests
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path.replace("/repos/acme/web-shop", "")}`);
const reply = (one: Stage) => ownComments(one).at(-1) ?? "";

/** The policy file on a branch. */
function policyOn({ sandbox }: Stage, branch: string, path = POLICY): string | undefined {
  const { world } = sandbox.github.proposals;
  return world.files.find((file) => file.commit === world.branches?.[branch] && file.path === path)?.text;
}

describe.concurrent("an exception that is asked for in a comment", () => {
  it("is a pull request with one entry more in the policy, and an answer with its link", async (context) => {
    const one = await stage(context);
    const result = await one.run();
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toEqual({
      verdict: "incomplete",
      "exception-url": "https://github.com/acme/web-shop/pull/43",
    });
    const [pull, ...others] = opened(one);
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ base: { ref: "main" }, author: "github-actions[bot]" });
    const branch = pull?.head.ref ?? "";
    expect(branch).toMatch(/^scan-gate\/accept-[0-9a-f]{16}$/);
    expect(policyOn(one, branch)).toBe(
      `${HELD}suppress:\r\n  - id: "CVE-2021-23337"\r\n    reason: "only \`used\` at build time @acme/all"\r\n    owner: "@sam-berg"\r\n    expires: 2099-01-31\r\n`,
    );
    expect(writes(one)).toEqual([
      "POST /issues/comments/2870114001/reactions",
      "POST /git/refs",
      `PUT /contents/${POLICY}`,
      "POST /pulls",
      "POST /issues/42/comments",
      "POST /issues/comments/2870114001/reactions",
    ]);
    expect(reactions(one)).toEqual(["eyes", "rocket"]);
    expect(reply(one)).toContain("[pull request #43](https://github.com/acme/web-shop/pull/43)");
    expect(reply(one)).toContain("`CVE-2021-23337`");
    expect(reply(one)).toContain('wait for "Approve and run"');
    expect(reply(one)).not.toContain("\n");
    expect(result.stdout.trimEnd().split("\n").at(-1)).toMatch(
      /^incomplete: The exception for CVE-2021-23337/,
    );
  });

  it("tells its reviewers what it covers, and lets no word of the comment take effect", async (context) => {
    const one = await stage(context);
    await one.run();
    const [pull] = opened(one);
    expect(pull?.body).toContain(
      "[A comment on #42](https://github.com/acme/web-shop/pull/42#issuecomment-2870114001)",
    );
    expect(pull?.body).toContain("It covers 1 finding of `6c1f9ab`");
    expect(pull?.body).toMatch(
      /🟠&nbsp;high \| Command Injection in <code>lodash@<wbr>4\.17\.15<\/code><br>.*CVE-2021-23337.* \| \[package-<wbr>lock\.json:18\]\(https/,
    );
    expect(pull?.body).toContain("**Until:** 2099-01-31");
    expect(pull?.body).toContain("**Asked for by:** `@sam-berg`");
    expect(pull?.body).toContain("**ID:** `CVE-2021-23337`");
    expect(pull?.body).toContain("**Reason:** ``only `used` at build time @acme/all``");
    // An element apart from what follows it is no mention.
    expect(pull?.body.replaceAll(/(`+).*?\1|@<wbr>/g, "")).not.toContain("@");
    const { world } = one.sandbox.github.proposals;
    const message = world.commits.at(-1)?.message ?? "";
    for (const text of [message, pull?.title ?? ""]) {
      expect(text).not.toContain("CVE");
      expect(text).not.toContain("build time");
    }
  });

  it("makes the policy file where there is none", async (context) => {
    const one = await stage(context, { files: [] });
    expect((await one.run()).exitCode).toBe(0);
    expect(policyOn(one, opened(one)[0]?.head.ref ?? "")).toMatch(/^version: 1\nsuppress:\n {2}- id: "CVE/);
  });

  it("goes into the file that `policy` names in this repository", async (context) => {
    const path = "rules/gate.yml";
    const files = [{ commit: BASE_COMMIT, path, text: "version: 1\n" }];
    const one = await stage(context, { files, inputs: { policy: path } });
    expect((await one.run()).exitCode).toBe(0);
    expect(policyOn(one, opened(one)[0]?.head.ref ?? "", path)).toContain("suppress:");
  });

  it("is one pull request, however often and by whomever it is asked for", async (context) => {
    const one = await stage(context);
    const first = await one.run();
    const event = commentEvent(onlyPull(one.world), { id: COMMENT, body: ACCEPT, author: "kim-larsen" });
    const again = await one.run({ event });
    expect(again.exitCode).toBe(0);
    expect(again.outputs["exception-url"]).toBe(first.outputs["exception-url"]);
    expect(opened(one)).toHaveLength(1);
    expect(writes(one).filter((write) => /refs|contents|pulls/.test(write))).toHaveLength(3);
    expect(reactions(one)).toEqual(["eyes", "rocket", "eyes", "rocket"]);
  });

  it("with another date is another pull request", async (context) => {
    const one = await stage(context);
    await one.run();
    const body = ACCEPT.replace("2099-01-31", "2099-02-01");
    await one.run({ event: commentEvent(onlyPull(one.world), { id: COMMENT, body, author: "sam-berg" }) });
    expect(new Set(opened(one).map(({ head }) => head.ref)).size).toBe(2);
  });

  it("is asked for again after its pull request was closed", async (context) => {
    const one = await stage(context);
    await one.run();
    one.sandbox.github.proposals.close(43);
    const again = await one.run();
    expect(again.exitCode).toBe(0);
    expect(again.outputs["exception-url"]).toBe("https://github.com/acme/web-shop/pull/44");
  });

  it("writes no status and no comment of its own", async (context) => {
    const one = await stage(context, { inputs: { status: "always", comment: "always" } });
    await one.run();
    expect(one.sandbox.github.writtenStatuses()).toEqual([]);
    expect(ownComments(one).filter((text) => text.startsWith("<!--"))).toEqual([]);
    expect(one.sandbox.github.uploads()).toEqual([]);
  });

  it("covers what goes by its fingerprint, its rule and its CWE", async (context) => {
    for (const id of ["typescript.pg.security.sql-from-template", "cwe-089"]) {
      const one = await stage(context, { body: `/scan-gate accept ${id} until 2099-01-31 because known` });
      expect((await one.run()).exitCode).toBe(0);
      expect(opened(one)[0]?.body).toContain("It covers 1 finding of");
    }
  });

  it("writes nothing in a dry run, and says what it would do", async (context) => {
    const one = await stage(context, { inputs: { "dry-run": "true" } });
    const result = await one.run();
    expect(result.exitCode).toBe(1);
    expect(writes(one)).toEqual([]);
    expect(result.stdout).toContain('- id: "CVE-2021-23337"');
    expect(result.stdout).toContain("Scan Gate: accept an exception until 2099-01-31");
    expect(result.stdout).toMatch(/scan-gate\/accept-[0-9a-f]{16}/);
  });

  it("does not wait for a scan or a check", async (context) => {
    const change = (world: World): World => ({
      ...world,
      semgrep: {
        ...world.semgrep,
        scans: world.semgrep.scans.filter(({ commit }) => commit !== HEAD_COMMIT),
      },
    });
    const one = await stage(context, { change, inputs: { timeout: "60s", "poll-interval": "20s" } });
    const result = await one.run();
    expect(result.exitCode).toBe(0);
    const looks = one.sandbox.semgrep.requests.filter(({ path }) => path.endsWith("/scans/search"));
    expect(looks.length).toBeLessThanOrEqual(2);
    expect(opened(one)[0]?.body).toContain("could not be read: Semgrep");
  });
});

/** The organization's policy, which the input `policy` names, and a repository that has none of its own. */
function governed(local: string): Asked {
  const commit = "e".repeat(40);
  return {
    files: [],
    inputs: { policy: "acme/.github/gate.yml@v1" },
    change: (world) => ({
      ...world,
      github: {
        ...world.github,
        others: [
          {
            owner: "acme",
            name: ".github",
            tokens: [world.github.token],
            refs: { v1: commit },
            files: [{ commit, path: "gate.yml", text: `version: 1\nfail-on: high\n${local}` }],
          },
        ],
      },
    }),
  };
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe.concurrent("an exception below another repository's policy", () => {
  const local = "local: { max-days: 90 }\n";

  it("goes into this repository's own file when it is near enough", async (context) => {
    const body = ACCEPT.replace("2099-01-31", inDays(89));
    const one = await stage(context, { ...governed(local), body });
    expect((await one.run()).exitCode).toBe(0);
    expect(policyOn(one, opened(one)[0]?.head.ref ?? "")).toMatch(/^version: 1\nsuppress:\n/);
  });

  it.for([
    ["is too far away", local, /max-days/],
    ["allows none", "local: { suppress: false }\n", /local\.suppress: false/],
  ] as const)("is refused when it %s", async ([, rule, why], context) => {
    const one = await stage(context, { ...governed(rule), body: ACCEPT.replace("2099-01-31", inDays(92)) });
    expect((await one.run()).exitCode).toBe(1);
    expect(reply(one)).toMatch(why);
    expect(reply(one).replaceAll("&#8203;", "")).toContain("acme/.github/gate.yml@v1");
    expect(opened(one)).toEqual([]);
  });

  it("is refused when that cannot be read", async (context) => {
    const one = await stage(context, { inputs: { policy: "acme/secret/gate.yml@v1" } });
    expect((await one.run()).exitCode).toBe(1);
    expect(reply(one)).toContain("could not be read");
    expect(reply(one)).toContain("policy-token");
  });
});

describe.concurrent("an exception that is refused", () => {
  it.for([
    ["a day that is over", ACCEPT.replace("2099-01-31", "2020-01-31"), /`2020-01-31` is over/],
    ["a day that no calendar has", ACCEPT.replace("2099-01-31", "2099-02-30"), /`2099-02-30` is not a day/],
    ["a date in another form", ACCEPT.replace("2099-01-31", "31.01.2099"), /`31.01.2099` is not a day/],
    ["an ID that nothing has", ACCEPT.replace("23337", "1"), /No unsuppressed finding .* `CVE-2021-1`/],
    [
      "an ID of what a tool ignores",
      "/scan-gate accept typescript.web.security.unescaped-template until 2099-01-31 because known",
      /1 finding has it and is suppressed already/,
    ],
    ["a reason that is too long", `${ACCEPT} ${"x".repeat(2000)}`, /at most 2000 characters/],
    ["a part that is missing", "/scan-gate accept CVE-2021-23337 until 2099-01-31", /lacks a part/],
  ] as const)("for %s changes nothing, and the reply says why", async ([, body, why], context) => {
    const one = await stage(context, { body });
    const result = await one.run();
    expect(result.exitCode).toBe(1);
    expect(result.outputs).toEqual({ verdict: "incomplete" });
    expect(writes(one).filter((write) => /refs|contents|pulls/.test(write))).toEqual([]);
    expect(reactions(one).at(-1)).toBe("confused");
    expect(reply(one)).toMatch(why);
    expect(reply(one)).not.toContain("\n");
  });

  it("for a wrong date asks no source", async (context) => {
    const one = await stage(context, { body: ACCEPT.replace("2099-01-31", "2020-01-31") });
    await one.run();
    expect(one.sandbox.semgrep.requests).toEqual([]);
  });

  it("names the sources that could not be read when nothing has the ID", async (context) => {
    const change = (world: World): World => ({ ...world, snyk: { ...world.snyk, token: "other" } });
    const one = await stage(context, { change, body: ACCEPT.replace("23337", "1") });
    await one.run({ inputs: { "snyk-token": "snyk-token-of-nobody" } });
    expect(reply(one)).toMatch(/Snyk could not be read/);
  });

  it("for a file that cannot be used says so", async (context) => {
    const one = await stage(context, { files: held("version: 1\nsupress: []\n") });
    expect((await one.run()).exitCode).toBe(1);
    expect(reply(one)).toContain("supress");
    expect(opened(one)).toEqual([]);
  });

  it("is a stranger's: a reaction, and exit code 0", async (context) => {
    const one = await stage(context, { author: "mallory" });
    const result = await one.run();
    expect(result.exitCode).toBe(0);
    expect(writes(one)).toEqual(["POST /issues/comments/2870114001/reactions"]);
    expect(reactions(one)).toEqual(["confused"]);
  });

  it.for([
    ["holds another entry", `${HELD}suppress: []\r\n`],
    ["holds nothing of the policy", undefined],
  ] as const)("when a branch of its name %s, which is left alone", async ([, text], context) => {
    const first = await stage(context);
    await first.run();
    const branch = opened(first)[0]?.head.ref ?? "";
    const foreign = "d".repeat(40);
    const one = await stage(context, {
      change: (world) => ({
        ...world,
        github: {
          ...world.github,
          branches: { main: BASE_COMMIT, [branch]: foreign },
          commits: [
            ...world.github.commits,
            { sha: foreign, date: "2026-11-18T16:45:00Z", message: "Mine", parents: [BASE_COMMIT] },
          ],
          files: [...held(HELD), ...(text === undefined ? [] : [{ commit: foreign, path: POLICY, text }])],
        },
      }),
    });
    expect((await one.run()).exitCode).toBe(1);
    expect(writes(one).filter((write) => /refs|contents|pulls/.test(write))).toEqual([]);
    expect(reply(one)).toContain("It was left alone");
  });
});

describe.concurrent("a branch of ours", () => {
  const branchOf = async (context: TestContext) => {
    const first = await stage(context);
    await first.run();
    const branch = opened(first)[0]?.head.ref ?? "";
    return { branch, text: policyOn(first, branch) ?? "" };
  };
  const mine = "d".repeat(40);
  const withBranch = (branch: string, files: readonly RepositoryFile[], github: Partial<GitHubWorld> = {}) =>
    ({
      change: (world: World) => ({
        ...world,
        github: {
          ...world.github,
          branches: { main: BASE_COMMIT, [branch]: mine },
          commits: [
            ...world.github.commits,
            { sha: mine, date: "2026-11-18T16:45:00Z", message: "Mine", parents: [BASE_COMMIT] },
          ],
          files: [...held(HELD), ...files],
          ...github,
        },
      }),
    }) satisfies Asked;

  it("with the exception and another file beside it is left alone", async (context) => {
    const { branch, text } = await branchOf(context);
    const files = [
      { commit: mine, path: POLICY, text },
      { commit: mine, path: ".github/workflows/mine.yml", text: "on: push" },
    ];
    const one = await stage(context, withBranch(branch, files));
    expect((await one.run()).exitCode).toBe(1);
    expect(opened(one)).toEqual([]);
  });

  it("from which somebody else opened the pull request is not ours", async (context) => {
    const { branch, text } = await branchOf(context);
    const with_ = withBranch(branch, [{ commit: mine, path: POLICY, text }]);
    const one = await stage(context, {
      change: (world) => {
        const { github } = with_.change(world);
        const [pull] = github.pulls;
        if (pull === undefined) throw new Error("there is a pull request");
        const other = {
          ...pull,
          number: 77,
          author: "mallory",
          head: { ...pull.head, ref: branch, sha: mine },
        };
        return { ...world, github: { ...github, pulls: [...github.pulls, other] } };
      },
    });
    expect((await one.run()).exitCode).toBe(1);
    expect(reply(one)).toContain("[#77](https://github.com/acme/web-shop/pull/77)");
    expect(reply(one)).toContain("`mallory`");
    expect(writes(one).filter((write) => /refs|contents|pulls/.test(write))).toEqual([]);
  });

  it("that was merged is an exception that the policy has", async (context) => {
    const one = await stage(context);
    await one.run();
    one.sandbox.github.proposals.merge(43);
    const again = await one.run();
    expect(again.exitCode).toBe(1);
    expect(reply(one)).toMatch(/1 finding has it and is suppressed already/);
  });
});

describe.concurrent("an exception that GitHub refuses", () => {
  it("for the repository's setting is one click away, and later found on its branch", async (context) => {
    const one = await stage(context, { github: { settings: {} } });
    const result = await one.run();
    expect(result.exitCode).toBe(1);
    expect(result.outputs["exception-url"]).toBeUndefined();
    expect(reactions(one)).toEqual(["eyes", "confused"]);
    expect(reply(one)).toContain("GitHub Actions is not permitted to create or approve pull requests");
    expect(reply(one)).toContain("Allow GitHub Actions to create and approve pull requests");
    expect(reply(one)).toMatch(
      /\(https:\/\/github\.com\/acme\/web-shop\/compare\/main\.\.\.scan-gate\/accept-[0-9a-f]{16}\?expand=1&title=[^)\s]+\)/,
    );
    await one.run();
    expect(writes(one).filter((write) => /refs|contents/.test(write))).toHaveLength(2);
  });

  it("names the permission that is missing for the branch", async (context) => {
    const one = await stage(context, {
      github: { permissions: { contents: "read", "pull-requests": "write", statuses: "read" } },
    });
    expect((await one.run()).exitCode).toBe(1);
    expect(reply(one)).toContain("contents: write");
  });

  it.for([
    ["the branch", /\/git\/refs$/, 1],
    // Sent again as every PUT is; GitHub refuses that, because the file is another by then.
    ["the file", /\/contents\//, 2],
    ["the pull request", /\/pulls$/, 1],
  ] as const)("finds %s whose answer was lost", async ([, path, times], context) => {
    const lost = onPath(path, { kind: "after", status: 502 }, (nth) => nth === 1);
    const one = await stage(context, {
      faults: (request, nth) => (request.method === "GET" ? undefined : lost(request, nth)),
    });
    const result = await one.run();
    expect(result.exitCode).toBe(0);
    expect(result.outputs["exception-url"]).toBe("https://github.com/acme/web-shop/pull/43");
    expect(opened(one)).toHaveLength(1);
    expect(writes(one).filter((write) => path.test(write))).toHaveLength(times);
  });

  it("in a branch that was left empty goes on from there", async (context) => {
    const broken = onPath(/\/contents\//, {
      kind: "answer",
      status: 422,
      body: { message: "Path is protected" },
    });
    let isBroken = true;
    const one = await stage(context, {
      faults: (request, nth) => (request.method === "PUT" && isBroken ? broken(request, nth) : undefined),
    });
    expect((await one.run()).exitCode).toBe(1);
    expect(reply(one)).toContain("Path is protected");
    isBroken = false;
    expect((await one.run()).exitCode).toBe(0);
    expect(writes(one).filter((write) => write.includes("refs"))).toHaveLength(1);
  });
});

describe.concurrent("from red to green", () => {
  it("an exception takes one command, one merge and one recheck", async (context) => {
    const one = await stageFor(context, exception);
    expect(await one.lead()).toEqual([]);
    expect((await one.run()).outputs).toMatchObject({ verdict: "pass", suppressed: "3" });
    expect(writes(one).filter((write) => /refs|contents|pulls/.test(write))).toEqual([
      "POST /git/refs",
      `PUT /contents/${POLICY}`,
      "POST /pulls",
    ]);
    expect(reactions(one)).toEqual(["eyes", "rocket", "eyes", "rocket"]);
    const statuses = one.sandbox.github.writtenStatuses();
    expect(statuses.map(({ context: name, state }) => `${name} ${state}`)).toEqual([
      "scan-gate pending",
      "scan-gate success",
    ]);
  });

  it.for([forkToGreen, dependabot])("$name takes a status on the head", async (scenario, context) => {
    const one = await stageFor(context, scenario);
    expect(await one.lead()).toEqual([]);
    expect((await one.run()).outputs.verdict).toBe("pass");
    expect(one.sandbox.github.writtenStatuses()).toMatchObject([
      { sha: HEAD_COMMIT, state: "pending" },
      { sha: HEAD_COMMIT, state: "success" },
    ]);
  });
});
