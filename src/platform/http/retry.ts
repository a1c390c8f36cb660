import type { Failure } from "./failure.ts";

/** When a request is sent again (contract §10). */
export const RETRY = {
  /** Most tries of one request, the first included. */
  tries: 4,
  /** Methods whose effect is the same however often they are sent. */
  methods: ["GET", "HEAD", "PUT", "PATCH", "DELETE"],
  /** Statuses after which another try may go better; the 52x are those of a content network without its origin. */
  statuses: [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524],
  /** The longest first pause; each further one is twice as long, up to the cap. */
  baseMs: 1000,
  capMs: 30_000,
} as const satisfies {
  tries: number;
  methods: readonly string[];
  statuses: readonly number[];
  baseMs: number;
  capMs: number;
};

/** The longest wait that is believed. Whoever asks for more asks for too much for any run. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/**
 * The pause after the n-th try (from 1), in milliseconds. Exponential, and random between half of it and all, so
 * that pauses grow from try to try, never collapse to nothing, and many clients do not come back as one.
 */
export function backoff(tries: number, random: number): number {
  const most = Math.min(RETRY.capMs, RETRY.baseMs * 2 ** (tries - 1));
  return (most / 2) * (1 + random);
}

/** The pause after a failed try: what the service asks for, and never less than the pause of our own. */
export function pauseAfter(
  { waitMs = 0 }: Failure,
  { tries, random }: { readonly tries: number; readonly random: number },
): number {
  return Math.max(backoff(tries, random), waitMs);
}

/**
 * Milliseconds that a `Retry-After` header asks for, from seconds or from a date
 * (https://www.rfc-editor.org/rfc/rfc9110#name-retry-after). A time that is past is 0, one beyond a day is a day,
 * and what is neither form is undefined.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? "";
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return clampWait(Number(text) * 1000);
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : clampWait(date - now);
}

/** Milliseconds until a point in time that is given in seconds since 1970, and one second more. */
export function untilReset(value: string | undefined, now: number): number | undefined {
  return value !== undefined && /^\d+$/.test(value) ? clampWait((Number(value) + 1) * 1000 - now) : undefined;
}

function clampWait(ms: number): number {
  return Math.min(LONGEST_WAIT_MS, Math.max(0, ms));
}
