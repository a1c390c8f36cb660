import { describe, expect, it } from "vitest";
import {
  aDependency,
  aFinding,
  anObservation,
  aReport,
  BASE_COMMIT,
  OLDER_COMMIT,
  SEMGREP_EVIDENCE,
  SNYK_EVIDENCE,
} from "../../../test/support/a-report.ts";
import type { SourceEvidence } from "../../model/evidence.ts";
import { baselineLines, evidenceInWords, evidenceTable } from "./evidence.ts";

const rowOf = (evidence: Partial<SourceEvidence>, overrides: Parameters<typeof aReport>[0] = {}) =>
  evidenceTable(
    aReport({ sources: [{ source: "snyk", status: "complete", requests: 1, ...evidence }], ...overrides }),
  ).split("\n")[2];

describe("evidenceTable", () => {
  it("says in words what was looked at, on which commit, and what came of it", () => {
    const [, , semgrep, snyk] = evidenceTable(aReport()).split("\n");
    expect(semgrep).toBe(
      "| ✅&nbsp;Semgrep | diff scan of sast, sca and secrets; at this commit | 2 high, 1 medium |",
    );
    expect(snyk).toContain(
      "| projects of the head branch; 2 projects <code>acme/shop:<wbr>package.json</code>, <code>acme/shop:<wbr>Dockerfile</code>; at this commit |",
    );
  });

  it("counts a source's blockers, by its observations where they are known", () => {
    const findings = [
      aFinding(),
      aDependency(),
      aFinding({ observations: [anObservation({ source: "reports" })] }),
    ];
    const cells = (source: "semgrep" | "snyk" | "reports") =>
      rowOf({ source }, { findings })?.split(" | ")[2];
    expect([cells("semgrep"), cells("snyk"), cells("reports")]).toEqual([
      "2 block |",
      "1 blocks |",
      "1 blocks |",
    ]);
  });

  it("counts what is suppressed of a source's findings, so that the numbers add up", () => {
    const ignored = aFinding({ blocking: false, suppressedBy: { by: "policy" } });
    expect(evidenceTable(aReport({ findings: [aFinding(), ignored] }))).toContain(
      "| 2 high, 1 medium; 1 blocks, 1 suppressed |",
    );
  });

  it("has what a source found below what it looked at where text is large, since a phone is narrow", () => {
    const checks = [{ context: "license/snyk (acme)", state: "success" }];
    const sources = [
      SEMGREP_EVIDENCE,
      { source: "reports", status: "complete", requests: 0, evidence: "report" },
      { source: "snyk", status: "incomplete", requests: 1, checks },
    ] as const;
    expect(evidenceTable(aReport({ sources }), { isLarge: true }).split("\n")).toEqual([
      "| Source | Looked at and found |",
      "|:-|:-|",
      "| ✅&nbsp;Semgrep | diff scan of sast, sca and secrets; at this commit<br>**2 high, 1 medium** |",
      "| ✅&nbsp;Report files | report files made in this job |",
      "| ⚠️&nbsp;Snyk | incomplete |",
      "| &nbsp;↳&nbsp;check | license/snyk (acme)<br>**✅&nbsp;success** |",
    ]);
    const none = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
    const clean = aReport({ sources: [{ ...SNYK_EVIDENCE, counts: none }] });
    expect(evidenceTable(clean, { isLarge: true })).toContain("; at this commit<br>**no findings** |");
    const reasons = [{ code: "pr-check-failed", source: "snyk", message: "failed" }] as const;
    expect(evidenceTable({ ...clean, reasons }, { isLarge: true })).toContain(
      "<br>**no findings; 1 failed check** |",
    );
  });

  it("says what was scanned of a source that is incomplete", () => {
    const scans = [{ id: "1", kind: "diff", status: "completed", products: ["sast"] }] as const;
    const stale = { code: "scan-stale", source: "semgrep", message: "x" } as const;
    expect(
      rowOf({ source: "semgrep", status: "incomplete", evidence: "scan", scans }, { reasons: [stale] }),
    ).toContain("| incomplete: its scan is out of date; diff scan of sast |");
  });

  it("says that a check failed where that blocks", () => {
    const reasons = [{ code: "pr-check-failed", source: "snyk", message: "failed" }] as const;
    expect(rowOf({}, { reasons })).toContain("| 1 failed check |");
    expect(rowOf({}, { reasons, findings: [aDependency()] })).toContain("| 1 blocks; 1 failed check |");
  });

  it("has a row for each of six checks, linked to the tool only, and counts the others", () => {
    const check = { context: "security/snyk (acme)", state: "failure" };
    const checks = [
      { ...check, link: "https://app.snyk.io/x" },
      { ...check, state: "odd", link: "https://evil.example" },
      ...Array.from({ length: 6 }, () => check),
    ];
    const sources = [
      { source: "snyk", status: "complete", requests: 1, evidence: "pr-check", checks },
    ] as const;
    const [, , source, first, second, ...others] = evidenceTable(aReport({ sources })).split("\n");
    expect(source).toContain("| pull request checks on this commit |");
    expect(first).toBe(
      "| &nbsp;↳&nbsp;check | [security/<wbr>snyk (acme)](https://app.snyk.io/x) | ❌&nbsp;failure |",
    );
    expect(second).toBe("| &nbsp;↳&nbsp;check | security/<wbr>snyk (acme) | odd |");
    expect(others).toHaveLength(5);
    expect(others.at(-1)).toBe("|  | and 2 more checks |  |");
  });

  it("names three of many and counts the others", () => {
    const projects = Array.from({ length: 5 }, (_, i) => ({ id: `${i}`, name: `p${i}` }));
    expect(rowOf({ projects })).toContain("5 projects `p0`, `p1`, `p2` and 2 more");
    expect(rowOf({ source: "reports", evidence: "report", files: ["a.sarif"] })).toContain(
      "| report files made in this job; 1 file `a.sarif` |",
    );
  });

  it("tells a scan that is not completed, of another commit, or of no known product", () => {
    const scans = [{ id: "1", kind: "full", status: "running", products: [] }] as const;
    expect(
      rowOf({ source: "semgrep", evidence: "pull-request-scan", commit: OLDER_COMMIT, scans }),
    ).toContain(
      `| scan of the pull request's head; full scan (running); at [\`a91d02e\`](https://github.com/acme/shop/commit/${OLDER_COMMIT}) |`,
    );
  });

  it("says that a source did not look at this change when it tells of the base branch only", () => {
    expect(rowOf({ evidence: "base-projects", commit: BASE_COMMIT })).toContain(
      `| ☑️&nbsp;Snyk | did not look at this change: projects of the base branch only; at [\`3f2e1d0\`](https://github.com/acme/shop/commit/${BASE_COMMIT}) |`,
    );
  });

  it("has a row for a tool that is off, with the input that is empty", () => {
    expect(rowOf({ source: "snyk", status: "off" })).toBe(
      "| ➖&nbsp;Snyk | off: `snyk-token` is empty | — |",
    );
    expect(rowOf({ source: "semgrep", status: "off" })).toContain("off: `semgrep-token` is empty");
    expect(rowOf({ source: "reports", status: "off" })).toBeUndefined();
  });

  it("says when there is nothing, and of what did not answer what is missing", () => {
    const none = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
    const silent = "| ⚠️&nbsp;Snyk | incomplete | — |";
    expect(rowOf({ status: "incomplete" })).toBe(silent);
    expect(rowOf({ status: "incomplete", counts: none })).toBe(silent);
    const trouble = { source: "snyk", code: "unreachable" } as const;
    const told = "| ⚠️&nbsp;Snyk | incomplete: it gave no answer | — |";
    expect(rowOf({ status: "incomplete" }, { reasons: [{ ...trouble, message: "x" }] })).toBe(told);
    expect(
      rowOf({ status: "incomplete" }, { notes: [{ ...trouble, level: "warning", text: "not required" }] }),
    ).toBe(told);
    const missed = { code: "no-credentials", source: "reports", message: "No file." } as const;
    expect(rowOf({ source: "reports", status: "off" }, { reasons: [missed] })).toBe(
      "| ➖&nbsp;Report files | not configured | — |",
    );
    expect(rowOf({ counts: none })).toContain("| none |");
  });
});

