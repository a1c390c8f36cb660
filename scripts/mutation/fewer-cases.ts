/**
 * Stands for `fast-check` where `test-thread.ts` loads test files: tries each property with fewer cases. They run again
 * for every change that survives, and what a thousand cases show, a hundred mostly show too.
 */
import fc, { type IRawProperty, type Parameters } from "fast-check";

const MOST_CASES = 100;

// That a property does not hold is enough: the smallest case that shows it takes longest to find.
fc.configureGlobal({ endOnFailure: true });

function assert<Case>(property: IRawProperty<Case>, settings: Parameters<Case> = {}): Promise<void> | void {
  const numRuns = Math.min(settings.numRuns ?? MOST_CASES, MOST_CASES);
  return fc.assert(property, { ...settings, numRuns });
}

export default { ...fc, assert };
