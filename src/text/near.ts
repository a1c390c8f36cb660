/**
 * How many single characters must be put in, left out, replaced, or swapped with their neighbor to make one word of
 * another (https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance, optimal string alignment).
 */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = Number(above[column - 1]) + Number(a[row - 1] !== b[column - 1]);
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? Number(before[column - 2]) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(replaced, swapped, Number(above[column]) + 1, Number(current[column - 1]) + 1));
    }
    before = above;
    above = current;
  }
  return Number(above[b.length]);
}

/** Longest word that is compared: what is longer is no misspelling. */
const LONGEST = 64;

/** The known words that may be meant, the nearest first; none that differs in more than a third of its letters. */
export function nearest(word: string, known: readonly string[], most = 3): readonly string[] {
  if (word.length > LONGEST) return [];
  return known
    .map((candidate) => ({ candidate, steps: distance(word, candidate) }))
    .filter(({ candidate, steps }) => steps <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.steps - b.steps || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}
