import { type Phase, type PhaseName, SERVICES, type Service } from "./model/phase.ts";
import type { GitHub, HttpService, Ports } from "./ports.ts";

/** Tells a run's phases apart, each of which ends where the next begins. */
export interface Phases {
  /** The same ports, with every request counted. */
  readonly ports: Ports;
  begin(name: PhaseName): void;
  /** The phases so far, the last as far as it came. */
  soFar(): readonly Phase[];
}

/** A stopwatch over a run's phases, and a count of what each asked for. */
export function measurePhases(ports: Ports): Phases {
  const clients: { readonly service: Service; readonly client: Pick<HttpService | GitHub, "requests"> }[] =
    [];
  const ended: Phase[] = [];
  let current: Start | undefined;
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
      github(options) {
        const client = ports.github(options);
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

interface Start {
  readonly name: PhaseName;
  readonly at: number;
  readonly counts: Counts;
}

function phaseSince({ name, at, counts }: Start, now: number, sums: Counts): Phase {
  const asked = SERVICES.filter((service) => sums[service] > counts[service]);
  return {
    name,
    ms: Math.max(now - at, 0),
    requests: Object.fromEntries(asked.map((service) => [service, sums[service] - counts[service]])),
  };
}
