import { toReason } from "../../errors.ts";
import type { Batch, Comparison } from "../../model/evidence.ts";
import type { Observation } from "../../model/finding.ts";
import type { Note } from "../../model/verdict.ts";
import { inSlices } from "../../slices.ts";
import { present } from "../../text/present.ts";
import { NO_WAIT_MS } from "../wait.ts";
import { type Compared, compareWithBase, productsOnlyOfBase, readBaseScans } from "./baseline.ts";
import { type CheckedFindings, countNotes, gatherCounted, troubleOf } from "./findings/gather.ts";
import { type FindingsPlace, itemsOf, SecretList } from "./findings/read.ts";
import { countedSecrets } from "./findings/shortfall.ts";
import { type Translated, toFindings } from "./findings/to-findings.ts";
import { findingNotes, groupNotes, projectNote } from "./notes.ts";
import type { ProjectOutcome, ProjectWork } from "./project.ts";
import { noProductsReason } from "./reasons.ts";
import { type ConfirmedScan, confirmScan } from "./scans/confirm.ts";
import { chooseScan, runningBeside, type ScanGroup } from "./scans/find-scan.ts";
import { bareRef, knownProducts, type Scan } from "./scans/scan.ts";
import type { ScanList } from "./scans/scan-list.ts";

/** The scans that were chosen, and how to learn more. */
interface ChosenScans {
  readonly work: ProjectWork;
  readonly group: ScanGroup;
  readonly list: ScanList;
}

/** What was read for them. */
interface FoundByScans {
  readonly confirmed: readonly ConfirmedScan[];
  readonly checked: CheckedFindings;
  readonly compared: Compared;
  readonly baseScans: readonly Scan[];
  readonly notes: readonly Note[];
}

/**
 * Confirms the scans, and reads what they found and what to compare that with, all side by side. Another choice is
 * needed when their details name another pull request, or when a newer scan changed the lists meanwhile.
 */
export async function readFoundBy(chosen: ChosenScans): Promise<ProjectOutcome | "choose again"> {
  const { work, group, list } = chosen;
  const { project, ports } = work;
  const ids = group.members.map(({ id }) => id).join(", ");
  const place = placeOfGroup(chosen);
  ports.log.info(
    `${project.name}: ${group.full ? "full" : "diff"} scan ${ids} of ${group.target.commit} on ${place.ref} is complete`,
  );
  const commits = work.targets.map(({ commit }) => commit);
  const beside = runningBeside(group, { scans: list.scans, commits });
  const found = await readSideBySide(chosen, place);
  if (found.confirmed.some(({ foreign }) => foreign)) {
    ports.log.info(`${project.name}: scan ${ids} is another pull request's`);
    return "choose again";
  }
  if (beside !== undefined && group.target.evidence !== "branch-scan") {
    ports.log.info(
      `${project.name}: scan ${beside.id} of ${beside.commit} was running on ${place.ref} while its findings were read; looking whether it has changed them`,
    );
    const scans = await list.look(() => true);
    if (chooseScan(scans, work.targets).kind !== "ready") return "choose again";
  }
  return await toProjectOutcome(chosen, { found, ref: place.ref });
}

function placeOfGroup({ work, group }: ChosenScans): FindingsPlace {
  const { api, deployment, project, ports } = work;
  const from = { api, deployment, project, log: ports.log };
  const secrets = new SecretList({ ...from, mayBeEmpty: countedSecrets(group.members) === 0 });
  return { ...from, secrets, ref: group.ref ?? group.target.refs[0] ?? "" };
}

async function readSideBySide(
  { work, group, list }: ChosenScans,
  place: FindingsPlace,
): Promise<FoundByScans> {
  const { context, project, targets, url, ports } = work;
  const { log, clock, deadline } = ports;
  const base = context.kind === "ref" ? undefined : context.base;
  const baseScans = readBaseScans(list, base);
  const lookup = { list, project, targets, log };
  const [confirmed, checked, compared, ofBase] = await Promise.all([
    Promise.all(group.members.map((scan) => confirmScan(lookup, group, scan))),
    gatherCounted({
      place,
      scans: group.members,
      base: base && bareRef(base.ref),
      changedFiles: group.full ? async () => undefined : work.changedFiles,
      clock,
      deadline,
      isOnce: work.pollIntervalMs === NO_WAIT_MS,
    }),
    compareWithBase({ group, base, place, baseScans, url, pace: { clock, deadline } }),
    orNote(baseScans, project.name),
  ]);
  return { confirmed, checked, compared, baseScans: ofBase.scans, notes: ofBase.notes };
}

