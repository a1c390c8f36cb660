import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type BitbucketStandIn, startBitbucket } from "../../sandbox/bitbucket/server.ts";
import type { BitbucketReport, BitbucketWorld } from "../../sandbox/bitbucket/world.ts";
import type { Respond } from "../../sandbox/service/stand-in.ts";
import type { WantedPorts } from "../../src/cli/shell.ts";
import {
  BITBUCKET_BASE,
  BITBUCKET_HEAD,
  BITBUCKET_NEWER,
  bitbucketApiTokenWorld,
  bitbucketStep,
  bitbucketWorld,
} from "../support/bitbucket-world.ts";
import { requestJudge } from "../support/openapi.ts";
import type { TestContext } from "../support/run-scenario.ts";
import { judgeReports, type ReportsJob, type ShellRun, semgrepReport } from "../support/run-shell.ts";

/** Every list takes these (https://developer.atlassian.com/cloud/bitbucket/rest/intro/#pagination). */
const PAGING = ["pagelen", "page"];

const judge = requestJudge("forges/bitbucket-cloud.json", {
  below: "/2.0",
  withSlashes: ["path"],
  leavesOut: ({ path }) =>
    /\/refs\/(?:branches|tags)\/.+|\/repositories\/[^/]+\/[^/]+$|\/commits$|\/merge-base\/[^/]+$/.test(path),
  asDescribed: (request) => ({
    ...request,
    path: request.path.replace(/^http:\/\/api\.bitbucket\.org/, ""),
    query: request.query.filter(([key]) => !PAGING.includes(key)),
  }),
});

async function bitbucketFor(
  context: TestContext,
  world: BitbucketWorld = bitbucketWorld(),
  respond?: Respond,
): Promise<BitbucketStandIn> {
  const bitbucket = await startBitbucket(world, respond);
  context.onTestFinished(async () => {
    await bitbucket.close();
    judge.expectDescribed(bitbucket.requests);
  });
  return bitbucket;
}

/** Runs the command line in this process, as a step of the pull request's pipeline. */
function runStep(
  context: TestContext,
  { url }: BitbucketStandIn,
  { args = [], env, ...job }: ReportsJob = {},
): Promise<ShellRun> {
  const forge = args.some((one) => one.startsWith("--forge-url")) ? [] : [`--forge-url=${url}`];
  const step = { ...bitbucketStep(bitbucketWorld()), ...env };
  return judgeReports(context, { ...job, env: step, args: [...forge, ...args] });
}

/** The same without a token, through the proxy of Pipelines, which the stand-in is. */
function runWithoutToken(
  context: TestContext,
  bitbucket: BitbucketStandIn,
  { args = [], env = {}, ...more }: ReportsJob = {},
): Promise<ShellRun> {
  const wire = ({ forge, ...wanted }: WantedPorts): WantedPorts => ({
    ...wanted,
    forge: "proxy" in forge ? { ...forge, proxy: bitbucket.url } : forge,
  });
  return runStep(context, bitbucket, {
    ...more,
    wire,
    args: ["--forge-url=https://api.bitbucket.org", `--commit=${BITBUCKET_HEAD}`, ...args],
    env: { ...env, BITBUCKET_TOKEN: "" },
  });
}

const COMMENT = ["--comment=always"];
const NATIVE = ["--native-findings"];
const PASSING = "--fail-on=critical";
const PASSED = { ".github/scan-gate.yml": "version: 1\n" };
const written = ({ requests }: BitbucketStandIn) =>
  requests.filter(({ method }) => method !== "GET").map(({ method }) => method);
const bodies = ({ requests }: BitbucketStandIn, end: RegExp) =>
  requests
    .filter(({ method, path }) => method !== "GET" && end.test(path))
    .map(({ body }) => (body === "" ? undefined : JSON.parse(body)));
const reportOf = ({ folder }: ShellRun) =>
  JSON.parse(readFileSync(join(folder, "scan-gate", "report.json"), "utf8"));

