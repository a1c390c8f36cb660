import { type GitHubStandIn, startGitHub } from "./github/server.ts";
import { startSemgrep } from "./semgrep/server.ts";
import type { RecordedRequest, Respond, ServiceName, StandIn } from "./service/stand-in.ts";
import { startSnyk } from "./snyk/server.ts";
import type { World } from "./world.ts";

/** What goes wrong, by service. */
export type Faults = Readonly<Partial<Record<ServiceName, Respond>>>;

/** The three services, running on loopback. */
export interface Sandbox {
  readonly semgrep: StandIn;
  readonly snyk: StandIn;
  readonly github: GitHubStandIn;
  /** Every request to any of them, in order of arrival. */
  requests(): readonly RecordedRequest[];
  close(): Promise<void>;
}

/** Starts stand-ins for Semgrep, Snyk and GitHub that know the given world. */
export async function startSandbox(world: World, faults: Faults = {}): Promise<Sandbox> {
  const [semgrep, snyk, github] = await Promise.all([
    startSemgrep(world.semgrep, faults.semgrep),
    startSnyk(world.snyk, faults.snyk),
    startGitHub(world.github, faults.github),
  ]);
  const all: readonly StandIn[] = [semgrep, snyk, github];
  return {
    semgrep,
    snyk,
    github,
    requests: () => all.flatMap((one) => one.requests).sort((a, b) => a.at - b.at),
    close: async () => {
      await Promise.all(all.map((one) => one.close()));
    },
  };
}
