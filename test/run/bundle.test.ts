import { globSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { differences, ownComments } from "../../sandbox/check.ts";
import type { Stage } from "../../sandbox/play.ts";
import { readFileValues } from "../../sandbox/runner/file-commands.ts";
import { SCENARIOS } from "../../sandbox/scenarios/all.ts";
import { blocked } from "../../sandbox/scenarios/blocked.ts";
import { clean } from "../../sandbox/scenarios/clean.ts";
import type { Respond } from "../../sandbox/service/stand-in.ts";
import { bundleStageFor, commentWrites, HAS_ENTRY, PROJECT } from "../support/run-scenario.ts";
import { expectSafe } from "../support/safe-run.ts";

const COMMENTS = /\/issues\/42\/comments$/;

/** Limits of time that a process meets on however busy a machine. */
const PATIENT = { inputs: { timeout: "10m" }, limitMs: 280_000 };

describe.skipIf(!HAS_ENTRY).concurrent("the bundle", () => {
  it.for(SCENARIOS)("plays the scenario $name as designed, and safely", async (scenario, context) => {
    const stage = await bundleStageFor(context, scenario, PATIENT);
    expect(await stage.lead()).toEqual([]);
    const result = await stage.run();
    expect(differences(scenario, result, stage)).toEqual([]);
    if (scenario.expected.report !== "none") expectSafe(result, stage);
  });
});

describe.skipIf(!HAS_ENTRY)("the bundle's code", () => {
  const folder = join(PROJECT, "dist");
  const files = globSync("*.js", { cwd: folder });

  it("H50: makes no code of text, and takes none from elsewhere", () => {
    expect(files).toContain("index.js");
    const code = files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
    expect(code).not.toMatch(/\beval\s*\(|\bnew Function\s*\(|\bprocess\.binding\b|import\(\s*["'`]https?:/);
  });
});

describe.skipIf(!HAS_ENTRY)("the process", () => {
  const pending = (stage: () => Stage): boolean => stage().sandbox.semgrep.requests.length > 0;

  it.for([
    "SIGINT",
    "SIGTERM",
  ] as const)("F45: %s ends it long before its time is up, and nothing is written after", async (signal, context) => {
    const stage = await bundleStageFor(context, blocked, {
      ...PATIENT,
      faults: { semgrep: () => ({ kind: "hang" }) },
    });
    const running = stage.start();
    while (!pending(() => stage)) await new Promise((resolve) => setTimeout(resolve, 20));
    const sent = Date.now();
    running.kill(signal);
    const result = await running.finished;
    expect(result.exitCode === 0 || (result.exitCode === null && result.signal === null)).toBe(false);
    expect(result.outputs.verdict).toBe("incomplete");
    expect(stage.sandbox.requests().filter(({ at, method }) => at > sent + 50 && method !== "GET")).toEqual(
      [],
    );
    expect(commentWrites(stage)).toEqual([]);
  });

  it("F45: a signal while the comment is being written leaves at most one", async (context) => {
    const github: Respond = ({ method, path }) =>
      method === "POST" && COMMENTS.test(path) ? { kind: "delay", ms: 3000 } : undefined;
    const stage = await bundleStageFor(context, clean, { ...PATIENT, faults: { github } });
    const running = stage.start();
    while (commentWrites(stage).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    running.kill("SIGINT");
    running.kill("SIGTERM");
    const result = await running.finished;
    expect(result.exitCode).not.toBe(0);
    expect(ownComments(stage).length).toBeLessThanOrEqual(1);
    expect(result.outputs.verdict).toBe("incomplete");
  });

  it("F45: after kill -9 the outputs say incomplete, and the next run leaves one comment", async (context) => {
    const github: Respond = ({ method, path }, nth) =>
      method === "POST" && COMMENTS.test(path) && nth === 1 ? { kind: "delay", ms: 400 } : undefined;
    const stage = await bundleStageFor(context, clean, { ...PATIENT, faults: { github } });
    const running = stage.start();
    while (commentWrites(stage).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    running.kill("SIGKILL");
    const killed = await running.finished;
    expect(readFileValues(readFileSync(killed.paths.output, "utf8"))).toMatchObject({
      values: { verdict: "incomplete" },
    });
    expect((await stage.run()).outputs.verdict).toBe("pass");
    expect(ownComments(stage)).toHaveLength(1);
  });

  it("F45: outputs that cannot be written are an error, whatever the verdict", async (context) => {
    const stage = await bundleStageFor(context, clean, PATIENT);
    for (const place of ["/nowhere/at/all", tmpdir()]) {
      const result = await stage.run({ env: { GITHUB_OUTPUT: place } });
      expect(result.exitCode).toBe(1);
    }
  });
});
