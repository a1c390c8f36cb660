import { ScanGateError, toReason } from "../../errors.ts";
import { SNYK_PRODUCTS, type SnykProduct } from "../../model/evidence.ts";
import type { Observation } from "../../model/finding.ts";
import type { Threshold } from "../../model/severity.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import type { Files, LogGroup } from "../../ports.ts";
import { counted } from "../../text/count.ts";
import { groupBy } from "../../text/group.ts";
import { combine } from "./combine.ts";
import { findReports, invalid, missing } from "./find.ts";
import { type ParsedFile, parseReport, type ReportFormat } from "./parse.ts";
import { quoted, type ReportedFinding, type ReportProblem } from "./report-part.ts";
import { leftOutNote, leftOutReasons } from "./shortfall.ts";

/** Most bytes of one report file: twenty times what the largest real scans write. */
export const REPORT_LIMIT = 64 * 1024 * 1024;

/** How reports are found and read. */
export interface ReportsOptions {
  readonly globs: readonly string[];
  readonly files: Files;
  readonly log: LogGroup;
  /** Absolute path of the workspace, so that absolute paths in globs and reports are known for what they are. */
  readonly workspace?: string;
  /** The lowest severity that blocks, so that a report which leaves such problems out is not taken for the whole. */
  readonly failOn?: Threshold;
}

/** What one tool says in one file. A file of several tools comes several times. */
export interface ReadReport {
  readonly path: string;
  readonly format: ReportFormat;
  readonly tool: string;
  /** Of Snyk: its products that the file stands for. */
  readonly products: readonly SnykProduct[];
  /** What is there now. */
  readonly observations: readonly Observation[];
  /** The same and what is gone, with ages where the file itself knows them. */
  readonly results: readonly ReportedFinding[];
  /** Why it does not stand for the whole. */
  readonly reasons: readonly Reason[];
  readonly notes: readonly Note[];
}

/** All that was read, and why some was not. */
export interface ReadReports {
  readonly reports: readonly ReadReport[];
  /** Globs without a file, and files that are no reports. */
  readonly reasons: readonly Reason[];
}

/** Finds and reads all report files, one after the other, so that only one text is held at a time. Never throws. */
export async function readReports(options: ReportsOptions): Promise<ReadReports> {
  const found = await findReports(options.globs, { files: options.files, workspace: options.workspace });
  const reasons = [...found.reasons];
  const reports: Omit<ReadReport, "observations">[] = [];
  for (const path of found.paths) {
    const outcome = await readOne(path, options);
    if ("code" in outcome) {
      reasons.push(outcome);
      options.log.debug(`${path}: ${outcome.code}`);
      continue;
    }
    for (const report of toReports(path, outcome, options.failOn)) {
      reports.push(report);
      options.log.info(
        `${path}: ${FORMAT_NAMES[report.format]} of ${report.tool}, ${counted(report.results.length, "result")}`,
      );
    }
  }
  const combined = combine(reports.map((report) => report.results));
  return {
    reports: reports.map((report, index) => withObservations(report, combined[index] ?? [])),
    reasons: shortened(reasons),
  };
}

const FORMAT_NAMES: Readonly<Record<ReportFormat, string>> = {
  sarif: "SARIF",
  "semgrep-json": "Semgrep JSON",
  "snyk-json": "Snyk JSON",
};

/** A file as findings, or the reason why not. */
async function readOne(
  path: string,
  { files, workspace }: ReportsOptions,
): Promise<Extract<ParsedFile, { format: unknown }> | Reason> {
  try {
    const text = await files.readWorkspace(path, REPORT_LIMIT);
    if (text === undefined) return await unread(path, files);
    const parsed = parseReport(text, { path, ...(workspace === undefined ? {} : { workspace }) });
    return "refused" in parsed ? invalid(path, parsed.refused) : parsed;
  } catch (thrown) {
    const reason = toReason(thrown, "reports");
    return thrown instanceof ScanGateError ? { ...reason, source: "reports" } : reason;
  }
}

/** What is there and was not read must not be told as missing. */
async function unread(path: string, files: Files): Promise<Reason> {
  const listed = await files.findWorkspace(
    (candidate) => candidate === path || candidate.startsWith(`${path}/`),
  );
  if (listed.length === 0) return missing(path);
  return listed.includes(path)
    ? invalid(path, `it is no regular file of at most ${REPORT_LIMIT / 1024 / 1024} MiB`)
    : invalid(path, "it is a folder");
}

/** The parts of a file by tool: several runs of one tool are one report. */
function toReports(
  path: string,
  { format, parts }: Extract<ParsedFile, { format: unknown }>,
  failOn: Threshold | undefined,
): readonly Omit<ReadReport, "observations">[] {
  const byTool = groupBy(parts, (part) => part.tool);
  return [...byTool].map(([tool, own]) => ({
    path,
    format,
    tool,
    products: SNYK_PRODUCTS.filter((product) => own.some(({ products = [] }) => products.includes(product))),
    results: own.flatMap((part) => part.results),
    reasons: own.flatMap((part) => [
      ...part.problems.map((problem) => reasonOf(path, problem)),
      ...leftOutReasons(path, { thresholds: part.thresholds ?? [], failOn }),
    ]),
    notes: own.flatMap((part) => [
      ...part.notes.map((text): Note => ({ level: "info", text: `${quoted(path)}: ${text}` })),
      ...(part.thresholds ?? []).map((threshold) => leftOutNote(path, threshold)),
    ]),
  }));
}

function reasonOf(path: string, problem: ReportProblem): Reason {
  if (problem.code === "report-invalid") return invalid(path, problem.message);
  const message = `The report file ${quoted(path)} does not cover everything: ${problem.message}`;
  return { code: problem.code, source: "reports", message: `${message}. Repair that scan and run it again.` };
}

function withObservations(
  report: Omit<ReadReport, "observations">,
  results: readonly ReportedFinding[],
): ReadReport {
  const present = results.filter(({ age }) => age !== "fixed");
  return { ...report, results, observations: present.map(({ observation }) => observation) };
}

/** Most reasons that are told one by one: a wrong glob may find hundreds of files. */
const TOLD_REASONS = 20;

function shortened(reasons: readonly Reason[]): readonly Reason[] {
  const rest = reasons.slice(TOLD_REASONS);
  const first = rest[0];
  if (first === undefined) return reasons;
  const message = `${counted(rest.length, "more report file")} cannot be used. Narrow the globs of \`reports\`.`;
  return [...reasons.slice(0, TOLD_REASONS), { ...first, message }];
}
