import { retell, ScanGateError } from "../errors.ts";
import type { ReasonSource } from "../model/verdict.ts";
import type { Clock, Deadline } from "../ports.ts";
import { refusal } from "./answer.ts";
import { createCircuit } from "./circuit.ts";
import { duration } from "./duration.ts";
import { Failure, type FailureCode } from "./failure.ts";
import { pauseAfter, RETRY } from "./retry.ts";
import type { Answer, Transport, WireRequest } from "./transport.ts";

/** A service as it is told about. */
export interface ServiceWords {
  readonly source: ReasonSource;
  /** `Semgrep`. */
  readonly name: string;
  /** One thing to do about a failure of a kind, where there is one at every endpoint. */
  readonly hints: Partial<Readonly<Record<FailureCode, string>>>;
}

export interface CallerOptions {
  readonly words: ServiceWords;
  readonly transport: Transport;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** The deadline that holds now; asked before every try. */
  readonly deadline: () => Deadline;
  /** Takes tokens out of a text. */
  readonly hide: (text: string) => string;
  /** What an answer's headers add to the story of its failure, such as a request's id. */
  readonly remark?: (answer: Answer) => string | undefined;
  readonly debug?: (message: string) => void;
}

export interface Call {
  readonly request: Omit<WireRequest, "reusesConnection">;
  /** Whether it may be sent again when nobody knows what became of it. */
  readonly repeats: boolean;
}

/** Sends requests to one origin until one try succeeds or none can. */
export interface Caller {
  /** Requests sent so far, retries and redirects included. */
  readonly requests: number;
  /**
   * Resolves with what `read` makes of the first good answer.
   *
   * @param read may throw a {@link Failure}, which counts like a failure of the network.
   * @throws ScanGateError of the service.
   */
  call<T>(call: Call, read: (answer: Answer) => T): Promise<T>;
}

/** After these the service is taken for down when they come in a row. */
const HARD: readonly FailureCode[] = ["unreachable", "timeout", "rate-limited"];

type Outcome<T> = { readonly value: T } | { readonly failure: Failure };

/** The one loop of tries (contract §10). */
export function createCaller(options: CallerOptions): Caller {
  const { clock, words } = options;
  const circuit = createCircuit();
  const count = { requests: 0 };

  const attempt = async <T>(call: Call, read: (answer: Answer) => T): Promise<Outcome<T>> => {
    const { signal } = options.deadline();
    try {
      const answer = await options.transport.send(
        { ...call.request, reusesConnection: call.repeats },
        {
          signal,
          onRequest: () => {
            count.requests += 1;
          },
        },
      );
      const refused = refusal(answer, clock.now(), options.hide);
      if (refused !== undefined) return { failure: withRemark(refused, options.remark?.(answer)) };
      return { value: read(answer) };
    } catch (thrown) {
      if (signal.aborted) throw endedBy({ reason: signal.reason, call, words, sent: true });
      if (thrown instanceof Failure) return { failure: thrown };
      throw thrown;
    }
  };

  const giveUp = (failure: Failure, call: Call, tried: Tried): ScanGateError => {
    const now = clock.now();
    const error = toError({ failure, call, tried, words, now, hide: options.hide });
    if (HARD.includes(failure.code)) circuit.failed(error, now);
    else circuit.succeeded();
    return error;
  };

  return {
    get requests() {
      return count.requests;
    },
    async call(call, read) {
      for (let tries = 1; ; tries += 1) {
        const down = circuit.open(clock.now());
        if (down !== undefined) throw notAsked(down, call, words);
        const deadline = options.deadline();
        if (deadline.remaining() === 0 || deadline.signal.aborted) {
          throw endedBy({ reason: deadline.signal.reason, call, words, sent: false });
        }
        const outcome = await attempt(call, read);
        if ("value" in outcome) {
          circuit.succeeded();
          return outcome.value;
        }
        const { failure } = outcome;
        const pause = pauseAfter(failure, tries, options.random());
        const left = deadline.remaining();
        const mayRepeat = failure.transient && (call.repeats || failure.noEffect);
        if (!mayRepeat || tries === RETRY.tries || pause >= left) {
          throw giveUp(failure, call, { tries, ...(mayRepeat && pause >= left ? { pause, left } : {}) });
        }
        options.debug?.(
          options.hide(`${nameOf(call, words)}: ${failure.message}; next try in ${duration(pause)}`),
        );
        await clock.sleep(pause, deadline.signal).catch((reason) => {
          throw endedBy({ reason, call, words, sent: false });
        });
      }
    },
  };
}

