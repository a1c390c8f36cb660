import type { Reason, ReasonCode, ReasonSource } from "./model/verdict.ts";

/** What an error must say to be of use: what happened to what, and one thing to do about it. */
export interface ErrorDetails {
  readonly code: ReasonCode;
  readonly source: ReasonSource;
  /** What happened, to what. One sentence without a full stop's worth of advice; never holds a token. */
  readonly message: string;
  /** The one thing to do. */
  readonly hint?: string;
  /** The HTTP status behind it, for the client that knows what it means at its endpoint. */
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The one error type of Scan Gate: everything that goes wrong on purpose is one of these, with a code of the
 * contract (§8). Anything else that is thrown is a bug and becomes `internal`.
 */
export class ScanGateError extends Error {
  readonly code: ReasonCode;
  readonly source: ReasonSource;
  readonly hint: string | undefined;
  readonly status: number | undefined;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "ScanGateError";
    this.code = details.code;
    this.source = details.source;
    this.hint = details.hint;
    this.status = details.status;
  }
}

/** Copies an error, overriding fields; the original becomes the cause. */
export function withDetails(error: ScanGateError, details: Partial<ErrorDetails>): ScanGateError {
  return new ScanGateError({
    code: error.code,
    source: error.source,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    status: error.status,
    cause: error,
    ...details,
  });
}

/** Any thrown value as a reason for people; what is not ours is `internal`, so that a bug can never pass a gate. */
export function toReason(thrown: unknown, source: ReasonSource): Reason {
  if (thrown instanceof ScanGateError) {
    return { code: thrown.code, source: thrown.source, message: sentence(thrown.message, thrown.hint) };
  }
  const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return {
    code: "internal",
    source,
    message: sentence(`Scan Gate itself failed: ${what}`, "Report it with the log of this run"),
  };
}

/** Codes that tell how requests went, whatever was asked for. */
const REQUEST_TROUBLES: readonly ReasonCode[] = [
  "auth",
  "forbidden",
  "rate-limited",
  "unreachable",
  "timeout",
  "bad-response",
];

/** Requests, or things asked for, that one reason names; more would hide what happened. */
const MOST_NAMED = 3;

/**
 * Reasons, each once: several lookups often fail for the same cause. The same trouble of many requests is one reason
 * (contract §8): of messages that differ in one word, the request's path or the id of what was asked for, one stays
 * and names the others.
 */
export function distinctReasons(reasons: readonly Reason[]): readonly Reason[] {
  const keyOf = ({ code, source, message }: Reason) => JSON.stringify([code, source, message]);
  const distinct = [...new Map(reasons.map((reason) => [keyOf(reason), reason])).values()];
  const troubles: SameTrouble[] = [];
  for (const reason of distinct) {
    if (!troubles.some((trouble) => joinTrouble(trouble, reason))) troubles.push(aloneTrouble(reason));
  }
  return troubles.map(({ reason, words, at, named }) =>
    at === undefined ? reason : { ...reason, message: words.with(at, namedWords(named)).join(" ") },
  );
}

/** Reasons that say the same of different requests: their words are equal but for the one at `at`. */
interface SameTrouble {
  readonly reason: Reason;
  readonly words: string[];
  at?: number;
  readonly named: string[];
}

function aloneTrouble(reason: Reason): SameTrouble {
  return { reason, words: reason.message.split(" "), named: [] };
}

/** Takes a reason in where it tells the same trouble of another request. */
function joinTrouble(trouble: SameTrouble, { code, source, message }: Reason): boolean {
  const { reason, words, at } = trouble;
  if (code !== reason.code || source !== reason.source || !REQUEST_TROUBLES.includes(code)) return false;
  const others = message.split(" ");
  const apart = others.flatMap((word, index) => (word === words[index] ? [] : [{ word, index }]));
  const [only, second] = apart;
  if (only === undefined || second !== undefined || others.length !== words.length) return false;
  if (at !== undefined && at !== only.index) return false;
  if (at === undefined) trouble.named.push(words[only.index] ?? "");
  trouble.at = only.index;
  trouble.named.push(only.word);
  return true;
}

/** `/a, /b and 2 more:` of words that end in the same mark. */
function namedWords(named: readonly string[]): string {
  const [mark = ""] = /[:,.;]*$/.exec(named[0] ?? "") ?? [];
  const bare = named.map((word) => (word.endsWith(mark) ? word.slice(0, word.length - mark.length) : word));
  const more = named.length - MOST_NAMED;
  const shown = bare.slice(0, MOST_NAMED).join(", ");
  return `${shown}${more > 0 ? ` and ${more} more` : ""}${mark}`;
}

/** What happened and what to do, as one text of whole sentences. */
export function sentence(what: string, hint?: string): string {
  return [what, hint]
    .filter((part): part is string => part !== undefined && part !== "")
    .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
    .join(" ");
}

/** Whether a service answered that there is no such thing (404), or that it does not show it. */
export function isMissing(error: unknown): error is ScanGateError {
  return error instanceof ScanGateError && error.status === 404;
}
