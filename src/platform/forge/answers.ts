import { isMissing } from "../../errors.ts";
import type { CommitDistance, CommitStatus } from "../../forge-ports.ts";
import { present } from "../../text/present.ts";

/** What a forge answers; undefined where it knows no such thing, or does not show it. */
export async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * The text of a file; undefined where the commit lacks it. Forges say 404 of a file, a commit and a repository alike, so
 * that the commit is asked for, too: only one that is there can lack a file.
 */
export async function fileOrNothing(
  file: () => Promise<string>,
  commit: () => Promise<unknown>,
): Promise<string | undefined> {
  const text = await orNothing(file);
  if (text === undefined) await commit();
  return text;
}

/** The distance of two commits, by what one has more than the other. */
export async function distanceBy(
  [base, head]: readonly [base: string, head: string],
  ahead: (from: string, to: string) => Promise<number>,
  mergeBase: () => Promise<string | undefined>,
): Promise<CommitDistance> {
  const [more, less, common] = await Promise.all([ahead(base, head), ahead(head, base), mergeBase()]);
  return { ahead: more, behind: less, ...present({ mergeBase: common }) };
}

/** The first status of each context and author. */
export function firstOfEach(statuses: readonly CommitStatus[]): readonly CommitStatus[] {
  const known = new Set<string>();
  return statuses.filter(({ context, author = "" }) => {
    const key = JSON.stringify([context.toLowerCase(), author.toLowerCase()]);
    const isFirst = !known.has(key);
    known.add(key);
    return isFirst;
  });
}

const FULL_BRANCH = "refs/heads/";

/** The bare name of a branch whose full name is given; undefined for anything else. */
export function branchOfRef(ref: string): string | undefined {
  return ref.startsWith(FULL_BRANCH) ? ref.slice(FULL_BRANCH.length) : undefined;
}
