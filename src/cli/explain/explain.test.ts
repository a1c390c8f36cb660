import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport, SNYK_EVIDENCE } from "../../../test/support/a-report.ts";
import type { Finding } from "../../model/finding.ts";
import type { Policy } from "../../model/policy.ts";
import type { SavedReport } from "../../report-json/read.ts";
import { visibleLines } from "../../text/escape.ts";
import { createPaint } from "../terminal/paint.ts";
import { explainFinding, findByFingerprint } from "./explain.ts";

const POLICY: Policy = { failOn: "high", origin: "fail-on", rules: [], budgets: {}, suppressions: [] };

function saved(findings: readonly Finding[], fixed: readonly Finding[] = []): SavedReport {
  return aReport({ findings, fixed, sources: [SNYK_EVIDENCE] });
}

function explained(
  finding: Finding,
  over: Partial<Parameters<typeof explainFinding>[2]> = {},
  isFixed = false,
): string {
  const report = saved([finding]);
  return explainFinding(finding, isFixed, {
    report,
    policy: POLICY,
    gate: "new",
    today: "2026-11-21",
    paint: createPaint(false),
    ...over,
  });
}

describe("why a finding blocks", () => {
  it("names the rule, the severity, the age, who saw it, what merged it, and what to do", () => {
    const text = explained(aDependency());
    expect(text).toContain("It blocks.");
    expect(text).toContain("Rule: fail-on: high, and the severity critical reaches its threshold.");
    expect(text).toContain(
      "found by       semgrep as 2001 (high); snyk as SNYK-JS-LODASH-1018905 (critical)",
    );
    expect(text).toContain("merged because CVE-2021-23337 in lodash@4.17.15");
    expect(text).toContain("age            new (compared with main 3f2e1d0 2026-11-19T22:00:00Z)");
    expect(text).toContain(
      "Fix it (upgrade lodash to 4.17.21), or add a suppression of 9f8e7d6c5b4a39281706f5e4d3c2b1a0",
    );
  });

  it("says that an unknown age is judged like a new one, and that no baseline is named", () => {
    const text = explained(aFinding({ status: "unknown" }));
    expect(text).toContain("which is judged like a new one");
    expect(text).toContain("unknown (the report names no baseline)");
    expect(text).toContain("Fix it, or add");
  });

  it("names the chain that judged with its commits, and holds no single file of it against the rule", () => {
    const chain = [
      { repository: "acme/.github", path: "gate.yml", ref: "v1", commit: "7d0c5e1f2a3b" },
      { repository: "acme/web-shop", path: ".github/scan-gate.yml" },
    ];
    const finding = aFinding({ blockedBy: "acme/.github/gate.yml@v1: rule 1 (fail-on: low)" });
    const context = {
      ...saved([]).context,
      repository: "acme/web-shop",
      policy: { path: "gate.yml", chain },
    };
    const text = explained(finding, { report: { ...saved([finding]), context } });
    expect(text).toContain("policies       acme/.github/gate.yml@v1 at 7d0c5e1, then .github/scan-gate.yml");
    expect(text).toContain("Rule: acme/.github/gate.yml@v1: rule 1 (fail-on: low)");
    expect(text).not.toContain("decides by another rule");
  });

  it("says when the policy is not the one that judged", () => {
    expect(explained(aFinding({ blockedBy: "rule 2 (fail-on: low)" }))).toContain(
      "This policy decides by another rule: fail-on: high",
    );
    const { blockedBy: _, ...unnamed } = aFinding();
    expect(explained(unnamed)).toContain("Rule: fail-on: high");
  });
});

describe("why a finding does not block", () => {
  it("names the exception, its owner and its end", () => {
    const suppressedBy = {
      by: "policy",
      reason: "build only",
      owner: "@org/platform",
      expires: "2027-01-31",
    };
    const text = explained(aFinding({ blocking: false, suppressedBy }));
    expect(text).toContain("It does not block: it is suppressed.");
    expect(text).toContain("By the policy's entry: build only.");
    expect(text).toContain("Owner: @org/platform.");
    expect(text).toContain("Until 2027-01-31");
    expect(explained(aFinding({ blocking: false, suppressedBy: { by: "snyk" } }))).toContain(
      "By the triage in snyk.",
    );
  });

  it("names the age, with the gate that makes it count", () => {
    const text = explained(aFinding({ blocking: false, status: "existing" }));
    expect(text).toContain("it existed before");
    expect(text).toContain("With gate: all");
  });

  it("names the threshold that it does not reach, by the first rule that matches", () => {
    const low = aFinding({ blocking: false, severity: "low", status: "existing" });
    expect(explained(low, { gate: "all" })).toContain(
      "Rule: fail-on: high, and the severity low is below its threshold.",
    );
    const policy: Policy = { ...POLICY, rules: [{ match: { cwe: ["CWE-89"] }, failOn: "none" }] };
    expect(explained(aFinding({ blocking: false }), { policy })).toContain(
      "Rule: rule 1 (fail-on: none), which no severity reaches.",
    );
  });

  it("does not make up a reason that it cannot know", () => {
    expect(explained(aFinding({ blocking: false }))).toContain(
      "By this policy it would block: fail-on: high",
    );
  });

  it("says that it is fixed", () => {
    expect(explained(aFinding(), {}, true)).toContain("It is fixed, so it cannot block.");
  });
});

it("lets nothing of a tool's text act on the terminal", () => {
  const evil = "\u001b[2J\n\u202e";
  const text = explained(
    aDependency({ title: evil, rule: evil, path: evil, how: evil, link: evil, blockedBy: evil }),
  );
  expect(text).toBe(visibleLines(text));
});

describe("a fingerprint", () => {
  const one = aFinding({ fingerprint: "abc123" });
  const two = aFinding({ fingerprint: "abd456" });
  const gone = aFinding({ fingerprint: "fff000" });
  const report = saved([one, two, aFinding({ fingerprint: "abc1234" })], [gone]);

  it("is found whole, even where another begins with it, or by a beginning that only one has", () => {
    expect(findByFingerprint("abc123", report)).toEqual({ finding: one, isFixed: false });
    expect(findByFingerprint(" ABD ", report)).toEqual({ finding: two, isFixed: false });
    expect(findByFingerprint("fff", report)).toEqual({ finding: gone, isFixed: true });
  });

  it("that several have is not guessed", () => {
    expect(findByFingerprint("ab", report)).toMatchObject({ several: [{}, {}, {}] });
  });

  it("that none has brings those near it", () => {
    expect(findByFingerprint("abd457", report)).toEqual({ near: [two] });
    expect(findByFingerprint("", report)).toEqual({ near: [] });
    expect(findByFingerprint("999999", report)).toEqual({ near: [] });
  });
});
