/** How many single characters must be put in, left out or replaced to make one word of another. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = Number(above[column - 1]) + Number(a[row - 1] !== b[column - 1]);
      current.push(Math.min(replaced, Number(above[column]) + 1, Number(current[column - 1]) + 1));
    }
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
