import type { InputReader } from "./readers.ts";

/** How the command line spells an input. */
export interface InputOption {
  /** `--name value` once, `--name value` as often as one likes, or `--name`, `--name true`, `--name false`. */
  readonly kind: "value" | "list" | "switch";
  /** What stands for the value in the help. */
  readonly value: string;
  /** One short line. */
  readonly help: string;
  /** What it is when it is not given, in words, where that is not simply the default. */
  readonly otherwise?: string;
  /** Its default on a command line, where that is another one: a command line writes nothing unless it is told to. */
  readonly default?: string;
}

/** Everything that is known of one input. */
export interface InputEntry {
  /** From text, trimmed, to value. */
  readonly read: InputReader<unknown>;
  /** What an empty input means; also in `action.yml`. */
  readonly default?: string;
  /** The default in `action.yml`, where it is an expression that the runner evaluates. */
  readonly expression?: string;
  /** Its description in `action.yml` and in docs/inputs.md. */
  readonly help: string;
  readonly option?: InputOption;
  /**
   * In place of an option, for a secret: the environment variables that hold it on a command line, since other users
   * of a machine see command lines. The first that is set counts; the last is the one that messages name.
   */
  readonly variables?: readonly [string, ...string[]];
}
