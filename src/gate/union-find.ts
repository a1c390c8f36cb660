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

  #parentOf(member: number): number {
    return this.#parent[member] as number; // members are below the size
  }
}
