import { withoutCiCommands } from "../text/escape.ts";
import { nearest } from "../text/near.ts";
import { EXIT } from "./exit-code.ts";
import { explainCommand } from "./explain/command.ts";
import { commandHelp, helpText } from "./help.ts";
import { replayCommand } from "./replay/command.ts";
import { runCommand } from "./run/command.ts";
import type { Channel, Shell } from "./shell.ts";
import { refuse } from "./usage.ts";

const COMMANDS = ["run", "explain", "replay"] as const;

/** The whole command line, from arguments to exit code. Nothing that it writes is a command of a CI system. */
export async function main(args: readonly string[], plain: Shell): Promise<number> {
  const shell = { ...plain, stdout: harmless(plain.stdout), stderr: harmless(plain.stderr) };
  const [first = "", ...rest] = args;
  const command = COMMANDS.find((name) => name === first);
  if (command === undefined && first !== "" && !first.startsWith("-")) return unknownCommand(first, shell);
  const own = command === undefined ? args : rest;
  if (asks(own, ["--help", "-h"]))
    return say(shell, command === "explain" || command === "replay" ? commandHelp(command) : helpText());
  if (asks(own, ["--version", "-V"])) return say(shell, `scan-gate ${shell.version}`);
  if (command === "explain") return await explainCommand(own, shell);
  if (command === "replay") return await replayCommand(own, shell);
  return await runCommand(own, shell);
}

function harmless({ write, isTerminal }: Channel): Channel {
  return { write: (text) => write(withoutCiCommands(text)), isTerminal };
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
  const hint = meant === undefined ? `there are ${COMMANDS.join(", ")}` : `did you mean ${meant}?`;
  return refuse(shell, [`"${given.slice(0, 80)}" is no command; ${hint}`]);
}
