import { describe, expect, it } from "vitest";
import {
  aDependency,
  aFinding,
  anObservation,
  aReport,
  BASE_COMMIT,
} from "../../../test/support/a-report.ts";
import type { PolicyOrigin } from "../../model/report.ts";
import { countPerRule, decisionLines, fixedTable, noticeLines, suppressedTable } from "./details.ts";

const options = { context: aReport().context };

describe("countPerRule", () => {
  it("counts findings of a rule together, the most first, and names what it leaves out", () => {
    const findings = Array.from({ length: 40 }, (_, i) =>
      aFinding({ fingerprint: `f${i}`, rule: `rule-${i}` }),
    );
    const text = countPerRule([...findings, aFinding({ rule: "rule-39" }), aFinding({ rule: "rule-39" })]);
    expect(text.split("\n")[2]).toBe("| 🟠&nbsp;high | `rule-39`<br><sub>Semgrep</sub> | 3 |");
    expect(text).toContain("\n\nand 10 findings of 10 other rules");
  });

  it("keeps severities of one rule apart, and goes by the title where there is no rule", () => {
    const { rule: _, ...nameless } = aFinding({ seenBy: [] });
    const text = countPerRule([nameless, aFinding({ severity: "low" })]);
    expect(text).toContain(
      "| 🟠&nbsp;high | `SQL query is built from request data`<br><sub>Semgrep</sub> | 1 |",
    );
    expect(text).toContain(
      "| 🔵&nbsp;low | <code>javascript.<wbr>express.sql-<wbr>injection</code><br><sub>Semgrep</sub> | 1 |",
    );
  });
});

describe("suppressedTable", () => {
  it("tells who suppressed what, why, and until when", () => {
    const suppressedBy = {
      by: "policy",
      reason: "build time only",
      owner: "@acme/platform",
      expires: "2027-01-31T00:00:00Z",
    };
    const report = aReport({
      findings: [
        aFinding({ blocking: false, suppressedBy }),
        aFinding({ blocking: false, suppressedBy: { by: "snyk" } }),
        aFinding({ blocking: false, suppressedBy: { by: "snyk" } }),
      ],
    });
    const text = suppressedTable(report, options, 2);
    expect(text).toContain(
      "<br><sub>build time only · @<wbr>acme/<wbr>platform · until 2027&#8209;01&#8209;31 · by the policy</sub> |",
    );
    expect(text).toContain("<br><sub>no reason given · in Snyk</sub> |");
    expect(text).toContain("\n\nand 1 more: 1 high");
  });
});

describe("noticeLines", () => {
  it("says what is the matter with each entry of the policy", () => {
    const by = { by: "policy" };
    const lines = noticeLines([
      { kind: "expired", id: "CVE-1", suppressedBy: { ...by, owner: "@a", expires: "2026-01-01" } },
      { kind: "expiring", id: "CVE-2", package: "lodash", suppressedBy: { ...by, expires: "2026-12-01" } },
      { kind: "unused", id: "CVE-3", suppressedBy: by },
    ]);
    expect(lines.split("\n")).toEqual([
      "- `CVE-1` has expired and suppresses nothing (2026-01-01); owner: `@a`",
      "- `CVE-2 (lodash)` expires soon (2026-12-01)",
      "- `CVE-3` matches nothing and can be removed",
    ]);
  });
});

