import type { JudgedHead } from "./commands/accept/accept.ts";
import { endedByCommand } from "./commands/admit.ts";
import { answerTo, type CommandAnswer, endCommand } from "./commands/answer.ts";
import { resolveContext } from "./context/resolve.ts";
import type { EventContext, IgnoredEvent, RunContext } from "./context/run-context.ts";
import type { EventRequest } from "./context/runner-event.ts";
import { ignoredEvent } from "./context/snyk-author.ts";
import { ScanGateError, toReason } from "./errors.ts";
import type { Forge } from "./forges/forge.ts";
import { GITHUB_TRAITS } from "./forges/github/github.ts";
import type { Report, ReportContext } from "./model/report.ts";
import type { Files, Ports } from "./ports.ts";
import { judgedContext, judgeOutcomes, reportOfTrouble } from "./report.ts";
import { type CommandEnd, conclude, concludeCommand, reserveVerdict } from "./reporters/conclude.ts";
import { withdrawReports, withoutReports } from "./reporters/report-files.ts";
import type { PublishedReports } from "./reporters/reporter.ts";
import { type RunStatus, runStatus } from "./reporters/status/publish.ts";
import { readPolicy } from "./settings/policy/read.ts";
import { checkedSettings, type SettingsResult } from "./settings/read.ts";
import { type Settings, sourcesOn } from "./settings/settings.ts";
import { collectAll, noCredentials, withoutWaiting } from "./sources/collect-all.ts";
import { present } from "./text/present.ts";
import { redactDeep } from "./text/redact.ts";
import { measurePhases, type Phases, RunLimits } from "./timing.ts";

/** What the shell around the run hands in. */
export interface RunStart {
  /** The inputs, read once; or what is wrong with them, which the run reports as any other trouble. */
  readonly settings: SettingsResult;
  /** Finds out what is judged from what the runner tells. @throws `config-invalid` */
  readonly context: (request: EventRequest) => EventContext | IgnoredEvent;
  /** The run's own page. */
  readonly link?: string;
  /** What can be said of the run when its event cannot be used. */
  readonly environment: ReportContext;
  /** Holds the policy file, where it is read from the working tree and not from a commit. */
  readonly policyTree?: Pick<Files, "readWorkspace">;
  /** The forge's ways; GitHub's unless given. */
  readonly forge?: Omit<Forge, "roles">;
}

/** What a run knows of itself, as far as it came. */
interface RunFacts {
  readonly settings?: Settings;
  readonly context?: RunContext;
  readonly forge?: Forge;
  /** The commit status that the run keeps. */
  readonly status?: RunStatus;
  /** The answer to the comment that asked for the run. */
  readonly answer?: CommandAnswer;
  /** How the command in that comment ended, where it asks for no verdict: then nothing is judged and published. */
  readonly ended?: CommandEnd;
}

interface DecidedRun extends RunFacts {
  readonly report: Report;
}

/** A run whose decision has been published. */
export interface FinishedRun extends DecidedRun {
  readonly limits: RunLimits;
  readonly published: PublishedReports;
  /** Takes back the files that state the verdict; absent where none was written. */
  readonly withdraw?: () => Promise<void>;
}

/**
 * One run as a step of a workflow, from inputs to exit code: decide, publish, conclude. Never throws; whatever goes
 * wrong on the way is a reason of the verdict, and no fault becomes a pass.
 */
export async function run(ports: Ports, start: RunStart): Promise<number> {
  const trusted = start.settings.ok ? start.settings.settings.snykCheckAuthors : undefined;
  const ignored = ignoredEvent(() => start.context({}), trusted);
  if (ignored !== undefined) {
    ports.log.info(`${ignored.why}. Nothing is judged.`);
    return 0;
  }
  const reserved = reserveVerdict(ports);
  const finished = await decideAndPublish(ports, start);
  const { ended } = finished;
  if (ended !== undefined) return concludeCommand(ports, ended, reserved);
  return await conclude(ports, { ...finished, reserved, lastWord: lastWordOf(ports, finished) });
}

/**
 * Writes a run's last word as its commit status, if it keeps one, once the exit code is known, and then the reaction
 * that answers a command. A cancelled run writes nothing more: its `pending` stays, and its link leads to the run. One
 * that is cancelled meanwhile takes back the files that state its verdict.
 */
export function lastWordOf(ports: Ports, { status, answer, report, limits, withdraw }: FinishedRun) {
  const { cancelled } = ports;
  return async (exitCode: number) => {
    if (!cancelled.aborted) limits.startConcluding();
    const told = cancelled.aborted ? undefined : await status?.finish(report, exitCode);
    if (answer !== undefined && !cancelled.aborted) await endCommand(answer, report.verdict !== "incomplete");
    if (cancelled.aborted) await withdraw?.();
    return told;
  };
}