/**
 * What an act returns that needs no request, such as the reading of a link.
 *
 * @throws ScanGateError of the service for a {@link Failure}.
 */
export function withoutRequest<T>({ words, hide }: Pick<CallerOptions, "words" | "hide">, act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    const hint = words.hints[thrown.code];
    throw new ScanGateError({
      code: thrown.code,
      source: words.source,
      message: hide(`${words.name} ${thrown.message}`),
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

interface Tried {
  readonly tries: number;
  /** Set when the next pause did not fit into what was left. */
  readonly pause?: number;
  readonly left?: number;
}

interface Telling {
  readonly failure: Failure;
  readonly call: Call;
  readonly tried: Tried;
  readonly words: ServiceWords;
  readonly now: number;
  readonly hide: (text: string) => string;
}

function toError({ failure, call, tried, words, now, hide }: Telling): ScanGateError {
  const { code, status } = failure;
  const limited = code === "rate-limited";
  const parts = [
    `${nameOf(call, words)}: ${failure.message}`,
    tried.tries > 1 ? `, tried ${tried.tries} times` : "",
    limited && tried.pause !== undefined
      ? `; it asks to wait ${duration(tried.pause)}, and ${duration(tried.left ?? 0)} of the time limit are left`
      : "",
    call.repeats || failure.noEffect ? "" : UNKNOWN_EFFECT,
  ];
  const later =
    failure.waitMs === undefined ? undefined : `Run the job again after ${minute(now + failure.waitMs)}`;
  const hint = limited && later !== undefined ? later : words.hints[code];
  return new ScanGateError({
    code,
    source: words.source,
    message: hide(parts.join("")),
    ...(hint === undefined ? {} : { hint }),
    ...(status === undefined ? {} : { status }),
  });
}

const UNKNOWN_EFFECT = "; it is not known whether it took effect, and it is not sent again";

interface Ending {
  readonly reason: unknown;
  readonly call: Call;
  readonly words: ServiceWords;
  /** Whether a request was under way. */
  readonly sent: boolean;
}

/** The run ended before the answer came. */
function endedBy({ reason, call, words, sent }: Ending): ScanGateError {
  const unknownEffect = call.repeats || !sent ? "" : UNKNOWN_EFFECT;
  if (reason instanceof ScanGateError && reason.code === "cancelled") {
    return retell(reason, {
      source: words.source,
      message: `${nameOf(call, words)}: ${lowerFirst(reason.message)}${unknownEffect}`,
    });
  }
  return new ScanGateError({
    code: "timeout",
    source: words.source,
    message: `${nameOf(call, words)}: no whole answer before the time limit${unknownEffect}`,
    hint: words.hints.timeout ?? "Raise `timeout`",
    cause: reason,
  });
}

function notAsked(down: ScanGateError, call: Call, words: ServiceWords): ScanGateError {
  return retell(down, {
    message: `${nameOf(call, words)}: not sent, because ${words.name} failed several times in a row; the last was ${down.message}`,
  });
}

/** The request without its query, which may hold cursors and names. */
function nameOf(call: Call, words: ServiceWords): string {
  return `${words.name} ${call.request.method} ${call.request.url.pathname}`;
}

function withRemark(failure: Failure, remark: string | undefined): Failure {
  return remark === undefined
    ? failure
    : new Failure({ ...details(failure), what: `${failure.message}, ${remark}` });
}

function details({ code, transient, noEffect, status, waitMs }: Failure) {
  return {
    code,
    transient,
    noEffect,
    ...(status === undefined ? {} : { status }),
    ...(waitMs === undefined ? {} : { waitMs }),
  };
}

/** `2026-11-21 03:05 UTC`, rounded up. */
function minute(ms: number): string {
  const text = new Date(Math.ceil(ms / 60_000) * 60_000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
