import {
  type EvidenceKind,
  type ProductEvidence,
  SNYK_PRODUCTS,
  type SnykProduct,
} from "../../model/evidence.ts";
import type { PlacedProjects } from "./branches.ts";
import { productOf, type SnykProject } from "./project.ts";

/** The rungs of the ladder of evidence, best first (contract §5.2). */
const RUNGS = ["report", "head-projects", "pr-check", "base-projects"] as const satisfies EvidenceKind[];
type Rung = (typeof RUNGS)[number];

/** Snyk does not check these in pull requests by itself, so that nobody need wait for more than their base branch. */
const NOT_CHECKED: readonly SnykProduct[] = ["container", "iac"];

/** What is known of the products when the ladder is climbed. */
export interface LadderKnowledge {
  /** With `commit`, only evidence for the very commit counts. */
  readonly mode: "branch" | "commit";
  /** Whether a change is judged, which has pull request checks. */
  readonly isChange: boolean;
  /** Products that report files of this job stand for. */
  readonly reported: readonly SnykProduct[];
  /** The repository's active projects, of whatever branch. */
  readonly projects: readonly SnykProject[];
  readonly placed: PlacedProjects;
  /** Ids of head projects whose results are older than the commit; they do not count with `commit`. */
  readonly stale: ReadonlySet<string>;
  /** Products with a pull request check on the head commit, or whose check an earlier head had. */
  readonly checked: readonly SnykProduct[];
  readonly expected: readonly SnykProduct[];
}

/** How far one product came. */
export interface ProductRung {
  readonly product: SnykProduct;
  /** Undefined when nothing of it counts. */
  readonly rung: Rung | undefined;
  /** Nothing but the base branch's projects can be had of it in a pull request: it is shown, and decides nothing. */
  readonly isAside: boolean;
}

/** Climbs the ladder for each product that a report, a project or a check of the repository speaks for. */
export function climbLadder(known: LadderKnowledge): readonly ProductRung[] {
  const spokenFor = new Set<SnykProduct>([
    ...known.reported,
    ...known.projects.map(productOf),
    ...known.checked,
    ...known.expected,
  ]);
  const rungs = SNYK_PRODUCTS.filter((product) => spokenFor.has(product)).map((product) =>
    rungOf(product, known),
  );
  // Where there is nothing else, what stands on the base branch is what the source stands on.
  return rungs.every(({ isAside }) => isAside) ? rungs.map((each) => ({ ...each, isAside: false })) : rungs;
}

function rungOf(product: SnykProduct, known: LadderKnowledge): ProductRung {
  const { mode, isChange, reported, placed, stale, checked } = known;
  const head = placed.head.filter((project) => productOf(project) === product);
  const isFresh = mode === "branch" || head.every(({ id }) => !stale.has(id));
  if (reported.includes(product)) return { product, rung: "report", isAside: false };
  if (head.length > 0 && isFresh) return { product, rung: "head-projects", isAside: false };
  if (isChange && checked.includes(product)) return { product, rung: "pr-check", isAside: false };
  // Snyk finds licenses in the projects of package managers.
  const holder = product === "license" ? "sca" : product;
  const hasBase = placed.base.some((project) => productOf(project) === holder);
  return {
    product,
    rung: hasBase && mode === "branch" ? "base-projects" : undefined,
    isAside: head.length === 0 && NOT_CHECKED.includes(product),
  };
}

/** The weakest rung of the products that decide; undefined when nothing counts. */
export function weakestRung(rungs: readonly ProductRung[]): Rung | undefined {
  const reached = rungs.filter(({ isAside }) => !isAside).map(({ rung }) => rung);
  return RUNGS.findLast((rung) => reached.includes(rung));
}

/** Products of which nothing counts though something should. */
export function productsWithoutEvidence(rungs: readonly ProductRung[]): readonly SnykProduct[] {
  return rungs.filter(({ rung, isAside }) => rung === undefined && !isAside).map(({ product }) => product);
}

/** Whether a pull request check is what a product's evidence hangs on: nothing better is there. */
export function needsCheck({ rung }: ProductRung): boolean {
  return rung !== "report" && rung !== "head-projects";
}

/** Whether Snyk may check a product in pull requests by itself. */
export function canBeChecked({ product }: ProductRung): boolean {
  return !NOT_CHECKED.includes(product);
}

/** What the report says was looked at. */
export function productEvidence(rungs: readonly ProductRung[]): readonly ProductEvidence[] {
  return rungs.flatMap(({ product, rung }) => (rung === undefined ? [] : [{ product, evidence: rung }]));
}
