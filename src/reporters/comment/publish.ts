import { ScanGateError, sentence } from "../../errors.ts";
import type { PullRequestComment, PullRequestComments } from "../../forge-ports.ts";
import type { CommentDialect, CommentLength } from "../../forges/forge.ts";
import type { Report } from "../../model/report.ts";
import { inSlices, type Pace } from "../../slices.ts";
import { present } from "../../text/present.ts";
import type { PullRequestLook, PullRequestStanding } from "../pull-request-standing.ts";
import type { Published, Reporter } from "../reporter.ts";
import type { TakenResults } from "../taken-results.ts";
import { commentInSteps, commentMarker } from "./render.ts";
import { decodeState } from "./state.ts";

export interface CommentReporterOptions {
  readonly comments: PullRequestComments;
  readonly look: PullRequestLook;
  /** Asked before the text is made: only what code scanning took is linked there. */
  readonly taken: TakenResults;
  readonly length: CommentLength;
  /** GitHub's unless given. */
  readonly dialect?: CommentDialect;
  readonly pullRequest: number;
  readonly key: string;
  readonly mode: "always" | "on-findings" | "on-failure" | "never";
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts?: readonly string[];
  readonly pace: Pace;
  /** Set where nobody reads commands in comments. */
  readonly withoutCommands?: boolean;
  /** Set where the run keeps no commit status. */
  readonly withoutStatus?: boolean;
}

/**
 * Keeps one comment per pull request and key up to date. A comment is ours when its first line is our marker and
 * its author is us; of several the oldest stays. Parallel runs may create one each: every run looks again after it
 * created, and all keep the same one.
 *
 * @throws what the forge's refusal was, naming the permission to add.
 */
export function commentReporter(options: CommentReporterOptions): Reporter {
  return { id: "comment", publish: (report) => publish(report, options) };
}

async function publish(report: Report, options: CommentReporterOptions): Promise<Published> {
  const { mode, look, pullRequest } = options;
  if (mode === "never") return { done: "no comment, because comment is never" };
  // Asked beside the list of comments, where the answer will be needed; what went wrong is told when it is.
  if (isWanted(mode, report)) look.standing(pullRequest).catch(() => undefined);
  const [first, ...duplicates] = await ownComments(options);
  if (first === undefined && !isWanted(mode, report))
    return { done: `no comment, because comment is ${mode}` };
  const left = leftAlone(await look.standing(pullRequest));
  // Where there is no comment yet, one whose head is not known overwrites nothing.
  if (left !== undefined && (first !== undefined || left.warnings.length === 0)) {
    return { ...outputsOf(first), ...left };
  }
  if (first === undefined) return create(report, options);
  try {
    const { comment, done, warnings } = await bringUpToDate(first, report, options, RECENT_MS);
    const more = await remove(duplicates, options);
    return { ...outputsOf(comment), warnings: [...warnings, ...more], done };
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    // Somebody deleted it since it was listed.
    if (error.code === "not-found") return await create(report, options);
    if (error.status === 409) return await renewChanged(report, options);
    throw error;
  }
}

/** Where comments have versions, one that somebody changed since it was listed is read again and tried once more. */
async function renewChanged(report: Report, options: CommentReporterOptions): Promise<Published> {
  const [kept] = await ownComments(options);
  if (kept === undefined) return await create(report, options);
  const { comment, ...told } = await bringUpToDate(kept, report, options);
  return { ...outputsOf(comment), ...told };
}

/** Whether a comment is called for where there is none yet (contract §2, `comment`). */
function isWanted(mode: CommentReporterOptions["mode"], report: Report): boolean {
  if (mode === "always" || report.verdict !== "pass") return true;
  const recent = report.findings.some(
    ({ status, suppressedBy }) => suppressedBy === undefined && status !== "existing",
  );
  return mode === "on-findings" && recent;
}

/** Why a comment of ours must not be written over by this run; undefined when it may be. */
interface LeftAlone {
  readonly done: string;
  readonly warnings: readonly string[];
}

/**
 * Whether the pull request is still at the commit that this run judged. When its head cannot be read, a newer run's
 * comment may be what stands there, so that it is left alone as well.
 */
function leftAlone(standing: PullRequestStanding): LeftAlone | undefined {
  switch (standing.kind) {
    case "current":
      return undefined;
    case "moved-on":
      return { done: `the pull request was left alone: ${standing.because}`, warnings: [] };
    case "unknown": {
      const why = sentence(standing.error.message, standing.error.hint);
      const warning = `The comment was not updated, because the pull request's newest commit could not be read. ${why}`;
      return { done: "left alone: the pull request's newest commit is not known", warnings: [warning] };
    }
  }
}

/** Our comments, oldest first. The marker alone proves nothing: anybody can write it. */
async function ownComments(
  { comments, pullRequest, key, dialect }: CommentReporterOptions,
  author?: string,
): Promise<readonly PullRequestComment[]> {
  const marker = commentMarker(key, dialect);
  const all = await comments.list(pullRequest);
  const marked = all.filter(({ body }) => body.split(/\r?\n/, 1)[0] === marker);
  if (marked.length === 0) return [];
  const login = author ?? (await comments.author(marked.map((comment) => comment.author)));
  return marked.filter((comment) => comment.author === login);
}

/** In less time no newer run can have begun and written: its push came first. */
const RECENT_MS = 1000;

