import type { ScanGateError } from "../../errors.ts";

/** Hard failures in a row after which an origin is left alone, so that many requests do not each wait for nothing. */
const FAILURES = 3;

/** After this time one request is let through, to see whether the service is back. */
const COOL_DOWN_MS = 60_000;

/** Remembers how an origin did lately. */
export interface Circuit {
  /** The failure that speaks for all, while the origin is not to be asked; else undefined. */
  open(now: number): ScanGateError | undefined;
  /** Any answer that shows the service at work. */
  succeeded(): void;
  /** A request that failed to the last try. */
  failed(error: ScanGateError, now: number): void;
}

export function createCircuit(): Circuit {
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
