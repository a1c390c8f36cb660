import { countsAsSnyk } from "../../context/snyk-author.ts";
import { sentence } from "../../errors.ts";
import type { CommitStatus } from "../../forge-ports.ts";
import type { CheckEvidence, FailedCheck, SnykProduct } from "../../model/evidence.ts";
import type { Reason } from "../../model/verdict.ts";
import { compareText, groupBy } from "../../text/group.ts";
import { webAddress } from "../../text/link.ts";
import { present } from "../../text/present.ts";
import { FINDING_TYPE_OF } from "./project.ts";

/** One pull request check of Snyk: all statuses of one context together. */
export interface SnykCheck {
  /** As GitHub shows it: `security/snyk (my-org)`. */
  readonly context: string;
  /** Undefined for a product that is new. */
  readonly product: SnykProduct | undefined;
  /** Lower case; of several authors' the most serious. */
  readonly state: string;
  readonly description?: string;
  /** A safe address: whoever may set a commit status can name any. */
  readonly link?: string;
  /** Set when the only word is a success of this login, who wrote the pull request. */
  readonly ownSuccess?: string;
}

/** Whose statuses are Snyk's. */
export interface CheckAuthors {
  /** Logins that alone count; empty: everybody's but those of workflows. */
  readonly trusted: readonly string[];
  /** Who wrote the pull request, where that is known. */
  readonly pullRequestAuthor?: string;
}

/** Snyk sets commit statuses, not check runs; each organization that imported the repository sets its own. */
const CONTEXT = /^([^/\s]+)\/snyk(?:\s*\(.+\))?$/i;

/** Products by the name in a check's context. */
const PRODUCTS: Readonly<Record<string, SnykProduct>> = {
  security: "sca",
  "open-source": "sca",
  license: "license",
  code: "code",
  container: "container",
  iac: "iac",
  secrets: "secrets",
};

/** The product that a context speaks for; undefined for one that is new, or that is no check of Snyk. */
export function productOfContext(context: string): SnykProduct | undefined {
  const name = CONTEXT.exec(context.trim())?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(PRODUCTS, name) ? PRODUCTS[name] : undefined;
}

/**
 * Snyk's checks among a commit's statuses, which are the newest of each context and author, ordered by context. An
 * author's success does not undo another's failure: of several the most serious state counts.
 */
export function selectChecks(statuses: readonly CommitStatus[], authors: CheckAuthors): readonly SnykCheck[] {
  const own = statuses.filter(
    (status) => CONTEXT.test(status.context.trim()) && countsAsSnyk(status.author, authors.trusted),
  );
  return [...groupBy(own, ({ context }) => context.trim().toLowerCase())]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([, ofContext]) => checkOf(newestOfEach(ofContext), authors));
}

/** The newest of each author; without a time the first, as GitHub lists the newest first. */
function newestOfEach(statuses: readonly CommitStatus[]): readonly CommitStatus[] {
  return [...groupBy(statuses, ({ author }) => author?.toLowerCase() ?? "").values()].flatMap((own) =>
    own
      .slice(1)
      .reduce((a, b) => ((b.updatedAt ?? "") > (a.updatedAt ?? "") ? b : a), own[0] as CommitStatus),
  );
}

/** Most serious first; a word that is new proves nothing and stands with `error`. */
const SERIOUSNESS: readonly string[] = ["failure", "pending", "error", "success"];

function rankOf({ state }: Pick<CommitStatus, "state">): number {
  const rank = SERIOUSNESS.indexOf(stateOf(state));
  return rank === -1 ? SERIOUSNESS.indexOf("error") : rank;
}

function stateOf(state: string): string {
  return state.trim().toLowerCase();
}

function checkOf(statuses: readonly CommitStatus[], authors: CheckAuthors): SnykCheck {
  const [worst, ...others] = statuses.toSorted((a, b) => rankOf(a) - rankOf(b));
  const status = worst as CommitStatus; // a group has one at least
  const context = status.context.trim();
  return {
    context,
    product: productOfContext(context),
    state: stateOf(status.state),
    ...present({
      description: status.description || undefined,
      link: webAddress(status.link)?.uri,
      ownSuccess: [status, ...others].every((each) => isOwnSuccess(each, authors))
        ? status.author
        : undefined,
    }),
  };
}

/** Whoever named the author in `snyk-check-author` trusts them with their own pull requests too. */
function isOwnSuccess(
  { author, state }: CommitStatus,
  { trusted, pullRequestAuthor }: CheckAuthors,
): boolean {
  const isOwn = author !== undefined && author.toLowerCase() === pullRequestAuthor?.toLowerCase();
  return isOwn && trusted.length === 0 && stateOf(state) === "success";
}

/** The contexts of checks that have no result yet. */
export function pendingContexts(checks: readonly SnykCheck[]): readonly string[] {
  return checks.filter(({ state }) => state === "pending").map(({ context }) => context);
}

/** What checks mean for the verdict. */
export interface CheckResult {
  readonly failed: readonly FailedCheck[];
  /** Checks that came to no result. */
  readonly reasons: readonly Reason[];
}

/** How Snyk describes a check that tested nothing ("You have used your limit of private tests"). */
const NOT_TESTED = /\btests? limit\b|\blimit of\b.*\btests\b|\bquota\b|\bcancell?ed\b/i;

/**
 * Judges checks that are done. A `failure` counts whatever its text says. An `error` is Snyk's word for a quota that is
 * used up, an import that is out of step or a manifest that it cannot read, and proves nothing; nor does a word that is
 * new, nor a success that says that nothing was tested: where nothing better is there, evidence is missing.
 *
 * @param isDecisive whether evidence of a check's product hangs on the check
 */
export function judgeChecks(
  checks: readonly SnykCheck[],
  isDecisive: (check: SnykCheck) => boolean,
): CheckResult {
  const failed = checks.filter(({ state }) => state === "failure");
  const unclear = checks.filter((check) => isUnclear(check) && isDecisive(check));
  return { failed: failed.map(failedCheck), reasons: unclear.map(unclearReason) };
}

function isUnclear({ state, description }: SnykCheck): boolean {
  if (state === "success") return NOT_TESTED.test(description ?? "");
  return state !== "failure" && state !== "pending";
}

function failedCheck(check: SnykCheck): FailedCheck {
  return {
    type: check.product && FINDING_TYPE_OF[check.product],
    reason: {
      code: "pr-check-failed",
      source: "snyk",
      message: sentence(
        `Snyk's pull request check ${check.context} failed${quoted(check)}`,
        `Fix what it found${check.link === undefined ? "" : `, see ${check.link}`}`,
      ),
    },
  };
}

function unclearReason(check: SnykCheck): Reason {
  const isKnown = check.state === "error" || check.state === "success";
  const what = isKnown
    ? `Snyk's pull request check ${check.context} could not be done${quoted(check)}`
    : `Snyk's pull request check ${check.context} has the state "${check.state}", which says nothing known`;
  const where = check.link === undefined ? "in Snyk" : `at ${check.link}`;
  return {
    code: "no-evidence",
    source: "snyk",
    message: sentence(what, `Look at the check ${where} and run it again`),
  };
}

function quoted({ description }: SnykCheck): string {
  return description === undefined ? "" : `: "${description}"`;
}

/** A check as the report shows it. */
export function checkEvidence({ context, state, link }: SnykCheck): CheckEvidence {
  return { context, state, ...present({ link }) };
}
