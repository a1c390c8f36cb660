import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AzureStandIn, startAzure } from "../../sandbox/azure/server.ts";
import type { AzureWorld } from "../../sandbox/azure/world.ts";
import type { Respond } from "../../sandbox/service/stand-in.ts";
import { AZURE_BASE, AZURE_HEAD, AZURE_NEWER, azureJob, azureWorld } from "../support/azure-world.ts";
import { requestJudge } from "../support/openapi.ts";
import type { TestContext } from "../support/run-scenario.ts";
import { judgeReports, type ReportsJob, semgrepReport } from "../support/run-shell.ts";

const judge = requestJudge("forges/azure-git.json", {
  below: "",
  withSlashes: [],
  leavesOut: ({ path }) =>
    /\/(?:repositories\/[^/]+|connectionData|refs|items|diffs\/commits|commits\/[^/]+|pullrequests|pullrequestquery|changes)$/.test(
      path,
    ),
});

async function azureFor(
  context: TestContext,
  world: AzureWorld = azureWorld(),
  respond?: Respond,
): Promise<AzureStandIn> {
  const azure = await startAzure(world, respond);
  context.onTestFinished(async () => {
    await azure.close();
    judge.expectDescribed(azure.requests);
  });
  return azure;
}

/** Runs the command line in this process, as a build of the pull request. */
const runJob = (context: TestContext, { url }: AzureStandIn, { env, ...job }: ReportsJob = {}) =>
  judgeReports(context, { ...job, env: { ...azureJob(azureWorld(), url), ...env } });

