import type { WireScan } from "../schema.ts";

/** Parts of Semgrep that a scan can run. `enabled_products` has spoken of them in more than one way. */
export const SEMGREP_PRODUCTS = ["sast", "sca", "ai_sast", "secrets"] as const;
export type SemgrepProduct = (typeof SEMGREP_PRODUCTS)[number];

/** Those of a scan's products that Scan Gate knows, and so can read. */
export function knownProducts(products: readonly string[]): readonly SemgrepProduct[] {
  return SEMGREP_PRODUCTS.filter((product) => products.includes(product));
}

const PRODUCT_WORDS: Readonly<Record<string, SemgrepProduct>> = {
  code: "sast",
  supply_chain: "sca",
  ssc: "sca",
};

/** What a scan itself says that it found, before triage. */
export interface ScanCounts {
  readonly code: number;
  readonly supplyChain: number;
  readonly secrets: number;
  /** Of all products, those without a count of their own too. */
  readonly total: number;
}

/** One scan as the service lists it. */
export interface Scan {
  readonly id: string;
  /** Lower case; empty when the service gave none. */
  readonly commit: string;
  /** As findings name it: without `refs/heads/`. */
  readonly ref?: string;
  readonly full: boolean;
  /** `SCAN_STATUS_` left out, lower case. */
  readonly status: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly exitCode?: number;
  /** Sorted; empty when the scan does not say (yet). */
  readonly products: readonly string[];
  readonly counts: ScanCounts;
  /** Number of the pull request that the scan's own details name, once they were asked for. */
  readonly pullRequest?: string;
}

/**
 * `good`: completed with exit code 0 or 1, as the status is defined. `bad`: it ended in another way, or with a status
 * that is new. `running`: everything that has not ended.
 */
export type ScanState = "good" | "bad" | "running";

export function toScan(wire: WireScan): Scan {
  const counts = wire.findings_counts;
  return {
    id: wire.id,
    commit: (wire.commit ?? "").trim().toLowerCase(),
    ...(wire.branch === undefined || wire.branch === "" ? {} : { ref: bareRef(wire.branch) }),
    full: wire.is_full_scan ?? false,
    status: statusWord(wire.status),
    ...(wire.started_at ? { startedAt: wire.started_at } : {}),
    ...(wire.completed_at ? { completedAt: wire.completed_at } : {}),
    ...(wire.exit_code === undefined ? {} : { exitCode: wire.exit_code }),
    products: productWords(wire.enabled_products),
    counts: {
      code: counts?.code ?? 0,
      supplyChain: counts?.supply_chain ?? 0,
      secrets: counts?.secrets ?? 0,
      total: counts?.total ?? 0,
    },
  };
}

/** `SCAN_STATUS_` left out, lower case; `unspecified` when there is none. */
export function statusWord(status: string | undefined): string {
  return (status ?? "unspecified")
    .trim()
    .toLowerCase()
    .replace(/^scan_status_/, "");
}

/** Names of products in one spelling, sorted, each once. */
export function productWords(words: readonly string[]): readonly string[] {
  return [...new Set(words.map(productName))].sort();
}

function productName(word: string): string {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/^product_/, "")
    .replaceAll("-", "_");
  return Object.hasOwn(PRODUCT_WORDS, plain) ? (PRODUCT_WORDS[plain] ?? plain) : plain;
}

/**
 * A ref as findings carry it: branches bare, `refs/pull/N/merge` and tags in full. A branch whose own name begins
 * with `refs/` keeps its prefix, or it would pass for a pull request's ref.
 */
export function bareRef(ref: string): string {
  return /^refs\/heads\/(?!refs\/)/.test(ref) ? ref.slice("refs/heads/".length) : ref;
}

const RUNNING = ["pending", "running"];
const ENDED_BADLY = ["error", "cancelled", "never_finished"];

export function scanState(scan: Scan): ScanState {
  if (scan.status === "completed") {
    return scan.exitCode === undefined || scan.exitCode === 0 || scan.exitCode === 1 ? "good" : "bad";
  }
  if (ENDED_BADLY.includes(scan.status)) return "bad";
  if (RUNNING.includes(scan.status)) return "running";
  return scan.completedAt === undefined ? "running" : "bad";
}

/** Whether the status is one that the API describes; an unknown one is told to the reader. */
export function isKnownStatus(status: string): boolean {
  return status === "completed" || RUNNING.includes(status) || ENDED_BADLY.includes(status);
}

/** Order for sorting: newest first. A scan without a start has not started, or never will: its id tells its place. */
export function newestFirst(a: Scan, b: Scan): number {
  const [startA, startB] = [Date.parse(a.startedAt ?? ""), Date.parse(b.startedAt ?? "")];
  if (!Number.isNaN(startA) && !Number.isNaN(startB) && startA !== startB) return startB - startA;
  return compareIds(b.id, a.id);
}

/** Whether two ids are one, however many digits they have. */
export function isSameId(a: string, b: string): boolean {
  return plainId(a) === plainId(b);
}

function plainId(id: string): string {
  return id.trim().replace(/^0+(?=\d)/, "");
}

/** Whether an answer about scans is of the project, as far as it says. */
export function isOfProject(
  wire: { readonly repository_id?: string | undefined },
  project: { readonly id: string },
): boolean {
  const { repository_id: id } = wire;
  // Nought is what the service's encoder makes of an id that is not set.
  return id === undefined || id === "0" || isSameId(id, project.id);
}

/** The number of the pull request that a ref stands for. */
export function pullRequestOf(ref: string | undefined): string | undefined {
  return /^refs\/pull\/(\d+)\//.exec(ref ?? "")?.[1];
}

/** Whether a scan was still to change what its ref lists when another one had done so: it began or ended later. */
export function cameAfter(scan: Scan, other: Scan): boolean {
  const [ended, otherEnded] = [Date.parse(scan.completedAt ?? ""), Date.parse(other.completedAt ?? "")];
  return newestFirst(scan, other) < 0 || ended > otherEnded;
}

/** Whether two scans ran a product in common. One that names none may have run any. */
export function sharesProduct(a: Scan, b: Scan): boolean {
  if (a.products.length === 0 || b.products.length === 0) return true;
  return a.products.some((product) => b.products.includes(product));
}

/** Ids are int64: compared as numbers of any length, without turning them into doubles. */
function compareIds(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b) && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

const SHORTEST_PREFIX = 7;

/** Whether a scan is of a commit. Only a short value of the service is compared as a prefix. */
export function isOfCommit(scanned: string, commit: string): boolean {
  const wanted = commit.toLowerCase();
  const value = scanned.toLowerCase();
  if (value === wanted) return true;
  return value.length >= SHORTEST_PREFIX && value.length < wanted.length && wanted.startsWith(value);
}
