import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { busyWorld, onlyPull, onPullRequest, QUICK } from "../../sandbox/scenarios/common.ts";
import { asFork } from "../../sandbox/scenarios/fork.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import {
  commentEvent,
  dispatchEvent,
  scheduleEvent,
  statusEvent,
} from "../../sandbox/shop/default-branch-events.ts";
import { mergeGroupEvent, pullRequestEvent, pushEvent, workflowRunEvent } from "../../sandbox/shop/events.ts";
import { BASE_COMMIT, HEAD_COMMIT, TOKENS } from "../../sandbox/shop/names.ts";
import type { World } from "../../sandbox/world.ts";
import { publishingName } from "../../scripts/publishing-name.ts";
import { readRows, scenarioOf } from "../support/evidence-rows.ts";
import type { Loose } from "../support/loose.ts";
import { PROJECT, situation, stageFor, warningsOf } from "../support/run-scenario.ts";

const WRITER = "sam-berg";

/** What GitHub puts in place of the expressions of the examples, in the sandbox's repository. */
const VALUES: Readonly<Record<string, string>> = {
  "secrets.SEMGREP_API_TOKEN": TOKENS.semgrep,
  "secrets.SNYK_TOKEN": TOKENS.snyk,
  "matrix.number": "42",
  "matrix.part": "backend",
  "matrix.project": "acme/web-shop",
};

function filledIn(expression: string): string {
  const value = VALUES[expression];
  if (value === undefined) throw new Error(`The sandbox has no value for ${expression}`);
  return value;
}

interface ExampleWorkflow {
  readonly permissions: World["github"]["permissions"];
  readonly inputs: Readonly<Record<string, string>>;
}

