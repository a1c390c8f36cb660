import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { differences, ownComments } from "../../sandbox/check.ts";
import type { Stage } from "../../sandbox/play.ts";
import type { RunResult } from "../../sandbox/runner/run-action.ts";
import { SCENARIOS } from "../../sandbox/scenarios/all.ts";
import { blocked } from "../../sandbox/scenarios/blocked.ts";
import { huge } from "../../sandbox/scenarios/huge.ts";
import { mergeGroup } from "../../sandbox/scenarios/merge-group.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import { waiting } from "../../sandbox/scenarios/waiting.ts";
import { workflowRun } from "../../sandbox/scenarios/workflow-run.ts";
import { HEAD_COMMIT, MERGE_COMMIT, MERGE_REF } from "../../sandbox/shop/names.ts";
import { briskClock } from "../support/clock.ts";
import type { Loose } from "../support/loose.ts";
import { byClock, commentWrites, stageFor, type TestContext } from "../support/run-scenario.ts";
import { expectSafe } from "../support/safe-run.ts";
import { HAS_MULTITOOL, HAS_SCHEMA, multitoolErrors, schemaCheck } from "../support/sarif-judges.ts";

const HEADINGS = { pass: /passed/, fail: /failed/, incomplete: /incomplete/ };

/** It keeps the processor busy: beside it the runs of other scenarios would reach their time limits. */
const LIGHT = SCENARIOS.filter((scenario) => scenario !== huge);

describe.concurrent("every scenario", () => {
  it.for(
    LIGHT,
  )("$name goes as designed, and safely; a second run writes no comment again", async (scenario, context) => {
    await goesAsDesigned(scenario, context);
  });
});

it("a scenario of thousands of findings does too, and says of all of them what the comment has room for", async (context) => {
  const [comment = ""] = await goesAsDesigned(huge, context);
  expect(comment.length).toBeLessThanOrEqual(65_536);
  expect(comment).toMatch(/3[,.\u202f ]?500/);
  expect(comment).toContain("package-450");
});

/** The SARIF files of the scenarios that were played, by their names. */
const SARIF = new Map<string, string>();

/** Plays a scenario twice, and gives the comments after the first time. */
async function goesAsDesigned(scenario: Scenario, context: TestContext): Promise<readonly string[]> {
  const stage = await stageFor(context, scenario);
  expect(await stage.lead()).toEqual([]);
  const result = await stage.run();
  expect(differences(scenario, result, stage)).toEqual([]);
  const ages = /^age: (\d+) new, (\d+) existing, (\d+) unknown,/m.exec(result.stdout)?.slice(1).map(Number);
  if (ages !== undefined) expect(ages.reduce((sum, age) => sum + age)).toBe(Number(result.outputs.total));
  expect(result.stdout, "a part of the log in which nothing stands").not.toMatch(
    /^::group::.*\n::endgroup::$/m,
  );
  expect(result.outputs["report-json"] === undefined).toBe(scenario.expected.report === "none");
  if (scenario.expected.report !== "none") expectWhole(scenario, result, stage);
  const file = result.outputs["sarif-file"] ?? "";
  if (file !== "") SARIF.set(scenario.name, readFileSync(file, "utf8"));

  const writes = commentWrites(stage).length;
  const comments = ownComments(stage);
  const again = await stage.run();
  expect(again.outputs.verdict).toBe(result.outputs.verdict);
  if (scenario.expected.comment === "written") expect(commentWrites(stage)).toHaveLength(writes);
  expect(ownComments(stage)).toEqual(comments);
  return comments;
}

/** What each document of a run must hold, and that they agree. */
function expectWhole(scenario: Scenario, result: RunResult, stage: Stage): void {
  expectSafe(result, stage);

  const report: Loose = JSON.parse(readFileSync(result.outputs["report-json"] ?? "", "utf8"));
  expect(report).toMatchObject({ schema: "scan-gate/report@1", verdict: scenario.expected.verdict });
  expect(report.reasons).toEqual(JSON.parse(result.outputs.reasons ?? ""));
  for (const name of [
    "total",
    "new",
    "existing",
    "fixed",
    "suppressed",
    "critical",
    "high",
    "medium",
    "low",
    "blocking",
  ]) {
    expect(String(report.counts[name])).toBe(result.outputs[name]);
  }
  expect(report.findings.filter((finding: Loose) => finding.blocking)).toHaveLength(
    Number(result.outputs.blocking),
  );
  expect(result.summary).toMatch(HEADINGS[scenario.expected.verdict]);
  const asked = report.sources.some(({ status }: Loose) => status !== "off");
  for (const phase of ["set-up", ...(asked ? ["reading", "judging"] : []), "publishing"]) {
    expect(result.summary).toMatch(new RegExp(`^\\| ${phase} \\| [\\d.]+&nbsp;(?:ms|s) \\|`, "m"));
  }
  if (scenario.expected.upload === "written") {
    expect(existsSync(result.outputs["sarif-file"] ?? "")).toBe(true);
    expect(result.outputs["sarif-id"]).toBe(stage.sandbox.github.uploads().at(-1)?.id);
  }

  const [comment, ...others] = ownComments(stage).filter((text) => text.startsWith("<!--"));
  expect(others).toEqual([]);
  if (scenario.expected.comment === "none") return;
  const lines = (comment ?? "").split("\n");
  expect(lines[0]).toBe("<!-- scan-gate:default -->");
  expect(lines.find((line) => line.startsWith("#"))).toMatch(HEADINGS[scenario.expected.verdict]);
  expect(result.outputs["comment-url"]).toContain("#issuecomment-");
  // A link that leads nowhere is worse than none: only results that code scanning took are linked.
  const took = stage.sandbox.github
    .uploads()
    .some(({ analyses }) => analyses.some(({ results }) => results > 0));
  expect((comment ?? "").includes("/security/code-scanning?query=pr:")).toBe(took);
}

