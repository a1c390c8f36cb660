import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport, without } from "../../../test/support/a-report.ts";
import type { CodeInsightsTraits } from "../../forges/forge.ts";
import type { Report } from "../../model/report.ts";
import { finishSteps } from "../../model/steps.ts";
import { insightsInSteps, type RenderedInsights } from "./code-insights.ts";

/** Small limits, so that every cut can be seen. */
const TRAITS: CodeInsightsTraits = {
  key: "scan-gate",
  annotations: 3,
  figures: 6,
  longest: { title: 60, reportDetails: 300, message: 100, details: 200 },
  severities: { critical: "CRITICAL", high: "HIGH", medium: "MEDIUM", low: "LOW", unknown: "HIGH" },
};

function render(report: Report, more: Partial<Parameters<typeof insightsInSteps>[1]> = {}): RenderedInsights {
  return finishSteps(insightsInSteps(report, { traits: TRAITS, key: "default", ...more }));
}

function annotationOf(...[finding, more]: [Parameters<typeof aFinding>[0], Parameters<typeof render>[1]?]) {
  return render(aReport({ findings: [aFinding(finding)] }), more).report.annotations[0];
}

describe("a report of Code Insights", () => {
  it("says the verdict in its title, and is passed only by a pass or by what is tolerated", () => {
    const of = (over: Partial<Report>) => render(aReport(over)).report;
    expect(of({ verdict: "pass" })).toMatchObject({ title: "Scan Gate: passed", isPassed: true });
    expect(of({ verdict: "fail" })).toMatchObject({ title: "Scan Gate: failed", isPassed: false });
    expect(of({ verdict: "incomplete" })).toMatchObject({ title: "Scan Gate: incomplete", isPassed: false });
    expect(of({ verdict: "incomplete", isTolerated: true })).toMatchObject({
      title: "Scan Gate: incomplete, tolerated",
      isPassed: true,
    });
  });

  it("has a key of its own for each comment key, in letters that an address can hold", () => {
    const keyOf = (key: string) => render(aReport(), { key }).report.key;
    expect(keyOf("default")).toBe("scan-gate");
    expect(keyOf("api-2")).toBe("scan-gate-api-2");
    expect(keyOf("team/api")).toMatch(/^scan-gate-team-api-[0-9a-f]{8}$/);
    expect(keyOf("team/api")).not.toBe(keyOf("team:api"));
  });

  it("is apart from a pull request's where the run judges a branch", () => {
    const { pullRequest: _, ...context } = aReport().context;
    const branch = { ...aReport(), context };
    expect(render(branch).report).toMatchObject({
      key: "scan-gate.branch",
      title: "Scan Gate (branch): passed",
    });
    expect(render(branch, { key: "api" }).report).toMatchObject({
      key: "scan-gate.branch-api",
      title: "Scan Gate (api, branch): passed",
    });
  });

  it("tells sentence and reasons as plain lines, within the length", () => {
    const reasons = [{ code: "auth", source: "snyk", message: "Snyk refused\u202e the\ntoken." }] as const;
    const { details } = render(aReport({ verdict: "incomplete", sentence: "Not known.", reasons })).report;
    expect(details).toBe("Not known.\nSnyk: Snyk refused(U+202E) the token.");
    const long = [{ ...reasons[0], message: "x".repeat(5000) }];
    expect(render(aReport({ reasons: long })).report.details).toHaveLength(300);
  });

  it("shows as many figures as the forge takes, the most telling first", () => {
    const titles = render(aReport()).report.figures.map(({ title }) => title);
    expect(titles).toEqual(["To fix", "New", "Critical", "High", "Medium", "Low"]);
  });

  it("leads to the run's page where there is one", () => {
    expect(render(aReport()).report).not.toHaveProperty("link");
    expect(render(aReport(), { link: "https://ci.example/1" }).report.link).toBe("https://ci.example/1");
  });

  it("holds the first findings that fit, and says how many it leaves out", () => {
    const findings = Array.from({ length: 5 }, (_, at) => aFinding({ fingerprint: `f${at}` }));
    const { report, leftOut } = render(aReport({ findings }));
    expect(report.annotations).toHaveLength(3);
    expect(leftOut).toBe(2);
    expect(report.details).toContain("3 findings are shown here, the worst first; 2 more are in the other");
    expect(render(aReport({ findings: findings.slice(0, 3) })).report.details).not.toContain("shown here");
  });

  it("leaves out what is suppressed", () => {
    const suppressed = aFinding({ suppressedBy: { by: "policy", reason: "x" } });
    expect(render(aReport({ findings: [suppressed] })).report.annotations).toEqual([]);
  });
});

