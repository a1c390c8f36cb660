import { ScanGateError, withDetails } from "../../errors.ts";
import type { ReasonSource } from "../../model/verdict.ts";
import { duration } from "../../text/duration.ts";
import { present } from "../../text/present.ts";
import { Failure, type FailureCode } from "./failure.ts";
import type { WireRequest } from "./transport.ts";

/** A service as it is told about. */
export interface ServiceWords {
  readonly source: ReasonSource;
  /** `Semgrep`. */
  readonly name: string;
  /** One thing to do about a failure of a kind, where there is one at every endpoint. */
  readonly hints: Partial<Readonly<Record<FailureCode, string>>>;
  /** The same for an answer of 500 or more to every try: the service is there, and not well. */
  readonly unwell?: string;
  /** How long a service that limits is left alone when it does not say for how long itself. */
  readonly limitPauseMs?: number;
}

export interface Call {
  readonly request: Omit<WireRequest, "reusesConnection">;
  /** Whether it may be sent again when nobody knows what became of it. */
  readonly repeats: boolean;
}

/** What was done before a request was given up. */
export interface Tried {
  readonly tries: number;
  /** Set when the next pause did not fit into what was left, in milliseconds. */
  readonly pause?: number;
}

export interface FailedCall {
  readonly failure: Failure;
  readonly call: Call;
  readonly tried: Tried;
  readonly words: ServiceWords;
  readonly hide: (text: string) => string;
}

/**
 * The failure of a request that is given up, for people. It holds no point in time and no rest of the time limit:
 * the same trouble reads the same in the next run, so that a comment that tells it is not sent again.
 */
export function toError({ failure, call, tried, words, hide }: FailedCall): ScanGateError {
  const { code } = failure;
  // A service that is down for a while may say for how long, just as one that limits.
  const asks = code === "rate-limited" || failure.waitMs !== undefined;
  const wait = duration(tried.pause ?? 0);
  const need = failure.waitMs === undefined ? `a pause of ${wait} is needed` : `it asks to wait ${wait}`;
  const parts = [
    `${callName(call, words)}: ${failure.message}`,
    tried.tries > 1 ? `, tried ${tried.tries} times` : "",
    asks && tried.pause !== undefined ? `; ${need}, which is more than is left of the time limit` : "",
    call.repeats || failure.noEffect ? "" : UNKNOWN_EFFECT,
  ];
  const later = failure.waitMs === undefined ? undefined : `Run the job again in ${duration(failure.waitMs)}`;
  const gaveUpEarly = code === "rate-limited" || tried.pause !== undefined;
  return errorOf(failure, { message: parts.join(""), hint: gaveUpEarly ? later : undefined, words, hide });
}

/** A failure as its service's error, in words that name what failed. Where no hint is given, it is the service's. */
export function errorOf(
  failure: Failure,
  told: Pick<FailedCall, "words" | "hide"> & { readonly message: string; readonly hint?: string | undefined },
): ScanGateError {
  const { code, status } = failure;
  const { words, hide, message } = told;
  const isUnwell = code === "unreachable" && status !== undefined && status >= 500;
  const usual = (isUnwell ? words.unwell : undefined) ?? words.hints[code];
  const { hint = failure.hint ?? usual } = told;
  return new ScanGateError({
    code,
    source: words.source,
    message: hide(message),
    ...present({ hint }),
    status,
  });
}

const UNKNOWN_EFFECT = "; it is not known whether it took effect, and it is not sent again";

export interface AbortedCall {
  readonly reason: unknown;
  readonly call: Call;
  readonly words: ServiceWords;
  /** Whether a request was under way. */
  readonly sent: boolean;
}

/** The run ended before the answer came. */
export function abortError({ reason, call, words, sent }: AbortedCall): ScanGateError {
  const unknownEffect = call.repeats || !sent ? "" : UNKNOWN_EFFECT;
  if (reason instanceof ScanGateError && reason.code === "cancelled") {
    return withDetails(reason, {
      source: words.source,
      message: `${callName(call, words)}: ${lowerFirst(reason.message)}${unknownEffect}`,
    });
  }
  return new ScanGateError({
    code: "timeout",
    source: words.source,
    message: `${callName(call, words)}: no whole answer before the time limit${unknownEffect}`,
    hint: words.hints.timeout ?? "Raise `timeout`",
    cause: reason,
  });
}

/** A request that is not sent, because the service is taken for down. */
export function circuitOpenError(
  down: ScanGateError,
  { call, words }: Pick<FailedCall, "call" | "words">,
): ScanGateError {
  return withDetails(down, {
    message: `${callName(call, words)}: not sent, because ${words.name} failed several times in a row; the last was ${down.message}`,
  });
}

/** The request without its query, which may hold cursors and names. */
export function callName(call: Call, words: ServiceWords): string {
  return `${words.name} ${call.request.method} ${call.request.url.pathname}`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/**
 * What an act returns that needs no request, such as the reading of a link.
 *
 * @throws ScanGateError of the service for a {@link Failure}.
 */
export function withoutRequest<T>({ words, hide }: Pick<FailedCall, "words" | "hide">, act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    throw errorOf(thrown, { message: `${words.name} ${thrown.message}`, words, hide });
  }
}
