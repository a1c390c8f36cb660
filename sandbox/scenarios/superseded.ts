import { HEAD_COMMIT, NEWER_COMMIT } from "../shop/names.ts";
import { busySemgrep, pullScan } from "../shop/semgrep.ts";
import type { World } from "../world.ts";
import { cleanWorld, ON_PULL_REQUEST } from "./common.ts";
import type { Scenario } from "./scenario.ts";

const MINUTE = 60_000;

/**
 * A newer commit without the findings was pushed and scanned, and the older commit's job is run again: Semgrep lists
 * its findings as fixed now.
 */
function supersededWorld(now: number): World {
  const world = cleanWorld(now);
  const semgrep = busySemgrep(now);
  const newer = {
    ...pullScan(now + 3 * MINUTE, "none"),
    id: pullScan(now, "none").id + 77,
    commit: NEWER_COMMIT,
  };
  const findings = semgrep.findings.map((finding) =>
    finding.ref === "main" ? finding : { ...finding, commits: [HEAD_COMMIT] },
  );
  return {
    ...world,
    semgrep: { ...semgrep, findings, secrets: [], scans: [newer, ...semgrep.scans] },
  };
}

export const superseded: Scenario = {
  name: "superseded",
  description:
    "A newer commit's scan has changed what Semgrep lists: the older commit's scan proves nothing any more.",
  world: supersededWorld,
  ...ON_PULL_REQUEST,
  expected: {
    verdict: "incomplete",
    exitCode: 1,
    reasons: ["scan-stale"],
    comment: "written",
    upload: "written",
  },
};
