import { describe, expect, it } from "vitest";
import {
  compareSeverity,
  countBySeverity,
  reaches,
  secretSeverity,
  severityFromWord,
  THRESHOLDS,
  worseSeverity,
} from "./severity.ts";

describe("reaches", () => {
  it.each([
    ["critical", ["critical", "high", "medium", "low"]],
    ["unknown", ["critical", "high", "medium", "low"]],
    ["high", ["high", "medium", "low"]],
    ["medium", ["medium", "low"]],
    ["low", ["low"]],
  ] as const)("%s reaches %j", (severity, reached) => {
    expect(THRESHOLDS.filter((threshold) => reaches(severity, threshold))).toEqual(reached);
  });
});

describe("countBySeverity", () => {
  it("counts each severity, and those that nothing has as none", () => {
    const list = (["high", "unknown", "high"] as const).map((severity) => ({ severity }));
    expect(countBySeverity(list)).toEqual({ critical: 0, high: 2, medium: 0, low: 0, unknown: 1 });
    expect(countBySeverity([])).toEqual({ critical: 0, high: 0, medium: 0, low: 0, unknown: 0 });
  });
});

describe("compareSeverity", () => {
  it("puts the most severe first, and what is unknown right behind critical", () => {
    const shuffled = ["low", "unknown", "critical", "medium", "high"] as const;
    expect([...shuffled].sort(compareSeverity)).toEqual(["critical", "unknown", "high", "medium", "low"]);
  });
});

describe("worseSeverity", () => {
  it("takes the more severe of two, in either order", () => {
    expect(worseSeverity("low", "high")).toBe("high");
    expect(worseSeverity("high", "low")).toBe("high");
    expect(worseSeverity("unknown", "high")).toBe("unknown");
    expect(worseSeverity("unknown", "critical")).toBe("critical");
  });
});

describe("severityFromWord", () => {
  it("reads a tool's own scale first, then our words, in any case", () => {
    expect(severityFromWord("ERROR", { error: "high" })).toBe("high");
    expect(severityFromWord(" High ")).toBe("high");
  });

  it.each(["CATASTROPHIC", "", "hіgh", 3, null, undefined, "constructor"])("takes %j for unknown", (word) => {
    expect(severityFromWord(word, { error: "high" })).toBe("unknown");
  });
});

describe("secretSeverity", () => {
  it.each([undefined, null, "", " "])("is high where nobody states one (%j)", (word) => {
    expect(secretSeverity(word)).toBe("high");
  });

  it("is what a tool states, also where that is no word we know", () => {
    expect(secretSeverity("LOW")).toBe("low");
    expect(secretSeverity("ERROR", { error: "high" })).toBe("high");
    expect(secretSeverity("CATASTROPHIC")).toBe("unknown");
    expect(secretSeverity(3)).toBe("unknown");
  });
});
