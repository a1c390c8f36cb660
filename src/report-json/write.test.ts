import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { aDependency, aFinding, anObservation, aReport, SNYK_EVIDENCE } from "../../test/support/a-report.ts";
import type { Finding } from "../model/finding.ts";
import { REPORT_SCHEMA, type Report } from "../model/report.ts";
import type { Files } from "../ports.ts";
import { jsonReporter } from "../reporters/json.ts";
import { renderReportJson, reportJsonParts } from "./write.ts";

const validate = new Ajv2020({ allErrors: true, strict: true }).compile(
  JSON.parse(readFileSync("schemas/report.schema.json", "utf8")),
);

function parsed(report: Report) {
  const value = JSON.parse(renderReportJson(report));
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value;
}

/** Every field that the model knows, filled. */
const FULL = aDependency({
  project: "acme/shop",
  description: "Templates run code.",
  fix: "npm i lodash@4.17.21",
  exploit: "mature",
  malicious: false,
  validated: "unknown",
  link: "https://app.snyk.io/1",
  suppressedBy: { by: "policy", reason: "build time only", owner: "@acme/web", expires: "2027-01-31" },
  firstSeen: "2026-11-19T08:00:00Z",
  ticket: { key: "SEC-1", url: "https://acme.atlassian.net/browse/SEC-1" },
  package: {
    name: "lodash",
    version: "4.17.15",
    ecosystem: "npm",
    fixedIn: ["4.17.21"],
    transitive: true,
    via: ["express@4.17.0", "lodash@4.17.15"],
  },
  observations: [anObservation({ title: "only for SARIF" })],
});

