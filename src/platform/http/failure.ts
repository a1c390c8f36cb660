import type { ReasonCode } from "../../model/verdict.ts";

/** The ways a request can fail; what each one means to a verdict is in contract §8. */
export type FailureCode = Extract<
  ReasonCode,
  "auth" | "forbidden" | "not-found" | "rate-limited" | "unreachable" | "timeout" | "bad-response"
>;

export interface FailureDetails {
  readonly code: FailureCode;
  /** What happened, as the end of a sentence that the request begins: `the answer was cut off`. */
  readonly what: string;
  /** Whether another try may go better. */
  readonly transient: boolean;
  /** Whether the service certainly did nothing, so that even a request that creates something may be sent again. */
  readonly noEffect: boolean;
  readonly status?: number;
  /** How long the service asks to be left alone. */
  readonly waitMs?: number;
  /** The one thing to do, where the failure itself tells more than its code. */
  readonly hint?: string;
}

/** Why one try brought no answer that can be used. It never leaves `platform/`: callers make it a `ScanGateError`. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly transient: boolean;
  readonly noEffect: boolean;
  readonly status: number | undefined;
  readonly waitMs: number | undefined;
  readonly hint: string | undefined;

  constructor(details: FailureDetails) {
    super(details.what);
    this.name = "Failure";
    this.code = details.code;
    this.transient = details.transient;
    this.noEffect = details.noEffect;
    this.status = details.status;
    this.waitMs = details.waitMs;
    this.hint = details.hint;
  }
}

/** An answer that came and cannot be trusted. It is asked for again, for the next one may be whole. */
export function badAnswer(what: string, more: Partial<FailureDetails> = {}): Failure {
  return new Failure({ code: "bad-response", what, transient: true, noEffect: false, ...more });
}
