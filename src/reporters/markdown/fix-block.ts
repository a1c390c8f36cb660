import { type FixCommand, fixCommands } from "../../fixes/commands.ts";
import type { Finding } from "../../model/finding.ts";
import { listed } from "./words.ts";

const MOST_COMMANDS = 10;
const MOST_VERSIONS = 5;

/**
 * Commands to copy for what blocks among the findings of a report, each with the number of all its findings that it
 * clears; empty when there is none to give.
 */
export function fixBlock(findings: readonly Finding[]): string {
  const all = fixCommands(findings);
  if (all.length === 0) return "";
  const told = all.slice(0, MOST_COMMANDS);
  const width = Math.max(...told.map(({ command }) => command.length));
  const lines = told.map((each) => `${each.command.padEnd(width)}  # ${effectOf(each)}`);
  const more = all.length > told.length ? `\n# and ${all.length - told.length} more` : "";
  return `**Fix first**\n\n\`\`\`sh\n${lines.join("\n")}${more}\n\`\`\``;
}

function effectOf({ clears, needs = [], only }: FixCommand): string {
  const versions = needs.length > MOST_VERSIONS ? [...needs.slice(0, MOST_VERSIONS), "more"] : needs;
  const arrive = needs.length === 0 ? [] : [`if its parents allow ${listed(versions)}`];
  return [`clears ${clears}`, ...arrive, ...(only === undefined ? [] : [only])].join(", ");
}
