import type { GitHubWorld } from "./github/world.ts";
import type { SemgrepWorld } from "./semgrep/world.ts";
import type { SnykWorld } from "./snyk/world.ts";

/**
 * All that the three services know before the run: plain data, nothing of it shared with a stand-in once that has
 * started. A test changes a copy of a scenario's world and starts it.
 */
export interface World {
  readonly semgrep: SemgrepWorld;
  readonly snyk: SnykWorld;
  readonly github: GitHubWorld;
}
