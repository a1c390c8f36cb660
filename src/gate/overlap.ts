import type { UnionFind } from "./union-find.ts";

/** Lines that one tool marks, first and last included. */
export interface Span {
  readonly index: number;
  readonly tool: string;
  readonly start: number;
  readonly end: number;
}

/** Joins the spans of different tools that have a line in common, list by list. */
export function joinOverlaps(lists: Iterable<readonly Span[]>, groups: UnionFind): void {
  for (const spans of lists) {
    if (spans.length > 1) sweep(spans, groups);
  }
}

/**
 * Goes down the file once. Per tool it remembers the spans that may still reach further down; those that a span of
 * another tool met are one group from then on, and only the one that reaches furthest is kept of them. So each span
 * is looked at once per tool, and a thousand spans on one line cost no more than a thousand lines.
 */
function sweep(spans: readonly Span[], groups: UnionFind): void {
  const reaching = new Map<string, Span[]>();
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    for (const [tool, earlier] of reaching) {
      if (tool === span.tool) continue;
      const met = earlier.filter((other) => other.end >= span.start);
      for (const other of met) groups.join(other.index, span.index);
      if (met.length === 0) reaching.delete(tool);
      else reaching.set(tool, [met.reduce((a, b) => (b.end > a.end ? b : a))]);
    }
    const own = reaching.get(span.tool);
    if (own === undefined) reaching.set(span.tool, [span]);
    else own.push(span);
  }
}
