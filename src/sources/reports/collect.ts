import { type Batch, type Comparison, SNYK_PRODUCTS, type SourceOutcome } from "../../model/evidence.ts";
import { countBySeverity } from "../../model/severity.ts";
import type { SnykReport, Source } from "../source.ts";
import { type ReadReport, type ReadReports, type ReportsOptions, readReports } from "./read.ts";
import type { ReportedFinding } from "./report-part.ts";

/** The source of report files: it asks no service, and its files may prove what another source needs. */
export interface ReportsSource extends Source {
  readonly id: "reports";
  /** All files, read; so that those of Snyk can be handed to the Snyk source. */
  read(): Promise<ReadReports>;
}

/** Makes the source of report files; reading begins when it is asked. */
export function reportsSource(options: ReportsOptions): ReportsSource {
  const read = () => readReports(options);
  return { id: "reports", read, collect: async () => outcomeOf(await read()) };
}

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
  const notes = reports.flatMap((report) => report.notes);
  return {
    evidence: {
      source: "reports",
      status: reasons.length === 0 ? "complete" : "incomplete",
      // Files that were handed over are evidence all the same: they were asked for, and read.
      ...(read.reports.length > 0 ? { evidence: "report" as const } : {}),
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
