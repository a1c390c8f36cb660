import type { RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";

export const ok = (body: unknown): Answer => ({ status: 200, body });

export const badRequest = (what: string): Answer => ({ status: 400, body: { error: what } });

/** What the service says when a path, a deployment or a project is not there, or the token may not see it. */
export const notFound = (): Answer => ({
  status: 404,
  body: { error: "The requested URL was not found on the server." },
});

export const unauthorized = (): Answer => ({ status: 401, body: { error: "Not authorized" } });

/** A 400 that names the first query key that this endpoint does not know or that should come once. */
export function checkQuery(
  request: RecordedRequest,
  keys: { readonly single: readonly string[]; readonly many: readonly string[] },
): Answer | undefined {
  const seen = new Set<string>();
  for (const [key] of request.query) {
    if (keys.many.includes(key)) continue;
    if (!keys.single.includes(key)) return badRequest(`Unknown query parameter: ${key}`);
    if (seen.has(key)) return badRequest(`Query parameter given twice: ${key}`);
    seen.add(key);
  }
  return undefined;
}

/** A whole number of a query key within its bounds; `undefined` when it is none. */
export function wholeNumber(
  text: string | undefined,
  bounds: { readonly fallback: number; readonly from: number; readonly to: number },
): number | undefined {
  if (text === undefined) return bounds.fallback;
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const value = Number(text);
  return value < bounds.from || value > bounds.to ? undefined : value;
}

/** The offset that an opaque cursor stands for. */
export function offsetOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined || cursor === "") return 0;
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  return /^from:\d{1,9}$/.test(text) ? Number(text.slice("from:".length)) : undefined;
}

export const cursorAt = (offset: number): string => Buffer.from(`from:${offset}`).toString("base64url");
