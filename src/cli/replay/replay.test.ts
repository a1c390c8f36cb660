import { describe, expect, it } from "vitest";
import {
  aDependency,
  aFinding,
  aReport,
  SEMGREP_EVIDENCE,
  SNYK_EVIDENCE,
} from "../../../test/support/a-report.ts";
import type { Policy } from "../../model/policy.ts";
import type { Reason } from "../../model/verdict.ts";
import type { SavedReport } from "../../report-json/read.ts";
import { createPaint } from "../terminal/paint.ts";
import { replayTable } from "./command.ts";
import { policyDifferences, replay } from "./replay.ts";

const POLICY: Policy = { failOn: "high", origin: "new.yml", rules: [], budgets: {}, suppressions: [] };
const TODAY = "2026-11-21";

function replayed(report: SavedReport, policy: Partial<Policy> = {}, gate: "new" | "all" = "new") {
  return replay(report, { chain: [{ policy: { ...POLICY, ...policy } }], gate, today: TODAY });
}
const reason = (over: Partial<Reason>): Reason => ({
  code: "timeout",
  source: "snyk",
  message: "x",
  ...over,
});

describe("a report held against another policy", () => {
  it("comes out as it was under the same one", () => {
    const report = aReport({ findings: [aDependency(), aFinding()] });
    const judgement = replayed(report);
    expect(judgement.verdict).toBe("fail");
    expect(judgement.findings.map(({ fingerprint, blocking }) => [fingerprint, blocking])).toEqual(
      report.findings.map(({ fingerprint, blocking }) => [fingerprint, blocking]),
    );
    expect(policyDifferences(report, judgement)).toEqual({ nowBlocking: [], noLongerBlocking: [] });
  });

  it("blocks less under a laxer one, and more under a stricter one", () => {
    const report = aReport({ findings: [aDependency(), aFinding({ severity: "medium", blocking: false })] });
    expect(replayed(report, { failOn: "none" })).toMatchObject({ verdict: "pass" });
    const stricter = replayed(report, { failOn: "low" });
    expect(policyDifferences(report, stricter).nowBlocking).toMatchObject([
      { severity: "medium", blockedBy: "fail-on: low" },
    ]);
  });

  it("holds rules and suppressions against what each tool called the finding", () => {
    const report = aReport({ findings: [aDependency()] });
    const ruled = (...tool: string[]) =>
      replayed(report, { rules: [{ match: { tool, package: ["lodash"] }, failOn: "none" }] }).verdict;
    expect([ruled("snyk", "semgrep"), ruled("snyk")]).toEqual(["pass", "fail"]);
    const entry = { id: "CVE-2021-23337", package: "lodash@4.17.15", reason: "r", expires: "2027-01-01" };
    const suppressed = replayed(report, { suppressions: [entry] });
    expect(suppressed).toMatchObject({ verdict: "pass", counts: { suppressed: 1 } });
    expect(replayed(report, { suppressions: [{ ...entry, expires: "2026-01-01" }] }).verdict).toBe("fail");
    const byFingerprint = { id: aDependency().fingerprint, reason: "r", expires: "2027-01-01" };
    expect(replayed(report, { suppressions: [byFingerprint] }).verdict).toBe("pass");
  });

  it("lifts what the old policy suppressed, and keeps what a tool's users ignored", () => {
    const suppressedBy = { by: "policy", reason: "old", expires: "2027-01-01" };
    expect(replayed(aReport({ findings: [aFinding({ blocking: false, suppressedBy })] })).verdict).toBe(
      "fail",
    );
    const triaged = aFinding({ blocking: false, suppressedBy: { by: "semgrep", reason: "false positive" } });
    const judgement = replayed(aReport({ findings: [triaged] }));
    expect(judgement.verdict).toBe("pass");
    expect(judgement.findings[0]?.suppressedBy).toEqual({ by: "semgrep", reason: "false positive" });
  });

  it("keeps ages, and gates them as it is told", () => {
    const report = aReport({ findings: [aFinding({ status: "existing", blocking: false })] });
    expect(replayed(report).verdict).toBe("pass");
    expect(replayed(report, {}, "all").verdict).toBe("fail");
  });

  it("knows failed checks by their type", () => {
    const checks = [{ context: "security/snyk (acme)", state: "failure" }];
    const report = aReport({
      sources: [SEMGREP_EVIDENCE, { ...SNYK_EVIDENCE, evidence: "pr-check", checks }],
      reasons: [reason({ code: "pr-check-failed" })],
    });
    expect(replayed(report)).toMatchObject({ verdict: "fail", reasons: [{ code: "pr-check-failed" }] });
    const rules = [{ match: { type: ["sca"] }, failOn: "none" }] as const;
    expect(replayed(report, { rules }).verdict).toBe("pass");
  });
});

describe("what was not known then", () => {
  const incomplete = { ...SNYK_EVIDENCE, status: "incomplete" } as const;

  it("is not known now, unless nobody needed it", () => {
    const report = aReport({ sources: [SEMGREP_EVIDENCE, incomplete], reasons: [reason({})] });
    expect(replayed(report)).toMatchObject({ verdict: "incomplete", reasons: [{ code: "timeout" }] });
    expect(replayed({ ...report, reasons: [] }).verdict).toBe("pass");
  });

  it("is told once when nobody looked at all", () => {
    const off = { ...incomplete, status: "off" } as const;
    const nobody = reason({ code: "no-evidence", source: "gate" });
    expect(replayed(aReport({ sources: [off], reasons: [nobody] })).reasons).toHaveLength(1);
  });

  it("stays when nothing was judged, and goes when only the policy could not be read", () => {
    const broken = reason({ code: "config-invalid", source: "policy" });
    expect(replayed(aReport({ reasons: [broken] })).verdict).toBe("incomplete");
    const unread = reason({ code: "forbidden", source: "policy" });
    expect(replayed(aReport({ reasons: [unread] })).verdict).toBe("pass");
    expect(replayed(aReport({ reasons: [reason({ code: "cancelled", source: "gate" })] })).verdict).toBe(
      "incomplete",
    );
  });
});

describe("the table of a replay", () => {
  const table = (report: SavedReport, policy: Partial<Policy>) =>
    replayTable({ path: "r.json", report, judgement: replayed(report, policy) }, createPaint(false));

  it("shows before and after, and each finding that changes", () => {
    const report = aReport({ findings: [aDependency(), aFinding({ severity: "low", blocking: false })] });
    const entry = { id: "CVE-2021-23337", reason: "build only", expires: "2027-01-01" };
    const text = table(report, { failOn: "low", suppressions: [entry] });
    expect(text).toMatch(/verdict +fail +fail/);
    expect(text).toMatch(/blocking +1 +1/);
    expect(text).toMatch(/suppressed +0 +1/);
    expect(text).toMatch(/would block now:\n +0a1b2c3d4e5f {2}low .*\(fail-on: low\)/);
    expect(text).toMatch(/would no longer block:\n.*lodash@4\.17\.15.*\(suppressed by policy: build only\)/);
  });

  it("bounds its lists", () => {
    const many = Array.from({ length: 25 }, (_, index) => aFinding({ fingerprint: `f${index}` }));
    expect(table(aReport({ findings: many }), { failOn: "critical" })).toContain("and 5 more");
  });
});
