import { ScanGateError, sentence } from "../../errors.ts";
import type { CodeScanning } from "../../forge-ports.ts";
import type { Clock, Deadline } from "../../ports.ts";

/** Pauses between two looks, in milliseconds: small files are done at the first, large ones take a minute. */
const PAUSES = { first: 1000, growth: 1.6, longest: 15_000 } as const;
/** GitHub seldom takes longer, and the verdict does not depend on it. */
const LONGEST_WAIT = 120_000;
/** Looks in a row that may fail. */
const PATIENCE = 3;

export interface UploadWaiting {
  readonly codeScanning: CodeScanning;
  readonly clock: Clock;
  readonly deadline: Deadline;
}

/** How it went, as the end of the reporter's line in the log, and what people should know. */
export interface Processed {
  readonly done: string;
  readonly warnings: readonly string[];
}

/**
 * Waits until GitHub has taken in an upload, two minutes or the deadline at most, and tells its errors and what it
 * left out. That it could not be waited for is a warning as well; the upload stands.
 */
export async function waitForProcessing(id: string, waiting: UploadWaiting): Promise<Processed> {
  const { clock, deadline } = waiting;
  const end = clock.now() + Math.min(LONGEST_WAIT, deadline.remaining());
  let failures = 0;
  for (let pause: number = PAUSES.first; ; pause = Math.min(pause * PAUSES.growth, PAUSES.longest)) {
    if (clock.now() + pause > end || !(await slept(pause, waiting))) return stillProcessing();
    try {
      const { status, errors } = await waiting.codeScanning.processing(id);
      failures = 0;
      if (status === "complete")
        return { done: "processed", warnings: await told(id, waiting.codeScanning, errors) };
      if (status === "failed") return { done: "not accepted by code scanning", warnings: failed(errors) };
    } catch (error) {
      if (!(error instanceof ScanGateError)) throw error;
      // Right after the upload GitHub may not know its own id yet.
      if (error.status !== 404) failures += 1;
      if (failures >= PATIENCE) return lostSight(error);
    }
  }
}

/** Whether the pause was slept to its end. */
async function slept(pause: number, { clock, deadline }: UploadWaiting): Promise<boolean> {
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
  codeScanning: CodeScanning,
  errors: readonly string[],
): Promise<readonly string[]> {
  const warnings = errors.map((error) => `Code scanning says: ${sentence(error)}`);
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
