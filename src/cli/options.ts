import { TOKEN_INPUTS, type TokenInput } from "../settings/inputs.ts";
import { type InputProblem, isProblem, oneOf } from "../settings/readers.ts";
import { nearest } from "../text/near.ts";
import type { Options } from "./option-table.ts";
import { variableOf } from "./run/tokens.ts";

/** A command line, sorted. */
export interface Arguments {
  /** Text by option; a list has one entry per line. */
  readonly values: Readonly<Record<string, string>>;
  readonly positionals: readonly string[];
  /** All that is wrong with it; no value that may be a secret is repeated. */
  readonly problems: readonly string[];
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["-h", "--help"],
  ["-V", "--version"],
]);

/**
 * Sorts a command line by a table of options: `--name value` or `--name=value`; `--` ends the options. All problems
 * are reported together. The value of an unknown option, or of a token, is skipped and never repeated.
 */
export function parseArguments(args: readonly string[], options: Options): Arguments {
  const end = args.indexOf("--");
  const optional = args.slice(0, end === -1 ? undefined : end).map((arg) => SHORT.get(arg) ?? arg);
  const values = new Map<string, string>();
  const positionals: string[] = [];
  const problems: string[] = [];
  for (let at = 0; at < optional.length; at += 1) {
    const arg = optional[at] ?? "";
    if (!arg.startsWith("-") || arg === "-") {
      positionals.push(arg);
      continue;
    }
    const read = readOption(arg, optional[at + 1], options);
    if (read.takesNext) at += 1;
    if ("problem" in read) {
      problems.push(read.problem);
      continue;
    }
    const known = values.get(read.name);
    const isList = options[read.name]?.kind === "list";
    if (known !== undefined && !isList) problems.push(`--${read.name} is given more than once`);
    values.set(read.name, known !== undefined && isList ? `${known}\n${read.value}` : read.value);
  }
  const rest = end === -1 ? [] : args.slice(end + 1);
  return { values: Object.fromEntries(values), positionals: [...positionals, ...rest], problems };
}

type OptionRead = { readonly takesNext: boolean } & (
  | { readonly name: string; readonly value: string }
  | { readonly problem: string }
);

function readOption(arg: string, following: string | undefined, options: Options): OptionRead {
  const [, name = "", inline] = /^--?([^=]*)(?:=([\s\S]*))?$/.exec(arg) ?? [];
  const option = arg.startsWith("--") && Object.hasOwn(options, name) ? options[name] : undefined;
  const takesNext = inline === undefined && isValue(following);
  if (option === undefined) {
    return { takesNext, problem: isToken(name) ? tokenProblem(name) : unknownProblem(arg, name, options) };
  }
  if (option.kind === "flag") {
    const isPlain = inline === undefined;
    return {
      takesNext: false,
      ...(isPlain ? { name, value: "true" } : { problem: `--${name} takes no value` }),
    };
  }
  if (option.kind === "switch" && inline === undefined && !/^(true|false)$/i.test(following ?? "")) {
    return { takesNext: false, name, value: "true" };
  }
  const value = inline ?? (takesNext ? following : undefined);
  return value === undefined || value.trim() === ""
    ? { takesNext, problem: `--${name} needs a value: --${name} ${option.value}` }
    : { takesNext, name, value };
}

/** The value of an option that is one of some words, ignoring case; or what is wrong with it, in a sentence. */
export function wordOption<const Words extends readonly string[]>(
  name: string,
  given: string,
  words: Words,
): Words[number] | InputProblem {
  const read = oneOf(words)(given.trim());
  return isProblem(read) ? { problem: `--${name} ${read.problem}` } : read;
}

/** The sentences of what was read of some options. */
export function optionProblems(...read: readonly unknown[]): readonly string[] {
  return read.flatMap((one) => (isProblem(one) ? [one.problem] : []));
}

/** What begins with a hyphen is the next option: a value that does is written with `=`. */
function isValue(arg: string | undefined): boolean {
  return arg !== undefined && !arg.startsWith("-");
}

function isToken(name: string): name is TokenInput {
  return TOKEN_INPUTS.some((token) => token === name);
}

function tokenProblem(name: TokenInput): string {
  return `--${name} is not accepted on the command line, which other users and logs can see; set the variable ${variableOf(name)}`;
}

/** The name alone: what follows an unknown option may be a token. */
function unknownProblem(arg: string, name: string, options: Options): string {
  const shown = arg.startsWith("--") ? `--${name}` : arg.slice(0, 2);
  const [meant] = nearest(name, Object.keys(options), 1);
  const hint = meant === undefined ? "see --help" : `did you mean --${meant}?`;
  return `${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown} is not an option; ${hint}`;
}