/** Without the base branch's scans nobody can tell what only they look for; that is worth a note, and no more. */
async function orNote(
  baseScans: Promise<readonly Scan[]>,
  project: string,
): Promise<{ readonly scans: readonly Scan[]; readonly notes: readonly Note[] }> {
  try {
    return { scans: await baseScans, notes: [] };
  } catch (error) {
    const text = `the scans of the base branch could not be read, so their products are not known: ${toReason(error, "semgrep").message}`;
    return { scans: [], notes: [projectNote(project, { level: "warning", text })] };
  }
}

async function toProjectOutcome(
  { work, group, list }: ChosenScans,
  { found, ref }: { readonly found: FoundByScans; readonly ref: string },
): Promise<ProjectOutcome> {
  const { project, context, url, deployment } = work;
  const { confirmed, checked, compared, baseScans } = found;
  const { comparison } = compared;
  const products = knownProducts(confirmed.flatMap((one) => one.products));
  const base = context.kind === "ref" ? undefined : bareRef(context.base.ref);
  const origin = { project: project.name, url, slug: deployment.slug };
  const translated = await inSlices(toFindings(allItems(checked), origin), work.ports);
  const about = { scans: group.members, project: project.name, base };
  return {
    evidence: {
      project,
      group,
      ref,
      scans: confirmed.map(({ evidence }) => evidence),
      products,
      onlyOnBase: group.target.evidence === "branch-scan" ? [] : productsOnlyOfBase(baseScans, products),
      ...present({ baseline: comparison.kind === "baseline" ? comparison.baseline : undefined }),
    },
    batches: batchesByAge(translated, checked, { comparison, base }),
    reasons: [
      ...confirmed.flatMap(({ reason }) => reason ?? []),
      ...(products.length === 0 ? [noProductsReason(group.members, project.name)] : []),
      ...troubleOf(checked, about).map((error) => toReason(error, "semgrep")),
    ],
    notes: [
      ...groupNotes({ project: project.name, context, group, cut: list.cut }),
      ...compared.notes,
      ...found.notes,
      ...countNotes(checked, about),
      ...findingNotes(project.name, translated),
    ],
  };
}

/** What was listed for the scans' ref, and the secrets of other refs that count: all at once, as alike ones are numbered. */
function allItems({ gathered, elsewhere }: CheckedFindings) {
  const items = itemsOf(gathered);
  if (elsewhere === undefined) return items;
  return { ...items, secrets: [...items.secrets, ...elsewhere.existing, ...elsewhere.unknownAge] };
}

/** Findings that share the way in which their age is known. */
function batchesByAge(
  { observations, fixed }: Translated,
  { gathered, elsewhere }: CheckedFindings,
  known: { readonly comparison: Comparison; readonly base: string | undefined },
): readonly Batch[] {
  const { comparison, base } = known;
  if (elsewhere === undefined) return [{ observations, fixed, comparison }];
  const own = idsOf(gathered.secrets.items);
  const [existing, unknownAge] = [idsOf(elsewhere.existing), idsOf(elsewhere.unknownAge)];
  const isSecretOf = (one: Observation, ids: ReadonlySet<string>) =>
    one.type === "secrets" && ids.has(one.id) && !own.has(one.id);
  const isUnknown = (one: Observation) => isSecretOf(one, unknownAge);
  const isExisting = (one: Observation) => isSecretOf(one, existing) && !isUnknown(one);
  const baseline = { kind: "is-baseline", baseline: { ref: base ?? "" } } as const;
  const batches: readonly Batch[] = [
    { observations: observations.filter((one) => !isUnknown(one) && !isExisting(one)), fixed, comparison },
    { observations: observations.filter(isExisting), fixed: [], comparison: baseline },
    { observations: observations.filter(isUnknown), fixed: [], comparison: { kind: "none" } },
  ];
  return batches.filter((batch, at) => at === 0 || batch.observations.length > 0);
}

function idsOf(secrets: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(secrets.map(({ id }) => id));
}
