/** Hands out one and the same text or list for equal ones, so that what repeats is in memory once. */
export interface Shared {
  text(text: string): string;
  list(texts: readonly string[]): readonly string[];
  /** A copy of data with a schema's keys: its texts are shared, and keys without a value are left out. */
  data<T>(value: T): T;
}

/** How many different texts are remembered; then it begins anew, for what repeats soon comes again. */
const MOST_REMEMBERED = 20_000;

/** Texts of services repeat: 200,000 findings have a few hundred rules and some thousand files between them. */
export function createShared(most = MOST_REMEMBERED): Shared {
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  const text = (given: string) => remembered(texts, { key: given, make: () => given, most });
  return {
    text,
    list: (given) => remembered(lists, { key: JSON.stringify(given), make: () => given.map(text), most }),
    data: <T>(value: T) => dataOf(value, text) as T, // of the same shape, by construction
  };
}

function remembered<Value>(
  known: Map<string, Value>,
  { key, make, most }: { readonly key: string; readonly make: () => Value; readonly most: number },
): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= most) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}

function dataOf(value: unknown, text: (given: string) => string): unknown {
  if (typeof value === "string") return text(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => dataOf(item, text));
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) copy[key] = dataOf(item, text);
  }
  return copy;
}
