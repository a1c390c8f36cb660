import { join } from "node:path";
import type { RunContext } from "../context/run-context.ts";
import { toReason } from "../errors.ts";
import type { Forge } from "../forges/forge.ts";
import type { Phase } from "../model/phase.ts";
import type { Report } from "../model/report.ts";
import type { Deadline, LogGroup, Ports } from "../ports.ts";
import type { Settings } from "../settings/settings.ts";
import { present } from "../text/present.ts";
import { annotationsReporter } from "./annotations.ts";
import { type CommentReporterOptions, commentReporter } from "./comment/publish.ts";
import { renderComment } from "./comment/render.ts";
import { isTolerated } from "./conclude.ts";
import { htmlReporter } from "./html/publish.ts";
import { jsonReporter } from "./json.ts";
import { pullRequestLook } from "./pull-request-standing.ts";
import type { Outcome, Published, PublishedReports, Reporter } from "./reporter.ts";
import { sarifReporter, sarifTargets } from "./sarif/publish.ts";
import { summaryReporter } from "./summary/render.ts";
import { createTickets } from "./tickets/create.ts";

/** What is known when a run publishes; without settings it failed before it could judge. */
export interface Publishing {
  readonly report: Report;
  readonly settings?: Settings;
  readonly context?: RunContext;
  readonly forge?: Forge;
  /** Ends the publishing. */
  readonly deadline: Deadline;
  /** The phases of the run until now, for the summary. */
  readonly phases: () => readonly Phase[];
}

/**
 * Runs every reporter that the settings ask for, side by side, each begun in a turn of its own, and at last the summary, which tells what came of
 * them. None of them can change the verdict: what one throws is a warning, and all warnings together one annotation.
 * Nothing is begun once the run has been cancelled.
 */
export async function publishReports(ports: Ports, publishing: Publishing): Promise<PublishedReports> {
  if (ports.cancelled.aborted) return { outputs: {} };
  const group = ports.log.group("Publishing");
  const { report: ticketedReport, told: ticketed } = await withTickets(ports, publishing, group);
  const isGreen = isTolerated(ticketedReport, publishing.settings, ports.cancelled.aborted);
  const report: Report = isGreen ? { ...ticketedReport, isTolerated: true } : ticketedReport;
  const reporters = ports.cancelled.aborted ? [] : reportersFor(ports, publishing);
  const first = await oneByOne(ports, reporters, (reporter) => tell(reporter, report, group));
  const outcomes = [...ticketed, ...first];
  const summary = ports.cancelled.aborted ? [] : [summaryFor(ports, publishing, outcomes)];
  const last = await oneByOne(ports, summary, (reporter) => tell(reporter, report, group));
  const told = [...outcomes, ...last];
  if (publishing.settings?.dryRun === true) showComment({ ...publishing, report }, group);
  group.close();
  annotateWarnings(ports, told);
  return { outputs: Object.assign({}, ...told.map(({ outputs }) => outputs)) };
}

/**
 * Begins each a turn after the one before, so that signals are heard between two long renderings. What is not begun
 * when the run is cancelled never is.
 */
async function oneByOne<Item, Result>(
  { clock, cancelled }: Ports,
  items: readonly Item[],
  begin: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const begun: Promise<Result>[] = [];
  for (const item of items) {
    await clock.sleep(0, cancelled).catch(() => undefined);
    if (cancelled.aborted) break;
    begun.push(begin(item));
  }
  return await Promise.all(begun);
}

/** Names of the files in `report-dir` that state the verdict. */
const REPORT_JSON = "report.json";
const REPORT_HTML = "report.html";

/** Takes back the files that state a verdict, so that none is left that the outputs of a cancelled run do not have. */
export async function withdrawReports(
  ports: Pick<Ports, "files">,
  settings: Settings | undefined,
): Promise<void> {
  if (settings === undefined) return;
  const paths = [REPORT_JSON, REPORT_HTML].map((name) => join(settings.reportDir, name));
  await Promise.allSettled(paths.map((path) => ports.files.remove(path)));
}

/** What was published, but for the files that were taken back. */
export function withoutReports({ outputs }: PublishedReports): PublishedReports {
  const kept = Object.entries(outputs).filter(([name]) => name !== "report-json" && name !== "report-html");
  return { outputs: Object.fromEntries(kept) };
}

/** What came of one reporter, and what it sets. */
interface PublishedOutcome extends Outcome, PublishedReports {}

/** Tickets come before everything that can name them. */
async function withTickets(
  ports: Ports,
  publishing: Publishing,
  log: LogGroup,
): Promise<{ readonly report: Report; readonly told: readonly PublishedOutcome[] }> {
  const { report, settings, context, deadline } = publishing;
  if (settings === undefined || context === undefined || settings.tickets === "off") {
    return { report, told: [] };
  }
  try {
    const ticketed = await createTickets(ports, { report, settings, context, deadline });
    return { report: ticketed.report, told: [announce("tickets", ticketed.published, log)] };
  } catch (error) {
    return { report, told: [warnOf("tickets", error, log)] };
  }
}

