import { cleanWorld, ON_PULL_REQUEST } from "./common.ts";
import type { Scenario } from "./scenario.ts";

export const incomplete: Scenario = {
  name: "incomplete",
  description: "Snyk is down: Semgrep found nothing, and still nobody may call that a pass.",
  world: cleanWorld,
  ...ON_PULL_REQUEST,
  faults: {
    snyk: () => ({
      kind: "answer",
      status: 503,
      body: "upstream connect error or disconnect/reset before headers",
    }),
  },
  expected: {
    verdict: "incomplete",
    exitCode: 1,
    reasons: ["unreachable"],
    comment: "written",
    upload: "written",
  },
};
