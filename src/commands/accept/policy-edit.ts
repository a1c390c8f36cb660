import { isDeepStrictEqual } from "node:util";
import {
  type CST,
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Suppression } from "../../model/policy.ts";
import { type PolicyFile, parsePolicyFile } from "../../settings/policy/file.ts";
import { yamlText } from "../../text/escape-printed.ts";

/** A suppression that is added to a policy file: an ID, and no more to narrow it. */
export type AddedSuppression = Required<Pick<Suppression, "id" | "reason" | "owner" | "expires">>;

export type PolicyEdit =
  | { readonly ok: true; readonly text: string }
  /** `problem` is a clause for people, about the file. */
  | { readonly ok: false; readonly problem: string };

/**
 * Adds a suppression at the end of a policy file's `suppress`. The place is found in the document's tree, and one piece
 * of text is put there: every other byte stays, comments, line ends and the form of the list included. The result is a
 * file that keeps the schema and differs in that one entry, or there is none.
 * @param text undefined where there is no file: then one is made
 */
export function addSuppression(
  text: string | undefined,
  { entry, path }: { readonly entry: AddedSuppression; readonly path: string },
): PolicyEdit {
  const before = text === undefined || isBlank(text) ? NEW_FILE : parsed(text, path);
  if ("problem" in before) return { ok: false, problem: before.problem };
  const edited = insertInto(text ?? "", entry);
  const after = parsed(edited, path);
  if ("problem" in after) return { ok: false, problem: `with the exception, ${after.problem}` };
  const expected = { ...before.policy, suppress: [...(before.policy.suppress ?? []), entry] };
  return isDeepStrictEqual(plain(after.policy), plain(expected))
    ? { ok: true, text: edited }
    : { ok: false, problem: "its form leaves no room for another entry of `suppress`" };
}

/** The suppression of a file that accepts the same, whoever asked for it; undefined when there is none. */
export function sameSuppression(
  text: string,
  { entry, path }: { readonly entry: AddedSuppression; readonly path: string },
): Suppression | undefined {
  const file = parsed(text, path);
  if ("problem" in file) return undefined;
  const same = file.policy.suppress?.find(
    ({ id, reason, expires, owner: _, ...narrower }) =>
      id === entry.id &&
      reason === entry.reason &&
      expires === entry.expires &&
      Object.values(narrower).every((value) => value === undefined),
  );
  return same as Suppression | undefined; // absent keys and undefined ones are the same here
}

type Parsed = { readonly policy: PolicyFile } | { readonly problem: string };

const NEW_FILE: Parsed = { policy: { version: 1 } };

function parsed(text: string, path: string): Parsed {
  const file = parsePolicyFile(text, path);
  return file.ok ? { policy: file.policy } : { problem: `it cannot be used: ${file.problems.join("; ")}` };
}

