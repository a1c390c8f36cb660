import { TOKEN_INPUTS } from "../settings/inputs.ts";
import { withoutCiCommands } from "../text/escape-printed.ts";
import { nearest } from "../text/near.ts";
import { createRedact } from "../text/redact.ts";
import { explainCommand } from "./explain/command.ts";
import {
  COMMON_OPTIONS,
  CONTEXT_OPTIONS,
  DOCTOR_OPTIONS,
  EXPLAIN_OPTIONS,
  FORGE_OPTIONS,
  INPUT_OPTIONS,
  JOIN_OPTIONS,
  type Options,
  POLICY_SHOW_OPTIONS,
  RELAY_OPTIONS,
  REPLAY_OPTIONS,
  SHELL_OPTIONS,
} from "./option-table.ts";
import { policyCommand } from "./policy/command.ts";
import { replayCommand } from "./replay/command.ts";
import { CI_SYSTEMS } from "./run/ci-systems.ts";
import { runCommand } from "./run/command.ts";
import { secretsIn, tokenVariables } from "./run/tokens.ts";
import { type Channel, EXIT, refuse, type Shell } from "./shell.ts";

const COMMANDS = ["run", "doctor", "explain", "replay", "policy", "join", "relay"] as const;

/**
 * The whole command line, from arguments to exit code. Nothing that any command writes holds a token of the
 * environment, or is a command of a CI system.
 */
export async function main(args: readonly string[], plain: Shell): Promise<number> {
  const redact = createRedact(secretsIn(plain.env));
  const harmless = (channel: Channel): Channel => ({
    ...channel,
    write: (text) => channel.write(withoutCiCommands(redact(text))),
  });
  const shell = { ...plain, stdout: harmless(plain.stdout), stderr: harmless(plain.stderr) };
  const [first = "", ...rest] = args;
  const command = COMMANDS.find((name) => name === first);
  if (command === undefined && first !== "" && !first.startsWith("-")) return unknownCommand(first, shell);
  const own = command === undefined ? args : rest;
  if (asks(own, ["--help", "-h"]))
    return say(shell, command === undefined || command === "run" ? helpText() : commandHelp(command));
  if (asks(own, ["--version", "-V"])) return say(shell, `scan-gate ${shell.version}`);
  if (command === "doctor") return await (await import("./doctor/command.ts")).doctorCommand(own, shell);
  if (command === "explain") return await explainCommand(own, shell);
  if (command === "replay") return await replayCommand(own, shell);
  if (command === "policy") return await policyCommand(own, shell);
  // A run needs neither of them.
  if (command === "join") return await (await import("./join/command.ts")).joinCommand(own, shell);
  if (command === "relay") return await (await import("./relay/command.ts")).relayCommand(own, shell);
  return await runCommand(own, shell);
}

function asks(args: readonly string[], names: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? undefined : end).some((arg) => names.includes(arg));
}

function say({ stdout }: Shell, text: string): number {
  stdout.write(`${text}\n`);
  return EXIT.pass;
}

function unknownCommand(given: string, shell: Shell): number {
  const [meant] = nearest(given, COMMANDS, 1);
  const hint = meant === undefined ? `the commands are ${COMMANDS.join(", ")}` : `did you mean ${meant}?`;
  return refuse(shell, [`"${given.slice(0, 80)}" is not a command; ${hint}`]);
}

const USAGE = `Scan Gate: one security verdict from Semgrep and Snyk.

  scan-gate [run] [options]                           judge a commit
  scan-gate doctor [options of a run]                 check the set-up, and change nothing
  scan-gate explain FINGERPRINT [--report FILE]       why a finding blocks or not
  scan-gate replay --policy FILE report.json...       what another policy would have decided
  scan-gate policy show                               the policies that judge here, with their origins
  scan-gate policy check FILE...                      what is wrong with a policy file
  scan-gate join report.json...                       many repositories' reports in one table
  scan-gate relay --repository OWNER/REPO             turn webhooks into runs: a small server`;

const EXITS = `Exit codes
  0 pass, 1 fail, 2 incomplete (0 with --on-incomplete warn), 3 wrong usage, 130 or 143 cancelled`;

/** The help of the whole command. */
export function helpText(): string {
  return [
    USAGE,
    titled("Options (the inputs of the action)", lines(INPUT_OPTIONS)),
    titled("What to judge (default: what the CI or git says)", lines(CONTEXT_OPTIONS)),
    titled("Where to tell it", lines(FORGE_OPTIONS)),
    titled("Other options", lines({ ...SHELL_OPTIONS, ...COMMON_OPTIONS })),
    titled("Tokens (environment variables; the first one that is set is used, even if empty)", tokenLines()),
    `Supported CI systems\n  ${CI_SYSTEMS.map(({ name }) => name).join(", ")}`,
    EXITS,
    `Example
  semgrep scan --json-output=semgrep.json; snyk test --json-file-output=snyk.json
  scan-gate --reports semgrep.json,snyk.json --fail-on high`,
  ].join("\n\n");
}

const OWN_OPTIONS = {
  doctor: DOCTOR_OPTIONS,
  explain: EXPLAIN_OPTIONS,
  replay: REPLAY_OPTIONS,
  policy: POLICY_SHOW_OPTIONS,
  join: JOIN_OPTIONS,
  relay: RELAY_OPTIONS,
};

/** The help of a command but `run`. */
export function commandHelp(command: keyof typeof OWN_OPTIONS): string {
  const usage = USAGE.split("\n").filter((line) => line.includes(`scan-gate ${command}`));
  const title = command === "policy" ? "Options of show" : "Options";
  const options = titled(title, lines(OWN_OPTIONS[command]));
  return [usage.map((line) => line.trim()).join("\n"), options].join("\n\n");
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
