import type { RunContext } from "../../context/run-context.ts";
import type { SourcePorts } from "../source.ts";
import type { Deployment, Project, SemgrepApi } from "./client.ts";
import type { ScanTarget } from "./targets.ts";

/** All that the work on one project needs. */
export interface ProjectWork {
  readonly ports: SourcePorts;
  readonly api: SemgrepApi;
  readonly deployment: Deployment;
  readonly project: Project;
  readonly context: RunContext;
  readonly targets: readonly ScanTarget[];
  readonly url: string;
  readonly pollIntervalMs: number;
}