describe("an annotation", () => {
  it("says how bad, what it is, what to do and who found it", () => {
    const link = "https://app.snyk.io/org/acme?a=1&b=2";
    const seenBy = [
      { tool: "semgrep", id: "1", severity: "high", link: "https://evil.example/x" },
      { tool: "snyk", id: "2", rule: "sqli", severity: "high", link },
    ] as const;
    expect(annotationOf({ seenBy, fix: "Use a bound parameter." })).toMatchObject({
      severity: "HIGH",
      type: "VULNERABILITY",
      message: "High, to fix: SQL query is built from request data",
      details: expect.stringMatching(
        /^Fix: Use a bound parameter\.\nFound by semgrep, snyk \(sqli\); new; blocks because of fail-on: high\nA value/,
      ),
      path: "src/routes/orders.ts",
      line: 41,
      link,
      isBlocking: true,
    });
  });

  it("says the same in one text where the forge has no place for details", () => {
    const { details: _, ...longest } = TRAITS.longest;
    const found = annotationOf({}, { traits: { ...TRAITS, longest: { ...longest, message: 2000 } } });
    expect(found).not.toHaveProperty("details");
    expect(found?.message).toMatch(/^High, to fix: SQL query.*\nFound by semgrep .*\nA value/);
  });

  it("has an id that stays the same, that no other finding has, and that another key's report has not", () => {
    const ids = (more?: Parameters<typeof render>[1]) =>
      render(
        aReport({ findings: [aFinding(), aFinding(), aFinding({ line: 9 })] }),
        more,
      ).report.annotations.map(({ id }) => id);
    expect(ids()).toEqual(ids());
    expect(new Set([...ids(), ...ids({ key: "other" })]).size).toBe(6);
    for (const id of ids()) expect(id).toMatch(/^scan-gate-[0-9a-f]{32}(?:-2)?$/);
  });

  it("has no place, and names it, where the path is none of the repository", () => {
    const outside = annotationOf({ path: "../secret", title: "T" });
    expect(outside).not.toHaveProperty("path");
    expect(outside).not.toHaveProperty("line");
    expect(outside?.message).toBe("High, to fix: T (../secret)");
    const nowhere = render(aReport({ findings: [without(aFinding({ title: "T" }), "path", "project")] }));
    expect(nowhere.report.annotations[0]?.message).toBe("High, to fix: T");
  });

  it("names package and standing, and a license is no vulnerability", () => {
    const watched = aDependency({ blocking: false, type: "license", severity: "low", title: "GPL" });
    const [found] = render(aReport({ findings: [watched] })).report.annotations;
    expect(found).toMatchObject({ severity: "LOW", type: "CODE_SMELL", isBlocking: false });
    expect(found?.message).toBe("Low: GPL in lodash@4.17.15");
    const [over] = render(aReport({ findings: [{ ...watched, overBudget: true }] })).report.annotations;
    expect(over).toMatchObject({ isBlocking: true, message: "Low, over the budget: GPL in lodash@4.17.15" });
  });

  it("shows whatever a tool says as one plain line within the length, and is never empty", () => {
    const title = `##vso[x]\u0000\n<img src=x> ${"a".repeat(500)}`;
    const found = annotationOf({ title, severity: "unknown" });
    expect(found?.message).toHaveLength(100);
    expect(found?.message).toMatch(/^Unknown severity, to fix: ##vso\[x\]\(U\+0000\) <img/);
    expect(annotationOf({ title: "", rule: "" })?.message).toBe("High, to fix: code");
    expect(annotationOf({ description: "d".repeat(900) })?.details).toHaveLength(200);
  });
});
