import type { RunContext } from "../context/run-context.ts";
import { toReason } from "../errors.ts";
import { planFixesInSteps } from "../fixes/advice.ts";
import type { Forge } from "../forges/forge.ts";
import type { Phase } from "../model/phase.ts";
import type { Report } from "../model/report.ts";
import type { Deadline, LogGroup, Ports } from "../ports.ts";
import type { Settings } from "../settings/settings.ts";
import { inSlices } from "../slices.ts";
import { annotationsReporter } from "./annotations.ts";
import { renderComment } from "./comment/render.ts";
import { isTolerated } from "./conclude.ts";
import {
  commentsFor,
  type ForgeWriting,
  forgeWriting,
  nativeFor,
  type PreparedSarif,
  prepareSarif,
  trustedLinkHosts,
} from "./forge-reporters.ts";
import { htmlReporter } from "./html/publish.ts";
import { jsonReporter } from "./json.ts";
import { verdictFile } from "./report-files.ts";
import type { Outcome, Published, PublishedReports, Reporter } from "./reporter.ts";
import { type PreparedReview, prepareReview } from "./review/prepare.ts";
import { summaryReporter } from "./summary/render.ts";
import { createTickets } from "./tickets/create.ts";

/** What is known when it comes to publishing; without settings the run never got far enough to tell much. */
export interface Publishing {
  readonly report: Report;
  readonly settings?: Settings;
  readonly context?: RunContext;
  readonly forge?: Forge;
  /** Ends the telling. */
  readonly deadline: Deadline;
  /** The phases of the run until now, for the summary. */
  readonly phases: () => readonly Phase[];
  /** The run's own page. */
  readonly link?: string | undefined;
}

/**
 * Runs every reporter that the settings ask for, side by side, each begun in a turn of its own, and at last the summary,
 * which tells what came of them. None of them can change the verdict: what one throws is a warning, and all warnings
 * together one annotation. Nothing is begun once the run has been cancelled.
 */
export async function publishReports(ports: Ports, publishing: Publishing): Promise<PublishedReports> {
  if (ports.cancelled.aborted) return { outputs: {} };
  const group = publishingGroup(ports);
  await withFixes(ports, publishing, publishing.report);
  const { report: ticketedReport, told: ticketed } = await withTickets(ports, publishing, group);
  const isGreen = isTolerated(ticketedReport, publishing.settings, ports.cancelled.aborted);
  const judged: Report = isGreen ? { ...ticketedReport, isTolerated: true } : ticketedReport;
  const writing = ports.cancelled.aborted ? undefined : forgeWriting(ports, publishing);
  const review = await prepareReview(ports, { report: judged, writing });
  for (const { level, text } of review.notes) group[level](text);
  const sarif = await prepareSarif(ports, writing, judged);
  const report: Report = { ...judged, notes: [...judged.notes, ...review.notes, ...sarif.notes] };
  const begin = (reporter: Reporter) => tell(reporter, report, group);
  await withFixes(ports, publishing, report);
  const outcomes = [
    ...ticketed,
    ...(await publishSideBySide(ports, { ...publishing, writing, review, sarif }, begin)),
  ];
  const summary = ports.cancelled.aborted ? [] : [summaryFor(ports, publishing, outcomes)];
  const told = [...outcomes, ...(await Promise.all(await beginOneByOne(ports, summary, begin)))];
  if (publishing.settings?.dryRun === true) showComment({ ...publishing, report }, group);
  group.close();
  annotateWarnings(ports, told);
  return { outputs: Object.assign({}, ...told.map(({ outputs }) => outputs)) };
}

/** The group of what is published. In a workflow the one annotation tells all warnings, and is a line of the log itself. */
function publishingGroup({ log, outputs }: Ports): LogGroup {
  const group = log.group("Publishing");
  if (outputs.annotationsInLog !== true) return group;
  return {
    info: (line) => group.info(line),
    debug: (line) => group.debug(line),
    warning: () => undefined,
    error: (line) => group.error(line),
    group: (title) => group.group(title),
    close: () => group.close(),
  };
}

