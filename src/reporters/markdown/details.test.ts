import { describe, expect, it } from "vitest";
import { aFinding, aReport } from "../../../test/support/a-report.ts";
import { countPerRule, fixedTable, noticeLines, suppressedTable } from "./details.ts";

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
      { kind: "unused", id: "CVE-3", suppressedBy: { ...by, expires: "2027-01-31" } },
    ]);
    expect(lines.split("\n")).toEqual([
      "- `CVE-1` has expired and suppresses nothing (2026-01-01); owner: `@a`",
      "- `CVE-2 (lodash)` expires soon (2026-12-01)",
      "- `CVE-3` matches nothing and can be removed",
    ]);
  });
});

describe("the table of what is fixed", () => {
  it("links no place, for at the commit that was judged something else stands there", () => {
    const text = fixedTable([aFinding()], { context: aReport().context });
    expect(text).toContain("| src/routes/<wbr>orders.ts:41 |");
    expect(text).not.toContain("](");
  });
});
