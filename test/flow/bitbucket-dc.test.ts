import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type DataCenterStandIn, startDataCenter } from "../../sandbox/bitbucket-dc/server.ts";
import type { DataCenterWorld } from "../../sandbox/bitbucket-dc/world.ts";
import type { Respond } from "../../sandbox/service/stand-in.ts";
import {
  DC_BASE,
  DC_HEAD,
  DC_NEWER,
  DC_OLDER,
  dataCenterJob,
  dataCenterWorld,
} from "../support/bitbucket-dc-world.ts";
import { requestJudge } from "../support/openapi.ts";
import type { TestContext } from "../support/run-scenario.ts";
import { judgeReports, type ReportsJob, type ShellRun, semgrepReport } from "../support/run-shell.ts";

const judge = requestJudge("forges/bitbucket-data-center.json", {
  below: "/bitbucket/rest",
  withSlashes: ["path"],
  leavesOut: ({ path }) =>
    /\/(?:default-branch|branches\/default)$|\/repos\/[^/]+(?:\/commits(?:\/[^/]+(?:\/merge-base)?)?|\/pull-requests(?:\/\d+\/\w+s)?)?$/.test(
      path,
    ) && !/\/(?:activities|comments)$/.test(path),
});

async function dataCenterFor(
  context: TestContext,
  world: DataCenterWorld = dataCenterWorld(),
  respond?: Respond,
): Promise<DataCenterStandIn> {
  const bitbucket = await startDataCenter(world, respond);
  context.onTestFinished(async () => {
    await bitbucket.close();
    judge.expectDescribed(bitbucket.requests);
  });
  return bitbucket;
}

/** Runs the command line in this process, as Jenkins does that builds the pull request. */
const runJob = (context: TestContext, { url }: DataCenterStandIn, { env, ...job }: ReportsJob = {}) =>
  judgeReports(context, { ...job, env: { ...dataCenterJob(dataCenterWorld(), url), ...env } });

const reportOf = ({ folder }: ShellRun) =>
  JSON.parse(readFileSync(join(folder, "scan-gate", "report.json"), "utf8"));

const COMMENT = ["--comment=always"];
const PASSING = "--fail-on=critical";
const MARKER = "[scan-gate:default]: scan-gate:default";
const written = ({ requests }: DataCenterStandIn) =>
  requests.filter(({ method }) => method !== "GET").map(({ method }) => method);
const withPull = (change: Partial<DataCenterWorld["pullRequests"][number]>) => ({
  pullRequests: dataCenterWorld().pullRequests.map((one) => ({ ...one, ...change })),
});

/** Findings whose every text tries to take effect. */
const HOSTILE =
  '@octavia @"Octa Cat" SHOP-12 [x]: http://evil.example\n[a](http://evil.example) ![i](http://evil.example/i.png) <img src=x> <!-- x --> <script>\n# h\n```\n| a | b |';
function hostileReport(count: number): string {
  const finding = (index: number) => ({
    check_id: `rules.r${index % 40}`,
    path: `src/f${index}.js`,
    start: { line: 1 },
    end: { line: 1 },
    extra: {
      message: HOSTILE,
      severity: "ERROR",
      fingerprint: `f_${index}`,
      metadata: {},
      lines: "x",
      fix: HOSTILE,
    },
  });
  const results = Array.from({ length: count }, (_, index) => finding(index));
  return JSON.stringify({ version: "1.0.0", results, errors: [], paths: {} });
}

describe("Data Center's description", () => {
  it.runIf(judge.isThere)("accepts what is sent, and nothing else", () => {
    const path = `/bitbucket/rest/api/latest/projects/WEB/repos/shop/commits/${DC_HEAD}/builds`;
    const post = { service: "bitbucket-dc", method: "POST", path, query: [], headers: {}, at: 0 } as const;
    const body = { key: "scan-gate", state: "FAILED", url: "https://ci.example" };
    expect(judge.check({ ...post, body: JSON.stringify(body) })).toEqual([]);
    expect(judge.check({ ...post, body: JSON.stringify({ ...body, state: "error" }) })).not.toEqual([]);
    expect(judge.check({ ...post, path: `${path}/more`, body: "{}" })).toEqual(["no such operation"]);
  });
});

