import { describe, expect, it } from "vitest";
import {
  aFinding,
  anObservation,
  aReport,
  SEMGREP_EVIDENCE,
  SNYK_EVIDENCE,
} from "../../../test/support/a-report.ts";
import { mentionsIn, nodesIn, parseMarkdown, typesIn } from "../../../test/support/markdown.ts";
import {
  INJECTION,
  LICENSE,
  LODASH,
  SARIF_SITUATIONS,
  seenAs,
} from "../../../test/support/sarif-situations.ts";
import type { Report } from "../../model/report.ts";
import { preflight } from "./preflight.ts";
import { renderSarif, type SarifOptions } from "./render.ts";

function runsOf(report: Report, options: SarifOptions = {}) {
  const { document } = renderSarif(report, options);
  expect(preflight(document)).toEqual([]);
  return document.runs.map((run) => ({
    category: run.automationDetails.id,
    tool: run.tool.driver.name,
    rules: run.tool.driver.rules,
    results: run.results,
  }));
}

function onlyResult(report: Report, options: SarifOptions = {}) {
  const results = runsOf(report, options).flatMap((run) => run.results);
  expect(results).toHaveLength(1);
  const [result] = results;
  if (result === undefined) throw new Error("no result");
  return result;
}

const lineHashes = (path: string, line: number): string | undefined =>
  path === "src/routes/orders.ts" ? `ab${line}:1` : undefined;

describe("renderSarif", () => {
  for (const [name, report] of Object.entries(SARIF_SITUATIONS)) {
    it(`renders the situation "${name}" as reviewed`, async () => {
      const { document } = renderSarif(report, { lineHashes });
      const text = `${JSON.stringify(document, null, 2)}\n`;
      await expect(text).toMatchFileSnapshot(`../../../test/golden/sarif/${name}.sarif`);
    });
  }

  it("gives the same document for the same report", () => {
    const report = aReport({ findings: [LODASH, INJECTION, LICENSE] });
    expect(JSON.stringify(renderSarif(report))).toBe(JSON.stringify(renderSarif(report)));
  });
});

