import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FORGE_SCENARIOS } from "../../sandbox/forges/play-forge.ts";
import { findCommands } from "../../sandbox/runner/workflow-commands.ts";
import { SCENARIOS } from "../../sandbox/scenarios/all.ts";
import { PROJECT } from "../support/run-scenario.ts";

const DEMO = join(PROJECT, "dist", "sandbox", "index.js");
const HAS_DEMO = existsSync(DEMO);
if (!HAS_DEMO) process.stderr.write(`The demonstration is not tested: there is no ${DEMO} yet\n`);

function demo(...args: readonly string[]): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [DEMO, ...args], {
    cwd: tmpdir(),
    encoding: "utf8",
    timeout: 280_000,
  });
  return { code: status, text: stdout + stderr };
}

describe.skipIf(!HAS_DEMO)("the demonstration", () => {
  it("plays the first scenario: a gate that fails as it must is a success", () => {
    const { code, text } = demo();
    expect(code).toBe(0);
    expect(text).toContain("Scenario: blocked");
    expect(text).toContain("<!-- scan-gate:default -->");
    expect(text).toMatch(/exit code +1/);
    expect(text).toMatch(/JSON report +\S+report\.json/);
    expect(text).toContain("The scenario went as designed.");
    expect(text).not.toContain("\u001b");
  });

  it("plays another one by its name", () => {
    expect(demo("clean")).toMatchObject({ code: 0, text: expect.stringContaining("Scenario: clean") });
  });

  it("runs the command line as a job of another forge's CI", () => {
    const { code, text } = demo("gitlab");
    expect(code).toBe(0);
    expect(text).toContain("Comment on the merge request, as GitLab shows it");
    expect(text).toMatch(/status +scan-gate failed/);
    expect(text).toContain("The scenario went as designed.");
  });

  it("serves a scenario until it is told to end, with what one needs to try it", async () => {
    const child = spawn(process.execPath, [DEMO, "--serve", "clean"], { cwd: tmpdir() });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    let text = "";
    await new Promise<void>((resolve) => {
      child.stdout.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        if (text.includes("Ctrl-C")) resolve();
      });
    });
    const setting = (name: string) => new RegExp(`^${name}=(.+)$`, "m").exec(text)?.[1] ?? "";
    const answer = await fetch(`${setting("GITHUB_API_URL")}/repos/acme/web-shop`, {
      headers: { authorization: `token ${setting("GITHUB_TOKEN")}` },
    });
    child.kill("SIGTERM");
    expect(answer.status).toBe(200);
    expect(text).toMatch(/^node --env-file=\.env dist\/cli\.js doctor /m);
    expect(await ended).toBe(0);
  });

  it("lists the scenarios", () => {
    const { code, text } = demo("--list");
    expect(code).toBe(0);
    for (const { name } of [...SCENARIOS, ...FORGE_SCENARIOS]) expect(text).toContain(name);
  });

  it("tells how it is used", () => {
    expect(demo("--help")).toMatchObject({ code: 0, text: expect.stringContaining("npm start -- --list") });
  });

  it.each([["nope"], ["--nope"], ["clean", "blocked"]])("%s %s is refused with the names", (...args) => {
    const { code, text } = demo(...args);
    expect(code).toBe(2);
    expect(text).toContain("waiting");
  });

  it("shows nothing that could be a command of the job that runs it", () => {
    const { text } = demo("hostile");
    expect(findCommands(text)).toEqual([]);
  });
});
