import type { BaselineEvidence, Batch, EvidenceKind } from "../../model/evidence.ts";
import type { Observation } from "../../model/finding.ts";
import type { Note } from "../../model/verdict.ts";
import { alignBaseline } from "./baseline.ts";
import { withoutHead } from "./evidence.ts";
import type { ProjectReading } from "./issues.ts";
import { labelOf } from "./project.ts";
import { toObservations } from "./to-findings.ts";

/** Everything that was read, and which of it counts. */
export interface Material {
  readonly evidence: EvidenceKind | undefined;
  /** Whether there is a base to compare with: pull requests and merge groups. */
  readonly isChange: boolean;
  readonly report?: readonly Observation[];
  readonly head: readonly ProjectReading[];
  readonly base: readonly ProjectReading[];
  /** The base branch, bare. */
  readonly baseRef?: string;
  readonly appUrl: string;
}

/** Findings with the way their age is known. */
export interface Batches {
  readonly batches: readonly Batch[];
  readonly baseline?: BaselineEvidence;
  /** What findings come from; their failures make the source incomplete, those of a baseline do not. */
  readonly readings: readonly ProjectReading[];
  readonly notes: readonly Note[];
}

/** Sorts what was read into findings and what they are compared with (contract §5.2 and §7). */
export function makeBatches(material: Material): Batches {
  const { evidence, head, base } = material;
  if (evidence === "report") return compared(material, { observations: material.report ?? [], readings: [] });
  // Without evidence what was read still counts as findings: the newest of it, so that nothing is told twice.
  const headCounts = evidence === "head-projects" || (evidence === undefined && head.length > 0);
  if (headCounts) return compared(material, { observations: observationsOf(material, head), readings: head });
  const observations = observationsOf(material, base);
  if (base.length === 0) return { batches: [], readings: [], notes: [] };
  const baseline = baselineOf(material, base);
  if (!material.isChange) {
    return {
      batches: [{ observations, fixed: [], comparison: { kind: "none" } }],
      readings: base,
      notes: [],
    };
  }
  return {
    batches: [{ observations, fixed: [], comparison: { kind: "is-baseline", baseline } }],
    baseline,
    readings: base,
    notes: [],
  };
}

interface Judged {
  readonly observations: readonly Observation[];
  readonly readings: readonly ProjectReading[];
}

function compared(material: Material, { observations, readings }: Judged): Batches {
  const unknown: Batch = { observations, fixed: [], comparison: { kind: "none" } };
  if (!material.isChange) return { batches: [unknown], readings, notes: [] };
  const alone = withoutHeadReadings(material, readings);
  const comparable = material.base.filter((reading) => !alone.includes(reading));
  const branch = material.baseRef ?? "the base branch";
  const rest = existingOnly(material, alone);
  const ageless = (why: Note): Batches => ({
    batches: [unknown, ...rest.batches],
    readings,
    notes: [why, ...rest.notes],
  });
  if (comparable.length === 0) {
    return ageless({
      level: "info",
      text: `Snyk has no projects of ${branch} to compare with: there is no baseline, and the age of its findings is unknown.`,
    });
  }
  const broken = comparable.filter(({ failure }) => failure !== undefined);
  if (broken.length > 0) {
    return ageless({
      level: "warning",
      text: `The baseline in Snyk could not be read whole, so the age of its findings is unknown: ${namesOf(broken)}.`,
    });
  }
  const baseline = baselineOf(material, comparable);
  const known = alignBaseline(observations, observationsOf(material, comparable));
  return {
    batches: [
      { observations, fixed: [], comparison: { kind: "baseline", baseline, known } },
      ...rest.batches,
    ],
    baseline,
    readings,
    notes: rest.notes,
  };
}

/** A report file names no projects, so it is compared with all that the base has. */
function withoutHeadReadings(material: Material, head: readonly ProjectReading[]): readonly ProjectReading[] {
  if (material.evidence === "report") return [];
  const alone = withoutHead(
    material.base.map(({ project }) => project),
    head.map(({ project }) => project),
  );
  return material.base.filter(({ project }) => alone.includes(project));
}

/** Manifests that only the base branch's projects cover: what is known of them is old, and told as such. */
function existingOnly(
  material: Material,
  alone: readonly ProjectReading[],
): Pick<Batches, "batches" | "notes"> {
  if (alone.length === 0) return { batches: [], notes: [] };
  const comparison = { kind: "is-baseline", baseline: baselineOf(material, alone) } as const;
  const unread = alone.filter(({ failure }) => failure !== undefined);
  const text = `Snyk has no project of the head branch for ${namesOf(alone)}: its findings there are the base branch's.`;
  const failed = `Issues of the base branch's projects could not be read whole: ${namesOf(unread)}.`;
  return {
    batches: [{ observations: observationsOf(material, alone), fixed: [], comparison }],
    notes: [
      { level: "warning", text },
      ...(unread.length === 0 ? [] : [{ level: "warning", text: failed } as const]),
    ],
  };
}

function observationsOf({ appUrl }: Material, readings: readonly ProjectReading[]): readonly Observation[] {
  return readings.flatMap((reading) => toObservations(reading, { appUrl }));
}

/** As old as its newest look, which is the best that can be said of all projects at once. */
function baselineOf({ baseRef }: Material, readings: readonly ProjectReading[]): BaselineEvidence {
  const times = readings.flatMap(({ project }) => project.monitoredAt ?? []);
  const newest = times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0];
  return { ref: baseRef ?? "base", ...(newest === undefined ? {} : { at: newest }) };
}

function namesOf(readings: readonly ProjectReading[]): string {
  return readings.map(({ project }) => labelOf(project)).join(", ");
}
