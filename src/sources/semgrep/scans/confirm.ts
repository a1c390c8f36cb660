import { ScanGateError, toReason } from "../../../errors.ts";
import type { ScanEvidence } from "../../../model/evidence.ts";
import type { Reason } from "../../../model/verdict.ts";
import type { LogGroup } from "../../../ports.ts";
import { present } from "../../../text/present.ts";
import type { SemgrepProject } from "../client.ts";
import { scanReason } from "../reasons.ts";
import type { WireScanDetails } from "../schema.ts";
import type { ScanGroup } from "./find-scan.ts";
import {
  isKnownStatus,
  isOfCommit,
  isSameId,
  knownProducts,
  productWords,
  pullRequestOf,
  type Scan,
  type SemgrepProduct,
  scanState,
  statusWord,
} from "./scan.ts";
import type { ScanList } from "./scan-list.ts";
import { fitOf, needsDetails, type ScanTarget } from "./targets.ts";

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

/** Where scans are asked about, and what they are to prove. */
export interface ScanLookup {
  readonly list: ScanList;
  readonly project: SemgrepProject;
  readonly targets: readonly ScanTarget[];
  readonly log: LogGroup;
}

/** What a scan says of itself. */
export interface ConfirmedScan {
  readonly evidence: ScanEvidence;
  /** Products that it ran, by the list or, where that names none, by its details. */
  readonly products: readonly SemgrepProduct[];
  /** Its details name another pull request, so that it does not count. */
  readonly foreign: boolean;
  /** Why it is no evidence after all. */
  readonly reason?: Reason;
}

/**
 * Asks for a scan that the list calls complete. That it cannot be confirmed is trouble: a pass needs evidence that
 * holds. Details of another scan confirm nothing, and one that failed by its own account has failed. What they leave
 * out goes against nothing.
 */
export async function confirmScan(lookup: ScanLookup, group: ScanGroup, scan: Scan): Promise<ConfirmedScan> {
  const project = lookup.project.name;
  const products = knownProducts(scan.products);
  try {
    const details = await lookup.list.details(scan.id);
    const against = contradiction({ group, scan, details });
    if (against !== undefined) throw against;
    const told = asTold(scan, details);
    const ciJob = details.meta?.ci_job_url;
    const known = lookup.list.scans.find(({ id }) => id === scan.id) ?? scan;
    const confirmed = {
      evidence: scanEvidence(told, { project, ciJob }),
      products: knownProducts(told.products),
      foreign: fitOf(known, group.target) === -1,
    };
    if (scanState(told) !== "bad") return confirmed;
    const about = {
      project,
      targets: lookup.targets,
      waitedMs: 0,
      ...present({ ciJob: ciJob || undefined }),
    };
    return { ...confirmed, reason: scanReason({ kind: "failed", group, failed: [told] }, about) };
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    const evidence = scanEvidence(scan, { project });
    return { evidence, products, foreign: false, reason: toReason(error, "semgrep") };
  }
}

/** Details asked for at most in one run, to learn whose scans they are. */
const MOST_ASKED = 20;

/**
 * Asks ended scans of the commit, of which the list does not say that they count, which pull request they name.
 * Resolves with whether anything was asked. A scan that does not answer does not count.
 */
export async function askWhoseScans({ list, targets, project, log }: ScanLookup): Promise<boolean> {
  const unclear = list.scans
    .filter((scan) => scanState(scan) !== "running")
    .filter((scan) => targets.some((to) => isOfCommit(scan.commit, to.commit) && needsDetails(scan, to)))
    .slice(0, MOST_ASKED)
    .filter(({ id }) => !list.knowsDetails(id));
  await Promise.all(
    unclear.map(async ({ id }) => {
      try {
        await list.details(id);
      } catch (error) {
        log.info(
          `${project.name}: scan ${id} does not count unless it names the pull request, and its details could not be read: ${toReason(error, "semgrep").message}`,
        );
      }
    }),
  );
  return unclear.length > 0;
}

/** The scan of the list, unless its details tell that it ended badly, of which the list says nothing. */
function asTold(scan: Scan, details: WireScanDetails): Scan {
  const { exitCode = details.exit_code } = scan;
  const status = statusWord(details.status);
  const ended = { ...scan, status };
  if (isKnownStatus(status) && scanState(ended) === "bad") return ended;
  // Products only where the list names none: the list is what the scans were chosen by.
  const products = scan.products.length > 0 ? scan.products : productWords(details.enabled_products);
  return { ...scan, products, ...present({ exitCode }) };
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
