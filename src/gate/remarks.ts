import type { Suppression } from "../model/policy.ts";
import { plainId } from "./match.ts";

/** What an author may want to know of an entry that is right as it is. */
export interface SuppressionRemark {
  /** Its place in the list, from 0. */
  readonly index: number;
  /** `repeated`: an entry before it reaches the same and ends on the same day. `distant`: it ends in over a year. */
  readonly kind: "repeated" | "distant";
}

/** Remarks on the suppressions of one file. @param today `YYYY-MM-DD`, in UTC */
export function suppressionRemarks(
  entries: readonly Suppression[],
  today: string,
): readonly SuppressionRemark[] {
  const known = new Set<string>();
  const inAYear = yearAfter(today);
  return entries.flatMap((entry, index) => {
    const key = suppressionKey(entry);
    const isRepeated = known.has(key);
    known.add(key);
    return [
      ...(isRepeated ? [{ index, kind: "repeated" } as const] : []),
      ...(entry.expires > inAYear ? [{ index, kind: "distant" } as const] : []),
    ];
  });
}

/** What an entry reaches and until when, as one text; reason and owner are words for people. */
export function suppressionKey({ id, package: name, version, paths, tool, expires }: Suppression): string {
  return JSON.stringify([plainId(id), name, version, paths, tool, expires]);
}

function yearAfter(day: string): string {
  const date = new Date(day);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString().slice(0, 10);
}
