import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { PlayOptions } from "../../sandbox/play.ts";
import type { RunResult } from "../../sandbox/runner/run-action.ts";
import { blocked } from "../../sandbox/scenarios/blocked.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import { workflowRun } from "../../sandbox/scenarios/workflow-run.ts";
import type { RecordedRequest, Respond } from "../../sandbox/service/stand-in.ts";
import { HEAD_COMMIT, PULL_REQUEST } from "../../sandbox/shop/names.ts";
import { codeFinding } from "../../sandbox/shop/semgrep-records.ts";
import type { World } from "../../sandbox/world.ts";
import type { Loose } from "../support/loose.ts";
import { first, onPath, printed, stageFor, type TestContext, warningsOf } from "../support/run-scenario.ts";
import { expectSafe } from "../support/safe-run.ts";

const PASSWORD = "src/mailer.ts";
const BLOCKING = { review: "blocking" };
const REVIEW_PATHS = /\/pulls\/\d+\/(?:comments|reviews|files)$|\/pulls\/comments\/|\/graphql$/;
const SUGGESTED =
  '```suggestion\n  const { rows } = await pool.query("SELECT * FROM orders WHERE customer LIKE $1", [name]);\n```';

async function stageWith(
  context: TestContext,
  options: Partial<PlayOptions> = {},
  scenario: Scenario = blocked,
) {
  // Tests change what the services know while they run.
  const own = { ...scenario, world: (now: number) => structuredClone(scenario.world(now)) };
  const stage = await stageFor(context, own, { ...options, inputs: { ...BLOCKING, ...options.inputs } });
  const { github } = stage.sandbox;
  const run = async (more?: Partial<PlayOptions>) => {
    const result = await stage.run(more);
    expectSafe(result, stage);
    return result;
  };
  return {
    ...{ stage, github, run },
    threads: () => github.reviewComments().filter(({ answers }) => answers === undefined),
    asked: (pattern: RegExp = REVIEW_PATHS): readonly RecordedRequest[] =>
      github.requests.filter(({ path }) => pattern.test(path)),
    writes: () =>
      github.requests.filter(
        ({ method, path, body }) =>
          REVIEW_PATHS.test(path) && method !== "GET" && !body.includes("query ReviewThreads"),
      ),
  };
}

/** The blocked pull request with something of its world changed. */
function changed(change: (world: World) => World, scenario: Scenario = blocked): Scenario {
  return { ...scenario, world: (now) => change(scenario.world(now)) };
}

function withPermissions(permissions: Partial<World["github"]["permissions"]>): Scenario {
  return changed((world) => ({
    ...world,
    github: { ...world.github, permissions: { ...world.github.permissions, ...permissions } },
  }));
}

/** Fixes the leaked password, which Semgrep alone sees; Snyk goes on seeing the query. */
function fixPassword(world: World): void {
  for (const { body } of world.semgrep.secrets as Loose) body.status = "FINDING_STATUS_FIXED";
}

