import { describe, expect, it } from "vitest";
import { mostCautiousReachability, plainReachability } from "./reachability.ts";

const NEWS = "a word that nobody knows";

describe("of two words on reachability", () => {
  it.each([
    "reachable",
    "Always Reachable",
    "conditionally_reachable",
    "function",
    "package",
  ])("%j says that it is reached, and counts above all others", (word) => {
    expect(mostCautiousReachability([NEWS, word])).toBe(word);
    expect(mostCautiousReachability(["unreachable", word])).toBe(word);
  });

  it.each([
    "unreachable",
    "no-path-found",
    "No  Path Found",
  ])("%j says that it is not, and counts below what nobody knows", (word) => {
    expect(mostCautiousReachability([word, NEWS])).toBe(NEWS);
    expect(mostCautiousReachability(["no info", word])).toBe(word);
  });

  it.each([
    "no-info",
    "not-applicable",
    "NO_REACHABILITY_ANALYSIS",
    "undetermined",
    "unknown",
    "",
    " - ",
  ])("%j says nothing, and counts below all others", (word) => {
    expect(mostCautiousReachability([word, "unreachable"])).toBe("unreachable");
    expect(mostCautiousReachability([word])).toBe(word);
  });

  it("the first is told of equals", () => {
    expect(mostCautiousReachability(["function", "reachable", "package"])).toBe("function");
  });
});

describe("a word on reachability", () => {
  it("is compared in lower case, with one space for whatever joins its parts", () => {
    expect(plainReachability("  No_-_PATH \t found- ")).toBe("no path found");
  });
});
