import { ScanGateError } from "../../errors.ts";
import type { Note } from "../../model/verdict.ts";
import type { Clock, Deadline } from "../../ports.ts";
import { counted } from "../../text/count.ts";
import { ISSUE_TYPES } from "./client.ts";
import { projectNote } from "./notes.ts";
import { type Place, type Reading, readIssues, readSecrets } from "./read-findings.ts";
import { PRODUCTS, type Product } from "./scan.ts";
import {
  type Gathered,
  inWords,
  isHidden,
  isLoss,
  type Scanned,
  type Shortfall,
  shortfalls,
} from "./shortfall.ts";
import { type Origin, type Translated, toFindings } from "./to-findings.ts";

/** Findings become visible some time after a scan has completed: pauses before they are asked for again. */
const GRACE_MS = [2000, 4000, 8000] as const;

/** Reads all products side by side. Trouble of one is in its reading, and the others are read all the same. */
export async function gather(place: Place): Promise<Gathered> {
  const [sast, sca, ai_sast, secrets] = await Promise.all([
    readIssues(place, "sast"),
    readIssues(place, "sca"),
    readIssues(place, "ai_sast"),
    readSecrets(place),
  ]);
  return { sast, sca, ai_sast, secrets };
}

/** Reads all products, and again, a few times, what is behind the scan's own counts. */
export async function gatherCounted(options: {
  readonly place: Place;
  readonly scanned: Scanned;
  readonly clock: Clock;
  readonly deadline: Deadline;
}): Promise<Gathered> {
  const { place, scanned, clock, deadline } = options;
  let gathered = await gather(place);
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
    gathered = await rereadInto(gathered, place, short);
  }
  return gathered;
}

async function rereadInto(gathered: Gathered, place: Place, short: readonly Shortfall[]): Promise<Gathered> {
  const products = short.flatMap((shortfall) => shortfall.products);
  const again = <T>(product: Product, read: () => Promise<Reading<T>>, had: Reading<T>) =>
    products.includes(product) ? read().then((now) => better(had, now)) : had;
  const [sast, sca, ai_sast, secrets] = await Promise.all([
    again("sast", () => readIssues(place, "sast"), gathered.sast),
    again("sca", () => readIssues(place, "sca"), gathered.sca),
    again("ai_sast", () => readIssues(place, "ai_sast"), gathered.ai_sast),
    again("secrets", () => readSecrets(place), gathered.secrets),
  ]);
  return { sast, sca, ai_sast, secrets };
}

/** A second reading that broke off takes nothing away from a first one that was whole. */
function better<T>(had: Reading<T>, now: Reading<T>): Reading<T> {
  return now.error !== undefined && now.items.length <= had.items.length ? had : now;
}

/** All that was read, in Scan Gate's words. */
export function translate({ sast, sca, ai_sast, secrets }: Gathered, origin: Origin): Translated {
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
  for (const product of PRODUCTS) {
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
  const foreign = ISSUE_TYPES.reduce((sum, type) => sum + gathered[type].foreign, 0);
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
