import { cleanWorld, ON_PULL_REQUEST } from "./common.ts";
import type { Scenario } from "./scenario.ts";

export const clean: Scenario = {
  name: "clean",
  description: "Both tools looked at the pull request and found nothing.",
  world: cleanWorld,
  ...ON_PULL_REQUEST,
  expected: {
    verdict: "pass",
    exitCode: 0,
    reasons: [],
    outputs: { blocking: "0", total: "0", new: "0", existing: "0", fixed: "0", suppressed: "0" },
    comment: "written",
    upload: "written",
  },
};
