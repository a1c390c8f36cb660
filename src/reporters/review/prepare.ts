import { toReason } from "../../errors.ts";
import type { Report } from "../../model/report.ts";
import type { Note } from "../../model/verdict.ts";
import type { Ports } from "../../ports.ts";
import type { PullRequestReviews } from "../../review-ports.ts";
import { type ForgeWriting, trustedLinkHosts } from "../forge-reporters.ts";
import type { Reporter } from "../reporter.ts";
import { mayHaveThreads, planReview, type ReviewMode, type ReviewPlan, reviewNotes } from "./plan.ts";
import { reviewReporter } from "./publish.ts";

/** What review threads are made of. */
export interface ReviewPreparation {
  readonly report: Report;
  /** Absent where nothing can be written to a forge. */
  readonly writing: ForgeWriting | undefined;
}

/** The reviews of all pull requests with the judged head, before anything of them is written. */
export interface PreparedReview {
  readonly reporters: readonly Reporter[];
  /** What documents tell of the first one. */
  readonly notes: readonly Note[];
}

const NO_REVIEW: PreparedReview = { reporters: [], notes: [] };

/** Says so where the forge has none, or nothing is written to it. */
const NO_THREADS: Reporter = {
  id: "review",
  publish: async () => ({
    done: "no threads",
    warnings: ["No review threads were written: they need GitHub and a token for it. Set `review: off`."],
  }),
};

/**
 * Plans the review threads, where some are wanted: with the plan, documents can tell what has no room in it. A diff that
 * cannot be read is told with what else comes of the review.
 */
export async function prepareReview(
  { redact }: Pick<Ports, "redact">,
  { report, writing }: ReviewPreparation,
): Promise<PreparedReview> {
  if (writing === undefined) return NO_REVIEW;
  const { settings, context, forge, look } = writing;
  const { review: mode, dryRun, commentKey: key } = settings;
  if (mode === "off" || dryRun || context.kind !== "pull-request") return NO_REVIEW;
  const { reviews } = forge.roles;
  if (reviews === undefined) return { reporters: [NO_THREADS], notes: [] };
  // Known without a question, so that none is asked.
  if (context.leftAlone !== undefined) return NO_REVIEW;
  const numbers = [context.number, ...(context.siblings ?? []).map(({ number }) => number)];
  const plans = await Promise.all(
    numbers.map(async (number) => ({ number, ...(await planFor(number, { report, reviews, mode })) })),
  );
  const shared = { reviews, look, key, redact, linkHosts: trustedLinkHosts(settings) };
  return {
    reporters: plans.map(({ number, plan, warning }) =>
      named(reviewReporter({ ...shared, pullRequest: number, threads: plan.threads }), {
        id: number === context.number ? "review" : `review of #${number}`,
        warning,
      }),
    ),
    notes: plans.slice(0, 1).flatMap(({ plan }) => reviewNotes(plan)),
  };
}

interface Planned {
  readonly plan: ReviewPlan;
  readonly warning?: string;
}

const NOTHING: ReviewPlan = { threads: [], leftOut: 0 };

interface Planning {
  readonly report: Report;
  readonly reviews: PullRequestReviews;
  readonly mode: ReviewMode;
}

async function planFor(number: number, { report, reviews, mode }: Planning): Promise<Planned> {
  if (!mayHaveThreads(report, mode)) return { plan: NOTHING };
  try {
    return { plan: planReview(report, await reviews.diff(number), mode) };
  } catch (error) {
    return { plan: NOTHING, warning: toReason(error, "github").message };
  }
}

/** The same reporter by another name, with what had gone wrong before. */
function named(
  reporter: Reporter,
  { id, warning }: { readonly id: string; readonly warning?: string | undefined },
) {
  return {
    id,
    async publish(report: Report) {
      const published = await reporter.publish(report);
      const before = warning === undefined ? [] : [warning];
      return { ...published, warnings: [...before, ...(published.warnings ?? [])] };
    },
  };
}