describe.concurrent("the comment on a pull request of Data Center", () => {
  it("is created, then brought up to date in place, and not sent again when it says the same", async (context) => {
    const bitbucket = await dataCenterFor(context);
    expect((await runJob(context, bitbucket, { args: COMMENT })).exitCode).toBe(1);
    const [first] = bitbucket.comments();
    expect(first?.text.split("\n")[0]).toBe(MARKER);
    expect(first?.text).toContain("Scan Gate failed");
    const web = `${bitbucket.url}/projects/WEB/repos/shop`;
    expect(first?.text).toContain(`${web}/browse/src/a.js?at=${DC_HEAD}#1`);
    expect(first?.text).toContain(`${web}/pull-requests/12/builds)`);
    await runJob(context, bitbucket, { args: COMMENT });
    expect(written(bitbucket)).toEqual(["POST"]);
    const again = await runJob(context, bitbucket, { args: [...COMMENT, PASSING] });
    expect(again.exitCode).toBe(0);
    expect(written(bitbucket)).toEqual(["POST", "PUT"]);
    expect(bitbucket.comments()).toMatchObject([
      { id: first?.id, version: 1, text: expect.stringContaining("Scan Gate passed") },
    ]);
    expect(again.stderr).toContain(`${web}/pull-requests/12/overview?commentId=${first?.id}`);
  });

  it("is found among many activities, and another's with the same marker is left alone", async (context) => {
    const others = Array.from({ length: 250 }, (_, index) => ({
      id: index + 1,
      pullRequest: 12,
      author: "octavia",
      text: index === 3 ? `${MARKER}\nforged` : `comment ${index}`,
      version: 0,
    }));
    const own = { id: 300, pullRequest: 12, author: "WEB/shop token", text: `${MARKER}\nold`, version: 7 };
    const bitbucket = await dataCenterFor(context, dataCenterWorld({ comments: [...others, own] }));
    await runJob(context, bitbucket, { args: COMMENT });
    expect(written(bitbucket)).toEqual(["PUT"]);
    expect(bitbucket.comments().find(({ id }) => id === 300)?.text).toContain("Scan Gate failed");
    expect(bitbucket.comments().find(({ id }) => id === 4)?.text).toContain("forged");
  });

  it("that somebody changes meanwhile is read again and tried once more", async (context) => {
    const text = `${MARKER}\nold`;
    const own = { id: 300, pullRequest: 12, author: "WEB/shop token", text, version: 7 };
    const changing: Respond = ({ method }, nth) => {
      if (method === "PUT" && nth === 1) bitbucket.changeComment(300, `${text} changed`);
      return undefined;
    };
    const bitbucket = await dataCenterFor(context, dataCenterWorld({ comments: [own] }), changing);
    const { stderr } = await runJob(context, bitbucket, { args: COMMENT });
    expect(written(bitbucket)).toEqual(["PUT", "PUT"]);
    expect(bitbucket.comments()).toMatchObject([
      { version: 9, text: expect.stringContaining("Scan Gate failed") },
    ]);
    expect(stderr).not.toContain("warning: comment");
  });

  it("is left alone when the pull request has a newer head, or is closed", async (context) => {
    for (const change of [{ commits: [DC_HEAD, DC_NEWER] }, { state: "MERGED" }] as const) {
      const bitbucket = await dataCenterFor(context, dataCenterWorld(withPull(change)));
      const { stderr } = await runJob(context, bitbucket, { args: COMMENT });
      expect(written(bitbucket)).toEqual([]);
      expect(stderr).toMatch(/left alone: it is (?:at 6c2ea04 now|closed)/);
    }
  });

  it("of ours that stands twice is one again; one that was answered stays, and a warning says so", async (context) => {
    const own = { pullRequest: 12, author: "WEB/shop token", text: `${MARKER}\nold`, version: 0 };
    const answered = { ...own, id: 302, hasReplies: true } as const;
    const comments = [{ ...own, id: 300 }, { ...own, id: 301 }, answered];
    const bitbucket = await dataCenterFor(context, dataCenterWorld({ comments }));
    const { stderr } = await runJob(context, bitbucket, { args: COMMENT });
    expect(bitbucket.comments().map(({ id }) => id)).toEqual([300, 302]);
    expect(stderr).toMatch(/warning: comment: A second comment of ours could not be removed .*has replies/);
  });

  it("that is refused is a warning that names the permission, and changes no verdict", async (context) => {
    const bitbucket = await dataCenterFor(context, dataCenterWorld({ may: "read" }));
    const { exitCode, stderr } = await runJob(context, bitbucket, { args: [...COMMENT, PASSING] });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/warning: comment: .*not permitted.*permission `Repository write`/);
    const env = { BITBUCKET_TOKEN: "another-token-not-a-secret" };
    const wrong = await runJob(context, bitbucket, { args: [...COMMENT, PASSING], env });
    expect(wrong.stderr).toMatch(/warning: comment: .*Check the token in BITBUCKET_TOKEN/);
  });

  it("is not asked for without a token, and a warning says what to set", async (context) => {
    const bitbucket = await dataCenterFor(context);
    const { stderr } = await runJob(context, bitbucket, { args: COMMENT, env: { BITBUCKET_TOKEN: "" } });
    expect(bitbucket.requests).toEqual([]);
    expect(stderr).toContain(
      "no comment is written, because BITBUCKET_TOKEN is not set. Set BITBUCKET_TOKEN to",
    );
  });

  it("holds 5,000 findings within the limit, and no text of theirs takes effect", async (context) => {
    const bitbucket = await dataCenterFor(context);
    const files = { "semgrep.json": hostileReport(5000) };
    expect((await runJob(context, bitbucket, { args: COMMENT, files })).exitCode).toBe(1);
    const text = bitbucket.comments()[0]?.text ?? "";
    expect(text.length).toBeLessThan(32_768);
    expect(text).toContain("5,000");
    // Neither HTML nor an entity, which would be seen; code holds what it holds.
    const outside = text
      .replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, "")
      .replace(/(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
    expect(outside).not.toMatch(/<[a-z!/]|&(?:#\d+|\w+);/i);
    expect(outside).not.toMatch(/@\w|@"|SHOP-\d|(?<!\\)\]\(http:\/\/evil|^\s*\[x\]:/m);
  });
});

describe.concurrent("the build status on Data Center", () => {
  it("is in progress, then the last word, with a parent that can be required", async (context) => {
    const bitbucket = await dataCenterFor(context);
    expect((await runJob(context, bitbucket, { args: ["--status=auto"] })).exitCode).toBe(1);
    const bodies = bitbucket.requests
      .filter(({ method }) => method === "POST")
      .map(({ body }) => JSON.parse(body));
    expect(bodies).toMatchObject([
      { state: "INPROGRESS", key: "scan-gate", parent: "scan-gate" },
      { state: "FAILED", key: "scan-gate", url: "https://ci.example/job/shop/job/PR-12/5/" },
    ]);
    expect(bitbucket.builds()).toMatchObject([{ commit: DC_HEAD, state: "FAILED", name: "scan-gate" }]);
  });

  it("has the comment key in its key, and passes with the gate", async (context) => {
    const bitbucket = await dataCenterFor(context);
    const args = ["--status=always", PASSING, "--comment-key=api"];
    const { exitCode } = await runJob(context, bitbucket, { args, env: { BUILD_URL: "" } });
    expect(exitCode).toBe(0);
    expect(bitbucket.builds()).toMatchObject([
      {
        state: "SUCCESSFUL",
        key: "scan-gate-api",
        parent: "scan-gate-api",
        name: "scan-gate-api",
        url: `${bitbucket.url}/projects/WEB/repos/shop/commits/${DC_HEAD}`,
      },
    ]);
  });

  it("is failed for an incomplete verdict, and apart for a branch", async (context) => {
    const bitbucket = await dataCenterFor(context);
    const args = ["--status=always", PASSING, "--reports=gone.sarif"];
    const branch = { CHANGE_ID: "", CHANGE_URL: "", CHANGE_BRANCH: "", BRANCH_NAME: "feature/search" };
    expect((await runJob(context, bitbucket, { args })).exitCode).toBe(2);
    expect(
      (await runJob(context, bitbucket, { args: ["--status=always", PASSING], env: branch })).exitCode,
    ).toBe(0);
    expect(bitbucket.builds()).toMatchObject([
      { key: "scan-gate", state: "FAILED", description: expect.stringContaining("Incomplete") },
      { key: "scan-gate (branch)", state: "SUCCESSFUL" },
    ]);
  });

  it("leaves the last word to a run that began later", async (context) => {
    const later: Respond = ({ method }, nth) =>
      method === "GET" && nth === 1
        ? {
            kind: "answer",
            status: 200,
            body: { key: "scan-gate", state: "INPROGRESS", url: "https://ci.example/job/shop/job/PR-12/6/" },
          }
        : undefined;
    const bitbucket = await dataCenterFor(context, dataCenterWorld(), (request, nth) =>
      request.path.endsWith("/builds") ? later(request, nth) : undefined,
    );
    const { stderr } = await runJob(context, bitbucket, { args: ["--status=always", PASSING] });
    expect(written(bitbucket)).toEqual(["POST"]);
    expect(stderr).toContain("a later run judges");
  });

  it("that must be set and is refused makes the exit code 1, and names the permission", async (context) => {
    const bitbucket = await dataCenterFor(context, dataCenterWorld({ may: "nothing" }));
    const { exitCode, stderr } = await runJob(context, bitbucket, { args: ["--status=always", PASSING] });
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/warning: status: .*Bitbucket also says 404 when the token has no access/);
  });
});

describe.concurrent("the policy of a pull request of Data Center", () => {
  const STRICT = "version: 1\nfail-on: low\n";
  const at = (text: string) => ({ files: [{ commit: DC_BASE, path: ".github/scan-gate.yml", text }] });
  const tree = { "semgrep.json": semgrepReport(), ".github/scan-gate.yml": "version: 1\nfail-on: none\n" };

  it("is the target branch's, whatever the change brings", async (context) => {
    const bitbucket = await dataCenterFor(context, dataCenterWorld(at(STRICT)));
    const run = await runJob(context, bitbucket, { files: tree });
    expect(run.exitCode).toBe(1);
    expect(reportOf(run).context.policy).toMatchObject({ commit: DC_BASE, path: ".github/scan-gate.yml" });
  });

  it("into another branch is the default branch's as well, and the stricter one wins", async (context) => {
    const files = [
      { commit: DC_BASE, path: ".github/scan-gate.yml", text: STRICT },
      { commit: DC_OLDER, path: ".github/scan-gate.yml", text: "version: 1\nfail-on: none\n" },
    ];
    const branches = { ...dataCenterWorld().branches, "release/1": DC_OLDER };
    const bitbucket = await dataCenterFor(context, dataCenterWorld({ files, branches }));
    const run = await runJob(context, bitbucket, { env: { CHANGE_TARGET: "release/1" } });
    expect(run.exitCode).toBe(1);
    expect(reportOf(run).context.policy.chain).toMatchObject([{ commit: DC_BASE }, { commit: DC_OLDER }]);
  });

  it("is that there is none when the target branch has none", async (context) => {
    const bitbucket = await dataCenterFor(context);
    expect((await runJob(context, bitbucket, { files: tree })).exitCode).toBe(1);
  });

  it("is the working tree's when Bitbucket refuses, or there is no token, and the report says so", async (context) => {
    const refuse: Respond = ({ path }) =>
      /\/(?:raw|commits)\b/.test(path)
        ? { kind: "answer", status: 401, body: { errors: [{ message: "You are not permitted" }] } }
        : undefined;
    const bitbucket = await dataCenterFor(context, dataCenterWorld(at(STRICT)), refuse);
    for (const env of [{}, { BITBUCKET_TOKEN: "" }]) {
      const run = await runJob(context, bitbucket, { files: tree, env });
      expect(run.exitCode).toBe(0);
      expect(reportOf(run).context.policy).not.toHaveProperty("commit");
    }
  });

  it("is not known when Bitbucket fails, or does not know the repository", async (context) => {
    const fail: Respond = ({ path }) =>
      path.includes("/raw/") ? { kind: "answer", status: 400, body: { errors: [] } } : undefined;
    const failing = await dataCenterFor(context, dataCenterWorld(at(STRICT)), fail);
    const run = await runJob(context, failing, { files: tree });
    expect(run.exitCode).toBe(2);
    expect(reportOf(run).reasons).toMatchObject([{ source: "policy" }]);
    const hidden = await dataCenterFor(context, dataCenterWorld({ may: "nothing" }));
    expect((await runJob(context, hidden, { files: tree })).exitCode).toBe(2);
  });
});

describe.concurrent("Code Insights on Data Center", () => {
  const NATIVE = ["--native-findings"];

  it("is a report with an annotation for each finding that counts", async (context) => {
    const bitbucket = await dataCenterFor(context);
    const { exitCode, stderr } = await runJob(context, bitbucket, { args: NATIVE });
    expect(exitCode).toBe(1);
    expect(bitbucket.reports()).toMatchObject([
      {
        commit: DC_HEAD,
        key: "scan-gate",
        title: "Scan Gate: failed",
        result: "FAIL",
        link: "https://ci.example/job/shop/job/PR-12/5/",
        annotations: [{ path: "src/a.js", line: 1, severity: "HIGH", type: "VULNERABILITY" }],
      },
    ]);
    expect(bitbucket.reports()[0]?.data).toHaveLength(6);
    expect(stderr).toContain("native findings: report scan-gate with 1 annotation is on 5a1c9f3");
  });

  it("replaces what an earlier run said, and passes only when all is there", async (context) => {
    const bitbucket = await dataCenterFor(context);
    await runJob(context, bitbucket, { args: NATIVE });
    await runJob(context, bitbucket, { args: [...NATIVE, PASSING] });
    expect(bitbucket.reports()).toMatchObject([{ result: "PASS", annotations: [{ path: "src/a.js" }] }]);
    const results = bitbucket.requests
      .filter(({ method }) => method === "PUT")
      .map(({ body }) => JSON.parse(body).result);
    expect(results).toEqual(["FAIL", "FAIL", "PASS"]);
  });

  it("holds the worst of 5,000 findings, and no message is more than plain text", async (context) => {
    const bitbucket = await dataCenterFor(context);
    const files = { "semgrep.json": hostileReport(5000) };
    const { stderr } = await runJob(context, bitbucket, { args: NATIVE, files });
    const annotations = bitbucket.reports()[0]?.annotations ?? [];
    expect(annotations).toHaveLength(1000);
    expect(new Set(annotations.map(({ externalId }) => externalId)).size).toBe(1000);
    expect(stderr).toContain("4,000 findings have no annotation");
    for (const { message } of annotations) expect(message.length).toBeLessThanOrEqual(2000);
  });

  it("stays failed where the instance takes fewer annotations, and a warning says why", async (context) => {
    const bitbucket = await dataCenterFor(context, dataCenterWorld({ mostAnnotations: 0 }));
    const { exitCode, stderr } = await runJob(context, bitbucket, { args: [...NATIVE, PASSING] });
    expect(exitCode).toBe(0);
    expect(bitbucket.reports()).toMatchObject([{ result: "FAIL", annotations: [] }]);
    expect(stderr).toMatch(/warning: native findings: .*cannot have more than 0 annotations/);
  });

  it("that another account made is left to it, and a warning says so", async (context) => {
    const report = {
      commit: DC_HEAD,
      key: "scan-gate",
      author: "octavia",
      title: "x",
      data: [],
      annotations: [],
    };
    const bitbucket = await dataCenterFor(context, dataCenterWorld({ reports: [report] }));
    const { stderr } = await runJob(context, bitbucket, { args: NATIVE });
    expect(bitbucket.reports()).toMatchObject([{ title: "x" }]);
    expect(stderr).toMatch(
      /warning: native findings: .*a report that another account made is replaced by that one only/,
    );
  });

  it("is not sent without a token", async (context) => {
    const bitbucket = await dataCenterFor(context);
    const { stderr } = await runJob(context, bitbucket, { args: NATIVE, env: { BITBUCKET_TOKEN: "" } });
    expect(bitbucket.requests).toEqual([]);
    expect(stderr).toMatch(/warning: native findings: .*Code Insights.*BITBUCKET_TOKEN/);
  });
});
