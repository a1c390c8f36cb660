import type { RunContext } from "../../context/run-context.ts";
import type { Reason } from "../../model/verdict.ts";
import type { LogGroup } from "../../ports.ts";
import type { SnykSettings } from "../../settings/settings.ts";
import type { SnykReport } from "../source.ts";
import type { PlacedProjects, StaleProject } from "./branches.ts";
import type { ChecksRead } from "./check-watch.ts";
import type { KnownProjects } from "./find-projects.ts";
import type { ProjectReading } from "./issues.ts";
import type { ProductRung } from "./ladder.ts";
import type { SnykSubject } from "./subject.ts";

/** Everything learnt of one commit. */
export interface SnykKnowledge {
  readonly subject: SnykSubject;
  readonly known: KnownProjects;
  readonly placed: PlacedProjects;
  readonly head: readonly ProjectReading[];
  readonly base: readonly ProjectReading[];
  readonly checks: ChecksRead;
  readonly rungs: readonly ProductRung[];
  /** Head projects with results of another commit. */
  readonly stale: readonly StaleProject[];
  /** What could not be learnt of the commit itself. */
  readonly reasons: readonly Reason[];
}

/** The run that asks. */
export interface SnykRun {
  /** `owner/name`. */
  readonly repository: string;
  readonly context: Pick<RunContext, "commit">;
  readonly appUrl: string;
  readonly api: { readonly requests: number };
  readonly options: {
    readonly settings: Pick<SnykSettings, "evidence">;
    readonly report?: SnykReport;
    readonly log: Pick<LogGroup, "info">;
  };
}