/**
 * Writes over a comment of ours, unless it says all that already or a newer commit is what it is to speak of.
 * @param atMostMs how long ago the head may have been looked at; it is looked at anew unless given
 */
async function bringUpToDate(
  comment: PullRequestComment,
  report: Report,
  options: CommentReporterOptions,
  atMostMs = 0,
): Promise<LeftAlone & { readonly comment: PullRequestComment }> {
  const { comments, pullRequest, length, look } = options;
  const text = await textFor(report, options, comment);
  const isSettled = report.verdict === "pass";
  const stands = comment.isSettled === undefined || comment.isSettled === isSettled;
  if (stands && isSame(comment.body, text))
    return { comment, done: `unchanged: ${comment.url}`, warnings: [] };
  // Again: the text may have waited for code scanning, and a newer run may have been here since.
  const left = leftAlone(await look.standing(pullRequest, atMostMs));
  if (left !== undefined) return { comment, ...left };
  const update = (body: string) => comments.update(pullRequest, comment, body, isSettled);
  const updated = await update(text).catch(async (error: unknown) => {
    if (!isTooLong(error)) throw error;
    return await update(await textFor(report, options, comment, length.shortened));
  });
  return { comment: updated, done: `updated: ${updated.url}`, warnings: [] };
}

/** Line ends and the white space at the end are not GitHub's to keep. */
function isSame(stored: string, text: string): boolean {
  return stored.replaceAll("\r\n", "\n").trimEnd() === text.trimEnd();
}

async function textFor(
  report: Report,
  options: CommentReporterOptions,
  existing?: PullRequestComment,
  maxLength = options.length.longest,
): Promise<string> {
  const { key, linkHosts = [], dialect, withoutCommands, withoutStatus, pace, taken, pullRequest } = options;
  const previous = existing === undefined ? undefined : decodeState(existing.body);
  const hasAlerts = await taken.has(pullRequest, pace);
  const more = present({ previous, dialect, withoutCommands, withoutStatus });
  return await inSlices(commentInSteps(report, { key, linkHosts, hasAlerts, ...more, maxLength }), pace);
}

async function create(report: Report, options: CommentReporterOptions): Promise<Published> {
  const text = await textFor(report, options);
  const left = leftAlone(await options.look.standing(options.pullRequest, RECENT_MS));
  if (left?.warnings.length === 0) return left;
  const { comment: created, isOurs } = await createOnce(text, report, options);
  try {
    // A custom app's token cannot ask for its own login; the comment that it just made tells it.
    const [kept = created, ...duplicates] = await ownComments(options, created.author);
    const isOwn = isOurs && kept.id === created.id;
    const comment = isOwn ? created : (await bringUpToDate(kept, report, options)).comment;
    const warnings = await remove(duplicates, options);
    return { ...outputsOf(comment), warnings, done: `created: ${comment.url}` };
  } catch (error) {
    if (!(error instanceof ScanGateError) || error.code === "cancelled") throw error;
    const warnings = [`Whether a parallel run made a second comment could not be checked: ${error.message}`];
    return { ...outputsOf(created), warnings, done: `created: ${created.url}` };
  }
}

/**
 * Creates the comment without ever creating two: when it is not known whether a request got through, the comments
 * are listed again before the one further try; one that stands there then may be a parallel run's.
 */
async function createOnce(
  text: string,
  report: Report,
  options: CommentReporterOptions,
): Promise<{ readonly comment: PullRequestComment; readonly isOurs: boolean }> {
  const { comments, pullRequest, length } = options;
  const isSettled = report.verdict === "pass";
  const send = async (body: string) => {
    const comment = await comments.create(pullRequest, body, isSettled);
    return { comment, isOurs: true };
  };
  try {
    return await send(text);
  } catch (error) {
    if (isTooLong(error)) return await send(await textFor(report, options, undefined, length.shortened));
    if (!isAmbiguous(error)) throw error;
    const [stored] = await ownComments(options);
    return stored === undefined ? await send(text) : { comment: stored, isOurs: false };
  }
}

function isTooLong(error: unknown): boolean {
  if (!(error instanceof ScanGateError)) return false;
  const { status, message } = error;
  return status === 422 || status === 413 || (status === 400 && /too long|longer|less than/i.test(message));
}

/** Whether a failed request may have been carried out all the same. */
function isAmbiguous(error: unknown): boolean {
  if (!(error instanceof ScanGateError)) return false;
  if (error.status !== undefined && error.status >= 400) return error.status >= 500;
  return error.code === "unreachable" || error.code === "timeout" || error.code === "bad-response";
}

/** Removes our own duplicates; one that stays is told. */
async function remove(
  duplicates: readonly PullRequestComment[],
  { comments, pullRequest }: CommentReporterOptions,
): Promise<readonly string[]> {
  const warnings: string[] = [];
  for (const duplicate of duplicates) {
    try {
      await comments.remove(pullRequest, duplicate);
    } catch (error) {
      if (!(error instanceof ScanGateError) || error.code === "cancelled") throw error;
      if (error.status !== 404)
        warnings.push(`A second comment of ours could not be removed (${duplicate.url}): ${error.message}`);
    }
  }
  return warnings;
}

function outputsOf(comment: PullRequestComment | undefined): Pick<Published, "outputs"> {
  return comment === undefined ? {} : { outputs: { "comment-url": comment.url } };
}
