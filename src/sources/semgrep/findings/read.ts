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
  /** The project's secrets, which know no ref: read once for all refs. */
  readonly secrets: SecretList;
  readonly log: LogGroup;
}

/** What one list gave: all of it, or what came before `error`. */
export interface Reading<T> {
  /** Of this ref alone. The same id with other content is another finding. */
  readonly items: readonly T[];
  readonly pages: number;
  /** How many of other refs were left out. */
  readonly foreign: number;
  /** The first page's own error, or `partial` when a later page is missing. */
  readonly error?: ScanGateError;
}

/** All lists of one ref, product by product. */
export interface Gathered extends Readonly<Record<SemgrepIssueType, Reading<WireFinding>>> {
  readonly secrets: Reading<WireSecret> & { readonly ofOtherRefs: readonly WireSecret[] };
}

/** Reads all products side by side. Trouble of one is in its reading, and the others are read all the same. */
export async function gatherFindings(place: FindingsPlace): Promise<Gathered> {
  const [sast, sca, ai_sast, secrets] = await Promise.all([
    readIssuesOfRef(place, "sast"),
    readIssuesOfRef(place, "sca"),
    readIssuesOfRef(place, "ai_sast"),
    place.secrets.ofRef(place.ref),
  ]);
  return { sast, sca, ai_sast, secrets };
}

/** The lists themselves. */
export function itemsOf({ sast, sca, ai_sast, secrets }: Gathered): {
  readonly [Product in keyof Gathered]: Gathered[Product]["items"];
} {
  return { sast: sast.items, sca: sca.items, ai_sast: ai_sast.items, secrets: secrets.items };
}

/** Reads some products again. */
export async function gatherFindingsAgain(
  gathered: Gathered,
  place: FindingsPlace,
  products: readonly SemgrepProduct[],
): Promise<Gathered> {
  const again = <R extends Reading<unknown>>(product: SemgrepProduct, read: () => Promise<R>, had: R) =>
    products.includes(product) ? read().then((now) => better(had, now)) : had;
  const [sast, sca, ai_sast, secrets] = await Promise.all([
    again("sast", () => readIssuesOfRef(place, "sast"), gathered.sast),
    again("sca", () => readIssuesOfRef(place, "sca"), gathered.sca),
    again("ai_sast", () => readIssuesOfRef(place, "ai_sast"), gathered.ai_sast),
    again("secrets", () => place.secrets.again().ofRef(place.ref), gathered.secrets),
  ]);
  return { sast, sca, ai_sast, secrets };
}

/** A second reading that broke off takes nothing away from a first one that was whole. */
function better<R extends Reading<unknown>>(had: R, now: R): R {
  return now.error !== undefined && now.items.length <= had.items.length ? had : now;
}

/** Every finding of a type on the ref, whatever its status. */
async function readIssuesOfRef(
  place: FindingsPlace,
  issueType: SemgrepIssueType,
): Promise<Reading<WireFinding>> {
  const { api, deployment, project, ref } = place;
  const fetch = numberedPages((page) => api.findings({ deployment, project, issueType, ref, page }));
  const what = `${issueType} finding`;
  const all = await readList<WireFinding>(fetch, { what: `${what}s`, project: project.name });
  return onRef(all, { what, ref, place }).reading;
}

/** The secrets of one project: the API lists each where it was seen last, and has no filter by ref. */
export class SecretList {
  readonly #from: {
    readonly api: SemgrepApi;
    readonly deployment: SemgrepDeployment;
    readonly project: SemgrepProject;
    readonly log: LogGroup;
    /** Whether no scan counts a secret: then an answer without a list is an empty list. */
    readonly mayBeEmpty: boolean;
  };
  #all: Promise<WholeList<WireSecret>> | undefined;

  constructor(from: {
    readonly api: SemgrepApi;
    readonly deployment: SemgrepDeployment;
    readonly project: SemgrepProject;
    readonly log: LogGroup;
    readonly mayBeEmpty: boolean;
  }) {
    this.#from = from;
  }

  /** Every secret that was last seen on the ref, whatever its status, and those of other refs beside it. */
  async ofRef(ref: string): Promise<Gathered["secrets"]> {
    this.#all ??= this.#read();
    const { reading, others } = onRef(await this.#all, { what: "secret", ref, place: this.#from });
    return { ...reading, ofOtherRefs: others };
  }

  /** The same list, to be read anew. */
  again(): this {
    this.#all = undefined;
    return this;
  }

  async #read(): Promise<WholeList<WireSecret>> {
    const { api, deployment, project, mayBeEmpty } = this.#from;
    const fetch = cursorPages<WireSecret>(async (cursor) => {
      const page = await api.secrets({ deployment, project, ...present({ cursor }) });
      if (page.leftOut && !mayBeEmpty) throw withoutList(project);
      return { items: page.findings, cursor: page.cursor };
    });
    return await readList<WireSecret>(fetch, { what: "secrets", project: project.name });
  }
}

