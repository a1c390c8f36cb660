import type { RunContext } from "../context/run-context.ts";
import type { SourceOutcome } from "../model/evidence.ts";
import type { Deadline, GitHub, LogGroup, Ports } from "../ports.ts";
import type { Settings } from "../settings/settings.ts";
import { outcomeOf, reportsSource, snykReportOf } from "./reports/collect.ts";
import { semgrepSource } from "./semgrep/collect.ts";
import { snykSource } from "./snyk/collect.ts";
import type { SourcePorts } from "./source.ts";

export interface Collecting {
  readonly settings: Settings;
  readonly context: RunContext;
  readonly github: GitHub;
  readonly deadline: Deadline;
}

/**
 * Asks every source that is on, side by side, so that the whole takes as long as the slowest. Report files come
 * first: they are at hand, and a Snyk report is Snyk's best evidence.
 */
export async function collectAll(ports: Ports, collecting: Collecting): Promise<readonly SourceOutcome[]> {
  const { settings, context } = collecting;
  const asked: Promise<SourceOutcome>[] = [];
  const read =
    settings.reports.length === 0
      ? undefined
      : await inGroup(ports, "Reports", (log) =>
          reportsSource({
            globs: settings.reports,
            files: ports.files,
            workspace: settings.workspace,
            log,
          }).read(),
        );
  const { semgrep, snyk } = settings;
  const pollIntervalMs = settings.pollIntervalMs;
  if (semgrep !== undefined) {
    asked.push(
      inGroup(ports, "Semgrep", (log) =>
        semgrepSource({ ...portsFor(ports, collecting, log), settings: semgrep, pollIntervalMs }).collect(
          context,
        ),
      ),
    );
  } else off(ports, "Semgrep", "semgrep-token");
  const snykReport = snyk === undefined || read === undefined ? undefined : snykReportOf(read);
  if (snyk !== undefined) {
    asked.push(
      inGroup(ports, "Snyk", (log) =>
        snykSource({
          ...portsFor(ports, collecting, log),
          settings: snyk,
          pollIntervalMs,
          ...(snykReport === undefined ? {} : { report: snykReport }),
        }).collect(context),
      ),
    );
  } else off(ports, "Snyk", "snyk-token");
  if (read !== undefined) {
    asked.push(Promise.resolve(outcomeOf(read, snyk === undefined ? {} : { without: "snyk" })));
  }
  return Promise.all(asked);
}

function portsFor(ports: Ports, { github, deadline }: Collecting, log: LogGroup): SourcePorts {
  return { connect: ports.connect, clock: ports.clock, github, deadline, log };
}

async function inGroup<T>(ports: Ports, title: string, work: (log: LogGroup) => Promise<T>): Promise<T> {
  const log = ports.log.group(title);
  try {
    return await work(log);
  } finally {
    log.close();
  }
}

function off(ports: Ports, title: string, input: string): void {
  const log = ports.log.group(title);
  log.info(`off: ${input} is empty`);
  log.close();
}