describe("decisionLines", () => {
  it("tells threshold with its origin, the rule where it is another, gate and comparison", () => {
    expect(decisionLines(aReport()).split("\n")[0]).toBe(
      "- New findings, and those of unknown age, block from `high` up: `fail-on: high` of the workflow",
    );
    expect(decisionLines(aReport({ decision: { failOn: "none" } }))).toContain(
      "- Nothing blocks by its severity alone: `fail-on: none` of the workflow",
    );
    expect(decisionLines(aReport())).toMatch(
      /\n- \[`6c1f9ab`\]\(\S+\) was judged against `main` at \[`3f2e1d0`\]/,
    );
    const unknown = { ...aReport().context, base: { ref: "main", commit: "unknown" } };
    expect(decisionLines({ ...aReport(), context: unknown })).toMatch(/was judged against `main`$/m);
    const { base: _, ...context } = aReport().context;
    expect(decisionLines({ ...aReport(), context })).not.toContain("against");
    const cli = decisionLines(aReport({ context: { event: "cli" } }));
    expect(cli).toContain("`fail-on: high` of the command line");
    const byRule = decisionLines(aReport({ decision: { rule: "rule 2 (fail-on: low)" } }));
    expect(byRule.split("\n")[0]).toBe("- Decided by `rule 2 (fail-on: low)`");
    const all = decisionLines(
      aReport({ decision: { gate: "all", rules: 3, origin: ".github/scan-gate.yml" } }),
    );
    expect(all).toContain(
      "- Findings of any age block from `high` up: `fail-on: high` of `.github/scan-gate.yml`, where none of its 3 rules says otherwise",
    );
  });

  it("gives no threshold where the policy is not known", () => {
    const reasons = [{ code: "unreachable", source: "policy", message: "GitHub did not answer." }] as const;
    const lines = decisionLines(aReport({ verdict: "incomplete", reasons }));
    expect(lines).toContain("- Nothing was judged, because the policy is not known\n");
    expect(lines).not.toContain("fail-on");
  });

  it("names the files of a chain with their commits, and one of another repository", () => {
    const own = { repository: "acme/web-shop", path: ".github/scan-gate.yml", commit: "3f2e1d0c9b8a" };
    const above = { repository: "acme/.github", path: "gate.yml", ref: "v1", commit: "7d0c5e1f2a3b" };
    const told = (...chain: PolicyOrigin[]) =>
      decisionLines(
        aReport({ context: { repository: "acme/web-shop", policy: { path: "gate.yml", chain } } }),
      );
    expect(told(above, own)).toContain(
      "- Policies, each by itself, top first; a finding blocks when any blocks it: `acme/.github/gate.yml@v1` at `7d0c5e1`, then `.github/scan-gate.yml` at `3f2e1d0`",
    );
    expect(told(above)).toContain("- Policy: `acme/.github/gate.yml@v1` at `7d0c5e1`");
    const { commit: _, ...tree } = own;
    expect(told(above, tree)).toContain("then `.github/scan-gate.yml`\n");
    expect(told(own)).not.toMatch(/Polic(y|ies)[:,]/);
  });

  it("says how many each rule blocks when several do", () => {
    const { blockedBy: _, ...unsaid } = aFinding();
    const findings = [aFinding(), aFinding(), aFinding({ blockedBy: "rule 2 (fail-on: low)" }), unsaid];
    const text = decisionLines(aReport({ findings }));
    expect(text).toContain(
      "- 2 findings blocked by `fail-on: high`\n- 1 finding blocked by `rule 2 (fail-on: low)`",
    );
    expect(decisionLines(aReport({ findings: [aFinding()] }))).not.toContain("blocked by");
  });

  it("says why findings of several tools are one", () => {
    const many = Array.from({ length: 22 }, (_, i) => aDependency({ fingerprint: `d${i}` }));
    const text = decisionLines(aReport({ findings: many }));
    expect(text).toContain(
      "- Merged from Semgrep and Snyk because of CVE-2021-23337 in lodash@&#8203;4.17.15",
    );
    expect(text).toContain("- and 2 more merged findings");
  });

  it("says what was decided about each tool's word on a merged finding, where that differs", () => {
    const finding = aDependency({
      observations: [anObservation({ tool: "semgrep" }), anObservation({ tool: "snyk" })],
      rulings: [{ blockedBy: "fail-on: high" }, {}],
    });
    expect(decisionLines(aReport({ findings: [finding] }))).toContain(
      ": Semgrep blocks because of fail-on: high; Snyk does not block",
    );
  });

  it("holds the notes, warnings marked, and counts those beyond thirty", () => {
    const notes = Array.from(
      { length: 32 },
      (_, i) => ({ level: i === 0 ? "warning" : "info", text: `note ${i}` }) as const,
    );
    const text = decisionLines(aReport({ notes }));
    expect(text).toContain("- ⚠️ Warning: note 0\n- note 1\n");
    expect(text).toContain("- and 2 more notes");
  });
});

describe("the rule that decided", () => {
  const decision = { rule: "rule 2 (fail-on: low)", origin: ".github/scan-gate.yml" } as const;
  const own = { path: ".github/scan-gate.yml", commit: BASE_COMMIT, chain: [] } as const;

  it("is told first, with its file as it was read", () => {
    const lines = decisionLines(aReport({ decision, context: { policy: own } })).split("\n");
    const file = `[\`.github/scan-gate.yml\`](https://github.com/acme/shop/blob/${BASE_COMMIT}/.github/scan-gate.yml)`;
    expect(lines[0]).toBe(`- Decided by \`rule 2 (fail-on: low)\` of ${file}`);
    expect(lines[1]).toContain(`\`fail-on: high\` of ${file}`);
  });

  it("leads into no other repository, and names no file that the rule names itself", () => {
    const chain = [{ repository: "acme/.github", path: "scan-gate.yml", ref: "v1", commit: BASE_COMMIT }];
    const origin = "acme/.github/scan-gate.yml@v1";
    const report = aReport({
      decision: { rule: `${origin}: rule 1 (fail-on: low)`, origin },
      context: { policy: { ...own, chain } },
    });
    const [decided, threshold] = decisionLines(report).split("\n");
    expect(decided).toBe(`- Decided by \`${origin}: rule 1 (fail-on: low)\``);
    expect(threshold).toMatch(/of `acme\/\.github\/scan-gate\.yml@v1`$/);
  });
});

describe("the table of what is fixed", () => {
  it("links no place, for at the commit that was judged something else stands there", () => {
    const text = fixedTable([aFinding()], { context: aReport().context });
    expect(text).toContain("| src/routes/<wbr>orders.ts:41 |");
    expect(text).not.toContain("](");
  });
});
