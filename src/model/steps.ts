/**
 * Long work of the core in steps: it stops at each `yield`, so that whoever runs it can look at the clock and at the
 * signal, and go on or drop it. No step takes longer than a fraction of a second, whatever the input.
 */
export type Steps<Result> = Generator<void, Result, void>;

/** Does all steps at once, for work that is known to be short. */
export function finishSteps<Result>(steps: Steps<Result>): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/**
 * Asks, a step apart, until there is an answer: for what is mostly known at once, and asked so often that a generator
 * for each question would cost more than the answers.
 * @param ask undefined: it has worked for long, and goes on from there when it is asked again
 */
export function* askedInSteps<About extends readonly unknown[], Result>(
  ask: (...about: About) => Result | undefined,
  ...about: About
): Steps<Result> {
  for (let answer = ask(...about); ; answer = ask(...about)) {
    if (answer !== undefined) return answer;
    yield;
  }
}

/** After how many items a loop of the core makes a step. */
export const ITEMS_PER_STEP = 2_000;

/** Maps a list, one piece of work an item. */
export function* mapInSteps<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Result,
): Steps<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(work(item));
    yield;
  }
  return results;
}

/** The same list, with a step every {@link ITEMS_PER_STEP} items: a loop over it stops for the clock and the signal. */
export function* inStepsOver<Item>(
  items: readonly Item[],
  work: (item: Item, at: number) => void,
): Steps<void> {
  for (let at = 0; at < items.length; at += 1) {
    work(items[at] as Item, at); // inside the bounds
    if (at % ITEMS_PER_STEP === ITEMS_PER_STEP - 1) yield;
  }
}

/** How many items are sorted at once. */
const RUN_LENGTH = 5_000;

/** Sorts a long list in steps, as `toSorted` does at once: runs first, then two by two into one. */
export function* sortInSteps<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Steps<readonly Item[]> {
  let runs: (readonly Item[])[] = [];
  for (let at = 0; at < items.length; at += RUN_LENGTH) {
    runs.push(items.slice(at, at + RUN_LENGTH).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: (readonly Item[])[] = [];
    for (const [at, run] of runs.entries()) {
      if (at % 2 === 0) merged.push(yield* mergedRuns(run, runs[at + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergedRuns<Item>(
  left: readonly Item[],
  right: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Steps<readonly Item[]> {
  const merged: Item[] = [];
  let at = 0;
  for (const one of left) {
    for (let other = right[at]; other !== undefined && compare(other, one) < 0; other = right[at]) {
      merged.push(other);
      at += 1;
    }
    merged.push(one);
    if (merged.length % RUN_LENGTH === 0) yield;
  }
  for (; at < right.length; at += 1) merged.push(right[at] as Item); // inside the bounds
  return merged;
}
