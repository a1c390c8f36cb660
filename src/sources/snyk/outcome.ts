import type { RunContext } from "../../context/run-context.ts";
import { distinctReasons } from "../../errors.ts";
import type { EvidenceKind, SourceEvidence, SourceOutcome } from "../../model/evidence.ts";
import { countBySeverity } from "../../model/severity.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import type { LogGroup } from "../../ports.ts";
import type { SnykSettings } from "../../settings/settings.ts";
import { counted } from "../../text/count.ts";
import type { SnykReport } from "../source.ts";
import { type Batches, makeBatches } from "./batches.ts";
import { chooseEvidence } from "./evidence.ts";
import type { KnownProjects } from "./find-projects.ts";
import type { ProjectReading } from "./issues.ts";
import { type ChecksRead, checkEvidence, judgeChecks } from "./pr-checks.ts";
import { attributeToSnyk, missingReason } from "./reasons.ts";
import type { SnykSubject } from "./subject.ts";
import { scannedCommits } from "./to-findings.ts";

/** Everything learnt of one commit. */
export interface SnykKnowledge {
  readonly judged: SnykSubject;
  readonly survey: KnownProjects;
  readonly head: readonly ProjectReading[];
  readonly base: readonly ProjectReading[];
  readonly checks: ChecksRead;
  /** Head projects with results of another commit, in words. */
  readonly stale: readonly string[];
  /** What could not be learnt of the commit itself. */
  readonly reasons: readonly Reason[];
}

/** The run that is concluded. */
export interface Asked {
  readonly context: RunContext;
  readonly appUrl: string;
  readonly api: { readonly requests: number };
  readonly options: {
    readonly settings: Pick<SnykSettings, "evidence">;
    readonly report?: SnykReport;
    readonly log: Pick<LogGroup, "info">;
  };
}

/** What all that was learnt amounts to: the evidence chosen, findings, and what keeps the source from complete. */
export function snykOutcome(asked: Asked, learnt: SnykKnowledge): SourceOutcome {
  const { report, settings, log } = asked.options;
  const { head, base, checks, judged } = learnt;
  const evidence = chooseEvidence({
    mode: settings.evidence,
    hasReport: report !== undefined,
    headProjects: head.length,
    headIsFresh: learnt.stale.length === 0,
    checks: checks.checks?.length,
    baseProjects: base.length,
  });
  const material = {
    evidence,
    isChange: judged.isChange,
    head,
    base,
    appUrl: asked.appUrl,
    ...(report === undefined ? {} : { report: report.observations }),
    ...(judged.branches.base === undefined ? {} : { baseRef: judged.branches.base }),
  };
  const made = makeBatches(material);
  const checked = evidence === "pr-check" ? judgeChecks(checks.checks ?? []) : { failed: [], reasons: [] };
  const reasons = distinctReasons([...reasonsOf(asked, { learnt, made, evidence }), ...checked.reasons]);
  log.info(`evidence: ${evidence ?? "none"} (${describe(learnt)})`);
  return {
    evidence: evidenceOf(asked, { learnt, made, evidence, isComplete: reasons.length === 0 }),
    batches: made.batches,
    reasons,
    ...(checked.failed.length === 0 ? {} : { failedChecks: checked.failed }),
    notes: notesOf(asked, { learnt, made, evidence }),
  };
}

interface Conclusion {
  readonly learnt: SnykKnowledge;
  readonly made: Batches;
  readonly evidence: EvidenceKind | undefined;
}

