import { ScanGateError } from "../errors.ts";
import type { PullRequests } from "../forge-ports.ts";
import type { Clock } from "../ports.ts";

/** Whether what a run has to say still belongs on a pull request. */
export type PullRequestStanding =
  | { readonly kind: "current" }
  /** It is closed, or at another commit. `because` is a clause: `it is closed`. */
  | { readonly kind: "moved-on"; readonly because: string }
  /** Its state could not be read, so that a newer run's word may be there. */
  | { readonly kind: "unknown"; readonly error: ScanGateError };

/** Looks at pull requests; each is read once for all who ask, unless somebody needs to know it anew. */
export interface PullRequestLook {
  /**
   * @param atMostMs how old the answer may be; any age unless given
   * @throws only what is no trouble of the forge, and a cancelled run
   */
  standing(number: number, atMostMs?: number): Promise<PullRequestStanding>;
}

/**
 * Looks at the pull requests of a judged commit.
 *
 * @param judged `leftAlone` is a clause that says why nothing is written, where that is known without a look.
 */
export function pullRequestLook(
  pullRequests: Pick<PullRequests, "get">,
  judged: { readonly commit: string; readonly leftAlone?: string | undefined },
  clock: Pick<Clock, "now">,
): PullRequestLook {
  const { commit, leftAlone } = judged;
  const looks = new Map<number, { readonly at: number; readonly seen: Promise<PullRequestStanding> }>();
  const readNow = async (number: number): Promise<PullRequestStanding> => {
    if (leftAlone !== undefined) return { kind: "moved-on", because: leftAlone };
    try {
      return standingOf(await pullRequests.get(number), commit);
    } catch (error) {
      if (!(error instanceof ScanGateError) || error.code === "cancelled") throw error;
      return { kind: "unknown", error };
    }
  };
  return {
    standing(number, atMostMs = Number.POSITIVE_INFINITY) {
      const known = looks.get(number);
      const at = clock.now();
      if (known !== undefined && at - known.at < atMostMs) return known.seen;
      const seen = readNow(number);
      looks.set(number, { at, seen });
      return seen;
    },
  };
}

function standingOf(
  { state, headCommit }: { readonly state: string; readonly headCommit: string },
  commit: string,
): PullRequestStanding {
  if (state !== "open") return { kind: "moved-on", because: "it is closed" };
  if (headCommit.toLowerCase() === commit.toLowerCase()) return { kind: "current" };
  // A forge may know no commit of a source repository that was deleted.
  const now = headCommit === "" ? "a commit that is not known" : headCommit.slice(0, 7);
  return { kind: "moved-on", because: `it is at ${now} now, and this run judged ${commit.slice(0, 7)}` };
}
