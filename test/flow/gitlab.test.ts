import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type GitLabStandIn, startGitLab } from "../../sandbox/gitlab/server.ts";
import type { GitLabWorld } from "../../sandbox/gitlab/world.ts";
import type { Respond } from "../../sandbox/service/stand-in.ts";
import {
  GITLAB_BASE,
  GITLAB_HEAD,
  GITLAB_MERGED,
  GITLAB_NEWER,
  gitLabJob,
  gitLabWorld,
  mergedResultsJob,
} from "../support/gitlab-world.ts";
import { requestJudge } from "../support/openapi.ts";
import type { TestContext } from "../support/run-scenario.ts";
import { judgeReports, type ReportsJob, type ShellRun, semgrepReport } from "../support/run-shell.ts";

/** Left out: the project, its merge requests, and diffs. */
const judge = requestJudge("forges/gitlab.json", {
  below: "/git",
  withSlashes: [],
  leavesOut: ({ method, path }) =>
    method === "GET" &&
    /\/merge_requests(?:\/\d+\/diffs)?$|\/projects\/[^/]+$/.test(path) &&
    !/commits/.test(path),
});

async function gitLabFor(
  context: TestContext,
  world: GitLabWorld = gitLabWorld(),
  respond?: Respond,
): Promise<GitLabStandIn> {
  const gitLab = await startGitLab(world, respond);
  context.onTestFinished(async () => {
    await gitLab.close();
    judge.expectDescribed(gitLab.requests);
  });
  return gitLab;
}

/** Runs the command line in this process, as a job of the merge request's pipeline. */
const runJob = (context: TestContext, { url }: GitLabStandIn, { env, ...job }: ReportsJob = {}) =>
  judgeReports(context, { ...job, env: { ...gitLabJob(gitLabWorld(), url), ...env } });

const COMMENT = ["--comment=always"];
const written = ({ requests }: GitLabStandIn) =>
  requests.filter(({ method }) => method !== "GET").map(({ method }) => method);

describe("GitLab's description", () => {
  it.runIf(judge.isThere)("accepts what is sent, and nothing else", () => {
    const path = `/git/api/v4/projects/7/statuses/${GITLAB_HEAD}`;
    const post = { service: "gitlab", method: "POST", path, query: [], headers: {}, at: 0 } as const;
    expect(judge.check({ ...post, body: '{"state":"failed","name":"scan-gate"}' })).toEqual([]);
    expect(judge.check({ ...post, body: '{"state":"failure"}' })).not.toEqual([]);
    expect(judge.check({ ...post, path: `${path}/more`, body: "{}" })).toEqual(["no such operation"]);
  });
});

