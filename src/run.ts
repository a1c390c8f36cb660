import { resolvePullRequest } from "./context/find-pull-request.ts";
import type { RunContext, UnresolvedPullRequestContext } from "./context/run-context.ts";
import { toReason } from "./errors.ts";
import type { Forge } from "./forges/forge.ts";
import { GITHUB_TRAITS } from "./forges/github/github.ts";
import type { Report, ReportContext } from "./model/report.ts";
import type { Files, Ports } from "./ports.ts";
import { judgedContext, judgeOutcomes, reportOfTrouble } from "./report.ts";
import { conclude, reserveVerdict } from "./reporters/conclude.ts";
import type { PublishedReports } from "./reporters/publish-reports.ts";
import { readPolicy } from "./settings/policy/read.ts";
import { checkedSettings, type SettingsResult } from "./settings/read.ts";
import { type Settings, sourcesOn } from "./settings/settings.ts";
import { collectAll } from "./sources/collect-all.ts";
import { noCredentials } from "./sources/credentials.ts";
import { redactDeep } from "./text/redact.ts";
import { measurePhases, type Phases, RunLimits } from "./timing.ts";

/** What the shell around the run hands in. */
export interface RunStart {
  /** The inputs, read once; or what is wrong with them, which the run reports as any other trouble. */
  readonly settings: SettingsResult;
  /** Finds out what is judged from what the runner tells. @throws `config-invalid` */
  readonly context: () => RunContext | UnresolvedPullRequestContext;
  /** What can be said of the run when its event cannot be used. */
  readonly environment: ReportContext;
  /** Holds the policy file, where it is read from the working tree and not from a commit. */
  readonly policyTree?: Pick<Files, "readWorkspace">;
}

/** What a run knows of itself, as far as it came. */
interface RunFacts {
  readonly settings?: Settings;
  readonly context?: RunContext;
  readonly forge?: Forge;
}

interface DecidedRun extends RunFacts {
  readonly report: Report;
}

/** A run whose decision has been published. */
export interface FinishedRun extends DecidedRun {
  readonly published: PublishedReports;
}

/**
 * One run as a step of a workflow, from inputs to exit code: decide, publish, conclude. Never throws; whatever goes
 * wrong on the way is a reason of the verdict, and no fault becomes a pass.
 */
export async function run(ports: Ports, start: RunStart): Promise<number> {
  const reserved = reserveVerdict(ports);
  return conclude(ports, { ...(await decideAndPublish(ports, start)), reserved });
}

/** One run up to its reports; what they mean for the process is the shell's to say. Never throws. */
export async function decideAndPublish(world: Ports, start: RunStart): Promise<FinishedRun> {
  const phases = measurePhases(world);
  const { ports } = phases;
  const limits = new RunLimits(ports);
  phases.begin("set-up");
  const { report: plain, ...facts } = await decide(ports, start, { limits, phases });
  // Here once for all that is published: a service may send a token back in any text and any encoding.
  const decided = { ...facts, report: redactDeep(plain, ports.redact) };
  limits.startPublishing();
  phases.begin("telling");
  const { publishReports, withdrawReports, withoutReports } = await import("./reporters/publish-reports.ts");
  // At once as well: a process that a signal ends may not come as far as the end of publishing.
  const withdraw = () => withdrawReports(ports, facts.settings);
  ports.cancelled.addEventListener("abort", withdraw, { once: true });
  const published = await publishReports(ports, {
    ...decided,
    deadline: limits.current,
    phases: phases.soFar,
  });
  ports.cancelled.removeEventListener("abort", withdraw);
  if (!ports.cancelled.aborted) return { ...decided, published };
  // Whoever cancels a run while it publishes must not be left with a verdict that was not published in full.
  await withdraw();
  return {
    ...facts,
    report: failedReport(ports, { error: ports.cancelled.reason, facts, start }),
    published: withoutReports(published),
  };
}

/** What keeps the time of a run. */
interface RunTiming {
  readonly limits: RunLimits;
  readonly phases: Phases;
}

async function decide(ports: Ports, start: RunStart, { limits, phases }: RunTiming): Promise<DecidedRun> {
  let facts: RunFacts = {};
  try {
    const settings = checkedSettings(ports.log, start.settings);
    facts = { settings };
    limits.startReading(settings.timeoutMs);
    const event = start.context();
    const forge = openForge(ports, { settings, event, limits });
    facts =
      event.kind === "unresolved-pull-request" ? { settings, forge } : { settings, forge, context: event };
    if (sourcesOn(settings).length === 0) throw noCredentials(event);
    const context = await resolvePullRequest(event, forge.roles.pullRequests);
    facts = { settings, forge, context };
    phases.begin("reading");
    const read = await readAll(ports, { settings, context, forge, limits, policyTree: start.policyTree });
    limits.startPublishing();
    phases.begin("judging");
    const judging = { settings, context, ...read, deadline: limits.current };
    return { ...facts, report: await judgeOutcomes(ports, judging) };
  } catch (error) {
    const report = failedReport(ports, { error, facts, start });
    for (const { message } of report.reasons) ports.log.error(message);
    return { ...facts, report };
  }
}

/** The forge of the repository that the event is of, under the limit of whatever stage asks it. */
function openForge(
  ports: Ports,
  from: { settings: Settings; event: Pick<RunContext, "owner" | "repo">; limits: RunLimits },
): Forge {
  const { owner, repo } = from.event;
  const deadline = () => from.limits.current;
  return {
    traits: GITHUB_TRAITS,
    roles: ports.forge({ token: from.settings.githubToken, owner, repo, deadline }),
  };
}

interface Reading {
  readonly settings: Settings;
  readonly context: RunContext;
  readonly forge: Forge;
  readonly limits: RunLimits;
  readonly policyTree: Pick<Files, "readWorkspace"> | undefined;
}

/** Reads the policy and asks the sources, side by side. */
async function readAll(ports: Ports, { settings, context, forge, limits, policyTree }: Reading) {
  const { roles } = forge;
  try {
    const [policy, outcomes] = await Promise.all([
      readPolicy({ settings, context, commits: roles.commits, ...(policyTree && { policyTree }) }),
      collectAll(ports, { settings, context, forge: roles, deadline: limits.current }),
    ]);
    ports.cancelled.throwIfAborted();
    return { policy, outcomes };
  } catch (error) {
    // A policy that cannot be used means that nothing will be judged: the sources need not go on reading.
    limits.stopReading(error);
    throw error;
  }
}

/** The report of a run that an error ended. */
function failedReport(
  ports: Ports,
  { error, facts, start }: { error: unknown; facts: RunFacts; start: RunStart },
): Report {
  const environment = judgedContext(start.context, start.environment);
  return reportOfTrouble(ports, { reason: toReason(error, "gate"), known: facts, environment });
}
