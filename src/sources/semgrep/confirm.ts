import { ScanGateError, toReason } from "../../errors.ts";
import type { ScanEvidence } from "../../model/evidence.ts";
import type { Reason } from "../../model/verdict.ts";
import { waitFor } from "../wait.ts";
import type { Project } from "./client.ts";
import { scanEvidence } from "./evidence.ts";
import type { ScanGroup } from "./find-scan.ts";
import type { ProjectWork } from "./project-work.ts";
import { scanReason, waitingLine } from "./reasons.ts";
import {
  isKnownStatus,
  isOfCommit,
  isOfProject,
  isSameId,
  pullRequestOf,
  type Scan,
  stateOf,
  statusWord,
} from "./scan.ts";
import type { WireScanDetails } from "./schema.ts";

/** What a scan says of itself. */
export interface Confirmed {
  /** As the list has it, with what only the details tell. */
  readonly scan: Scan;
  readonly evidence: ScanEvidence;
  /** Why it is no evidence after all. */
  readonly reason?: Reason;
  /** Whether it was still running by its own account when it was asked first, and has completed since. */
  readonly late: boolean;
}

/**
 * Asks for a scan that the list calls complete. That it cannot be confirmed is trouble: a pass needs evidence that
 * holds. Where the details go against the list they win when they are the worse: a scan that still runs is waited
 * for, one that failed has failed, and one that is another scan is none. What they leave out goes against nothing.
 */
export async function confirm(work: ProjectWork, group: ScanGroup, scan: Scan): Promise<Confirmed> {
  const project = work.project.name;
  const started = work.ports.clock.now();
  const circumstances = () => ({
    project,
    targets: work.targets,
    waitedMs: work.ports.clock.now() - started,
  });
  let late = false;
  try {
    const { details, told, against } = await waitFor({
      look: async () => {
        const answer = await work.api.scan(work.deployment, scan.id);
        const against = contradiction(work.project, { group, scan, details: answer });
        return { details: answer, told: against === undefined ? asTold(scan, answer) : scan, against };
      },
      done: (seen) => seen.against !== undefined || stateOf(seen.told) !== "running",
      tell: (seen) => {
        late = true;
        const running = { kind: "running", group, running: [seen.told] } as const;
        work.ports.log.info(waitingLine(running, circumstances()));
      },
      clock: work.ports.clock,
      deadline: work.ports.deadline,
      pollIntervalMs: work.pollIntervalMs,
    });
    const ciJob = details.meta?.ci_job_url;
    const evidence = scanEvidence(told, { project, ciJob });
    const about = { ...circumstances(), ...(ciJob ? { ciJob } : {}) };
    const reason = against === undefined ? reasonOf(told, group, about) : toReason(against, "semgrep");
    return reason === undefined
      ? { scan: told, evidence, late }
      : { scan: told, evidence, late: false, reason };
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    return {
      scan,
      evidence: scanEvidence(scan, { project }),
      reason: toReason(error, "semgrep"),
      late: false,
    };
  }
}

function reasonOf(told: Scan, group: ScanGroup, about: Parameters<typeof scanReason>[1]): Reason | undefined {
  switch (stateOf(told)) {
    case "good":
      return undefined;
    case "running":
      return scanReason({ kind: "running", group, running: [told] }, about);
    case "bad":
      return scanReason({ kind: "failed", group, failed: [told] }, about);
  }
}

/** The scan of the list with what its details tell of how it ended: the worse of the two counts. */
function asTold(scan: Scan, details: WireScanDetails): Scan {
  const { completed_at, exit_code, stats } = details;
  const counted = { ...scan, counts: { ...scan.counts, stated: stats?.findings ?? 0 } };
  const ended = exit_code === undefined ? counted : { ...counted, exitCode: exit_code };
  const status = statusWord(details.status);
  if (status !== "completed" && isKnownStatus(status)) return { ...ended, status };
  return completed_at === null && stateOf(ended) === "good" ? { ...counted, status: "running" } : ended;
}

/** What the details name that the list names otherwise. */
function contradiction(
  project: Project,
  about: { readonly group: ScanGroup; readonly scan: Scan; readonly details: WireScanDetails },
): ScanGateError | undefined {
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
  if (!isOfProject(details, project)) {
    return against(`repository ${details.repository_id}, and the list of scans ${project.id}`);
  }
  if (meta?.commit && !isOfCommit(meta.commit, group.target.commit)) {
    return against(`commit ${meta.commit}, and the list of scans ${scan.commit}`);
  }
  const listed = pullRequestOf(scan.ref);
  const other = [meta?.pull_request_id, pullRequestOf(meta?.branch)].find(
    (number) => number !== undefined && /^[1-9]\d*$/.test(number) && number !== listed,
  );
  if (listed !== undefined && other !== undefined) {
    return against(`pull request #${other}, and the list of scans #${listed}`);
  }
  return undefined;
}
