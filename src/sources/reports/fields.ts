/** A JSON object whose fields nobody has checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as a JSON object; undefined for anything else, lists and null included. */
export function fieldsOf(value: unknown): Fields | undefined {
  // An object that is no list has string keys and values of unknown type: just what Fields says.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** A field by a name that stands in the data: only the object's own, never one that all objects have. */
export function ownField(fields: Fields | undefined, name: string): unknown {
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** Follows field names down through objects; undefined where one of them is missing. */
export function fieldAt(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((inner, name) => ownField(fieldsOf(inner), name), value);
}

/** The value as a text that says something; undefined for other types and for blanks. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** The value as a list; what is none is empty, so ask `Array.isArray` first where a missing list is an error. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list, whatever else is in it left out. */
export function objectsOf(value: unknown): readonly Fields[] {
  return listOf(value).flatMap((item) => {
    const fields = fieldsOf(item);
    return fields === undefined ? [] : [fields];
  });
}

/** One text, or the texts of a list. */
export function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => textOf(item) ?? []);
}

/** The value as a whole number from 0; undefined for anything else. */
export function countOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** A number, or a plain decimal in a text as tools write scores; undefined for anything else, such as `"null"`. */
export function decimalOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  return typeof value === "string" && /^\s*\d{1,9}(\.\d{1,12})?\s*$/.test(value) ? Number(value) : undefined;
}

/** The web addresses of a list, each once. Anything but `https` and `http` is left out. */
export function linksOf(values: readonly unknown[]): readonly string[] {
  return [...new Set(values.flatMap((value) => linkOf(value) ?? []))];
}

/** The value as a web address; undefined for anything that no browser should be sent to. */
export function linkOf(value: unknown): string | undefined {
  return typeof value === "string" && /^https?:\/\/[^\s]+$/.test(value) ? value : undefined;
}
