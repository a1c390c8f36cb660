import { toReason } from "../errors.ts";
import type { Report } from "../model/report.ts";
import { type Reason, VERDICT_WORDS, type Verdict } from "../model/verdict.ts";
import type { Ports, StepOutputs } from "../ports.ts";
import type { Settings } from "../settings/settings.ts";
import { counted } from "../text/count.ts";
import { clip } from "../text/escape.ts";
import { prose } from "./markdown/prose.ts";
import { EVIDENCE_WORDS } from "./markdown/words.ts";
import { emptiedReports } from "./report-files.ts";
import type { PublishedReports } from "./reporter.ts";
import type { StatusPublished } from "./status/publish.ts";

/** Most reasons, and the longest message, that the `reasons` output holds: GitHub takes 1 MB for all of a job's. */
const MOST_REASONS = 100;
const LONGEST_REASON = 2_000;

/** Ends the log of a run that whatever depends on its outputs must not go on with. */
const UNTOLD = "but its outputs could not be written, so the step fails";

/** Ends it where a commit status that had to be written is all that makes the step fail. */
const NO_STATUS = "but its commit status could not be written, so the step fails";

/** Ends it where an incomplete verdict may be green. */
const TOLERATED = "on-incomplete: warn lets the job succeed all the same";

export interface Concluding {
  readonly report: Report;
  readonly settings?: Settings;
  readonly published: PublishedReports;
  /** What `reserveVerdict` gave. */
  readonly reserved: Reason | undefined;
  /** Writes the commit status, once it is known how the process will end; absent where none is kept. */
  readonly lastWord?: ((exitCode: number) => Promise<StatusPublished | undefined>) | undefined;
}

/**
 * Writes `verdict=incomplete`, before anything else can happen: a run that is killed leaves no green behind, for
 * the last write of a key wins. Gives the reason when the runner's file cannot be written.
 */
export function reserveVerdict({ outputs }: Pick<Ports, "outputs">): Reason | undefined {
  return trySet(outputs, { verdict: "incomplete" });
}

/**
 * Writes outputs, the verdict's annotation, the commit status and the closing lines of the log, and gives the exit code:
 * 0 for `pass` and for an `incomplete` that the author asked to be warned of only; 1 for everything else (contract §3),
 * and for a status that had to be written (`status: always`) and could not be.
 */
export async function conclude(ports: Ports, concluding: Concluding): Promise<number> {
  const { report, settings, published, reserved } = concluding;
  const { log, outputs } = ports;
  const group = log.group("Verdict");
  for (const line of verdictLines(report)) group.info(line);
  const failure = reserved ?? trySet(outputs, { ...outputsOf(report), ...published.outputs });
  if (failure !== undefined) group.error(failure.message);
  group.close();
  const tolerated = isTolerated(report, settings, ports.cancelled.aborted);
  const sentence = tolerated ? `${report.sentence}; ${TOLERATED}` : report.sentence;
  if (report.verdict !== "pass") {
    outputs.annotate({
      level: tolerated ? "warning" : "error",
      title: titleOf(report.verdict),
      message: sentence,
    });
  } else if (failure !== undefined) {
    outputs.annotate({ level: "error", title: "Scan Gate: outputs", message: failure.message });
  }
  const decided = failure === undefined && (report.verdict === "pass" || tolerated) ? 0 : 1;
  const exitCode = await withStatus(ports, { ...concluding, exitCode: decided });
  if (ports.cancelled.aborted) return concludeCancelled(ports, published);
  const [because] = [
    ...(failure === undefined ? [] : [UNTOLD]),
    ...(exitCode === decided ? [] : [NO_STATUS]),
  ];
  log.info(because === undefined ? sentence : `${sentence}, ${because}`);
  return exitCode;
}

/**
 * A signal came while the last word was written: whoever reads the outputs must not go on with what was decided, nor
 * with the files that stated it and are taken back.
 */
function concludeCancelled({ outputs, log, cancelled }: Ports, published: PublishedReports): number {
  const reason = toReason(cancelled.reason, "gate");
  trySet(outputs, {
    verdict: "incomplete",
    reasons: JSON.stringify([reason]),
    ...emptiedReports(published),
  });
  log.info(`incomplete: ${reason.message} (${reason.code})`);
  return 1;
}

