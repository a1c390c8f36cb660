/**
 * Stands for `vitest` where `test-thread.ts` loads test files: keeps their tests in a list instead of running them. Has
 * what the tests of the pure core use; a test file that imports more fails to load, and the run says so.
 */
import { expect } from "vitest";

export { expect };

/** A test as a file states it. */
export interface CollectedTest {
  /** Its file, what it stands under and its title, with a number where two would be the same. */
  readonly id: string;
  /** Its file, as {@link collectFrom} was told. */
  readonly file: string;
  readonly run: () => unknown;
}

export const collectedTests: CollectedTest[] = [];

const place: { file: string; titles: readonly string[] } = { file: "", titles: [] };
const ids = new Map<string, number>();

/** Makes what is stated from now on the tests of a file. */
export function collectFrom(file: string): void {
  place.file = file;
  place.titles = [];
}

type Body = (...given: unknown[]) => unknown;

/** A test or a group of tests may have options before its body, and a time limit after it. */
function bodyOf(parts: readonly unknown[]): Body {
  const body = parts.find((part) => typeof part === "function");
  if (body === undefined) throw new Error(`a test in ${place.file} has no body`);
  // A function that a test file hands over takes what its rows hold.
  return body as Body;
}

function state(title: string, run: () => unknown): void {
  const name = [place.file, ...place.titles, title].join(" > ");
  const nth = (ids.get(name) ?? 0) + 1;
  ids.set(name, nth);
  collectedTests.push({ id: nth === 1 ? name : `${name} (${nth})`, file: place.file, run });
}

function group(title: string, body: () => unknown): void {
  const above = place.titles;
  place.titles = [...above, title];
  body();
  place.titles = above;
}

/** Both forms that vitest knows: `it(title, body)` and `it.each(rows)(title, body)`. */
function stating(one: (title: string, body: () => unknown) => void) {
  const each =
    (rows: readonly unknown[]) =>
    (title: string, ...parts: unknown[]): void => {
      const body = bodyOf(parts);
      for (const row of rows) one(title, () => body(...(Array.isArray(row) ? row : [row])));
    };
  return Object.assign((title: string, ...parts: unknown[]): void => one(title, bodyOf(parts)), { each });
}

export const it = stating(state);
export const test = it;
export const describe = stating(group);
