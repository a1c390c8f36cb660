import { counted } from "../../text/count.ts";
import type { IssueType } from "./client.ts";
import type { Reading } from "./read-findings.ts";
import { PRODUCTS, type Product, READABLE, type Scan } from "./scan.ts";
import type { WireFinding, WireSecret } from "./schema.ts";

/** One count of the scan stands for both. */
const CODE: readonly Product[] = ["sast", "ai_sast"];

/** All lists of one ref, product by product. */
export interface Gathered extends Readonly<Record<IssueType, Reading<WireFinding>>> {
  readonly secrets: Reading<WireSecret>;
}

/** Where a scan counted more findings than the API returned for its ref, of any status. */
export interface Shortfall {
  /** `all`: of those that no product's own count tells of. */
  readonly name: "code" | "supply chain" | "secrets" | "all";
  readonly products: readonly Product[];
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
  const missed = PRODUCTS.filter(
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
  const all = missed.length > 0 ? undefined : allInAll(products, gathered, scanned);
  return all === undefined ? short : [...short, all];
}

/** Whether a list is refused that no scan of the group has anything in: the plan does not show the product. */
export function isHidden(product: Product, gathered: Gathered, { scans }: Scanned): boolean {
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
  readonly products: readonly Product[];
  readonly counted: number;
}

function productCounts({ scans }: Scanned): readonly ProductCount[] {
  const newestOf = (product: Product) => scans.find((scan) => ran(scan, product))?.counts;
  return [
    // Two scans may share this count; neither is held against the other's share.
    { name: "code", products: CODE, counted: Math.max(...CODE.map((one) => newestOf(one)?.code ?? 0)) },
    { name: "supply chain", products: ["sca"], counted: newestOf("sca")?.supplyChain ?? 0 },
    { name: "secrets", products: ["secrets"], counted: newestOf("secrets")?.secrets ?? 0 },
  ];
}

/**
 * What a scan's total has beyond the counts of its products, as AI findings may be: it is held against what came
 * beyond those counts. Totals of scans that also ran what cannot be read here prove nothing.
 */
function allInAll(
  products: readonly (ProductCount & { readonly returned: number })[],
  gathered: Gathered,
  { scans }: Scanned,
): Shortfall | undefined {
  const held = scans.filter(
    (scan, at) => scan.products.every(isReadable) && !isReplaced(scan, scans.slice(0, at)),
  );
  const beyond = sum(held.map(({ counts }) => Math.max(0, counts.total - ofProducts(counts))));
  const told = sum(products.map((entry) => entry.counted));
  const more = sum(products.map((entry) => Math.max(0, entry.returned - entry.counted)));
  if (more >= beyond) return undefined;
  const returned = returnedOf(gathered, PRODUCTS);
  const elsewhere = told === 0 ? gathered.secrets.foreign : 0;
  const readable = PRODUCTS.filter((product) => gathered[product].error === undefined);
  return { name: "all", products: readable, counted: told + beyond, returned, elsewhere };
}

function ran(scan: Scan, product: Product): boolean {
  return scan.products.length === 0 || scan.products.includes(product);
}

/** Whether newer scans ran all that a scan ran. */
function isReplaced(scan: Scan, newer: readonly Scan[]): boolean {
  return PRODUCTS.filter((product) => ran(scan, product)).every((product) =>
    newer.some((other) => ran(other, product)),
  );
}

function isReadable(product: string): boolean {
  return READABLE.includes(product);
}

function ofProducts({ code, supplyChain, secrets }: Scan["counts"]): number {
  return code + supplyChain + secrets;
}

function returnedOf(gathered: Gathered, products: readonly Product[]): number {
  return sum(products.map((product) => gathered[product].items.length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
