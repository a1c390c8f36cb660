import { describe, expect, it } from "vitest";
import type { Permission } from "../../sandbox/github/world.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { cleanWorld } from "../../sandbox/scenarios/common.ts";
import { BASE_COMMIT, HEAD_BRANCH, HEAD_COMMIT, TOKENS } from "../../sandbox/shop/names.ts";
import type { TestContext } from "../support/run-scenario.ts";
import { judgeReports } from "../support/run-shell.ts";

/** A GitHub whose token has a permission for statuses, or none. */
async function gitHubFor(
  context: TestContext,
  statuses: Readonly<Partial<Record<Permission, "read" | "write">>>,
): Promise<Sandbox> {
  const world = cleanWorld(Date.now());
  const permissions = { ...world.github.permissions, ...statuses };
  const sandbox = await startSandbox({ ...world, github: { ...world.github, permissions } });
  context.onTestFinished(() => sandbox.close());
  return sandbox;
}

const ON_PULL_REQUEST = [
  "--repository=acme/web-shop",
  `--commit=${HEAD_COMMIT}`,
  `--ref=${HEAD_BRANCH}`,
  "--pull-request=42",
  "--base-ref=main",
  `--base-commit=${BASE_COMMIT}`,
];

/** Runs the command line on a report with one finding, for the pull request of the shop. */
const judge = (context: TestContext, { github }: Sandbox, args: readonly string[]) =>
  judgeReports(context, {
    env: { GITHUB_API_URL: github.url, GITHUB_TOKEN: TOKENS.github },
    args: [...ON_PULL_REQUEST, ...args],
  });

const written = ({ github }: Sandbox) =>
  github.writtenStatuses().map(({ sha, context, state }) => ({ sha, context, state }));

describe.concurrent("a commit status of the command line", () => {
  it.for([
    ["critical", 0, "success"],
    ["high", 1, "failure"],
  ] as const)("with --status always and --fail-on %s, ends with %i after pending and %s", async ([
    failOn,
    code,
    state,
  ], context) => {
    const sandbox = await gitHubFor(context, { statuses: "write" });
    const { exitCode } = await judge(context, sandbox, ["--status=always", `--fail-on=${failOn}`]);
    expect(exitCode).toBe(code);
    expect(written(sandbox)).toEqual([
      { sha: HEAD_COMMIT, context: "scan-gate", state: "pending" },
      { sha: HEAD_COMMIT, context: "scan-gate", state },
    ]);
  });

  it.for([
    ["a pass to 1", "critical", [], 1],
    ["a tolerated incomplete run to 1", "critical", ["--reports=gone.json", "--on-incomplete=warn"], 1],
    ["a fail not at all, which is 1", "high", [], 1],
    ["an incomplete run not at all, which is 2", "critical", ["--reports=gone.json"], 2],
  ] as const)("that is refused changes the exit code of %s", async ([, failOn, more, code], context) => {
    const sandbox = await gitHubFor(context, { statuses: "read" });
    const args = ["--status=always", `--fail-on=${failOn}`, ...more];
    const { exitCode, stderr } = await judge(context, sandbox, args);
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(/warning: status: `scan-gate` could not be written: .*statuses: write/);
    expect(written(sandbox)).toEqual([]);
  });

  it("is not written unless it is asked for", async (context) => {
    const sandbox = await gitHubFor(context, { statuses: "write" });
    await judge(context, sandbox, ["--fail-on=critical"]);
    expect(written(sandbox)).toEqual([]);
  });
});