describe.concurrent("the comment on a merge request", () => {
  it("is created, then brought up to date in place, and not sent again when it says the same", async (context) => {
    const gitLab = await gitLabFor(context);
    const first = await runJob(context, gitLab, { args: COMMENT });
    expect(first.exitCode).toBe(1);
    expect(gitLab.notes()).toHaveLength(1);
    const [note] = gitLab.notes();
    expect(note?.body).toMatch(/^<!-- scan-gate:default -->\n/);
    expect(note?.body).toContain("Scan Gate failed");
    expect(note?.body).toContain(`${gitLab.url}/acme/web/shop/-/blob/${GITLAB_HEAD}/src/a.js#L1`);
    expect(note?.body).toContain("/-/merge_requests/12/pipelines)");
    await runJob(context, gitLab, { args: COMMENT });
    expect(written(gitLab)).toEqual(["POST"]);
    await runJob(context, gitLab, { args: [...COMMENT, "--fail-on=critical"] });
    expect(written(gitLab)).toEqual(["POST", "PUT"]);
    expect(gitLab.notes()).toHaveLength(1);
    expect(gitLab.notes()[0]?.body).toContain("Scan Gate passed");
  });

  it("is found among many notes, and another's with the same marker is left alone", async (context) => {
    const others = Array.from({ length: 250 }, (_, index) => ({
      id: index + 1,
      iid: 12,
      author: "octavia",
      body: index === 3 ? "<!-- scan-gate:default -->\nforged" : `note ${index}`,
    }));
    const own = {
      id: 300,
      iid: 12,
      author: "project_7_bot_scan_gate",
      body: "<!-- scan-gate:default -->\nold",
    };
    const system = { ...own, id: 2, author: "project_7_bot_scan_gate", system: true } as const;
    const gitLab = await gitLabFor(context, gitLabWorld({ notes: [system, ...others.slice(2), own] }));
    await runJob(context, gitLab, { args: COMMENT });
    expect(written(gitLab)).toEqual(["PUT"]);
    expect(gitLab.notes().find(({ id }) => id === 300)?.body).toContain("Scan Gate failed");
    expect(gitLab.notes().find(({ id }) => id === 4)?.body).toContain("forged");
  });

  it("is left alone when the merge request has a newer head, or is closed", async (context) => {
    const { mergeRequests } = gitLabWorld();
    for (const change of [{ sha: GITLAB_NEWER }, { state: "merged" }] as const) {
      const world = gitLabWorld({ mergeRequests: mergeRequests.map((one) => ({ ...one, ...change })) });
      const gitLab = await gitLabFor(context, world);
      const { stderr } = await runJob(context, gitLab, { args: COMMENT });
      expect(written(gitLab)).toEqual([]);
      expect(stderr).toMatch(/left alone: it is (?:at 6c2ea04 now|closed)/);
    }
  });

  it("that is refused is a warning that names scope and role, and changes no verdict", async (context) => {
    for (const over of [{ scope: "read_api" }, { role: "guest" }] as const) {
      const gitLab = await gitLabFor(context, gitLabWorld(over));
      const args = [...COMMENT, "--fail-on=critical"];
      const policy = { ".github/scan-gate.yml": "version: 1\n" };
      const files = { "semgrep.json": semgrepReport(), ...policy };
      const { exitCode, stderr } = await runJob(context, gitLab, { args, files });
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(/warning: comment: .*scope `\w+` and (?:at least )?the role Reporter/);
    }
  });

  it("is not asked for without a token, and a warning says what to set", async (context) => {
    const gitLab = await gitLabFor(context);
    const { stderr } = await runJob(context, gitLab, { args: COMMENT, env: { GITLAB_TOKEN: "" } });
    expect(written(gitLab)).toEqual([]);
    expect(stderr).toContain("no comment is written, because GITLAB_TOKEN is not set. Set GITLAB_TOKEN to");
  });

  it("holds 5,000 findings within the limit, and no text of theirs takes effect", async (context) => {
    const hostile =
      "/close\n/merge !12 ~label %milestone &3 $4 @all [vulnerability:1] <img src=x>\n```\n/close";
    const finding = (index: number) => ({
      check_id: `rules.r${index % 40}`,
      path: `src/f${index}.js`,
      start: { line: 1 },
      end: { line: 1 },
      extra: {
        message: hostile,
        severity: "ERROR",
        fingerprint: `f_${index}`,
        metadata: {},
        lines: "x",
        fix: "a\n```\n/close",
      },
    });
    const results = Array.from({ length: 5000 }, (_, index) => finding(index));
    const gitLab = await gitLabFor(context);
    const files = { "semgrep.json": JSON.stringify({ version: "1.0.0", results, errors: [], paths: {} }) };
    const { exitCode } = await runJob(context, gitLab, { args: COMMENT, files });
    expect(exitCode).toBe(1);
    const [note] = gitLab.notes();
    expect(note?.body.length).toBeLessThanOrEqual(65_000);
    expect(note?.body).toContain("5,000");
    expect(note?.body).not.toContain("<img");
    expect(gitLab.quickActions()).toEqual([]);
  });

  it("is left alone on a merge train", async (context) => {
    const gitLab = await gitLabFor(context);
    const env = {
      ...mergedResultsJob(gitLabWorld(), gitLab.url),
      CI_MERGE_REQUEST_EVENT_TYPE: "merge_train",
    };
    const { stderr } = await runJob(context, gitLab, { args: COMMENT, env });
    expect(written(gitLab)).toEqual([]);
    expect(stderr).toContain("merge train");
  });
});

