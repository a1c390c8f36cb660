import { findPullRequest } from "./context/find-pull-request.ts";
import type { RunContext, UnresolvedPullRequestContext } from "./context/run-context.ts";
import { ScanGateError, toReason } from "./errors.ts";
import type { Report, ReportContext } from "./model/report.ts";
import { measurePhases, type Phases } from "./phases.ts";
import type { Deadline, Files, GitHub, Ports } from "./ports.ts";
import { contextOfEvent, judgeOutcomes, reportOfTrouble } from "./report.ts";
import { conclude, reserveVerdict } from "./reporters/conclude.ts";
import type { Told } from "./reporters/tell-all.ts";
import { readPolicy } from "./settings/policy/read.ts";
import type { SettingsResult } from "./settings/read.ts";
import { describeSettings, type Settings, sourcesOn } from "./settings/settings.ts";
import { collectAll } from "./sources/collect-all.ts";
import { noCredentials } from "./sources/credentials.ts";
import { redactDeep } from "./text/redact.ts";

/** What the shell around the run hands in. */
export interface Start {
  /** The inputs, read once; or what is wrong with them, which the run tells as any other trouble. */
  readonly settings: SettingsResult;
  /** Finds out what is judged from what the runner tells. @throws `config-invalid` */
  readonly context: () => RunContext | UnresolvedPullRequestContext;
  /** What can be said of the run when its event cannot be used. */
  readonly environment: ReportContext;
  /** Holds the policy file, where it is read from the working tree and not from a commit. */
  readonly policyTree?: Pick<Files, "readWorkspace">;
}

/** What a run has learnt of itself, as far as it came. */
export interface Known {
  readonly settings?: Settings;
  readonly context?: RunContext;
  readonly github?: GitHub;
}

export interface Decided extends Known {
  readonly report: Report;
}

/** A run that has told people what it decided. */
export interface Finished extends Decided {
  readonly told: Told;
}

/**
 * One run as a step of a workflow, from inputs to exit code: decide, tell, conclude. Never throws; whatever goes
 * wrong on the way is a reason of the verdict, and no fault becomes a pass.
 */
export async function run(ports: Ports, start: Start): Promise<number> {
  const reserved = reserveVerdict(ports);
  return conclude(ports, { ...(await decideAndTell(ports, start)), reserved });
}

/** One run up to its reports; what they mean for the process is the shell's to say. Never throws. */
export async function decideAndTell(world: Ports, start: Start): Promise<Finished> {
  const phases = measurePhases(world);
  const { ports } = phases;
  const limits = new Limits(ports);
  phases.begin("set-up");
  const { report: plain, ...known } = await decide(ports, start, { limits, phases });
  // Here once for all that is told: a service may send a token back in any text and any encoding.
  const decided = { ...known, report: redactDeep(plain, ports.redact) };
  limits.startTelling();
  phases.begin("telling");
  const { tellAll } = await import("./reporters/tell-all.ts");
  const told = await tellAll(ports, { ...decided, deadline: limits.current, phases: phases.soFar });
  if (!ports.cancelled.aborted) return { ...decided, told };
  // Whoever cancels a run while it tells must not be left with a verdict that nobody was told in full.
  const reason = toReason(ports.cancelled.reason, "gate");
  const report = reportOfTrouble(ports, { reason, known, environment: whatIsJudged(start) });
  return { ...known, report, told };
}

/** What keeps the time of a run. */
interface Timing {
  readonly limits: Limits;
  readonly phases: Phases;
}

async function decide(ports: Ports, start: Start, timing: Timing): Promise<Decided> {
  const { limits } = timing;
  let known: Known = {};
  try {
    const settings = checkedSettings(ports, start.settings);
    known = { settings };
    limits.startReading(settings.timeoutMs);
    const event = start.context();
    const github = ports.github({
      token: settings.githubToken,
      owner: event.owner,
      repo: event.repo,
      deadline: () => limits.current,
    });
    known =
      event.kind === "unresolved-pull-request" ? { settings, github } : { settings, github, context: event };
    if (sourcesOn(settings).length === 0) throw noCredentials(event);
    const context = event.kind === "unresolved-pull-request" ? await findPullRequest(event, github) : event;
    known = { settings, github, context };
    return { ...known, report: await judgeCommit(ports, { ...start, ...timing, settings, context, github }) };
  } catch (error) {
    const reason = toReason(error, "gate");
    ports.log.error(reason.message);
    return { ...known, report: reportOfTrouble(ports, { reason, known, environment: whatIsJudged(start) }) };
  }
}

/** The event's own word on what is judged, where it can be had; the runner's environment names other commits too. */
function whatIsJudged({ context, environment }: Start): ReportContext {
  try {
    return contextOfEvent(context(), environment);
  } catch {
    return environment;
  }
}

function checkedSettings(ports: Ports, result: SettingsResult): Settings {
  const group = ports.log.group("Settings");
  try {
    if (!result.ok) {
      for (const problem of result.problems) group.error(problem);
      throw new ScanGateError({
        code: "config-invalid",
        source: "inputs",
        message: `The inputs cannot be used: ${result.problems.join("; ")}`,
        hint: "Correct them in the workflow",
      });
    }
    for (const line of describeSettings(result.settings)) group.info(line);
    return result.settings;
  } finally {
    group.close();
  }
}

interface Commit extends Timing {
  readonly settings: Settings;
  readonly context: RunContext;
  readonly github: GitHub;
  readonly policyTree?: Pick<Files, "readWorkspace">;
}

async function judgeCommit(ports: Ports, commit: Commit): Promise<Report> {
  const { limits, phases } = commit;
  phases.begin("reading");
  try {
    const [policy, outcomes] = await Promise.all([
      readPolicy(commit),
      collectAll(ports, { ...commit, deadline: limits.current }),
    ]);
    ports.cancelled.throwIfAborted();
    phases.begin("judging");
    return await judgeOutcomes(ports, { ...commit, policy, outcomes });
  } catch (error) {
    // A policy that cannot be used means that nothing will be judged: the sources need not go on reading.
    limits.stop(error);
    throw error;
  }
}

/** Kept from the time limit for judging and telling, when reading takes all it can. */
const MOST_RESERVED_MS = 15_000;

/** Telling may end this much after the time limit, so that a run that used it up still says so. */
const GRACE_MS = 1_000;

/** The two time limits of a run: one for reading, and the whole for telling. */
class Limits {
  current: Deadline;
  readonly #ports: Ports;
  readonly #stop = new AbortController();
  readonly #startedAt: number;
  #timeoutMs = 0;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#startedAt = ports.clock.now();
    this.current = ports.deadline({ ms: 0, parent: ports.cancelled });
  }

  startReading(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    const parent = AbortSignal.any([this.#ports.cancelled, this.#stop.signal]);
    this.current = this.#ports.deadline({
      ms: timeoutMs - Math.min(timeoutMs / 10, MOST_RESERVED_MS),
      parent,
    });
  }

  startTelling(): void {
    const elapsed = this.#ports.clock.now() - this.#startedAt;
    const ms = Math.max(this.#timeoutMs - elapsed, 0) + GRACE_MS;
    this.current = this.#ports.deadline({ ms, parent: this.#ports.cancelled });
  }

  stop(reason: unknown): void {
    this.#stop.abort(reason);
  }
}