/** Makes the plan of fixes that most reporters ask for, once. A report for which no time is left does without. */
async function withFixes({ clock }: Ports, { deadline }: Publishing, { findings }: Report): Promise<void> {
  await inSlices(planFixesInSteps(findings), { clock, deadline }).catch(() => undefined);
}

/** What writes to the forge beside files. */
interface SideBySide extends Publishing {
  readonly writing: ForgeWriting | undefined;
  readonly review: PreparedReview;
  readonly sarif: PreparedSarif;
}

/** Begins with those that write to the forge, so that files are written while it answers. */
async function publishSideBySide(
  ports: Ports,
  publishing: SideBySide,
  begin: (reporter: Reporter) => Promise<PublishedOutcome>,
): Promise<readonly PublishedOutcome[]> {
  const { settings, writing, review, sarif: prepared } = publishing;
  if (settings === undefined || ports.cancelled.aborted) return [];
  let tellOthersDone = (): void => {};
  const othersDone = new Promise<void>((resolve) => {
    tellOthersDone = resolve;
  });
  const sarif = await beginOneByOne(ports, prepared.reporters(othersDone), begin);
  const onForge = writing ? [...commentsFor(ports, writing), ...nativeFor(ports, writing)] : [];
  const comments = await beginOneByOne(ports, [...review.reporters, ...onForge], begin);
  const files = await beginOneByOne(ports, filesOf(ports, publishing, settings), begin);
  const others = Promise.all([...files, ...comments]).finally(tellOthersDone);
  const [uploaded, told] = await Promise.all([Promise.all(sarif), others]);
  return [...told.slice(0, files.length), ...uploaded, ...told.slice(files.length)];
}

/**
 * Begins each a turn after the one before, so that signals are heard between two of them. What is not begun when the
 * run is cancelled never is.
 */
async function beginOneByOne<Item, Result>(
  { clock, cancelled }: Ports,
  items: readonly Item[],
  begin: (item: Item) => Promise<Result>,
): Promise<readonly Promise<Result>[]> {
  const begun: Promise<Result>[] = [];
  for (const item of items) {
    await clock.sleep(0, cancelled).catch(() => undefined);
    if (cancelled.aborted) break;
    begun.push(begin(item));
  }
  return begun;
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

function filesOf(ports: Ports, { deadline }: Publishing, settings: Settings): readonly Reporter[] {
  return [
    jsonReporter({ files: ports.files, path: verdictFile(settings, "report-json") }),
    htmlReporter({
      files: ports.files,
      path: verdictFile(settings, "report-html"),
      linkHosts: trustedLinkHosts(settings),
      pace: { clock: ports.clock, deadline },
    }),
    ...(settings.annotations ? [annotationsReporter(ports)] : []),
  ];
}

const LEAST_SUMMARY_MS = 500;

/** The summary comes last, because it tells what came of the others, and still gets a moment where they left none. */
function summaryFor(ports: Ports, publishing: Publishing, outcomes: readonly Outcome[]): Reporter {
  const { settings, phases, deadline, link } = publishing;
  const { outputs, clock, cancelled: parent } = ports;
  const ms = Math.max(deadline.remaining(), LEAST_SUMMARY_MS);
  return summaryReporter({
    outputs,
    pace: { clock, deadline: ports.deadline({ ms, parent }) },
    linkHosts: settings === undefined ? [] : trustedLinkHosts(settings),
    run: { phases: phases(), outcomes, link },
  });
}

function showComment({ report, settings, context }: Publishing, log: LogGroup): void {
  if (settings === undefined || context?.kind !== "pull-request") return;
  log.info("dry run, so this comment was not posted:");
  const options = { key: settings.commentKey, withoutStatus: settings.status === "off" };
  for (const line of renderComment(report, options).split("\n")) log.info(line);
}
