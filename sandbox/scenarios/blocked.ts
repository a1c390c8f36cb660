import { busyWorld, ON_PULL_REQUEST } from "./common.ts";
import type { Scenario } from "./scenario.ts";

export const blocked: Scenario = {
  name: "blocked",
  description:
    "A pull request brings an SQL injection, a vulnerable lodash, a leaked password and a GPL package.",
  world: busyWorld,
  ...ON_PULL_REQUEST,
  expected: {
    verdict: "fail",
    exitCode: 1,
    reasons: ["blocking-findings"],
    outputs: {
      blocking: "5",
      total: "10",
      new: "7",
      existing: "3",
      fixed: "2",
      suppressed: "2",
      critical: "1",
      high: "6",
      medium: "3",
      low: "0",
    },
    comment: "written",
    upload: "written",
  },
};
