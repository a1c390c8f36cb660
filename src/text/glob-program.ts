/**
 * A glob as a small program for a state machine. Its length grows with the pattern's, whatever the pattern's
 * shape: alternatives stay branches and are never multiplied out.
 */
export type Instruction =
  /** Consumes one character that the test accepts; the test never accepts a slash. */
  | { readonly op: "char"; readonly accepts: (codePoint: number) => boolean }
  | { readonly op: "slash" }
  /** Consumes any number of characters inside one segment. */
  | { readonly op: "star" }
  /** Where a `**` begins: to `deep`, the next one, at the start of a segment; to the `star` after it anywhere. */
  | { readonly op: "globstar" }
  /** Consumes any number of characters, slashes too, and ends where a segment ends. */
  | { readonly op: "deep" }
  | { readonly op: "split"; readonly targets: readonly number[] }
  | { readonly op: "jump"; readonly target: number }
  | { readonly op: "accept" };

type Token =
  | { readonly kind: "char"; readonly codePoint: number }
  | { readonly kind: "class"; readonly accepts: (codePoint: number) => boolean }
  | { readonly kind: "any" | "slash" | "star" | "globstar" | "open" | "comma" | "close" };

const SLASH = 0x2f;
const PUNCTUATION: Readonly<Record<string, "any" | "slash" | "open" | "comma" | "close">> = {
  "?": "any",
  "/": "slash",
  "{": "open",
  ",": "comma",
  "}": "close",
};

/** A compiled glob, with the plain text that every match starts with, ends with and holds, for a quick no. */
export interface GlobProgram {
  readonly instructions: readonly Instruction[];
  readonly prefix: string;
  readonly suffix: string;
  readonly inside: string;
}

/** Compiles a glob; every text is one, since what is not complete syntax (`[`, `{a`) stands for itself. */
export function compileGlob(pattern: string): GlobProgram {
  const tokens = plainBraces(tokenize(pattern));
  const plain = tokens.map(literalOf);
  const first = plain.indexOf(undefined);
  return {
    instructions: assemble(tokens),
    prefix: (first === -1 ? plain : plain.slice(0, first)).join(""),
    // A `**/` before the text may stand for nothing, its slash included, so the slash proves nothing.
    suffix: plain
      .slice(plain.lastIndexOf(undefined) + 1)
      .join("")
      .replace(/^\//, ""),
    inside: longestPlain(tokens),
  };
}

/** The longest text that stands in every match: of one segment, since slashes may be left out, and of no alternative. */
function longestPlain(tokens: readonly Token[]): string {
  let longest = "";
  let current = "";
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "open") depth += 1;
    if (token.kind === "close") depth -= 1;
    current = token.kind === "char" && depth === 0 ? current + String.fromCodePoint(token.codePoint) : "";
    if (current.length > longest.length) longest = current;
  }
  return longest;
}

function tokenize(pattern: string): Token[] {
  const characters = [...pattern];
  const tokens: Token[] = [];
  let noClassBefore = 0;
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] as string; // inside the bounds
    const punctuation = PUNCTUATION[character];
    if (punctuation !== undefined) {
      tokens.push({ kind: punctuation });
    } else if (character === "*") {
      const start = at;
      while (characters[at + 1] === "*") at += 1;
      tokens.push({ kind: at === start ? "star" : "globstar" });
    } else if (character === "[") {
      const found = at < noClassBefore ? undefined : characterClass(characters, at);
      if (found?.accepts === undefined) {
        tokens.push(charToken(character));
        noClassBefore = found?.end ?? noClassBefore;
      } else {
        tokens.push({ kind: "class", accepts: found.accepts });
        at = found.end;
      }
    } else if (character === "\\" && at + 1 < characters.length) {
      at += 1;
      const escaped = characters[at] as string; // inside the bounds
      tokens.push(escaped === "/" ? { kind: "slash" } : charToken(escaped));
    } else {
      tokens.push(charToken(character));
    }
  }
  return tokens;
}

function charToken(character: string): Token {
  return { kind: "char", codePoint: character.codePointAt(0) as number }; // never empty
}

