import { counted } from "../../../text/count.ts";
import { READABLE, type Scan, SEMGREP_PRODUCTS, type SemgrepProduct } from "../scans/scan.ts";
import type { Gathered } from "./read.ts";

/** One count of the scan stands for both. */
const CODE: readonly SemgrepProduct[] = ["sast", "ai_sast"];

/** Where a scan counted more findings than the API returned for its ref, of any status. */
export interface Shortfall {
  /** `all`: of those that no product's own count tells of. */
  readonly name: "code" | "supply chain" | "secrets" | "all";
  readonly products: readonly SemgrepProduct[];
  readonly counted: number;
  readonly returned: number;
  /** Secrets that the API returned for other refs: it shows each secret on one ref only, the newest it is on. */
  readonly elsewhere: number;
}

/** The scans whose findings are read. */
export interface Scanned {
  /** Newest first. */
  readonly scans: readonly Scan[];
  /** Whether a newer scan of another commit is on their ref: what that one no longer saw may be gone from the lists. */
  readonly superseded: boolean;
}

/** Products that were read whole and are fewer than the newest scan of them counted. */
export function shortfalls(gathered: Gathered, scanned: Scanned): readonly Shortfall[] {
  const missed = SEMGREP_PRODUCTS.filter(
    (product) => gathered[product].error && !isHidden(product, gathered, scanned),
  );
  const products = productCounts(scanned).map((entry) => ({
    ...entry,
    returned: returnedOf(gathered, entry.products),
    elsewhere: entry.name === "secrets" ? gathered.secrets.foreign : 0,
  }));
  const short = products.filter(
    ({ products: own, counted: inScan, returned }) =>
      returned < inScan && !own.some((product) => missed.includes(product)),
  );
  const all = missed.length > 0 ? undefined : surplusShortfall(products, gathered, scanned);
  return all === undefined ? short : [...short, all];
}

/** Whether a list is refused that no scan of the group has anything in: the plan does not show the product. */
export function isHidden(product: SemgrepProduct, gathered: Gathered, { scans }: Scanned): boolean {
  const { error, pages } = gathered[product];
  const refused = pages === 0 && (error?.code === "forbidden" || error?.code === "not-found");
  return refused && !scans.some((scan) => ran(scan, product));
}

/**
 * Whether a shortfall means that findings are missing (contract §4.5). Nothing at all always does. Fewer of a product
 * does where nothing known explains it: the counts are taken before triage, and all statuses are read, fixed ones
 * included. What a total holds beyond its products is not known well enough for that.
 */
export function isLoss({ name, counted, returned, elsewhere }: Shortfall, { superseded }: Scanned): boolean {
  if (returned === 0) return true;
  return name !== "all" && !superseded && returned + elsewhere < counted;
}

export function inWords({ name, counted: inScan, returned, elsewhere }: Shortfall): string {
  const noun = name === "secrets" ? "secret" : name === "all" ? "finding" : `${name} finding`;
  const others = elsewhere === 0 ? "" : `, and ${elsewhere.toLocaleString("en-US")} of other refs`;
  const inAll = name === "all" ? " in all" : "";
  return `the scan counts ${counted(inScan, noun)}${inAll}, the API returned ${returned.toLocaleString("en-US")}${others}`;
}

interface ProductCount {
  readonly name: Shortfall["name"];
  readonly products: readonly SemgrepProduct[];
  readonly counted: number;
}

function productCounts({ scans }: Scanned): readonly ProductCount[] {
  const newestOf = (product: SemgrepProduct) => scans.find((scan) => ran(scan, product))?.counts;
  return [
    // Two scans may share this count; neither is held against the other's share.
    { name: "code", products: CODE, counted: Math.max(...CODE.map((one) => newestOf(one)?.code ?? 0)) },
    { name: "supply chain", products: ["sca"], counted: newestOf("sca")?.supplyChain ?? 0 },
    { name: "secrets", products: ["secrets"], counted: newestOf("secrets")?.secrets ?? 0 },
  ];
}

/**
 * Where a total tells of more than the counts of the products, as of AI findings: that surplus is held against what
 * came beyond those counts. The total of a scan that also ran what cannot be read here proves nothing.
 */
function surplusShortfall(
  products: readonly (ProductCount & { readonly returned: number })[],
  gathered: Gathered,
  { scans }: Scanned,
): Shortfall | undefined {
  const countedByProducts = sum(products.map((product) => product.counted));
  const surplusCounted = sum(scansWithOwnTotal(scans).map(surplusOf));
  const surplusReturned = sum(products.map(({ returned, counted }) => Math.max(0, returned - counted)));
  if (surplusReturned >= surplusCounted) return undefined;
  return {
    name: "all",
    products: SEMGREP_PRODUCTS.filter((product) => gathered[product].error === undefined),
    counted: countedByProducts + surplusCounted,
    returned: returnedOf(gathered, SEMGREP_PRODUCTS),
    // Where the products have counts of their own, secrets of other refs are told there.
    elsewhere: countedByProducts === 0 ? gathered.secrets.foreign : 0,
  };
}

/** Scans whose totals count: newer ones did not run all that they ran, and all that they ran can be read. */
function scansWithOwnTotal(newestToOldest: readonly Scan[]): readonly Scan[] {
  return newestToOldest.filter(
    (scan, at) => scan.products.every(isReadable) && !isReplaced(scan, newestToOldest.slice(0, at)),
  );
}

/** What a scan's total has beyond the counts of its products. */
function surplusOf({ counts }: Scan): number {
  return Math.max(0, counts.total - counts.code - counts.supplyChain - counts.secrets);
}

function ran(scan: Scan, product: SemgrepProduct): boolean {
  return scan.products.length === 0 || scan.products.includes(product);
}

/** Whether newer scans ran all that a scan ran. */
function isReplaced(scan: Scan, newer: readonly Scan[]): boolean {
  return SEMGREP_PRODUCTS.filter((product) => ran(scan, product)).every((product) =>
    newer.some((other) => ran(other, product)),
  );
}

function isReadable(product: string): boolean {
  return READABLE.includes(product);
}

function returnedOf(gathered: Gathered, products: readonly SemgrepProduct[]): number {
  return sum(products.map((product) => gathered[product].items.length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