/** A report is proof by itself: what Snyk's service would add to it is a baseline, whose lack is only told. */
function reasonsOf(asked: Asked, { learnt, made, evidence }: Conclusion): readonly Reason[] {
  const { report, settings } = asked.options;
  if (report !== undefined) return report.reasons;
  const { survey, judged, checks } = learnt;
  const unknown = [
    ...survey.reasons,
    ...(judged.reason === undefined ? [] : [judged.reason]),
    ...(checks.reason === undefined ? [] : [attributeToSnyk(checks.reason)]),
  ];
  const unread = made.readings.flatMap(({ reason }) => reason ?? []);
  // What could not be asked is not missing: only a search that was complete can say that there is nothing.
  if (evidence !== undefined || unknown.length > 0) return [...unknown, ...learnt.reasons, ...unread];
  const missing = missingReason({
    repository: `${asked.context.owner}/${asked.context.repo}`,
    mode: settings.evidence,
    isChange: judged.isChange,
    branches: judged.branches,
    projects: survey.projects,
    inactive: survey.inactive,
    stale: learnt.stale,
  });
  return [missing, ...learnt.reasons, ...unread];
}

function notesOf(asked: Asked, { learnt, made, evidence }: Conclusion): readonly Note[] {
  const { survey, judged, stale } = learnt;
  const notes: Note[] = [...(asked.options.report?.notes ?? []), ...survey.notes, ...made.notes];
  if (asked.options.report !== undefined) {
    for (const { message } of distinctReasons([
      ...survey.reasons,
      ...(judged.reason ? [judged.reason] : []),
    ])) {
      notes.push({ level: "warning", text: `No baseline from Snyk beside the report file: ${message}` });
    }
  }
  if (evidence === "base-projects") {
    const branch = judged.branches.base ?? "the default branch";
    const text = `Snyk's findings are those of ${branch}: it has not looked at this ${judged.isChange ? "change" : "ref"} itself.`;
    notes.push({ level: "info", text });
  }
  if (evidence === "head-projects" && stale.length > 0) {
    notes.push({
      level: "warning",
      text: `Snyk's results may be older than this commit: ${stale.join(", ")}.`,
    });
  }
  return notes;
}

function evidenceOf(
  asked: Asked,
  { learnt, made, evidence, isComplete }: Conclusion & { readonly isComplete: boolean },
): SourceEvidence {
  const { report } = asked.options;
  const checks = evidence === "pr-check" ? (learnt.checks.checks ?? []).map(checkEvidence) : [];
  const projects = made.readings.map(({ project: { id, name } }) => ({ id, name }));
  const commit = commitOf(asked, { learnt, made, evidence });
  const ref = refOf(learnt, evidence);
  return {
    source: "snyk",
    status: isComplete ? "complete" : "incomplete",
    ...(evidence === undefined ? {} : { evidence }),
    ...(commit === undefined ? {} : { commit }),
    ...(ref === undefined ? {} : { ref }),
    ...(projects.length === 0 ? {} : { projects }),
    ...(checks.length === 0 ? {} : { checks }),
    ...(made.baseline === undefined ? {} : { baseline: made.baseline }),
    counts: countBySeverity(made.batches.flatMap(({ observations }) => observations)),
    requests: asked.api.requests,
    ...(report === undefined ? {} : { files: report.files }),
  };
}

/** The commit that was looked at, where that is known: projects tell it only through their code issues. */
function commitOf(asked: Asked, { learnt, made, evidence }: Conclusion): string | undefined {
  if (evidence === "pr-check") return learnt.judged.commit;
  if (evidence === "report") return asked.context.commit;
  const commits = new Set(made.readings.flatMap(scannedCommits));
  return commits.size === 1 ? [...commits][0] : undefined;
}

function refOf({ judged, head }: SnykKnowledge, evidence: EvidenceKind | undefined): string | undefined {
  const isBase = evidence === "base-projects" || (evidence === undefined && head.length === 0);
  return isBase ? judged.branches.base : judged.branches.head;
}

function describe({ head, base, checks, stale }: SnykKnowledge): string {
  const read = checks.checks === undefined ? "checks not read" : counted(checks.checks.length, "check");
  const old = stale.length === 0 ? "" : `, ${stale.length} of them stale`;
  return `${counted(head.length, "head project")}${old}, ${read}, ${counted(base.length, "base project")}`;
}
