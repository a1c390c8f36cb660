import { describe, expect, it } from "vitest";
import { anObservation } from "../../../test/support/a-report.ts";
import { parseMarkdown, typesIn } from "../../../test/support/markdown.ts";
import { HOSTILE_TEXT } from "../../../test/support/sarif-situations.ts";
import type { Observation } from "../../model/finding.ts";
import { draftRule, fitSarifText, renderRule, ruleIdOf } from "./rule.ts";

const fixOf = ({ package: pkg, fix }: Observation) => (pkg === undefined ? undefined : fix);

function ruleOf(...overrides: readonly Partial<Observation>[]) {
  const [first, ...rest] = overrides.map((override) => anObservation({ rule: "r1", ...override }));
  if (first === undefined) throw new Error("no observation");
  return renderRule(
    rest.reduce(
      (draft, next) => draftRule(next, draft, fixOf(next)),
      draftRule(first, undefined, fixOf(first)),
    ),
    false,
  );
}

describe("ruleIdOf", () => {
  it("is the tool's rule, else an identifier, else a weakness, else the type", () => {
    const bare = anObservation({ type: "secrets" });
    expect(ruleIdOf({ ...bare, rule: "r1", identifiers: ["CVE-2024-1"], cwe: ["CWE-1"] })).toBe("r1");
    expect(ruleIdOf({ ...bare, rule: "  ", identifiers: ["CVE-2024-1"], cwe: ["CWE-1"] })).toBe("CVE-2024-1");
    expect(ruleIdOf({ ...bare, cwe: ["CWE-1"] })).toBe("CWE-1");
    expect(ruleIdOf(bare)).toBe("semgrep.secrets");
  });

  it("does not depend on the severity", () => {
    const ids = (["critical", "low", "unknown"] as const).map((severity) =>
      ruleIdOf(anObservation({ rule: "r1", severity })),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it("is one visible line of bounded length", () => {
    const id = ruleIdOf(anObservation({ rule: `a\n\u202eb${"x".repeat(400)}` }));
    expect(id).toHaveLength(255);
    expect(id.startsWith("a (U+202E)b")).toBe(true);
  });
});

describe("renderRule", () => {
  it("has the highest severity of its findings, for code scanning knows one per rule", () => {
    const { rule } = ruleOf({ severity: "medium" }, { severity: "medium", score: 6.1 }, { severity: "low" });
    expect(rule.properties["security-severity"]).toBe("6.1");
    expect(rule.defaultConfiguration.level).toBe("warning");
    expect(rule.properties["problem.severity"]).toBe("warning");
  });

  it("tags security, the type and every weakness, twenty at most, and counts the rest", () => {
    const cwe = Array.from({ length: 25 }, (_, index) => `CWE-${index + 1}`);
    const { rule, cutTags } = ruleOf({ cwe: ["CWE-1", "no weakness"] }, { cwe });
    expect(rule.properties.tags.slice(0, 3)).toEqual(["security", "sast", "external/cwe/cwe-1"]);
    expect(rule.properties.tags).toHaveLength(20);
    expect(cutTags).toBe(7);
    expect(ruleOf({ cwe: ["CWE-79"] }).cutTags).toBe(0);
  });

  it("keeps name and descriptions within GitHub's lengths, whatever escaping adds", () => {
    const long = "{0}](".repeat(1000);
    const { rule } = ruleOf({ title: long, description: `${long}!` });
    expect(rule.name?.length).toBeLessThanOrEqual(255);
    expect(rule.shortDescription.text.length).toBeLessThanOrEqual(1024);
    expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1024);
    expect(rule.fullDescription.text.length).toBeGreaterThan(900);
  });

  it("has words even when the tool has none", () => {
    const { rule } = ruleOf({ title: " ", description: "" });
    expect([rule.shortDescription.text, rule.fullDescription.text, rule.help.text]).toEqual([
      "r1",
      "r1",
      "r1",
    ]);
    expect(rule).not.toHaveProperty("name");
  });

  it("helps with fix, identifiers and references, and links only what it can build itself", () => {
    const { rule } = ruleOf({
      title: "Hole",
      description: "Why it matters.",
      package: { name: "left_pad" },
      fix: "upgrade left_pad to 2.0",
      identifiers: ["CVE-2024-12345", "GHSA-AAAA-BBBB-CCCC", "SNYK-JS-LEFT_PAD-1018905", "MAL-1"],
      cwe: ["CWE-79"],
      references: ["https://example.test/a"],
    });
    expect(rule.help.text).toBe(
      "Why it matters.\n\nFix: upgrade left_pad to 2.0\n\n" +
        "Known as: CVE-2024-12345, GHSA-AAAA-BBBB-CCCC, SNYK-JS-LEFT_PAD-1018905, MAL-1, CWE-79\n\n" +
        "References:\nhttps://example.test/a",
    );
    expect(rule.help.markdown).toBe(
      "Why it matters.\n\n**Fix:** upgrade left\\_pad to 2.0\n\n**Known as:** " +
        "[CVE-2024-12345](https://nvd.nist.gov/vuln/detail/CVE-2024-12345), " +
        "[GHSA-AAAA-BBBB-CCCC](https://github.com/advisories/GHSA-aaaa-bbbb-cccc), " +
        "[SNYK-JS-LEFT_PAD-1018905](https://security.snyk.io/vuln/SNYK-JS-LEFT_PAD-1018905), MAL-1, " +
        "[CWE-79](https://cwe.mitre.org/data/definitions/79.html)\n\n" +
        "**References:**\n\n- `https://example.test/a`",
    );
    expect(rule.helpUri).toBe("https://nvd.nist.gov/vuln/detail/CVE-2024-12345");
  });

  it("tells each advice on the dependencies of a rule once, and leaves code to the results", () => {
    const of = (fix: string) => ({ package: { name: "left" }, fix });
    const { help } = ruleOf(
      of("upgrade left to 1.2"),
      of("upgrade left to 2.0"),
      of("upgrade left to 1.2"),
    ).rule;
    expect(help.text).toContain("Fix: upgrade left to 1.2; upgrade left to 2.0");
    expect(ruleOf({ fix: "escape(x)" }).rule.help.text).not.toContain("escape(x)");
  });

  it("links nothing that only looks like an identifier", () => {
    const { rule } = ruleOf({
      identifiers: ["CVE-2024-1)](https://evil.example", "SNYK-JS-../x-1", HOSTILE_TEXT],
    });
    expect(typesIn(parseMarkdown(rule.help.markdown ?? ""))).not.toContain("link");
    expect(rule).not.toHaveProperty("helpUri");
  });
});

describe("fitSarifText", () => {
  it("never ends above its limit", () => {
    expect(fitSarifText("short", 10)).toBe("short");
    expect(fitSarifText("{1}".repeat(50), 20).length).toBeLessThanOrEqual(20);
    expect(fitSarifText("](".repeat(50), 7).length).toBeLessThanOrEqual(7);
  });
});
