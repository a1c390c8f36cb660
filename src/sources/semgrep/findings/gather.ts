import { ScanGateError } from "../../../errors.ts";
import type { Note } from "../../../model/verdict.ts";
import type { Clock, Deadline } from "../../../ports.ts";
import { counted } from "../../../text/count.ts";
import { SEMGREP_ISSUE_TYPES } from "../client.ts";
import { projectNote } from "../notes.ts";
import { SEMGREP_PRODUCTS } from "../scans/scan.ts";
import { type FindingsPlace, type Gathered, gatherFindings, gatherFindingsAgain } from "./read.ts";
import { inWords, isHidden, isLoss, type Scanned, type Shortfall, shortfalls } from "./shortfall.ts";
import { type FindingsOrigin, type Translated, toFindings } from "./to-findings.ts";

/** Findings become visible some time after a scan has completed: pauses before they are asked for again. */
const GRACE_MS = [2000, 4000, 8000] as const;

/** Reads all products, and again, a few times, what is behind the scan's own counts. */
export async function gatherCounted(options: {
  readonly place: FindingsPlace;
  readonly scanned: Scanned;
  readonly clock: Clock;
  readonly deadline: Deadline;
}): Promise<Gathered> {
  const { place, scanned, clock, deadline } = options;
  let gathered = await gatherFindings(place);
  for (const pause of GRACE_MS) {
    const short = shortfalls(gathered, scanned).filter((shortfall) => isLoss(shortfall, scanned));
    if (short.length === 0 || deadline.remaining() <= pause) break;
    place.log.info(`${short.map(inWords).join("; ")}: asking again in ${pause / 1000} s`);
    try {
      await clock.sleep(pause, deadline.signal);
    } catch (error) {
      if (error instanceof ScanGateError && error.code === "timeout") break;
      throw error;
    }
    gathered = await gatherFindingsAgain(
      gathered,
      place,
      short.flatMap(({ products }) => products),
    );
  }
  return gathered;
}

/** All that was read, in Scan Gate's words. */
export function translate({ sast, sca, ai_sast, secrets }: Gathered, origin: FindingsOrigin): Translated {
  return toFindings(
    { sast: sast.items, sca: sca.items, ai_sast: ai_sast.items, secrets: secrets.items },
    origin,
  );
}

/** What was read, and what it is held against. */
export interface Checked {
  readonly gathered: Gathered;
  readonly scanned: Scanned;
  /** The project's name. */
  readonly project: string;
}

/**
 * What stopped the reading, one error for each code, and `partial` where less came than the scan found.
 * A product that no scan of the group ran and that the plan does not show is no trouble.
 */
export function troubleOf({ gathered, scanned, project }: Checked): readonly ScanGateError[] {
  const errors = new Map<string, ScanGateError>();
  for (const product of SEMGREP_PRODUCTS) {
    const { error } = gathered[product];
    if (error === undefined || isHidden(product, gathered, scanned)) continue;
    if (!errors.has(error.code)) errors.set(error.code, error);
  }
  const lost = shortfalls(gathered, scanned).filter((shortfall) => isLoss(shortfall, scanned));
  if (lost.length > 0 && !errors.has("partial")) errors.set("partial", notAll(lost, project));
  return [...errors.values()];
}

function notAll(lost: readonly Shortfall[], project: string): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "semgrep",
    message: `Semgrep's findings of project ${project} are not all there: ${lost.map(inWords).join("; ")}`,
    hint: "Run this job again in a few minutes",
  });
}

/** Counts that do not agree, for a known cause. */
export function countNotes({ gathered, scanned, project }: Checked): readonly Note[] {
  const fewer = shortfalls(gathered, scanned).filter((shortfall) => !isLoss(shortfall, scanned));
  const foreign = SEMGREP_ISSUE_TYPES.reduce((sum, type) => sum + gathered[type].foreign, 0);
  return [
    ...fewer.map((shortfall) =>
      projectNote(project, {
        level: "warning",
        text: `${inWords(shortfall)}${scanned.superseded ? "; a newer scan of this ref may no longer see the others" : ""}`,
      }),
    ),
    ...(foreign === 0
      ? []
      : [
          projectNote(project, {
            level: "info",
            text: `${counted(foreign, "finding of another ref was", "findings of other refs were")} left out`,
          }),
        ]),
  ];
}