/** The file's text with a comment's suggestion taken over, as GitHub does it. */
function takenOver(text: string, { body, line = 0, startLine = line }: Loose): string {
  const [, , suggested = ""] = /^(`{3,})suggestion\n([\s\S]*?)\n\1$/m.exec(body) ?? [];
  const lines = text.split("\n");
  return [...lines.slice(0, startLine - 1), suggested, ...lines.slice(line)].join("\n");
}

function many(count: number): Scenario {
  const findings = Array.from({ length: count }, (_, index) =>
    codeFinding({
      id: 9_000 + index,
      path: "src/generated.ts",
      line: index + 1,
      severity: index < 3 ? "critical" : "high",
      rule: `rule-${index}`,
      message: `Problem number ${index}.`,
      cwe: "CWE-20: Improper Input Validation",
    }),
  );
  const patch = `@@ -0,0 +1,${count} @@\n${findings.map((_, index) => `+line ${index};`).join("\n")}`;
  return changed((world) => ({
    ...world,
    semgrep: { ...world.semgrep, findings: [...world.semgrep.findings, ...findings] },
    github: {
      ...world.github,
      pulls: world.github.pulls.map((pull) => ({
        ...pull,
        diff: [{ filename: "src/generated.ts", status: "added" as const, patch }],
      })),
    },
  }));
}

/** Warnings that are no annotation of a finding. */
const troubleOf = (result: RunResult) => warningsOf(result).filter((text) => text.includes("review"));

const reportOf = (result: RunResult): Loose =>
  JSON.parse(readFileSync(result.outputs["report-json"] ?? "", "utf8"));

describe.concurrent("review threads", () => {
  it("are written as one review, each on the lines of its finding", async (context) => {
    const { run, github, threads, asked } = await stageWith(context);
    const result = await run();
    expect(troubleOf(result)).toEqual([]);
    expect(github.reviews()).toMatchObject([{ pull: PULL_REQUEST, commit: HEAD_COMMIT, event: "COMMENT" }]);
    const query = threads().find(({ path }) => path === "src/db.ts");
    expect(query).toMatchObject({ startLine: 18, line: 20 });
    expect(query?.body).toContain(SUGGESTED);
    const blockers = reportOf(result).findings.filter((finding: Loose) => finding.blocking);
    for (const thread of threads()) {
      const finding = blockers.find(({ fingerprint }: Loose) => thread.body.includes(fingerprint));
      expect(thread).toMatchObject({ path: finding.path, line: finding.endLine ?? finding.line });
    }
    expect(threads().length).toBeGreaterThan(1);
    expect(asked().map(({ method }) => method)).toEqual(["GET", "GET", "POST"]);
    expect([result.outputs.verdict, result.exitCode]).toEqual(["fail", 1]);
  });

  it("stay as they are when nothing has changed", async (context) => {
    const { run, threads, github } = await stageWith(context);
    await run();
    const before = threads();
    await run();
    expect(threads()).toEqual(before);
    expect(github.reviews()).toHaveLength(1);
  });

  it("are for fixes of lines of the diff only, where that is wanted", async (context) => {
    const { run, threads } = await stageWith(context, { inputs: { review: "fixes" } });
    await run();
    expect(threads().map(({ path }) => path)).toEqual(["src/db.ts"]);
    const fixed = takenOver(blocked.tree["src/db.ts"] ?? "", threads()[0]);
    expect(fixed).toContain("readonly OrderRow[]> {\n  const { rows } = await pool.query(");
    expect(fixed).toContain("[name]);\n  return rows;");
  });

  it("are neither read nor written when they are off, and in a dry run", async (context) => {
    const { run, asked } = await stageWith(context, { inputs: { review: "off" } });
    await run();
    await run({ inputs: { ...BLOCKING, "dry-run": "true" } });
    expect(asked()).toEqual([]);
  });

  it("are resolved when their findings are fixed", async (context) => {
    const { run, threads, github, stage, asked } = await stageWith(
      context,
      { inputs: { require: "semgrep" } },
      withPermissions({ contents: "write" }),
    );
    await run();
    const ours = threads().filter(({ path }) => path === PASSWORD);
    expect(ours).toHaveLength(1);
    fixPassword(stage.world);
    await run();
    expect([...github.resolvedThreads()]).toContain(ours[0]?.id);
    expect(threads().map(({ id }) => id)).toContain(ours[0]?.id);
    const mutations = () => asked(/graphql/).filter(({ body }) => body.includes("mutation"));
    const before = mutations().length;
    const result = await run();
    expect(mutations()).toHaveLength(before);
    expect(troubleOf(result)).toEqual([]);
  });

  it("are deleted where GitHub does not let them be resolved", async (context) => {
    const { run, threads, github, stage } = await stageWith(context, { inputs: { require: "semgrep" } });
    await run();
    fixPassword(stage.world);
    const result = await run();
    expect(threads().some(({ path }) => path === PASSWORD)).toBe(false);
    expect(github.resolvedThreads().size).toBe(0);
    expect(printed(result)).toContain("because GitHub resolves threads only with");
    expect(troubleOf(result)).toEqual([]);
  });

  it("stay where a person answered", async (context) => {
    const { run, threads, github, stage } = await stageWith(
      context,
      { inputs: { require: "semgrep" } },
      withPermissions({ contents: "write" }),
    );
    await run();
    const [first] = threads().filter(({ path }) => path === PASSWORD);
    github.answerReview(first?.id ?? 0, "jo-winter", "This is only for tests.");
    fixPassword(stage.world);
    await run();
    expect(threads()).toContainEqual(first);
    expect(github.resolvedThreads().has(first?.id ?? 0)).toBe(false);
  });

  it("stay where the source of their finding did not answer", async (context) => {
    let isDown = false;
    const semgrep: Respond = ({ path }) =>
      isDown && path.includes("/secrets") ? { kind: "answer", status: 403 } : undefined;
    const { run, threads, stage } = await stageWith(context, { faults: { semgrep } });
    await run();
    const before = threads();
    fixPassword(stage.world);
    isDown = true;
    const result = await run();
    expect(result.outputs.verdict).not.toBe("pass");
    expect(threads()).toEqual(before);
  });

  it("are at most 20, the worst, and the comment tells how many are left out", async (context) => {
    const { run, threads, github } = await stageWith(context, { inputs: { require: "semgrep" } }, many(30));
    const result = await run();
    expect(troubleOf(result)).toEqual([]);
    expect(threads()).toHaveLength(20);
    expect(threads().filter(({ body }) => body.includes("critical"))).toHaveLength(3);
    const told = "10 more findings have none";
    expect(github.comments().some(({ body }) => body.includes(told))).toBe(true);
    expect(JSON.stringify(reportOf(result).notes)).toContain(told);
    await run();
    expect(threads()).toHaveLength(20);
  });

  it("need a permission that the warning names, and change no verdict", async (context) => {
    const { run, threads, writes } = await stageWith(
      context,
      {},
      withPermissions({ "pull-requests": "read" }),
    );
    const result = await run();
    expect(threads()).toEqual([]);
    expect(writes()).toHaveLength(1);
    const [warning] = warningsOf(result).filter((text) => text.includes("review:"));
    expect(warning).toContain("pull-requests: write");
    expect([result.outputs.verdict, result.exitCode]).toEqual(["fail", 1]);
  });

  it("that GitHub refuses are a warning with its words", async (context) => {
    const body = { message: "Unprocessable Entity", errors: ["thread line must be part of the diff"] };
    const refuse = onPath(/\/reviews$/, { kind: "answer", status: 422, body });
    const { run, writes } = await stageWith(context, { faults: { github: refuse } });
    const result = await run();
    expect(writes()).toHaveLength(1);
    expect(warningsOf(result).join()).toContain("Unprocessable Entity");
    expect(result.outputs.verdict).toBe("fail");
  });

  it("are not written again when only the answer was lost", async (context) => {
    const lost = onPath(/\/reviews$/, { kind: "after", status: 502 });
    const { run, github } = await stageWith(context, { faults: { github: lost } });
    const result = await run();
    expect(github.reviews()).toHaveLength(1);
    expect(troubleOf(result)).toEqual([]);
  });

  it("are written once more when the request was lost", async (context) => {
    const lost = onPath(/\/reviews$/, { kind: "answer", status: 502 }, first(1));
    const { run, github, threads } = await stageWith(context, { faults: { github: lost } });
    await run();
    expect(github.reviews()).toHaveLength(1);
    expect(threads().length).toBeGreaterThan(1);
  });

  it("are not written by the run of an older commit", async (context) => {
    const { run, writes, stage } = await stageWith(context);
    const event = blocked.event(stage.world);
    Object.assign(stage.world.github.pulls[0]?.head ?? {}, { sha: "f".repeat(40) });
    await run({ event });
    expect(writes()).toEqual([]);
  });

  it("are written on a pull request of a fork by the companion workflow", async (context) => {
    const { run, threads } = await stageWith(context, {}, workflowRun);
    await run();
    expect(threads().map(({ path }) => path)).toContain("src/db.ts");
  });
});
