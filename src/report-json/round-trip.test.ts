import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aReport } from "../../test/support/a-report.ts";
import { EVIDENCE_KINDS, type SourceEvidence } from "../model/evidence.ts";
import {
  AI_VERDICTS,
  CONFIDENCES,
  EXPLOIT_MATURITIES,
  FINDING_STATUSES,
  FINDING_TYPES,
  type Finding,
  SOURCES,
  VALIDATIONS,
} from "../model/finding.ts";
import type { Report, ReportContext } from "../model/report.ts";
import { SEVERITIES } from "../model/severity.ts";
import { parseReportFile } from "./read.ts";
import { reportFileSchema } from "./schema.ts";
import { renderReportJson } from "./write.ts";

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const texts = fc.array(text, { maxLength: 3 });
const line = fc.integer({ min: 1, max: 1_000_000 });
const count = fc.nat();
const oneOf = <Word extends string>(words: readonly Word[]): fc.Arbitrary<Word> => fc.constantFrom(...words);
const severity = oneOf(SEVERITIES);

/** An object with all of the required keys and any of the others. */
function some<T>(
  required: { [Key in keyof T]?: fc.Arbitrary<T[Key]> },
  others: { [Key in keyof T]?: fc.Arbitrary<T[Key]> },
) {
  const all = fc.record(
    { ...required, ...others },
    { requiredKeys: Object.keys(required) as never[], noNullPrototype: true },
  );
  return all as unknown as fc.Arbitrary<T>; // what fast-check makes of such a record
}

const findings: fc.Arbitrary<Finding> = some<Finding>(
  {
    fingerprint: fc.string({ minLength: 1, maxLength: 64 }),
    tool: text,
    seenBy: fc.array(
      some<Finding["seenBy"][number]>({ tool: text, id: text, severity }, { rule: text, link: text }),
      { maxLength: 2 },
    ),
    type: oneOf(FINDING_TYPES),
    severity,
    title: text,
    cwe: texts,
    identifiers: texts,
    status: oneOf(FINDING_STATUSES),
    blocking: fc.boolean(),
    observations: fc.constant([]),
  },
  {
    project: text,
    path: text,
    line,
    endLine: line,
    description: text,
    rule: text,
    package: some<NonNullable<Finding["package"]>>(
      { name: text },
      { version: text, ecosystem: text, fixedIn: texts, transitive: fc.boolean(), via: texts },
    ),
    fixable: fc.boolean(),
    fix: text,
    reachability: text,
    epss: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
    exploit: oneOf(EXPLOIT_MATURITIES),
    exploited: fc.boolean(),
    confidence: oneOf(CONFIDENCES),
    aiVerdict: oneOf(AI_VERDICTS),
    riskScore: fc.nat(1000),
    malicious: fc.boolean(),
    validated: oneOf(VALIDATIONS),
    link: text,
    blockedBy: text,
    suppressedBy: some<NonNullable<Finding["suppressedBy"]>>(
      { by: text },
      { reason: text, owner: text, expires: text },
    ),
    firstSeen: text,
    how: text,
    ticket: some<NonNullable<Finding["ticket"]>>({ key: text }, { url: text }),
  },
);

const sources: fc.Arbitrary<SourceEvidence> = some<SourceEvidence>(
  { source: oneOf(SOURCES), status: oneOf(["complete", "incomplete", "off"]), requests: count },
  {
    evidence: oneOf(EVIDENCE_KINDS),
    products: fc.array(some({ product: text, evidence: oneOf(EVIDENCE_KINDS) }, {}), { maxLength: 2 }),
    commit: text,
    ref: text,
    scans: fc.array(
      some<NonNullable<SourceEvidence["scans"]>[number]>(
        { id: text, kind: oneOf(["diff", "full"]), status: text, products: texts },
        { startedAt: text, completedAt: text },
      ),
      { maxLength: 2 },
    ),
    projects: fc.array(some({ id: text, name: text }, {}), { maxLength: 2 }),
    checks: fc.array(
      some<NonNullable<SourceEvidence["checks"]>[number]>({ context: text, state: text }, { link: text }),
      { maxLength: 2 },
    ),
    baseline: some<NonNullable<SourceEvidence["baseline"]>>({ ref: text }, { commit: text, at: text }),
    counts: some({ critical: count, high: count, medium: count, low: count, unknown: count }, {}),
  },
);

const contexts: fc.Arbitrary<ReportContext> = some<ReportContext>(
  { event: text, repository: text, commit: text, ref: text, repositoryUrl: fc.constant("") },
  {
    pullRequest: line,
    base: some({ ref: text, commit: text }, {}),
    policy: some<NonNullable<ReportContext["policy"]>>(
      {
        path: text,
        chain: fc.array(
          some<NonNullable<ReportContext["policy"]>["chain"][number]>(
            { repository: text, path: text },
            { ref: text, commit: text },
          ),
          { maxLength: 4 },
        ),
      },
      { commit: text },
    ),
  },
);

function readBack(report: Report) {
  const read = parseReportFile(renderReportJson(report), "report.json");
  if (!read.ok) throw new Error(`what was written cannot be read: ${read.problem}`);
  return read.report;
}

/** The file gives what the plan of all findings says to do, which is more than the finding's own text. */
const withoutFix = ({ fix: _, ...others }: Finding) => others;

describe("report.json", () => {
  it("gives back every field that was written, for any report", () => {
    const made = fc.record({
      context: contexts,
      sources: fc.array(sources, { maxLength: 3 }),
      findings: fc.array(findings, { maxLength: 3 }),
      fixed: fc.array(findings, { maxLength: 1 }),
    });
    fc.assert(
      fc.property(made, ({ context, ...rest }) => {
        const report = { ...aReport(), ...rest, context };
        const read = readBack(report);
        const { verdict, reasons } = report;
        expect({ ...read, findings: read.findings.map(withoutFix) }).toStrictEqual({
          ...{ verdict, reasons, context, ...rest },
          findings: rest.findings.map(withoutFix),
        });
      }),
    );
  });

  it("says the same of what was read from it, what to do included", () => {
    fc.assert(
      fc.property(fc.array(findings, { maxLength: 4 }), (list) => {
        const once = readBack(aReport({ findings: list })).findings;
        expect(readBack(aReport({ findings: once })).findings).toStrictEqual(once);
      }),
    );
  });

  it("is filled by this test as far as its schema goes", () => {
    const [filled] = fc.sample(
      fc.array(findings, { minLength: 200, maxLength: 200 }).map((all) => Object.assign({}, ...all)),
      1,
    );
    const { observations: _, ...written } = filled;
    expect(Object.keys(written).sort()).toEqual(
      Object.keys(reportFileSchema.shape.findings.element.shape).sort(),
    );
  });
});
