import { clip, visible, visibleLines } from "./escape.ts";

/** A part of a document that can be told at several lengths. */
export interface Block {
  /**
   * Who gives way: of all steps from a form to the next, the one with the lowest number first. One number for all
   * steps of the block, or one for each; a step without one comes last.
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
export function fitBlocks(blocks: readonly Block[], budget: Budget): Fitted {
  const slots = blocks.map((block) => slotOf(block, budget));
  const steps = inOrderOfGivingWay(slots);
  let room = budget.max - slots.reduce((sum, { form }) => sum + form.cost, 0);
  for (const { slot, from, to } of steps) {
    if (room >= 0) break;
    slot.form = to;
    room += from.cost - to.cost;
  }
  const full = new Set<number>();
  for (const { slot, from, to, priority } of steps.toReversed()) {
    const wasTaken = slot.form === to;
    if (!wasTaken || full.has(priority)) continue;
    const needed = from.cost - to.cost;
    if (needed > room) {
      // Of equals that stand in a row, none is given back behind one that had to go.
      full.add(priority);
      continue;
    }
    slot.form = from;
    room -= needed;
  }
  const chosen = slots.map(({ form }) => form.text);
  return { text: chosen.filter((form) => form !== "").join(BETWEEN), chosen, fits: room >= 0 };
}

/** A form with what it takes of the budget. */
interface Form {
  readonly text: string;
  readonly cost: number;
}

/** Where a block stands in the document, in the form that is chosen now. */
interface Slot {
  form: Form;
  /** The block's ways from one form to the next shorter one. */
  readonly steps: readonly { readonly from: Form; readonly to: Form; readonly priority: number }[];
}

interface Step {
  readonly slot: Slot;
  readonly from: Form;
  readonly to: Form;
  readonly priority: number;
}

function slotOf({ forms, priority }: Block, { size = (text) => text.length }: Budget): Slot {
  const formOf = (text: string): Form => ({ text, cost: text === "" ? 0 : size(text) + BETWEEN.length });
  const [richest, ...shorter] = forms;
  const form = formOf(richest);
  let from = form;
  const steps = shorter.map((text, index) => {
    const own = typeof priority === "number" ? priority : (priority[index] ?? Number.POSITIVE_INFINITY);
    const step = { from, to: formOf(text), priority: own };
    from = step.to;
    return step;
  });
  return { form, steps };
}

/** All steps of all blocks by priority, the lowest number first; of equals those of the later block. */
function inOrderOfGivingWay(slots: readonly Slot[]): readonly Step[] {
  return slots
    .toReversed()
    .flatMap((slot) => slot.steps.map((step) => ({ slot, ...step })))
    .toSorted((a, b) => a.priority - b.priority);
}

/**
 * Text escaped for a channel, at most `max` units long after escaping, which can make a hostile text many times
 * longer. `max` must leave room for one escaped character. Line ends become spaces unless lines are kept.
 */
export function fitText(
  text: string,
  max: number,
  toChannel: (text: string) => string,
  lines: "one-line" | "keep-lines" = "one-line",
): string {
  return fitting(text, { max, toChannel, lines }).escaped;
}

/** The same text before it is escaped, for a channel that escapes it as a part of something else. */
export function clipToFit(
  text: string,
  max: number,
  toChannel: (text: string) => string,
  lines: "one-line" | "keep-lines" = "one-line",
): string {
  return fitting(text, { max, toChannel, lines }).clipped;
}

interface Fitting {
  readonly max: number;
  readonly toChannel: (text: string) => string;
  readonly lines: "one-line" | "keep-lines";
}

function fitting(
  text: string,
  { max, toChannel, lines }: Fitting,
): { readonly clipped: string; readonly escaped: string } {
  const plain = lines === "one-line" ? visible(text) : visibleLines(text);
  let units = Math.min(plain.length, max);
  let clipped = clip(plain, units);
  let escaped = toChannel(clipped);
  while (escaped.length > max && units > 1) {
    units = Math.max(1, Math.floor((units * max) / escaped.length));
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