async function tell(reporter: Reporter, report: Report, log: LogGroup): Promise<PublishedOutcome> {
  try {
    return announce(reporter.id, await reporter.publish(report), log);
  } catch (error) {
    return warnOf(reporter.id, error, log);
  }
}

function announce(
  id: string,
  { done, warnings = [], outputs = {} }: Published,
  log: LogGroup,
): PublishedOutcome {
  log.info(`${id}: ${done}`);
  const named = warnings.map((warning) => `${id}: ${warning}`);
  for (const warning of named) log.warning(warning);
  return { id, done, outputs, warnings: named };
}

function warnOf(id: string, error: unknown, log: LogGroup): PublishedOutcome {
  const warning = `${id}: ${toReason(error, "gate").message} The verdict stands.`;
  log.warning(warning);
  return { id, outputs: {}, warnings: [warning] };
}

/** The runner shows ten warnings of a step, so that all that could not be told shares one. */
function annotateWarnings({ outputs }: Ports, told: readonly Outcome[]): void {
  const warnings = told.flatMap((outcome) => outcome.warnings);
  if (warnings.length === 0) return;
  const title = "Scan Gate: some results could not be published";
  outputs.annotate({ level: "warning", title, message: warnings.join("\n") });
}

function reportersFor(ports: Ports, publishing: Publishing): readonly Reporter[] {
  const { settings } = publishing;
  if (settings === undefined) return [];
  return [
    jsonReporter({ files: ports.files, path: join(settings.reportDir, REPORT_JSON) }),
    htmlReporter({
      files: ports.files,
      path: join(settings.reportDir, REPORT_HTML),
      linkHosts: linkHosts(settings),
    }),
    ...(settings.annotations ? [annotationsReporter(ports)] : []),
    ...onForge(ports, publishing, settings),
  ];
}

/** The summary comes last, because it tells what came of the others. */
function summaryFor(
  { outputs }: Ports,
  { settings, phases }: Publishing,
  outcomes: readonly Outcome[],
): Reporter {
  return summaryReporter({
    outputs,
    linkHosts: settings === undefined ? [] : linkHosts(settings),
    run: { phases: phases(), outcomes },
  });
}

/** Reporters that write to the forge; in a dry run SARIF goes to its file only. */
function onForge(ports: Ports, publishing: Publishing, settings: Settings): readonly Reporter[] {
  const { context, forge, deadline } = publishing;
  if (context === undefined || forge === undefined) return [];
  const { files, clock } = ports;
  const reporters: Reporter[] = [];
  const look = pullRequestLook(forge.roles.pullRequests, {
    commit: context.commit,
    leftAlone: context.kind === "pull-request" ? context.leftAlone : undefined,
  });
  if (settings.sarif !== "off") {
    reporters.push(
      sarifReporter({
        codeScanning: forge.roles.codeScanning,
        files,
        clock,
        deadline: () => deadline,
        mode: settings.dryRun ? "file" : settings.sarif,
        file: settings.sarifFile,
        key: settings.commentKey,
        targets: () => sarifTargets(context, look),
      }),
    );
  }
  if (context.kind === "pull-request" && settings.comment !== "never" && !settings.dryRun) {
    const { commentKey: key, comment: mode } = settings;
    const { comments } = forge.roles;
    const { commentLength: length, kind } = forge.traits;
    const dialect = kind === "github" ? undefined : forge.traits.dialect;
    const shared = {
      comments,
      look,
      length,
      key,
      mode,
      linkHosts: linkHosts(settings),
      ...present({ dialect }),
    };
    reporters.push(
      ...(context.siblings ?? []).map(({ number }) => siblingComment({ ...shared, pullRequest: number })),
      commentReporter({ ...shared, pullRequest: context.number }),
    );
  }
  return reporters;
}

/** The comment on another pull request with the same head; the outputs are the first one's. */
function siblingComment(options: CommentReporterOptions): Reporter {
  const { pullRequest } = options;
  const reporter = commentReporter(options);
  return {
    id: `comment on #${pullRequest}`,
    async publish(report) {
      const context = { ...report.context, pullRequest };
      const { outputs: _, ...published } = await reporter.publish({ ...report, context });
      return published;
    },
  };
}

/** Hosts that the workflow's author trusts by naming them; a tool's link to any other place is not shown as one. */
export function linkHosts({ semgrep, snyk }: Settings): readonly string[] {
  const hosts = [semgrep?.url, snyk?.url].flatMap((url) => (url === undefined ? [] : new URL(url).host));
  return [...hosts, ...hosts.map((host) => host.replace(/^api\./, "app."))];
}

function showComment({ report, settings, context }: Publishing, log: LogGroup): void {
  if (settings === undefined || context?.kind !== "pull-request") return;
  log.info("dry run, so this comment was not posted:");
  for (const line of renderComment(report, { key: settings.commentKey }).split("\n")) log.info(line);
}
