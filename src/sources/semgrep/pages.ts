import { ScanGateError } from "../../errors.ts";

/** One page of a list, and where the next one is; without `next` it was the last. */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

export type FetchPage<T> = (cursor: string | undefined) => Promise<ListPage<T>>;

/**
 * Yields the pages of a list.
 * @throws what `fetch` throws, and `partial` when there are more pages than `most`: the list does not end.
 */
export async function* pagesOf<T>(list: {
  /** What is listed: `sast findings`. */
  readonly what: string;
  readonly most: number;
  readonly fetch: FetchPage<T>;
}): AsyncGenerator<readonly T[]> {
  let cursor: string | undefined;
  for (let page = 0; page < list.most; page += 1) {
    const { items, next } = await list.fetch(cursor);
    yield items;
    if (next === undefined) return;
    cursor = next;
  }
  throw new ScanGateError({
    code: "partial",
    source: "semgrep",
    message: `Semgrep's list of ${list.what} does not end within ${list.most} pages`,
    hint: "Run this job again, and report it to Semgrep if it stays so",
  });
}

/**
 * Pages with numbers from 0. The list ends with a page that has nothing new: the server may make pages smaller than
 * asked, and has been seen to repeat its last page for ever.
 */
export function numberedPages<T extends { readonly id: string }>(
  fetch: (page: number) => Promise<readonly T[]>,
): FetchPage<T> {
  const seen = new Set<string>();
  return async (cursor) => {
    const page = Number(cursor ?? 0);
    const items = await fetch(page);
    const before = seen.size;
    for (const { id } of items) seen.add(id);
    return { items, next: seen.size > before ? String(page + 1) : undefined };
  };
}

/** Pages that name the next one. The list ends where none is named, or one that was named before. */
export function cursorPages<T>(
  fetch: (
    cursor: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly cursor?: string | undefined }>,
): FetchPage<T> {
  const seen = new Set<string>();
  return async (cursor) => {
    const { items, cursor: next } = await fetch(cursor);
    if (next === undefined || next === "" || seen.has(next)) return { items, next: undefined };
    seen.add(next);
    return { items, next };
  };
}
