import { describe, expect, it } from "vitest";
import {
  aDependency,
  aFinding,
  anObservation,
  aReport,
  BASE_COMMIT,
} from "../../../test/support/a-report.ts";
import type { PolicyOrigin } from "../../model/report.ts";
import { decisionLines } from "./decision.ts";

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
    expect(lines).not.toContain("was judged against");
  });

  it("says of no commit that it was judged where every source is off", () => {
    const off = { status: "off", requests: 0 } as const;
    const sources = [
      { ...off, source: "semgrep" },
      { ...off, source: "snyk" },
    ] as const;
    expect(decisionLines(aReport({ sources }))).not.toContain("was judged against");
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

  it("tells what the same tools found together in one line, each reason once", () => {
    const merged = (how: string) => aDependency({ fingerprint: how, how });
    const findings = ["CVE-1 in a@1.0.0", "CVE-2 in a@1.0.0", "CVE-1 in a@1.0.0"].map(merged);
    const lines = decisionLines(aReport({ findings })).split("\n");
    expect(lines.filter((line) => line.includes("Merged"))).toEqual([
      "- Merged from Semgrep and Snyk because of CVE-1 in a@&#8203;1.0.0; CVE-2 in a@&#8203;1.0.0",
    ]);
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