describe("evidenceInWords", () => {
  it("names the sources and how far their answers go", () => {
    const off = { source: "reports", status: "off", requests: 0 } as const;
    expect(evidenceInWords(aReport({ sources: [SEMGREP_EVIDENCE, SNYK_EVIDENCE, off] }))).toBe(
      "✅ Scanned: Semgrep (diff scan of this commit) · Snyk (projects of the head branch)",
    );
    const words = (...sources: readonly SourceEvidence[]) => evidenceInWords(aReport({ sources }));
    const noSnyk = { source: "snyk", status: "off", requests: 0 } as const;
    expect(words(SEMGREP_EVIDENCE, noSnyk)).toBe(
      "✅ Scanned: Semgrep (diff scan of this commit) · Snyk (off)",
    );
    expect(words(SEMGREP_EVIDENCE, { ...SNYK_EVIDENCE, evidence: "base-projects" })).toMatch(
      /^☑️ Scanned: .*Snyk \(did not look at this change\)$/,
    );
    expect(words(SEMGREP_EVIDENCE, { ...SNYK_EVIDENCE, status: "incomplete" })).toMatch(
      /^⚠️ Scanned: .*Snyk \(incomplete\)$/,
    );
  });
});

describe("baselineLines", () => {
  it("names what each source was compared with, where there was something", () => {
    const snyk = { source: "snyk", status: "complete", requests: 1 } as const;
    const sources = [
      SEMGREP_EVIDENCE,
      SNYK_EVIDENCE,
      { ...snyk, baseline: { ref: "refs/heads/main" } },
      snyk,
      { ...snyk, status: "off" as const },
    ];
    expect(baselineLines(aReport({ sources }), { measured: true })).toEqual([
      "Semgrep compared with the base branch in its diff scan",
      `Snyk was compared with \`main\` at [\`3f2e1d0\`](https://github.com/acme/shop/commit/${BASE_COMMIT}), as of 2026-11-19`,
      "Snyk was compared with `main`",
    ]);
  });

  it("tells nothing of a source that did not look at the change: it has nothing to compare", () => {
    const unseen = { ...SNYK_EVIDENCE, evidence: "base-projects" as const };
    expect(baselineLines(aReport({ sources: [unseen] }))).toEqual([]);
  });

  it("tells no date where nothing measured is told, so that the same comment is not sent again", () => {
    const [line] = baselineLines(aReport({ sources: [SNYK_EVIDENCE] }));
    expect(line).toMatch(/^Snyk was compared with .*\)$/);
  });
});
