import { mergeGroupEvent } from "../shop/events.ts";
import { HEAD_TREE } from "../shop/files.ts";
import { cleanWorld, QUICK } from "./common.ts";
import type { Scenario } from "./scenario.ts";

export const mergeGroup: Scenario = {
  name: "merge-group",
  description: "The merge queue's commit has no scan of its own: that of the pull request counts.",
  world: cleanWorld,
  event: mergeGroupEvent,
  inputs: QUICK,
  credentials: true,
  tree: HEAD_TREE,
  expected: { verdict: "pass", exitCode: 0, reasons: [], comment: "none", upload: "none" },
};