describe("runs", () => {
  it("are one per source, with categories that stay", () => {
    expect(runsOf(aReport()).map(({ category, tool }) => [category, tool])).toEqual([
      ["scan-gate/semgrep/", "Semgrep"],
      ["scan-gate/snyk/", "Snyk"],
    ]);
  });

  it("are empty for a complete source without findings, so that its alerts are closed", () => {
    expect(runsOf(aReport()).map(({ results, rules }) => [results, rules])).toEqual([
      [[], []],
      [[], []],
    ]);
  });

  it.each(["incomplete", "off"] as const)("are left out for a source that is %s", (status) => {
    const report = aReport({ sources: [SEMGREP_EVIDENCE, { ...SNYK_EVIDENCE, status }], findings: [LODASH] });
    expect(runsOf(report).map(({ category }) => category)).toEqual(["scan-gate/semgrep/"]);
  });

  it("hold a finding that two tools saw twice, each in its tool's own view", () => {
    const [semgrep, snyk] = runsOf(aReport({ findings: [LODASH] }));
    expect(semgrep?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([["ssc-1f2e", "error"]]);
    expect(snyk?.results.map(({ ruleId }) => ruleId)).toEqual(["SNYK-JS-LODASH-1018905"]);
    expect(semgrep?.rules[0]?.properties["security-severity"]).toBe("8.0");
    expect(snyk?.rules[0]?.properties["security-severity"]).toBe("9.8");
  });

  it("leave out what is suppressed", () => {
    const report = aReport({ findings: [{ ...INJECTION, suppressedBy: { by: "policy" } }] });
    expect(runsOf(report).flatMap(({ results }) => results)).toEqual([]);
  });

  it("leave out what their own tool ignores, and keep it in the other tool's run", () => {
    const [first, second] = LODASH.observations;
    if (first === undefined || second === undefined) throw new Error("two tools saw it");
    const finding = { ...LODASH, observations: [{ ...first, ignored: { reason: "no" } }, second] };
    expect(runsOf(aReport({ findings: [finding] })).map(({ results }) => results.length)).toEqual([0, 1]);
  });

  it("of report files are one per tool, also for a tool that found nothing or only what is gone", () => {
    const gone = aFinding({ observations: [anObservation({ source: "reports", tool: "old tool" })] });
    const report = aReport({
      sources: [{ source: "reports", status: "complete", requests: 0, tools: ["Trivy/x y"] }],
      findings: [seenAs({ source: "reports", tool: "snyk" })],
      fixed: [gone],
    });
    expect(runsOf(report).map(({ category, tool, results }) => [category, tool, results.length])).toEqual([
      ["scan-gate/reports/Trivy-x-y/", "Trivy/x y", 0],
      ["scan-gate/reports/old-tool/", "old tool", 0],
      ["scan-gate/reports/snyk/", "Snyk", 1],
    ]);
  });

  it("of report files that name no tool are one empty run all the same", () => {
    const report = aReport({ sources: [{ source: "reports", status: "complete", requests: 0 }] });
    expect(runsOf(report).map(({ category, results }) => [category, results])).toEqual([
      ["scan-gate/reports/", []],
    ]);
  });

  it("have a tool name when the report's tool has none", () => {
    const report = aReport({
      sources: [{ source: "reports", status: "complete", requests: 0, tools: [" "] }],
    });
    expect(runsOf(report).map(({ tool }) => tool)).toEqual(["Scan Gate reports"]);
  });

  it("over twenty are cut from the least severe, and told", () => {
    const tools = Array.from({ length: 25 }, (_, index) => `tool${String(index).padStart(2, "0")}`);
    const report = aReport({
      sources: [SEMGREP_EVIDENCE, { source: "reports", status: "complete", requests: 0, tools }],
      findings: [
        seenAs({ source: "reports", tool: "tool24", severity: "low" }),
        seenAs({ source: "reports", tool: "tool23", severity: "critical" }),
        seenAs({ source: "reports", tool: "tool23", severity: "low" }),
      ],
    });
    const { document, notes } = renderSarif(report);
    const names = document.runs.map((run) => run.tool.driver.name);
    expect(names).toHaveLength(20);
    expect(names).toEqual(expect.arrayContaining(["Semgrep", "tool23", "tool24"]));
    expect(notes).toHaveLength(6);
    expect(notes[0]).toBe(
      "code scanning takes at most 20 runs in a file; that of tool17 with 0 results was left out.",
    );
  });
});

describe("results", () => {
  it("stand most severe first, whatever blocks", () => {
    const findings = (["low", "unknown", "critical", "medium", "high"] as const).map((severity) =>
      seenAs({ severity, rule: severity }, { blocking: severity === "low" }),
    );
    const [run] = runsOf(aReport({ findings }));
    expect(run?.results.map(({ ruleId }) => ruleId)).toEqual([
      "critical",
      "unknown",
      "high",
      "medium",
      "low",
    ]);
    expect(run?.results.map(({ level }) => level)).toEqual(["error", "error", "error", "warning", "note"]);
  });

  it("carry GitHub's line hash when the file is there, and no fingerprint otherwise", () => {
    const known = onlyResult(aReport({ findings: [INJECTION] }), { lineHashes });
    expect(known.partialFingerprints).toEqual({ primaryLocationLineHash: "ab41:1" });
    expect(onlyResult(aReport({ findings: [INJECTION] }))).not.toHaveProperty("partialFingerprints");
  });

  it("tell fingerprint, status, severity and whether they block", () => {
    expect(onlyResult(aReport({ findings: [INJECTION] })).properties).toEqual({
      "scan-gate/fingerprint": INJECTION.fingerprint,
      "scan-gate/status": "new",
      "scan-gate/severity": "high",
      "scan-gate/blocking": true,
    });
  });

  it("show the way of the data, without steps that lead out of the repository", () => {
    const flow = [
      { path: "../x", line: 1 },
      { path: "src/a.ts", line: 2, text: "a {0} [b](c)" },
    ];
    const { codeFlows } = onlyResult(aReport({ findings: [seenAs({ flow })] }));
    expect(codeFlows).toEqual([
      {
        threadFlows: [
          {
            locations: [
              {
                location: {
                  physicalLocation: {
                    artifactLocation: { uri: "src/a.ts" },
                    region: { startLine: 2, startColumn: 1, endLine: 2 },
                  },
                  message: { text: "a {{0}} [b] (c)" },
                },
              },
            ],
          },
        ],
      },
    ]);
  });

  it("have no code flow when no step can be shown", () => {
    const report = aReport({ findings: [seenAs({ flow: [{ path: "/etc/passwd", line: 1 }] })] });
    expect(onlyResult(report)).not.toHaveProperty("codeFlows");
  });

  it("lose the first steps of an endless code flow, and it is told", () => {
    const flow = Array.from({ length: 10_002 }, (_, index) => ({ path: "a.ts", line: index + 1 }));
    const { document, notes } = renderSarif(aReport({ findings: [seenAs({ flow })] }));
    const locations = document.runs[0]?.results[0]?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(locations).toHaveLength(10_000);
    expect(locations.at(-1)?.location.physicalLocation.region.startLine).toBe(10_002);
    expect(notes).toEqual(["left out, beyond 10000 per result: 2 first steps of code flows of Semgrep."]);
  });

  it("over 25,000 are cut from the least severe, and it is told, as is what GitHub keeps", () => {
    const findings = Array.from({ length: 25_001 }, (_, index) =>
      seenAs({ id: `${index}`, severity: index === 0 ? "low" : "high" }),
    );
    const { document, notes } = renderSarif(aReport({ findings }));
    expect(document.runs[0]?.results).toHaveLength(25_000);
    expect(document.runs[0]?.results.every(({ level }) => level === "error")).toBe(true);
    expect(notes).toEqual([
      "1 of 25,001 results of Semgrep was left out, the least severe ones (low and below), because a file takes no more.",
      "code scanning keeps the 5,000 most severe of 25,000 results of Semgrep.",
    ]);
  });

  it("name the package, the way it came in, and what fixes it", () => {
    const [, snyk] = runsOf(aReport({ findings: [LODASH] }));
    expect(snyk?.results[0]?.message.text).toBe(
      "Command Injection in lodash@4.17.15.\nBrought in by: express@4.17.0 > lodash@4.17.15\nFixed in: 4.17.21\nFix: upgrade lodash to 4.17.21",
    );
  });

  it("do not name a package twice that the title names, and end the title's sentence once", () => {
    const titled = seenAs({ title: "Hole in left@1.0.0!", package: { name: "left", version: "1.0.0" } });
    expect(onlyResult(aReport({ findings: [titled] })).message.text).toBe(
      "Hole in left@1.0.0!\nFix: no fix known yet",
    );
    const bare = seenAs({ title: "Hole", package: { name: "left" } });
    expect(onlyResult(aReport({ findings: [bare] })).message.text).toBe(
      "Hole in left.\nFix: no fix known yet",
    );
  });

  it("tell a description of their own, and not the rule's again", () => {
    const findings = [
      seenAs({ description: "of the rule" }),
      seenAs({ description: "of the rule" }),
      seenAs({ description: "my own" }),
    ];
    const [run] = runsOf(aReport({ findings }));
    expect(run?.results.map(({ message }) => message.text)).toEqual([
      "SQL query is built from request data.",
      "SQL query is built from request data.",
      "SQL query is built from request data.\nmy own",
    ]);
  });

  it("point into their tool for viewers that follow", () => {
    expect(onlyResult(aReport({ findings: [INJECTION] })).hostedViewerUri).toBe(
      "https://semgrep.dev/orgs/acme/findings/1001",
    );
    for (const link of ["javascript:alert(1)", "http://x.test/", "no link", "https://u:p@x.test/"]) {
      expect(onlyResult(aReport({ findings: [seenAs({ link })] }))).not.toHaveProperty("hostedViewerUri");
    }
  });
});

describe("rules", () => {
  it("over twenty tags lose the last ones, and it is told", () => {
    const cwe = Array.from({ length: 19 }, (_, index) => `CWE-${index + 1}`);
    const { document, notes } = renderSarif(aReport({ findings: [seenAs({ cwe })] }));
    expect(document.runs[0]?.tool.driver.rules[0]?.properties.tags).toHaveLength(20);
    expect(notes).toEqual(["left out, beyond 20 per rule: 1 tag of Semgrep."]);
  });

  it("are shared by their findings, and each finding keeps its own level and says its severity", () => {
    const findings = [seenAs({ severity: "low" }), seenAs({ severity: "critical" })];
    const [run] = runsOf(aReport({ findings }));
    expect(run?.rules.map(({ id, properties }) => [id, properties["security-severity"]])).toEqual([
      ["rules.any", "9.5"],
    ]);
    expect(run?.results.map(({ level, ruleIndex }) => [level, ruleIndex])).toEqual([
      ["error", 0],
      ["note", 0],
    ]);
    expect(run?.results[1]?.message.text).toContain("\nSeverity: low");
    expect(run?.results[0]?.message.text).not.toContain("Severity:");
  });
});

describe("a brief document", () => {
  it("has every result, without code flow, details and help", () => {
    const [run] = runsOf(aReport({ findings: [INJECTION] }), { brief: true });
    expect(run?.results[0]?.message.text).toBe("SQL query is built from request data.");
    expect(run?.results[0]).not.toHaveProperty("codeFlows");
    expect(run?.rules[0]?.help).toEqual({ text: "SQL query is built from request data" });
  });
});

describe("hostile text", () => {
  const [run] = runsOf(SARIF_SITUATIONS.hostile ?? aReport());

  it("cannot choose a location, and a refused path stays readable", () => {
    const uris = run?.results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);
    expect(new Set(uris)).toEqual(
      new Set(["README.md", "src/%23%23%5Bset-output%20name%3Dverdict%3B%5Dpass%20%281%29%2520%C3%A9.ts"]),
    );
    expect(run?.results[0]?.message.text).toContain("\nReported at: ../../etc/passwd\n");
  });

  it("cannot make a link or a placeholder of a message", () => {
    for (const { message } of run?.results ?? []) {
      expect(message.text).not.toContain("](");
      expect(message.text.replaceAll("{{", "").replaceAll("}}", "")).not.toMatch(/[{}]/);
    }
  });

  it("takes no effect in the Markdown of a rule's help", () => {
    const tree = parseMarkdown(run?.rules[0]?.help.markdown ?? "");
    const links = nodesIn(tree).flatMap((node) => (node.type === "link" ? [node.url] : []));
    expect(links).toEqual(["https://cwe.mitre.org/data/definitions/79.html"]);
    // The `code` element is ours: text with a backtick in it cannot stand in a code span.
    const html = nodesIn(tree).flatMap((node) => (node.type === "html" ? [node.value] : []));
    expect(new Set(html)).toEqual(new Set(["<code>", "</code>"]));
    for (const kind of ["image", "heading", "table", "code"]) expect(typesIn(tree)).not.toContain(kind);
    expect(mentionsIn(tree)).toEqual([]);
  });
});
