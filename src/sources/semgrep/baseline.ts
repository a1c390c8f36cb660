import type { Base } from "../../context/run-context.ts";
import { toReason } from "../../errors.ts";
import type { BaselineEvidence, Comparison } from "../../model/evidence.ts";
import type { Note } from "../../model/verdict.ts";
import { inSlices, type Pace } from "../../slices.ts";
import { present } from "../../text/present.ts";
import { type FindingsPlace, gatherFindings, itemsOf } from "./findings/read.ts";
import { toFindings } from "./findings/to-findings.ts";
import { projectNote } from "./notes.ts";
import type { ScanGroup } from "./scans/find-scan.ts";
import {
  bareRef,
  knownProducts,
  type Scan,
  SEMGREP_PRODUCTS,
  type SemgrepProduct,
  scanState,
} from "./scans/scan.ts";
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
  /** Good full scans of the base branch, newest first. */
  readonly baseScans: Promise<readonly Scan[]>;
  readonly url: string;
  readonly pace: Pace;
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
  /** Good full scans of the base branch, newest first. */
  readonly baseScans: Promise<readonly Scan[]>;
  readonly url: string;
  readonly ref: string;
  readonly pace: Pace;
}): Promise<Compared> {
  const { place, baseScans, url, ref, pace } = question;
  const [scans, gathered] = await Promise.all([baseScans, gatherFindings({ ...place, ref })]);
  const broken = SEMGREP_PRODUCTS.map((product) => gathered[product].error).find(
    (error) => error !== undefined,
  );
  if (broken !== undefined) throw broken;
  const origin = { project: place.project.name, url, slug: place.deployment.slug };
  const { observations } = await inSlices(toFindings(itemsOf(gathered), origin), pace);
  const [scan] = scans;
  if (scan === undefined && observations.length === 0) {
    const text = `no baseline, as its base branch ${ref} was never scanned in full within 30 days`;
    return none(place, { level: "info", text });
  }
  const at = scan?.completedAt ?? scan?.startedAt;
  const baseline: BaselineEvidence = { ref, ...present({ commit: scan?.commit || undefined, at }) };
  return { comparison: { kind: "baseline", baseline, known: observations }, notes: [] };
}

/** Good full scans of the base branch, newest first: the list is read back until it has one. */
export async function readBaseScans(list: ScanList, base: Base | undefined): Promise<readonly Scan[]> {
  if (base === undefined) return [];
  const ref = bareRef(base.ref);
  const isBase = (scan: Scan) => scan.ref === ref && scan.full && scanState(scan) === "good";
  return (await list.readBack((seen) => seen.some(isBase))).filter(isBase);
}

/** How long before the newest one the base branch's scans tell which products look at it. */
const USUAL_MS = 7 * 24 * 60 * 60 * 1000;

/** Products that the base branch's scans of a week ran, and the given ones did not. */
export function productsOnlyOfBase(
  baseScans: readonly Scan[],
  products: readonly SemgrepProduct[],
): readonly SemgrepProduct[] {
  const newest = Date.parse(baseScans[0]?.startedAt ?? "");
  const usual = baseScans.filter(({ startedAt }) => !(newest - Date.parse(startedAt ?? "") > USUAL_MS));
  return knownProducts(usual.flatMap((scan) => scan.products)).filter(
    (product) => !products.includes(product),
  );
}

function none({ project }: FindingsPlace, why: Note): Compared {
  return { comparison: { kind: "none" }, notes: [projectNote(project.name, why)] };
}
