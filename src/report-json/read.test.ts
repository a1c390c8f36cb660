import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport } from "../../test/support/a-report.ts";
import { parseReportFile } from "./read.ts";
import { reportJsonSchema } from "./schema.ts";
import { renderReportJson } from "./write.ts";

const report = aReport({
  findings: [
    aDependency({ fix: "upgrade lodash to 4.17.21" }),
    aFinding({ suppressedBy: { by: "policy", reason: "r" }, blocking: false }),
  ],
  fixed: [aFinding({ fingerprint: "gone", blocking: false })],
});
const json = renderReportJson(report);
const changed = (over: Readonly<Record<string, unknown>>) => JSON.stringify({ ...JSON.parse(json), ...over });
const problemOf = (text: string) => {
  const result = parseReportFile(text, "r.json");
  return result.ok ? undefined : result.problem;
};

describe("a report file", () => {
  it("gives back what was written into it", () => {
    const result = parseReportFile(json, "r.json");
    expect(result).toMatchObject({ ok: true, report: { verdict: report.verdict, reasons: report.reasons } });
    expect(result.ok && result.report.findings).toEqual(report.findings);
    expect(result.ok && result.report.fixed).toEqual(report.fixed);
    expect(result.ok && result.report.context).toEqual({ ...report.context, repositoryUrl: "" });
  });

  it("may hold fields and words that are new", () => {
    const newer = changed({
      extra: { a: 1 },
      findings: [
        {
          ...aFinding(),
          severity: "apocalyptic",
          status: "undead",
          exploit: "armed",
          validated: "perhaps",
          extra: 1,
        },
      ],
    });
    const result = parseReportFile(newer, "r.json");
    expect(result).toMatchObject({
      ok: true,
      report: {
        findings: [{ severity: "unknown", status: "unknown", exploit: "unknown", validated: "unknown" }],
      },
    });
  });

  it.each([
    ["", "it is not JSON"],
    ["[1", "it is not JSON"],
    ["null", "the file: "],
    [changed({ schema: "scan-gate/report@9" }), "schema: "],
    [changed({ findings: undefined }), "findings: "],
    [changed({ findings: [{ title: 1 }] }), "and "],
  ])("that is broken names itself and what is wrong: %#", (text, expected) => {
    expect(problemOf(text)).toMatch(/^r\.json /);
    expect(problemOf(text)).toContain(expected);
  });

  it("that has many faults names the place of the first five, and tells how many more there are", () => {
    const { counts } = JSON.parse(json);
    const placesIn = (faulty: number) => {
      const wrong = Object.keys(counts).map((key, at) => [key, at < faulty ? "many" : 0]);
      const [, told = ""] = problemOf(changed({ counts: Object.fromEntries(wrong) }))?.split(/: (.*)/) ?? [];
      return told.split("; ").map((fault) => fault.replace(/: .*/, ""));
    };
    const five = ["blocking", "total", "new", "existing", "fixed"].map((key) => `counts.${key}`);
    expect(placesIn(5)).toEqual(five);
    expect(placesIn(7)).toEqual([...five, "and 2 more"]);
  });
});

describe("the schema of report files", () => {
  const schema = reportJsonSchema();
  const validate = new Ajv2020({ allErrors: true, strict: true }).compile(schema);
  const [finding] = JSON.parse(json).findings;

  it("has a name that stays, and takes what is written", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "urn:scan-gate:report:1",
    });
    expect(validate(JSON.parse(json))).toBe(true);
  });

  it("is the one that is shipped", () => {
    expect(JSON.parse(readFileSync("schemas/report.schema.json", "utf8"))).toEqual(schema);
  });

  it("asks of a writer for what a reader can do without", () => {
    for (const over of [{ severity: undefined }, { status: undefined }]) {
      const text = changed({ findings: [{ ...finding, ...over }] });
      expect(problemOf(text)).toBeUndefined();
      expect(validate(JSON.parse(text))).toBe(false);
    }
    expect(JSON.stringify(schema)).not.toContain('"default"');
  });

  it("sets no limit to numbers that only the machine has", () => {
    const text = changed({ findings: [{ ...finding, line: 2 ** 53 }] });
    expect(validate(JSON.parse(text))).toBe(true);
  });
});
