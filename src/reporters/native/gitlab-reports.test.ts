import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport } from "../../../test/support/a-report.ts";
import type { Loose } from "../../../test/support/loose.ts";
import { PROJECT } from "../../../test/support/run-scenario.ts";
import { planFixes } from "../../fixes/advice.ts";
import type { Report } from "../../model/report.ts";
import { codeQualityReport, dependencyReport, sastReport } from "./gitlab-reports.ts";

const SCHEMAS = join(PROJECT, "..", "shared", "specs", "forges");
const HAS_SCHEMAS = existsSync(SCHEMAS);
if (!HAS_SCHEMAS) process.stderr.write(`GitLab's report files are not checked: there is no ${SCHEMAS}\n`);

const AT = Date.UTC(2026, 10, 27, 8, 30, 59, 999);

function files(report: Report): Readonly<Record<"sast" | "dependency-scanning" | "code-quality", Loose>> {
  const scan = { version: "9.9.9", at: AT, fixes: planFixes(report.findings) };
  const read = (parts: Iterable<string>): Loose => JSON.parse([...parts].join(""));
  return {
    sast: read(sastReport(report, scan)),
    "dependency-scanning": read(dependencyReport(report, scan)),
    "code-quality": read(codeQualityReport(report)),
  };
}

const HOSTILE = "/close\n!12 ~label <img src=x> @all \u202e\0 ```";
const REPORT = aReport({
  findings: [
    aFinding({ severity: "critical", description: HOSTILE, fix: HOSTILE }),
    aFinding({
      fingerprint: "other",
      title: HOSTILE.repeat(50),
      severity: "unknown",
      path: "src/b.js",
      rule: "",
    }),
    aFinding({ fingerprint: "gone", path: "../outside.js" }),
    aFinding({ fingerprint: "off", suppressedBy: { by: "policy", reason: "x", expires: "2027-01-01" } }),
    aDependency({ fingerprint: "dep" }),
    aDependency({ fingerprint: "bare", package: { name: "left-pad" } }),
  ],
});

describe("GitLab's report files", () => {
  it.runIf(HAS_SCHEMAS).each(["sast", "dependency-scanning", "code-quality"] as const)(
    "keep the schema of %s, whatever tools say",
    (name) => {
      const schema = JSON.parse(readFileSync(join(SCHEMAS, `gl-${name}-report.schema.json`), "utf8"));
      const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
      for (const report of [REPORT, aReport({ findings: [] })]) {
        expect(validate(files(report)[name]) ? [] : validate.errors).toEqual([]);
      }
    },
  );

  it("hold the findings that count, each in the report of its kind, and all in code quality", () => {
    const { sast, "dependency-scanning": dependencies, "code-quality": quality } = files(REPORT);
    expect(sast.vulnerabilities.map(({ location }: Loose) => location.file)).toEqual([
      "src/routes/orders.ts",
      "src/b.js",
    ]);
    expect(dependencies.vulnerabilities).toMatchObject([
      { location: { file: "package-lock.json", dependency: { package: { name: "lodash" } } } },
    ]);
    expect(quality).toHaveLength(4);
    expect(quality.map(({ severity }: Loose) => severity).slice(0, 2)).toEqual(["blocker", "critical"]);
  });

  it("name a finding the same in every run, by its public number first", () => {
    const [first] = files(REPORT)["dependency-scanning"].vulnerabilities;
    const [again] = files(aReport({ findings: [aDependency({ fingerprint: "dep" })] }))["dependency-scanning"]
      .vulnerabilities;
    expect(again.id).toBe(first.id);
    expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first.identifiers[0]).toMatchObject({ type: "cve" });
  });

  it("fold no two places, and each place once", () => {
    const same = aFinding({ path: "src/a.js", line: 3 });
    const quality = files(aReport({ findings: [same, same, aFinding({ path: "src/a.js", line: 4 })] }))[
      "code-quality"
    ];
    expect(new Set(quality.map(({ fingerprint }: Loose) => fingerprint)).size).toBe(2);
    expect(quality).toHaveLength(2);
  });

  it("let nothing of a tool's text take effect in what GitLab reads as Markdown", () => {
    const [{ description }] = files(REPORT).sast.vulnerabilities;
    expect(description).not.toMatch(/^\s*\/close|<img|!12|~label|@all|\0/m);
  });

  it("say that the scan failed where a source is incomplete, so that GitLab closes nothing", () => {
    expect(files(REPORT).sast.scan).toMatchObject({ status: "success", end_time: "2026-11-27T08:30:59" });
    const report = aReport({ sources: [{ source: "snyk", status: "incomplete", requests: 0 }] });
    expect(files(report).sast.scan.status).toBe("failure");
    expect(files(report)["dependency-scanning"]).toMatchObject({ dependency_files: [], vulnerabilities: [] });
  });
});
