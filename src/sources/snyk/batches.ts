import type { BaselineEvidence, Batch, EvidenceKind } from "../../model/evidence.ts";
import type { Observation } from "../../model/finding.ts";
import { identityKey } from "../../model/identity.ts";
import type { Note } from "../../model/verdict.ts";
import { withoutHead } from "./evidence.ts";
import type { ProjectReading } from "./issues.ts";
import { projectLabel } from "./project.ts";
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
  /** What findings come from; their trouble makes the source incomplete, those of a baseline do not. */
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

interface SnykSubject {
  readonly observations: readonly Observation[];
  readonly readings: readonly ProjectReading[];
}

function compared(material: Material, { observations, readings }: SnykSubject): Batches {
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
  const broken = comparable.filter(({ reason }) => reason !== undefined);
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
  const unread = alone.filter(({ reason }) => reason !== undefined);
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
  return readings.map(({ project }) => projectLabel(project)).join(", ");
}

/**
 * The base branch's issues as the head's projects would show them, so that an issue is known by its key (contract
 * §7) although one branch was imported from GitHub and the other monitored by the CLI, which name projects and
 * files differently. Each base issue stands for one head issue at most: a second manifest with the same problem
 * stays new.
 */
export function alignBaseline(
  head: readonly Observation[],
  base: readonly Observation[],
): readonly Observation[] {
  const headKeys = new Set(head.map(identityKey));
  const baseKeys = new Set(base.map(identityKey));
  const spare = new Map<string, Observation[]>();
  const left = new Set<Observation>();
  for (const known of base) {
    if (headKeys.has(identityKey(known))) continue;
    left.add(known);
    for (const name of keysOf(known)) {
      const others = spare.get(name);
      if (others === undefined) spare.set(name, [known]);
      else others.push(known);
    }
  }
  const aligned: Observation[] = [];
  for (const found of head) {
    if (baseKeys.has(identityKey(found))) continue;
    const same = keysOf(found)
      .flatMap((name) => spare.get(name) ?? [])
      .find((known) => left.has(known) && mayBeOnePlace(found, known));
    if (same === undefined) continue;
    left.delete(same);
    aligned.push(at(found, same));
  }
  return [...base.filter((known) => left.has(known) || headKeys.has(identityKey(known))), ...aligned];
}

function keysOf({ type, identity, aliases }: Observation): readonly string[] {
  return [identity, ...(aliases ?? [])].map((name) => `${type} ${name}`);
}

/**
 * Keys of code issues and secrets are made for one place, which may move. An advisory's key is the same in every
 * manifest, so two files that are both named are two problems.
 */
function mayBeOnePlace(a: Observation, b: Observation): boolean {
  if (a.type === "sast" || a.type === "secrets") return true;
  return a.path === undefined || b.path === undefined || a.path === b.path;
}

/** A base issue, in the project and file in which the head shows it. */
function at({ path, project }: Observation, known: Observation): Observation {
  const { path: _path, project: _project, ...rest } = known;
  return {
    ...rest,
    ...(path === undefined ? {} : { path }),
    ...(project === undefined ? {} : { project }),
  };
}
