import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EVENTS } from "../support/evidence/events.ts";
import { SEMGREP_STATES } from "../support/evidence/semgrep-states.ts";
import { SNYK_STATES } from "../support/evidence/snyk-states.ts";
import { namesUnder, type Row, readRows, scenarioOf } from "../support/evidence-rows.ts";
import type { Loose } from "../support/loose.ts";
import { reasonsOf, stageFor } from "../support/run-scenario.ts";
import { expectSafe } from "../support/safe-run.ts";

const ROWS = readRows();

describe("docs/evidence.md", () => {
  it("has at least sixty rows, each of another situation", () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(60);
    const situations = ROWS.map(({ event, semgrep, snyk, inputs }) =>
      JSON.stringify([event, semgrep, snyk, inputs]),
    );
    expect(new Set(situations).size).toBe(ROWS.length);
    expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length);
  });

  it.each([
    ["Events", Object.keys(EVENTS), ROWS.map(({ event }) => event)],
    ["States of Semgrep", Object.keys(SEMGREP_STATES), ROWS.map(({ semgrep }) => semgrep)],
    ["States of Snyk", Object.keys(SNYK_STATES), ROWS.map(({ snyk }) => snyk)],
  ])("explains and shows all of: %s", (heading, known, shown) => {
    expect(namesUnder(heading).toSorted()).toEqual(known.toSorted());
    expect([...new Set(shown)].toSorted()).toEqual(known.toSorted());
  });
});

describe.concurrent("a run ends as its row says", () => {
  it.for(ROWS)("$id: $event, Semgrep $semgrep, Snyk $snyk", async (row, context) => {
    const stage = await stageFor(context, scenarioOf(row));
    const result = await stage.run();
    expectSafe(result, stage);
    const report: Loose = JSON.parse(readFileSync(result.outputs["report-json"] ?? "", "utf8"));
    const told = {
      verdict: result.outputs.verdict,
      exitCode: String(result.exitCode),
      reasons: codesOf(reasonsOf(result)),
      evidence: evidenceOf(report.sources),
    };
    const { verdict, exitCode, reasons, evidence } = row;
    expect(told).toEqual({ verdict, exitCode, reasons, evidence } satisfies Partial<Row>);
  });
});

function codesOf(reasons: ReturnType<typeof reasonsOf>): readonly string[] {
  return [...new Set(reasons.map(({ source, code }) => `${source}: ${code}`))].toSorted();
}

function evidenceOf(sources: Loose): readonly string[] {
  return sources
    .flatMap(({ source, evidence }: Loose) => (evidence === undefined ? [] : [`${source}: ${evidence}`]))
    .toSorted();
}
