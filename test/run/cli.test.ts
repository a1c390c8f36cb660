import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { busyWorld, cleanWorld } from "../../sandbox/scenarios/common.ts";
import { BASE_COMMIT, HEAD_BRANCH, HEAD_COMMIT, TOKENS } from "../../sandbox/shop/names.ts";
import type { World } from "../../sandbox/world.ts";
import { HAS_CLI, runCli, startCli } from "../support/run-cli.ts";
import { PROJECT, type TestContext } from "../support/run-scenario.ts";
import { folderFor, runShell, semgrepReport } from "../support/run-shell.ts";
import { UNSEEN } from "../support/safe-run.ts";

/** Ends a process that so much as begins to reach for the network. */
const NO_NETWORK = `--import=data:text/javascript,${encodeURIComponent(
  'import net from "node:net"; import dns from "node:dns"; const stop = () => process.exit(99);' +
    "net.Socket.prototype.connect = stop; dns.lookup = stop; globalThis.fetch = stop;",
)}`;

const SAMPLES = join(PROJECT, "..", "shared", "fixtures");

describe.skipIf(!HAS_CLI).concurrent("the command line with report files", () => {
  it("judges them without network or account, and writes its reports", async (context) => {
    const folder = folderFor(context, { "out/semgrep.json": semgrepReport() });
    const { code, stdout, stderr } = await runCli(["--reports", "out/*.json"], {
      folder,
      env: { NODE_OPTIONS: NO_NETWORK },
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^❌ Scan Gate failed: 1 finding [\s\S]*\nhigh +.*src\/a\.js:1[\s\S]*\nfailed: 1 .*\(rule: fail-on: high\)\n$/,
    );
    expect(stdout).not.toContain("\u001b");
    expect(stderr).toContain("semgrep.json: Semgrep JSON of semgrep, 1 result");
    const report = JSON.parse(readFileSync(join(folder, "scan-gate", "report.json"), "utf8"));
    expect(report).toMatchObject({
      schema: "scan-gate/report@1",
      verdict: "fail",
      context: { event: "cli" },
    });
    expect(readFileSync(join(folder, "scan-gate", "report.html"), "utf8")).toContain("<html");
    expect(readFileSync(join(folder, "scan-gate", "summary.md"), "utf8")).toContain("failed");
  });

  it.skipIf(!existsSync(SAMPLES))("reads every sample, or names precisely why not", async (context) => {
    const reports = folderFor(context);
    const { code, stdout, stderr } = await runCli(
      ["--reports", "../shared/fixtures/**/cli/*.json", "--report-dir", reports],
      { folder: PROJECT, env: { NODE_OPTIONS: NO_NETWORK } },
    );
    expect(code).toBe(1);
    const read =
      stderr.match(/^ {2}\.\.\/shared\/fixtures\/\S+\.json: (SARIF|Semgrep JSON|Snyk JSON) of /gm) ?? [];
    expect(read).toHaveLength(24);
    const troubles = stdout
      .replace(/\n {2}(?=\S)/g, " ")
      .match(/^- ⚠️ Report files \((?:report-invalid|partial)\): .*$/gm);
    expect(troubles).toEqual([
      expect.stringMatching(
        /docs_sample_code_json_single_result\.json cannot be used: it is a single Semgrep result/,
      ),
      expect.stringMatching(/json_errors_missing_target\.json cannot be used: .*File not found/),
    ]);
  });

  it("ends with 0, 1, 2 or 3 as the verdict is", async (context) => {
    const folder = folderFor(context, { "a.json": semgrepReport(), "broken.json": "{" });
    const codes = await Promise.all(
      [
        ["--reports=a.json", "--fail-on=critical"],
        ["--reports=a.json"],
        ["--reports=broken.json"],
        ["--reports=a.json", "--fail-on=sometimes"],
      ].map(async (args) => (await runCli(args, { folder })).code),
    );
    expect(codes).toEqual([0, 1, 2, 3]);
    const others = [
      ["--reports=broken.json", "--on-incomplete=warn"],
      ["--reports=gone.json"],
      ["--reports=a.json", "--policy=gone.yml"],
    ].map(async (args) => (await runShell({ args, folder, env: {} })).exitCode);
    expect(await Promise.all(others)).toEqual([0, 2, 2]);
  });

  it("judges by the policy of the working tree", async (context) => {
    const policy = "version: 1\nrules:\n  - match: { type: sast }\n    fail-on: none\n";
    const folder = folderFor(context, { "a.json": semgrepReport(), ".github/scan-gate.yml": policy });
    expect(await runShell({ args: ["--reports=a.json"], folder, env: {} })).toMatchObject({ exitCode: 0 });
    const elsewhere = { folder: folderFor(context), env: {} };
    const args = [`--reports=${join(folder, "a.json")}`, "--workspace", folder];
    expect(await runShell({ args, ...elsewhere })).toMatchObject({ exitCode: 0 });
    expect(await runShell({ args: args.slice(0, 1), ...elsewhere })).toMatchObject({ exitCode: 1 });
  });

  it.for([
    "json",
    "sarif",
    "markdown",
    "text",
  ])("prints nothing but %s to stdout, and nothing that acts", async (format, context) => {
    const message = "\u001b[2J\u009b31m\u202e::error::x\n::set-output name=a::b\n@all";
    const folder = folderFor(context, {
      "a.json": semgrepReport({ message, path: "a\u001b.js" }),
    });
    const env = { GITHUB_ACTIONS: "true" };
    const { code, stdout, stderr } = await runCli(["--reports=a.json", "--format", format], { folder, env });
    expect(code).toBe(1);
    expect(stdout).not.toMatch(UNSEEN);
    expect(stderr).not.toMatch(UNSEEN);
    expect(`${stdout}\n${stderr}`).not.toMatch(/^\s*::/m);
    if (format === "json") expect(JSON.parse(stdout)).toMatchObject({ verdict: "fail" });
    if (format === "sarif") expect(JSON.parse(stdout).runs[0].results).toHaveLength(1);
    if (format === "markdown") expect(stdout).toMatch(/^#.*failed/);
  });

  it("keeps its verdict when nobody reads on", async (context) => {
    const folder = folderFor(context, { "a.json": semgrepReport() });
    const { child, finished } = startCli(["--reports=a.json", "--format=json"], { folder });
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await finished).code).toBe(1);
  });

  it.skipIf(!existsSync("/dev/full"))("says that what it prints finds no room", async (context) => {
    const folder = folderFor(context, { "a.json": semgrepReport() });
    const full = openSync("/dev/full", "w");
    const args = ["--reports=a.json", "--format=json"];
    const { code, stderr } = await runCli(args, { folder, stdout: full });
    closeSync(full);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^warning: stdout was not written whole: ENOSPC/m);
  });

  it("knows commit and branch from git's files, and the repository", async (context) => {
    const folder = folderFor(context, {
      "a.json": semgrepReport(),
      ".git/HEAD": "ref: refs/heads/topic\n",
      ".git/packed-refs": `${HEAD_COMMIT} refs/heads/topic\n`,
      ".git/config": '[remote "origin"]\n\turl = https://user:fake-secret@git.example/acme/shop.git\n',
    });
    const args = ["--reports=a.json", "--format=json"];
    const { stdout, stderr } = await runShell({ args, folder, env: {} });
    expect(JSON.parse(stdout).context).toEqual({
      event: "cli",
      repository: "acme/shop",
      commit: HEAD_COMMIT,
      ref: "refs/heads/topic",
    });
    expect(stdout + stderr).not.toContain("fake-secret");
  });
});

