import { type Batch, type Comparison, SNYK_PRODUCTS, type SourceOutcome } from "../../model/evidence.ts";
import { countBySeverity } from "../../model/severity.ts";
import { counted } from "../../text/count.ts";
import type { SnykReport } from "../source.ts";
import type { ReadReport, ReadReports } from "./read.ts";

export { readReports } from "./read.ts";
export { subjectOf } from "./subject.ts";

import type { ReportedFinding } from "./report-part.ts";

/** What Snyk's files say, for the Snyk source; undefined when none stands for a product. */
export function snykReportOf(read: ReadReports): SnykReport | undefined {
  const own = read.reports.filter(isOfSnyk);
  if (own.length === 0) return undefined;
  return {
    products: SNYK_PRODUCTS.filter((product) => own.some(({ products }) => products.includes(product))),
    observations: own.flatMap((report) =>
      report.observations.map((one) => ({ ...one, source: "snyk" as const })),
    ),
    files: filesOf(own),
    reasons: own.flatMap((report) =>
      report.reasons.map((reason) => ({ ...reason, source: "snyk" as const })),
    ),
    notes: own.flatMap((report) => report.notes),
  };
}

/**
 * What the files say as a source of their own.
 *
 * @param options.without the tool whose files were handed to its own source; files that are no reports stay here
 */
export function outcomeOf(read: ReadReports, options: { readonly without?: "snyk" } = {}): SourceOutcome {
  const reports = read.reports.filter((report) => options.without === undefined || !isOfSnyk(report));
  const handedOver = read.reports.length > reports.length;
  const reasons = [...read.reasons, ...reports.flatMap((report) => report.reasons)];
  const notes = [...read.notes, ...reports.flatMap((report) => report.notes)];
  const remarks = remarksOf(read, reports);
  return {
    evidence: {
      source: "reports",
      status: reasons.length === 0 ? "complete" : "incomplete",
      // Files that were handed over are evidence all the same: they were asked for, and read.
      ...(read.reports.some(({ isEvidence }) => isEvidence) ? { evidence: "report" as const } : {}),
      ...(remarks.length === 0 ? {} : { remarks }),
      counts: countBySeverity(reports.flatMap(({ observations }) => observations)),
      requests: 0,
      files: filesOf(reports),
      tools: [...new Set(reports.map((report) => report.tool))].sort(),
    },
    batches: batchesOf(reports.flatMap((report) => report.results)),
    reasons,
    notes: handedOver
      ? [...notes, { level: "info", text: "Snyk's report files count as evidence of Snyk." }]
      : notes,
  };
}

/** Whether a report is evidence of Snyk: one of which nobody can tell what made it stands for nothing. */
function isOfSnyk({ tool, products }: ReadReport): boolean {
  return tool === "snyk" && products.length > 0;
}

/** What the evidence row says beside the files: why they are none, and what they did not look at. */
function remarksOf(read: ReadReports, reports: readonly ReadReport[]): readonly string[] {
  const idle = filesOf(reports.filter(({ isEvidence }) => !isEvidence));
  const elsewhere =
    read.ranElsewhere === undefined || idle.length === 0
      ? []
      : [
          `${counted(idle.length, "file")} only ${idle.length === 1 ? "adds" : "add"} findings and ${idle.length === 1 ? "is" : "are"} no evidence: this job ran on ${read.ranElsewhere.slice(0, 12)} and not on the commit that is judged`,
        ];
  const warnings = reports.flatMap(({ notes }) => notes.filter(({ level }) => level === "warning"));
  return [...elsewhere, ...warnings.map(({ text }) => text)];
}

function filesOf(reports: readonly ReadReport[]): readonly string[] {
  return [...new Set(reports.map((report) => report.path))].sort();
}

const COMPARISONS: Readonly<Record<Exclude<ReportedFinding["age"], "fixed">, Comparison>> = {
  unknown: { kind: "none" },
  new: { kind: "diff" },
  existing: { kind: "is-baseline", baseline: { ref: "the earlier run that the report was compared with" } },
};

/** One batch for each way that ages are known. What a report calls gone goes with those of unknown age. */
function batchesOf(results: readonly ReportedFinding[]): readonly Batch[] {
  const ages = ["unknown", "new", "existing"] as const;
  const of = (age: ReportedFinding["age"]) =>
    results.filter((one) => one.age === age).map((one) => one.observation);
  return ages
    .map((age) => ({
      observations: of(age),
      fixed: age === "unknown" ? of("fixed") : [],
      comparison: COMPARISONS[age],
    }))
    .filter((batch) => batch.observations.length + batch.fixed.length > 0);
}
