import type { SemgrepScan } from "../semgrep/world.ts";
import { HEAD_COMMIT } from "../shop/names.ts";
import type { World } from "../world.ts";
import { cleanWorld, ON_PULL_REQUEST } from "./common.ts";
import type { Scenario } from "./scenario.ts";

/** The pull request's scan shows up at the third look, runs, and is done at the fifth. */
function lateScan(scan: SemgrepScan): SemgrepScan {
  if (scan.commit !== HEAD_COMMIT) return scan;
  return {
    ...scan,
    timeline: [
      { look: 3, status: "PENDING" },
      { look: 4, status: "RUNNING" },
      { look: 5, status: "COMPLETED" },
    ],
  };
}

function waitingWorld(now: number): World {
  const world = cleanWorld(now);
  return { ...world, semgrep: { ...world.semgrep, scans: world.semgrep.scans.map(lateScan) } };
}

export const waiting: Scenario = {
  name: "waiting",
  description: "Semgrep's scan of the commit appears and completes while the gate waits for it.",
  world: waitingWorld,
  ...ON_PULL_REQUEST,
  expected: { verdict: "pass", exitCode: 0, reasons: [], comment: "written", upload: "written" },
};
