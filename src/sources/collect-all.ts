import type { EventContext, RunContext } from "../context/run-context.ts";
import { ScanGateError } from "../errors.ts";
import type { SourceOutcome } from "../model/evidence.ts";
import type { Deadline, LogGroup, Ports } from "../ports.ts";
import type { Settings } from "../settings/settings.ts";
import { present } from "../text/present.ts";
import { semgrepSource } from "./semgrep/collect.ts";
import { type SnykOptions, snykSource } from "./snyk/collect.ts";
import type { SnykReport, SourceForge, SourcePorts } from "./source.ts";
import { NO_WAIT_MS } from "./wait.ts";

export interface Collecting {
  readonly settings: Settings;
  readonly context: RunContext;
  readonly forge: SourceForge;
  readonly deadline: Deadline;
}

/** The settings of a run that takes the sources as they are now, and waits neither for a scan nor for a check. */
export function withoutWaiting(settings: Settings): Settings {
  const { snyk } = settings;
  return { ...settings, pollIntervalMs: NO_WAIT_MS, ...(snyk && { snyk: { ...snyk, checkWaitMs: 0 } }) };
}

/**
 * Asks every source that is on, side by side, so that the whole takes as long as the slowest. Report files come
 * first: they are at hand, and a Snyk report is Snyk's best evidence.
 */
export async function collectAll(ports: Ports, collecting: Collecting): Promise<readonly SourceOutcome[]> {
  const files = await readReportFiles(ports, collecting);
  const scan = scanSignal();
  const outcomes = await Promise.all([
    timed(ports, () => askSemgrep(ports, collecting, scan.tell)).finally(() => scan.tell(false)),
    timed(ports, () =>
      askSnyk(ports, collecting, {
        ...present({ report: files?.ofSnyk }),
        ...(collecting.settings.semgrep === undefined ? {} : { scanReady: scan.ready }),
      }),
    ),
    files?.outcome,
  ]);
  return outcomes.filter((outcome) => outcome !== undefined);
}

/**
 * Tells Snyk when Semgrep's scan is ready: then its checks are looked at once more, beside Semgrep's findings. The
 * first word counts; `false` means that there will be no scan.
 */
function scanSignal(): { readonly ready: Promise<boolean>; readonly tell: (isReady: boolean) => void } {
  let tell: (isReady: boolean) => void = () => {};
  const ready = new Promise<boolean>((resolve) => {
    tell = resolve;
  });
  return { ready, tell };
}

async function timed(
  { clock }: Ports,
  ask: () => Promise<SourceOutcome | undefined>,
): Promise<SourceOutcome | undefined> {
  const since = clock.now();
  const outcome = await ask();
  return outcome && { ...outcome, evidence: { ...outcome.evidence, tookMs: clock.now() - since } };
}

interface ReportFiles {
  readonly outcome: SourceOutcome;
  readonly ofSnyk: SnykReport | undefined;
}

async function readReportFiles(ports: Ports, collecting: Collecting): Promise<ReportFiles | undefined> {
  const { context, deadline, settings } = collecting;
  const { reports: globs, workspace, snyk, failOn } = settings;
  if (globs.length === 0) return undefined;
  const { outcomeOf, readReports, snykReportOf, subjectOf } = await import("./reports/collect.ts");
  const pace = { clock: ports.clock, deadline };
  const subject = subjectOf(context);
  const read = await inGroup(ports, "Reports", (log) =>
    readReports({ globs, files: ports.files, workspace, failOn, log, subject, pace }),
  );
  return {
    outcome: outcomeOf(read, snyk === undefined ? {} : { without: "snyk" }),
    ofSnyk: snykReportOf(read),
  };
}

async function askSemgrep(
  ports: Ports,
  collecting: Collecting,
  tellScan: (isReady: boolean) => void,
): Promise<SourceOutcome | undefined> {
  const { semgrep: settings, pollIntervalMs } = collecting.settings;
  return await inGroup(ports, "Semgrep", async (log) => {
    if (settings === undefined) return tellOff(log, "semgrep-token");
    const onScanReady = () => tellScan(true);
    const source = semgrepSource({
      ...portsFor(ports, collecting, log),
      settings,
      pollIntervalMs,
      onScanReady,
    });
    return withLastWord(log, await source.collect(collecting.context));
  });
}

async function askSnyk(
  ports: Ports,
  collecting: Collecting,
  known: Pick<SnykOptions, "report" | "scanReady">,
): Promise<SourceOutcome | undefined> {
  const { snyk: settings, snykCheckAuthors: checkAuthors, pollIntervalMs, timeoutMs } = collecting.settings;
  return await inGroup(ports, "Snyk", async (log) => {
    if (settings === undefined) return tellOff(log, "snyk-token");
    const source = snykSource({
      ...portsFor(ports, collecting, log),
      settings,
      checkAuthors,
      pollIntervalMs,
      timeoutMs,
      ...known,
    });
    return withLastWord(log, await source.collect(collecting.context));
  });
}

function portsFor(ports: Ports, { forge, deadline }: Collecting, log: LogGroup): SourcePorts {
  return { connect: ports.connect, clock: ports.clock, forge, deadline, log };
}

async function inGroup<T>(ports: Ports, title: string, work: (log: LogGroup) => Promise<T>): Promise<T> {
  const log = ports.log.group(title);
  try {
    return await work(log);
  } finally {
    log.close();
  }
}

/** Ends a source's part of the log with what it lacks; the verdict says it in full. */
function withLastWord(log: LogGroup, outcome: SourceOutcome): SourceOutcome {
  const codes = [...new Set(outcome.reasons.map(({ code }) => code))];
  if (codes.length > 0) log.info(`incomplete: ${codes.join(", ")}`);
  return outcome;
}

function tellOff(log: LogGroup, input: string): undefined {
  log.info(`off: ${input} is empty`);
}

/** Says that no source is on, and what a workflow must do about it; most often secrets that GitHub withholds. */
export function noCredentials(context: EventContext): ScanGateError {
  return new ScanGateError({
    code: "no-credentials",
    source: "gate",
    message: `No source is on: \`semgrep-token\` and \`snyk-token\` are empty and \`reports\` names no file${whyWithheld(context)}`,
    hint: credentialsHint(context),
  });
}

function withheld(context: EventContext): "dependabot" | "fork" | undefined {
  if (!("fork" in context)) return undefined;
  if (context.actor === "dependabot[bot]") return "dependabot";
  return context.fork ? "fork" : undefined;
}

function whyWithheld(context: EventContext): string {
  const who = withheld(context);
  if (who === "fork") return "; GitHub gives no secrets to a pull request from a fork";
  if (who === "dependabot")
    return "; GitHub gives a pull request of Dependabot only Dependabot's own secrets";
  return "";
}

function credentialsHint(context: EventContext): string {
  const who = withheld(context);
  if (who === "fork") {
    return "Judge pull requests from forks in a workflow_run workflow on the default branch (README, Forks and Dependabot)";
  }
  if (who === "dependabot") {
    return "Add the tokens under Settings, Secrets and variables, Dependabot, or judge these pull requests in a workflow_run workflow (README, Forks and Dependabot)";
  }
  return "Give `semgrep-token`, `snyk-token` or both, each from a secret; a reusable workflow gets secrets only where the job that calls it says `secrets: inherit`";
}
