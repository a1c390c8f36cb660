import { retell, ScanGateError } from "../../errors.ts";
import type { LogGroup } from "../../ports.ts";
import { counted } from "../../text/count.ts";
import { createShared } from "../../text/shared.ts";
import type { Deployment, IssueType, Project, SemgrepApi } from "./client.ts";
import { bareRef } from "./scan.ts";
import type { WireFinding, WireSecret } from "./schema.ts";

/** Ends a list without end. At the smallest page that the API knows this is still 200,000 findings. */
const MOST_PAGES = 2000;

/** Where findings are read from: one project, one ref as findings name it. */
export interface Place {
  readonly api: SemgrepApi;
  readonly deployment: Deployment;
  readonly project: Project;
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

interface Item {
  readonly id: string;
  readonly ref?: string | undefined;
}

interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page is; undefined: this was the last one. */
  readonly next: string | undefined;
}

/** Every finding of a type on the ref, whatever its status. */
export async function readIssues(place: Place, issueType: IssueType): Promise<Reading<WireFinding>> {
  const { api, deployment, project, ref } = place;
  const seen = new Set<string>();
  return await readList<WireFinding>(place, `${issueType} findings`, async (cursor) => {
    const page = Number(cursor ?? 0);
    const items = await api.findings({ deployment, project, issueType, ref, page });
    const before = seen.size;
    for (const item of items) seen.add(item.id);
    // A short page proves nothing, as the server may have made pages smaller: the end is a page with nothing new.
    return { items, next: seen.size > before ? String(page + 1) : undefined };
  });
}

/** Every secret whose newest instance is on the ref, whatever its status: the list itself knows no ref. */
export async function readSecrets(place: Place): Promise<Reading<WireSecret>> {
  const { api, deployment, project } = place;
  const seen = new Set<string>();
  return await readList<WireSecret>(place, "secrets", async (cursor) => {
    const answer = await api.secrets({ deployment, project, ...(cursor === undefined ? {} : { cursor }) });
    const next = answer.cursor;
    const ended = next === undefined || next === "" || seen.has(next);
    if (!ended) seen.add(next);
    return { items: answer.findings, next: ended ? undefined : next };
  });
}

async function readList<T extends Item>(
  place: Place,
  what: string,
  fetch: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<Reading<T>> {
  const byId = new Map<string, T>();
  const shared = createShared();
  let cursor: string | undefined;
  let pages = 0;
  let error: ScanGateError | undefined;
  try {
    do {
      if (pages === MOST_PAGES) throw endless(what);
      const page = await fetch(cursor);
      for (const item of page.items) byId.set(item.id, shared.data(item));
      cursor = page.next;
      pages += 1;
    } while (cursor !== undefined);
  } catch (thrown) {
    if (!(thrown instanceof ScanGateError)) throw thrown;
    error =
      pages === 0 || thrown.code === "cancelled" ? thrown : partial(thrown, { what, read: byId.size, place });
  }
  const items = [...byId.values()].filter((item) => isOfRef(item, place.ref));
  const foreign = byId.size - items.length;
  place.log.info(summary({ what, place, items: items.length, foreign, pages, error }));
  return { items, pages, foreign, ...(error === undefined ? {} : { error }) };
}

/** A finding that names no ref cannot be proven to be another ref's, so it counts. */
function isOfRef(item: Item, ref: string): boolean {
  return item.ref === undefined || item.ref === "" || bareRef(item.ref) === ref;
}

function endless(what: string): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "semgrep",
    message: `Semgrep's list of ${what} does not end within ${MOST_PAGES} pages`,
    hint: "Run this job again, and report it to Semgrep if it stays so",
  });
}

function partial(
  cause: ScanGateError,
  list: { readonly what: string; readonly read: number; readonly place: Place },
): ScanGateError {
  return retell(cause, {
    code: "partial",
    message: `Semgrep gave only ${list.read} of the ${list.what} of project ${list.place.project.name}: ${cause.message}`,
    hint: cause.hint ?? "Run this job again",
  });
}

function summary(list: {
  readonly what: string;
  readonly place: Place;
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
