import type { Base } from "../../context/run-context.ts";
import { toReason } from "../../errors.ts";
import type { BaselineEvidence, Comparison } from "../../model/evidence.ts";
import type { Note } from "../../model/verdict.ts";
import { translate } from "./findings/gather.ts";
import { type FindingsPlace, gatherFindings } from "./findings/read.ts";
import { projectNote } from "./notes.ts";
import type { ScanGroup } from "./scans/find-scan.ts";
import { bareRef, type Scan, SEMGREP_PRODUCTS, scanState } from "./scans/scan.ts";
import type { ScanList } from "./scans/scan-list.ts";

/** How the age of a project's findings is known, and what the reader should know about that. */
export interface Compared {
  readonly comparison: Comparison;
  readonly notes: readonly Note[];
}

/**
 * What to compare the group's findings with (contract §7): nothing for a diff scan, whose findings are all new; for a
 * full scan the findings of the base branch. Without a base branch that was scanned the age stays unknown. Never
 * throws: a baseline that cannot be read makes findings of unknown age, which block like new ones.
 */
export async function compareWithBase(question: {
  readonly group: ScanGroup;
  readonly base: Base | undefined;
  readonly place: FindingsPlace;
  readonly list: ScanList;
  readonly url: string;
}): Promise<Compared> {
  const { group, base, place } = question;
  if (!group.full) return { comparison: { kind: "diff" }, notes: [] };
  if (base === undefined) return { comparison: { kind: "none" }, notes: [] };
  const ref = bareRef(base.ref);
  if (ref === place.ref) {
    const text = `no baseline, as its scan stands on the base branch ${ref} itself`;
    return none(place, { level: "info", text });
  }
  try {
    return await withBaseline({ ...question, ref });
  } catch (error) {
    const text = `no baseline, as the findings of ${ref} could not be read: ${toReason(error, "semgrep").message}`;
    return none(place, { level: "warning", text });
  }
}

async function withBaseline(question: {
  readonly place: FindingsPlace;
  readonly list: ScanList;
  readonly url: string;
  readonly ref: string;
}): Promise<Compared> {
  const { place, list, url, ref } = question;
  const isBase = (scan: Scan) => scan.ref === ref && scan.full && scanState(scan) === "good";
  const [scans, gathered] = await Promise.all([
    list.readBack((seen) => seen.some(isBase)),
    gatherFindings({ ...place, ref }),
  ]);
  const broken = SEMGREP_PRODUCTS.map((product) => gathered[product].error).find(
    (error) => error !== undefined,
  );
  if (broken !== undefined) throw broken;
  const origin = { project: place.project.name, url, slug: place.deployment.slug };
  const { observations } = translate(gathered, origin);
  const scan = scans.find(isBase);
  if (scan === undefined && observations.length === 0) {
    const text = `no baseline, as its base branch ${ref} was never scanned in full within 30 days`;
    return none(place, { level: "info", text });
  }
  const at = scan?.completedAt ?? scan?.startedAt;
  const baseline: BaselineEvidence = {
    ref,
    ...(scan === undefined || scan.commit === "" ? {} : { commit: scan.commit }),
    ...(at === undefined ? {} : { at }),
  };
  return { comparison: { kind: "baseline", baseline, known: observations }, notes: [] };
}

function none({ project }: FindingsPlace, why: Note): Compared {
  return { comparison: { kind: "none" }, notes: [projectNote(project.name, why)] };
}
