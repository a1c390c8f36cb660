import { describe, expect, it } from "vitest";
import { aFinding, anObservation } from "../../test/support/a-report.ts";
import type { Finding, Observation } from "../model/finding.ts";
import { finishSteps } from "../model/steps.ts";
import { compareObservations, sortFindings } from "./order.ts";

/** Findings in the order that they should have, which they are not given in. */
function expectOrder(findings: readonly Partial<Finding>[]): void {
  const named = findings.map((over, at) =>
    aFinding({ fingerprint: String.fromCodePoint(0x7a - at), ...over }),
  );
  const inOrder = named.map(({ fingerprint }) => fingerprint);
  for (const given of [named, named.toReversed()])
    expect(finishSteps(sortFindings(given)).map(({ fingerprint }) => fingerprint)).toEqual(inOrder);
}

describe("the order of findings", () => {
  it("has first what blocks, then by severity and age", () => {
    expectOrder([
      { blocking: true, severity: "high", status: "existing" },
      { blocking: true, severity: "low", status: "new" },
      { blocking: false, severity: "critical", status: "existing" },
      { blocking: false, severity: "high", status: "new" },
      { blocking: false, severity: "high", status: "unknown" },
      { blocking: false, severity: "high", status: "existing" },
    ]);
  });

  it("goes by path and line where nothing else tells findings apart, and ends with those of no file", () => {
    for (const blocking of [true, false]) {
      const { path: _, line: __, ...nowhere } = aFinding({ blocking });
      const places = ["a.ts", "b.ts", "c.ts"].flatMap((path) => [
        { path, line: 2 },
        { path, line: 10 },
      ]);
      expectOrder(places.map((place) => ({ blocking, ...place })));
      const last = { ...nowhere, fingerprint: "0" };
      const sorted = finishSteps(sortFindings([last, aFinding({ blocking, path: "z.ts" })]));
      expect(sorted.map(({ path }) => path)).toEqual(["z.ts", undefined]);
    }
  });

  it("has severity before path, however many paths there are", () => {
    const many = Array.from({ length: 20 }, (_, at) => ({
      blocking: false,
      path: `${String.fromCodePoint(0x61 + at)}.ts`,
      severity: "high" as const,
    }));
    expectOrder([...many, { blocking: false, path: "a.ts", severity: "medium" }]);
  });

  it("has of blockers first what is reachable for certain", () => {
    expectOrder([
      { blocking: true, path: "z.ts", reachability: "Always_Reachable" },
      { blocking: true, path: "a.ts", reachability: "not always reachable" },
      { blocking: true, path: "b.ts", reachability: "always reachable in tests" },
      { blocking: true, path: "c.ts" },
    ]);
  });
});

describe("the order of observations", () => {
  it("has what a tool ignores behind what it does not", () => {
    const seen: Observation = anObservation({ identity: "b" });
    const ignored: Observation = anObservation({ identity: "a", ignored: { by: "semgrep" } });
    expect([ignored, seen].toSorted(compareObservations)).toEqual([seen, ignored]);
    expect([seen, ignored].toSorted(compareObservations)).toEqual([seen, ignored]);
  });
});
