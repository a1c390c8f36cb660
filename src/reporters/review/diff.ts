/** Lines of a file as they are in the pull request, one after the other. */
export interface DiffLines {
  /** The number of the first line, from 1. */
  readonly line: number;
  readonly texts: readonly string[];
}

/** A hunk of a unified diff: where it begins in the new file and how many of its lines are there. */
const HUNK = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/;

/**
 * The right side of a file's patch, hunk by hunk: lines that were added, and those around them that stayed. GitHub takes
 * comments on these lines and on no others
 * (https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request).
 */
export function rightSideOf(patch: string): readonly DiffLines[] {
  const hunks: { line: number; texts: string[]; left: number }[] = [];
  for (const row of patch.split("\n")) {
    const hunk = hunks.at(-1);
    if (hunk !== undefined && hunk.left > 0) {
      const mark = row[0] ?? " ";
      if (mark === "-" || mark === "\\") continue;
      if (mark === "+" || mark === " ") {
        hunk.texts.push(row.slice(1));
        hunk.left -= 1;
        continue;
      }
    }
    const [, line, count = "1"] = HUNK.exec(row) ?? [];
    if (line !== undefined) hunks.push({ line: Number(line), texts: [], left: Number(count) });
  }
  return hunks.filter(({ texts }) => texts.length > 0).map(({ line, texts }) => ({ line, texts }));
}

/** The part of some lines that one hunk holds, the first one of them; undefined where no hunk does. */
export function linesInDiff(
  hunks: readonly DiffLines[],
  { line, endLine }: { readonly line: number; readonly endLine: number },
): DiffLines | undefined {
  for (const hunk of hunks) {
    const first = Math.max(line, hunk.line);
    const last = Math.min(endLine, lastLine(hunk));
    if (first <= last)
      return { line: first, texts: hunk.texts.slice(first - hunk.line, last + 1 - hunk.line) };
  }
  return undefined;
}

/** The number of the last line. */
export function lastLine({ line, texts }: DiffLines): number {
  return line + texts.length - 1;
}
