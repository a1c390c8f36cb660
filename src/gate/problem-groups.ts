import { groupBy } from "../text/group.ts";

const NONE = -1;

/** Groups of the numbers from 0 up to a size, joined pair by pair; joining is almost constant in time. */
export class UnionFind {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = new Int32Array(size);
    for (let member = 0; member < size; member += 1) this.#parent[member] = member;
  }

  /** The smallest member of a member's group. */
  rootOf(member: number): number {
    let root = member;
    for (let parent = this.#parentOf(root); parent !== root; parent = this.#parentOf(root)) {
      const grandparent = this.#parentOf(parent);
      this.#parent[root] = grandparent;
      root = grandparent;
    }
    return root;
  }

  /** Joins two groups; gives the root of the one that they are now. */
  join(one: number, other: number): number {
    const a = this.rootOf(one);
    const b = this.rootOf(other);
    const [root, joined] = a < b ? [a, b] : [b, a];
    this.#parent[joined] = root;
    return root;
  }

  /** The members of each group in their order, groups by their first member; made one at a time, to be dropped again. */
  *groups(): Generator<readonly number[], void> {
    const size = this.#parent.length;
    const next = new Int32Array(size).fill(NONE);
    const last = new Int32Array(size);
    for (let member = 0; member < size; member += 1) {
      const root = this.rootOf(member);
      if (root !== member) next[last[root] as number] = member; // roots are below the size, and come first
      last[root] = member;
    }
    for (let member = 0; member < size; member += 1) {
      if (this.rootOf(member) !== member) continue;
      const group: number[] = [member];
      for (let other = next[member]; other !== undefined && other !== NONE; other = next[other])
        group.push(other);
      yield group;
    }
  }

  #parentOf(member: number): number {
    return this.#parent[member] as number; // members are below the size
  }
}

/**
 * Groups that hold at most one problem of each tool. It starts from one tool's problems, each a group of its own, and
 * joins only groups of different tools, so that a third tool never makes one problem of two of another's.
 */
export class ProblemGroups {
  readonly #groups: UnionFind;
  readonly #toolOf: (member: number) => string;
  /** The tools of the groups that hold several, by root. */
  readonly #tools = new Map<number, readonly string[]>();

  /** @param groups of one tool each */
  constructor(groups: UnionFind, toolOf: (member: number) => string) {
    this.#groups = groups;
    this.#toolOf = toolOf;
  }

  /** Whether the group of a member holds a problem of a tool. */
  has(member: number, tool: string): boolean {
    const root = this.#groups.rootOf(member);
    return this.#tools.get(root)?.includes(tool) ?? this.#toolOf(root) === tool;
  }

  /** Joins the groups of two members, unless one tool has a problem in both. */
  join(one: number, other: number): void {
    const [a, b] = [this.#groups.rootOf(one), this.#groups.rootOf(other)];
    const [tools, more] = [this.#toolsOf(a), this.#toolsOf(b)];
    if (a === b || tools.some((tool) => more.includes(tool))) return;
    this.#tools.set(this.#groups.join(a, b), [...tools, ...more]);
  }

  /**
   * Joins members that are all said to be the same problem: the first of a tool with the first of each other tool,
   * the second with the second, and so on. What a tool has more than the others stays alone.
   */
  pair(members: readonly number[]): void {
    const [first, second, third] = members;
    if (first === undefined || second === undefined) return;
    if (third === undefined) {
      this.join(first, second);
      return;
    }
    const open: number[] = [];
    for (const [tool, own] of groupBy(members, this.#toolOf)) {
      const alone: number[] = [];
      let at = 0;
      for (const member of own) {
        while (at < open.length && this.has(open[at] as number, tool)) at += 1; // inside the bounds
        const other = open[at];
        if (other === undefined) alone.push(member);
        else this.join(other, member);
      }
      for (const member of alone) open.push(member);
    }
  }

  #toolsOf(root: number): readonly string[] {
    return this.#tools.get(root) ?? [this.#toolOf(root)];
  }
}
