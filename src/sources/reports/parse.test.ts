import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finishSteps } from "../../model/steps.ts";
import { parseReport } from "./parse.ts";

const read = (...given: Parameters<typeof parseReport>) => finishSteps(parseReport(...given));

const sarif = (runs: string) => `{"version":"2.1.0","runs":${runs}}`;
const why = (text: string) => {
  const parsed = read(text, { path: "x" });
  return "refused" in parsed ? parsed.refused : "read";
};

describe("a file that is no report is refused with the reason", () => {
  it.each([
    ["", "it is empty"],
    [" \n", "it is empty"],
    ["\ufeff", "it is empty"],
    ["\u001f\ufffd\b", "it is compressed"],
    ["\ufffd\ufffd{\0", "it is not UTF-8 text (PowerShell's > writes UTF-16)"],
    ['{\0"\0', "it is not UTF-8 text (PowerShell's > writes UTF-16)"],
    ["Missing API token", "it is not JSON"],
    ['{"version":"2.1.0","runs":[{"tool"', "it is JSON that was cut off"],
    ['{"results":[{"check_id":"a', "it is JSON that was cut off"],
    ['[{"ok":true}', "it is JSON that was cut off"],
    ['{"a":1} trailing', "it is not JSON"],
    ["[]", "it is an empty list, which tells of no scan"],
    ["null", "it is JSON, but neither SARIF nor the JSON output of Semgrep or Snyk"],
    ['{"results":[]}', "it is JSON, but neither SARIF nor the JSON output of Semgrep or Snyk"],
    ['{"ok":true}', "it is JSON, but neither SARIF nor the JSON output of Semgrep or Snyk"],
    ['{"check_id":"a","path":"b"}', "it is a single Semgrep result, not the whole output"],
    [
      '[{"ok":true,"uniqueCount":0,"vulnerabilities":[]},{"name":"x"}]',
      "it is a list of which only some are Snyk results",
    ],
    [sarif("[]"), "it is SARIF without runs"],
    [sarif("null"), "it is SARIF without runs"],
    ['{"version":"2.1.0","$schema":"https://x/sarif-schema-2.1.0.json"}', "it is SARIF without runs"],
    ['{"version":"1.0.0","runs":[{}]}', "it is SARIF but is version 1.0.0, and only 2.1.0 can be read"],
    ['{"runs":[{}]}', "it is SARIF but names no version, and only 2.1.0 can be read"],
  ])("%j", (text, reason) => {
    expect(why(text)).toBe(reason);
  });

  it("without quoting what is not JSON", () => {
    expect(why("root:x:0:0:secret")).not.toContain("root");
  });
});

describe("a report is read", () => {
  it.each([
    [`\ufeff${sarif('[{"tool":{"driver":{"name":"x"}},"results":[]}]')}`, "sarif"],
    ['{"results":[],"errors":[],"paths":{"scanned":[]}}', "semgrep-json"],
    ['{"ok":true,"uniqueCount":0,"vulnerabilities":[]}', "snyk-json"],
    [
      '[{"ok":false,"error":"no lock file"},{"ok":true,"dependencyCount":1,"vulnerabilities":[]}]',
      "snyk-json",
    ],
  ])("by its content: %j", (text, format) => {
    expect(read(text, { path: "no-extension" })).toMatchObject({ format });
  });

  it("when it is nested 200,000 deep, as far as it is a report", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    expect(why(deep)).toMatch(/neither SARIF|too deeply/);
    const run = `{"tool":{"driver":{"name":"x"}},"results":[{"ruleId":"r","message":{"text":"m"},"codeFlows":${deep},"locations":${deep}}]}`;
    const parsed = read(sarif(`[${run},${deep}]`), { path: "x" });
    expect("parts" in parsed && parsed.parts[0]?.results).toHaveLength(1);
    expect("parts" in parsed && parsed.parts[1]?.problems).toHaveLength(1);
  });

  it("whatever its fields hold, without ever throwing", () => {
    const field = fc.jsonValue({ maxDepth: 4 });
    const result = fc.record(
      {
        ruleId: field,
        rule: field,
        ruleIndex: field,
        message: field,
        locations: field,
        fingerprints: field,
        codeFlows: field,
        suppressions: field,
        properties: field,
        level: field,
        kind: field,
        baselineState: field,
      },
      { requiredKeys: [] },
    );
    const match = fc.record({
      check_id: fc.string(),
      path: field,
      start: field,
      end: field,
      extra: fc.oneof(
        field,
        fc.record({ metadata: field, sca_info: field, dataflow_trace: field, severity: field }),
      ),
    });
    const issue = fc.record(
      {
        id: field,
        title: field,
        severity: field,
        from: field,
        upgradePath: field,
        isUpgradable: field,
        identifiers: field,
        exploitDetails: field,
        references: field,
      },
      { requiredKeys: [] },
    );
    const file = fc.oneof(
      fc.record({
        version: fc.constant("2.1.0"),
        runs: fc.array(
          fc.record({
            tool: fc.constant({ driver: { name: "x" } }),
            results: fc.array(fc.oneof(result, field)),
            artifacts: field,
            originalUriBaseIds: field,
            invocations: field,
          }),
        ),
      }),
      fc.record({ results: fc.array(fc.oneof(match, field)), errors: fc.array(field), skipped_rules: field }),
      fc.record({
        vulnerabilities: fc.array(fc.oneof(issue, field)),
        filtered: field,
        remediation: field,
        applications: field,
        displayTargetFile: field,
        ok: field,
      }),
      field,
    );
    fc.assert(
      fc.property(file, (json) => {
        const parsed = read(JSON.stringify(json), { path: "x", workspace: "/w" });
        expect("refused" in parsed || parsed.parts.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
