import type { SourceEvidence } from "../../model/evidence.ts";
import type { Finding, Observation } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import { compareSeverity } from "../../model/severity.ts";
import { inStepsOver, type Steps } from "../../model/steps.ts";
import { clip, visible } from "../../text/escape.ts";
import { SARIF_LIMITS } from "./limits.ts";

/** One result to be: what a tool saw, and what became of it. */
export interface SarifEntry {
  readonly finding: Finding;
  readonly observation: Observation;
}

/** What goes into one run of the file. */
export interface RunSelection {
  /** The tool's name as code scanning shows it. */
  readonly name: string;
  readonly informationUri?: string;
  /** `automationDetails.id`; ends with a slash, because code scanning takes what stands before the last one. */
  readonly category: string;
  /** Most severe first; equals stay in the order of the report. */
  readonly entries: readonly SarifEntry[];
}

interface ToolFacts {
  readonly name: string;
  readonly informationUri: string;
}

const TOOLS: Readonly<Record<string, ToolFacts>> = {
  semgrep: { name: "Semgrep", informationUri: "https://semgrep.dev" },
  snyk: { name: "Snyk", informationUri: "https://snyk.io" },
};

/** The `comment-key` of a workflow that has one gate. */
const DEFAULT_KEY = "default";

/** Names the run of report files of which no tool is known, so that there is one to be empty. */
const NAMELESS = "Scan Gate reports";
const LONGEST_NAME = 255;

/**
 * The runs of a report: one per complete source, for `reports` one per tool. A source that is not complete has
 * none, so that code scanning does not close its alerts; a complete one without findings has an empty one, so that
 * it does. What is suppressed, or ignored in the tool whose run it is, is left out, because code scanning would
 * open an alert for it all the same.
 */
export function* selectRuns(report: Report, key = DEFAULT_KEY): Steps<readonly RunSelection[]> {
  // Gates side by side would replace each other's alerts in one category.
  const gate = key === DEFAULT_KEY ? "scan-gate/" : `scan-gate/${key}/`;
  const runs: RunSelection[] = [];
  for (const evidence of report.sources.filter(({ status }) => status === "complete")) {
    if (evidence.source === "reports") runs.push(...(yield* reportRuns(report, evidence, gate)));
    else runs.push(yield* serviceRun(report, evidence.source, gate));
  }
  return runs;
}

/** Runs that fit into one file: those with the most severe and most numerous results stay. */
export function fitRuns(runs: readonly RunSelection[]): {
  readonly kept: readonly RunSelection[];
  readonly cut: readonly RunSelection[];
} {
  const ranked = [...runs].sort(
    (a, b) =>
      Number(b.entries.length > 0) - Number(a.entries.length > 0) ||
      worst(a, b) ||
      b.entries.length - a.entries.length,
  );
  const stay = new Set(ranked.slice(0, SARIF_LIMITS.runs));
  return { kept: runs.filter((run) => stay.has(run)), cut: runs.filter((run) => !stay.has(run)) };
}

function worst(a: RunSelection, b: RunSelection): number {
  const [first, second] = [a.entries[0], b.entries[0]];
  if (first === undefined || second === undefined) return 0;
  return compareSeverity(first.observation.severity, second.observation.severity);
}

function* serviceRun(report: Report, source: "semgrep" | "snyk", gate: string): Steps<RunSelection> {
  const { name, informationUri } = TOOLS[source] ?? { name: source, informationUri: "" };
  const entries = yield* entriesOf(report, (observation) => observation.source === source);
  return { name, informationUri, category: `${gate}${source}/`, entries };
}

function* reportRuns(report: Report, evidence: SourceEvidence, gate: string): Steps<readonly RunSelection[]> {
  const runs = new Map<string, RunSelection>();
  const entries = yield* entriesOf(report, (observation) => observation.source === "reports");
  const byTool = groupByTool(entries, reportTools(report, evidence));
  yield;
  for (const [tool, own] of byTool) {
    const facts = Object.hasOwn(TOOLS, tool) ? TOOLS[tool] : undefined;
    const name = facts?.name ?? clip(visible(tool), LONGEST_NAME);
    const category = `${gate}reports/${tool.replace(/[^a-zA-Z0-9]/gu, "-")}/`;
    runs.set(tool, {
      name: name.trim() === "" ? NAMELESS : name,
      ...(facts === undefined ? {} : { informationUri: facts.informationUri }),
      category,
      entries: own,
    });
  }
  return runs.size > 0 ? [...runs.values()] : [{ name: NAMELESS, category: `${gate}reports/`, entries: [] }];
}

/** Every tool whose report was read, also when all that it found is fixed or suppressed; in alphabetical order. */
function reportTools(report: Report, evidence: SourceEvidence): readonly string[] {
  const tools = new Set(evidence.tools ?? []);
  for (const finding of [...report.findings, ...report.fixed]) {
    for (const { source, tool } of finding.observations) if (source === "reports") tools.add(tool);
  }
  return [...tools].sort();
}

function groupByTool(
  entries: readonly SarifEntry[],
  tools: readonly string[],
): ReadonlyMap<string, readonly SarifEntry[]> {
  const groups = new Map<string, SarifEntry[]>(tools.map((tool) => [tool, []]));
  for (const entry of entries) groups.get(entry.observation.tool)?.push(entry);
  return groups;
}

function* entriesOf(
  report: Report,
  belongs: (observation: Observation) => boolean,
): Steps<readonly SarifEntry[]> {
  const entries: SarifEntry[] = [];
  yield* inStepsOver(report.findings, (finding) => {
    if (finding.suppressedBy !== undefined) return;
    for (const observation of finding.observations) {
      if (observation.ignored === undefined && belongs(observation)) entries.push({ finding, observation });
    }
  });
  return entries.sort((a, b) => compareSeverity(a.observation.severity, b.observation.severity));
}
