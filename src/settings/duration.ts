/** Milliseconds of each unit; a bare number is seconds. */
const FACTOR: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, "": 1_000 };

/** More than any job may run (GitHub ends a job after 5 days at the latest), and far below what a timer can hold. */
const LONGEST_MS = 5 * 24 * 3_600_000;

/**
 * A duration in milliseconds: `500ms`, `30s`, `10m`, `1h`, or a bare number of seconds, fractions allowed.
 * Undefined for anything else, for nothing and for more than five days.
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|)$/.exec(text.trim().toLowerCase());
  const ms = match === null ? 0 : Math.round(Number(match[1]) * Number(FACTOR[String(match[2])]));
  return ms > 0 && ms <= LONGEST_MS ? ms : undefined;
}
