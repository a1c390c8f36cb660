import type { InputEntry } from "./input-entry.ts";
import type { InputProblem } from "./readers.ts";
import { SOURCE_INPUTS } from "./source-inputs.ts";
import { VERDICT_INPUTS } from "./verdict-inputs.ts";

/**
 * The one table of inputs, in the order of the contract (§2). `action.yml`, the table in docs/inputs.md, the options of the
 * command line, and docs/cli.md are written from it by `npm run docs`.
 */
export const INPUTS = { ...SOURCE_INPUTS, ...VERDICT_INPUTS };

export type InputName = keyof typeof INPUTS;
type Entry<Name extends InputName> = (typeof INPUTS)[Name];

/** All names, in the order of the contract. */
export const INPUT_NAMES = Object.keys(INPUTS) as readonly InputName[]; // an object of this module, with no more keys

/** Everything about one input, with the keys that it does not have as undefined. */
export function inputEntry(name: InputName): InputEntry {
  return INPUTS[name];
}

/** The values of all inputs. */
export type Inputs = {
  readonly [Name in InputName]: Exclude<ReturnType<Entry<Name>["read"]>, InputProblem>;
};

/** Inputs that are secrets. */
export type TokenInput = {
  [Name in InputName]: Entry<Name> extends { readonly variables: unknown } ? Name : never;
}[InputName];

/** The secrets, to be redacted from everything that is written. */
export const TOKEN_INPUTS = INPUT_NAMES.filter((name): name is TokenInput => "variables" in INPUTS[name]);
