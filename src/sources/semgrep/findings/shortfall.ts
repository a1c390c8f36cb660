import { counted } from "../../../text/count.ts";
import { type Scan, SEMGREP_PRODUCTS, type SemgrepProduct } from "../scans/scan.ts";
import type { Gathered } from "./read.ts";
import { explainedBy, type SecretsElsewhere } from "./secrets-elsewhere.ts";

/** One count of the scan stands for both. */
const CODE: readonly SemgrepProduct[] = ["sast", "ai_sast"];

/** Where a scan counted more findings than the API returned for its ref, of any status. */
export interface Shortfall {
  /** `all`: of those that no product's own count tells of. */
  readonly name: "code" | "supply chain" | "secrets" | "all";
  readonly products: readonly SemgrepProduct[];
  readonly counted: number;
  readonly returned: number;
  /** Secrets of other refs that explain the difference. */
  readonly elsewhere: number;
}

/** Products that were read whole and are fewer than the newest scan of them counted; `scans` are newest first. */
export function shortfalls(
  gathered: Gathered,
  scans: readonly Scan[],
  elsewhere?: SecretsElsewhere,
): readonly Shortfall[] {
  const explained = elsewhere === undefined ? 0 : explainedBy(elsewhere);
  const missed = SEMGREP_PRODUCTS.filter(
    (product) => gathered[product].error && !isHidden(product, gathered, scans),
  );
  const products = productCounts(scans).map((entry) => ({
    ...entry,
    returned: returnedOf(gathered, entry.products),
    elsewhere: entry.name === "secrets" ? explained : 0,
  }));
  const short = products.filter(
    ({ products: own, counted: inScan, returned }) =>
      returned < inScan && !own.some((product) => missed.includes(product)),
  );
  const surplus = missed.length > 0 ? undefined : surplusShortfall(products, gathered, scans);
  return surplus === undefined ? short : [...short, surplus];
}

/** Whether a list is refused that no scan of the group has anything in: the plan does not show the product. */
export function isHidden(product: SemgrepProduct, gathered: Gathered, scans: readonly Scan[]): boolean {
  const { error, pages } = gathered[product];
  const refused = pages === 0 && (error?.code === "forbidden" || error?.code === "not-found");
  return refused && !scans.some((scan) => ran(scan, product));
}

/**
 * Whether a shortfall means that findings are missing (contract §4.5): nothing at all came, and nothing elsewhere
 * explains it. Fewer than counted is usual: the counts include what the API does not list, such as findings that are
 * ignored in the code or of rules that have left the policy.
 */
export function isLoss({ returned, elsewhere }: Shortfall): boolean {
  return returned + elsewhere === 0;
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

function productCounts(scans: readonly Scan[]): readonly ProductCount[] {
  const newestOf = (product: SemgrepProduct) => scans.find((scan) => ran(scan, product))?.counts;
  return [
    // Two scans may share this count; neither is held against the other's share.
    { name: "code", products: CODE, counted: Math.max(...CODE.map((one) => newestOf(one)?.code ?? 0)) },
    { name: "supply chain", products: ["sca"], counted: newestOf("sca")?.supplyChain ?? 0 },
    { name: "secrets", products: ["secrets"], counted: countedSecrets(scans) },
  ];
}

/** How many secrets the newest scan that looked for them counts. */
export function countedSecrets(scans: readonly Scan[]): number {
  return scans.find((scan) => ran(scan, "secrets"))?.counts.secrets ?? 0;
}

/**
 * Where a total tells of more than the counts of the products, as of AI findings: that surplus is held against what
 * came beyond those counts. The total of a scan that also ran what cannot be read here proves nothing.
 */
function surplusShortfall(
  products: readonly (ProductCount & { readonly returned: number; readonly elsewhere: number })[],
  gathered: Gathered,
  scans: readonly Scan[],
): Shortfall | undefined {
  const surplusCounted = sum(scansWithOwnTotal(scans).map(surplusOf));
  const surplusReturned = sum(products.map(({ returned, counted }) => Math.max(0, returned - counted)));
  if (surplusReturned >= surplusCounted) return undefined;
  return {
    name: "all",
    products: SEMGREP_PRODUCTS.filter((product) => gathered[product].error === undefined),
    counted: sum(products.map((product) => product.counted)) + surplusCounted,
    returned: returnedOf(gathered, SEMGREP_PRODUCTS),
    elsewhere: sum(products.map((product) => product.elsewhere)),
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
  return SEMGREP_PRODUCTS.some((known) => known === product);
}

function returnedOf(gathered: Gathered, products: readonly SemgrepProduct[]): number {
  return sum(products.map((product) => gathered[product].items.length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
