/** Untrusted text as programs print it: a line of a log, JSON and YAML, in which no CI system finds a command. */
import { UNSEEN, visible } from "./escape.ts";

/**
 * Where a command of a CI system begins: `##[` of GitHub's and Azure's runners, `##vso[` of Azure Pipelines and
 * `##teamcity[` of TeamCity, each anywhere in a line of stdout or stderr
 * (https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands,
 * https://www.jetbrains.com/help/teamcity/service-messages.html).
 */
const CI_COMMAND = /##(?=[^\s#[]{0,20}\[)/g;

/** Text in which no command of a CI system is left: a space breaks each, so that a reader sees it. */
export function withoutCiCommands(text: string): string {
  return text.replace(CI_COMMAND, "## ");
}

/**
 * One line for the log that no CI system takes for a command. GitHub's runner reads `::name::` at the start of a line,
 * after any white space, and `##[name]` anywhere in it
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs).
 */
export function logLine(text: string): string {
  return withoutLineCommands(visible(text));
}

/** The same for a line of ours that may hold sequences of a terminal: what is not seen stays. */
export function withoutLineCommands(line: string): string {
  return withoutCiCommands(line).replace(/^(\s*)::/, "$1: :");
}

/**
 * JSON text for stdout in which every character can be seen and no command of a CI system is left: controls, bidi
 * controls, zero-width characters and the like are written as `\u202e`, the `##` of a command as `\u0023\u0023`. It
 * stands for the same value. Line feeds between values stay, and emoji are left whole.
 */
export function visibleJson(json: string): string {
  return json.replace(UNSEEN, jsonEscape).replace(CI_COMMAND, jsonEscape);
}

function jsonEscape(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/**
 * A text as a double-quoted YAML scalar on one line (https://yaml.org/spec/1.2.2/#57-escaped-characters). A JSON text is
 * one as long as every character in it is printable.
 */
export function yamlText(text: string): string {
  return JSON.stringify(text).replace(UNSEEN, (char) => {
    const hex = Number(char.codePointAt(0)).toString(16);
    return hex.length > 4 ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
  });
}