describe.concurrent("a blocked pull request", () => {
  it("names every blocker in the comment, and what fixes it", async (context) => {
    const stage = await stageFor(context, blocked);
    await stage.run();
    const [comment] = ownComments(stage);
    for (const text of [
      "src/db.ts",
      "src/mailer.ts",
      "lodash",
      "4.17.21",
      "invoice-layout",
      "GPL",
      "CVE-2021-23337",
    ]) {
      expect(comment).toContain(text);
    }
  });

  it("has the same comment at another time", async (context) => {
    const [one, other] = [await stageFor(context, blocked), await stageFor(context, blocked)];
    await one.run();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await other.run();
    expect(ownComments(other)).toEqual(ownComments(one));
  });

  it("uploads one run for each source and tool, for the merge commit", async (context) => {
    const stage = await stageFor(context, blocked);
    await stage.run();
    const uploads = stage.sandbox.github.uploads();
    expect(uploads).toMatchObject([{ commit: MERGE_COMMIT, ref: MERGE_REF }]);
    expect(uploads[0]?.analyses.map(({ category, results }) => [category, results])).toEqual([
      ["scan-gate/semgrep/", 5],
      ["scan-gate/snyk/", 8],
    ]);
  });

  it("gives lines of files that are there GitHub's own hash", async (context) => {
    const stage = await stageFor(context, blocked);
    await stage.run();
    const document: Loose = stage.sandbox.github.uploads()[0]?.document;
    const results = document.runs.flatMap((run: Loose) => run.results);
    const inCode = results.filter(
      (result: Loose) => result.locations[0].physicalLocation.artifactLocation.uri === "src/db.ts",
    );
    expect(inCode).toHaveLength(2);
    for (const result of inCode) {
      expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]+:\d+$/);
    }
  });

  it("is judged the same with debug output, which shows no header", async (context) => {
    const stage = await stageFor(context, blocked);
    const result = await stage.run({ env: { RUNNER_DEBUG: "1" } });
    expect(result.outputs.verdict).toBe("fail");
    expectSafe(result, stage);
    expect(result.stdout.toLowerCase()).not.toContain("authorization");
  });

  it("writes nothing anywhere in a dry run", async (context) => {
    const stage = await stageFor(context, blocked);
    const result = await stage.run({ inputs: { "dry-run": "true" } });
    expect(result).toMatchObject({ exitCode: 1, outputs: { verdict: "fail" } });
    const writes = stage.sandbox
      .requests()
      .filter(({ method, path }) => method !== "GET" && !path.endsWith("/scans/search"));
    expect(writes).toEqual([]);
  });
});

describe.concurrent("other events", () => {
  it("the merge queue tells which evidence it took", async (context) => {
    const stage = await stageFor(context, mergeGroup);
    const result = await stage.run();
    const report: Loose = JSON.parse(readFileSync(result.outputs["report-json"] ?? "", "utf8"));
    const semgrep = report.sources.find((source: Loose) => source.source === "semgrep");
    expect(semgrep).toMatchObject({ evidence: "pull-request-scan", commit: HEAD_COMMIT });
  });

  it("a fork's companion uploads for the head of its pull request", async (context) => {
    const stage = await stageFor(context, workflowRun);
    await stage.run();
    expect(stage.sandbox.github.uploads()).toMatchObject([{ commit: HEAD_COMMIT, ref: "refs/pull/42/head" }]);
  });

  it("a scan that comes late is looked for once per pause", async (context) => {
    const clock = briskClock();
    const looks: number[] = [];
    const stage = await stageFor(context, waiting, {
      launch: byClock(clock),
      faults: {
        semgrep: ({ path }) => {
          if (path.endsWith("/scans/search")) looks.push(clock.now());
          return undefined;
        },
      },
    });
    const result = await stage.run();
    expect(result.outputs.verdict).toBe("pass");
    expect(looks).toHaveLength(5);
    const gaps = looks.slice(1).map((look, index) => look - (looks[index] ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(190);
    expect(gaps.at(-1)).toBeGreaterThan(gaps[0] ?? 0);
  });
});

describe.skipIf(!HAS_SCHEMA || !HAS_MULTITOOL)("the SARIF files of all scenarios", () => {
  it("have no error by the schema of OASIS and by GitHub's rules", async () => {
    const texts = Object.fromEntries(SARIF);
    expect(Object.keys(texts).length).toBeGreaterThan(SCENARIOS.length / 2);
    expect(Object.keys(texts)).toContain("huge");
    const errorsIn = schemaCheck();
    for (const [name, text] of Object.entries(texts)) expect(errorsIn(text), name).toEqual([]);
    expect(await multitoolErrors(texts)).toEqual([]);
  });
});
