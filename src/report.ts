import { type EventContext, hasBase, type RunContext } from "./context/run-context.ts";
import { weighNamedProducts } from "./gate/missing-evidence.ts";
import { policyChangeNote } from "./gate/remarks.ts";
import type { SourceEvidence, SourceOutcome } from "./model/evidence.ts";
import { SOURCES } from "./model/finding.ts";
import type { Counts, PolicyPreview, Report, ReportContext } from "./model/report.ts";
import type { Steps } from "./model/steps.ts";
import type { Note, Reason } from "./model/verdict.ts";
import type { Deadline, LogGroup, Ports } from "./ports.ts";
import type { PolicyRead } from "./settings/policy/read.ts";
import { requiredSources, type Settings, sourcesOn } from "./settings/settings.ts";
import { inSlices, type Pace } from "./slices.ts";
import { counted } from "./text/count.ts";
import { present } from "./text/present.ts";
import { redactInSteps } from "./text/redact.ts";

/** What a commit is judged by. */
export interface Judging {
  readonly settings: Settings;
  readonly context: RunContext;
  readonly policy: PolicyRead;
  readonly outcomes: readonly SourceOutcome[];
  /** Until when it must be decided. */
  readonly deadline: Deadline;
}

/**
 * Judges what the sources delivered, and gathers all that reporters will read. No token is left in it.
 * @throws `timeout` or `cancelled` when the deadline ends it
 */
export async function judgeOutcomes(ports: Ports, judging: Judging): Promise<Report> {
  const pace = { clock: ports.clock, deadline: judging.deadline };
  const clean = <T>(value: T) => inSlices(redactInSteps(value, ports.redact), pace);
  // Before anything is cut: what is left of a token in front of a cut is found by no search for the token.
  const { policy, outcomes } = await clean({ policy: judging.policy, outcomes: judging.outcomes });
  const group = ports.log.group("Judging");
  try {
    const judged = await judgeInGroup({ ...judging, policy, outcomes, pace }, group);
    // Again as a whole: the context, and what was put together of several texts.
    const report: Report = await clean({ ...judged, version: ports.version });
    const { preview } = report.decision;
    for (const { level, text } of [...report.notes, ...(preview ? [preview.note] : [])]) group[level](text);
    return report;
  } finally {
    // Also when time runs out: what comes after an open group is held back.
    group.close();
  }
}

interface PacedJudging extends Judging {
  readonly pace: Pace;
}

async function judgeInGroup(
  { settings, context, policy, outcomes: answers, pace }: PacedJudging,
  group: LogGroup,
): Promise<Omit<Report, "version">> {
  const baseRef = hasBase(context) ? context.base.ref : undefined;
  const outcomes = weighNamedProducts(answers, { chains: policy.chains, ...present({ baseRef }) });
  // Loaded here, as the reporters are later, because the first requests should not wait for it.
  const { judgeInSteps } = await import("./gate/judge.ts");
  const question = {
    outcomes,
    gate: gateFor(settings, context),
    required: requiredSources(settings),
    today: new Date(pace.clock.now()).toISOString().slice(0, 10),
    reasons: policy.reasons,
    snykNeedsCommit: settings.snyk?.evidence === "commit",
    ...present({ isPolicyUnknown: policy.isUnknown }),
  } as const;
  const { decision, ...judgement } = await inSlices(
    judgeInSteps({ ...question, chains: policy.chains }),
    pace,
  );
  const preview =
    policy.changed &&
    (await previewOf(policy, {
      pace,
      stepsBy: (chains) => judgeInSteps({ ...question, chains }),
    }));
  const { counts, findings } = judgement;
  const delivered = outcomes.flatMap(({ batches }) => batches.flatMap(({ observations }) => observations));
  const from = decision.origin === "fail-on" ? "the settings" : decision.origin;
  const rules = counted(decision.rules, "rule");
  group.info(`policy: fail-on: ${decision.failOn} from ${from}, ${rules}; gate: ${decision.gate}`);
  const results = counted(delivered.length, "result");
  group.info(`merge: ${results} of the tools, ${counted(findings.length, "finding")}`);
  const { new: added, existing, fixed, total } = counts;
  group.info(`age: ${added} new, ${existing} existing, ${total - added - existing} unknown, ${fixed} fixed`);
  group.info(`judge: ${counts.blocking} blocking, ${counts.suppressed} suppressed`);
  return {
    ...judgement,
    notes: [...judgement.notes, ...queueNotes(context), ...(policy.notes ?? [])],
    context: { ...reportContext(context), ...present({ policy: policy.origin }) },
    sources: evidenceOfAll(outcomes, settings),
    decision: {
      ...decision,
      ...(preview && { preview: { ...preview, note: policyChangeNote(preview, counts) } }),
    },
  };
}

