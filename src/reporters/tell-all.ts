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
import type { Reporter } from "./reporter.ts";
import { sarifReporter } from "./sarif/publish.ts";
import { summaryReporter } from "./summary.ts";

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
  const told = await Promise.all(
    reportersFor(ports, telling).map((reporter) => tell(reporter, telling.report, group)),
  );
  if (telling.settings?.dryRun === true) showComment(telling, group);
  group.close();
  return { outputs: Object.assign({}, ...told) };
}

async function tell(
  reporter: Reporter,
  report: Report,
  log: LogGroup,
): Promise<Readonly<Record<string, string>>> {
  try {
    const { outputs = {}, warnings = [], done } = await reporter.publish(report);
    log.info(`${reporter.id}: ${done}`);
    for (const warning of warnings) log.warning(`${reporter.id}: ${warning}`);
    return outputs;
  } catch (error) {
    log.warning(`${reporter.id}: ${toReason(error, "gate").message} The verdict stands.`);
    return {};
  }
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
