import { ScanGateError, sentence } from "../../errors.ts";
import { type FixPlan, planFixes } from "../../fixes/advice.ts";
import type { Report } from "../../model/report.ts";
import type { PullRequestReviews } from "../../review-ports.ts";
import { counted } from "../../text/count.ts";
import { present } from "../../text/present.ts";
import type { PullRequestLook } from "../pull-request-standing.ts";
import type { Published, Reporter } from "../reporter.ts";
import { lastLine } from "./diff.ts";
import { type PlannedThread, type TakenLines, withoutOverlaps } from "./plan.ts";
import { markerOf, type OwnThread, readThreadMarker, renderThread } from "./thread.ts";
import { tidyThreads } from "./tidy.ts";

export interface ReviewReporterOptions {
  readonly reviews: PullRequestReviews;
  readonly look: PullRequestLook;
  readonly pullRequest: number;
  readonly key: string;
  /** What the findings of the diff should have, worst first. */
  readonly threads: readonly PlannedThread[];
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts: readonly string[];
  /** Takes the run's tokens out of a text. */
  readonly redact: (text: string) => string;
}

/**
 * Keeps the review threads of a pull request and key up to date: writes those that are not there yet as one review, and
 * ends those whose finding is gone or no longer blocks. A thread is ours when its first comment begins with our marker
 * and we are its author.
 *
 * @throws what the forge's refusal was, naming the permission to add.
 */
export function reviewReporter(options: ReviewReporterOptions): Reporter {
  return { id: "review", publish: (report) => publish(report, options) };
}

async function publish(report: Report, options: ReviewReporterOptions): Promise<Published> {
  const { threads, look, pullRequest } = options;
  const isAnySourceComplete = report.sources.some(({ status }) => status === "complete");
  if (threads.length === 0 && !isAnySourceComplete) return { done: "no thread to write or to end" };
  const own = await ownThreads(options);
  const missing = missingThreads(threads, own);
  const over = threadsThatAreOver(own, report);
  if (missing.length === 0 && over.length === 0)
    return { done: `unchanged: ${counted(own.length, "thread")}` };
  const standing = await look.standing(pullRequest);
  if (standing.kind === "moved-on") return { done: `the pull request was left alone: ${standing.because}` };
  if (standing.kind === "unknown") throw standing.error;
  const ended = await attempt(() => tidyThreads(over, options));
  const written = await attempt(() => write({ report, missing, own }, options));
  return {
    done: [...written.done, ...ended.done].join(", ") || "nothing was written",
    warnings: [...written.warnings, ...ended.warnings],
  };
}

/** Our threads, by marker and author: anybody can write the marker. */
async function ownThreads({
  reviews,
  pullRequest,
  key,
}: ReviewReporterOptions): Promise<readonly OwnThread[]> {
  const all = await reviews.comments(pullRequest);
  const marked = all.flatMap((comment) => {
    const marker = comment.answers === undefined ? readThreadMarker(key, comment.body) : undefined;
    return marker === undefined ? [] : [{ comment, marker }];
  });
  if (marked.length === 0) return [];
  const login = await reviews.author(marked.map(({ comment }) => comment.author));
  const answered = new Set(all.flatMap(({ answers, author }) => (author === login ? [] : (answers ?? []))));
  return marked
    .filter(({ comment }) => comment.author === login)
    .map((thread) => ({ ...thread, isAnswered: answered.has(thread.comment.id) }));
}

/** Those that have no thread yet, whatever became of it. */
function missingThreads(threads: readonly PlannedThread[], own: readonly OwnThread[]) {
  const there = new Set(own.flatMap(({ marker }) => marker.fingerprints));
  return threads.filter(({ finding }) => !markerOf(finding).fingerprints.some((each) => there.has(each)));
}

/**
 * Threads about which nothing blocks any more. Only the sources that saw a finding can tell, and only when they looked at
 * everything: a source that did not answer ends no thread.
 */