function titleOf(verdict: Verdict): string {
  return `Scan Gate: ${VERDICT_WORDS[verdict]}`;
}

/** How a command ended that left nothing to judge: one that was refused, or one that decides nothing. */
export interface CommandEnd {
  /** A sentence for the log. */
  readonly why: string;
  /** Of a refusal 0 for a stranger, whose comment must not turn anything red; else 1. */
  readonly exitCode: 0 | 1;
  /** The fault that kept the command from being carried out; absent where it was refused, and where it was done. */
  readonly trouble?: Reason;
}

/**
 * Ends a run whose comment asked for no verdict, or was refused: the verdict stays as it was reserved. What makes the
 * step fail is annotated, and a fault stands in `reasons`.
 */
export function concludeCommand(
  { outputs, log }: Pick<Ports, "outputs" | "log">,
  { why, exitCode, trouble }: CommandEnd,
  reserved: Reason | undefined,
): number {
  const failure = reserved ?? (trouble && trySet(outputs, { reasons: JSON.stringify([trouble]) }));
  if (exitCode === 1) outputs.annotate({ level: "error", title: titleOf("incomplete"), message: why });
  log.info(`incomplete: ${why}`);
  return failure === undefined ? exitCode : 1;
}

/** What the verdict stands on, but for what its sentence, the last line of the log, says. */
function verdictLines({ sources, counts, reasons, sentence }: Report): readonly string[] {
  const looked = sources.map(({ source, status, evidence }) =>
    evidence === undefined ? `${source} ${status}` : `${source} ${status} (${EVIDENCE_WORDS[evidence]})`,
  );
  const all = Object.entries(counts)
    .filter(([name, count]) => count > 0 || name === "blocking" || name === "total")
    .map(([name, count]) => `${count} ${name}`);
  return [
    ...(looked.length === 0 ? [] : [`looked: ${looked.join(", ")}`]),
    `counted: ${all.join(", ")}`,
    ...reasons
      .filter(({ message }) => !sentence.includes(message))
      .map(({ source, code, message }) => `${source} ${code}: ${message}`),
  ];
}

/** The commit status comes last of what is written; the summary only gains a line about it. */
async function withStatus(
  { log, outputs }: Ports,
  { settings, lastWord, exitCode }: Concluding & { readonly exitCode: number },
): Promise<number> {
  const status = await lastWord?.(exitCode);
  if (status === undefined) return exitCode;
  const line = `status: ${status.text}`;
  if (status.ok) log.info(line);
  else {
    log.warning(line);
    outputs.annotate({ level: "warning", title: "Scan Gate: commit status", message: status.text });
  }
  try {
    outputs.summary(`\n**Commit status**: ${prose(status.text)}\n`);
  } catch (error) {
    log.warning(toReason(error, "gate").message);
  }
  return status.ok || settings?.status !== "always" ? exitCode : 1;
}

/** Whether an `incomplete` may end as a success. A wrong set-up and a cancelled run are never waved through. */
export function isTolerated(report: Report, settings: Settings | undefined, cancelled: boolean): boolean {
  return (
    report.verdict === "incomplete" &&
    settings?.onIncomplete === "warn" &&
    !cancelled &&
    !report.reasons.some((reason) => reason.code === "config-invalid" || reason.code === "cancelled")
  );
}

/** The outputs that the report alone decides, as text (contract §3). */
export function outputsOf(report: Report): Record<string, string> {
  const { counts } = report;
  return {
    verdict: report.verdict,
    reasons: JSON.stringify(boundedReasons(report.reasons)),
    ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])),
  };
}

function boundedReasons(reasons: readonly Reason[]): readonly Reason[] {
  const shown = reasons
    .slice(0, MOST_REASONS)
    .map((reason) => ({ ...reason, message: clip(reason.message, LONGEST_REASON) }));
  const cut = reasons[MOST_REASONS];
  if (cut === undefined) return shown;
  const message = `${counted(reasons.length - MOST_REASONS, "more reason is", "more reasons are")} in report.json.`;
  return [...shown, { code: cut.code, source: cut.source, message }];
}

function trySet(outputs: StepOutputs, values: Readonly<Record<string, string>>): Reason | undefined {
  try {
    for (const [name, value] of Object.entries(values)) outputs.set(name, value);
    return undefined;
  } catch (error) {
    return toReason(error, "gate");
  }
}
