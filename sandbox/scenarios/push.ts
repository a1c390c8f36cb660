import { pushEvent } from "../shop/events.ts";
import { MAIN_TREE } from "../shop/files.ts";
import { busyWorld, QUICK } from "./common.ts";
import type { Scenario } from "./scenario.ts";

export const push: Scenario = {
  name: "push",
  description: "A push to main, where every finding counts, the old ones too.",
  world: busyWorld,
  event: pushEvent,
  inputs: QUICK,
  credentials: true,
  tree: MAIN_TREE,
  expected: {
    verdict: "fail",
    exitCode: 1,
    reasons: ["blocking-findings"],
    outputs: { blocking: "3", total: "5", suppressed: "1", critical: "1", high: "2", medium: "2", low: "0" },
    comment: "none",
    upload: "written",
  },
};
