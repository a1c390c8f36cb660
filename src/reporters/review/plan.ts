import type { CodeEdit, Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import type { Note } from "../../model/verdict.ts";
import type { DiffFile } from "../../review-ports.ts";
import { counted } from "../../text/count.ts";
import { isRepositoryPath } from "../../text/link.ts";
import { blockers } from "../markdown/words.ts";
import { type DiffLines, linesInDiff, rightSideOf } from "./diff.ts";
import { suggestedLines } from "./suggestion.ts";
import { editOf } from "./thread.ts";

/** The most threads that a pull request gets (contract §9). */
const MOST_THREADS = 20;

/** Which findings get a thread (contract §2, `review`). */
export type ReviewMode = "fixes" | "blocking";

/** A thread that a finding should have. */
export interface PlannedThread {
  readonly finding: Finding;
  readonly path: string;
  /** The lines that it is on: those of the finding, as far as one hunk of the diff holds them. */
  readonly lines: DiffLines;
  /** What the finding's fix makes of these lines, where that is exactly known. */
  readonly suggestion?: readonly string[];
}

export interface ReviewPlan {
  /** Worst first. */
  readonly threads: readonly PlannedThread[];
  /** How many more there would be. */
  readonly leftOut: number;
}

/** Whether the diff is needed at all: whether some finding could get a thread. */
export function mayHaveThreads(report: Report, mode: ReviewMode): boolean {
  return candidates(report, mode).length > 0;
}

interface Candidate {
  readonly finding: Finding;
  readonly path: string;
  readonly line: number;
  readonly edit: CodeEdit | undefined;
}

function candidates(report: Report, mode: ReviewMode): readonly Candidate[] {
  return blockers(report).flatMap((finding) => {
    const { path, line } = finding;
    const edit = editOf(finding);
    if (path === undefined || line === undefined || !isRepositoryPath(path)) return [];
    return mode === "fixes" && edit === undefined ? [] : [{ finding, path, line, edit }];
  });
}

/**
 * Chooses the findings that get a thread, in the order of the comment's table, and the lines that each is on. A finding
 * whose lines the diff does not hold gets none; with `fixes` neither does one whose fix replaces no lines of it.
 */
export function planReview(report: Report, files: readonly DiffFile[], mode: ReviewMode): ReviewPlan {
  const patches = new Map(files.flatMap(({ path, patch }) => (patch === undefined ? [] : [[path, patch]])));
  const hunks = new Map<string, readonly DiffLines[]>();
  const hunksOf = (path: string) => {
    const known = hunks.get(path) ?? rightSideOf(patches.get(path) ?? "");
    hunks.set(path, known);
    return known;
  };
  const all = candidates(report, mode).flatMap(({ finding, path, line, edit }): readonly PlannedThread[] => {
    const lines = linesInDiff(hunksOf(path), { line, endLine: Math.max(line, finding.endLine ?? line) });
    if (lines === undefined) return [];
    const suggestion = edit && suggestedLines(edit, lines);
    if (suggestion !== undefined) return [{ finding, path, lines, suggestion }];
    return mode === "fixes" ? [] : [{ finding, path, lines }];
  });
  return { threads: all.slice(0, MOST_THREADS), leftOut: Math.max(0, all.length - MOST_THREADS) };
}

/** What documents tell of a plan: what it leaves out. */
export function reviewNotes({ leftOut }: ReviewPlan): readonly Note[] {
  if (leftOut === 0) return [];
  const text = `Review threads: the ${MOST_THREADS} worst findings on lines of the diff have one; ${counted(leftOut, "more finding has", "more findings have")} none, for ${MOST_THREADS} is the limit.`;
  return [{ level: "info", text }];
}

/**
 * Threads whose suggestions never overlap: of two that would, the later one, and any that would overlap with lines that
 * are taken already, keeps its fix as text only.
 */
export function withoutOverlaps(
  threads: readonly PlannedThread[],
  taken: readonly TakenLines[],
): readonly PlannedThread[] {
  const all = [...taken];
  return threads.map((thread) => {
    if (thread.suggestion === undefined) return thread;
    const { path, lines, finding } = thread;
    const own = { path, line: lines.line, endLine: lines.line + lines.texts.length - 1 };
    const isFree = all.every(
      (other) => other.path !== path || other.endLine < own.line || own.endLine < other.line,
    );
    if (isFree) all.push(own);
    return isFree ? thread : { finding, path, lines };
  });
}

/** Lines that a suggestion replaces. */
export interface TakenLines {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}