/** The text of an example, or of the workflow that README tells to copy. */
function textOf(name: string): string {
  if (name !== "README") return readFileSync(join(PROJECT, "examples", "github", `${name}.yml`), "utf8");
  const page = readFileSync(join(PROJECT, "README.md"), "utf8");
  return /^```yaml\n(name: [\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
}

/** The permissions of a workflow's jobs, and what its step gives the action. */
function exampleOf(name: string): ExampleWorkflow {
  const workflow: Loose = parse(textOf(name));
  const steps = Object.values<Loose>(workflow.jobs).flatMap((job) => job.steps);
  const [, repository] = publishingName().name.split("/");
  const step = steps.find(({ uses = "" }) => uses.includes(`/${repository}@`));
  const inputs = Object.entries<string>(step.with).map(([key, value]) => [
    key,
    value.replaceAll(/\$\{\{ *(.*?) *\}\}/g, (_, expression: string) => filledIn(expression)),
  ]);
  return { permissions: workflow.permissions, inputs: Object.fromEntries(inputs) };
}

/** A scenario in which the example alone gives tokens, inputs and permissions. */
function played(name: string, scenario: Scenario): Scenario {
  const { permissions, inputs } = exampleOf(name);
  return {
    ...scenario,
    credentials: false,
    inputs: { ...QUICK, ...inputs, timeout: "20s" },
    world: (now) => {
      const world = scenario.world(now);
      return { ...world, github: { ...world.github, permissions } };
    },
  };
}

const github = (world: World, more: Partial<World["github"]>): World => ({
  ...world,
  github: { ...world.github, ...more },
});
const ofFork = (world: World) => github(world, { pulls: world.github.pulls.map(asFork) });
const byWriter = (body: string) => (world: World) =>
  commentEvent(onlyPull(world), { id: 2_870_114_001, body, author: WRITER });
const withWriter = (world: World) => github(world, { collaborators: { [WRITER]: "write" } });
const partPolicy = (world: World) =>
  github(world, {
    files: [{ commit: BASE_COMMIT, path: ".github/scan-gate-backend.yml", text: "version: 1\n" }],
  });
const CLEAN_SARIF = JSON.stringify({
  version: "2.1.0",
  runs: [{ tool: { driver: { name: "scanner" } }, results: [] }],
});
const REPORTS = { "out/semgrep.sarif": CLEAN_SARIF, "out/scan.sarif": CLEAN_SARIF };

const SNYK_STATUS = { context: "security/snyk (acme-shop)", state: "success", creator: "snyk-io[bot]" };

/** The row of docs/evidence.md in which the repository has two Semgrep projects. */
const twoProjects = (): Scenario => {
  const row = readRows().find(({ id }) => id === "S22");
  if (row === undefined) throw new Error("docs/evidence.md has no row S22");
  return scenarioOf(row);
};

const BOTH = { semgrep: "scan", snyk: "head-projects" };
type ExampleRun = readonly [string, string, Scenario, Readonly<Record<string, string>>];

/** Example, event, situation, and what each source was judged by. */
const RUNS: readonly ExampleRun[] = [
  ["README", "pull_request", situation(), BOTH],
  ["pull-request", "pull_request", situation(), BOTH],
  [
    "pull-request",
    "merge_group",
    situation(undefined, { event: mergeGroupEvent }),
    { ...BOTH, semgrep: "pull-request-scan" },
  ],
  ["only-semgrep", "pull_request", situation(), { semgrep: "scan" }],
  ["only-snyk", "pull_request", situation(), { snyk: "head-projects" }],
  ["monorepo", "pull_request", twoProjects(), BOTH],
  ["enterprise-server", "pull_request", situation(), BOTH],
  ["two-gates", "pull_request", situation(partPolicy), { semgrep: "scan" }],
  ["report-files", "pull_request", situation(undefined, { tree: REPORTS }), { reports: "report" }],
  ["watching", "pull_request", situation(undefined, { world: busyWorld }), BOTH],
  ["push", "push", situation(undefined, { event: pushEvent }), BOTH],
  [
    "forks",
    "workflow_run",
    situation(ofFork, { event: (world) => workflowRunEvent(onlyPull(world)) }),
    { semgrep: "scan", snyk: "base-projects" },
  ],
  [
    "forks-private",
    "pull_request_target",
    situation(ofFork, { event: (world) => pullRequestEvent(onlyPull(world), "pull_request_target") }),
    { semgrep: "scan", snyk: "base-projects" },
  ],
  ["schedule", "schedule", situation(undefined, { event: scheduleEvent }), BOTH],
  [
    "snyk-status",
    "status",
    situation(undefined, { event: () => statusEvent(HEAD_COMMIT, SNYK_STATUS) }),
    BOTH,
  ],
  [
    "dispatch",
    "repository_dispatch",
    situation(undefined, { event: () => dispatchEvent({ commit: HEAD_COMMIT }) }),
    BOTH,
  ],
  ["recheck", "issue_comment", situation(withWriter, { event: byWriter("/scan-gate recheck") }), BOTH],
];

describe.concurrent("an example workflow", () => {
  it.for(RUNS)("%s passes what may pass, on %s", async ([name, , scenario, evidence], context) => {
    const stage = await stageFor(context, played(name, scenario));
    const result = await stage.run();
    expect(result.outputs).toMatchObject({ verdict: "pass", reasons: "[]" });
    const report: Loose = JSON.parse(readFileSync(result.outputs["report-json"] ?? "", "utf8"));
    const told = report.sources.flatMap(({ source, evidence: kind }: Loose) =>
      kind === undefined ? [] : [[source, kind]],
    );
    expect(Object.fromEntries(told)).toEqual(evidence);
    expect(warningsOf(result).filter((text) => /permission|refused|403/i.test(text))).toEqual([]);
  });

  it("pull-request fails what must not pass", async (context) => {
    const stage = await stageFor(
      context,
      played("pull-request", situation(undefined, { world: busyWorld, event: onPullRequest })),
    );
    expect((await stage.run()).outputs.verdict).toBe("fail");
  });

  it.for([
    "pull-request",
    "only-semgrep",
    "only-snyk",
    "monorepo",
    "forks",
    "watching",
  ])("%s is never green when its secrets are missing", async (name, context) => {
    const scenario = played(name, situation(undefined));
    const inputs = { ...scenario.inputs, "semgrep-token": "", "snyk-token": "" };
    const stage = await stageFor(context, { ...scenario, inputs });
    const { outputs } = await stage.run();
    expect(outputs.verdict).toBe("incomplete");
    expect(JSON.parse(outputs.reasons ?? "")[0].code).toBe("no-credentials");
  });
});

describe("accept", () => {
  it("opens the pull request that accepts a finding", async (context) => {
    const accept = situation(undefined, {
      world: (now) => withWriter(github(busyWorld(now), { settings: { actionsOpenPulls: true } })),
      event: byWriter("/scan-gate accept CVE-2021-23337 until 2099-01-31 because only used at build time"),
    });
    const stage = await stageFor(context, played("accept", accept));
    const result = await stage.run();
    expect(result.exitCode).toBe(0);
    expect(result.outputs["exception-url"]).toMatch(/\/pull\/\d+$/);
  });
});
