import { FIXED_ADVICE, type FixAdvice, type FixPlan } from "../../fixes/advice.ts";
import type { FixCommand } from "../../fixes/commands.ts";
import type { Finding } from "../../model/finding.ts";
import { counted } from "../../text/count.ts";
import {
  clip,
  markdownCellName,
  markdownCode,
  markdownFence,
  visible,
  visibleLines,
} from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { locationText } from "../finding-words.ts";
import { cellProse } from "./prose.ts";
import { folded, listed } from "./words.ts";

/** Advice in a few words, as a cell beside the package that it is about. At most about 400 characters. */
export function fixCell(advice: FixAdvice): string {
  switch (advice.action) {
    case "upgrade":
      return `upgrade to ${fitText(advice.version, 100, markdownCellName)}`;
    case "upgrade-go":
      return `upgrade Go to ${fitText(advice.version, 100, markdownCellName)}`;
    case "replace-code":
      return codeCell(advice.lines);
    case "follow-text":
    case "read-description":
      return fitText(clip(visible(advice.text), 140), 500, cellProse);
    case "remove-package":
    case "revoke-secret":
    case "review-license":
    case "wait-for-fix":
      return FIXED_ADVICE[advice.action];
    case "none":
      return "—";
  }
}

/** One line of code whole; of several the first, since a cell cannot hold lines: see {@link codeFixes}. */
function codeCell([first = "", ...others]: readonly string[]): string {
  const max = others.length === 0 ? 100 : 60;
  const code = fitText(clip(visible(first.trim()), max), 500, markdownCellName);
  return others.length === 0 ? code : `${code} and ${counted(others.length, "more line")}`;
}

/** Code fixes that are shown, and the longest. */
const MOST_CODE_FIXES = 10;
const LONGEST_CODE = 2000;

/** The fixes of several lines that {@link fixCell} only begins, folded, line by line; empty when there are none. */
export function codeFixes(findings: readonly Finding[], { adviceOn }: FixPlan): string {
  const all = findings.flatMap((finding) => {
    const advice = adviceOn(finding);
    return advice.action === "replace-code" && advice.lines.length > 1
      ? [{ finding, lines: advice.lines }]
      : [];
  });
  if (all.length === 0) return "";
  const shown = all.slice(0, MOST_CODE_FIXES).map(({ finding, lines }) => {
    const place = fitText(locationText(finding), 160, markdownCode);
    const code = visibleLines(lines.join("\n"));
    if (code.includes("<!--")) return `${place}: the HTML report shows it, because it holds an HTML comment`;
    const cut = code.length > LONGEST_CODE ? "\n\nThe rest of this fix is in the HTML report." : "";
    return `${place === "" ? "" : `${place}\n\n`}${markdownFence(clip(code, LONGEST_CODE))}${cut}`;
  });
  const more = all.length - shown.length;
  const rest =
    more === 0 ? [] : [`and ${counted(more, "more code fix", "more code fixes")}, in the HTML report`];
  return folded(`Code fixes: ${all.length}`, [...shown, ...rest].join("\n\n"));
}

const MOST_COMMANDS = 10;
const MOST_VERSIONS = 5;

/** Commands to copy, as lines for a shell, below a line of Markdown that says what they clear. */
export interface ToldCommands {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * Commands to copy for what made the verdict, each with the number of findings that it clears, and how many of all
 * that made it they clear together; undefined when there is none to give.
 */
export function fixCommands(commands: readonly FixCommand[], decisive: number): ToldCommands | undefined {
  if (commands.length === 0) return undefined;
  const shown = commands.slice(0, MOST_COMMANDS);
  const more = commands.length - shown.length;
  const lines = commandLines(shown, commands.length > 1);
  return {
    title: commandsTitle(commands, decisive),
    lines: more > 0 ? [...lines, `# and ${more} more`] : lines,
  };
}

/** The same as a block of Markdown; empty when there is none to give. */
export function fixCommandsBlock(commands: readonly FixCommand[], decisive: number): string {
  const told = fixCommands(commands, decisive);
  return told === undefined ? "" : `${told.title}\n\n\`\`\`sh\n${told.lines.join("\n")}\n\`\`\``;
}

/** What a phone shows of a line of code without cutting it off, in the large text of a job summary too. */
const PHONE_CHARACTERS = 39;

/** Each command with its effect beside it, or above it where that would be cut off on a phone, once for several. */
function commandLines(commands: readonly FixCommand[], areSeveral: boolean): readonly string[] {
  const width = Math.max(...commands.map(({ command }) => command.length));
  const effects = commands.map((each) => effectOf(each, areSeveral));
  const isNarrow = width + 4 + Math.max(...effects.map(({ length }) => length)) <= PHONE_CHARACTERS;
  return commands.flatMap(({ command }, at) => {
    const effect = effects[at] ?? "";
    if (effect === "") return command;
    if (isNarrow) return `${command.padEnd(width)}  # ${effect}`;
    if (effects[at - 1] === effect) return command;
    return [...remark(`${effects[at + 1] === effect ? "each " : ""}${effect}`), command];
  });
}

/** A remark in lines that a phone shows whole, as far as its parts between commas are short enough. */
function remark(text: string): readonly string[] {
  const lines: string[] = [];
  for (const part of text.split(/(?<=,) /)) {
    const joined = `${lines.at(-1)} ${part}`;
    if (lines.length > 0 && joined.length <= PHONE_CHARACTERS) lines[lines.length - 1] = joined;
    else lines.push(`# ${part}`);
  }
  return lines;
}

/** `**One command clears 2 of the 5** (and 1 that does not block):`. */
function commandsTitle(commands: readonly FixCommand[], decisive: number): string {
  const cleared = commands.reduce((sum, each) => sum + each.clearsDecisive, 0);
  const others = commands.reduce((sum, each) => sum + each.clears, 0) - cleared;
  // Whether a version arrives may be up to the packages that require this one.
  const isSure = commands.every(({ needs, only }) => needs === undefined && only === undefined);
  const who = commands.length === 1 ? "One command" : `${commands.length.toLocaleString("en-US")} commands`;
  const verb = isSure ? (commands.length === 1 ? "clears" : "clear") : "can clear";
  const what =
    decisive === 1
      ? "it"
      : `${cleared === decisive ? "all" : `${cleared.toLocaleString("en-US")} of the`} ${decisive.toLocaleString("en-US")}`;
  const beside = others === 0 ? "" : ` (and ${counted(others, "that does", "that do")} not block)`;
  return `**${who} ${verb} ${what}**${beside}:`;
}

function effectOf({ clears, needs = [], only }: FixCommand, isOneOfSeveral: boolean): string {
  const versions = needs.length > MOST_VERSIONS ? [...needs.slice(0, MOST_VERSIONS), "more"] : needs;
  return [
    ...(isOneOfSeveral ? [`clears ${clears}`] : []),
    ...(needs.length === 0 ? [] : [`if its parents allow ${listed(versions)}`]),
    ...(only === undefined ? [] : [only]),
  ].join(", ");
}