/** A merge queue's branch that comes by a push is judged as any branch, and its required check never ends. */
function queueNotes(context: RunContext): readonly Note[] {
  if (context.kind !== "ref" || !context.ref.startsWith("refs/heads/gh-readonly-queue/")) return [];
  const text =
    "This is a branch of the merge queue, judged as a branch by itself. Let the workflow run on `merge_group`, and leave `gh-readonly-queue/**` out of its `push`.";
  return [{ level: "warning", text }];
}

/** How long the preview of a policy that a pull request brings may take: it is somebody else's, and only shown. */
const PREVIEW_MS = 2_000;

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
export function judgedContext(readEvent: () => EventContext, environment: ReportContext): ReportContext {
  let event: EventContext;
  try {
    event = readEvent();
  } catch {
    return environment;
  }
  switch (event.kind) {
    case "unresolved-pull-request":
      return { ...environment, commit: event.commit, ref: `refs/heads/${event.headRef}` };
    case "unresolved-commit":
      return { ...environment, commit: event.commit };
    case "short-commit":
      return reportContext(event.judged);
    case "numbered-pull-request":
      return { ...environment, pullRequest: event.number };
    default:
      return reportContext(event);
  }
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
    sources: settings === undefined ? [] : evidenceOfAll([], settings),
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

interface Previewing {
  readonly pace: Pace;
  readonly stepsBy: (chains: PolicyRead["chains"]) => Steps<{ readonly counts: Counts }>;
}

/** What the pull request's own file would decide in the place of the base branch's. */
async function previewOf(
  { chains, changed }: PolicyRead,
  { pace, stepsBy }: Previewing,
): Promise<Omit<PolicyPreview, "note">> {
  const { path = "", chain, unread, faults, problem = "it cannot be used" } = changed ?? {};
  const unusable = { path, blocking: 0, suppressed: 0 };
  if (chain === undefined) return { ...unusable, problem, ...present({ faults }) };
  const [, ...others] = chains;
  const { clock } = pace;
  const until = clock.now() + PREVIEW_MS;
  const judged = await inSlices(
    endingAt(stepsBy([chain, ...others]), () => clock.now() > until),
    pace,
  );
  if (judged === undefined) return { ...unusable, problem: "it takes too long to judge by it." };
  const { blocking, suppressed } = judged.counts;
  return { path, blocking, suppressed, ...present({ unread }) };
}

/** The same steps, dropped as soon as they take too long. */
function* endingAt<Result>(steps: Steps<Result>, isOver: () => boolean): Steps<Result | undefined> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (isOver()) return undefined;
    yield;
  }
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
    ...present({ forge: context.forge }),
  };
}

/** Every source has its line in the report; one that is on and was not asked is incomplete. */
function evidenceOfAll(outcomes: readonly SourceOutcome[], settings: Settings): readonly SourceEvidence[] {
  const on = sourcesOn(settings);
  return SOURCES.map(
    (source) =>
      outcomes.find((outcome) => outcome.evidence.source === source)?.evidence ?? {
        source,
        status: on.includes(source) ? "incomplete" : "off",
        requests: 0,
      },
  );
}
