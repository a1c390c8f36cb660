import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEVERITIES, type Severity } from "../../model/severity.ts";
import { levelOf, precisionOf, problemSeverityOf, securitySeverity } from "./grade.ts";

/** What GitHub makes of the number. */
function shownAs(score: number): string {
  if (score > 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return "low";
}

describe("securitySeverity", () => {
  it.each([
    ["critical", undefined, 9.5],
    ["unknown", undefined, 9.1],
    ["unknown", 3, 9.1],
    ["high", undefined, 8],
    ["medium", undefined, 5.5],
    ["low", undefined, 2],
    ["critical", 9.8, 9.8],
    ["critical", 9, 9.1],
    ["critical", 7.5, 9.5],
    ["high", 7.25, 7.3],
    ["high", 8.96, 8.9],
    ["medium", 9.8, 5.5],
    ["low", 0, 2],
    ["low", 0.04, 0.1],
    ["low", Number.NaN, 2],
    ["critical", 11, 9.5],
  ] as const)("of %s with score %s is %s", (severity, score, expected) => {
    expect(securitySeverity(severity, score)).toBe(expected);
  });

  it("is always shown as the severity itself, and an unknown one as the worst", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Severity>(...SEVERITIES),
        fc.option(fc.double(), { nil: undefined }),
        (severity, score) => {
          const value = securitySeverity(severity, score);
          expect(value.toFixed(1)).toMatch(/^(?:10\.0|\d\.\d)$/);
          expect(shownAs(Number(value.toFixed(1)))).toBe(severity === "unknown" ? "critical" : severity);
        },
      ),
    );
  });
});

describe("levels", () => {
  it("make an error of what reaches high or cannot be read", () => {
    expect(SEVERITIES.map(levelOf)).toEqual(["error", "error", "warning", "note", "error"]);
    expect(SEVERITIES.map(problemSeverityOf)).toEqual([
      "error",
      "error",
      "warning",
      "recommendation",
      "error",
    ]);
  });

  it("are surest where versions are looked up", () => {
    expect([precisionOf("sca"), precisionOf("sast")]).toEqual(["very-high", "high"]);
  });
});
