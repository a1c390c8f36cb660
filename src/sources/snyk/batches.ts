import type { BaselineEvidence, Batch, SnykProduct } from "../../model/evidence.ts";
import type { FindingType, Observation } from "../../model/finding.ts";
import type { Note } from "../../model/verdict.ts";
import { present } from "../../text/present.ts";
import type { SnykReport } from "../source.ts";
import { alignBaseline } from "./align.ts";
import { withoutHead } from "./branches.ts";
import type { ProjectReading } from "./issues.ts";
import type { ProductRung } from "./ladder.ts";
import { FINDING_TYPE_OF, productOf, projectLabel } from "./project.ts";
import { toObservations } from "./to-findings.ts";

/** Everything that was read, and which of it counts. */
export interface SnykMaterial {
  readonly mode: "branch" | "commit";
  /** Whether there is a base to compare with: pull requests and merge groups. */
  readonly isChange: boolean;
  readonly report?: SnykReport;
  readonly rungs: readonly ProductRung[];
  readonly head: readonly ProjectReading[];
  readonly base: readonly ProjectReading[];
  /** Ids of head projects whose results are older than the commit. */
  readonly stale: readonly string[];
  /** The base branch, bare. */
  readonly baseRef?: string;
  readonly appUrl: string;
}

/** Findings with the way their age is known. */
export interface SnykBatches {
  readonly batches: readonly Batch[];
  readonly baseline?: BaselineEvidence;
  /** What findings come from; their trouble makes the source incomplete, that of a baseline does not. */
  readonly readings: readonly ProjectReading[];
  readonly notes: readonly Note[];
}

/** The part of the material that one product's findings come from. Licenses are with the packages they are of. */
interface ProductMaterial extends SnykMaterial {
  /** What report files say; undefined where none stands for the product. */
  readonly reported?: readonly Observation[];
}

/** Sorts what was read into findings and what they are compared with, product by product (contract §5.2 and §7). */
export function makeBatches(material: SnykMaterial): SnykBatches {
  const parts = productsIn(material).map((product) => batchesOf(partOf(material, product)));
  const times = parts.flatMap(({ baseline }) => baseline ?? []);
  const newest = times.toSorted((a, b) => Date.parse(b.at ?? "") - Date.parse(a.at ?? ""))[0];
  return {
    batches: parts.flatMap(({ batches }) => batches),
    readings: parts.flatMap(({ readings }) => readings),
    notes: parts.flatMap(({ notes }) => notes),
    ...present({ baseline: newest }),
  };
}

function productsIn({ report, head, base }: SnykMaterial): readonly SnykProduct[] {
  const ofReadings = [...head, ...base].map(({ project }) => productOf(project));
  return [...new Set([...(report?.products ?? []).map(holderOf), ...ofReadings])];
}

/** The product whose projects hold another's findings. */
function holderOf(product: SnykProduct): SnykProduct {
  return product === "license" ? "sca" : product;
}

function partOf(material: SnykMaterial, product: SnykProduct): ProductMaterial {
  const isOwn = ({ project }: ProjectReading) => productOf(project) === product;
  const [head, base] = [material.head.filter(isOwn), material.base.filter(isOwn)];
  return { ...material, head, base, ...present({ reported: reportedOf(material, product) }) };
}

/** A report's findings of a product; those of a product that it does not stand for are with the first of its own. */
function reportedOf({ report }: SnykMaterial, product: SnykProduct): readonly Observation[] | undefined {
  const own = [...new Set(report?.products.map(holderOf))];
  if (!own.includes(product)) return undefined;
  const productOfType = (type: FindingType) =>
    own.find((one) => FINDING_TYPE_OF[one] === type || (one === "sca" && type === "license")) ?? own[0];
  return report?.observations.filter(({ type }) => productOfType(type) === product);
}

/** The best that there is of a product: what a report says, else the head's projects, else the base's. */
function batchesOf(part: ProductMaterial): SnykBatches {
  const { reported, head } = part;
  if (reported !== undefined) return compareWithBase(part, { observations: reported, readings: [] });
  if (head.length > 0) return compareWithBase(part, { observations: headObservations(part), readings: head });
  return baseAlone(part);
}

/** Findings of the base branch's projects: of a change they are no news, of a ref nobody knows how old they are. */
function baseAlone(part: ProductMaterial): SnykBatches {
  const { base, isChange } = part;
  const observations = baseObservations(part, base);
  const baseline = baselineOf(part, base);
  return {
    batches: [
      { observations, fixed: [], comparison: isChange ? { kind: "is-baseline", baseline } : AGELESS },
    ],
    readings: base,
    notes: [],
    ...present({ baseline: isChange ? baseline : undefined }),
  };
}

const AGELESS = { kind: "none" } as const;

interface Current {
  readonly observations: readonly Observation[];
  /** The projects that they come from; a report names none. */
  readonly readings: readonly ProjectReading[];
}

