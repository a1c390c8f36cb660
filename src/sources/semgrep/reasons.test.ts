import { expect, test } from "vitest";
import { HEAD, OLD, PULL_REQUEST, scan } from "../../../test/support/semgrep-world.ts";
import { scanReason, waitingLine } from "./reasons.ts";
import { chooseScan } from "./scans/find-scan.ts";
import { toScan } from "./scans/scan.ts";
import { scanTargets } from "./scans/targets.ts";
import { scansSchema } from "./schema.ts";

const { mergeCommit: _, ...HEAD_ONLY } = PULL_REQUEST;
const TARGETS = scanTargets(HEAD_ONLY);

function choose(...overrides: readonly Readonly<Record<string, unknown>>[]) {
  return chooseScan(scansSchema.parse({ scans: overrides.map(scan) }).scans.map(toScan), TARGETS);
}

function reason(
  choice: ReturnType<typeof choose>,
  more: Partial<Parameters<typeof scanReason>[1]> = {},
): string {
  if (choice.kind === "ready") throw new Error("there is a scan");
  const { code, message } = scanReason(choice, {
    project: "acme/shop",
    targets: TARGETS,
    waitedMs: 0,
    ...more,
  });
  return `${code}: ${message}`;
}

test("each way to have no scan is told in its own words, with one thing to do", () => {
  expect(reason(choose(), { waitedMs: 240_000 })).toBe(
    `scan-missing: Semgrep has no scan of ${HEAD} in project acme/shop after 4 min (likely causes: the Semgrep job or managed scans are not set up for this event, the job is queued, or it runs for another project). See that Semgrep scans this event, then run this job again.`,
  );
  expect(reason(choose({ commit: OLD }), { distance: { ahead: 1, behind: 0 }, waitedMs: 45_000 })).toBe(
    `scan-stale: Semgrep's newest scan of refs/pull/5/merge in project acme/shop is of ${OLD}, not of ${HEAD}, 1 commit apart after 45 s. See that Semgrep scans every push, then run this job again.`,
  );
  expect(reason(choose({ status: "SCAN_STATUS_PENDING", started_at: null, completed_at: null }))).toBe(
    `scan-running: Semgrep's scan of ${HEAD} in project acme/shop was not finished in time: scan 100 is pending. Run this job again when the scan is done, or raise \`timeout\`.`,
  );
  expect(
    reason(choose({ status: "SCAN_STATUS_ERROR", exit_code: 2 }), { ciJob: "https://ci.example/1" }),
  ).toBe(
    `scan-failed: Semgrep's scan of ${HEAD} in project acme/shop did not succeed: scan 100 has the status error, exit code 2. Look at its CI job https://ci.example/1 and run it again, then this job.`,
  );
});

test("the line for the log says what is there instead", () => {
  const about = { project: "acme/shop", targets: TARGETS, waitedMs: 0 };
  expect(waitingLine(choose({}), about)).toMatch(/is ready$/);
  expect(waitingLine(choose({ commit: OLD }), about)).toContain(
    `the newest one of refs/pull/5/merge is of ${OLD}`,
  );
  expect(waitingLine(choose({ commit: OLD }), { ...about, waitedMs: 120_000 })).toMatch(
    /after 2 min: no scan has started; the newest/,
  );
});
