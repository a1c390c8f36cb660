import type { ForgeRoles } from "./forge-ports.ts";
import { type Phase, type PhaseName, SERVICES, type Service } from "./model/phase.ts";
import type { Deadline, HttpService, Ports } from "./ports.ts";

/** Phases of a run, each of which ends where the next begins. */
export interface Phases {
  /** The same ports, with every request counted. */
  readonly ports: Ports;
  begin(name: PhaseName): void;
  /** The phases so far, the last as far as it came. */
  soFar(): readonly Phase[];
}

/** A stopwatch over a run's phases, and a count of what each asked for. */
export function measurePhases(ports: Ports): Phases {
  const clients: {
    readonly service: Service;
    readonly client: Pick<HttpService | ForgeRoles, "requests">;
  }[] = [];
  const ended: Phase[] = [];
  let current: PhaseStart | undefined;
  const counts = (): Counts => {
    const sums: Counts = { semgrep: 0, snyk: 0, github: 0 };
    for (const { service, client } of clients) sums[service] += client.requests;
    return sums;
  };
  const soFar = (): readonly Phase[] =>
    current === undefined ? [] : [...ended, phaseSince(current, ports.clock.now(), counts())];
  return {
    ports: {
      ...ports,
      connect(options) {
        const client = ports.connect(options);
        clients.push({ service: options.source, client });
        return client;
      },
      forge(options) {
        const client = ports.forge(options);
        clients.push({ service: "github", client });
        return client;
      },
    },
    begin(name) {
      ended.splice(0, ended.length, ...soFar());
      current = { name, at: ports.clock.now(), counts: counts() };
    },
    soFar,
  };
}

type Counts = Record<Service, number>;

interface PhaseStart {
  readonly name: PhaseName;
  readonly at: number;
  readonly counts: Counts;
}

function phaseSince({ name, at, counts }: PhaseStart, now: number, sums: Counts): Phase {
  const asked = SERVICES.filter((service) => sums[service] > counts[service]);
  return {
    name,
    ms: Math.max(now - at, 0),
    requests: Object.fromEntries(asked.map((service) => [service, sums[service] - counts[service]])),
  };
}

/** Kept from the time limit for judging and publishing, when reading takes all it can. */
const MOST_RESERVED_MS = 15_000;

/** Publishing may end this much after the time limit, so that a run that used it up still says so. */
const GRACE_MS = 1_000;

/** The last word may come this much after the time limit: two seconds at the most. */
const LAST_GRACE_MS = 1_800;
const LEAST_MS = 500;

/**
 * Until a run knows its `timeout`: it has only to say, in files and outputs, which inputs it cannot use, and that must not
 * be lost on a slow machine.
 */
const UNREAD_TIMEOUT_MS = 30_000;

/** The time limits of a run: one for reading, the whole for publishing, and a moment for the last word. */
export class RunLimits {
  /** The limit of the stage that runs now. */
  current: Deadline;
  readonly #ports: Ports;
  readonly #stop = new AbortController();
  readonly #startedAt: number;
  #timeoutMs = UNREAD_TIMEOUT_MS;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#startedAt = ports.clock.now();
    this.current = ports.deadline({ ms: 0, parent: ports.cancelled });
  }

  startReading(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    const parent = AbortSignal.any([this.#ports.cancelled, this.#stop.signal]);
    this.current = this.#ports.deadline({
      ms: timeoutMs - Math.min(timeoutMs / 10, MOST_RESERVED_MS),
      parent,
    });
  }

  startPublishing(): void {
    this.#allowUntil(this.#timeoutMs + GRACE_MS, GRACE_MS);
  }

  startConcluding(): void {
    this.#allowUntil(this.#timeoutMs + LAST_GRACE_MS, LEAST_MS);
  }

  /** Until `limitMs` after the run began. What begins late still gets `leastMs`. */
  #allowUntil(limitMs: number, leastMs: number): void {
    const elapsed = this.#ports.clock.now() - this.#startedAt;
    const ms = Math.max(limitMs - elapsed, leastMs);
    this.current = this.#ports.deadline({ ms, parent: this.#ports.cancelled });
  }

  /** Ends the reading early, with the reason why nothing will be judged. */
  stopReading(reason: unknown): void {
    this.#stop.abort(reason);
  }
}
