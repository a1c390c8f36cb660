import type { Finding } from "../../model/finding.ts";
import { fixCommands } from "./fix-commands.ts";

const MOST_COMMANDS = 10;

/** Commands to copy, each with the number of findings it clears; empty when there is none to give. */
export function fixBlock(findings: readonly Finding[]): string {
  const all = fixCommands(findings);
  if (all.length === 0) return "";
  const told = all.slice(0, MOST_COMMANDS);
  const width = Math.max(...told.map(({ command }) => command.length));
  const lines = told.map(({ command, clears, needs }) => {
    const arrive = needs === undefined ? "" : `, if its parents allow ${needs}`;
    return `${command.padEnd(width)}  # clears ${clears}${arrive}`;
  });
  const more = all.length > told.length ? `\n# and ${all.length - told.length} more` : "";
  return `**Fix first**\n\n\`\`\`sh\n${lines.join("\n")}${more}\n\`\`\``;
}
