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

  join(one: number, other: number): void {
    const a = this.rootOf(one);
    const b = this.rootOf(other);
    if (a < b) this.#parent[b] = a;
    else this.#parent[a] = b;
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
