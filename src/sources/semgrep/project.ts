import type { RunContext } from "../../context/run-context.ts";
import type { BaselineEvidence, Batch, ScanEvidence } from "../../model/evidence.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import type { SourcePorts } from "../source.ts";
import type { SemgrepApi, SemgrepDeployment, SemgrepProject } from "./client.ts";
import type { ScanGroup } from "./scans/find-scan.ts";
import type { SemgrepProduct } from "./scans/scan.ts";
import type { ScanTarget } from "./scans/targets.ts";

/** All that the work on one project needs. */
export interface ProjectWork {
  readonly ports: SourcePorts;
  readonly api: SemgrepApi;
  readonly deployment: SemgrepDeployment;
  readonly project: SemgrepProject;
  readonly context: RunContext;
  readonly targets: readonly ScanTarget[];
  readonly url: string;
  readonly pollIntervalMs: number;
  /** `semgrep-evidence: branch`: the newest full scan of the branch counts where its commit has none. */
  readonly branchCounts: boolean;
  /** Called once, when the project's scan is ready and before its findings are read. */
  readonly onReady: () => void;
  readonly commitMadeAt: () => Promise<number | undefined>;
  readonly changedFiles: () => Promise<ReadonlySet<string> | undefined>;
}

/** What one project contributed. */
export interface ProjectEvidence {
  readonly project: SemgrepProject;
  /** The group that was read; absent when none was usable. */
  readonly group?: ScanGroup;
  /** The ref that findings were read from. */
  readonly ref?: string;
  readonly scans: readonly ScanEvidence[];
  /** Products that the scans looked with. */
  readonly products: readonly SemgrepProduct[];
  /** Products that the base branch's scans run and these did not. */
  readonly onlyOnBase: readonly SemgrepProduct[];
  readonly baseline?: BaselineEvidence;
}

/** What came of one project. Without reasons it is complete. */
export interface ProjectOutcome {
  readonly evidence: ProjectEvidence;
  readonly batches: readonly Batch[];
  readonly reasons: readonly Reason[];
  readonly notes: readonly Note[];
}
