import { ScanGateError } from "../../errors.ts";
import type { Note } from "../../model/verdict.ts";
import type { Clock, Deadline } from "../../ports.ts";
import { ISSUE_TYPES, type IssueType } from "./client.ts";
import { type Place, type Reading, readIssues, readSecrets } from "./read-findings.ts";
import { PRODUCTS, type Product, type Scan } from "./scan.ts";
import type { WireFinding, WireSecret } from "./schema.ts";

/** Findings become visible some time after a scan has completed: pauses before they are asked for again. */
const GRACE_MS = [2000, 4000, 8000] as const;

/** All lists of one ref, product by product. */
export interface Gathered extends Readonly<Record<IssueType, Reading<WireFinding>>> {
  readonly secrets: Reading<WireSecret>;
}

/** Where a scan counted more findings than the API returned, of any status. */
export interface Shortfall {
  readonly name: "code" | "supply chain" | "secrets";
  readonly products: readonly Product[];
  readonly counted: number;
  readonly returned: number;
}

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

/** Reads again what is behind the scan's own counts, a few times: long while nothing came, once when it is fewer. */
export async function gatherCounted(options: {
  readonly place: Place;
  readonly scans: readonly Scan[];
  readonly clock: Clock;
  readonly deadline: Deadline;
}): Promise<Gathered> {
  const { place, scans, clock, deadline } = options;
  let gathered = await gather(place);
  for (const [attempt, pause] of GRACE_MS.entries()) {
    const short = shortfalls(gathered, scans).filter(({ returned }) => returned === 0 || attempt === 0);
    if (short.length === 0 || deadline.remaining() <= pause) break;
    place.log.info(`${short.map(counted).join("; ")}: asking again in ${pause / 1000} s`);
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

/** Products that were read whole and are fewer than a scan of the group counted. */
export function shortfalls(gathered: Gathered, scans: readonly Scan[]): readonly Shortfall[] {
  const most = (count: (scan: Scan) => number) => Math.max(0, ...scans.map(count));
  const all: readonly Omit<Shortfall, "returned">[] = [
    { name: "code", products: ["sast", "ai_sast"], counted: most((scan) => scan.counts.code) },
    { name: "supply chain", products: ["sca"], counted: most((scan) => scan.counts.supplyChain) },
    { name: "secrets", products: ["secrets"], counted: most((scan) => scan.counts.secrets) },
  ];
  return all
    .filter(({ products }) => products.every((product) => gathered[product].error === undefined))
    .map((entry) => ({
      ...entry,
      returned: entry.products.reduce((sum, product) => sum + gathered[product].items.length, 0),
    }))
    .filter(({ counted, returned }) => returned < counted);
}

export function counted({ name, counted, returned }: Shortfall): string {
  return `the scan counts ${counted} ${name} findings, the API returned ${returned}`;
}

/**
 * What stopped the reading, one error for each code, and `partial` where the scan found something and nothing came.
 * A product that no scan of the group ran and that the plan does not show is no trouble.
 */
export function troubleOf(
  gathered: Gathered,
  scans: readonly Scan[],
  project: string,
): readonly ScanGateError[] {
  const ran = new Set(scans.flatMap((scan) => scan.products));
  const silent = scans.some((scan) => scan.products.length === 0);
  const errors = new Map<string, ScanGateError>();
  for (const product of PRODUCTS) {
    const { error, pages } = gathered[product];
    if (error === undefined) continue;
    const hidden = pages === 0 && (error.code === "forbidden" || error.code === "not-found");
    if (hidden && !silent && !ran.has(product)) continue;
    if (!errors.has(error.code)) errors.set(error.code, error);
  }
  const empty = shortfalls(gathered, scans).filter(({ returned }) => returned === 0);
  if (empty.length > 0 && !errors.has("partial")) {
    errors.set("partial", nothingCame(empty, project));
  }
  return [...errors.values()];
}

function nothingCame(empty: readonly Shortfall[], project: string): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "semgrep",
    message: `Semgrep's findings of project ${project} are not all there: ${empty.map(counted).join("; ")}`,
    hint: "Run this job again in a few minutes",
  });
}

/** Counts that do not agree though something came: they are taken before triage, so this alone proves nothing. */
export function countNotes(gathered: Gathered, scans: readonly Scan[], project: string): readonly Note[] {
  const fewer = shortfalls(gathered, scans).filter(({ returned }) => returned > 0);
  const foreign = ISSUE_TYPES.reduce((sum, type) => sum + gathered[type].foreign, 0);
  return [
    ...fewer.map(
      (shortfall): Note => ({
        level: "warning",
        text: `Semgrep, project ${project}: ${counted(shortfall)}.`,
      }),
    ),
    ...(foreign === 0
      ? []
      : [
          {
            level: "info",
            text: `Semgrep, project ${project}: ${foreign} findings of other refs were left out.`,
          } as const,
        ]),
  ];
}
