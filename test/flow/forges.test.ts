import { readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { FORGE_SCENARIOS, showForgeResult } from "../../sandbox/forges/play-forge.ts";
import { forgeDifferences, runOnForge } from "../../sandbox/forges/run-job.ts";
import { findCommands } from "../../sandbox/runner/workflow-commands.ts";
import { makeScreen } from "../../sandbox/terminal.ts";
import { runShell } from "../support/run-shell.ts";

describe.concurrent("the shop's pull request on another forge", () => {
  it.for(FORGE_SCENARIOS)("goes as designed: $name", async (scenario, context) => {
    const result = await runOnForge(scenario, runShell);
    context.onTestFinished(() => rmSync(dirname(dirname(result.reports)), { recursive: true, force: true }));
    expect(forgeDifferences(scenario, result)).toEqual([]);
    expect(result.stderr).not.toMatch(
      /warning: (?!native findings: 1 finding is in the code quality report)/,
    );

    let shown = "";
    showForgeResult(scenario, result, makeScreen({ write: (text) => (shown += text) }, true));
    expect(shown).toContain("Scan Gate failed: 5 findings to fix before this can merge");
    expect(shown).toMatch(/^ {2}job +fail, exit code 1$/m);
    expect(shown).toMatch(/^ {2}status .*ailed/m);
    expect(findCommands(shown)).toEqual([]);
    // No element and no entity is left to be read as text, and no marker is seen.
    expect(shown).not.toMatch(/<br>|<details|&nbsp;|&#|\\u200b|scan-gate-state|scan-gate:default/);
    expect(shown.split("\n").length).toBeLessThan(80);

    const page = readFileSync(result.preview ?? "", "utf8");
    expect(page).toContain(`as ${scenario.forge} shows it</h1>`);
    expect(page).not.toMatch(/&amp;#|scan-gate-state/);
  });

  it("has a name and one sentence for each", () => {
    for (const { name, description } of FORGE_SCENARIOS) {
      expect(name).toMatch(/^[a-z-]+$/);
      expect(description).toMatch(/^[A-Z][^.]*\.$/);
    }
  });
});