function threadsThatAreOver(own: readonly OwnThread[], report: Report): readonly OwnThread[] {
  if (own.length === 0) return [];
  const blocking = new Set(
    report.findings.flatMap((finding) => (finding.blocking ? markerOf(finding).fingerprints : [])),
  );
  const complete = report.sources.flatMap(({ source, status }) => (status === "complete" ? [source] : []));
  return own.filter(
    ({ marker: { fingerprints, sources } }) =>
      sources.length > 0 &&
      sources.every((source) => complete.includes(source)) &&
      !fingerprints.some((each) => blocking.has(each)),
  );
}

interface Writing {
  readonly report: Report;
  readonly missing: readonly PlannedThread[];
  readonly own: readonly OwnThread[];
}

/** Writes the review, and never twice: when it is not known whether it got through, the threads are looked for first. */
async function write({ report, missing, own }: Writing, options: ReviewReporterOptions) {
  if (missing.length === 0) return [];
  const { reviews, pullRequest } = options;
  const review = (planned: readonly PlannedThread[]) => reviewOf(planned, { report, own, options });
  try {
    await reviews.create(pullRequest, review(missing));
  } catch (error) {
    if (!isAmbiguous(error)) throw error;
    const left = missingThreads(missing, await ownThreads(options));
    if (left.length > 0) await reviews.create(pullRequest, review(left));
  }
  return [`wrote ${counted(missing.length, "thread")}`];
}

function reviewOf(
  planned: readonly PlannedThread[],
  { report, own, options }: Omit<Writing, "missing"> & { readonly options: ReviewReporterOptions },
) {
  const { commit } = report.context;
  const fixes = planFixes(report.findings);
  const threads = withoutOverlaps(planned, own.flatMap(takenLines));
  const body = `**Scan Gate**: ${counted(threads.length, "finding on these lines blocks", "findings on these lines block")} at ${commit.slice(0, 7)}.`;
  return { commit, body, threads: threads.map((thread) => toWrite(thread, { report, fixes, options })) };
}

function toWrite(
  { finding, path, lines, suggestion }: PlannedThread,
  {
    report,
    fixes,
    options,
  }: { readonly report: Report; readonly fixes: FixPlan; readonly options: ReviewReporterOptions },
) {
  const { key, linkHosts, redact } = options;
  const code = suggestion?.join("\n") ?? "";
  const body = renderThread(finding, {
    key,
    linkHosts,
    fixes,
    context: report.context,
    // It holds code of the pull request: what a token was taken out of is not that code any more.
    suggestion: redact(code) === code ? suggestion : undefined,
  });
  const line = lastLine(lines);
  return { path, line, ...present({ startLine: lines.line < line ? lines.line : undefined }), body };
}

/** Lines that an open thread of ours has a suggestion for. */
function takenLines({ comment }: OwnThread): readonly TakenLines[] {
  const { path, line, startLine = line, body } = comment;
  if (line === undefined || startLine === undefined || !/^`{3,}suggestion$/m.test(body)) return [];
  return [{ path, line: startLine, endLine: line }];
}

/** Whether a failed request may have been carried out all the same. */
function isAmbiguous(error: unknown): boolean {
  if (!(error instanceof ScanGateError)) return false;
  if (error.status !== undefined && error.status >= 400) return error.status >= 500;
  return error.code === "unreachable" || error.code === "timeout" || error.code === "bad-response";
}

interface Attempt {
  readonly done: readonly string[];
  readonly warnings: readonly string[];
}

/** One of two things to do, whose trouble does not stop the other. */
async function attempt(action: () => Promise<readonly string[] | Attempt>): Promise<Attempt> {
  try {
    const result = await action();
    return "done" in result ? result : { done: result, warnings: [] };
  } catch (error) {
    if (!(error instanceof ScanGateError) || error.code === "cancelled") throw error;
    return { done: [], warnings: [sentence(error.message, error.hint)] };
  }
}