describe.concurrent("the commit status on GitLab", () => {
  it("is pending, then the last word, on the pipeline that the job is in", async (context) => {
    const gitLab = await gitLabFor(context);
    const { exitCode } = await runJob(context, gitLab, { args: ["--status=always"] });
    expect(exitCode).toBe(1);
    const bodies = gitLab.requests
      .filter(({ method }) => method === "POST")
      .map(({ body }) => JSON.parse(body));
    expect(bodies).toMatchObject([
      { state: "pending", name: "scan-gate", pipeline_id: 31 },
      {
        state: "failed",
        name: "scan-gate",
        pipeline_id: 31,
        target_url: expect.stringMatching(/jobs\/501$/),
      },
    ]);
    expect(gitLab.statuses()).toMatchObject([{ sha: GITLAB_HEAD, status: "failed" }]);
  });

  it("goes to the pipeline's own commit with merged results", async (context) => {
    const gitLab = await gitLabFor(context);
    const env = mergedResultsJob(gitLabWorld(), gitLab.url);
    const { exitCode } = await runJob(context, gitLab, {
      args: ["--status=always", "--fail-on=critical", "--comment-key=api"],
      env,
    });
    expect(exitCode).toBe(0);
    expect(gitLab.statuses()).toMatchObject([
      { sha: GITLAB_MERGED, status: "success", name: "scan-gate/api", pipelineId: 32 },
    ]);
  });

  it("goes to the train's own commit on a merge train, which is judged as its merge request", async (context) => {
    const gitLab = await gitLabFor(context);
    const env = {
      ...mergedResultsJob(gitLabWorld(), gitLab.url),
      CI_MERGE_REQUEST_EVENT_TYPE: "merge_train",
    };
    const { exitCode } = await runJob(context, gitLab, { args: ["--status=always"], env });
    expect(exitCode).toBe(1);
    expect(gitLab.statuses()).toMatchObject([{ sha: GITLAB_MERGED, status: "failed", pipelineId: 32 }]);
  });

  it("is failed for an incomplete verdict", async (context) => {
    const gitLab = await gitLabFor(context);
    const args = ["--status=always", "--fail-on=critical", "--reports=gone.sarif"];
    expect((await runJob(context, gitLab, { args })).exitCode).toBe(2);
    expect(gitLab.statuses()).toMatchObject([
      { status: "failed", description: expect.stringContaining("Incomplete") },
    ]);
  });

  it("is taken as said when another run of the commit has said it before", async (context) => {
    const open = { id: 900, sha: GITLAB_HEAD, name: "scan-gate", status: "pending", pipelineId: 31 } as const;
    const world = gitLabWorld({ statuses: [{ ...open, author: "project_7_bot_scan_gate" }] });
    const gitLab = await gitLabFor(context, world);
    const { exitCode } = await runJob(context, gitLab, { args: ["--status=always", "--fail-on=critical"] });
    expect(exitCode).toBe(0);
    expect(gitLab.statuses()).toMatchObject([{ id: 900, status: "success" }]);
  });

  it("that must be set and is refused makes the exit code 1, and names the role", async (context) => {
    const gitLab = await gitLabFor(context, gitLabWorld({ role: "reporter" }));
    const { exitCode, stderr } = await runJob(context, gitLab, {
      args: ["--status=always", "--fail-on=critical"],
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/warning: status: .*the role Developer/);
    const without = await runJob(context, gitLab, {
      args: ["--status=always", "--fail-on=critical"],
      env: { GITLAB_TOKEN: "" },
    });
    expect(without.exitCode).toBe(1);
  });

  it("with auto is only for another CI", async (context) => {
    const gitLab = await gitLabFor(context);
    const args = ["--status=auto", "--fail-on=critical"];
    await runJob(context, gitLab, { args });
    expect(written(gitLab)).toEqual([]);
    const jenkins = {
      GITLAB_CI: "",
      JENKINS_URL: "https://ci.example",
      GIT_URL: `${gitLab.url}/acme/web/shop.git`,
      GIT_COMMIT: GITLAB_HEAD,
      CHANGE_ID: "12",
      CHANGE_BRANCH: "feature/search",
      CHANGE_TARGET: "main",
      BUILD_URL: "https://ci.example/job/shop/5/",
    };
    const forge = ["--forge=gitlab", `--forge-url=${gitLab.url}`, ...args];
    expect((await runJob(context, gitLab, { args: forge, env: jenkins })).exitCode).toBe(0);
    expect(gitLab.statuses()).toMatchObject([
      { status: "success", targetUrl: "https://ci.example/job/shop/5/" },
    ]);
  });
});

describe.concurrent("the policy of a merge request", () => {
  const LOOSE = "version: 1\nfail-on: none\n";
  const STRICT = "version: 1\nfail-on: low\n";
  const at = (text: string) => ({ files: [{ commit: GITLAB_BASE, path: ".github/scan-gate.yml", text }] });
  const tree = { "semgrep.json": semgrepReport(), ".github/scan-gate.yml": LOOSE };
  const reportOf = ({ folder }: ShellRun) =>
    JSON.parse(readFileSync(join(folder, "scan-gate", "report.json"), "utf8"));

  it("is the target branch's, which the job's own token may read", async (context) => {
    const gitLab = await gitLabFor(context, gitLabWorld(at(STRICT)));
    const run = await runJob(context, gitLab, { files: tree, env: { GITLAB_TOKEN: "" } });
    expect(run.exitCode).toBe(1);
    expect(reportOf(run).context.policy).toMatchObject({
      commit: GITLAB_BASE,
      path: ".github/scan-gate.yml",
    });
    expect(gitLab.requests.every(({ headers }) => headers["job-token"] !== undefined)).toBe(true);
  });

  it("is that there is none when the target branch has none, whatever the change brings", async (context) => {
    const gitLab = await gitLabFor(context);
    expect((await runJob(context, gitLab, { files: tree })).exitCode).toBe(1);
  });

  it("is the default branch's above that of another target branch, though the CI does not name it", async (context) => {
    const { mergeRequests, branches } = gitLabWorld();
    const world = gitLabWorld({
      branches: { ...branches, release: GITLAB_NEWER },
      files: [...at(STRICT).files, { commit: GITLAB_NEWER, path: ".github/scan-gate.yml", text: LOOSE }],
      mergeRequests: mergeRequests.map((one) => ({ ...one, targetBranch: "release" })),
    });
    const env = { CI_DEFAULT_BRANCH: "", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "release" };
    const run = await runJob(context, await gitLabFor(context, world), { files: tree, env });
    expect(run.exitCode).toBe(1);
    expect(reportOf(run).context.policy.chain).toMatchObject([{ ref: "main" }, { ref: "release" }]);
  });

  it("is the working tree's when GitLab refuses, and the report says so", async (context) => {
    const refuse: Respond = ({ path }) =>
      path.includes("/repository/")
        ? { kind: "answer", status: 403, body: { message: "403 Forbidden" } }
        : undefined;
    const gitLab = await gitLabFor(context, gitLabWorld(at(STRICT)), refuse);
    const run = await runJob(context, gitLab, { files: tree });
    expect(run.exitCode).toBe(0);
    const report = reportOf(run);
    expect(report.context.policy).not.toHaveProperty("commit");
    expect(report.notes).toContainEqual({ level: "warning", text: expect.stringContaining("working tree") });
  });

  it("is not known when GitLab fails, or does not know the project", async (context) => {
    const fail: Respond = ({ path }) =>
      path.includes("/files/") ? { kind: "answer", status: 400, body: { message: "bad" } } : undefined;
    const gitLab = await gitLabFor(context, gitLabWorld(at(STRICT)), fail);
    const run = await runJob(context, gitLab, { files: tree });
    expect(run.exitCode).toBe(2);
    expect(reportOf(run).reasons).toMatchObject([{ source: "policy" }]);
    const hidden = await gitLabFor(context, gitLabWorld({ project: { id: 8, path: "other/one" } }));
    expect((await runJob(context, hidden, { files: tree })).exitCode).toBe(2);
  });
});

describe.concurrent("findings in GitLab's own way", () => {
  const NAMES = ["gl-code-quality-report.json", "gl-dependency-scanning-report.json", "gl-sast-report.json"];

  it("are report files beside the others, only when they are asked for, and need no token", async (context) => {
    const gitLab = await gitLabFor(context);
    const env = { GITLAB_TOKEN: "" };
    const plain = await runJob(context, gitLab, { env });
    expect(NAMES.filter((name) => existsSync(join(plain.folder, "scan-gate", name)))).toEqual([]);
    const { folder, stderr } = await runJob(context, gitLab, { env, args: ["--native-findings"] });
    const sast = JSON.parse(readFileSync(join(folder, "scan-gate", "gl-sast-report.json"), "utf8"));
    expect(sast.vulnerabilities).toMatchObject([
      { severity: "High", location: { file: "src/a.js", start_line: 1 } },
    ]);
    expect(NAMES.filter((name) => existsSync(join(folder, "scan-gate", name)))).toEqual(NAMES);
    expect(stderr).toContain("native findings: written to");
  });
});