const COMMENT = ["--comment=always"];
const PASSING = "--fail-on=critical";
const written = ({ requests }: AzureStandIn) =>
  requests
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path.split("/").slice(8).join("/")}`);
const withHead = (heads: readonly string[]) => ({
  pullRequests: azureWorld().pullRequests.map((one) => ({ ...one, heads })),
});

describe.concurrent("the thread on a pull request of Azure", () => {
  it("is opened, left when it says the same, closed by a pass and opened again by a fail", async (context) => {
    const azure = await azureFor(context);
    expect((await runJob(context, azure, { args: COMMENT })).exitCode).toBe(1);
    expect(azure.threads()).toMatchObject([
      { status: "active", properties: { "ScanGate.Marker": "[scan-gate:default]: scan-gate:default" } },
    ]);
    expect(azure.threads()[0]?.content).toContain("Scan Gate failed");
    expect(azure.threads()[0]?.content).toContain(
      `${azure.url}/Web%20Shop/_git/shop?path=/src/a.js&version=GC${AZURE_HEAD}`,
    );
    await runJob(context, azure, { args: COMMENT });
    expect(written(azure)).toHaveLength(1);
    expect((await runJob(context, azure, { args: [...COMMENT, PASSING] })).exitCode).toBe(0);
    expect(azure.threads()).toMatchObject([
      { status: "closed", content: expect.stringContaining("Scan Gate passed") },
    ]);
    await runJob(context, azure, { args: COMMENT });
    expect(azure.threads()).toMatchObject([
      { status: "active", content: expect.stringContaining("Scan Gate failed") },
    ]);
  });

  it("that somebody resolved is active again while the verdict fails, with the same text", async (context) => {
    const first = await azureFor(context);
    await runJob(context, first, { args: COMMENT });
    const again = await azureFor(
      context,
      azureWorld({
        threads: first
          .threads()
          .map((one) => ({ ...one, status: "wontFix", content: one.content.replaceAll(first.url, "URL") })),
      }),
    );
    await runJob(context, again, { args: COMMENT });
    expect(again.threads()).toMatchObject([{ status: "active" }]);
    expect(again.threads()).toHaveLength(1);
  });

  it("is told from another's with the same marker, and from one of ours that was deleted", async (context) => {
    const forged = {
      id: 3,
      pullRequest: 12,
      status: "active",
      author: "mallory",
      content: "forged",
      properties: { "ScanGate.Marker": "[scan-gate:default]: scan-gate:default" },
    };
    const deleted = { ...forged, id: 4, author: azureWorld().userId, isDeleted: true } as const;
    const azure = await azureFor(context, azureWorld({ threads: [forged, deleted] }));
    await runJob(context, azure, { args: COMMENT });
    expect(azure.threads()).toHaveLength(3);
    expect(azure.threads()[0]?.content).toBe("forged");
  });

  it("is left alone when the pull request has a newer head, or is closed", async (context) => {
    const closed = {
      pullRequests: azureWorld().pullRequests.map((one) => ({ ...one, status: "completed" as const })),
    };
    for (const over of [withHead([AZURE_HEAD, AZURE_NEWER]), closed]) {
      const azure = await azureFor(context, azureWorld(over));
      const { stderr } = await runJob(context, azure, { args: COMMENT });
      expect(written(azure)).toEqual([]);
      expect(stderr).toMatch(/left alone: it is (?:at 6c2ea04 now|closed)/);
    }
  });

  it("that is refused is a warning with the permission, and changes no verdict", async (context) => {
    const azure = await azureFor(context, azureWorld({ may: "read" }));
    const { exitCode, stderr } = await runJob(context, azure, { args: [...COMMENT, PASSING] });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/warning: comment: .*TF401027.*`Contribute to pull requests`/);
  });

  it("is not asked for without a token, or with a macro that nobody filled in", async (context) => {
    const azure = await azureFor(context);
    for (const token of ["", "$(System.AccessToken)"]) {
      const { stderr } = await runJob(context, azure, { args: COMMENT, env: { SYSTEM_ACCESSTOKEN: token } });
      expect(stderr).toContain(
        "no comment is written, because SYSTEM_ACCESSTOKEN is not set. Set SYSTEM_ACCESSTOKEN",
      );
    }
    expect(azure.requests).toEqual([]);
  });

  it("tells a page to sign in as trouble with the token", async (context) => {
    const azure = await azureFor(context);
    const env = { SYSTEM_ACCESSTOKEN: "expired-token-not-a-secret" };
    const { stderr } = await runJob(context, azure, { args: COMMENT, env });
    expect(stderr).toMatch(/page to sign in where it does not take the token/);
    expect(stderr).not.toContain("expired-token");
  });

  it("holds many findings within the limit, and no text of theirs takes effect", async (context) => {
    const hostile =
      "#1 !12 @<6f1b0c5e-0000-4000-8000-00000000000a> <img src=x> ##vso[task.complete result=Skipped;]";
    const results = Array.from({ length: 3000 }, (_, index) => ({
      check_id: `rules.r${index % 40}`,
      path: `src/f${index}.js`,
      start: { line: 1 },
      end: { line: 1 },
      extra: { message: hostile, severity: "ERROR", fingerprint: `f_${index}`, metadata: {}, lines: "x" },
    }));
    const azure = await azureFor(context);
    const files = { "semgrep.json": JSON.stringify({ version: "1.0.0", results, errors: [], paths: {} }) };
    const { exitCode, stderr } = await runJob(context, azure, { args: COMMENT, files });
    expect(exitCode).toBe(1);
    const content = azure.threads()[0]?.content ?? "";
    expect(content.length).toBeLessThanOrEqual(65_000);
    expect(content).toContain("3,000");
    const shown = content.replace(/^(`{3,})[\s\S]*?^\1$/gm, "").replace(/`[^`\n]*`/g, "");
    expect(shown).not.toMatch(/<(?:img|details|summary|sub|br|wbr|code|!--)/);
    expect(shown).not.toMatch(/@<?6f1b|#1\b|!12\b/);
    expect(stderr).not.toContain("##vso[");
  });
});

describe.concurrent("the status of a pull request on Azure", () => {
  it("is pending, then the last word, on the newest iteration", async (context) => {
    const azure = await azureFor(context);
    expect((await runJob(context, azure, { args: ["--status=always"] })).exitCode).toBe(1);
    const at = { on: 12, iterationId: 2, genre: "scan-gate", name: "verdict" };
    expect(azure.statuses()).toMatchObject([
      { ...at, state: "pending" },
      { ...at, state: "failed" },
    ]);
  });

  it("has the comment key as its name, and is error for an incomplete verdict", async (context) => {
    const azure = await azureFor(context);
    await runJob(context, azure, { args: ["--status=always", PASSING, "--comment-key=api"] });
    expect(azure.statuses().at(-1)).toMatchObject({ genre: "scan-gate", name: "api", state: "succeeded" });
    const args = ["--status=always", PASSING, "--reports=gone.sarif"];
    expect((await runJob(context, azure, { args })).exitCode).toBe(2);
    expect(azure.statuses().at(-1)).toMatchObject({ name: "verdict", state: "error" });
  });

  it("is not set by a run for an older commit, whose exit code is then 1", async (context) => {
    const azure = await azureFor(context, azureWorld(withHead([AZURE_HEAD, AZURE_NEWER])));
    const { exitCode, stderr } = await runJob(context, azure, { args: ["--status=always", PASSING] });
    expect(exitCode).toBe(1);
    expect(azure.statuses()).toEqual([]);
    expect(stderr).toContain("6c2ea04 now");
  });

  it("that must be set and is refused makes the exit code 1, and names the scope", async (context) => {
    const azure = await azureFor(context, azureWorld({ may: "read" }));
    const { exitCode, stderr } = await runJob(context, azure, { args: ["--status=always", PASSING] });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/warning: status: .*Code \(Status\)/);
  });

  it("with auto is only for another CI", async (context) => {
    const azure = await azureFor(context);
    await runJob(context, azure, { args: ["--status=auto", PASSING] });
    expect(azure.statuses()).toEqual([]);
  });
});

describe.concurrent("the policy of a pull request on Azure", () => {
  const LOOSE = "version: 1\nfail-on: none\n";
  const at = {
    files: [{ commit: AZURE_BASE, path: ".github/scan-gate.yml", text: "version: 1\nfail-on: low\n" }],
  };
  const files = { "semgrep.json": semgrepReport(), ".github/scan-gate.yml": LOOSE };
  const reportOf = (folder: string) =>
    JSON.parse(readFileSync(join(folder, "scan-gate", "report.json"), "utf8"));

  it("is the target branch's, and none where that has none, whatever the change brings", async (context) => {
    const run = await runJob(context, await azureFor(context, azureWorld(at)), { files });
    expect(run.exitCode).toBe(1);
    expect(reportOf(run.folder).context.policy).toMatchObject({ commit: AZURE_BASE });
    expect((await runJob(context, await azureFor(context), { files })).exitCode).toBe(1);
  });

  it("is the default branch's above that of another target branch, though no variable names it", async (context) => {
    const { pullRequests, branches } = azureWorld();
    const world = azureWorld({
      branches: { ...branches, release: AZURE_NEWER },
      files: [...at.files, { commit: AZURE_NEWER, path: ".github/scan-gate.yml", text: LOOSE }],
      pullRequests: pullRequests.map((one) => ({ ...one, targetBranch: "release" })),
    });
    const env = { SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/release" };
    const run = await runJob(context, await azureFor(context, world), { files, env });
    expect(run.exitCode).toBe(1);
    expect(reportOf(run.folder).context.policy.chain).toMatchObject([{ ref: "main" }, { ref: "release" }]);
  });

  it("is the working tree's when Azure refuses, and the report says so", async (context) => {
    const azure = await azureFor(context, azureWorld({ ...at, may: "nothing" }));
    const run = await runJob(context, azure, { files });
    expect(run.exitCode).toBe(0);
    expect(reportOf(run.folder).notes).toContainEqual({
      level: "warning",
      text: expect.stringContaining("working tree"),
    });
  });

  it("is not known when Azure fails, or does not know the repository", async (context) => {
    const fail: Respond = ({ path }) =>
      path.endsWith("/items") ? { kind: "answer", status: 400, body: { message: "bad" } } : undefined;
    const failing = await azureFor(context, azureWorld(at), fail);
    expect((await runJob(context, failing, { files })).exitCode).toBe(2);
    const hidden = await azureFor(context, azureWorld({ repository: { id: "other", name: "other" } }));
    expect((await runJob(context, hidden, { files })).exitCode).toBe(2);
  });
});

describe.concurrent("findings in Azure's own way", () => {
  it("are SARIF in the folder of the reports, and need no token", async (context) => {
    const azure = await azureFor(context);
    const env = { SYSTEM_ACCESSTOKEN: "" };
    const { folder, stderr } = await runJob(context, azure, { env, args: ["--native-findings"] });
    const sarif = JSON.parse(readFileSync(join(folder, "scan-gate", "scan-gate.sarif"), "utf8"));
    expect(sarif.runs.flatMap(({ results }: { results: unknown[] }) => results)).toHaveLength(1);
    expect(stderr).toContain("CodeAnalysisLogs");
  });
});
