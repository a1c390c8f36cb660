import type { RunContext, UploadTarget } from "../../context/run-context.ts";
import { ScanGateError, sentence, toReason } from "../../errors.ts";
import type { CodeScanning } from "../../forge-ports.ts";
import type { Report } from "../../model/report.ts";
import type { Clock, Deadline, Files } from "../../ports.ts";
import { inSlices, type Pace } from "../../slices.ts";
import { counted } from "../../text/count.ts";
import type { PullRequestLook } from "../pull-request-standing.ts";
import type { Published, Reporter } from "../reporter.ts";
import type { TakenResults } from "../taken-results.ts";
import { type FittedSarif, fitSarifInSteps } from "./fit.ts";
import { type UploadWaiting, waitForProcessing } from "./processing.ts";
import { workspaceHashes } from "./workspace-hashes.ts";

export interface SarifReporterOptions {
  /** Absent where the forge takes no SARIF. */
  readonly codeScanning?: CodeScanning | undefined;
  readonly files: Files;
  readonly clock: Clock;
  /** Asked when publishing begins. */
  readonly deadline: () => Deadline;
  /** Resolves when everything else that tells the verdict is done. */
  readonly othersDone: Promise<unknown>;
  readonly mode: "upload" | "file";
  /** Absolute path of the file to write. */
  readonly file: string;
  /** The `comment-key`, a part of the category of every run. */
  readonly key?: string | undefined;
  /**
   * What the file is uploaded for, each once; asked when it is written. A merge group has none, nor has a commit that
   * is no head any more.
   */
  readonly targets: () => Promise<SarifTargets>;
  /** Told what became of the upload before it is waited for. */
  readonly taken: TakenResults;
  /** The file, where it was made before; absent: it is made when it is asked for. */
  readonly fitted?: Promise<SarifFile> | undefined;
}

/** Where an upload belongs, and why there is none where there is none. */
export interface SarifTargets {
  readonly targets: readonly UploadTarget[];
  /** A part of a sentence; set where there are no targets. */
  readonly because?: string | undefined;
  /** What kept a pull request from being one of them, sentence by sentence. */
  readonly warnings?: readonly string[];
}

/**
 * Where SARIF is uploaded: for every pull request that is known to be open and still to have the judged commit as its
 * head (contract §3). Where that cannot be read a newer run's alerts may stand there, and an older one must not replace
 * them.
 */
export async function sarifTargets(context: RunContext, look: PullRequestLook): Promise<SarifTargets> {
  if (context.kind === "merge-group" || context.upload === undefined) return { targets: [] };
  if (context.kind === "ref") return { targets: [context.upload] };
  const { number, upload, siblings = [], commit } = context;
  const all = [
    { number, target: upload },
    ...siblings.map((sibling) => ({
      number: sibling.number,
      target: { ref: `refs/pull/${sibling.number}/head`, commit },
    })),
  ];
  const standings = await Promise.all(all.map((each) => look.standing(each.number)));
  const because = standings.flatMap((standing) =>
    standing.kind === "moved-on" ? [standing.because] : [],
  )[0];
  return {
    targets: all.filter((_, at) => standings[at]?.kind === "current").map(({ target }) => target),
    because: because === undefined ? undefined : `the pull request was left alone: ${because}`,
    warnings: all.flatMap(({ number }, at) => {
      const standing = standings[at];
      return standing?.kind === "unknown" ? [standingUnknown(number, standing.error)] : [];
    }),
  };
}

function standingUnknown(number: number, { message, hint }: ScanGateError): string {
  return sentence(
    `Code scanning has no results of this run for #${number}, for nobody could tell whether it is open and still at this commit: ${message}`,
    hint,
  );
}

/** What one step brought: everything but the whole line of the log. */
type Step = Required<Published>;

/**
 * Writes the SARIF file, and uploads it to code scanning and waits for it where the mode says so. Outputs are
 * `sarif-file` and `sarif-id`. A refusal by GitHub is a warning with the permission or setting to change.
 */
export function sarifReporter(options: SarifReporterOptions): Reporter {
  return {
    id: "sarif",
    // Where nothing was taken, that is known at the end.
    publish: (report) => publishSarif(report, options).finally(() => options.taken.settle([])),
  };
}

async function publishSarif(report: Report, options: SarifReporterOptions): Promise<Published> {
  const deadline = options.deadline();
  const fitted = await (options.fitted ?? fitFromWorkspace(report, { ...options, deadline }));
  const written = await write(fitted, options);
  const uploaded = await upload(fitted, options, deadline);
  return {
    outputs: { ...written.outputs, ...uploaded.outputs },
    warnings: [...fitted.notes, ...written.warnings, ...uploaded.warnings],
    done: `${written.done}; ${uploaded.done}`,
  };
}

/** What the SARIF file of a report is made with. */
export interface SarifMaking extends Pick<SarifReporterOptions, "files" | "key">, Pace {}

