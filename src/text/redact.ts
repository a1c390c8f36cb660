import { groupBy } from "./group.ts";

/** What stands where a token stood. */
const MASK = "***";

/**
 * Shorter secrets are not searched for: they would match common words and destroy what is told, and no service
 * issues any.
 */
const SHORTEST = 6;

/** Longer ones are no tokens (the inputs refuse them), and would make patterns that no engine compiles. */
const LONGEST = 4_096;

/** Characters that one pattern may look for; V8 gives up somewhat above 32,768. */
const LONGEST_PATTERN = 30_000;

/** Whether a secret is of a length that is searched for, and masked by the runner. */
export function isSearchable(secret: string): boolean {
  return secret.length >= SHORTEST && secret.length <= LONGEST;
}

/** Replaces secrets in a text. */
export type Redact = (text: string) => string;

/**
 * A function that replaces every secret, in any of the encodings in which a service may send one back: plain,
 * base64 (also from within other bytes, URL-safe, and twice), hex, percent, `\u`, HTML entities, reversed.
 * Case is ignored throughout, for encoders differ in it.
 */
export function createRedact(secrets: readonly string[]): Redact {
  const needles = new Set(secrets.filter(isSearchable).flatMap(encodings));
  if (needles.size === 0) return (text) => text;
  const patterns = patternsFor([...needles].sort((a, b) => b.length - a.length));
  const maskClipped = clippedNeedles([...needles]);
  return (text) => maskClipped(patterns.reduce((redacted, pattern) => redacted.replace(pattern, MASK), text));
}

/** Ends a text that {@link clip} cut. */
const ELLIPSIS = "\u2026";

/**
 * Masks what a cut left of a needle: its beginning, of {@link SHORTEST} characters or more, in front of an ellipsis.
 * Texts are redacted before they are cut; this catches those that a service, or the text of an error, cut earlier.
 */
function clippedNeedles(needles: readonly string[]): Redact {
  // Most texts were not cut, so that the beginnings need not be known at the start.
  let byTail: ReadonlyMap<string, readonly string[]> | undefined;
  return (text) => {
    let masked = "";
    let from = 0;
    for (let at = text.indexOf(ELLIPSIS); at !== -1; at = text.indexOf(ELLIPSIS, at + 1)) {
      byTail ??= beginningsByTail(needles);
      const tail = text.slice(Math.max(from, at - SHORTEST), at).toLowerCase();
      const beginning = byTail
        .get(tail)
        ?.find((each) => text.slice(Math.max(from, at - each.length), at).toLowerCase() === each);
      if (beginning === undefined) continue;
      masked += text.slice(from, at - beginning.length) + MASK;
      from = at;
    }
    return from === 0 ? text : masked + text.slice(from);
  };
}

/** All beginnings of the needles, in lower case, the longest first, by their last {@link SHORTEST} characters. */
function beginningsByTail(needles: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const beginnings = needles
    .map((needle) => needle.toLowerCase())
    .flatMap((needle) =>
      Array.from({ length: Math.max(0, needle.length - SHORTEST) }, (_, i) => needle.slice(0, SHORTEST + i)),
    )
    .sort((a, b) => b.length - a.length);
  return groupBy(beginnings, (each) => each.slice(-SHORTEST));
}

/** As few patterns as can be compiled, in the order of the needles. */
function patternsFor(needles: readonly string[]): readonly RegExp[] {
  const groups: string[][] = [];
  let room = 0;
  for (const needle of needles) {
    if (needle.length > room) {
      groups.push([]);
      room = LONGEST_PATTERN;
    }
    groups.at(-1)?.push(escapeForRegExp(needle));
    room -= needle.length;
  }
  return groups.map((group) => new RegExp(group.join("|"), "gi"));
}

/** Redacts every string in a value, keys included; other values and the shape stay. Unchanged parts are not copied. */
export function redactDeep<T>(value: T, redact: Redact): T {
  return redactValue(value, redactorOf(redact)) as T; // of the same shape, by construction
}

/** The same in steps, for a value that may hold very much: it stops at each `yield`, a fraction of a second apart. */
export function* redactInSteps<T>(value: T, redact: Redact): Generator<void, T, void> {
  return (yield* redactParts(value, redactorOf(redact))) as T; // of the same shape, by construction
}

