/** How fast GitHub is asked, and how long a failure keeps what it concerns waiting. */

/**
 * Most dispatches in a minute. GitHub asks for no more than 80 requests a minute that create something
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
const MOST_A_MINUTE = 60;

/** A minute, and one second more: requests do not arrive as evenly as they leave. */
const WINDOW_MS = 61_000;

/** Most dispatches under way at the same time. */
export const MOST_IN_FLIGHT = 4;

/** The longest first pause after a failure; each further one is twice as long, up to the cap. */
const FIRST_PAUSE_MS = 1_000;

/** The cap of pauses, by what the failure concerns. */
const LONGEST_PAUSE_MS = { dispatch: 60_000, repository: 300_000, github: 60_000 } as const;

/** What a failure concerns: this dispatch alone, all of its repository (a refusal), or all of GitHub (a limit). */
export type FailureScope = keyof typeof LONGEST_PAUSE_MS;

/**
 * The pause after the n-th failure in a row, in milliseconds: random between half of the longest and all of it, so
 * that pauses grow and never collapse.
 * @param random from 0 up to 1
 */
export function retryPause(scope: FailureScope, failures: number, random: number): number {
  const most = Math.min(LONGEST_PAUSE_MS[scope], FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20));
  return (most / 2) * (1 + random);
}

/** Allows no more than 60 dispatches within any minute. Times are in milliseconds and never go back. */
export class DispatchPace {
  #sent: readonly number[];

  /** @param sent times of dispatches that an earlier process sent */
  constructor(sent: readonly number[] = []) {
    this.#sent = sent.toSorted((a, b) => a - b);
  }

  /** When the next dispatch may be sent; `now`, or a time that is past, when it may be sent at once. */
  nextAt(): number {
    const oldest = this.#sent.at(-MOST_A_MINUTE);
    return oldest === undefined ? 0 : oldest + WINDOW_MS;
  }

  sent(now: number): void {
    this.#sent = [...this.recent(now), now];
  }

  /** The times that still count. */
  recent(now: number): readonly number[] {
    // A clock that was set back must not stop the relay for as long as that.
    return this.#sent.filter((at) => at > now - WINDOW_MS && at <= now);
  }
}
