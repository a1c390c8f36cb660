import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MutantRunOptions, MutantRunResult } from "@stryker-mutator/api/test-runner";
import { afterAll, describe, expect, it } from "vitest";
import { ThreadRunner } from "./thread-runner.ts";

const folder = mkdtempSync(join(tmpdir(), "mutation-"));

/** As Stryker prepares code: each change behind a switch that notes when the code comes by. */
const SOURCE = `
const mutants = globalThis.__stryker__;
function on(...ids: string[]): string | undefined {
  const coverage = (mutants.mutantCoverage ??= { static: {}, perTest: {} });
  const seen = mutants.currentTestId ? (coverage.perTest[mutants.currentTestId] ??= {}) : coverage.static;
  for (const id of ids) seen[id] = (seen[id] ?? 0) + 1;
  if (!ids.includes(mutants.activeMutant)) return undefined;
  if (mutants.hitCount !== undefined && ++mutants.hitCount > mutants.hitLimit) throw new Error("too often");
  return mutants.activeMutant;
}
export const unit = on("another unit") ? "m" : "cm";
if (on("no source")) throw new Error("cannot be loaded");
const kept: number[] = [];
export function sum(a: number, b: number): number {
  switch (on("difference", "turned around", "leaves a trace")) {
    case "difference": return a - b;
    case "turned around": return b + a;
    case "leaves a trace": kept.push(1);
  }
  return a + b + kept.length;
}
export async function told(): Promise<number> {
  await (on("never answers") ? new Promise(() => {}) : undefined);
  return 7;
}
export function countTo(end: number): number {
  let at = 0;
  while (on("never ends") || at < end) at += on("never ends") ? 0 : 1;
  return at;
}
`;

const TESTS = `
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countTo, sum, told, unit } from "./length.ts";
describe("a length", () => {
  it.each([[1, 2, 3], [2, 2, 4]])("adds up", (a, b, total) => expect(sum(a, b)).toBe(total));
  it("has a unit", async () => expect(unit).toBe("cm"));
  it("is told", async () => expect(await told()).toBe(7));
  it("can be counted to", () => expect(countTo(3)).toBe(3));
  it("is never below zero, tried 100 times", () => {
    let cases = 0;
    fc.assert(fc.property(fc.nat(), () => void (cases += 1)), { numRuns: 1000 });
    expect(cases).toBe(100);
  });
});
`;

const source = join(folder, "length.ts");
const tests = join(folder, "length.test.ts");
writeFileSync(source, SOURCE);
writeFileSync(tests, TESTS);

const runner = new ThreadRunner([tests]);
afterAll(async () => {
  await runner.dispose();
  rmSync(folder, { recursive: true });
});

const ADDS_UP = `${tests} > a length > adds up`;
const ADDS_UP_TOO = `${ADDS_UP} (2)`;
const TOLD = `${tests} > a length > is told`;
const COUNTED_TO = `${tests} > a length > can be counted to`;

function run(id: string, more: Partial<MutantRunOptions>): Promise<MutantRunResult> {
  const place = { line: 1, column: 1 };
  return runner.mutantRun({
    activeMutant: {
      id,
      fileName: source,
      location: { start: place, end: place },
      mutatorName: "",
      replacement: "",
    },
    sandboxFileName: source,
    mutantActivation: "runtime",
    reloadEnvironment: false,
    timeout: 300_000,
    disableBail: false,
    ...more,
  });
}

describe("the runner of mutation tests", () => {
  it("tells Stryker which changes each test comes by, and which are made on loading", async () => {
    expect(await runner.dryRun()).toMatchObject({
      tests: [
        { id: ADDS_UP, status: 0 },
        { id: ADDS_UP_TOO, status: 0 },
        { id: `${tests} > a length > has a unit`, status: 0 },
        { id: TOLD, status: 0 },
        { id: COUNTED_TO, status: 0 },
        { id: `${tests} > a length > is never below zero, tried 100 times`, status: 0 },
      ],
      mutantCoverage: {
        static: { "another unit": 1, "no source": 1 },
        perTest: { [ADDS_UP]: { difference: 1 }, [ADDS_UP_TOO]: { difference: 1 } },
      },
    });
  });

  it("counts a change as noticed where a test fails by it, and as not noticed where none does", async () => {
    const testFilter = [ADDS_UP, ADDS_UP_TOO];
    // By the quickest of them, whichever that was.
    const killedBy = [expect.stringContaining(ADDS_UP)];
    expect(await run("difference", { testFilter })).toMatchObject({ status: "killed", killedBy });
    expect(await run("turned around", { testFilter })).toMatchObject({ status: "survived", nrOfTests: 2 });
  });

  it("takes what one change left behind for no sign of the next", async () => {
    expect(await run("leaves a trace", { testFilter: [ADDS_UP] })).toMatchObject({ status: "killed" });
    expect(await run("turned around", { testFilter: [ADDS_UP] })).toMatchObject({ status: "survived" });
  });

  it("has a change that is made on loading on while it loads the tests", async () => {
    expect(await run("another unit", { mutantActivation: "static" })).toMatchObject({ status: "killed" });
    expect(await run("turned around", { mutantActivation: "static" })).toMatchObject({ status: "survived" });
  });

  it("does not count a change with which no test can be loaded", async () => {
    expect(await run("no source", { mutantActivation: "static" })).toMatchObject({ status: "error" });
  });

  it("tells of a change that makes code run without end", async () => {
    const seen = await run("never ends", { testFilter: [COUNTED_TO], hitLimit: 1000 });
    expect(seen).toMatchObject({ status: "timeout" });
  });

  it("tells of a change that makes a test wait without end", async () => {
    expect(await run("never answers", { testFilter: [TOLD] })).toMatchObject({ status: "timeout" });
  });
});
