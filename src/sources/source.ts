import type { RunContext } from "../context/run-context.ts";
import type { ForgeRoles } from "../forge-ports.ts";
import type { SnykProduct, SourceOutcome } from "../model/evidence.ts";
import type { Observation, SourceId } from "../model/finding.ts";
import type { Note, Reason } from "../model/verdict.ts";
import type { Clock, Connect, Deadline, LogGroup } from "../ports.ts";

/** What sources ask the forge for. */
export type SourceForge = Pick<ForgeRoles, "commits" | "pullRequests" | "statuses">;

/** What every source that asks a service is made with. */
export interface SourcePorts {
  readonly connect: Connect;
  readonly forge: SourceForge;
  readonly clock: Clock;
  /** The source's own group of the log; whoever opened it closes it. */
  readonly log: LogGroup;
  /** Ends the reading; what was read until then still counts. */
  readonly deadline: Deadline;
}

/** A place that findings come from. */
export interface Source {
  readonly id: SourceId;
  /**
   * Asks the source about the commit of the context. Resolves with whatever could be learnt: trouble is told in
   * the outcome's reasons and is never thrown.
   */
  collect(context: RunContext): Promise<SourceOutcome>;
}

/** Snyk's own report files as evidence for the Snyk source (contract §5: `report`). */
export interface SnykReport {
  /**
   * The products that made the files: those that they stand for, and no other. Never empty, and each once; a file
   * that stands for no product is not handed over.
   */
  readonly products: readonly SnykProduct[];
  /** With the source `snyk`. */
  readonly observations: readonly Observation[];
  readonly files: readonly string[];
  /** With the source `snyk`: why the files do not stand for the whole. */
  readonly reasons: readonly Reason[];
  /** What else is worth telling of the files. */
  readonly notes?: readonly Note[];
}
