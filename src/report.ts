import { hasBase, type RunContext, type UnresolvedPullRequestContext } from "./context/run-context.ts";
import { policyChangeNote } from "./gate/policy-change.ts";
import type { SourceEvidence, SourceOutcome } from "./model/evidence.ts";
import { SOURCES } from "./model/finding.ts";
import type { Counts, PolicyPreview, Report, ReportContext } from "./model/report.ts";
import type { Reason } from "./model/verdict.ts";
import type { Ports } from "./ports.ts";
import type { PolicyRead } from "./settings/policy/read.ts";
import { requiredSources, type Settings } from "./settings/settings.ts";

/** What a commit is judged by. */
export interface Judging {
  readonly settings: Settings;
  readonly context: RunContext;
  readonly policy: PolicyRead;
  readonly outcomes: readonly SourceOutcome[];
}

/** Judges what the sources delivered, and gathers all that reporters will read. */
export async function judgeOutcomes(ports: Ports, judging: Judging): Promise<Report> {
  // Loaded here, as the reporters are later, because the first requests should not wait for it.
  const { judge } = await import("./gate/judge.ts");
  const { settings, context, policy, outcomes } = judging;
  const group = ports.log.group("Judging");
  const question = {
    outcomes,
    gate: gateFor(settings, context),
    required: requiredSources(settings),
    today: new Date(ports.clock.now()).toISOString().slice(0, 10),
    reasons: policy.reasons,
  } as const;
  const { decision, ...judgement } = judge({ ...question, chains: [[{ policy: policy.policy }]] });
  const preview =
    policy.changed &&
    previewOf(policy.changed, (changed) => judge({ ...question, chains: [[{ policy: changed }]] }));
  const delivered = outcomes.flatMap((outcome) =>
    outcome.batches.flatMap((batch) => batch.observations),
  ).length;
  group.info(`policy: ${decision.origin}, ${decision.rules} rules; gate: ${decision.gate}`);
  group.info(`merge: ${delivered} as delivered, ${judgement.findings.length} problems`);
  group.info(
    `age: ${judgement.counts.new} new, ${judgement.counts.existing} existing, ${judgement.counts.fixed} fixed`,
  );
  group.info(`judge: ${judgement.counts.blocking} blocking, ${judgement.counts.suppressed} suppressed`);
  group.close();
  return {
    ...judgement,
    context: reportContext(context),
    sources: evidenceOfAll(outcomes),
    decision: {
      ...decision,
      ...(preview && { preview: { ...preview, note: policyChangeNote(preview, judgement.counts) } }),
    },
    version: ports.version,
  };
}

/** What trouble left to tell: nothing was judged. */
export interface Trouble {
  readonly reason: Reason;
  readonly known: { readonly settings?: Settings; readonly context?: RunContext };
  /** What would have been judged, as far as the event and the environment say it. */
  readonly environment: ReportContext;
}

/**
 * What the event asks to be judged, also when its pull request is not found; `environment` where the event cannot be
 * used, and for what it does not say. (The runner's environment alone names other commits too.)
 */
export function judgedContext(
  readEvent: () => RunContext | UnresolvedPullRequestContext,
  environment: ReportContext,
): ReportContext {
  let event: RunContext | UnresolvedPullRequestContext;
  try {
    event = readEvent();
  } catch {
    return environment;
  }
  if (event.kind !== "unresolved-pull-request") return reportContext(event);
  return { ...environment, commit: event.commit, ref: `refs/heads/${event.headRef}` };
}

const NOTHING: Counts = {
  blocking: 0,
  total: 0,
  new: 0,
  existing: 0,
  fixed: 0,
  suppressed: 0,
  critical: 0,
  high: 0,
  medium: 0,
  low: 0,
};

/** The report of a run that could not judge anything: incomplete, for one reason. */
export function reportOfTrouble(ports: Ports, trouble: Trouble): Report {
  const { reason, known, environment } = trouble;
  const { settings, context } = known;
  return {
    verdict: "incomplete",
    sentence: `incomplete: ${reason.message} (${reason.code})`,
    reasons: [reason],
    context: context === undefined ? environment : reportContext(context),
    counts: NOTHING,
    sources: evidenceOfAll([]),
    findings: [],
    fixed: [],
    notes: [],
    decision: {
      gate: settings !== undefined && context !== undefined ? gateFor(settings, context) : "all",
      failOn: settings?.failOn ?? "high",
      origin: "fail-on",
      rule: reason.code,
      rules: 0,
      suppressions: [],
    },
    version: ports.version,
  };
}

/** `gate: auto` is `new` where there is a base to compare with. */
function gateFor(settings: Settings, context: RunContext): "new" | "all" {
  if (settings.gate !== "auto") return settings.gate;
  return hasBase(context) ? "new" : "all";
}

function previewOf(
  changed: NonNullable<PolicyRead["changed"]>,
  judgeBy: (policy: PolicyRead["policy"]) => { counts: Counts },
): Omit<PolicyPreview, "note"> {
  const { path, policy, problem } = changed;
  if (policy === undefined)
    return { path, blocking: 0, suppressed: 0, problem: problem ?? "it cannot be used" };
  const { blocking, suppressed } = judgeBy(policy).counts;
  return { path, blocking, suppressed };
}

function reportContext(context: RunContext): ReportContext {
  return {
    event: context.event,
    repository: `${context.owner}/${context.repo}`,
    commit: context.commit,
    ref: context.kind === "pull-request" ? context.upload.ref : context.ref,
    ...(context.kind === "pull-request" ? { pullRequest: context.number } : {}),
    ...(hasBase(context) ? { base: context.base } : {}),
    repositoryUrl: context.repositoryUrl,
  };
}

/** Every source has its line in the report; one that was not asked is off. */
function evidenceOfAll(outcomes: readonly SourceOutcome[]): readonly SourceEvidence[] {
  return SOURCES.map(
    (source) =>
      outcomes.find((outcome) => outcome.evidence.source === source)?.evidence ?? {
        source,
        status: "off",
        requests: 0,
      },
  );
}