/** Redacts the texts and the keys of one value. Keys are few and come with every item: each is looked at once. */
interface Redactor {
  readonly text: Redact;
  readonly key: Redact;
}

function redactorOf(redact: Redact): Redactor {
  const known = new Map<string, string>();
  return {
    text: redact,
    key(key) {
      const before = known.get(key);
      if (before !== undefined) return before;
      const redacted = redact(key);
      known.set(key, redacted);
      return redacted;
    },
  };
}

/** Items of a long list between two steps. */
const ITEMS_A_STEP = 2_000;

/** The items of a long list are redacted each as a whole; everything above such a list in steps. */
function* redactParts(value: unknown, redactor: Redactor): Generator<void, unknown, void> {
  if (typeof value !== "object" || value === null) return redactValue(value, redactor);
  if (!Array.isArray(value)) {
    const items = new Map<string, unknown>();
    for (const key in value) items.set(key, yield* redactParts(Reflect.get(value, key), redactor));
    return redactObject(value, redactor, (key) => items.get(key));
  }
  const items: readonly unknown[] = value;
  const isLong = items.length > ITEMS_A_STEP;
  let copy: unknown[] | undefined;
  for (let at = 0; at < items.length; at += 1) {
    if (isLong && at % ITEMS_A_STEP === 0) yield;
    const redacted = isLong ? redactValue(items[at], redactor) : yield* redactParts(items[at], redactor);
    if (redacted !== items[at]) {
      copy ??= items.slice();
      copy[at] = redacted;
    }
  }
  return copy ?? items;
}

function redactValue(value: unknown, redactor: Redactor): unknown {
  if (typeof value === "string") return redactor.text(value);
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value)
    ? redactList(value, redactor)
    : redactObject(value, redactor, (_, item) => redactValue(item, redactor));
}

/** No list is made before something changes: in 200,000 findings hardly anything ever does. */
function redactList(items: readonly unknown[], redactor: Redactor): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let at = 0; at < items.length; at += 1) {
    const redacted = redactValue(items[at], redactor);
    if (redacted === items[at]) continue;
    copy ??= items.slice();
    copy[at] = redacted;
  }
  return copy ?? items;
}

function redactObject(
  value: object,
  redactor: Redactor,
  redactItem: (key: string, item: unknown) => unknown,
): object {
  let changed: Map<string, readonly [key: string, item: unknown]> | undefined;
  // What stands under two keys, one after the other, is looked at once.
  let lastItem: unknown;
  let lastRedacted: unknown;
  for (const key in value) {
    const item: unknown = Reflect.get(value, key);
    const [redactedKey, redacted] = [
      redactor.key(key),
      item === lastItem ? lastRedacted : redactItem(key, item),
    ];
    [lastItem, lastRedacted] = [item, redacted];
    if (redactedKey === key && redacted === item) continue;
    changed ??= new Map();
    changed.set(key, [redactedKey, redacted]);
  }
  if (changed === undefined) return value;
  const changes = changed;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => changes.get(key) ?? [key, item]));
}

function encodings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  const each = (encode: (byte: number) => string) => [...bytes].map(encode).join("");
  const hex = (byte: number) => byte.toString(16).padStart(2, "0");
  const base64 = base64Inside(secret);
  return [
    secret,
    [...secret].reverse().join(""),
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    secret.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
    bytes.toString("hex"),
    each((byte) => `%${hex(byte)}`),
    each((byte) => `\\x${hex(byte)}`),
    each((byte) => `\\u00${hex(byte)}`),
    each((byte) => `&#${byte};`),
    each((byte) => `&#x${hex(byte)};`),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
    ...base64Inside(bytes.toString("base64")),
  ];
}

/** The base64 digits that depend on the secret alone, for each of the three places where it can start in a group. */
function base64Inside(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  return [0, 1, 2].map((lead) => {
    const digits = Buffer.concat([Buffer.alloc(lead), bytes]).toString("base64");
    const first = Math.ceil((lead * 8) / 6);
    const last = Math.floor(((lead + bytes.length) * 8) / 6);
    return digits.slice(first, last);
  });
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
