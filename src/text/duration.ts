const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds for people, in the one unit that suits: `250 ms`, `30 s`, `1.5 s`, `10 min`, `25 h`. */
export function duration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 2 * MINUTE) return `${tenths(ms / SECOND)} s`;
  if (ms < 2 * HOUR) return `${tenths(ms / MINUTE)} min`;
  return `${tenths(ms / HOUR)} h`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
