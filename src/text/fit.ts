import { clip, visible } from "./escape.ts";

/** A part of a document that can be told at several lengths. */
export interface Block {
  /**
   * Who gives way: of all steps from a form to the next, the one with the lowest number first. One number for all
   * steps of the block, or one for each.
   */
  readonly priority: number | readonly number[];
  /** From the richest to the shortest. An empty form leaves the block out. */
  readonly forms: readonly [string, ...(readonly string[])];
}

export interface Budget {
  readonly max: number;
  /** What a text takes of it; UTF-16 units unless given. */
  readonly size?: (text: string) => number;
}

export interface Fitted {
  /** The chosen forms, a blank line between them. */
  readonly text: string;
  /** The form chosen of each block, in the order given. */
  readonly chosen: readonly string[];
  /** False when even the shortest forms of all blocks are too long together. */
  readonly fits: boolean;
}

const BETWEEN = "\n\n";

/**
 * The richest document that stays within a budget: blocks give way one step at a time, the least important first
 * (of equals the later one), so that what matters most is the last to be shortened. Room that a long block leaves
 * when it gives way is given back, the most important first.
 */
export function fitBlocks(blocks: readonly Block[], { max, size = (text) => text.length }: Budget): Fitted {
  const costs = blocks.map(({ forms }) =>
    forms.map((form) => (form === "" ? 0 : size(form) + BETWEEN.length)),
  );
  const costOf = (index: number, form: number): number => costs[index]?.[form] ?? 0;
  const steps = stepsOf(blocks);
  const at = blocks.map(() => 0);
  let total = at.reduce((sum, form, index) => sum + costOf(index, form), 0);
  const move = (index: number, form: number): void => {
    total += costOf(index, form) - costOf(index, at[index] ?? 0);
    at[index] = form;
  };
  for (const { index, to } of steps) {
    if (total <= max) break;
    move(index, to);
  }
  const full = new Set<number>();
  for (const { index, to, priority } of steps.toReversed()) {
    const better = to - 1;
    if (at[index] !== to || full.has(priority)) continue;
    // Of equals that stand in a row, none is given back behind one that had to go.
    if (total + costOf(index, better) - costOf(index, to) > max) full.add(priority);
    else move(index, better);
  }
  const chosen = blocks.map(({ forms }, index) => forms[at[index] ?? 0] ?? forms[0]);
  return { text: chosen.filter((form) => form !== "").join(BETWEEN), chosen, fits: total <= max };
}

/** A block's way to its next shorter form. */
interface Step {
  readonly index: number;
  readonly to: number;
  readonly priority: number;
}

/** All steps in the order in which they are taken. */
function stepsOf(blocks: readonly Block[]): readonly Step[] {
  const steps = blocks.flatMap(({ forms, priority }, index) =>
    forms.slice(1).map((_, step) => {
      const own = typeof priority === "number" ? priority : (priority[step] ?? Number.POSITIVE_INFINITY);
      return { index, to: step + 1, priority: own };
    }),
  );
  return steps.sort((a, b) => a.priority - b.priority || b.index - a.index || a.to - b.to);
}

/**
 * Text escaped for a channel, at most `max` units long after escaping, which can make a hostile text many times
 * longer. `max` must leave room for one escaped character.
 */
export function fitText(text: string, max: number, toChannel: (text: string) => string): string {
  return fitting(text, max, toChannel).escaped;
}

/** The same text before it is escaped, for a channel that escapes it as a part of something else. */
export function clipToFit(text: string, max: number, toChannel: (text: string) => string): string {
  return fitting(text, max, toChannel).clipped;
}

function fitting(
  text: string,
  max: number,
  toChannel: (text: string) => string,
): { readonly clipped: string; readonly escaped: string } {
  const plain = visible(text);
  let units = Math.min(plain.length, max);
  let clipped = clip(plain, units);
  let escaped = toChannel(clipped);
  while (escaped.length > max && units > 1) {
    units = Math.max(1, Math.min(units - 1, Math.floor((units * max) / escaped.length)));
    clipped = clip(plain, units);
    escaped = toChannel(clipped);
  }
  return { clipped, escaped };
}

/** As many items as fit a budget together, in their order; each costs its own size and one more. What is too long is left out. */
export function takeFitting(items: readonly string[], max: number): readonly string[] {
  let left = max;
  return items.filter((item) => {
    const fits = item.length + 1 <= left;
    if (fits) left -= item.length + 1;
    return fits;
  });
}
