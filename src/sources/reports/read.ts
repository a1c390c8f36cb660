import { ScanGateError, toReason } from "../../errors.ts";
import { SNYK_PRODUCTS, type SnykProduct } from "../../model/evidence.ts";
import type { Observation } from "../../model/finding.ts";
import type { Threshold } from "../../model/severity.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import type { Files, LogGroup } from "../../ports.ts";
import { inSlices, type Pace } from "../../slices.ts";
import { counted } from "../../text/count.ts";
import { groupBy } from "../../text/group.ts";
import { combine } from "./combine.ts";
import { invalid, notesOf, reasonsOf } from "./file-messages.ts";
import { findReports, missing } from "./find.ts";
import { jsonOf, type ParsedFile, parseReportJson, type ReportFormat } from "./parse.ts";
import { fileLocator, fileName } from "./paths.ts";
import type { ReportedFinding, ReportPart } from "./report-part.ts";
import { namesSubject, type ReportSubject, staleness } from "./subject.ts";

/** Most bytes of one report file: ten times what the largest real scans write. */
export const REPORT_LIMIT = 32 * 1024 * 1024;

/** How reports are found and read. */
export interface ReportsOptions {
  readonly globs: readonly string[];
  readonly files: Files;
  readonly log: LogGroup;
  /** What is judged. */
  readonly subject: ReportSubject;
  /** By whose time the reading goes, and what ends it. */
  readonly pace: Pace;
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
  /** Whether it proves that its tool looked at what is judged; what does not only adds findings. */
  readonly isEvidence: boolean;
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
  readonly notes: readonly Note[];
  /** Why files that do not name what is judged are no evidence; undefined where they are. */
  readonly ranElsewhere?: string;
}

/**
 * Finds and reads all report files, one after the other, so that only one text is held at a time. Never throws:
 * what ends the reading early is a reason.
 */
export async function readReports(options: ReportsOptions): Promise<ReadReports> {
  const reports: Omit<ReadReport, "observations">[] = [];
  const reasons: Reason[] = [];
  const notes: Note[] = [];
  try {
    const found = await findReports(options.globs, options);
    reasons.push(...found.reasons);
    notes.push(...found.notes);
    for (const path of found.paths) {
      options.pace.deadline.signal.throwIfAborted();
      const outcome = await readOne(path, options);
      if ("code" in outcome) {
        reasons.push(outcome);
        options.log.debug(`${path}: ${outcome.code}`);
        continue;
      }
      for (const report of toReports(path, outcome, options)) {
        reports.push(report);
        options.log.info(
          `${path}: ${FORMAT_NAMES[report.format]} of ${report.tool}, ${counted(report.results.length, "result")}`,
        );
      }
    }
  } catch (thrown) {
    reasons.push({ ...toReason(thrown, "reports"), source: "reports" });
  }
  const combined = combine(reports.map((report) => report.results));
  const { ranElsewhere } = options.subject;
  return {
    reports: reports.map((report, index) => withObservations(report, combined[index] ?? [])),
    reasons: shortened(reasons),
    notes,
    ...(ranElsewhere === undefined ? {} : { ranElsewhere }),
  };
}

const FORMAT_NAMES: Readonly<Record<ReportFormat, string>> = {
  sarif: "SARIF",
  "semgrep-json": "Semgrep JSON",
  "snyk-json": "Snyk JSON",
};

type ReadFile = Extract<ParsedFile, { format: unknown }>;

/** A file as findings, or the reason why not. @throws when the reading is to end */
async function readOne(path: string, options: ReportsOptions): Promise<ReadFile | Reason> {
  try {
    const text = await options.files.readWorkspace(path, REPORT_LIMIT);
    if (text === undefined) return await unread(path, options.files);
    const json = await inSlices(jsonOf(text), options.pace);
    const parsed = "refused" in json ? json : await parsedWithPlaces(json.value, path, options);
    return "refused" in parsed ? invalid(path, parsed.refused) : parsed;
  } catch (thrown) {
    options.pace.deadline.signal.throwIfAborted();
    const reason = toReason(thrown, "reports");
    return thrown instanceof ScanGateError ? { ...reason, source: "reports" } : reason;
  }
}

/** Parses a file; when it holds absolute paths of another machine, once more with the workspace files they mean. */
async function parsedWithPlaces(
  value: unknown,
  path: string,
  { files, workspace, pace }: ReportsOptions,
): Promise<ParsedFile> {
  const origin = { path, ...(workspace === undefined ? {} : { workspace }) };
  const names = new Set<string>();
  const first = await inSlices(
    parseReportJson(value, { ...origin, locate: (absolute) => void names.add(fileName(absolute)) }),
    pace,
  );
  if (names.size === 0 || "refused" in first) return first;
  const known = new Set(await files.findWorkspace((candidate) => names.has(fileName(candidate))));
  if (known.size === 0) return first;
  return await inSlices(parseReportJson(value, { ...origin, locate: fileLocator(known) }), pace);
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
  { format, parts }: ReadFile,
  { failOn, subject }: ReportsOptions,
): readonly Omit<ReadReport, "observations">[] {
  return [...groupBy(parts, (part) => part.tool)].map(([tool, own]) => {
    const stated = own.flatMap((part) => part.stated ?? []);
    const stale = staleness(path, stated, subject);
    const isEvidence =
      stale === undefined && (subject.ranElsewhere === undefined || namesSubject(stated, subject));
    return {
      path,
      format,
      tool,
      isEvidence,
      products: isEvidence ? productsOf(own) : [],
      results: own.flatMap((part) => part.results),
      reasons: [
        ...(stale === undefined ? [] : [stale]),
        ...own.flatMap((part) => reasonsOf(path, part, failOn)),
      ],
      notes: own.flatMap((part) => notesOf(path, part)),
    };
  });
}

/** A part that cannot be used stands for nothing, whatever product made it. */
function productsOf(parts: readonly ReportPart[]): readonly SnykProduct[] {
  const usable = parts.filter(({ problems }) => !problems.some(({ code }) => code === "report-invalid"));
  return SNYK_PRODUCTS.filter((product) => usable.some(({ products = [] }) => products.includes(product)));
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
