import type { RelaySource } from "./signature.ts";

/** What the queue looks like now. */
export interface RelayGauges {
  readonly queued: number;
  readonly limit: number;
  readonly inFlight: number;
  /** When the oldest dispatch that waits was due, in milliseconds since 1970. */
  readonly oldestDue?: number;
}

/** What a relay did since its start, in the text format of Prometheus. */
export class RelayMetrics {
  readonly #deliveries = new Map<string, number>();
  readonly #dispatches = new Map<string, number>();
  #stateErrors = 0;

  /** A request was answered. `source` is `other` for one that was of no source. */
  answered(source: RelaySource | "other", status: number): void {
    countUp(this.#deliveries, labels({ source, status: String(status) }));
  }

  /** A dispatch was tried. */
  dispatched(result: "accepted" | "failed"): void {
    countUp(this.#dispatches, labels({ result }));
  }

  /** The state file could not be written. */
  stateFailed(): void {
    this.#stateErrors += 1;
  }

  /** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
  render({ queued, limit, inFlight, oldestDue }: RelayGauges, now: number): string {
    const waiting = oldestDue === undefined ? 0 : Math.max(0, now - oldestDue) / 1000;
    return [
      ...family(
        "requests_total",
        "counter",
        "Requests by source and status of the answer.",
        this.#deliveries,
      ),
      ...family("dispatches_total", "counter", "Dispatches sent to GitHub by result.", this.#dispatches),
      ...family(
        "state_errors_total",
        "counter",
        "Times that the state file could not be written.",
        this.#stateErrors,
      ),
      ...family("queue_dispatches", "gauge", "Dispatches that GitHub has not accepted yet.", queued),
      ...family("queue_limit", "gauge", "Most dispatches that the queue holds.", limit),
      ...family("in_flight_dispatches", "gauge", "Dispatches that are being sent.", inFlight),
      ...family("oldest_due_seconds", "gauge", "For how long the oldest dispatch has been due.", waiting),
      "",
    ].join("\n");
  }
}

function countUp(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Values are words of ours and numbers, so that nothing has to be escaped. */
function labels(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([name, value]) => `${name}="${value}"`);
  return `{${pairs.join(",")}}`;
}

function family(
  name: string,
  type: "counter" | "gauge",
  help: string,
  values: number | ReadonlyMap<string, number>,
): readonly string[] {
  const full = `scan_gate_relay_${name}`;
  const samples = typeof values === "number" ? [["", values] as const] : [...values].toSorted();
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} ${type}`,
    ...samples.map(([label, value]) => `${full}${label} ${value}`),
  ];
}
