import { ScanGateError } from "../../errors.ts";
import type { Schema } from "../../ports.ts";
import { clip, visible } from "../../text/escape.ts";
import { badAnswer } from "./failure.ts";

/** How many places of a wrong shape are named. */
const PLACES = 3;

/**
 * The value as its schema reads it.
 *
 * @throws Failure `bad-response` with the first places that are wrong, and never with what stands there; a
 * `ScanGateError` of the schema goes through.
 */
export function parseShape<T>(value: unknown, schema: Schema<T>): T {
  try {
    return schema.parse(value);
  } catch (thrown) {
    if (thrown instanceof ScanGateError) throw thrown;
    const places = issuePaths(thrown);
    const where = places.length === 0 ? "" : ` at ${places.slice(0, PLACES).join(", ")}`;
    throw badAnswer(`gave an answer of an unknown shape${where}`);
  }
}

/** The paths of a zod error's issues; none for another error. */
function issuePaths(thrown: unknown): readonly string[] {
  if (typeof thrown !== "object" || thrown === null || !("issues" in thrown)) return [];
  const issues: readonly unknown[] = Array.isArray(thrown.issues) ? thrown.issues : [];
  return issues.map((issue) => {
    const path = typeof issue === "object" && issue !== null && "path" in issue ? issue.path : [];
    const keys = Array.isArray(path) ? path.map(String) : [];
    return keys.length === 0 ? "the top" : clip(visible(keys.join(".")), 80);
  });
}
