import { join } from "node:path";
import type { RunContext } from "../context/run-context.ts";
import { toReason } from "../errors.ts";
import type { Report } from "../model/report.ts";
import type { Deadline, GitHub, LogGroup, Ports } from "../ports.ts";
import type { Settings } from "../settings/settings.ts";
import { annotationsReporter } from "./annotations.ts";
import { commentReporter } from "./comment/publish.ts";
import { renderComment } from "./comment/render.ts";
import { htmlReporter } from "./html/publish.ts";
import { jsonReporter } from "./json.ts";
import type { Published, Reporter } from "./reporter.ts";
import { sarifReporter } from "./sarif/publish.ts";
import { summaryReporter } from "./summary.ts";
import { createTickets } from "./tickets/create.ts";

/** What is known when it comes to telling; without settings the run never got far enough to tell much. */
export interface Telling {
  readonly report: Report;
  readonly settings?: Settings;
  readonly context?: RunContext;
  readonly github?: GitHub;
  /** Ends the telling. */
  readonly deadline: Deadline;
}

/** Step outputs that the reporters set. */
export interface Told {
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Runs every reporter that the settings ask for, side by side. None of them can change the verdict: what one
 * throws is a warning. Nothing is begun once the run has been cancelled.
 */
export async function tellAll(ports: Ports, telling: Telling): Promise<Told> {
  if (ports.cancelled.aborted) return { outputs: {} };
  const group = ports.log.group("Telling");
  const report = await withTickets(ports, telling, group);
  const reporters = ports.cancelled.aborted ? [] : reportersFor(ports, telling);
  const told = await Promise.all(reporters.map((reporter) => tell(reporter, report, group)));
  if (telling.settings?.dryRun === true) showComment({ ...telling, report }, group);
  group.close();
  return { outputs: Object.assign({}, ...told) };
}

/** Tickets come before everything that can name them. */
async function withTickets(ports: Ports, telling: Telling, log: LogGroup): Promise<Report> {
  const { report, settings, context, deadline } = telling;
  if (settings === undefined || context === undefined || settings.tickets === "off") return report;
  try {
    const ticketed = await createTickets(ports, { report, settings, context, deadline });
    announce("tickets", ticketed.published, log);
    return ticketed.report;
  } catch (error) {
    warnOf("tickets", error, log);
    return report;
  }
}

async function tell(
  reporter: Reporter,
  report: Report,
  log: LogGroup,
): Promise<Readonly<Record<string, string>>> {
  try {
    const published = await reporter.publish(report);
    announce(reporter.id, published, log);
    return published.outputs ?? {};
  } catch (error) {
    warnOf(reporter.id, error, log);
    return {};
  }
}

function announce(id: string, { done, warnings = [] }: Published, log: LogGroup): void {
  log.info(`${id}: ${done}`);
  for (const warning of warnings) log.warning(`${id}: ${warning}`);
}

function warnOf(id: string, error: unknown, log: LogGroup): void {
  log.warning(`${id}: ${toReason(error, "gate").message} The verdict stands.`);
}

function reportersFor(ports: Ports, telling: Telling): readonly Reporter[] {
  const { settings } = telling;
  if (settings === undefined) return [summaryReporter(ports)];
  return [
    jsonReporter({ files: ports.files, path: join(settings.reportDir, "report.json") }),
    htmlReporter({ files: ports.files, path: join(settings.reportDir, "report.html") }),
    summaryReporter({ ...ports, linkHosts: linkHosts(settings) }),
    ...(settings.annotations ? [annotationsReporter(ports)] : []),
    ...onGitHub(ports, telling, settings),
  ];
}

/** Reporters that write to GitHub; in a dry run SARIF goes to its file only. */
function onGitHub(ports: Ports, telling: Telling, settings: Settings): readonly Reporter[] {
  const { context, github, deadline } = telling;
  if (context === undefined || github === undefined) return [];
  const { files, clock } = ports;
  const reporters: Reporter[] = [];
  if (settings.sarif !== "off") {
    const target = "upload" in context ? context.upload : undefined;
    reporters.push(
      sarifReporter({
        github,
        files,
        clock,
        deadline: () => deadline,
        mode: settings.dryRun ? "file" : settings.sarif,
        file: settings.sarifFile,
        ...(target === undefined ? {} : { target }),
      }),
    );
  }
  if (context.kind === "pull-request" && settings.comment !== "never" && !settings.dryRun) {
    const { commentKey: key, comment: mode } = settings;
    reporters.push(
      commentReporter({ github, pullRequest: context.number, key, mode, linkHosts: linkHosts(settings) }),
    );
  }
  return reporters;
}

/** Hosts that the workflow's author trusts by naming them; a tool's link to any other place is not shown as one. */
function linkHosts({ semgrep, snyk }: Settings): readonly string[] {
  const hosts = [semgrep?.url, snyk?.url].flatMap((url) => (url === undefined ? [] : new URL(url).host));
  return [...hosts, ...hosts.map((host) => host.replace(/^api\./, "app."))];
}

function showComment({ report, settings, context }: Telling, log: LogGroup): void {
  if (settings === undefined || context?.kind !== "pull-request") return;
  log.info("dry run, so this comment was not posted:");
  for (const line of renderComment(report, { key: settings.commentKey }).split("\n")) log.info(line);
}
