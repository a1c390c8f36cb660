import { distinctReasons } from "../errors.ts";
import type { EvidenceKind, SourceOutcome } from "../model/evidence.ts";
import type { SourceId } from "../model/finding.ts";
import type { PolicyChain, RequiredProducts } from "../model/policy.ts";
import { type Aside, isFailing, type Reason, SOURCE_NAMES } from "../model/verdict.ts";
import { present } from "../text/present.ts";

/** What keeps a verdict from being a pass, and trouble that does not. */
export interface Gaps {
  readonly reasons: readonly Reason[];
  readonly notes: readonly Aside[];
}

/** The input without which a source is off. */
const SWITCHES: Readonly<Record<SourceId, string>> = {
  semgrep: "semgrep-token",
  snyk: "snyk-token",
  reports: "reports",
};

/**
 * Why it cannot be told that nothing is wrong (contract §8): a pass needs positive evidence from every required
 * source, and from at least one source at all. Trouble of a source that is not required is told as a warning.
 */
export function gapsIn(outcomes: readonly SourceOutcome[], required: readonly SourceId[]): Gaps {
  const needed = required.flatMap((source) =>
    gapOf(
      source,
      outcomes.filter(({ evidence }) => evidence.source === source),
    ),
  );
  const others = outcomes
    .filter(({ evidence }) => !required.includes(evidence.source))
    .flatMap(({ reasons }) => reasons);
  const reasons = [...needed, ...others.filter(({ code }) => isFailing(code))];
  return {
    reasons:
      reasons.length > 0 || outcomes.some(isPositive) ? distinctReasons(reasons) : nothingSeen(outcomes),
    notes: others.filter(({ code }) => !isFailing(code)).map(asNote),
  };
}

/**
 * Products that a policy asks for and that nobody proved to have looked (contract §6, `products`), one reason for each
 * source. Any evidence counts; with `snykNeedsCommit` none that is only the base branch's.
 */
export function productGapsIn(
  outcomes: readonly SourceOutcome[],
  chains: readonly PolicyChain[],
  snykNeedsCommit: boolean,
): readonly Reason[] {
  return PRODUCT_SOURCES.flatMap((source) => {
    const asked = askedOf(source, chains);
    const seen = lookedAt(outcomes, source, snykNeedsCommit);
    const missing = [...asked].filter((product) => !seen.has(product));
    if (missing.length === 0) return [];
    const message =
      `The policy asks for ${missing.join(", ")} of ${source} (products), and nothing shows that ` +
      `${missing.length === 1 ? "it" : "they"} looked at this commit. Turn ${missing.length === 1 ? "it" : "them"} on for this repository, or take ${missing.length === 1 ? "it" : "them"} out of products.${source}.`;
    return [{ code: "no-evidence" as const, source, message }];
  });
}

/**
 * The outcomes with Snyk's evidence as the policy weighs it. What Snyk does not check in pull requests stands aside on
 * the base branch; but a product that `products` names decides like any other (contract §5.2).
 */
export function weighNamedProducts(
  outcomes: readonly SourceOutcome[],
  by: { readonly chains: readonly PolicyChain[]; readonly baseRef?: string },
): readonly SourceOutcome[] {
  const asked = askedOf("snyk", by.chains);
  return outcomes.map((outcome) => {
    const { source, products = [] } = outcome.evidence;
    const isOnBase = products.some((one) => one.evidence === "base-projects" && asked.has(one.product));
    if (source !== "snyk" || !isOnBase) return outcome;
    return {
      ...outcome,
      evidence: { ...outcome.evidence, evidence: "base-projects", ...present({ ref: by.baseRef }) },
    };
  });
}

function askedOf(source: keyof RequiredProducts, chains: readonly PolicyChain[]): ReadonlySet<string> {
  return new Set(chains.flatMap((chain) => chain.flatMap(({ policy }) => policy.products?.[source] ?? [])));
}

const PRODUCT_SOURCES: readonly (keyof RequiredProducts)[] = ["semgrep", "snyk"];

/** The products of a source that looked; of a source that does not tell them, those of its scans. */
function lookedAt(
  outcomes: readonly SourceOutcome[],
  source: SourceId,
  needsCommit: boolean,
): ReadonlySet<string> {
  const counts = (evidence: EvidenceKind) => !needsCommit || evidence !== "base-projects";
  return new Set(
    outcomes
      .map(({ evidence }) => evidence)
      .filter((evidence) => evidence.source === source)
      .flatMap(({ products, scans = [] }) =>
        products === undefined
          ? scans.flatMap((scan) => scan.products)
          : products.filter((one) => counts(one.evidence)).map(({ product }) => product),
      ),
  );
}

function asNote({ source, code, message }: Reason): Aside {
  return {
    level: "warning",
    source,
    code,
    text: `${SOURCE_NAMES[source]} is not required, so this decides nothing (${code}): ${message}`,
  };
}

/** Whether a source proved that it looked at the commit, whole and without trouble. */
function isPositive({ evidence, reasons }: SourceOutcome): boolean {
  return evidence.status === "complete" && evidence.evidence !== undefined && reasons.length === 0;
}

function gapOf(source: SourceId, outcomes: readonly SourceOutcome[]): readonly Reason[] {
  const told = outcomes.flatMap(({ reasons }) => reasons);
  if (told.length > 0) return told;
  if (outcomes.length > 0 && outcomes.every(isPositive)) return [];
  return [
    outcomes.every(({ evidence }) => evidence.status === "off") ? isOff(source) : hasNoEvidence(source),
  ];
}

function isOff(source: SourceId): Reason {
  const input = SWITCHES[source];
  return {
    code: "no-credentials",
    source,
    message: `${source} must answer, but the input ${input} is empty. Set ${input}, or take ${source} out of require.`,
  };
}

function hasNoEvidence(source: SourceId): Reason {
  const name = SOURCE_NAMES[source];
  const message =
    source === "reports"
      ? "Nothing shows that the report files are of this commit. Make them in the job that runs Scan Gate, on the commit that is judged, or with a scanner that writes the commit into its file."
      : `${name} gave no proof that it looked at this commit. The log tells what ${name} answered; re-run the job once it has scanned this commit.`;
  return { code: "no-evidence", source, message };
}

/** At least one reason, for a run in which nobody looked at the commit, though nobody had to. */
function nothingSeen(outcomes: readonly SourceOutcome[]): readonly Reason[] {
  const told = outcomes.flatMap(({ reasons }) => reasons);
  if (told.length > 0) return distinctReasons(told);
  return outcomes.some(({ evidence }) => evidence.status !== "off") ? [NOBODY_LOOKED] : [ALL_OFF];
}

const NOBODY_LOOKED: Reason = {
  code: "no-evidence",
  source: "gate",
  message:
    "No source gave proof that it looked at this commit. The log tells what each of them answered; re-run the job once one of them has scanned this commit.",
};

const ALL_OFF: Reason = {
  code: "no-credentials",
  source: "gate",
  message: `No source is on: the inputs ${Object.values(SWITCHES).join(", ")} are all empty. Set one of them.`,
};
