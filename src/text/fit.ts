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
export function fitBlocks(blocks: readonly Block[], { max, size = (text) => text.length }: Budget): Fitted {
  const cost = (text: string): number => (text === "" ? 0 : size(text) + BETWEEN.length);
  const told = blocks.map(({ forms: [text, ...shorter], priority }) => {
    const richest: Form = { text, cost: cost(text) };
    const block: Told = { form: richest };
    return {
      block,
      steps: stepsOf(block, {
        richest,
        shorter: shorter.map((each) => ({ text: each, cost: cost(each) })),
        priority,
      }),
    };
  });
  const steps = told
    .toReversed()
    .flatMap((each) => each.steps)
    .sort((a, b) => a.priority - b.priority);
  let total = told.reduce((sum, { block }) => sum + block.form.cost, 0);
  const move = (block: Told, to: Form): void => {
    total += to.cost - block.form.cost;
    block.form = to;
  };
  for (const { block, to } of steps) {
    if (total <= max) break;
    move(block, to);
  }
  const full = new Set<number>();
  for (const { block, from, to, priority } of steps.toReversed()) {
    if (block.form !== to || full.has(priority)) continue;
    // Of equals that stand in a row, none is given back behind one that had to go.
    if (total + from.cost - to.cost > max) full.add(priority);
    else move(block, from);
  }
  const chosen = told.map(({ block }) => block.form.text);
  return { text: chosen.filter((form) => form !== "").join(BETWEEN), chosen, fits: total <= max };
}

/** A form with what it takes of the budget. */
interface Form {
  readonly text: string;
  readonly cost: number;
}

/** A block as it stands. */
interface Told {
  form: Form;
}

/** A block's way from one form to the next shorter one. */
interface Step {
  readonly block: Told;
  readonly from: Form;
  readonly to: Form;
  readonly priority: number;
}

interface Forms {
  readonly richest: Form;
  readonly shorter: readonly Form[];
  readonly priority: Block["priority"];
}

function stepsOf(block: Told, { richest, shorter, priority }: Forms): readonly Step[] {
  let from = richest;
  return shorter.map((to, index) => {
    const own = typeof priority === "number" ? priority : (priority[index] ?? Number.POSITIVE_INFINITY);
    const step = { block, from, to, priority: own };
    from = to;
    return step;
  });
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
