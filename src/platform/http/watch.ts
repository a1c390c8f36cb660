import { duration } from "../../text/duration.ts";
import { Failure } from "./failure.ts";

/** The time limits of one try. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Rejects when the signal aborts: a request that never gets a socket does not notice it by itself. */
  readonly aborted: Promise<never>;
  /** Starts the limit of the next step, in place of the last one's. */
  readonly expect: (what: string, ms: number) => void;
  /** Starts the limit of this step anew. */
  readonly again: () => void;
  /** Takes all limits off. */
  readonly end: () => void;
}

/** Aborts when a step or the whole takes too long, or when the outer signal aborts. */
export function createWatch(totalMs: number, outer: AbortSignal): Watch {
  const controller = new AbortController();
  const late = (what: string, ms: number) =>
    controller.abort(
      new Failure({
        code: "timeout",
        what: `${what} did not come within ${duration(ms)}`,
        transient: true,
        noEffect: false,
      }),
    );
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason), { once: true });
  });
  aborted.catch(() => undefined);
  const stop = () => controller.abort(outer.reason);
  if (outer.aborted) stop();
  outer.addEventListener("abort", stop, { once: true });
  const total = setTimeout(late, totalMs, "the whole answer", totalMs);
  let step: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    aborted,
    expect(what, ms) {
      clearTimeout(step);
      step = setTimeout(late, ms, what, ms);
    },
    again: () => step?.refresh(),
    end() {
      clearTimeout(total);
      clearTimeout(step);
      outer.removeEventListener("abort", stop);
    },
  };
}
