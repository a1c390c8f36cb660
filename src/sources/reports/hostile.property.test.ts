import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fakeLog } from "../../../test/support/fake-log.ts";
import { finishSteps } from "../../model/steps.ts";
import type { Files } from "../../ports.ts";
import { readReports } from "./collect.ts";
import { parseReport } from "./parse.ts";

const read = (json: unknown) => finishSteps(parseReport(JSON.stringify(json), { path: "x" }));

/** Names that other tools' reports share with those of Semgrep and Snyk, and none that only these two have. */
const SHARED_NAMES = [
  "vulnerabilities",
  "results",
  "errors",
  "version",
  "ok",
  "summary",
  "path",
  "name",
  "packages",
  "components",
  "matches",
  "metrics",
  "findings",
  "error",
  "issues",
  "scan",
  "metadata",
  "files",
  "status",
  "projectName",
  "severity",
];

/** What is only in reports of the two tools: a file without any of it must never be taken for theirs. */
const OWN_NAMES = [
  "runs",
  "scanned",
  "check_id",
  "testId",
  "infrastructureAsCodeIssues",
  "dependencyCount",
  "packageManager",
  "displayTargetFile",
  "uniqueCount",
  "licensesPolicy",
  "filesystemPolicy",
];

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, 0, 1, "", "pass", "fail", "2.1.0"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...SHARED_NAMES), tie("value"), { maxKeys: 6 }),
  ),
})).value;

describe("random JSON", () => {
  it("is never a report of Semgrep or Snyk", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(read(value)).toHaveProperty("refused");
      }),
      { numRuns: 500 },
    );
  });

  it("is never one either when anything at all stands under any names", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!OWN_NAMES.some((name) => text.includes(`"${name}"`)));
        expect(read(value)).toHaveProperty("refused");
      }),
      { numRuns: 500 },
    );
  });

  it("inside of a run of SARIF never throws, and what says that it failed is never whole", () => {
    const anything = fc.jsonValue({ maxDepth: 3 });
    const run = fc.record(
      {
        results: fc.oneof(anything, fc.array(anything, { maxLength: 3 })),
        versionControlProvenance: anything,
        originalUriBaseIds: anything,
        properties: anything,
        artifacts: anything,
        externalPropertyFileReferences: anything,
      },
      { requiredKeys: [] },
    );
    const failed = fc.constantFrom<unknown>(
      { exitCode: 1 },
      { executionSuccessful: false },
      { executionSuccessful: "false" },
      { exitSignalName: "SIGSEGV" },
      { processStartFailureMessage: "gone" },
      { toolExecutionNotifications: [{ level: "error" }] },
    );
    fc.assert(
      fc.property(run, failed, (fields, invocation) => {
        const parsed = read({
          version: "2.1.0",
          runs: [{ ...fields, tool: { driver: { name: "SnykCode" } }, invocations: [{}, invocation] }],
        });
        expect("parts" in parsed && parsed.parts[0]?.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it("under Snyk's own names never hides a problem that it tells of", () => {
    const issue = fc.record({ id: fc.string(), severity: fc.constantFrom("low", "critical", "odd") });
    const entry = fc.record({
      ok: fc.constant(false),
      dependencyCount: fc.nat(),
      vulnerabilities: fc.option(fc.array(issue, { maxLength: 3 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 3 }), (entries) => {
        const parsed = read(entries);
        const part = "parts" in parsed ? parsed.parts[0] : undefined;
        const silent = entries.filter(({ vulnerabilities }) => (vulnerabilities ?? []).length === 0);
        expect(part?.problems).toHaveLength(silent.length);
        const ids = entries.flatMap(({ vulnerabilities = [] }) => vulnerabilities.map(({ id }) => id));
        expect(part?.results.length).toBeGreaterThanOrEqual(new Set(ids).size);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a file that takes long", () => {
  const { log } = fakeLog();
  const filesOf = (text: string): Files => {
    const never = () => Promise.reject(new Error("report files are only read"));
    return {
      writeParts: never,
      remove: never,
      readWorkspace: async () => text,
      findWorkspace: async () => [],
    };
  };
  const sarif = (results: string) =>
    `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[${results}]}]}`;

  it("is left when the time is up, in the middle of it", async () => {
    const controller = new AbortController();
    let now = 0;
    let looks = 0;
    const clock = {
      // Each look at the clock finds it a little later, as if each piece of work took so long.
      now: () => (now += 10),
      sleep: async (_: number, signal: AbortSignal) => {
        looks += 1;
        if (looks === 3) controller.abort(new Error("time is up"));
        signal.throwIfAborted();
      },
    };
    const files = filesOf(sarif(Array.from({ length: 10_000 }, () => "{}").join(",")));
    const pace = { clock, deadline: controller };
    const read = await readReports({ globs: ["a", "b"], files, log, pace, subject: { commits: [] } });
    expect(read.reports).toEqual([]);
    expect(read.reasons).toMatchObject([
      { source: "reports", message: expect.stringContaining("time is up") },
    ]);
    expect(looks).toBe(3);
  });

  it.each([
    [
      "of too many results",
      sarif(Array.from({ length: 200_001 }, () => "{}").join(",")),
      "it lists 200002 results",
    ],
    [
      "of too many values",
      `[${"0,".repeat(2_000_001)}0]`,
      "it is too dense: it holds more than 2,000,000 values",
    ],
  ])("for it is %s is refused", (_, text, why) => {
    const parsed = finishSteps(parseReport(text, { path: "x" }));
    expect(parsed).toMatchObject({ refused: expect.stringContaining(why) });
  });
});