/** One run up to its reports; what they mean for the process is the shell's to say. Never throws. */
export async function decideAndPublish(world: Ports, start: RunStart): Promise<FinishedRun> {
  const phases = measurePhases(world);
  const { ports } = phases;
  const limits = new RunLimits(ports);
  phases.begin("set-up");
  const { report, ...facts } = await decide(ports, start, { limits, phases });
  const decided = { ...facts, limits, report };
  if (facts.ended !== undefined) return { ...decided, published: { outputs: {} } };
  limits.startPublishing();
  phases.begin("publishing");
  const { publishReports } = await import("./reporters/publish-reports.ts");
  // At once as well: a process that a signal ends may not come as far as the end of publishing.
  const withdraw = () => withdrawReports(ports, facts.settings);
  ports.cancelled.addEventListener("abort", withdraw, { once: true });
  const published = await publishReports(ports, {
    ...decided,
    deadline: limits.current,
    phases: phases.soFar,
    link: start.link,
  });
  ports.cancelled.removeEventListener("abort", withdraw);
  if (!ports.cancelled.aborted) return { ...decided, published, withdraw };
  // Whoever cancels a run while it publishes must not be left with a verdict that was not published in full.
  await withdraw();
  return {
    ...decided,
    report: failedReport(ports, { error: ports.cancelled.reason, facts, start }),
    published: withoutReports(published),
  };
}

async function decide(
  ports: Ports,
  start: RunStart,
  { limits, phases }: { limits: RunLimits; phases: Phases },
): Promise<DecidedRun> {
  let facts: RunFacts = {};
  try {
    const settings = checkedSettings(ports.log, start.settings);
    facts = { settings };
    limits.startReading(settings.timeoutMs);
    const event = usable(start.context({ pullRequest: settings.pullRequest }));
    const { owner, repo } = event;
    const roles = ports.forge({ token: settings.githubToken, owner, repo, deadline: () => limits.current });
    const forge: Forge = { traits: GITHUB_TRAITS, ...start.forge, roles };
    facts = { settings, forge, ...answerTo(ports.log, { event, settings, forge: forge.roles }) };
    const from = { event, forge, limits, phases, policyTree: start.policyTree };
    const asIs = { ...from, settings: withoutWaiting(settings) };
    // A reading that failed has used up its time, and the answer to the command still has to be written.
    const look = () => judgeEvent(ports, asIs).finally(() => limits.startPublishing());
    const { answer } = facts;
    const ended = answer && (await endedByCommand(ports, { answer, settings, look }));
    if (ended !== undefined) {
      const error = new ScanGateError({ code: "no-evidence", source: "github", message: ended.why });
      return { ...facts, ended, report: failedReport(ports, { error, facts, start }) };
    }
    const begin = (context: RunContext) => {
      facts = { ...facts, ...judged({ settings, forge, context, start }) };
      return facts.status;
    };
    const { report } = await judgeEvent(ports, { ...from, settings, begin });
    return { ...facts, report };
  } catch (error) {
    const report = redactDeep(failedReport(ports, { error, facts, start }), ports.redact);
    // Where the verdict's annotation is a line of the log, it tells them there.
    if (ports.outputs.annotationsInLog !== true)
      for (const { message } of report.reasons) ports.log.error(message);
    return { ...facts, report };
  }
}

/** What a run knows once its commit is known: the context, and the status that it keeps there. */
function judged(of: { settings: Settings; forge: Forge; context: RunContext; start: RunStart }): RunFacts {
  const { settings, forge, context, start } = of;
  const { statusBoard } = forge.roles;
  const status = runStatus({ statusBoard, settings, context, link: start.link, traits: forge.traits.status });
  return { context, ...present({ status }) };
}

/** An event that asks for nothing ends the run before this. */
function usable(event: EventContext | IgnoredEvent): EventContext {
  if (event.kind !== "ignored") return event;
  throw new ScanGateError({ code: "config-invalid", source: "github", message: event.why });
}

interface Reading {
  readonly settings: Settings;
  readonly forge: Forge;
  readonly limits: RunLimits;
  readonly policyTree: Pick<Files, "readWorkspace"> | undefined;
}

interface EventReading extends Reading {
  readonly event: EventContext;
  readonly phases: Phases;
  /** Called once the commit is known; gives the status that is kept there. */
  readonly begin?: (context: RunContext) => RunStatus | undefined;
}

/** From the event to the decision. @throws what keeps it from being judged */
async function judgeEvent(
  ports: Ports,
  { event, phases, begin, ...from }: EventReading,
): Promise<JudgedHead> {
  const { settings, forge, limits } = from;
  const context = await resolveContext(event, forge.roles);
  const status = begin?.(context);
  if (sourcesOn(settings).length === 0) throw noCredentials(context);
  phases.begin("reading");
  void status?.begin();
  const read = await readAll(ports, { ...from, context });
  limits.startPublishing();
  phases.begin("judging");
  const report = await judgeOutcomes(ports, { settings, context, ...read, deadline: limits.current });
  return { context, policy: read.policy, report };
}

/** Reads the policy and asks the sources, side by side. */
async function readAll(ports: Ports, reading: Reading & { readonly context: RunContext }) {
  const { settings, context, forge, limits, policyTree } = reading;
  const others = ports.policyRepositories({ token: settings.policyToken, deadline: () => limits.current });
  try {
    const [policy, outcomes] = await Promise.all([
      readPolicy({ settings, context, commits: forge.roles.commits, repository: others, policyTree }),
      collectAll(ports, { settings, context, forge: forge.roles, deadline: limits.current }),
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
  const environment = judgedContext(
    () => usable(start.context({ pullRequest: facts.settings?.pullRequest })),
    start.environment,
  );
  return reportOfTrouble(ports, { reason: toReason(error, "gate"), known: facts, environment });
}
