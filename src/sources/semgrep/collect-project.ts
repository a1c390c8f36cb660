import { toReason } from "../../errors.ts";
import type { ScanEvidence } from "../../model/evidence.ts";
import type { Reason } from "../../model/verdict.ts";
import { duration } from "../../text/duration.ts";
import { present } from "../../text/present.ts";
import { waitFor } from "../wait.ts";
import type { ProjectOutcome, ProjectWork } from "./project.ts";
import { readFoundBy } from "./read-found.ts";
import { type CommitsApart, scanReason, waitingLine } from "./reasons.ts";
import { askWhoseScans, scanEvidence } from "./scans/confirm.ts";
import { chooseBranchScan, chooseScan, isFinal, type ScanChoice } from "./scans/find-scan.ts";
import type { Scan } from "./scans/scan.ts";
import { ScanList } from "./scans/scan-list.ts";

/** Waits for the scan of one project and reads its findings. Trouble is told in the outcome, never thrown. */
export async function collectProject(work: ProjectWork): Promise<ProjectOutcome> {
  const list = new ScanList({ ...work, now: () => work.ports.clock.now(), log: work.ports.log });
  let choice: ScanChoice = { kind: "missing", others: [] };
  try {
    const started = work.ports.clock.now();
    let told = false;
    for (;;) {
      choice = await waitForScan(work, list);
      if (choice.kind !== "ready")
        return await withoutScan({ work, list, choice, waitedMs: work.ports.clock.now() - started });
      if (!told) work.onReady();
      told = true;
      const outcome = await readFoundBy({ work, group: choice.group, list });
      if (outcome !== "choose again") return outcome;
    }
  } catch (error) {
    return nothingOf(work, { scans: membersEvidence(work, choice), reason: toReason(error, "semgrep") });
  }
}

function nothingOf(
  { project }: ProjectWork,
  { scans, reason }: { readonly scans: readonly ScanEvidence[]; readonly reason: Reason },
): ProjectOutcome {
  const evidence = { project, scans, products: [], onlyOnBase: [] };
  return { evidence, batches: [], reasons: [reason], notes: [] };
}

async function waitForScan(work: ProjectWork, list: ScanList): Promise<ScanChoice> {
  const { targets, project, pollIntervalMs, ports } = work;
  const choose = (scans: readonly Scan[]) => chooseScan(scans, targets);
  return await waitFor<ScanChoice>({
    look: async () => {
      const seen = choose(await list.look((scans) => choose(scans).kind !== "missing"));
      const open = seen.kind === "missing" || seen.kind === "failed";
      const asked = open && (await askWhoseScans({ list, targets, project, log: ports.log }));
      return orBranchScan(work, asked ? choose(list.scans) : seen, list);
    },
    done: (choice) => isFinal(choice, targets) || (work.branchCounts && choice.kind !== "running"),
    tell: (choice, waitedMs) =>
      ports.log.info(
        `${waitingLine(choice, { project: project.name, targets, waitedMs })} (at most ${duration(ports.deadline.remaining())} more)`,
      ),
    clock: ports.clock,
    deadline: ports.deadline,
    pollIntervalMs,
  });
}

/** The branch's newest scan, where that may count and the commit has none, or one that a newer one replaced. */
function orBranchScan(work: ProjectWork, choice: ScanChoice, list: ScanList): ScanChoice {
  const [target] = work.targets;
  if (!work.branchCounts || target === undefined) return choice;
  if (choice.kind !== "missing" && choice.kind !== "superseded") return choice;
  return chooseBranchScan(list.scans, target) ?? choice;
}

/** Tells why there is no usable scan, with what GitHub and the scan itself add when they answer. */
async function withoutScan({
  work,
  list,
  choice,
  waitedMs,
}: {
  readonly work: ProjectWork;
  readonly list: ScanList;
  readonly choice: Exclude<ScanChoice, { kind: "ready" }>;
  readonly waitedMs: number;
}): Promise<ProjectOutcome> {
  const { targets, project } = work;
  const failed = choice.kind === "failed" ? choice.failed[0] : undefined;
  const [distance, ciJob] = await Promise.all([
    choice.kind === "missing" ? distanceTo(work, choice.newest) : undefined,
    failed === undefined ? undefined : ciJobOf(work, list, failed),
  ]);
  const reason = scanReason(choice, {
    project: project.name,
    targets,
    waitedMs,
    ...present({ distance, ciJob }),
  });
  const links = new Map(failed === undefined || ciJob === undefined ? [] : [[failed.id, ciJob]]);
  return nothingOf(work, { scans: membersEvidence(work, choice, links), reason });
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
async function ciJobOf(work: ProjectWork, list: ScanList, scan: Scan): Promise<string | undefined> {
  try {
    return (await list.details(scan.id)).meta?.ci_job_url || undefined;
  } catch (error) {
    work.ports.log.debug(`CI job of scan ${scan.id}: ${toReason(error, "semgrep").message}`);
    return undefined;
  }
}

function membersEvidence(
  work: ProjectWork,
  choice: ScanChoice,
  links: ReadonlyMap<string, string> = new Map(),
): readonly ScanEvidence[] {
  const scans = choice.kind === "missing" ? [] : choice.group.members;
  return scans.map((scan) => scanEvidence(scan, { project: work.project.name, ciJob: links.get(scan.id) }));
}