/**
 * Reads `[abc]`, `[a-z]`, `[!a]` or `[^a]` from its bracket on; a `]` that comes first stands for itself. Without
 * `accepts` there is no class here, nor at any bracket before `end`.
 */
function characterClass(
  characters: readonly string[],
  open: number,
): { accepts?: (codePoint: number) => boolean; end: number } {
  let at = open + 1;
  const negated = characters[at] === "!" || characters[at] === "^";
  if (negated) at += 1;
  const members: { codePoint: number; dash: boolean }[] = [];
  for (const first = at; ; at += 1) {
    let character = characters[at];
    if (character === undefined || character === "/") return { end: at };
    if (character === "]" && at > first) break;
    const escaped = character === "\\" && characters[at + 1] !== undefined && characters[at + 1] !== "/";
    if (escaped) {
      at += 1;
      character = characters[at] as string; // looked at above
    }
    members.push({
      codePoint: character.codePointAt(0) as number, // never empty
      dash: character === "-" && !escaped,
    });
  }
  const ranges = rangesOf(members);
  return {
    accepts: (codePoint) =>
      codePoint !== SLASH && ranges.some(([low, high]) => codePoint >= low && codePoint <= high) !== negated,
    end: at,
  };
}

function rangesOf(members: readonly { codePoint: number; dash: boolean }[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (let at = 0; at < members.length; at += 1) {
    const low = members[at] as { codePoint: number }; // inside the bounds
    const high = members[at + 2];
    if (members[at + 1]?.dash === true && high !== undefined) {
      ranges.push([low.codePoint, high.codePoint]);
      at += 2;
    } else {
      ranges.push([low.codePoint, low.codePoint]);
    }
  }
  return ranges;
}

/** Turns braces that are not closed or hold no comma, and commas outside braces, into the characters they are. */
function plainBraces(tokens: readonly Token[]): readonly Token[] {
  const open: { at: number; commas: number[] }[] = [];
  const alternatives = new Set<number>();
  tokens.forEach((token, at) => {
    if (token.kind === "open") open.push({ at, commas: [] });
    if (token.kind === "comma") open.at(-1)?.commas.push(at);
    if (token.kind !== "close") return;
    const group = open.pop();
    if (group === undefined || group.commas.length === 0) return;
    for (const part of [group.at, ...group.commas, at]) alternatives.add(part);
  });
  return tokens.map((token, at) => {
    if (alternatives.has(at)) return token;
    if (token.kind === "open") return charToken("{");
    if (token.kind === "comma") return charToken(",");
    if (token.kind === "close") return charToken("}");
    return token;
  });
}

function assemble(tokens: readonly Token[]): readonly Instruction[] {
  const program: Instruction[] = [];
  const groups: { targets: number[]; ends: number[] }[] = [];
  for (const token of tokens) {
    const group = groups.at(-1);
    if (token.kind === "open") {
      const targets = [program.length + 1];
      program.push({ op: "split", targets });
      groups.push({ targets, ends: [] });
    } else if (token.kind === "comma" && group !== undefined) {
      group.ends.push(program.length);
      program.push({ op: "accept" }); // becomes the jump behind the group as soon as that place is known
      group.targets.push(program.length);
    } else if (token.kind === "close" && group !== undefined) {
      for (const end of group.ends) program[end] = { op: "jump", target: program.length };
      groups.pop();
    } else {
      program.push(...instructionsOf(token));
    }
  }
  program.push({ op: "accept" });
  return program;
}

function instructionsOf(token: Token): readonly Instruction[] {
  if (token.kind === "char") {
    const { codePoint } = token;
    return [{ op: "char", accepts: (other) => other === codePoint }];
  }
  if (token.kind === "class") return [{ op: "char", accepts: token.accepts }];
  if (token.kind === "any") return [{ op: "char", accepts: (codePoint) => codePoint !== SLASH }];
  if (token.kind === "globstar") return [{ op: "globstar" }, { op: "deep" }, { op: "star" }];
  return [{ op: token.kind === "slash" ? "slash" : "star" }];
}

function literalOf(token: Token): string | undefined {
  if (token.kind === "slash") return "/";
  return token.kind === "char" ? String.fromCodePoint(token.codePoint) : undefined;
}
