import { ScanGateError, sentence } from "../../errors.ts";
import type { CodeScanning } from "../../forge-ports.ts";
import type { Clock, Deadline } from "../../ports.ts";

/**
 * When it is looked at, in milliseconds after the upload: small files are done at the first look, large ones take a
 * minute. Each look comes at twice the time of the one before, at last after the longest pause. The first comes sooner
 * where nothing else is being done any more: then nothing but this pause would hold up the run.
 */
const LOOKS = { first: 500, longestPause: 8_000 } as const;
/** How long it is waited for once everything else is done: the verdict does not depend on it (contract §9). */
const LONGEST_GRACE_MS = 10_000;
/** Looks in a row that may fail. */
const PATIENCE = 3;

export interface UploadWaiting {
  readonly codeScanning: CodeScanning;
  readonly clock: Clock;
  readonly deadline: Deadline;
  /** Results in the file. Of none nothing can be left out, so that nobody is asked about it. */
  readonly results: number;
  /** Resolves when everything else that tells the verdict is done. */
  readonly othersDone: Promise<unknown>;
}

/** How it went, as the end of the reporter's line in the log, and what people should know. */
export interface Processed {
  readonly done: string;
  readonly warnings: readonly string[];
}

/**
 * Waits until GitHub has taken in an upload, until the deadline and at most ten seconds longer than everything else
 * takes, and tells its errors and what it left out. That it could not be waited for is a warning as well; the upload
 * stands.
 */
export async function waitForProcessing(id: string, waiting: UploadWaiting): Promise<Processed> {
  const { clock, deadline, othersDone } = waiting;
  const began = clock.now();
  let end = began + deadline.remaining();
  void othersDone.then(() => {
    end = Math.min(end, clock.now() + LONGEST_GRACE_MS);
  });
  let failures = 0;
  for (let looks = 0; ; looks += 1) {
    const left = end - clock.now();
    const pause = Math.min(nextPause(clock.now() - began), left);
    if (left <= 0 || !(await (looks === 0 ? idle(pause, waiting) : slept(pause, waiting))))
      return stillProcessing();
    try {
      const { status, errors } = await waiting.codeScanning.processing(id);
      failures = 0;
      if (status === "complete") return { done: "processed", warnings: await told(id, waiting, errors) };
      if (status === "failed") return { done: "not accepted by code scanning", warnings: failed(errors) };
    } catch (error) {
      if (!(error instanceof ScanGateError)) throw error;
      // Right after the upload GitHub may not know its own id yet.
      if (error.status !== 404) failures += 1;
      if (failures >= PATIENCE) return lostSight(error);
    }
  }
}

function nextPause(waitedMs: number): number {
  return Math.min(Math.max(waitedMs, LOOKS.first), LOOKS.longestPause);
}

/** The same as {@link slept}, ended by the end of everything else. */
async function idle(pause: number, { clock, deadline, othersDone }: UploadWaiting): Promise<boolean> {
  const done = new AbortController();
  const signal = AbortSignal.any([deadline.signal, done.signal]);
  const sleeping = slept(pause, { clock, deadline: { signal } });
  const isOver = await Promise.race([othersDone.then(() => true), sleeping]);
  // The rest of the pause would keep the process.
  done.abort(
    new ScanGateError({ code: "cancelled", source: "github", message: "nothing else is being done" }),
  );
  return isOver && !deadline.signal.aborted;
}

/** Whether the pause was slept to its end. */
async function slept(
  pause: number,
  { clock, deadline }: { readonly clock: Clock; readonly deadline: Pick<Deadline, "signal"> },
): Promise<boolean> {
  try {
    await clock.sleep(pause, deadline.signal);
    return true;
  } catch (error) {
    if (error instanceof ScanGateError) return false;
    throw error;
  }
}

async function told(
  id: string,
  { codeScanning, results }: Pick<UploadWaiting, "codeScanning" | "results">,
  errors: readonly string[],
): Promise<readonly string[]> {
  const warnings = errors.map((error) => `Code scanning says: ${sentence(error)}`);
  if (results === 0 && errors.length === 0) return [];
  try {
    const more = await codeScanning.warnings(id);
    return [...warnings, ...more.map((warning) => `Code scanning says: ${sentence(warning)}`)];
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    return [...warnings, `Whether code scanning left out results is not known: ${sentence(error.message)}`];
  }
}

function failed(errors: readonly string[]): readonly string[] {
  const said = errors.length === 0 ? ["it gave no reason"] : errors;
  return said.map((error) => `Code scanning did not accept the upload: ${sentence(error)}`);
}

function stillProcessing(): Processed {
  return {
    done: "still being processed",
    warnings: [
      "Code scanning was still processing the upload when the wait for it ended; its alerts may come later.",
    ],
  };
}

function lostSight(error: ScanGateError): Processed {
  return {
    done: "processing not followed",
    warnings: [`Whether code scanning accepted the upload is not known: ${sentence(error.message)}`],
  };
}