describe("renderReportJson", () => {
  it("has the fields of the contract in its order, and names its schema", () => {
    const value = parsed(aReport({ findings: [aFinding()] }));
    expect(value.schema).toBe(REPORT_SCHEMA);
    expect(Object.keys(value)).toEqual([
      "schema",
      "verdict",
      "reasons",
      "context",
      "counts",
      "sources",
      "findings",
      "fixed",
      "notes",
    ]);
  });

  it("is valid for a clean report, with empty lists that are still there", () => {
    const value = parsed(aReport());
    expect([value.reasons, value.findings, value.fixed, value.notes]).toEqual([[], [], [], []]);
  });

  it("gives every field of a finding, and no observation", () => {
    const text = renderReportJson(aReport({ findings: [FULL], fixed: [FULL] }));
    const { observations, ...expected } = FULL;
    expect(observations).toHaveLength(1);
    expect(JSON.parse(text).findings).toEqual([{ ...expected, fix: "upgrade lodash to 4.17.21" }]);
    expect(JSON.parse(text).fixed).toEqual([expected]);
    expect(text).not.toContain("only for SARIF");
    parsed(aReport({ findings: [FULL], fixed: [FULL] }));
  });

  it("says what to do as every document does: one version that clears all problems of a package", () => {
    const inLodash = (fingerprint: string, fixedIn: string) =>
      aDependency({
        fingerprint,
        fix: `Upgrade lodash to ${fixedIn}`,
        package: { name: "lodash", version: "4.17.15", ecosystem: "npm", fixedIn: [fixedIn] },
      });
    const secret = aFinding({ fingerprint: "c", type: "secrets" });
    const code = aFinding({ fingerprint: "d", fix: "  run(name);\n" });
    const list = [inLodash("a", "4.17.19"), inLodash("b", "4.17.21"), secret, code];
    const fixesIn = (report: Report) => parsed(report).findings.map(({ fix }: Finding) => fix);
    expect(fixesIn(aReport({ findings: list }))).toEqual([
      "upgrade lodash to 4.17.21",
      "upgrade lodash to 4.17.21",
      "revoke it, then remove it from the code",
      "  run(name);\n",
    ]);
  });

  it("leaves out what is absent instead of writing null", () => {
    const text = renderReportJson(aReport({ findings: [aFinding()] }));
    expect(text).not.toContain("null");
    expect(Object.keys(JSON.parse(text).findings[0])).not.toContain("package");
  });

  it("keeps the repository's address and the decision to the other reporters", () => {
    const value = parsed(aReport());
    expect(Object.keys(value.context)).toEqual([
      "event",
      "repository",
      "commit",
      "ref",
      "pullRequest",
      "base",
    ]);
  });

  it("shows of a source what the contract names, and no more", () => {
    const value = parsed(
      aReport({
        sources: [
          {
            ...SNYK_EVIDENCE,
            checks: [{ context: "security/snyk (acme)", state: "success", link: "https://app.snyk.io/c" }],
          },
          {
            source: "reports",
            status: "complete",
            evidence: "report",
            requests: 0,
            files: ["a.sarif"],
            tools: ["x"],
          },
          { source: "semgrep", status: "off", requests: 0 },
        ],
      }),
    );
    expect(value.sources[0]).toEqual({
      ...SNYK_EVIDENCE,
      checks: [{ context: "security/snyk (acme)", state: "success", link: "https://app.snyk.io/c" }],
    });
    expect(value.sources[1]).toEqual({
      source: "reports",
      status: "complete",
      evidence: "report",
      requests: 0,
    });
    expect(value.sources[2]).toEqual({ source: "semgrep", status: "off", requests: 0 });
  });

  it("leaves base and pull request out on a push", () => {
    const report = aReport();
    const { pullRequest, base, ...context } = report.context;
    expect([pullRequest, base?.ref]).toEqual([7, "main"]);
    const value = parsed({ ...report, context });
    expect(Object.keys(value.context)).toEqual(["event", "repository", "commit", "ref"]);
  });

  it("gives the same bytes for the same report, whatever the order of its keys", () => {
    const finding = aFinding();
    // fromEntries forgets the type of what it rebuilds.
    const turned = Object.fromEntries(Object.entries(finding).reverse()) as unknown as typeof finding;
    expect(renderReportJson(aReport({ findings: [turned] }))).toBe(
      renderReportJson(aReport({ findings: [finding] })),
    );
  });

  it("has a line for each finding, and none for those that are not there", () => {
    const listsOf = (report: Report) =>
      renderReportJson(report)
        .replaceAll(/(?<=\n {4})\{"fingerprint".*\}(?=,?\n)/g, "…")
        .replace(/^.*(?=\n {2}"findings")/s, "");
    expect(listsOf(aReport())).toBe('\n  "findings": [],\n  "fixed": [],\n  "notes": []\n}\n');
    expect(listsOf(aReport({ findings: [aFinding(), FULL] }))).toBe(
      '\n  "findings": [\n    …,\n    …\n  ],\n  "fixed": [],\n  "notes": []\n}\n',
    );
  });

  it("tells of a pull request that changes the policy, last of the notes", () => {
    const note = { level: "warning", text: "3 findings would block." } as const;
    const preview = { path: "p.yml", blocking: 3, suppressed: 0, note };
    const notes = [{ level: "info", text: "No baseline." }] as const;
    const report = aReport({ notes });
    expect(parsed(report).notes).toEqual(notes);
    expect(parsed({ ...report, decision: { ...report.decision, preview } }).notes).toEqual([...notes, note]);
  });

  it.each([1000, 2001])("joins %i findings into one valid list, piece by piece", (length) => {
    const findings = Array.from({ length }, (_, index) => aFinding({ fingerprint: `f${index}` }));
    const report = aReport({ findings });
    const value = parsed(report);
    expect(value.findings.map((finding: { fingerprint: string }) => finding.fingerprint)).toEqual(
      findings.map(({ fingerprint }) => fingerprint),
    );
    const parts = [...reportJsonParts(report)];
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.join("")).toBe(renderReportJson(report));
  });

  it("is refused by its schema when an observation or an unknown word gets in", () => {
    const value = parsed(aReport({ findings: [aFinding()] }));
    expect(validate({ ...value, sentence: "pass" })).toBe(false);
    expect(validate({ ...value, findings: [{ ...value.findings[0], observations: [] }] })).toBe(false);
    expect(validate({ ...value, verdict: "green" })).toBe(false);
  });
});

describe("jsonReporter", () => {
  it("writes the report and tells where", async () => {
    const written = new Map<string, string>();
    const files = {
      writeParts: async (path, parts) => void written.set(path, [...parts].join("")),
    } satisfies Pick<Files, "writeParts">;
    const report = aReport();
    const published = await jsonReporter({ files, path: "/out/report.json" }).publish(report);
    expect(written.get("/out/report.json")).toBe(renderReportJson(report));
    expect(published.outputs).toEqual({ "report-json": "/out/report.json" });
  });
});
