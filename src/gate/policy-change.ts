import type { Counts, PolicyPreview } from "../model/report.ts";
import type { Note } from "../model/verdict.ts";
import { counted } from "../text/count.ts";
import { clip, visible } from "../text/escape.ts";

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
  return { level: "info", text: `${change}: it would ${blocking}, and ${suppressed}. ${decided}` };
}