/** A file that code scanning takes, without its document: that need not stay in memory until all is told. */
export interface SarifFile extends Pick<FittedSarif, "parts" | "notes"> {
  readonly runs: number;
  readonly results: number;
}

/** The file within every limit, with the fingerprints that the workspace gives; its notes tell what was cut. */
export async function fitFromWorkspace(
  report: Report,
  { files, key, ...pace }: SarifMaking,
): Promise<SarifFile> {
  const { lineHashes, unread } = await workspaceHashes(report, files, pace);
  const { parts, notes, document } = await inSlices(fitSarifInSteps(report, { lineHashes, key }), pace);
  return {
    parts,
    notes: unread === 0 ? notes : [...notes, unreadNote(unread)],
    runs: document.runs.length,
    results: document.runs.reduce((sum, { results }) => sum + results.length, 0),
  };
}

function unreadNote(unread: number): string {
  return `${unread} files were not read for fingerprints, so their alerts may not be recognised when lines move.`;
}

/** A file that cannot be written is no reason to keep the results from code scanning. */
async function write(
  { parts, runs, results }: SarifFile,
  { files, file }: SarifReporterOptions,
): Promise<Step> {
  const size = `${counted(results, "result")} in ${counted(runs, "run")}`;
  try {
    await files.writeParts(file, parts);
    return { outputs: { "sarif-file": file }, warnings: [], done: `${size} written to ${file}` };
  } catch (error) {
    const { message } = toReason(error, "gate");
    return {
      outputs: {},
      warnings: [`The SARIF file was not written. ${message}`],
      done: `${size}, not written`,
    };
  }
}

async function upload(fitted: SarifFile, options: SarifReporterOptions, deadline: Deadline): Promise<Step> {
  const { mode, codeScanning } = options;
  if (mode === "file") return notUploaded("not uploaded, as `sarif: file` or a dry run asks");
  if (fitted.runs === 0) {
    return notUploaded("not uploaded, because no source is complete and its alerts must not be closed");
  }
  if (deadline.signal.aborted) {
    return {
      outputs: {},
      warnings: ["No time was left for the upload to code scanning."],
      done: "not uploaded",
    };
  }
  const {
    targets,
    warnings: untold = [],
    because = untold.length === 0
      ? "code scanning has no place for this event"
      : "the state of the pull request is not known",
  } = await options.targets();
  if (targets.length === 0 || codeScanning === undefined)
    return { ...notUploaded(`not uploaded, because ${because}`), warnings: untold };
  const { results, parts: sarif } = fitted;
  // Of an empty file nothing can be linked: nobody need wait for GitHub's answer.
  if (results === 0) options.taken.settle([]);
  const uploading = { ...options, codeScanning, deadline, results, sarif };
  const sent = await Promise.all(targets.map((target) => send(target, uploading)));
  if (results > 0) options.taken.settle(targets.filter((_, at) => sent[at]?.id !== undefined));
  const steps = await Promise.all(sent.map((one) => followed(one, uploading)));
  return {
    // The first is the pull request that the event names.
    outputs: Object.assign({}, ...steps.map(({ outputs }) => outputs).toReversed()),
    warnings: [...untold, ...new Set(steps.flatMap(({ warnings }) => warnings))],
    done: steps.map(({ done }) => done).join("; "),
  };
}

interface SarifUploading extends UploadWaiting {
  readonly sarif: readonly string[];
}

/** An upload that was accepted, or why it was not. */
interface SentSarif {
  readonly target: UploadTarget;
  readonly id?: string;
  readonly refused?: string;
}

async function send(target: UploadTarget, { codeScanning, sarif }: SarifUploading): Promise<SentSarif> {
  try {
    const { id } = await codeScanning.upload({ ...target, sarif });
    return { target, id };
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    return { target, refused: uploadRefused(error) };
  }
}

async function followed({ target, id, refused = "" }: SentSarif, uploading: SarifUploading): Promise<Step> {
  if (id === undefined) return { outputs: {}, warnings: [refused], done: "not uploaded" };
  const { done, warnings } = await waitForProcessing(id, uploading);
  return { outputs: { "sarif-id": id }, warnings, done: `uploaded for ${target.ref}, ${done}` };
}

/** For an answer that GitHub's client has no advice about: the request as such was not understood. */
const UNACCEPTED =
  "This server does not accept the file; GitHub Enterprise Server may be too old for it. Set `sarif: file` to end " +
  "this warning";

/** What GitHub said, and the one permission or setting to change. */
function uploadRefused({ message, hint, status = 0 }: ScanGateError): string {
  const isOurs = status >= 400 && status < 500;
  return sentence(
    `Code scanning has no results of this run: ${message}`,
    hint ?? (isOurs ? UNACCEPTED : undefined),
  );
}

function notUploaded(done: string): Step {
  return { outputs: {}, warnings: [], done };
}
