import { ScanGateError, toReason } from "../../../errors.ts";
import type { ScanEvidence } from "../../../model/evidence.ts";
import type { Reason } from "../../../model/verdict.ts";
import type { SemgrepApi, SemgrepDeployment, SemgrepProject } from "../client.ts";
import { scanReason } from "../reasons.ts";
import type { WireScanDetails } from "../schema.ts";
import type { ScanGroup } from "./find-scan.ts";
import {
  isKnownStatus,
  isOfCommit,
  isSameId,
  pullRequestOf,
  type Scan,
  scanState,
  statusWord,
} from "./scan.ts";
import type { ScanTarget } from "./targets.ts";

/** One scan as the report shows it. */
export function scanEvidence(
  scan: Scan,
  more: { readonly project: string; readonly ciJob?: string | undefined },
): ScanEvidence {
  return {
    id: scan.id,
    kind: scan.full ? "full" : "diff",
    status: scan.status,
    products: scan.products,
    ...(scan.startedAt === undefined ? {} : { startedAt: scan.startedAt }),
    ...(scan.completedAt === undefined ? {} : { completedAt: scan.completedAt }),
    ...(scan.commit === "" ? {} : { commit: scan.commit }),
    ...(scan.ref === undefined ? {} : { ref: scan.ref }),
    project: more.project,
    ...(more.ciJob === undefined || more.ciJob === "" ? {} : { link: more.ciJob }),
  };
}

/** Where a scan's details are asked for, and what it is to prove. */
export interface ScanLookup {
  readonly api: SemgrepApi;
  readonly deployment: SemgrepDeployment;
  readonly project: SemgrepProject;
  readonly targets: readonly ScanTarget[];
}

/** What a scan says of itself. */
export interface Confirmed {
  readonly evidence: ScanEvidence;
  /** Why it is no evidence after all. */
  readonly reason?: Reason;
}

/**
 * Asks for a scan that the list calls complete. That it cannot be confirmed is trouble: a pass needs evidence that
 * holds. Details of another scan confirm nothing, and one that failed by its own account has failed. What they leave
 * out goes against nothing.
 */
export async function confirmScan(lookup: ScanLookup, group: ScanGroup, scan: Scan): Promise<Confirmed> {
  const project = lookup.project.name;
  try {
    const details = await lookup.api.scan(lookup.deployment, scan.id);
    const against = contradiction({ group, scan, details });
    if (against !== undefined) throw against;
    const told = asTold(scan, details);
    const ciJob = details.meta?.ci_job_url;
    const evidence = scanEvidence(told, { project, ciJob });
    if (scanState(told) !== "bad") return { evidence };
    const about = { project, targets: lookup.targets, waitedMs: 0, ...(ciJob ? { ciJob } : {}) };
    return { evidence, reason: scanReason({ kind: "failed", group, failed: [told] }, about) };
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    return { evidence: scanEvidence(scan, { project }), reason: toReason(error, "semgrep") };
  }
}

/** The scan of the list, unless its details tell that it ended badly, of which the list says nothing. */
function asTold(scan: Scan, details: WireScanDetails): Scan {
  const { exitCode = details.exit_code } = scan;
  const status = statusWord(details.status);
  const ended = { ...scan, status };
  if (isKnownStatus(status) && scanState(ended) === "bad") return ended;
  return exitCode === undefined ? scan : { ...scan, exitCode };
}

/** What the details name that the list names otherwise. */
function contradiction(about: {
  readonly group: ScanGroup;
  readonly scan: Scan;
  readonly details: WireScanDetails;
}): ScanGateError | undefined {
  const { group, scan, details } = about;
  const { id, completed_at, meta } = details;
  const against = (named: string) =>
    new ScanGateError({
      code: "bad-response",
      source: "semgrep",
      message: `Semgrep contradicts itself about scan ${scan.id}: its details name ${named}`,
      hint: "Run the scan again, then this job",
    });
  if (id === undefined && completed_at === undefined && meta === undefined) {
    return against("nothing of a scan");
  }
  if (id !== undefined && !isSameId(id, scan.id)) return against(`scan ${id}`);
  if (meta?.commit && !isOfCommit(meta.commit, group.target.commit)) {
    return against(`commit ${meta.commit}, and the list of scans ${scan.commit}`);
  }
  const [listed, named] = [pullRequestOf(scan.ref), pullRequestOf(meta?.branch)];
  if (listed !== undefined && named !== undefined && named !== listed) {
    return against(`pull request #${named}, and the list of scans #${listed}`);
  }
  return undefined;
}
