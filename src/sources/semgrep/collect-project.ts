import type { RunContext } from "../../context/run-context.ts";
import { toReason } from "../../errors.ts";
import type { BaselineEvidence, Batch, ScanEvidence } from "../../model/evidence.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import type { SourcePorts } from "../source.ts";
import { waitFor } from "../wait.ts";
import { compareWithBase } from "./baseline.ts";
import type { SemgrepApi, SemgrepDeployment, SemgrepProject } from "./client.ts";
import { countNotes, gatherCounted, translate, troubleOf } from "./findings/gather.ts";
import { findingNotes, groupNotes } from "./notes.ts";
import { type CommitsApart, scanReason, waitingLine } from "./reasons.ts";
import { confirmScan, scanEvidence } from "./scans/confirm.ts";
import { chooseScan, isFinal, newerScan, type ScanChoice, type ScanGroup } from "./scans/find-scan.ts";
import type { Scan } from "./scans/scan.ts";
import { ScanList } from "./scans/scan-list.ts";
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
  /** Called when the project's scan is ready, before its findings are read. */
  readonly onReady: () => void;
}

/** What one project contributed. */
export interface ProjectEvidence {
  readonly project: SemgrepProject;
  /** The group that was read; absent when none was usable. */
  readonly group?: ScanGroup;
  /** The ref that findings were read from. */
  readonly ref?: string;
  readonly scans: readonly ScanEvidence[];
  readonly baseline?: BaselineEvidence;
}

/** What came of one project. Without reasons it is complete. */
export interface ProjectOutcome {
  readonly evidence: ProjectEvidence;
  readonly batch?: Batch;
  readonly reasons: readonly Reason[];
  readonly notes: readonly Note[];
}

/** Waits for the scan of one project and reads its findings. Trouble is told in the outcome, never thrown. */
export async function collectProject(work: ProjectWork): Promise<ProjectOutcome> {
  const list = new ScanList({ ...work, clock: work.ports.clock });
  let choice: ScanChoice = { kind: "missing" };
  try {
    const started = work.ports.clock.now();
    choice = await waitForScan(work, list);
    if (choice.kind !== "ready") {
      return await withoutScan(work, choice, work.ports.clock.now() - started);
    }
    work.onReady();
    return await withScan(work, choice.group, list);
  } catch (error) {
    return {
      evidence: { project: work.project, scans: membersEvidence(work, choice) },
      reasons: [toReason(error, "semgrep")],
      notes: [],
    };
  }
}

async function waitForScan(work: ProjectWork, list: ScanList): Promise<ScanChoice> {
  const { targets, project, pollIntervalMs, ports } = work;
  const choose = (scans: readonly Scan[]) => chooseScan(scans, targets);
  return await waitFor<ScanChoice>({
    look: async () => choose(await list.look((scans) => choose(scans).kind !== "missing")),
    done: (choice) => isFinal(choice, targets),
    tell: (choice, waitedMs) =>
      ports.log.info(waitingLine(choice, { project: project.name, targets, waitedMs })),
    clock: ports.clock,
    deadline: ports.deadline,
    pollIntervalMs,
  });
}

/** Tells why there is no usable scan, with what GitHub and the scan itself add when they answer. */
async function withoutScan(
  work: ProjectWork,
  choice: Exclude<ScanChoice, { kind: "ready" }>,
  waitedMs: number,
): Promise<ProjectOutcome> {
  const { targets, project } = work;
  const failed = choice.kind === "failed" ? choice.failed[0] : undefined;
  const [distance, ciJob] = await Promise.all([
    choice.kind === "missing" ? distanceTo(work, choice.newest) : undefined,
    failed === undefined ? undefined : ciJobOf(work, failed),
  ]);
  const reason = scanReason(choice, {
    project: project.name,
    targets,
    waitedMs,
    ...(distance === undefined ? {} : { distance }),
    ...(ciJob === undefined ? {} : { ciJob }),
  });
  const links = new Map(failed === undefined || ciJob === undefined ? [] : [[failed.id, ciJob]]);
  return {
    evidence: { project, scans: membersEvidence(work, choice, links) },
    reasons: [reason],
    notes: [],
  };
}

/** A courtesy to the reader: without it the reason is told all the same. */
async function distanceTo(work: ProjectWork, newest: Scan | undefined): Promise<CommitsApart | undefined> {
  const [target] = work.targets;
  if (newest === undefined || target === undefined) return undefined;
  try {
    return await work.ports.forge.commits.distance(newest.commit, target.commit);
  } catch (error) {
    work.ports.log.debug(
      `how far ${newest.commit} is from ${target.commit}: ${toReason(error, "github").message}`,
    );
    return undefined;
  }
}

/** A courtesy as well: the way to the job that failed. */
async function ciJobOf(work: ProjectWork, scan: Scan): Promise<string | undefined> {
  try {
    const details = await work.api.scan(work.deployment, scan.id);
    return details.meta?.ci_job_url || undefined;
  } catch (error) {
    work.ports.log.debug(`CI job of scan ${scan.id}: ${toReason(error, "semgrep").message}`);
    return undefined;
  }
}

/** Confirms the scans, reads the findings and what to compareWithBase them with, all side by side. */
async function withScan(work: ProjectWork, group: ScanGroup, list: ScanList): Promise<ProjectOutcome> {
  const { api, deployment, project, context, url, ports } = work;
  const ref = group.ref ?? group.target.refs[0] ?? "";
  ports.log.info(
    `${project.name}: ${group.full ? "full" : "diff"} scan ${group.members.map((scan) => scan.id).join(", ")} of ${group.target.commit} on ${ref} is complete`,
  );
  const place = { api, deployment, project, ref, log: ports.log };
  const base = context.kind === "ref" ? undefined : context.base;
  const newer = newerScan(group, list.scans);
  const scanned = { scans: group.members, superseded: newer !== undefined };
  const [confirmed, gathered, compared] = await Promise.all([
    Promise.all(group.members.map((scan) => confirmScan(work, group, scan))),
    gatherCounted({ place, scanned, clock: ports.clock, deadline: ports.deadline }),
    compareWithBase({ group, base, place, list, url }),
  ]);
  const found = translate(gathered, { project: project.name, url, slug: deployment.slug });
  const { comparison } = compared;
  const checked = { gathered, scanned, project: project.name };
  const trouble = troubleOf(checked).map((error) => toReason(error, "semgrep"));
  return {
    evidence: {
      project,
      group,
      ref,
      scans: confirmed.map(({ evidence }) => evidence),
      ...(comparison.kind === "baseline" ? { baseline: comparison.baseline } : {}),
    },
    batch: { observations: found.observations, fixed: found.fixed, comparison },
    reasons: [...confirmed.flatMap(({ reason }) => reason ?? []), ...trouble],
    notes: [
      ...groupNotes({ project: project.name, context, group, ...(newer === undefined ? {} : { newer }) }),
      ...compared.notes,
      ...countNotes(checked),
      ...findingNotes(project.name, found),
    ],
  };
}

function membersEvidence(
  work: ProjectWork,
  choice: ScanChoice,
  links: ReadonlyMap<string, string> = new Map(),
): readonly ScanEvidence[] {
  const scans = choice.kind === "missing" ? [] : choice.group.members;
  return scans.map((scan) => scanEvidence(scan, { project: work.project.name, ciJob: links.get(scan.id) }));
}
