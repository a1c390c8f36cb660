import { ScanGateError, sentence, toReason } from "../../errors.ts";
import type { CodeScanning } from "../../forge-ports.ts";
import type { Report } from "../../model/report.ts";
import type { Clock, Deadline, Files } from "../../ports.ts";
import { counted } from "../../text/count.ts";
import type { Published, Reporter } from "../reporter.ts";
import { type FittedSarif, fitSarif } from "./fit.ts";
import { waitForProcessing } from "./processing.ts";
import { workspaceHashes } from "./workspace-hashes.ts";

export interface SarifReporterOptions {
  /** Absent where the forge takes no SARIF. */
  readonly codeScanning?: CodeScanning | undefined;
  readonly files: Files;
  readonly clock: Clock;
  /** Asked when publishing begins. */
  readonly deadline: () => Deadline;
  readonly mode: "upload" | "file";
  /** Absolute path of the file to write. */
  readonly file: string;
  /** What the upload is for; a merge group has none. */
  readonly target?: { readonly ref: string; readonly commit: string };
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
    async publish(report: Report): Promise<Published> {
      const deadline = options.deadline();
      const { lineHashes, unread } = await workspaceHashes(report, options.files, deadline.signal);
      const fitted = fitSarif(report, { lineHashes });
      const notes = unread === 0 ? fitted.notes : [...fitted.notes, unreadNote(unread)];
      const written = await write(fitted, options);
      const uploaded = await upload(fitted, options, deadline);
      return {
        outputs: { ...written.outputs, ...uploaded.outputs },
        warnings: [...notes, ...written.warnings, ...uploaded.warnings],
        done: `${written.done}; ${uploaded.done}`,
      };
    },
  };
}

function unreadNote(unread: number): string {
  return `${unread} files were not read for fingerprints, so their alerts may not be recognised when lines move.`;
}

/** A file that cannot be written is no reason to keep the results from code scanning. */
async function write({ text, document }: FittedSarif, { files, file }: SarifReporterOptions): Promise<Step> {
  const results = document.runs.reduce((sum, run) => sum + run.results.length, 0);
  const size = `${counted(results, "result")} in ${counted(document.runs.length, "run")}`;
  try {
    await files.write(file, text);
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

async function upload(fitted: FittedSarif, options: SarifReporterOptions, deadline: Deadline): Promise<Step> {
  const { mode, target, codeScanning, clock } = options;
  if (mode === "file") return notUploaded("not uploaded, as `sarif: file` or a dry run asks");
  if (target === undefined || codeScanning === undefined)
    return notUploaded("not uploaded, because code scanning has no place for this event");
  if (fitted.document.runs.length === 0) {
    return notUploaded("not uploaded, because no source is complete and its alerts must not be closed");
  }
  if (deadline.signal.aborted) {
    return {
      outputs: {},
      warnings: ["No time was left for the upload to code scanning."],
      done: "not uploaded",
    };
  }
  let id: string;
  try {
    id = (await codeScanning.upload({ ...target, sarif: fitted.text })).id;
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    return { outputs: {}, warnings: [uploadRefused(error)], done: "not uploaded" };
  }
  const { done, warnings } = await waitForProcessing(id, { codeScanning, clock, deadline });
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
