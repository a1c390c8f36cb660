import { setMaxListeners } from "node:events";
import { ScanGateError } from "../../errors.ts";

/** The runner kills the process tree 10 s after its first signal; a required check should not wait that long. */
const LONGEST_FAREWELL_MS = 1_500;

/** What the process ends with for each signal; never 0. */
type ExitCodes = Readonly<Record<"SIGINT" | "SIGTERM", number>>;

/**
 * A signal that aborts when the runner cancels the job or its time is up, and from then on lets the run say so and
 * nothing more: the process ends within two seconds, non-zero. `process.exitCode` is then that of the signal.
 */
export function cancelledBySignals(codes: ExitCodes = { SIGINT: 1, SIGTERM: 1 }): AbortSignal {
  const controller = new AbortController();
  // Every deadline of the run listens; Node.js 20 takes more than ten listeners for a leak.
  setMaxListeners(0, controller.signal);
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) return;
      process.exitCode = codes[name];
      controller.abort(cancelledError(name));
      setTimeout(() => process.exit(codes[name]), LONGEST_FAREWELL_MS).unref();
    });
  }
  return controller.signal;
}

/** What a run says of itself that a signal ends. */
export function cancelledError(signal: keyof ExitCodes): ScanGateError {
  return new ScanGateError({
    code: "cancelled",
    source: "gate",
    message: `The run was cancelled (${signal}) before it could decide`,
    hint: "Run the job again",
  });
}

/** Ends the process with its log fully written; sockets that a service keeps open do not hold it. */
export function exit(code: number): void {
  process.exitCode = code;
  process.stdout.write("", () => process.exit(code));
}
