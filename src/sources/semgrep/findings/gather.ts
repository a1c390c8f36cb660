import { ScanGateError, sentence, withDetails } from "../../../errors.ts";
import type { Note } from "../../../model/verdict.ts";
import type { Clock, Deadline } from "../../../ports.ts";
import { counted } from "../../../text/count.ts";
import { SEMGREP_ISSUE_TYPES } from "../client.ts";
import { projectNote } from "../notes.ts";
import { type Scan, SEMGREP_PRODUCTS } from "../scans/scan.ts";
import { type FindingsPlace, type Gathered, gatherFindings, gatherFindingsAgain } from "./read.ts";
import { inWordsElsewhere, type SecretsElsewhere, secretsElsewhere } from "./secrets-elsewhere.ts";
import { countedSecrets, inWords, isHidden, isLoss, type Shortfall, shortfalls } from "./shortfall.ts";

/** Findings become visible some time after a scan has completed: pauses before they are asked for again. */
const GRACE_MS = [2000, 4000, 8000] as const;

/** What is to be read, and what it is held against. */
export interface GatherOptions {
  readonly place: FindingsPlace;
  /** The scans whose findings are read, newest first. */
  readonly scans: readonly Scan[];
  /** The bare base branch, where there is one. */
  readonly base: string | undefined;
  /** Files that the pull request changes, for a diff scan; undefined: not known, or a full scan. Asked at most once. */
  readonly changedFiles: () => Promise<ReadonlySet<string> | undefined>;
  readonly clock: Clock;
  readonly deadline: Deadline;
  /** What came at once counts; findings that may come late are not asked for again. */
  readonly isOnce: boolean;
}

/** What was read, and how it compares with the scans' own counts. */
export interface CheckedFindings {
  readonly gathered: Gathered;
  /** Set where a scan counts more secrets than came for its ref. */
  readonly elsewhere?: SecretsElsewhere;
  readonly shortfalls: readonly Shortfall[];
}

/** Reads all products, and again, a few times, those of which nothing came though the scan counts some. */
export async function gatherCounted(options: GatherOptions): Promise<CheckedFindings> {
  const { place, clock, deadline, isOnce } = options;
  let checked = await check(await gatherFindings(place), options);
  for (const pause of isOnce ? [] : GRACE_MS) {
    const lost = checked.shortfalls.filter((shortfall) => mayComeLate(shortfall, checked.elsewhere));
    if (lost.length === 0 || deadline.remaining() <= pause) break;
    place.log.info(`${lost.map(inWords).join("; ")}: asking again in ${pause / 1000} s`);
    try {
      await clock.sleep(pause, deadline.signal);
    } catch (error) {
      if (error instanceof ScanGateError && error.code === "timeout") break;
      throw error;
    }
    const products = lost.flatMap((shortfall) => shortfall.products);
    checked = await check(await gatherFindingsAgain(checked.gathered, place, products), options);
  }
  return checked;
}

/** Secrets of other refs in files that the change does not touch hardly are the scan's own: those may still come. */
function mayComeLate(shortfall: Shortfall, elsewhere: SecretsElsewhere | undefined): boolean {
  const explained = shortfall.elsewhere === 0 ? 0 : (elsewhere?.inChangedFiles ?? 0);
  return isLoss({ ...shortfall, elsewhere: explained });
}

async function check(
  gathered: Gathered,
  { scans, base, changedFiles }: GatherOptions,
): Promise<CheckedFindings> {
  const { items, ofOtherRefs, error } = gathered.secrets;
  if (error !== undefined || items.length >= countedSecrets(scans) || ofOtherRefs.length === 0) {
    return { gathered, shortfalls: shortfalls(gathered, scans) };
  }
  const elsewhere = secretsElsewhere(ofOtherRefs, {
    endedAt: lastEnd(scans),
    base,
    changedFiles: await changedFiles(),
  });
  return { gathered, elsewhere, shortfalls: shortfalls(gathered, scans, elsewhere) };
}

/** When the newest scan that counts secrets ended. */
function lastEnd(scans: readonly Scan[]): string | undefined {
  return scans.find(({ counts }) => counts.secrets > 0)?.completedAt;
}

/**
 * What stopped the reading, one error for each code, and `partial` where nothing came of what the scan found; `partial`
 * names every product of which something is missing. A product that no scan of the group ran and that the plan does not
 * show is no trouble.
 */
export function troubleOf(
  { gathered, shortfalls: short }: CheckedFindings,
  about: { readonly scans: readonly Scan[]; readonly project: string },
): readonly ScanGateError[] {
  const errors = new Map<string, ScanGateError>();
  for (const product of SEMGREP_PRODUCTS) {
    const { error } = gathered[product];
    if (error === undefined || isHidden(product, gathered, about.scans)) continue;
    const known = errors.get(error.code);
    if (known === undefined) errors.set(error.code, error);
    else if (error.code === "partial") errors.set("partial", alsoMissing(known, error));
  }
  const lost = short.filter(isLoss);
  if (lost.length > 0) {
    const known = errors.get("partial");
    const missing = nothingCame(lost, about.project);
    errors.set("partial", known === undefined ? missing : alsoMissing(known, missing));
  }
  return [...errors.values()];
}

function alsoMissing(known: ScanGateError, { message }: ScanGateError): ScanGateError {
  return withDetails(known, { message: sentence(known.message, message) });
}

function nothingCame(lost: readonly Shortfall[], project: string): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "semgrep",
    message: `Semgrep's findings of project ${project} are not all there: ${lost.map(inWords).join("; ")}`,
    hint: "Run this job again in a few minutes",
  });
}

/** Counts that do not agree, which proves nothing, and what was done about secrets of other refs. */
export function countNotes(
  { gathered, elsewhere, shortfalls: short }: CheckedFindings,
  about: { readonly project: string; readonly base: string | undefined },
): readonly Note[] {
  const foreign = SEMGREP_ISSUE_TYPES.reduce((sum, type) => sum + gathered[type].foreign, 0);
  const texts = [
    ...short
      .filter((shortfall) => !isLoss(shortfall))
      .map(
        (shortfall) =>
          `${inWords(shortfall)}; the count includes what the API does not list, such as findings that are ignored in the code`,
      ),
    ...(elsewhere === undefined
      ? []
      : [
          `the scan counts more secrets than its ref lists, so others were looked at; ${inWordsElsewhere(elsewhere, about.base)}`,
        ]),
    ...(foreign === 0
      ? []
      : [`${counted(foreign, "finding of another ref was", "findings of other refs were")} left out`]),
  ];
  return texts.map((text) => projectNote(about.project, { level: "info", text }));
}