describe.skipIf(!HAS_CLI).concurrent("the command line after a run", () => {
  it("explains a finding, and replays another policy", async (context) => {
    const folder = folderFor(context, {
      "a.json": semgrepReport(),
      "new.yml": "version: 1\nfail-on: critical\n",
    });
    const run = (...args: readonly string[]) => runShell({ args, folder, env: {} });
    await run("--reports=a.json");
    const report = JSON.parse(readFileSync(join(folder, "scan-gate", "report.json"), "utf8"));
    const [{ fingerprint }] = report.findings;
    const explained = await runCli(["explain", fingerprint.slice(0, 8)], { folder });
    expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining("It blocks.") });
    const replayed = await run("replay", "--policy=new.yml", "scan-gate/report.json");
    expect(replayed.exitCode).toBe(0);
    expect(replayed.stdout).toMatch(/verdict +fail +pass/);
    const lost = await run("explain", "0".repeat(32));
    expect(lost).toMatchObject({ exitCode: 3, stdout: "" });
  });

  it("repeats no token that was typed", async (context) => {
    const folder = folderFor(context);
    const { code, stdout, stderr } = await runCli(
      ["--semgrep-token", "fake-secret-1", "--snyk-token=fake-secret-2"],
      {
        folder,
      },
    );
    expect(code).toBe(3);
    expect(stdout + stderr).not.toContain("fake-secret");
    expect(stderr).toContain("set the variable SEMGREP_TOKEN");
  });

  it("helps", async (context) => {
    const { code, stdout } = await runCli(["--help"], { folder: folderFor(context) });
    expect(code).toBe(0);
    expect(stdout).toContain("--reports GLOB");
  });
});

