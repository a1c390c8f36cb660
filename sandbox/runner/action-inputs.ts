import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

interface ActionFile {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown } | null>>;
}

/** What an `${{ … }}` of an input's default stands for. */
export interface Expressions {
  readonly token: string;
}

/**
 * The `INPUT_…` variables that a runner makes of an action's inputs: every declared one with its default, unless it
 * was given. Names are in upper case with spaces as underscores; hyphens stay.
 *
 * @throws when an input is given that `action.yml` does not declare, where a runner would only warn.
 */
export function toInputVariables(
  project: string,
  given: Readonly<Record<string, string>>,
  expressions: Expressions,
): Readonly<Record<string, string>> {
  const declared = declaredInputs(project);
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0) throw new Error(`action.yml declares no input ${unknown.join(", ")}`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, input]) => {
      const value = given[name] ?? fill(String(input?.default ?? ""), expressions);
      return [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value];
    }),
  );
}

/** By project: a test runs the action many times. */
const known = new Map<string, NonNullable<ActionFile["inputs"]>>();

function declaredInputs(project: string): NonNullable<ActionFile["inputs"]> {
  const before = known.get(project);
  if (before !== undefined) return before;
  // The file is the project's own, and this reads only its inputs' defaults.
  const action = parse(readFileSync(join(project, "action.yml"), "utf8")) as ActionFile;
  const inputs = action.inputs ?? {};
  known.set(project, inputs);
  return inputs;
}

function fill(text: string, expressions: Expressions): string {
  return text.replace(/\$\{\{\s*github\.token\s*\}\}/g, expressions.token);
}
