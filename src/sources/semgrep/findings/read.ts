import { ScanGateError, withDetails } from "../../../errors.ts";
import type { LogGroup } from "../../../ports.ts";
import { counted } from "../../../text/count.ts";
import { present } from "../../../text/present.ts";
import { createShared } from "../../../text/shared.ts";
import type { SemgrepApi, SemgrepDeployment, SemgrepIssueType, SemgrepProject } from "../client.ts";
import { cursorPages, type FetchPage, numberedPages, pagesOf } from "../pages.ts";
import { bareRef, type SemgrepProduct } from "../scans/scan.ts";
import type { WireFinding, WireSecret } from "../schema.ts";

/** Ends a list without end. At the smallest page that the API knows this is still 200,000 findings. */
const MOST_PAGES = 2000;

/** Where findings are read from: one project, one ref as findings name it. */
export interface FindingsPlace {
  readonly api: SemgrepApi;
  readonly deployment: SemgrepDeployment;
  readonly project: SemgrepProject;
  readonly ref: string;
  readonly log: LogGroup;
}

/** What one list gave: all of it, or what came before `error`. */
export interface Reading<T> {
  /** Of this ref alone, every id once. */
  readonly items: readonly T[];
  readonly pages: number;
  /** How many of other refs were dropped. */
  readonly foreign: number;
  /** The first page's own error, or `partial` when a later page is missing. */
  readonly error?: ScanGateError;
}

/** All lists of one ref, product by product. */
export interface Gathered extends Readonly<Record<SemgrepIssueType, Reading<WireFinding>>> {
  readonly secrets: Reading<WireSecret>;
}

/** Reads all products side by side. Trouble of one is in its reading, and the others are read all the same. */
export async function gatherFindings(place: FindingsPlace): Promise<Gathered> {
  const [sast, sca, ai_sast, secrets] = await Promise.all([
    readIssuesOfRef(place, "sast"),
    readIssuesOfRef(place, "sca"),
    readIssuesOfRef(place, "ai_sast"),
    readSecretsOfRef(place),
  ]);
  return { sast, sca, ai_sast, secrets };
}

/** Reads some products again. */
export async function gatherFindingsAgain(
  gathered: Gathered,
  place: FindingsPlace,
  products: readonly SemgrepProduct[],
): Promise<Gathered> {
  const again = <T>(product: SemgrepProduct, read: () => Promise<Reading<T>>, had: Reading<T>) =>
    products.includes(product) ? read().then((now) => better(had, now)) : had;
  const [sast, sca, ai_sast, secrets] = await Promise.all([
    again("sast", () => readIssuesOfRef(place, "sast"), gathered.sast),
    again("sca", () => readIssuesOfRef(place, "sca"), gathered.sca),
    again("ai_sast", () => readIssuesOfRef(place, "ai_sast"), gathered.ai_sast),
    again("secrets", () => readSecretsOfRef(place), gathered.secrets),
  ]);
  return { sast, sca, ai_sast, secrets };
}

/** A second reading that broke off takes nothing away from a first one that was whole. */
function better<T>(had: Reading<T>, now: Reading<T>): Reading<T> {
  return now.error !== undefined && now.items.length <= had.items.length ? had : now;
}

interface Item {
  readonly id: string;
  readonly ref?: string | undefined;
}

/** Every finding of a type on the ref, whatever its status. */
async function readIssuesOfRef(
  place: FindingsPlace,
  issueType: SemgrepIssueType,
): Promise<Reading<WireFinding>> {
  const { api, deployment, project, ref } = place;
  const fetch = numberedPages((page) => api.findings({ deployment, project, issueType, ref, page }));
  return await readList<WireFinding>(place, `${issueType} findings`, fetch);
}

/** Every secret whose newest instance is on the ref, whatever its status: the list itself knows no ref. */
async function readSecretsOfRef(place: FindingsPlace): Promise<Reading<WireSecret>> {
  const { api, deployment, project } = place;
  const fetch = cursorPages<WireSecret>(async (cursor) => {
    const { findings, cursor: next } = await api.secrets({ deployment, project, ...present({ cursor }) });
    return { items: findings, cursor: next };
  });
  return await readList<WireSecret>(place, "secrets", fetch);
}

async function readList<T extends Item>(
  place: FindingsPlace,
  what: string,
  fetch: FetchPage<T>,
): Promise<Reading<T>> {
  const byId = new Map<string, T>();
  const shared = createShared();
  let pages = 0;
  let error: ScanGateError | undefined;
  try {
    for await (const page of pagesOf({ what, most: MOST_PAGES, fetch })) {
      for (const item of page) byId.set(item.id, shared.data(item));
      pages += 1;
    }
  } catch (thrown) {
    if (!(thrown instanceof ScanGateError)) throw thrown;
    error =
      pages === 0 || thrown.code === "cancelled" ? thrown : partial(thrown, { what, read: byId.size, place });
  }
  const items = [...byId.values()].filter((item) => isOfRef(item, place.ref));
  const foreign = byId.size - items.length;
  place.log.info(summary({ what, place, items: items.length, foreign, pages, error }));
  return { items, pages, foreign, ...present({ error }) };
}

/** A finding that names no ref cannot be proven to be another ref's, so it counts. */
function isOfRef(item: Item, ref: string): boolean {
  return item.ref === undefined || item.ref === "" || bareRef(item.ref) === ref;
}

function partial(
  cause: ScanGateError,
  list: { readonly what: string; readonly read: number; readonly place: FindingsPlace },
): ScanGateError {
  return withDetails(cause, {
    code: "partial",
    message: `Semgrep gave only ${list.read} of the ${list.what} of project ${list.place.project.name}: ${cause.message}`,
    hint: cause.hint ?? "Run this job again",
  });
}

function summary(list: {
  readonly what: string;
  readonly place: FindingsPlace;
  readonly items: number;
  readonly foreign: number;
  readonly pages: number;
  readonly error: ScanGateError | undefined;
}): string {
  const { what, place, items, foreign, pages, error } = list;
  const dropped = foreign === 0 ? "" : `, ${foreign} of other refs left out`;
  const trouble = error === undefined ? "" : `, then: ${error.message}`;
  return `${place.project.name}: ${items} ${what} on ${place.ref} in ${counted(pages, "page")}${dropped}${trouble}`;
}
