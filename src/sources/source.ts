import type { RunContext } from "../context/run-context.ts";
import type { SourceOutcome } from "../model/evidence.ts";
import type { SourceId } from "../model/finding.ts";

/** A place that findings come from. */
export interface Source {
  readonly id: SourceId;
  /**
   * Asks the source about the commit of the context. Resolves with whatever could be learnt: trouble is told in
   * the outcome's reasons and is never thrown.
   */
  collect(context: RunContext): Promise<SourceOutcome>;
}
