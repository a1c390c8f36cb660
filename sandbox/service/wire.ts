/** A JSON object as a service sends it. */
export type Wire = Readonly<Record<string, unknown>>;

/** What a handler gives back; an object body is sent as JSON. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