/** Findings of the change, with those of the same manifests on the base branch as baseline. */
function compareWithBase(part: ProductMaterial, current: Current): SnykBatches {
  const { observations, readings } = current;
  const ageless: Batch = { observations, fixed: [], comparison: AGELESS };
  if (!part.isChange) return { batches: [ageless], readings, notes: [] };
  const { comparable, alone } = splitBase(part, current);
  const rest = existingOnly(part, alone);
  const problem = baselineProblem(part, { comparable, readings });
  if (problem !== undefined) {
    return { batches: [ageless, ...rest.batches], readings, notes: [problem, ...rest.notes] };
  }
  const baseline = baselineOf(part, comparable);
  const known = alignBaseline(observations, observationsOf(part, comparable));
  const compared: Batch = { observations, fixed: [], comparison: { kind: "baseline", baseline, known } };
  return { batches: [compared, ...rest.batches], baseline, readings, notes: rest.notes };
}

/** The base's projects by whether one of the head's may be the same manifest; a report may be all of them. */
function splitBase(
  { base }: ProductMaterial,
  { readings }: Current,
): { readonly comparable: readonly ProjectReading[]; readonly alone: readonly ProjectReading[] } {
  if (readings.length === 0) return { comparable: base, alone: [] };
  const projectsOf = (some: readonly ProjectReading[]) => some.map(({ project }) => project);
  const others = withoutHead(projectsOf(base), projectsOf(readings));
  const isAlone = ({ project }: ProjectReading) => others.includes(project);
  return { comparable: base.filter((reading) => !isAlone(reading)), alone: base.filter(isAlone) };
}

/** Why the age of findings is unknown; undefined when they can be compared. */
function baselineProblem(
  { base, baseRef = "the base branch" }: ProductMaterial,
  { comparable, readings }: { readonly comparable: readonly ProjectReading[] } & Pick<Current, "readings">,
): Note | undefined {
  if (comparable.length === 0) {
    const what =
      base.length === 0 ? `projects of ${baseRef}` : `project of ${baseRef} for ${namesOf(readings)}`;
    const text = `Snyk has no ${what} to compare with: there is no baseline, and the age of its findings is unknown.`;
    return { level: "info", text };
  }
  const broken = comparable.filter(({ trouble }) => trouble !== undefined);
  if (broken.length === 0) return undefined;
  const text = `The baseline in Snyk could not be read whole, so the age of its findings is unknown: ${namesOf(broken)}.`;
  return { level: "warning", text };
}

/** Manifests that only the base branch's projects cover: what is known of them is old, and told as such. */
function existingOnly(
  part: ProductMaterial,
  alone: readonly ProjectReading[],
): Pick<SnykBatches, "batches" | "notes"> {
  if (alone.length === 0) return { batches: [], notes: [] };
  const comparison = { kind: "is-baseline", baseline: baselineOf(part, alone) } as const;
  const unread = alone.filter(({ trouble }) => trouble !== undefined);
  const text = `Snyk has no project of the head branch for ${namesOf(alone)}: its findings there are the base branch's.`;
  const failed = `Issues of the base branch's projects could not be read whole: ${namesOf(unread)}.`;
  return {
    batches: [{ observations: baseObservations(part, alone), fixed: [], comparison }],
    notes: [
      { level: "warning", text },
      ...(unread.length === 0 ? [] : [{ level: "warning", text: failed } as const]),
    ],
  };
}

/** With `snyk-evidence: commit` a project that was last looked at before the commit is only shown. */
function headObservations(part: ProductMaterial): readonly Observation[] {
  const { head, mode, stale } = part;
  const isOld = ({ project }: ProjectReading) => mode === "commit" && stale.includes(project.id);
  return head.flatMap((reading) => marked(observationsOf(part, [reading]), isOld(reading)));
}

/** With `snyk-evidence: commit` the base branch's projects are no evidence, and so are only shown. */
function baseObservations(part: ProductMaterial, base: readonly ProjectReading[]): readonly Observation[] {
  return marked(observationsOf(part, base), part.mode === "commit");
}

function marked(observations: readonly Observation[], shownOnly: boolean): readonly Observation[] {
  return shownOnly ? observations.map((one) => ({ ...one, shownOnly: true })) : observations;
}

function observationsOf(
  { appUrl }: SnykMaterial,
  readings: readonly ProjectReading[],
): readonly Observation[] {
  return readings.flatMap((reading) => toObservations(reading, { appUrl }));
}

/** As old as its newest look, which is the best that can be said of all projects at once. */
function baselineOf({ baseRef }: SnykMaterial, readings: readonly ProjectReading[]): BaselineEvidence {
  const times = readings.flatMap(({ project }) => project.monitoredAt ?? []);
  const newest = times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0];
  return { ref: baseRef ?? "base", ...present({ at: newest }) };
}

function namesOf(readings: readonly ProjectReading[]): string {
  return readings.map(({ project }) => projectLabel(project)).join(", ");
}