/** A Semgrep report with many findings of the same words. */
function manyFindings(count: number, message: string, fix?: string): string {
  const results = Array.from({ length: count }, (_, index) => ({
    check_id: `rules.r${index % 40}`,
    path: `src/f${index}.js`,
    start: { line: 1 },
    end: { line: 1 },
    extra: { message, severity: "ERROR", fingerprint: `f_${index}`, metadata: {}, lines: "x", fix },
  }));
  return JSON.stringify({ version: "1.0.0", results, errors: [], paths: {} });
}

describe("Bitbucket's description", () => {
  it.runIf(judge.isThere)("accepts what is sent, and nothing else", () => {
    const path = `/2.0/repositories/acme/shop/commit/${BITBUCKET_HEAD}/statuses/build`;
    const post = { service: "bitbucket", method: "POST", path, query: [], headers: {}, at: 0 } as const;
    expect(judge.check({ ...post, body: '{"state":"FAILED","key":"scan-gate"}' })).toEqual([]);
    expect(judge.check({ ...post, body: '{"state":"failed","key":"scan-gate"}' })).not.toEqual([]);
    expect(judge.check({ ...post, path: `${path}/a/b`, body: "{}" })).toEqual(["no such operation"]);
  });
});

describe.concurrent("the comment on a pull request of Bitbucket", () => {
  it("is created, then brought up to date in place, and not sent again when it says the same", async (context) => {
    const world = bitbucketApiTokenWorld();
    const bitbucket = await bitbucketFor(context, world);
    const env = bitbucketStep(world);
    expect((await runStep(context, bitbucket, { args: COMMENT, env })).exitCode).toBe(1);
    const [comment] = bitbucket.comments();
    expect(comment?.raw).toMatch(/^\[scan-gate:default\]: scan-gate:default\n\[scan-gate-state\]: /);
    expect(comment?.raw).toContain("Scan Gate failed");
    expect(comment?.raw).toContain(`https://bitbucket.org/acme/shop/src/${BITBUCKET_HEAD}/src/a.js#lines-1`);
    await runStep(context, bitbucket, { args: COMMENT, env });
    expect(written(bitbucket)).toEqual(["POST"]);
    await runStep(context, bitbucket, { args: [...COMMENT, PASSING], env });
    expect(written(bitbucket)).toEqual(["POST", "PUT"]);
    expect(bitbucket.comments()).toMatchObject([{ raw: expect.stringContaining("Scan Gate passed") }]);
    const { headers } = bitbucket.requests.find(({ path }) => path === "/2.0/user") ?? {};
    expect(headers?.authorization).toMatch(/^Basic /);
  });

  it("is kept by an access token, which may not ask who it is: only its own comment can be changed", async (context) => {
    const bitbucket = await bitbucketFor(context);
    await runStep(context, bitbucket, { args: COMMENT });
    await runStep(context, bitbucket, { args: [...COMMENT, PASSING] });
    expect(bitbucket.comments()).toMatchObject([{ raw: expect.stringContaining("Scan Gate passed") }]);
    expect(bitbucket.requests.every(({ headers }) => headers.authorization?.startsWith("Bearer "))).toBe(
      true,
    );
  });

  it("is found among many, and another's with the same marker is left alone, as are lines, answers and what is deleted", async (context) => {
    const marker = "[scan-gate:default]: scan-gate:default\nold";
    const { account } = bitbucketWorld();
    const other = (index: number) => ({
      id: index,
      pullRequest: 12,
      author: "{mallory}",
      raw: index === 3 ? marker : `comment ${index}`,
    });
    const own = { pullRequest: 12, author: account, raw: marker };
    const comments = [
      ...Array.from({ length: 250 }, (_, index) => other(index + 1)),
      { ...own, id: 300, inline: true as const },
      { ...own, id: 301, parent: 7 },
      { ...own, id: 302, deleted: true as const },
      { ...own, id: 303 },
    ];
    const bitbucket = await bitbucketFor(context, bitbucketWorld({ comments }));
    const { stderr } = await runStep(context, bitbucket, { args: COMMENT });
    expect(stderr).toContain("comment: updated");
    const raws = new Map(bitbucket.comments().map(({ id, raw }) => [id, raw]));
    expect([3, 300, 301, 302].map((id) => raws.get(id))).toEqual([marker, marker, marker, marker]);
    expect(raws.get(303)).toContain("Scan Gate failed");
  });

  it("is left alone when the pull request has a newer head, or is closed", async (context) => {
    const [pull] = bitbucketWorld().pullRequests;
    for (const change of [{ head: BITBUCKET_NEWER }, { state: "MERGED" }] as const) {
      const pullRequests = pull === undefined ? [] : [{ ...pull, ...change }];
      const bitbucket = await bitbucketFor(context, bitbucketWorld({ pullRequests }));
      const { stderr } = await runStep(context, bitbucket, { args: COMMENT });
      expect(written(bitbucket)).toEqual([]);
      expect(stderr).toMatch(/left alone: it is (?:at 6c2ea04 now|closed)/);
    }
  });

  it("that is refused is a warning that names the scope, and changes no verdict", async (context) => {
    const bitbucket = await bitbucketFor(context, bitbucketWorld({ scopes: ["repository", "pullrequest"] }));
    const { exitCode, stderr } = await runStep(context, bitbucket, { args: [...COMMENT, PASSING] });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/warning: comment: .*privilege scopes.*the scope `pullrequest:write`/);
  });

  it("is not asked for without a token, and a warning says what to set", async (context) => {
    const bitbucket = await bitbucketFor(context);
    const { stderr } = await runWithoutToken(context, bitbucket, { args: COMMENT });
    expect(stderr).toContain(
      "no comment is written, because BITBUCKET_TOKEN is not set. Set BITBUCKET_TOKEN to",
    );
    expect(bitbucket.requests).toEqual([]);
  });

  it("holds 5,000 findings within the limit, and no text of theirs takes effect", async (context) => {
    const hostile =
      "#12 @{b1c2d3e4-0000-4000-8000-000000000001} @octavia <img src=x> <!-- x --> [a]: https://evil.example ##vso[x]";
    const bitbucket = await bitbucketFor(context);
    const files = { "semgrep.json": manyFindings(5000, hostile, "a\n```\n<b>") };
    const { exitCode, stderr } = await runStep(context, bitbucket, { args: COMMENT, files });
    expect(exitCode).toBe(1);
    const raw = bitbucket.comments()[0]?.raw ?? "";
    expect(raw.length).toBeLessThanOrEqual(31_000);
    expect(raw).toContain("5,000");
    const shown = raw.replace(/^(`{3,})[\s\S]*?^\1$/gm, "").replace(/`[^`\n]*`/g, "");
    expect(shown).not.toMatch(/<(?:img|details|summary|sub|br|wbr|code|b>|!--)/);
    expect(shown).not.toMatch(/@\{?(?:b1c2|octavia)|(?<!\u200b)#12\b|&#?\w+;/);
    expect(shown.split("\n").filter((line) => /^ {0,3}\[[^\]]*\]:/.test(line))).toEqual([
      "[scan-gate:default]: scan-gate:default",
      expect.stringMatching(/^\[scan-gate-state\]: scan-gate:/),
    ]);
    expect(stderr).not.toContain("##vso[");
  });

  it("is not lost to a limit that passes, and a list is not followed to another origin", async (context) => {
    const limited: Respond = ({ method, path }, nth) =>
      method === "GET" && path.endsWith("/comments") && nth === 1
        ? { kind: "answer", status: 429, headers: { "retry-after": "1" }, body: "" }
        : undefined;
    const patient = await bitbucketFor(context, bitbucketWorld(), limited);
    await runStep(context, patient, { args: COMMENT });
    expect(patient.comments()).toHaveLength(1);
    const elsewhere: Respond = ({ method, path }) =>
      method === "GET" && path.endsWith("/comments")
        ? { kind: "answer", status: 200, body: { values: [], next: "https://evil.example/2.0/x" } }
        : undefined;
    const misled = await bitbucketFor(context, bitbucketWorld(), elsewhere);
    const { stderr } = await runStep(context, misled, { args: COMMENT });
    expect(misled.comments()).toEqual([]);
    expect(stderr).toContain("a link to another origin (https://evil.example), which is not followed");
  });

  it("never shows the token, nor what it becomes with the account, whatever Bitbucket sends back", async (context) => {
    const world = bitbucketApiTokenWorld();
    const basic = Buffer.from(`${world.email}:${world.token}`).toString("base64");
    const echo: Respond = ({ headers }) => ({
      kind: "answer",
      status: 400,
      body: {
        type: "error",
        error: { message: `bad ${headers.authorization} of ${world.email}:${world.token}` },
      },
    });
    const bitbucket = await bitbucketFor(context, world, echo);
    const { stderr } = await runStep(context, bitbucket, { args: COMMENT, env: bitbucketStep(world) });
    expect(stderr).toContain("***");
    expect(stderr).not.toContain(world.token);
    expect(stderr).not.toContain(basic);
  });
});

describe.concurrent("the build status on Bitbucket", () => {
  it("is in progress, then the last word, on the whole commit, and leads to the pipeline", async (context) => {
    const bitbucket = await bitbucketFor(context);
    expect((await runStep(context, bitbucket, { args: ["--status=always"] })).exitCode).toBe(1);
    const url = "https://bitbucket.org/acme/shop/pipelines/results/501";
    expect(bodies(bitbucket, /\/statuses\/build$/)).toMatchObject([
      { key: "scan-gate", state: "INPROGRESS", url },
      { key: "scan-gate", state: "FAILED", url, description: expect.stringContaining("Failed") },
    ]);
    expect(bitbucket.statuses()).toMatchObject([
      { commit: BITBUCKET_HEAD, key: "scan-gate", state: "FAILED" },
    ]);
  });

  it("has the comment key behind a hyphen, shortened where Bitbucket takes no more", async (context) => {
    const bitbucket = await bitbucketFor(context);
    const long = "a".repeat(60);
    for (const key of ["api", long]) {
      const args = ["--status=always", PASSING, `--comment-key=${key}`];
      expect((await runStep(context, bitbucket, { args })).exitCode).toBe(0);
    }
    expect(bitbucket.statuses()).toMatchObject([
      { key: expect.stringMatching(/^scan-gate-a{21}-[0-9a-f]{8}$/), name: `scan-gate-${long}` },
      { key: "scan-gate-api", state: "SUCCESSFUL" },
    ]);
  });

  it("is failed for an incomplete verdict", async (context) => {
    const bitbucket = await bitbucketFor(context);
    const args = ["--status=always", PASSING, "--reports=gone.sarif"];
    expect((await runStep(context, bitbucket, { args })).exitCode).toBe(2);
    expect(bitbucket.statuses()).toMatchObject([
      { state: "FAILED", description: expect.stringContaining("Incomplete") },
    ]);
  });

  it("belongs to the run that began last, also when that one has ended", async (context) => {
    for (const state of ["INPROGRESS", "FAILED"] as const) {
      const bitbucket: BitbucketStandIn = await bitbucketFor(
        context,
        bitbucketWorld(),
        ({ method, path }, nth) => {
          // Another run begins, and in the second case ends, between our two words.
          if (method === "GET" && path.endsWith("/statuses") && nth === 1) {
            const other = "https://bitbucket.org/acme/shop/pipelines/results/502";
            bitbucket.setStatus({
              commit: BITBUCKET_HEAD,
              key: "scan-gate",
              name: "scan-gate",
              state,
              url: other,
            });
          }
          return undefined;
        },
      );
      const { exitCode, stderr } = await runStep(context, bitbucket, { args: ["--status=always", PASSING] });
      expect(exitCode).toBe(0);
      expect(stderr).toContain("left alone: a later run judges");
      expect(bitbucket.statuses()).toMatchObject([{ state, url: expect.stringMatching(/502$/) }]);
    }
  });

  it("that must be set and is refused makes the exit code 1, and names the scope", async (context) => {
    const bitbucket = await bitbucketFor(context, bitbucketWorld({ scopes: ["pullrequest:write"] }));
    const args = ["--status=always", PASSING];
    const files = { "semgrep.json": semgrepReport(), ...PASSED };
    const whole = [`--commit=${BITBUCKET_HEAD}`];
    const { exitCode, stderr } = await runStep(context, bitbucket, { args: [...args, ...whole], files });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/warning: status: .*the scope `repository`/);
    const none = await runWithoutToken(context, bitbucket, { args, files });
    expect(none.exitCode).toBe(1);
  });

  it("with auto is only for another CI", async (context) => {
    const bitbucket = await bitbucketFor(context);
    const args = ["--status=auto", PASSING];
    await runStep(context, bitbucket, { args });
    expect(written(bitbucket)).toEqual([]);
    const jenkins = {
      BITBUCKET_BUILD_NUMBER: "",
      JENKINS_URL: "https://ci.example",
      GIT_URL: "git@bitbucket.org:acme/shop.git",
      GIT_COMMIT: BITBUCKET_HEAD,
      CHANGE_ID: "12",
      CHANGE_BRANCH: "feature/search",
      CHANGE_TARGET: "main",
    };
    expect((await runStep(context, bitbucket, { args, env: jenkins })).exitCode).toBe(0);
    expect(bitbucket.statuses()).toMatchObject([
      { state: "SUCCESSFUL", url: `https://bitbucket.org/acme/shop/commits/${BITBUCKET_HEAD}` },
    ]);
  });
});

describe.concurrent("Code Insights on Bitbucket", () => {
  const found = {
    path: "src/a.js",
    line: 1,
    severity: "HIGH",
    annotation_type: "VULNERABILITY",
    result: "FAILED",
    external_id: expect.stringMatching(/^scan-gate-[0-9a-f]{32}$/),
    summary: expect.stringMatching(/^High, to fix: /),
  };

  it("are a report with annotations, by the token where there is one, and pending while they are written", async (context) => {
    const bitbucket = await bitbucketFor(context);
    const { stderr } = await runStep(context, bitbucket, { args: NATIVE });
    expect(bitbucket.reports()).toMatchObject([
      {
        commit: BITBUCKET_HEAD,
        id: "scan-gate",
        title: "Scan Gate: failed",
        link: "https://bitbucket.org/acme/shop/pipelines/results/501",
        results: ["PENDING", "FAILED"],
        annotations: [found],
      },
    ]);
    expect(stderr).toContain("native findings: report scan-gate with 1 annotation is on 5a1c9f3");
  });

  it("need no token in Pipelines, and none goes through its proxy", async (context) => {
    const bitbucket = await bitbucketFor(context);
    const { exitCode } = await runWithoutToken(context, bitbucket, { args: NATIVE });
    expect(exitCode).toBe(1);
    expect(bitbucket.reports()).toMatchObject([{ results: ["PENDING", "FAILED"], annotations: [found] }]);
    for (const { path, headers } of bitbucket.requests) {
      expect(path).toMatch(
        /^http:\/\/api\.bitbucket\.org\/2\.0\/repositories\/acme\/shop\/commit\/.+\/reports\/scan-gate/,
      );
      expect(headers.authorization).toBeUndefined();
    }
  });

  it("are brought up to date in place by a second run, and what is gone has no annotation any more", async (context) => {
    const bitbucket = await bitbucketFor(context);
    const two = { "a.json": semgrepReport(), "b.json": semgrepReport({ path: "src/b.js" }) };
    await runStep(context, bitbucket, { args: NATIVE, files: two });
    await runStep(context, bitbucket, { args: NATIVE, files: two });
    const [before] = bitbucket.reports();
    expect(before?.annotations).toHaveLength(2);
    expect(written(bitbucket)).not.toContain("DELETE");
    await runStep(context, bitbucket, { args: NATIVE });
    const [after] = bitbucket.reports();
    expect(after?.annotations).toEqual(before?.annotations.filter(({ path }) => path === "src/a.js"));
    await runStep(context, bitbucket, { args: NATIVE, files: { "a.json": emptyReport() } });
    expect(bitbucket.reports()).toMatchObject([
      { title: "Scan Gate: passed", result: "PASSED", annotations: [] },
    ]);
  });

  it("hold the worst 1,000 of 5,000 findings, 100 at once, and tell how many are left out", async (context) => {
    const bitbucket = await bitbucketFor(context);
    const hostile = `##vso[x] <img src=x> @all \u202e ${"long ".repeat(900)}`;
    const files = { "semgrep.json": manyFindings(5000, hostile) };
    const { exitCode, stderr } = await runStep(context, bitbucket, { args: NATIVE, files });
    expect(exitCode).toBe(1);
    const [report] = bitbucket.reports() as readonly [BitbucketReport]; // of one run
    expect(report.annotations).toHaveLength(1000);
    expect(report.details).toContain("1,000 findings are shown here, the worst first; 4,000 more");
    expect(JSON.stringify(report)).not.toContain("\u202e");
    expect(bodies(bitbucket, /\/annotations$/).map((batch) => batch.length)).toEqual(Array(10).fill(100));
    expect(stderr).toMatch(/warning: native findings: 4,000 findings have no annotation/);
    expect(stderr).not.toContain("##vso[");
  });

  it("of gates side by side stand beside each other", async (context) => {
    const bitbucket = await bitbucketFor(context);
    await runStep(context, bitbucket, { args: NATIVE });
    await runStep(context, bitbucket, { args: [...NATIVE, "--comment-key=api"] });
    expect(bitbucket.reports().map(({ id }) => id)).toEqual(["scan-gate", "scan-gate-api"]);
  });

  it("that are refused are a warning with the scope, and one that breaks off is not left as passed", async (context) => {
    const refusing = await bitbucketFor(context, bitbucketWorld({ scopes: ["pullrequest:write"] }));
    const args = [...NATIVE, PASSING, `--commit=${BITBUCKET_HEAD}`];
    const files = { "semgrep.json": semgrepReport(), ...PASSED };
    const { exitCode, stderr } = await runStep(context, refusing, { args, files });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/warning: native findings: .*the scope `repository`/);
    const fail: Respond = ({ method }) =>
      method === "POST" ? { kind: "answer", status: 400, body: { message: "no" } } : undefined;
    const failing = await bitbucketFor(context, bitbucketWorld(), fail);
    await runStep(context, failing, { args: [...NATIVE, PASSING] });
    expect(failing.reports()).toMatchObject([{ result: "PENDING" }]);
  });

  it("have nobody to ask outside of Pipelines without a token", async (context) => {
    const bitbucket = await bitbucketFor(context);
    const env = { BITBUCKET_BUILD_NUMBER: "", BITBUCKET_TOKEN: "" };
    const args = [...NATIVE, "--forge=bitbucket", "--repository=acme/shop", `--commit=${BITBUCKET_HEAD}`];
    const { stderr } = await runStep(context, bitbucket, { args, env });
    expect(stderr).toMatch(/warning: native findings: Bitbucket was not sent .*Set BITBUCKET_TOKEN/);
    expect(bitbucket.requests).toEqual([]);
  });
});

