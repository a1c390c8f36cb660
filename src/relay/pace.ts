/** How fast GitHub is asked, and how long a failure keeps what it concerns waiting. */

/**
 * Most dispatches in a minute. GitHub asks for no more than 80 requests a minute that create something
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
const MOST_A_MINUTE = 60;

/** A minute, and one second more: GitHub's clock is not ours. */
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

/** What an earlier process sent. */
export interface EarlierDispatches {
  /** When dispatches ended in the last minute, in milliseconds since 1970. */
  readonly sent: readonly number[];
  /** Ids of dispatches whose end was not written down: nobody knows when they reached GitHub. */
  readonly trying: readonly number[];
}

/**
 * Allows no more than 60 dispatches to reach GitHub within any minute. When one arrives is not known: it is some time
 * between its begin and its end. So each counts from its begin until a minute after its end. Times are in milliseconds.
 */
export class DispatchPace {
  readonly #underWay = new Set<number>();
  #ended: readonly number[];

  /** @param now what an earlier process left unfinished reached GitHub before this time */
  constructor({ sent, trying }: EarlierDispatches = { sent: [], trying: [] }, now = 0) {
    this.#ended = [...sent.map((at) => Math.min(at, now)), ...trying.map(() => now)].toSorted(
      (a, b) => a - b,
    );
  }

  /** When the next dispatch may be sent; a time that is past when it may be sent at once. */
  nextAt(now: number): number {
    this.#ended = this.#recent(now);
    const free = MOST_A_MINUTE - this.#underWay.size;
    if (free <= 0) return Number.POSITIVE_INFINITY;
    const oldest = this.#ended.at(-free);
    return oldest === undefined ? 0 : oldest + WINDOW_MS;
  }

  begun(id: number): void {
    this.#underWay.add(id);
  }

  /** GitHub answered, or it is certain that the dispatch is not on its way any more. */
  ended(id: number, now: number): void {
    this.#underWay.delete(id);
    this.#ended = [...this.#recent(now), now];
  }

  /** What a next process must know. */
  toKeep(now: number): EarlierDispatches {
    return { sent: this.#recent(now), trying: [...this.#underWay] };
  }

  /** The times that still count; those after a clock was set back count as now, so that they end. */
  #recent(now: number): readonly number[] {
    return this.#ended.filter((at) => at > now - WINDOW_MS).map((at) => Math.min(at, now));
  }
}
