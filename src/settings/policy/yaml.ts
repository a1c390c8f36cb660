import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from "yaml";

/** Largest policy file, in UTF-8 bytes. */
const BYTES_LIMIT = 2 * 1024 * 1024;
/** Most words and marks in it: five thousand full suppressions, and few enough to be read in a few seconds. */
const LEXEMES_LIMIT = 300_000;
const DEPTH_LIMIT = 16;
/** Most lines that begin with `%`; a policy needs none. */
const DIRECTIVES_LIMIT = 10;
/** Most keys of one mapping: the largest of a policy has a few dozen. */
const KEYS_LIMIT = 1_000;

/** A place in the data: keys and positions from the top down. */
export type DataPath = readonly PropertyKey[];

/** A YAML file as data, and where in the file each part of it stands. */
export interface PolicyYaml {
  readonly data: unknown;
  /** Where a part begins, in characters; the nearest thing around it when the part itself is missing. */
  readonly offsetOf: (part: DataPath) => number;
  /** Where a key of the mapping at a place begins. */
  readonly offsetOfKey: (part: DataPath, key: string) => number;
  /** `path:line:column` of an offset. */
  readonly at: (offset: number) => string;
}

export type YamlResult =
  | { readonly ok: true; readonly yaml: PolicyYaml }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads one YAML document of plain mappings, lists and values. Anchors, aliases, tags and repeated keys are refused;
 * size, number of words and depth are limited before anything is built of them, so that no text can take more than
 * a moment. Never throws.
 */
export function readPolicyYaml(
  text: string,
  path: string,
  { hidesValues }: { readonly hidesValues: boolean },
): YamlResult {
  const excess = excessOf(text);
  if (excess !== undefined) return { ok: false, problems: [`${path}:1:1: ${excess}`] };
  const lines = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  // The library compares every key with every other to find repeated ones; `oddities` looks each up.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const problems = [...document.errors, ...document.warnings].map(({ pos, message, code }) => {
    // The parser's own words quote what stands there.
    const told = hidesValues ? `it is not the YAML of a policy (${code})` : (OWN_WORDS.get(code) ?? message);
    return `${at(pos[0])}: ${told}${UNQUOTED.has(code) ? QUOTE_IT : ""}`;
  });
  if (problems.length === 0) problems.push(...oddities(document, at));
  if (problems.length > 0) return { ok: false, problems };
  const data: unknown = document.toJS({ maxAliasCount: 0 });
  return {
    ok: true,
    yaml: {
      data,
      offsetOf: (part) => offsetOf(document, part),
      offsetOfKey: (part, key) => offsetOfKey(document, part, key),
      at,
    },
  };
}

/** Errors of which the parser speaks to programmers. */
const OWN_WORDS: ReadonlyMap<string, string> = new Map([
  ["MULTIPLE_DOCS", "a policy is one document: take out this line and what belongs to another document"],
]);

/** Errors that a text makes which begins with a special sign and has no quotes, such as `owner: @acme`. */
const UNQUOTED: ReadonlySet<string> = new Set([
  "BAD_SCALAR_START",
  "BAD_ALIAS",
  "UNEXPECTED_TOKEN",
  "MISSING_CHAR",
  "BAD_DIRECTIVE",
]);
const QUOTE_IT = ' (put a text with a special sign in quotes, like "**/test/**", "@acme" or ">=0.5")';

function excessOf(text: string): string | undefined {
  if (text.length > BYTES_LIMIT || Buffer.byteLength(text) > BYTES_LIMIT) {
    return `the file is larger than ${BYTES_LIMIT / 1024 / 1024} MB`;
  }
  let lexemes = 0;
  let depth = 0;
  let directives = 0;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    if (lexeme.startsWith("%")) directives += 1;
    if (directives > DIRECTIVES_LIMIT) return "the file has too many lines that begin with % to be a policy";
    if (lexeme === "[" || lexeme === "{") depth += 1;
    if (lexeme === "]" || lexeme === "}") depth -= 1;
    if (depth > DEPTH_LIMIT) return "the file is nested too deeply to be a policy";
    if (lexemes > LEXEMES_LIMIT) return "the file has too many entries to be a policy";
  }
  return undefined;
}

/** What YAML allows and a policy does not need: each is a way to hide what a file says or to blow it up. */
function oddities(document: Document, at: (offset: number) => string): readonly string[] {
  const problems: string[] = [];
  const visit = (node: unknown, depth: number): void => {
    if (isAlias(node))
      problems.push(
        `${at(startOf(node))}: aliases are not supported: write the value again, and put a text that begins with * in quotes`,
      );
    if (!isScalar(node) && !isCollection(node)) return;
    if (node.anchor !== undefined) problems.push(`${at(startOf(node))}: anchors are not supported`);
    if (node.tag !== undefined) problems.push(`${at(startOf(node))}: tags are not supported`);
    if (!isCollection(node)) return;
    if (depth > DEPTH_LIMIT) {
      problems.push(`${at(startOf(node))}: nested too deeply to be a policy`);
      return;
    }
    if (isMap(node) && node.items.length > KEYS_LIMIT) {
      problems.push(`${at(startOf(node))}: too many entries in one place to be a policy`);
      return;
    }
    if (!isMap(node)) for (const item of node.items) visit(item, depth + 1);
    else {
      const known = new Set<unknown>();
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : undefined;
        if (name === undefined) problems.push(`${at(startOf(key))}: a key must be a plain word`);
        else if (known.has(name)) problems.push(`${at(startOf(key))}: "${name}" is given twice`);
        known.add(name);
        visit(key, depth + 1);
        visit(value, depth + 1);
      }
    }
  };
  visit(document.contents, 1);
  return problems;
}

function startOf(node: unknown): number {
  return (node as Partial<Node> | null)?.range?.[0] ?? 0; // every node of a parsed document has its range
}

function offsetOf(document: Document, part: DataPath): number {
  const node: unknown = document.getIn(part, true);
  return node === undefined ? offsetOf(document, part.slice(0, -1)) : startOf(node);
}

function offsetOfKey(document: Document, part: DataPath, name: string): number {
  const node = document.getIn(part, true) as YAMLMap; // a mapping, or it would have no keys to name
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
  return startOf(pair?.key ?? node);
}
