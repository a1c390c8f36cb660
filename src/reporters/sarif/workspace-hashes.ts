import type { Report } from "../../model/report.ts";
import { inStepsOver, type Steps } from "../../model/steps.ts";
import type { Files } from "../../ports.ts";
import { inSlices, type Pace } from "../../slices.ts";
import { SARIF_LIMITS } from "./limits.ts";
import { lineHashes } from "./line-hash.ts";
import { sarifPlaceOf } from "./place.ts";
import type { LineHashes } from "./result.ts";
import { selectRuns } from "./selection.ts";

/** Bytes of one file; what is larger is generated, and has no line that anybody would follow. */
const LARGEST_FILE = 10_000_000;
/** UTF-16 units of all files together: some seconds of work. */
const MOST_TEXT = 100_000_000;

export interface WorkspaceHashes {
  readonly lineHashes: LineHashes;
  /** Files that were left unread because there were too many large ones. */
  readonly unread: number;
}

/**
 * The hashes of all lines that results of the report stand on, each file read once, in the order of the results.
 * A file that is missing, unreadable, too large or outside of the workspace gives none: its results have no
 * fingerprint. Ends early, with what there is, when the signal aborts.
 */
export async function workspaceHashes(report: Report, files: Files, pace: Pace): Promise<WorkspaceHashes> {
  const hashes = new Map<string, ReadonlyMap<number, string>>();
  let room = MOST_TEXT;
  let unread = 0;
  for (const [path, lines] of await inSlices(linesOf(report), pace)) {
    if (room <= 0 || pace.deadline.signal.aborted) {
      unread += 1;
      continue;
    }
    // No fingerprint is a loss of comfort; it must not cost the alert, whatever is wrong with the file.
    const text = await files.readWorkspace(path, LARGEST_FILE).catch(() => undefined);
    if (text === undefined) continue;
    room -= text.length;
    hashes.set(path, hashesOf(text, lines));
  }
  return { lineHashes: (path, line) => hashes.get(path)?.get(line), unread };
}

function* linesOf(report: Report): Steps<ReadonlyMap<string, ReadonlySet<number>>> {
  const lines = new Map<string, Set<number>>();
  for (const { entries } of yield* selectRuns(report)) {
    yield* inStepsOver(entries.slice(0, SARIF_LIMITS.results), ({ observation }) => {
      const { path, line } = sarifPlaceOf(observation);
      const known = lines.get(path);
      if (known === undefined) lines.set(path, new Set([line]));
      else known.add(line);
    });
  }
  return lines;
}

function hashesOf(text: string, lines: ReadonlySet<number>): ReadonlyMap<number, string> {
  const hash = lineHashes(text, Math.max(...lines));
  return new Map(
    [...lines].flatMap((line) => {
      const value = hash(line);
      return value === undefined ? [] : [[line, value] as const];
    }),
  );
}
