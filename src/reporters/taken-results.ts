import type { UploadTarget } from "../context/run-context.ts";
import type { Pace } from "../slices.ts";

/** For which pull requests code scanning took results of this run, for those who would link them. */
export interface TakenResults {
  /** Called with each target that was accepted with at least one result. Only the first call counts. */
  settle(targets: readonly UploadTarget[]): void;
  /** Whether a pull request is one of them; false when that is not known within {@link LONGEST_WAIT_MS}. */
  has(pullRequest: number, pace: Pace): Promise<boolean>;
}

/** Nobody who waits for a verdict should wait longer for a link. */
const LONGEST_WAIT_MS = 5_000;

/** Remembers what was taken, for whoever asks before it is known or after. */
export function takenResults(): TakenResults {
  let settle: TakenResults["settle"] = () => {};
  const taken = new Promise<readonly UploadTarget[]>((resolve) => {
    settle = resolve;
  });
  return {
    settle: (targets) => settle(targets),
    async has(pullRequest, { clock, deadline }) {
      const ended = new AbortController();
      const signal = AbortSignal.any([deadline.signal, ended.signal]);
      const isOne = taken.then((all) => all.some(({ ref }) => ref.startsWith(`refs/pull/${pullRequest}/`)));
      const tooLate = clock.sleep(LONGEST_WAIT_MS, signal).then(
        () => false,
        () => false,
      );
      return await Promise.race([isOne, tooLate]).finally(() => ended.abort());
    },
  };
}