function emptyReport(): string {
  return JSON.stringify({ version: "1.0.0", results: [], errors: [], paths: { scanned: ["src/a.js"] } });
}

describe.concurrent("the commit that Pipelines shorten", () => {
  it("is completed by Bitbucket", async (context) => {
    const bitbucket = await bitbucketFor(context);
    const run = await runStep(context, bitbucket, {});
    expect(reportOf(run).context.commit).toBe(BITBUCKET_HEAD);
  });

  it("stays short for report files alone where nobody completes it", async (context) => {
    const bitbucket = await bitbucketFor(context, bitbucketWorld({ commits: [] }));
    const files = { "semgrep.json": semgrepReport(), ...PASSED };
    const run = await runStep(context, bitbucket, { files, env: { BITBUCKET_TOKEN: "" }, args: [PASSING] });
    expect(run.exitCode).toBe(0);
    expect(reportOf(run).context.commit).toBe(BITBUCKET_HEAD.slice(0, 12));
  });
});

describe.concurrent("the policy of a pull request on Bitbucket", () => {
  const LOOSE = "version: 1\nfail-on: none\n";
  const at = {
    files: [{ commit: BITBUCKET_BASE, path: ".github/scan-gate.yml", text: "version: 1\nfail-on: low\n" }],
  };
  const files = { "semgrep.json": semgrepReport(), ".github/scan-gate.yml": LOOSE };

  it("is the target branch's, and none where that has none, whatever the change brings", async (context) => {
    const run = await runStep(context, await bitbucketFor(context, bitbucketWorld(at)), { files });
    expect(run.exitCode).toBe(1);
    expect(reportOf(run).context.policy).toMatchObject({ commit: BITBUCKET_BASE });
    expect((await runStep(context, await bitbucketFor(context), { files })).exitCode).toBe(1);
  });

  it("into another branch than the default one is held by the default branch's as well", async (context) => {
    const branches = { main: BITBUCKET_BASE, release: BITBUCKET_NEWER };
    const [pull] = bitbucketWorld().pullRequests;
    const pullRequests = pull === undefined ? [] : [{ ...pull, targetBranch: "release" }];
    const loose = { commit: BITBUCKET_NEWER, path: ".github/scan-gate.yml", text: LOOSE };
    const world = bitbucketWorld({ branches, pullRequests, files: [...at.files, loose] });
    const env = { BITBUCKET_PR_DESTINATION_BRANCH: "release" };
    expect((await runStep(context, await bitbucketFor(context, world), { files, env })).exitCode).toBe(1);
  });

  it("is the working tree's without a token, or where it may not read, and the report says so", async (context) => {
    const bitbucket = await bitbucketFor(context, bitbucketWorld({ ...at, scopes: ["pullrequest:write"] }));
    const args = [`--commit=${BITBUCKET_HEAD}`];
    const runs = [
      await runStep(context, bitbucket, { files, args }),
      await runWithoutToken(context, bitbucket, { files }),
    ];
    for (const run of runs) {
      expect(run.exitCode).toBe(0);
      const note = { level: "warning", text: expect.stringContaining("working tree") };
      expect(reportOf(run).notes).toContainEqual(note);
    }
  });

  it("is not known when Bitbucket fails, or does not show the repository", async (context) => {
    const fail: Respond = ({ path }) =>
      path.includes("/src/") ? { kind: "answer", status: 400, body: { message: "bad" } } : undefined;
    const failing = await bitbucketFor(context, bitbucketWorld(at), fail);
    expect((await runStep(context, failing, { files })).exitCode).toBe(2);
    const hidden = await bitbucketFor(context, bitbucketWorld({ isVisible: false }));
    const args = [`--commit=${BITBUCKET_HEAD}`];
    expect((await runStep(context, hidden, { files, args })).exitCode).toBe(2);
  });
});
