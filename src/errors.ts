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

/** Reasons, each once: several lookups often fail for the same cause. */
export function distinctReasons(reasons: readonly Reason[]): readonly Reason[] {
  const keyOf = ({ code, source, message }: Reason) => JSON.stringify([code, source, message]);
  return [...new Map(reasons.map((reason) => [keyOf(reason), reason])).values()];
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