function withoutList(project: SemgrepProject): ScanGateError {
  return new ScanGateError({
    code: "bad-response",
    source: "semgrep",
    message: `Semgrep's answer about the secrets of project ${project.name} holds no list, though the scan counts some`,
    hint: "Run this job again in a few minutes",
  });
}

interface ListItem {
  readonly id: string;
  readonly ref?: string | undefined;
}

/** A list of all refs: all of it, or what came before `error`. */
interface WholeList<T> {
  readonly items: readonly T[];
  readonly pages: number;
  readonly error?: ScanGateError;
}

async function readList<T extends ListItem>(
  fetch: FetchPage<T>,
  about: { readonly what: string; readonly project: string },
): Promise<WholeList<T>> {
  const items: T[] = [];
  const isNew = distinct<T>();
  const shared = createShared();
  let pages = 0;
  try {
    for await (const page of pagesOf({ what: about.what, most: MOST_PAGES, fetch })) {
      for (const item of page) {
        // What is remembered is the copy: the page itself can go.
        const kept = shared.data(item);
        if (isNew(kept)) items.push(kept);
      }
      pages += 1;
    }
  } catch (thrown) {
    if (!(thrown instanceof ScanGateError)) throw thrown;
    const whole = pages === 0 || thrown.code === "cancelled";
    return { items, pages, error: whole ? thrown : partial(thrown, { ...about, read: items.length }) };
  }
  return { items, pages };
}

/** Tells repeats from new items: pages overlap when a list changes while it is read, and ids alone may be too few. */
function distinct<T extends ListItem>(): (item: T) => boolean {
  const firsts = new Map<string, T>();
  const contents = new Map<string, Set<string>>();
  return (item) => {
    const first = firsts.get(item.id);
    if (first === undefined) {
      firsts.set(item.id, item);
      return true;
    }
    const seen = contents.get(item.id) ?? new Set([JSON.stringify(first)]);
    contents.set(item.id, seen);
    const known = seen.size;
    seen.add(JSON.stringify(item));
    return seen.size > known;
  };
}

/** The items of one ref, told to the log. An item that names no ref cannot be proven to be another ref's, so it counts. */
function onRef<T extends ListItem>(
  { items: all, pages, error }: WholeList<T>,
  { what, ref, place }: { what: string; ref: string; place: Pick<FindingsPlace, "project" | "log"> },
): { readonly reading: Reading<T>; readonly others: readonly T[] } {
  const isOfRef = (item: T) => item.ref === undefined || item.ref === "" || bareRef(item.ref) === ref;
  const items = all.filter(isOfRef);
  const foreign = all.length - items.length;
  const dropped = foreign === 0 ? "" : `, ${foreign} of other refs left out`;
  const trouble = error === undefined ? "" : `, then: ${error.message}`;
  place.log.info(
    `${place.project.name}: ${counted(items.length, what)} on ${ref} in ${counted(pages, "page")}${dropped}${trouble}`,
  );
  const others = foreign === 0 ? [] : all.filter((item) => !isOfRef(item));
  return { reading: { items, pages, foreign, ...present({ error }) }, others };
}

function partial(
  cause: ScanGateError,
  list: { readonly what: string; readonly read: number; readonly project: string },
): ScanGateError {
  return withDetails(cause, {
    code: "partial",
    message: `Semgrep gave only ${list.read} of the ${list.what} of project ${list.project}: ${cause.message}`,
    hint: cause.hint ?? "Run this job again",
  });
}
