/** A JSON object as a service sends it. */
export type Wire = Readonly<Record<string, unknown>>;

/** What a handler gives back; an object body is sent as JSON. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
