import { describe, expect, it } from "vitest";
import { SCENARIOS } from "./all.ts";
import { outcomeOf } from "./scenario.ts";

describe("the story of a scenario", () => {
  it.each(SCENARIOS)("$name has two lines, each a sentence that fits a line", (scenario) => {
    for (const line of [scenario.description, outcomeOf(scenario.expected)]) {
      expect(line).toMatch(/^[^\n]{20,140}\.$/);
    }
  });

  it("says what must come of it", () => {
    const names = ["blocked", "clean", "incomplete", "stranger"];
    const stories = SCENARIOS.filter(({ name }) => names.includes(name));
    expect(stories.map(({ expected }) => outcomeOf(expected))).toEqual([
      "It must end so: the verdict is fail (blocking-findings), and the job fails.",
      "It must end so: the verdict is pass, and the job passes.",
      "It must end so: the verdict is incomplete (unreachable), and the job fails.",
      "It must end so: nothing is judged, and the job passes.",
    ]);
  });
});