async function sandboxFor(context: TestContext, world: World): Promise<Sandbox> {
  const sandbox = await startSandbox(world);
  context.onTestFinished(() => sandbox.close());
  return sandbox;
}

function onServices({ semgrep, snyk }: Sandbox): readonly string[] {
  return ["--semgrep-url", semgrep.url, "--snyk-url", snyk.url, "--poll-interval=200ms", "--timeout=10m"];
}

const SERVICE_TOKENS = { SEMGREP_TOKEN: TOKENS.semgrep, SNYK_TOKEN: TOKENS.snyk };

/** A merge request of the shop, as GitLab would run it. */
const GITLAB = {
  GITLAB_CI: "true",
  CI_PROJECT_PATH: "acme/web-shop",
  CI_PROJECT_URL: "https://gitlab.example/acme/web-shop",
  CI_COMMIT_SHA: HEAD_COMMIT,
  CI_MERGE_REQUEST_IID: "42",
  CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: HEAD_BRANCH,
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
  CI_MERGE_REQUEST_DIFF_BASE_SHA: BASE_COMMIT,
};

describe.skipIf(!HAS_CLI).concurrent("the command line with services", () => {
  it("judges a merge request of another CI by Semgrep and Snyk, and asks GitHub nothing", async (context) => {
    const sandbox = await sandboxFor(context, busyWorld(Date.now()));
    const folder = folderFor(context);
    const env = {
      ...SERVICE_TOKENS,
      ...GITLAB,
      GITHUB_API_URL: sandbox.github.url,
      GITHUB_TOKEN: TOKENS.github,
    };
    const args = [...onServices(sandbox), "--format=json"];
    const { code, stdout, stderr } = await runCli(args, { folder, env });
    const report = JSON.parse(stdout);
    expect(report.context).toMatchObject({ pullRequest: 42, base: { ref: "main", commit: BASE_COMMIT } });
    expect([code, report.verdict]).toEqual([1, "fail"]);
    expect(report.sources).toMatchObject([
      { source: "semgrep", status: "complete" },
      { source: "snyk", status: "complete", evidence: "head-projects" },
      { source: "reports", status: "off" },
    ]);
    expect(sandbox.github.requests).toEqual([]);
    for (const token of Object.values(TOKENS)) expect(stdout + stderr).not.toContain(token);
  });

  it("comments only when it is told to, and on GitHub only", async (context) => {
    const sandbox = await sandboxFor(context, cleanWorld(Date.now()));
    const folder = folderFor(context);
    const env = { ...SERVICE_TOKENS, GITHUB_API_URL: sandbox.github.url, GITHUB_TOKEN: TOKENS.github };
    const judged = [
      "--repository=acme/web-shop",
      `--commit=${HEAD_COMMIT}`,
      `--ref=${HEAD_BRANCH}`,
      "--pull-request=42",
      "--base-ref=main",
      `--base-commit=${BASE_COMMIT}`,
    ];
    const writes = () =>
      sandbox.github.requests
        .filter(({ method }) => method !== "GET")
        .map(({ method, path }) => `${method} ${path}`);
    const args = [...onServices(sandbox), ...judged];
    const before = await runShell({ args, folder, env });
    expect(before.exitCode).toBe(0);
    expect(writes()).toEqual([]);
    const after = await runShell({ args: [...args, "--comment=always"], folder, env });
    expect(after.exitCode).toBe(0);
    expect(writes()).toEqual(["POST /repos/acme/web-shop/issues/42/comments"]);
  });

  it.for([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends on %s with %i, and writes nothing any more", async ([signal, expected], context) => {
    const server = createServer(() => child?.kill(signal)); // never answers
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    context.onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const folder = folderFor(context);
    const { port } = server.address() as AddressInfo; // a TCP server that listens has one
    const url = `http://127.0.0.1:${port}`;
    const args = [`--semgrep-url=${url}`, "--repository=acme/shop", `--commit=${HEAD_COMMIT}`];
    const { child, finished } = startCli(args, { folder, env: { SEMGREP_TOKEN: "fake-semgrep-token" } });
    const { code, stdout, stderr } = await finished;
    expect({ code, stdout }).toEqual({ code: expected, stdout: "" });
    expect(stderr).toContain("cancelled");
    expect(existsSync(join(folder, "scan-gate"))).toBe(false);
  });

  it("is the file that package.json names", () => {
    const { bin } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
    expect(bin).toEqual({ "scan-gate": "dist/cli.js" });
  });
});