/** Without the keys that are only there without a value. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Whether there is nothing in a file but comments and space. */
function isBlank(text: string): boolean {
  return text.split("\n").every((line) => /^(?:#|$)/.test(line.trim()));
}

/** Where a piece of text goes: in the place of what stands between `from` and `to`. */
interface Insertion {
  readonly from: number;
  readonly to?: number;
  readonly piece: string;
}

function insertInto(text: string, entry: AddedSuppression): string {
  const { from, to = from, piece } = insertionFor(text, entry);
  return text.slice(0, from) + piece.replaceAll("\n", lineEndAt(text, from)) + text.slice(to);
}

/** How the line before a place ends, or else the one that it is in. */
function lineEndAt(text: string, at: number): string {
  const before = text.slice(0, at).lastIndexOf("\n");
  const end = before < 0 ? text.indexOf("\n", at) : before;
  return text[end - 1] === "\r" ? "\r\n" : "\n";
}

function insertionFor(text: string, entry: AddedSuppression): Insertion {
  const document = parseDocument(text, { keepSourceTokens: true, uniqueKeys: false });
  const root = document.contents;
  if (!isMap(root)) return linesAt(text, text.length, ["version: 1", ...withKey("", entry)]);
  const suppress = root.items.find(({ key }) => isScalar(key) && key.value === "suppress");
  const list: unknown = suppress?.value;
  if (isSeq(list) && list.items.length > 0) return behindLast(text, list, entry);
  if (isSeq(list)) return { from: rangeOf(list)[0] + 1, piece: inFlow(entry) };
  if (suppress !== undefined) return inPlaceOfNull(text, { root, pair: suppress, entry });
  if (root.flow) return { from: endOf(root.items.at(-1)), piece: `, suppress: [${inFlow(entry)}]` };
  return linesAt(text, endOfDocument(text, document), withKey(" ".repeat(indentOf(root)), entry));
}

function behindLast(text: string, list: YAMLSeq, entry: AddedSuppression): Insertion {
  const end = endOf(list.items.at(-1));
  if (list.flow) return { from: end, piece: `, ${inFlow(entry)}` };
  return linesAt(text, lineAfter(text, end), inBlock(" ".repeat(indentOf(list)), entry));
}

/** `suppress:` without a list: a null that is written is replaced, and for one that is not a list follows. */
function inPlaceOfNull(
  text: string,
  {
    root,
    pair,
    entry,
  }: { readonly root: YAMLMap; readonly pair: YAMLMap["items"][number]; readonly entry: AddedSuppression },
): Insertion {
  if (pair.value === null) return { from: endOf(pair.key), piece: `: [${inFlow(entry)}]` };
  const [from, to] = rangeOf(pair.value);
  if (to > from) return { from, to, piece: `[${inFlow(entry)}]` };
  if (root.flow) return { from, piece: ` [${inFlow(entry)}]` };
  const indent = " ".repeat(indentOf(root) + 2);
  return linesAt(text, lineAfter(text, endOf(pair.key)), inBlock(indent, entry));
}

/** Whole lines at an offset that begins a line, or is the end of a text whose last line has no end. */
function linesAt(text: string, from: number, lines: readonly string[]): Insertion {
  const isOpen = from > 0 && text[from - 1] !== "\n" && text !== "\ufeff";
  return { from, piece: isOpen ? `\n${lines.join("\n")}` : `${lines.join("\n")}\n` };
}

function withKey(indent: string, entry: AddedSuppression): readonly string[] {
  return [`${indent}suppress:`, ...inBlock(`${indent}  `, entry)];
}

function inBlock(indent: string, entry: AddedSuppression): readonly string[] {
  return pairsOf(entry).map((pair, index) => `${indent}${index === 0 ? "- " : "  "}${pair}`);
}

function inFlow(entry: AddedSuppression): string {
  return `{ ${pairsOf(entry).join(", ")} }`;
}

function pairsOf({ id, reason, owner, expires }: AddedSuppression): readonly string[] {
  return [
    `id: ${yamlText(id)}`,
    `reason: ${yamlText(reason)}`,
    `owner: ${yamlText(owner)}`,
    `expires: ${expires}`,
  ];
}

/** Where a node's last word ends; comments and line ends behind it are no part of it. */
function endOf(node: unknown): number {
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1));
  if (isPairNode(node)) return endOf(node.value ?? node.key);
  return rangeOf(node)[1];
}

function isPairNode(node: unknown): node is { readonly key: unknown; readonly value: unknown } {
  return typeof node === "object" && node !== null && "key" in node && !("range" in node);
}

function rangeOf(node: unknown): readonly [number, number] {
  const { range } = node as ParsedNode; // every node of a parsed document has one
  return [range[0], range[1]];
}

/** The column at which the entries of a block begin. */
function indentOf({ srcToken }: YAMLMap | YAMLSeq): number {
  return (srcToken as CST.BlockMap | CST.BlockSequence).indent; // its tokens are kept, and it is a block
}

/** The offset behind the line in which something ends; a block of text ends with its line. */
function lineAfter(text: string, end: number): number {
  if (end > 0 && text[end - 1] === "\n") return end;
  const next = text.indexOf("\n", end);
  return next === -1 ? text.length : next + 1;
}

/** The end of the text, or where the mark stands that ends the document. */
function endOfDocument(text: string, { contents }: Document.Parsed): number {
  const end = endOf(contents);
  const mark = /^\.\.\.(?=\s|$)/m.exec(text.slice(end));
  return mark === null ? text.length : end + mark.index;
}
