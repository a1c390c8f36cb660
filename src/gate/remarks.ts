import type { Suppression } from "../model/policy.ts";
import type { Counts, PolicyPreview } from "../model/report.ts";
import type { Note } from "../model/verdict.ts";
import { counted } from "../text/count.ts";
import { clip, visible } from "../text/escape.ts";
import { plainId } from "./subject-names.ts";

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

/** What no real path or problem exceeds by much: the note stays one that is read. */
const LONGEST_PATH = 200;
const LONGEST_PROBLEM = 600;

/** What the pull request's own version of the policy would do (contract §6), as plain text. */
export function policyChangeNote(
  preview: Omit<PolicyPreview, "note">,
  counts: Pick<Counts, "blocking" | "suppressed">,
): Note {
  const change = `This pull request changes the policy ${clip(visible(preview.path), LONGEST_PATH)}`;
  const decided = "The base branch's policy decided.";
  if (preview.problem !== undefined) {
    const problem = clip(visible(preview.problem).trim(), LONGEST_PROBLEM);
    return { level: "warning", text: `${change}, and its version cannot be used: ${problem} ${decided}` };
  }
  const blocking = `block ${counted(preview.blocking, "finding")} instead of ${counts.blocking}`;
  const suppressed = `suppress ${preview.suppressed} instead of ${counts.suppressed}`;
  const unread =
    preview.unread === undefined
      ? ""
      : ` It extends ${clip(visible(preview.unread), LONGEST_PATH)}, which is not read before it is merged.`;
  return { level: "info", text: `${change}: it would ${blocking}, and ${suppressed}. ${decided}${unread}` };
}
