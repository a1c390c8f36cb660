import { TOKEN_INPUTS } from "../settings/inputs.ts";
import {
  COMMON_OPTIONS,
  CONTEXT_OPTIONS,
  EXPLAIN_OPTIONS,
  INPUT_OPTIONS,
  type Options,
  REPLAY_OPTIONS,
  SHELL_OPTIONS,
} from "./option-table.ts";
import { CI_SYSTEMS } from "./run/ci-environment.ts";
import { tokenVariables } from "./run/tokens.ts";

const USAGE = `Scan Gate: one security verdict from Semgrep and Snyk.

  scan-gate [run] [options]                           judge a commit
  scan-gate explain FINGERPRINT [--report FILE]       why a finding blocks or not
  scan-gate replay --policy FILE report.json...       what another policy would have decided`;

const EXITS = `Exit code
  0 pass, 1 fail, 2 incomplete (0 with --on-incomplete warn), 3 wrong usage, 130 or 143 cancelled`;

/** The help of the whole command. */
export function helpText(): string {
  return [
    USAGE,
    titled("Options, as the action's inputs", lines(INPUT_OPTIONS)),
    titled("What is judged (taken from the CI or from git)", lines(CONTEXT_OPTIONS)),
    titled("Here", lines({ ...SHELL_OPTIONS, ...COMMON_OPTIONS })),
    titled("Tokens, from the environment only; the first that is set counts, even when empty", tokenLines()),
    `CI systems that are understood\n  ${CI_SYSTEMS.map(({ name }) => name).join(", ")}`,
    EXITS,
    `Example
  semgrep scan --json-output=semgrep.json; snyk test --json-file-output=snyk.json
  scan-gate --reports semgrep.json,snyk.json --fail-on high`,
  ].join("\n\n");
}

/** The help of `explain` or `replay`. */
export function commandHelp(command: "explain" | "replay"): string {
  const usage = USAGE.split("\n").find((line) => line.includes(`scan-gate ${command}`)) ?? "";
  const options = command === "explain" ? EXPLAIN_OPTIONS : REPLAY_OPTIONS;
  return [usage.trim(), titled("Options", lines(options))].join("\n\n");
}

function titled(title: string, body: readonly string[]): string {
  return [title, ...body].join("\n");
}

function lines(options: Options): readonly string[] {
  return Object.entries(options).map(([name, { value, help }]) => {
    const left = `  --${name}${value === "" ? "" : ` ${value}`}`;
    return `${left.padEnd(34)} ${help}`;
  });
}

function tokenLines(): readonly string[] {
  return TOKEN_INPUTS.map((input) => `  ${input.padEnd(14)} ${tokenVariables(input).join(", ")}`);
}
