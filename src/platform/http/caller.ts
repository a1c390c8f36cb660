import type { ScanGateError } from "../../errors.ts";
import type { Clock, Deadline } from "../../ports.ts";
import { duration } from "../../text/duration.ts";
import { present } from "../../text/present.ts";
import { refusal } from "./answer.ts";
import {
  abortError,
  type Call,
  callName,
  circuitOpenError,
  type FailedCall,
  type ServiceWords,
  toError,
} from "./errors.ts";
import { Failure, type FailureCode } from "./failure.ts";
import { pauseAfter, RETRY } from "./retry.ts";
import type { Answer, Transport } from "./transport.ts";

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
  /** What an answer's headers add to the story of its failure; the same whenever the same happens. */
  readonly remark?: (answer: Answer) => string | undefined;
  /** What only the log should hold, because it is another one each time, such as a request's id. */
  readonly trace?: (answer: Answer) => string | undefined;
  readonly log?: (message: string) => void;
}

/** Sends requests to one origin until one try succeeds or none can. */
export interface Caller {
  /** Requests sent so far, retries and redirects included. */
  readonly requests: number;
  /**
   * Resolves with what `read` makes of the first good answer.
   *
   * @param read may throw, or reject with, a {@link Failure}, which counts like a failure of the network.
   * @throws ScanGateError of the service.
   */
  call<T>(call: Call, read: (answer: Answer) => T | Promise<T>): Promise<T>;
}

/** After these the service is taken for down when they come in a row. */
const HARD: readonly FailureCode[] = ["unreachable", "timeout", "rate-limited"];

/** Hard failures in a row after which an origin is left alone, so that many requests do not each wait for nothing. */
const FAILURES = 3;

/** After this time one request is let through, to see whether the service is back. */
const COOL_DOWN_MS = 60_000;

/** Remembers how an origin did lately. */
interface Circuit {
  /** The failure that speaks for all, while the origin is not to be asked; else undefined. */
  open(now: number): ScanGateError | undefined;
  /** Any answer that shows the service at work. */
  succeeded(): void;
  /** A request that failed to the last try. */
  failed(error: ScanGateError, now: number): void;
}

function createCircuit(): Circuit {
  let failures = 0;
  let last: { readonly error: ScanGateError; readonly at: number } | undefined;
  return {
    open(now) {
      if (failures < FAILURES || last === undefined) return undefined;
      if (now - last.at < COOL_DOWN_MS) return last.error;
      failures = FAILURES - 1;
      return undefined;
    },
    succeeded() {
      failures = 0;
      last = undefined;
    },
    failed(error, now) {
      failures += 1;
      last = { error, at: now };
    },
  };
}

/**
 * The pause that all requests to an origin share which limits without saying for how long: those that it hits join it,
 * and no other begins before its end.
 */
class LimitPause {
  #until = 0;
  #failure: Failure | undefined;

  /** How long to wait after a failure, for which one by itself would wait `own`. */
  after(
    failure: Failure,
    { own, limitMs, now }: { own: number; limitMs: number | undefined; now: number },
  ): number {
    if (failure.code !== "rate-limited" || limitMs === undefined) return own;
    if (this.#until <= now) this.#until = now + (failure.waitMs === undefined ? limitMs : own);
    this.#failure = failure;
    return Math.max(this.#until - now, failure.waitMs ?? 0);
  }

  /** What is left of it, and what began it; undefined when there is none. */
  left(now: number): { readonly pause: number; readonly failure: Failure } | undefined {
    if (this.#failure === undefined || this.#until <= now) return undefined;
    return { pause: this.#until - now, failure: this.#failure };
  }
}

type Outcome<T> = { readonly value: T } | { readonly failure: Failure };

/** The one loop of tries (contract §10). */
export function createCaller(options: CallerOptions): Caller {
  const { clock, words } = options;
  const circuit = createCircuit();
  const limit = new LimitPause();
  const count = { requests: 0 };
  const onRequest = () => {
    count.requests += 1;
  };

  const giveUp = (given: Pick<FailedCall, "failure" | "call" | "tried">): ScanGateError => {
    const { failure } = given;
    const error = toError({ ...given, words, hide: options.hide });
    if (HARD.includes(failure.code)) circuit.failed(error, clock.now());
    else circuit.succeeded();
    return error;
  };

  const rest = async (pause: number, call: Call, { signal }: Deadline): Promise<void> => {
    await clock.sleep(pause, signal).catch((reason) => {
      throw abortError({ reason, call, words, sent: false });
    });
  };

  return {
    get requests() {
      return count.requests;
    },
    async call(call, read) {
      for (let tries = 1; ; tries += 1) {
        const down = circuit.open(clock.now());
        if (down !== undefined) throw circuitOpenError(down, { call, words });
        const deadline = options.deadline();
        const shared = limit.left(clock.now());
        if (shared !== undefined) {
          const { pause, failure } = shared;
          if (pause >= deadline.remaining()) throw giveUp({ failure, call, tried: { tries, pause } });
          await rest(pause, call, deadline);
        }
        const outcome = await attempt({ options, deadline, call, read, onRequest });
        if ("value" in outcome) {
          circuit.succeeded();
          return outcome.value;
        }
        const { failure } = outcome;
        const own = pauseAfter(failure, { tries, random: options.random() });
        const pause = limit.after(failure, { own, limitMs: words.limitPauseMs, now: clock.now() });
        const fits = pause < deadline.remaining();
        const mayRepeat = failure.transient && (call.repeats || failure.noEffect);
        if (!mayRepeat || tries === RETRY.tries || !fits) {
          throw giveUp({ failure, call, tried: { tries, ...(mayRepeat && !fits ? { pause } : {}) } });
        }
        options.log?.(
          options.hide(`${callName(call, words)}: ${failure.message}; next try in ${duration(pause)}`),
        );
        await rest(pause, call, deadline);
      }
    },
  };
}

interface Attempt<T> {
  readonly options: CallerOptions;
  readonly deadline: Deadline;
  readonly call: Call;
  readonly read: (answer: Answer) => T | Promise<T>;
  readonly onRequest: () => void;
}

/** One try. @throws ScanGateError when the deadline ended it, or `read` gave one. */
async function attempt<T>({ options, deadline, call, read, onRequest }: Attempt<T>): Promise<Outcome<T>> {
  const { words } = options;
  const { signal } = deadline;
  if (deadline.remaining() === 0 || signal.aborted) {
    throw abortError({ reason: signal.reason, call, words, sent: false });
  }
  try {
    const request = { ...call.request, reusesConnection: call.repeats };
    const answer = await options.transport.send(request, { signal, onRequest });
    const refused = refusal(answer, { now: options.clock.now(), hide: options.hide });
    if (refused !== undefined) {
      const trace = options.trace?.(answer);
      if (trace !== undefined) {
        options.log?.(options.hide(`${callName(call, words)}: answered ${answer.status}, ${trace}`));
      }
      return { failure: withRemark(refused, options.remark?.(answer)) };
    }
    return { value: await read(answer) };
  } catch (thrown) {
    if (signal.aborted) throw abortError({ reason: signal.reason, call, words, sent: true });
    if (thrown instanceof Failure) return { failure: thrown };
    throw thrown;
  }
}

function withRemark(failure: Failure, remark: string | undefined): Failure {
  return remark === undefined
    ? failure
    : new Failure({ ...details(failure), what: `${failure.message}, ${remark}` });
}

function details({ code, transient, noEffect, status, waitMs }: Failure) {
  return { code, transient, noEffect, ...present({ status, waitMs }) };
}
