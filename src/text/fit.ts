import { clip, visible } from "./escape.ts";

/** A part of a document that can be told at several lengths. */
export interface Block {
  /** Who gives way: the block with the lowest number first, down to its last form, before the next one. */
  readonly priority: number;
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
 * (of equals the later one), so that what matters most is the last to be shortened.
 */
export function fitBlocks(blocks: readonly Block[], budget: Budget): Fitted {
  const size = budget.size ?? ((text: string) => text.length);
  const cost = (form: string): number => (form === "" ? 0 : size(form) + BETWEEN.length);
  const chosen = blocks.map((block) => block.forms[0]);
  let total = chosen.reduce((sum, form) => sum + cost(form), 0);
  const yielding = [...blocks.entries()].sort(([i, a], [j, b]) => a.priority - b.priority || j - i);
  for (const [index, { forms }] of yielding) {
    if (total <= budget.max) break;
    const others = total - cost(forms[0]);
    const form = forms.find((each) => others + cost(each) <= budget.max) ?? forms.reduce((_, last) => last);
    chosen[index] = form;
    total = others + cost(form);
  }
  return { text: chosen.filter((form) => form !== "").join(BETWEEN), chosen, fits: total <= budget.max };
}

/**
 * Text escaped for a channel, at most `max` units long after escaping, which can make a hostile text many times
 * longer. `max` must leave room for one escaped character.
 */
export function fitText(text: string, max: number, toChannel: (text: string) => string): string {
  const plain = visible(text);
  let units = Math.min(plain.length, max);
  let escaped = toChannel(clip(plain, units));
  while (escaped.length > max && units > 1) {
    units = Math.max(1, Math.min(units - 1, Math.floor((units * max) / escaped.length)));
    escaped = toChannel(clip(plain, units));
  }
  return escaped;
}

/** As many items from the start as fit a budget together; each costs its own size and one more. */
export function takeFitting(items: readonly string[], max: number): readonly string[] {
  let left = max;
  const end = items.findIndex((item) => {
    left -= item.length + 1;
    return left < 0;
  });
  return end === -1 ? items : items.slice(0, end);
}
