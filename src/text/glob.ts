import { compileGlob, type GlobProgram, type Instruction } from "./glob-program.ts";

const SLASH = 0x2f;

/**
 * Makes a test of paths from a glob, for the whole path from the repository's root, upper and lower case apart.
 *
 * `*` and `?` stay inside a segment, `**` as a whole segment stands for any number of segments (`dir/**` is all
 * that is below `dir`; in front of `/x` it finds `x` at the root too), `[a-z]` and `[!a-z]` are one character,
 * `{a,b}` one of several, and a backslash makes the next character plain. A slash at the end means all that is
 * below. Names that begin with a dot are names like any other. A leading `./` or `/` is ignored, in path and pattern.
 *
 * Every pattern costs at most its own length per character of the path, so no pattern can hang a run.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const program = compiled(pattern);
  const machine = new Machine(program.instructions);
  return (path) => accepts(program, machine, fromRoot(path));
}

/** Makes a test of folders: whether the glob may select something below one, as {@link globMatcher} selects. */
export function globFolderMatcher(pattern: string): (folder: string) => boolean {
  const machine = new Machine(compiled(pattern).instructions);
  return (folder) => machine.canGoOn(`${fromRoot(folder)}/`);
}

function compiled(pattern: string): GlobProgram {
  const rooted = fromRoot(pattern);
  return compileGlob(rooted.endsWith("/") ? `${rooted}**` : rooted);
}

/** Whether any glob of a list selects a path; an empty list selects none. */
export function globListMatcher(patterns: readonly string[]): (path: string) => boolean {
  const matchers = patterns.map(globMatcher);
  return (path) => matchers.some((matches) => matches(path));
}

function fromRoot(path: string): string {
  return path.replace(/^(?:\.?\/)+/, "");
}

function accepts(program: GlobProgram, machine: Machine, path: string): boolean {
  const { prefix, suffix, inside } = program;
  return path.startsWith(prefix) && path.endsWith(suffix) && path.includes(inside) && machine.run(path);
}

/**
 * Walks a path once with all states that the program can be in. A state is an instruction, twice: the odd one
 * stands right behind a `**` that matched nothing, where a slash need not be there. For `a/**` before `/b`:
 *
 * ```text
 *                          any character, slashes too
 *                                 ┌────┐
 *   (a)──a──(/)──/──(globstar)──▶(deep)─┘──segment ends──▶(/)──/──▶(b)──b──▶((accept))
 *                       │                                            ▲
 *                       └──segment starts, matches nothing──▶(/ odd)─┘ without a slash
 * ```
 *
 * Two sets of states are kept. `waiting` stands before a character: `char`, `slash`, `star` and `deep` wait for one.
 * Consuming it makes `pending`, the states behind it; entering those follows all arrows that need no character
 * (`split`, `jump`, `globstar`, the end of a `star` or `deep`) and fills `waiting` again.
 */
class Machine {
  readonly #program: readonly Instruction[];
  /** The step at which a state was last entered, so that each is entered once per character. */
  readonly #entered: Int32Array;
  /** States that wait for a character, and states to be entered. Both are kept, to spare an array a character. */
  readonly #waiting: number[] = [];
  readonly #pending: number[] = [];
  #step = 0;
  #accepted = false;
  /** Whether the rest of the path can no longer matter. */
  #settled = false;

  constructor(program: readonly Instruction[]) {
    this.#program = program;
    this.#entered = new Int32Array(program.length * 2);
  }

  /** Whether a path is accepted, or is the beginning of one that is. */
  canGoOn(path: string): boolean {
    return this.run(path) || this.#waiting.length > 0;
  }

  run(path: string): boolean {
    this.#step = 0;
    this.#entered.fill(-1);
    this.#settled = false;
    this.#pending.push(0);
    this.#enter(path, 0);
    for (let at = 0; at < path.length && !this.#settled; ) {
      const codePoint = path.codePointAt(at) as number; // inside the bounds
      at += codePoint > 0xffff ? 2 : 1;
      this.#consume(codePoint);
      if (this.#pending.length === 0) {
        this.#waiting.length = 0;
        return false;
      }
      this.#step += 1;
      this.#enter(path, at);
    }
    return this.#settled || this.#accepted;
  }

  /** Leaves pending the states behind one character, for those that wait and accept it. */
  #consume(codePoint: number): void {
    for (const state of this.#waiting) {
      const at = state >> 1;
      const instruction = this.#program[at] as Instruction; // states are made from the program
      if (instruction.op === "deep") this.#pending.push(at * 2);
      else if (instruction.op === "slash" && codePoint === SLASH) this.#pending.push(at * 2 + 2);
      else if (instruction.op === "star" && codePoint !== SLASH) this.#pending.push(at * 2);
      else if (instruction.op === "char" && instruction.accepts(codePoint)) this.#pending.push(at * 2 + 2);
    }
  }

  /** Enters what is pending, and all that can be reached from there without consuming a character. */
  #enter(path: string, position: number): void {
    const pending = this.#pending;
    const segmentStarts = position === 0 || path.charCodeAt(position - 1) === SLASH;
    const segmentEnds = position === path.length || path.charCodeAt(position) === SLASH;
    this.#waiting.length = 0;
    this.#accepted = false;
    for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
      if (this.#entered[state] === this.#step) continue;
      this.#entered[state] = this.#step;
      const at = state >> 1;
      const mark = state & 1;
      const instruction = this.#program[at] as Instruction; // states are made from the program
      if (instruction.op === "split")
        for (const target of instruction.targets) pending.push(target * 2 + mark);
      else if (instruction.op === "jump") pending.push(instruction.target * 2 + mark);
      else if (instruction.op === "globstar") {
        pending.push((at + 2) * 2);
        if (segmentStarts) pending.push((at + 1) * 2, (at + 3) * 2 + 1);
      } else if (instruction.op === "accept") this.#accepted = true;
      else {
        this.#waiting.push(state);
        if (instruction.op === "star") pending.push(state + 2);
        if (instruction.op === "slash" && mark === 1) pending.push((at + 1) * 2);
        if (instruction.op === "deep") {
          if (this.#program[at + 2]?.op === "accept") this.#settled = true;
          if (segmentEnds) pending.push((at + 2) * 2);
        }
      }
    }
  }
}
